"""What an epoch is, and what the order of the examples does: the figures against counting, and against closed forms."""

from math import ceil

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from helpers.apps import epoch, orders
from helpers.apps.epoch import batches
from helpers.apps.orders import EPOCHS, RUNS, SAMPLERS, START, N, distance, paths, penguins, touched
from helpers.optimizers import sgd
from helpers.sampling import reshuffled, with_replacement
from helpers.theory import reshuffled_variance, share_touched, stationary_variance
from helpers.training import train
from helpers.views.style import BATCH, SHADES, SPENT
from tests.driving import drive
from tests.layout import overlapping

SIZES = [(50, 8), (64, 64), (64, 1), (20, 3), (1, 1), (7, 64), (33, 32)]


@pytest.mark.parametrize("make", [epoch, orders])
def test_every_control_goes_to_both_ends(make):
    app = drive(make())
    assert all(control.description for control in app.controls.values())


@pytest.mark.parametrize("n, batch_size", SIZES)
def test_an_epoch_sees_every_example_once_in_ceil_n_over_b_steps(n, batch_size):
    size = min(n, batch_size)
    drawn = batches(n, size, 0)
    assert drawn.steps_per_epoch == ceil(n / size) and len(drawn) > 200
    for first in range(0, len(drawn) - drawn.steps_per_epoch, drawn.steps_per_epoch):
        of_epoch = drawn[first : first + drawn.steps_per_epoch]
        assert sorted(np.concatenate(of_epoch)) == [*range(n)]
        assert {len(batch) for batch in of_epoch[:-1]} <= {size} and len(of_epoch[-1]) == n - size * (len(of_epoch) - 1)
    assert f"= ⌈{n} / {size}⌉ = {ceil(n / size)}" in epoch(n, batch_size).words


