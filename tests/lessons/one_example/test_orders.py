"""What the order of the examples does: the figure against train(), and against closed forms."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from helpers.apps import orders
from helpers.lessons.one_example.figures.orders import BEST, CARD, COLUMNS, DECK, ENDS, OF, OFF, PATH
from helpers.lessons.one_example.orders import EPOCHS, RUNS, SAMPLERS, START, N, distance, paths, penguins, touched
from helpers.live.looks import SHADES
from helpers.optimizers import sgd
from helpers.sampling import reshuffled, with_replacement
from helpers.theory import reshuffled_variance, share_touched, stationary_variance
from helpers.training import train


@pytest.mark.parametrize("by_mass", [True, False])
@pytest.mark.parametrize("learning_rate", [0.02, 0.1, 1.0])
def test_the_four_paths_are_those_of_train_from_one_start(learning_rate, by_mass):
    app = orders(learning_rate, by_mass, seed=4)
    for sampler, (panel, *_) in COLUMNS.items():
        w, weights = START, [START]
        for i in np.concatenate(SAMPLERS[sampler](np.random.default_rng(4), N, 1, EPOCHS)):
            w = w - learning_rate * (w - penguins(by_mass).centres[i, 0])
            weights.append(w)
        art = app.sheet[panel]
        assert art[PATH].get_ydata() == pytest.approx(weights)
        assert art[ENDS].get_xydata() == pytest.approx(np.column_stack([np.arange(N, 201, N), weights[N::N]]))
        assert np.unique(art[BEST].get_ydata()) == pytest.approx([penguins(by_mass).centres.mean()])


def test_the_strips_show_who_came_when():
    app = orders(step=130)
    shades = np.array([to_rgba(shade)[:3] for shade in SHADES])
    for sampler, (_, panel, _) in COLUMNS.items():
        order, _ = paths(0.1, True, 0)[sampler]
        image = np.asarray(app.sheet[panel][DECK].get_array())
        assert image.shape[:2] == (EPOCHS, N)
        known = image.reshape(-1, 3)[:130]
        assert known == pytest.approx(shades[order.ravel()[:130] * 6 // N], abs=0.01), "sorted: the rank is the number"
        assert len(np.unique(image.reshape(-1, 3)[130:], axis=0)) == 1
        assert app.sheet[panel][CARD].get_xydata().tolist() == [[10, 7]]


def test_which_orders_repeat_themselves():
    rows = {sampler: paths(0.1, True, 0)[sampler][0] for sampler in SAMPLERS}
    assert (rows["in order"] == np.arange(N)).all()
    assert (rows["shuffled once"] == rows["shuffled once"][0]).all() and (rows["shuffled once"][0] != np.arange(N)).any()
    assert len(np.unique(rows["reshuffled each epoch"], axis=0)) == EPOCHS
    assert [touched(order, 200) == 1 for order in rows.values()] == [True, True, True, False]
    drawn = rows["with replacement"]
    assert touched(drawn, 59) == pytest.approx(np.mean([len({*row}) / N for row in drawn[:2].tolist()])), "whole epochs alone"


def test_an_epoch_with_replacement_touches_63_percent():
    """Over 100 seeds, within four standard errors of the expected share, and not of the plausible wrong ones."""
    shares = [touched(paths(0.1, True, seed)["with replacement"][0], 200) for seed in range(100)]
    error = np.std(shares, ddof=1) / 10
    assert abs(np.mean(shares) - share_touched(N)) < 4 * error
    assert abs(np.mean(shares) - 0.5) > 20 * error and abs(np.mean(shares) - 1) > 20 * error
    drawn = with_replacement(np.random.default_rng(0), 100_000, 1, 1).order
    assert len(np.unique(drawn)) / 100_000 == pytest.approx(1 - 1 / np.e, abs=0.005)
    assert "expected with replacement 64.15 %" in orders().words


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_how_far_the_runs_end_is_what_train_measures(sampler):
    drawn = SAMPLERS[sampler](np.random.default_rng(100), N, 1, EPOCHS, runs=RUNS)
    for learning_rate in (0.05, 0.3):
        end = train(penguins(True), sgd(), np.full((RUNS, 1), START), drawn, learning_rate).params[-1, :, 0]
        expected = np.sqrt(np.mean((end - penguins(True).centres.mean()) ** 2))
        assert distance(sampler, learning_rate, True) == pytest.approx(expected)


def test_how_far_the_runs_end_is_named_where_it_is_said():
    app = orders()
    for sampler, (*_, notes) in COLUMNS.items():
        far = distance(sampler, 0.1, True)
        said = " ".join(app.sheet[notes][mark].get_text() for mark in (OFF, OF))
        assert said == f"root mean square distance from best w: {far:.3f} kg"
        assert f"root mean square distance from the best w at the end, {RUNS} runs: {far:.4f} kg" in app.words


@pytest.mark.parametrize("learning_rate", [0.1, 0.3])
def test_the_variance_at_the_end_of_an_epoch_is_that_of_the_formulas(learning_rate):
    """40,000 runs; the standard error of a variance is near √(2 / 40,000) of it. Each formula fails for the other order."""
    model, s2 = penguins(True), penguins(True).centres.var()
    formulas = {
        reshuffled: reshuffled_variance(learning_rate, s2, N),
        with_replacement: stationary_variance(learning_rate, 1, s2),
    }
    measured = {}
    for sampler in formulas:
        drawn = sampler(np.random.default_rng(1), N, 1, 8, runs=40_000)
        measured[sampler] = (
            train(model, sgd(), np.full((40_000, 1), 4.0), drawn, learning_rate, keep_every=160).params[-1].var()
        )
        assert measured[sampler] == pytest.approx(formulas[sampler], rel=4 * np.sqrt(2 / 40_000))
    assert abs(measured[reshuffled] / formulas[with_replacement] - 1) > 0.15


def test_the_reshuffled_order_ends_nearest_and_sorted_data_in_order_farthest():
    for learning_rate in (0.05, 0.1, 0.2):
        reshuffle, once, in_order, replace = (distance(sampler, learning_rate, True) for sampler in SAMPLERS)
        assert reshuffle < once < replace < in_order
    assert distance("in order", 0.1, False) < 0.5 * distance("in order", 0.1, True)


def test_sorted_data_in_order_settle_into_a_cycle_with_the_last_word_to_the_heavy():
    """The end of an epoch is a fixed point of it: Σ c_k a_k / (1 - (1 - η)^N), c_k = η (1 - η)^(N - 1 - k)."""
    masses, rate = penguins(True).centres[:, 0], 0.1
    count = rate * (1 - rate) ** np.arange(N)[::-1]
    fixed = count @ masses / (1 - (1 - rate) ** N)
    _, weights = paths(rate, True, 0)["in order"]
    assert weights[-1] == pytest.approx(fixed, abs=1e-6)
    assert fixed > masses.mean() + 0.4
    assert weights[-N - 1 : -1] == pytest.approx(weights[-2 * N - 1 : -N - 1], abs=1e-6)


def test_a_rate_of_one_over_t_lands_on_the_mean_in_any_order():
    model, masses = penguins(True), penguins(True).centres[:, 0]
    for order in (np.arange(N), np.arange(N)[::-1], np.random.default_rng(7).permutation(N)):
        w = train(model, sgd(), [START], order[:, None], lambda step: 1 / (step + 1)).params[-1, 0]
        assert w == pytest.approx(masses.mean(), rel=1e-14)
        assert train(model, sgd(), [START], order[:, None], 0.1).params[-1, 0] != pytest.approx(masses.mean(), rel=1e-3)


def test_moving_the_step_computes_nothing_again():
    app = orders()
    paths.cache_clear(), distance.cache_clear()
    for step in range(0, 200, 10):
        app.controls["step"].value = step
    assert paths.cache_info().misses == 1 and distance.cache_info().misses == 4
