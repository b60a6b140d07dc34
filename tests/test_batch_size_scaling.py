"""Linear scaling, k times the batch with k times the rate: measured beside the closed form, and where it breaks."""

from importlib import import_module

import numpy as np
import pytest

from helpers import theory
from helpers.apps import linear_scaling
from helpers.apps.linear_scaling import FACTORS, RATES, START, parabola, weights
from helpers.training import train
from tests.agreement import agrees, check

scaling_app = import_module("helpers.apps.linear_scaling")  # the name in the package is the function
OTHER_SEEDS = range(1, 11)


@pytest.mark.parametrize("factor", FACTORS)
def test_the_floors_scale_as_the_formula_says_for_ten_other_seeds(factor):
    """Every seed meets the ratio; all together tell it from what the rule hopes for, and from misprints."""
    settled = tuple(rate for rate in RATES if factor * rate < 1.9)
    rates, results = np.array(settled), [scaling_app.ratios(settled, factor, seed) for seed in OTHER_SEEDS]
    right = (2 - rates) / (2 - factor * rates)
    for measured, error in results:
        assert agrees(measured, right, error)
    together = np.mean([measured for measured, _ in results], axis=0)
    error = np.linalg.norm([error for _, error in results], axis=0) / len(results)
    misprints = dict(hoped=1.0, upside_down=1 / right, not_cancelled=factor * right)
    if factor <= 8:  # beyond, few rates settle, and all of them are small beside 2
        misprints["one_bracket"] = 2 / (2 - factor * rates)
    check(together, right, error, **misprints)


def test_the_rule_holds_where_the_rate_is_small_and_breaks_where_it_is_large_for_ten_other_seeds():
    for seed in OTHER_SEEDS:
        small, large = (scaling_app.ratios((rate,), 8, seed)[0][0] for rate in (0.03, 0.2))
        assert small < 1.25 and large > 3
        final = scaling_app.excess(weights((0.28,), 8, seed)[-1])
        assert final.min() > 100 * START**2, "kηλ = 2.24: every run has run away"


@pytest.mark.parametrize("rate, size", [(0.05, 4), (0.4, 32), (1.6, 4), (2.5, 8)])
def test_the_expected_loss_is_that_of_the_recursion(rate, size):
    mean, variance, path = START, 0.0, []
    for _ in range(65):
        path.append(0.5 * (mean**2 + variance))
        mean, variance = (1 - rate) * mean, (1 - rate) ** 2 * variance + rate**2 / size
    np.testing.assert_allclose(scaling_app.expected(rate, size, 64), path)
    if rate < 2:
        assert scaling_app.expected(rate, size, 2000)[-1] == pytest.approx(theory.excess_loss(rate, 1, 1, size))


def test_the_measured_losses_agree_with_theory_for_ten_other_seeds():
    for seed in OTHER_SEEDS:
        for curve, rate in zip(scaling_app.compute(scaling_app.State(0.05, 8, seed)).curves, (0.05, 0.4)):
            mean = START * (1 - rate) ** curve.at
            variance = 2 * curve.theory[curve.at] - mean**2
            error = np.sqrt((variance**2 / 2 + variance * mean**2) / 100)  # of ½w², where w is normal
            assert agrees(curve.mean, curve.theory[curve.at], error)


def test_both_settings_see_the_same_examples(monkeypatch):
    seen = []

    def recorded(model, optimizer, params, batches, learning_rate):
        seen.append((np.concatenate(batches[:], axis=-1), len(batches[0][0])))
        return train(model, optimizer, params, batches, learning_rate)

    monkeypatch.setattr(scaling_app, "train", recorded)
    weights((0.05,), 1, 99)
    weights((0.05,), 16, 99)
    (plain, few), (scaled, many) = seen
    np.testing.assert_array_equal(plain, scaled)
    assert (few, many) == (4, 64) and plain.shape == (100, 2048)


def test_the_parabola_has_curvature_1_and_noise_of_variance_1():
    model = parabola()
    each = model.gradient([0.7], np.arange(256)[:, None])
    assert each.mean() == pytest.approx(0.7) and each.var() == pytest.approx(1)


def test_the_limit_is_marked_where_the_scaled_rate_reaches_2():
    for factor in FACTORS:
        art = linear_scaling(factor=factor).view.ratio
        assert {*art.limit.get_xdata()} == {2 / factor}
        np.testing.assert_allclose(art.line.get_ydata()[0], (2 - 0.025) / (2 - factor * 0.025))
        assert (art.measured.points.get_xdata() < 2 / factor).all()


def test_moving_the_rate_of_linear_scaling_trains_nothing_anew():
    app = linear_scaling(seed=98)
    before = weights.cache_info().misses
    for rate in RATES:
        app.controls["learning_rate"].value = rate
    assert weights.cache_info().misses == before
