"""Linear scaling, k times the batch with k times the rate: measured beside the closed form, and where it breaks."""

import numpy as np
import pytest

from helpers import theory
from helpers.apps import linear_scaling
from helpers.lessons.batch_size import scaling
from helpers.lessons.batch_size.figures import linear_scaling as drawn
from helpers.lessons.batch_size.scaling import RATES, START, excess, expected, parabola, ratios, weights
from helpers.live import LINE
from helpers.training import train
from tests.shared.agreement import agrees, check

OTHER_SEEDS = range(1, 11)


@pytest.mark.parametrize("factor", drawn.FACTORS)
def test_the_floors_scale_as_the_formula_says_for_ten_other_seeds(factor):
    """Every seed meets the ratio; all together tell it from what the rule hopes for, and from misprints."""
    settled = tuple(rate for rate in RATES if factor * rate < 1.9)
    rates, results = np.array(settled), [ratios(settled, factor, seed) for seed in OTHER_SEEDS]
    right = (2 - rates) / (2 - factor * rates)
    for measured, error in results:
        assert agrees(measured, right, error)
    together, error = (np.mean(each, axis=0) for each in zip(*results))
    misprints = dict(hoped=1.0, upside_down=1 / right, not_cancelled=factor * right)
    if factor <= 8:  # beyond, few rates settle, and all of them are small beside 2
        misprints["one_bracket"] = 2 / (2 - factor * rates)
    check(together, right, error / np.sqrt(len(results)), **misprints)


def test_the_rule_holds_where_the_rate_is_small_and_breaks_where_it_is_large_for_ten_other_seeds():
    for seed in OTHER_SEEDS:
        small, large = (ratios((rate,), 8, seed)[0][0] for rate in (0.03, 0.2))
        assert small < 1.25 and large > 3
        assert excess(weights((0.28,), 8, seed)[-1]).min() > 100 * START**2, "kηλ = 2.24: every run has run away"


@pytest.mark.parametrize("rate, size", [(0.05, 4), (0.4, 32), (1.6, 4), (2.5, 8)])
def test_the_expected_loss_is_that_of_the_recursion(rate, size):
    mean, variance, path = START, 0.0, []
    for _ in range(65):
        path.append(0.5 * (mean**2 + variance))
        mean, variance = (1 - rate) * mean, (1 - rate) ** 2 * variance + rate**2 / size
    np.testing.assert_allclose(expected(rate, size, 64), path)
    if rate < 2:
        assert expected(rate, size, 2000)[-1] == pytest.approx(theory.excess_loss(rate, 1, 1, size))


def test_the_measured_losses_agree_with_theory_for_ten_other_seeds():
    for seed in OTHER_SEEDS:
        losses = linear_scaling.plan.draw(drawn.Scaled(0.05, 8, seed))[drawn.LOSSES]
        for line, marks, rate, size in ((drawn.PLAIN, drawn.MEASURED, 0.05, 4), (drawn.SCALED, drawn.MEASURED_SCALED, 0.4, 32)):
            seen, loss, _, _ = losses[marks]
            right, mean = np.interp(seen, *losses[line]), START * (1 - rate) ** (seen / size)
            variance = 2 * right - mean**2
            error = np.sqrt((variance**2 / 2 + variance * mean**2) / 100)  # of ½w², where w is normal
            assert len(seen) == 17 and agrees(loss, right, error)


def test_both_settings_see_the_same_examples(monkeypatch):
    seen = []

    def recorded(model, optimizer, params, batches, learning_rate):
        seen.append((np.concatenate(batches[:], axis=-1), len(batches[0][0])))
        return train(model, optimizer, params, batches, learning_rate)

    monkeypatch.setattr(scaling, "train", recorded)
    weights((0.05,), 1, 99)
    weights((0.05,), 16, 99)
    (plain, few), (scaled, many) = seen
    np.testing.assert_array_equal(plain, scaled)
    assert (few, many) == (4, 64) and plain.shape == (100, 2048)


def test_the_parabola_has_curvature_1_and_noise_of_variance_1():
    each = parabola().gradient([0.7], np.arange(256)[:, None])
    assert each.mean() == pytest.approx(0.7) and each.var() == pytest.approx(1)


@pytest.mark.parametrize("factor", drawn.FACTORS)
def test_the_limit_is_marked_where_the_scaled_rate_reaches_2(factor):
    art = linear_scaling(factor=factor).sheet[drawn.RATIO]
    assert {*art[drawn.LIMIT].get_xdata()} == {2 / factor}
    np.testing.assert_allclose(art[drawn.SCALED].get_ydata()[0], (2 - 0.025) / (2 - factor * 0.025))
    _, points = art[drawn.MEASURED_SCALED]
    assert (points.get_xdata() < 2 / factor).all()


def test_what_diverges_says_so():
    gone = linear_scaling(learning_rate=0.4, factor=8)
    assert (
        "so the scaled run diverged; no ratio" in gone.words and "kηλ = 3.2" in gone.sheet[drawn.LOSSES][drawn.AWAY].get_text()
    )
    assert (
        not any(len(artist.get_xdata()) for artist in gone.sheet[drawn.RATIO][drawn.HERE])
        and "no floor" in gone.frame[drawn.RATIO][LINE]
    )


def test_moving_the_rate_of_linear_scaling_trains_nothing_anew():
    app = linear_scaling(seed=98)
    before = weights.cache_info().misses
    for rate in RATES:
        app.controls["learning_rate"].value = rate
    assert weights.cache_info().misses == before


def test_a_rate_between_the_marks_of_the_slider_has_runs_of_its_own():
    app = linear_scaling(learning_rate=0.123, factor=4)
    _, (ratio,), (error,) = map(np.atleast_1d, app.frame[drawn.RATIO][drawn.HERE])
    assert agrees(ratio, (2 - 0.123) / (2 - 0.492), error) and ratio == pytest.approx(1.24, rel=0.1)
    assert "0.123" in app.call and "0.123" in app.words and f"{ratio:.4g}" in app.words