@pytest.mark.parametrize("n, batch_size", SIZES)
def test_the_counters_count_steps_epochs_and_examples(n, batch_size):
    """Against examples counted one by one."""
    app, seen, at = epoch(n, batch_size), 0, 0
    size = min(n, batch_size)
    for step in range(40):
        app.controls["step"].value = step
        shown = [int(text.get_text().replace(" ", "")) for text in app.view.counters.numbers]
        assert shown == [step, seen // n + 1, seen]
        assert f"step {step} of 200" in app.words and f"{seen} examples seen" in app.words
        took = min(size, n - at)
        assert f"which holds {took}; " in app.words
        colours = app.view.rows.cells.get_colors()
        assert (colours == to_rgba(BATCH)).all(1).sum() == took
        page = seen // n // 4
        assert (colours == to_rgba(SPENT)).all(1).sum() == seen - page * 4 * n
        assert (colours == to_rgba(SHADES[3])).all(1).sum() == 4 * n - took - (seen - page * 4 * n)
        seen, at = seen + took, (at + took) % n


def test_the_rows_show_the_batches_and_the_strip_the_same_examples_in_the_data():
    app = epoch(50, 8, step=9)
    cells = np.array(app.view.rows.cells.get_segments())
    lit = (app.view.rows.cells.get_colors() == to_rgba(BATCH)).all(1)
    assert np.flatnonzero(lit).tolist() == [50 + 16 + k for k in range(8)], "second row, third batch"
    gaps = np.diff(cells[:50, 0, 0])
    wide = np.flatnonzero(gaps > 1.05 * np.median(gaps)) + 1
    assert wide.tolist() == [8, 16, 24, 32, 40, 48]
    assert [text.get_text() for text in app.view.rows.sizes if text.get_text()] == ["8"] * 6 + ["2"]
    marked = np.unique(app.view.strip.lit.get_xdata()) - 0.5
    assert marked.tolist() == sorted(batches(50, 8, 0)[9])
    assert [text.get_text() for text in app.view.rows.epochs] == [f"epoch {k}" for k in (1, 2, 3, 4)]
    app.controls["step"].value = 4 * 7
    assert app.view.rows.epochs[0].get_text() == "epoch 5"


@pytest.mark.parametrize("by_mass", [True, False])
@pytest.mark.parametrize("learning_rate", [0.02, 0.1, 1.0])
def test_the_four_paths_are_those_of_train_from_one_start(learning_rate, by_mass):
    app = orders(learning_rate, by_mass, seed=4)
    for place, sampler in enumerate(SAMPLERS):
        w, weights = START, [START]
        for i in np.concatenate(SAMPLERS[sampler](np.random.default_rng(4), N, 1, EPOCHS)):
            w = w - learning_rate * (w - penguins(by_mass).centres[i, 0])
            weights.append(w)
        panel = app.view.paths[place]
        assert panel.line.get_ydata() == pytest.approx(weights)
        assert panel.ends.get_xydata() == pytest.approx(np.column_stack([np.arange(N, 201, N), weights[N::N]]))
        assert np.unique(panel.best.get_ydata()) == pytest.approx([penguins(by_mass).centres.mean()])


def test_the_strips_show_who_came_when():
    app = orders(step=130)
    shades = np.array([to_rgba(shade)[:3] for shade in SHADES])
    for place, sampler in enumerate(SAMPLERS):
        order, _ = paths(0.1, True, 0)[sampler]
        image = np.asarray(app.view.decks[place].image.get_array())
        assert image.shape[:2] == (EPOCHS, N)
        known = image.reshape(-1, 3)[:130]
        assert known == pytest.approx(shades[order.ravel()[:130] * 6 // N], abs=0.01), "sorted: the rank is the number"
        assert len(np.unique(image.reshape(-1, 3)[130:], axis=0)) == 1
        assert app.view.decks[place].now.get_xydata().tolist() == [[10, 7]]


def test_which_orders_repeat_themselves():
    rows = {sampler: paths(0.1, True, 0)[sampler][0] for sampler in SAMPLERS}
    assert (rows["in order"] == np.arange(N)).all()
    assert (rows["shuffled once"] == rows["shuffled once"][0]).all() and (rows["shuffled once"][0] != np.arange(N)).any()
    assert len(np.unique(rows["reshuffled each epoch"], axis=0)) == EPOCHS
    assert [touched(order, 200) == 1 for order in rows.values()] == [True, True, True, False]


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
        measured[sampler] = train(model, sgd(), np.full((40_000, 1), 4.0), drawn, learning_rate, keep_every=160).params[-1].var()
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


@pytest.mark.parametrize("width", [400, 719, 720, 1000, 2400])
def test_no_text_lies_over_another_or_leaves_the_picture(width):
    for app in (epoch(), epoch(64, 60, step=200), epoch(64, 6, step=199), orders(), orders(0.01, False, step=0), epoch(1, 1)):
        app.picture.size = {"width": width, "ratio": 1}
        assert overlapping(app) == [], app.settings


@pytest.mark.parametrize(
    "make, settings, says",
    [
        (epoch, {"n": 0}, "n must be a whole number between 1 and 64; got 0."),
        (epoch, {"batch_size": 65}, "batch_size must be a whole number between 1 and 64; got 65."),
        (epoch, {"seed": "one"}, "seed must be a whole number between 0 and 99; got 'one'."),
        (epoch, {"step": 201}, "step must be a whole number between 0 and 200; got 201."),
        (orders, {"learning_rate": 2}, "learning_rate must be a number between 0.01 and 1; got 2."),
        (orders, {"by_mass": 1}, "by_mass must be one of True, False; got 1."),
        (orders, {"seed": None}, "seed must be a whole number between 0 and 99; got None."),
        (orders, {"step": 0.5}, "step must be a whole number between 0 and 200; got 0.5."),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(make, settings, says):
    with pytest.raises(ValueError) as error:
        make(**settings)
    assert str(error.value) == says
