"""The figure of powers of 2: what is counted, the statistic, held against times made up here, and the way it measures."""

import tracemalloc
from importlib import import_module

import numpy as np
import pytest

from helpers.apps import powers_of_two
from helpers.apps.powers_of_two import EXAMPLES, SIZES, bytes_of_step, compare, median, multiplications, network, rounds
from helpers.models import mlp
from tests.agreement import agrees, check
from tests.driving import drive
from tests.layout import crowded

module = import_module("helpers.apps.powers_of_two")  # the name in the package is the function
SEEDS = range(1, 11)


def test_every_control_to_both_ends_draws_what_a_figure_made_anew_draws():
    drive(powers_of_two())


def measured(effect=1.0, seed=0, count=40, spread=0.05):
    """(R, S) seconds of a step: 10 µs + 0.1 µs an example, times `effect` at powers of 2, with noise and slow moments."""
    rng = np.random.default_rng(seed)
    times = 1e-5 + 1e-7 * np.array(SIZES) * np.ones((count, 1))
    times[:, 1::3] *= effect
    slow = np.where(rng.random((count, 1)) < 0.2, 1.8, 1)  # of a whole round
    jolts = np.where(rng.random(times.shape) < 0.03, 3, 1)  # of a single timing
    return times * slow * jolts * np.exp(spread * rng.normal(size=times.shape))


@pytest.mark.parametrize("width", [400, 720, 2400])
@pytest.mark.parametrize("done", [False, True])
def test_no_line_of_text_leaves_the_picture_or_meets_another(monkeypatch, width, done):
    monkeypatch.setattr(module, "rounds", lambda model: iter(measured(effect=1.3)))
    app = powers_of_two(batch_size=513, model="flights")
    if done:
        controls(app)[0].click()
    app.picture.size = {"width": width, "ratio": 1}
    assert crowded(app) == []


# what is counted


@pytest.mark.parametrize("model", EXAMPLES)
def test_the_bytes_are_those_that_a_step_reserves(model):
    """Python's own count of memory grows from size to size as the formula says; what does not grow is left aside."""
    net = network(model)
    W, peaks = net.initial(np.random.default_rng(0)), []
    for size in SIZES:
        batch = np.arange(size)
        net.gradient(W, batch)
        tracemalloc.start()
        net.gradient(W, batch)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    rest = np.array(peaks) - bytes_of_step(net, np.array(SIZES))
    assert 0 < rest.min() and np.ptp(rest) < 1000 < 0.01 * peaks[-1]
    assert len({*np.diff(bytes_of_step(net, np.array([63, 64, 65, 66])))}) == 1


@pytest.mark.parametrize("model", EXAMPLES)
def test_the_multiplications_are_those_of_the_matrix_products(model, monkeypatch):
    net, count = network(model), []

    def counted(A, B, out=None):
        count.append(A.shape[0] * A.shape[1] * B.shape[1])
        return np.dot(A, B, out)

    monkeypatch.setattr(mlp, "_product", lambda layer: counted)
    net.gradient(np.ones(net.n_params), np.arange(65))
    assert sum(count) == multiplications(net, 65)


def test_the_points_are_the_counts_and_the_words_say_them():
    app = powers_of_two(batch_size=65)
    art, net = app.view.bytes, network("moons")
    np.testing.assert_array_equal(art.powers.get_data(), [[8, 16, 32, 64, 128, 256, 512], 312 * 2 ** np.arange(3, 10)])
    assert art.neighbours.get_xdata().tolist() == [size for size in SIZES if size & (size - 1)]
    np.testing.assert_array_equal(art.neighbours.get_ydata(), 312 * art.neighbours.get_xdata())
    assert (net.n_examples, network("flights").n_examples) == (2000, 20_000)
    assert app.words == (
        "two moons, network 2-16-1, N = 2 000: B = 65 takes 31 steps an epoch, 20 280 bytes and 9 555 multiplications a step, "
        "312 bytes more for each example more; seconds not measured yet."
    )
    assert app.view.seconds.hint.get_visible() and app.view.ratio.hint.get_visible()
    for size in SIZES[::5]:
        assert f"B = {size} takes {int(np.ceil(2000 / size))} steps" in powers_of_two(batch_size=size).words


# the statistic


def test_the_ratio_of_a_power_of_2_is_unbiased_for_ten_other_seeds():
    """Where time is a + bB it is 1. The seconds of an epoch would not do: they bend as 1/B does."""
    epochs = 1e-3 / np.array(SIZES) * np.ones((40, 1))
    assert compare(epochs)[0][0] < 0.99
    results = [compare(measured(seed=seed)) for seed in SEEDS]
    for ratios, errors, (together, error) in results:
        assert agrees(ratios, 1, errors.mean()) and agrees(together, 1, error)
    mean, error = np.mean([each[2][0] for each in results]), np.linalg.norm([each[2][1] for each in results]) / len(results)
    check(mean, 1, error, a_percent_less=0.99, a_percent_more=1.01)


@pytest.mark.parametrize("effect", [0.9, 1.1])
def test_an_effect_of_a_tenth_would_be_seen_for_ten_other_seeds(effect):
    for seed in SEEDS:
        ratios, errors, (together, error) = compare(measured(effect, seed=seed))
        check(ratios, effect, errors.mean(), none=1.0)  # one size's own error is known to a fifth only
        check(together, effect, error, none=1.0)
        assert abs(together - 1) > 8 * error


def test_the_error_of_the_ratio_is_as_large_as_it_says():
    results = np.array([compare(measured(seed=seed))[2] for seed in range(300)])
    assert results[:, 0].std() == pytest.approx(results[:, 1].mean(), rel=0.25)


def test_a_round_that_is_slow_as_a_whole_changes_nothing():
    times = measured(seed=2)
    slow = np.random.default_rng(1).uniform(0.5, 3, size=(40, 1))
    for quick, late in zip(compare(times), compare(slow * times)):
        np.testing.assert_allclose(quick, late, rtol=1e-12)


def test_a_few_slow_rounds_do_not_move_the_median():
    values = np.random.default_rng(0).normal(1, 0.1, size=(4000, 1))
    middle, error = median(values)
    assert error == pytest.approx(1.2533 * 0.1 / np.sqrt(4000), rel=0.05) and middle == pytest.approx(1, abs=4.5 * error.item())
    values[:100] = 50
    assert median(values)[0] == pytest.approx(middle, abs=0.01)


# the way it measures


class Worked:
    """A model whose gradient takes 10 µs + 0.1 µs an example, powers of 2 a tenth less, on a clock of its own."""

    n_examples = 2000

    def __init__(self, power=0.9):
        self.now, self.power, self.sizes = 0.0, power, []

    def initial(self, rng):
        return np.zeros(3)

    def gradient(self, W, batch):
        assert (0 <= batch).all() and (batch < 2000).all()
        self.sizes.append(len(batch))
        self.now += (1e-5 + 1e-7 * len(batch)) * (self.power if len(batch) & (len(batch) - 1) == 0 else 1)
        return W


def test_a_round_times_every_size_in_another_order():
    model = Worked()
    times = np.array(list(rounds(model, count=6, share=3e-4, clock=lambda: model.now)))
    expected = 1e-5 + 1e-7 * np.array(SIZES)
    expected[1::3] *= 0.9
    np.testing.assert_allclose(times, np.tile(expected, (6, 1)), rtol=1e-9)
    ratios, _, (together, _) = compare(times)
    np.testing.assert_allclose([*ratios, together], 0.9)
    changes = np.flatnonzero(np.diff(model.sizes)) + 1
    visits = np.array(model.sizes)[np.append(0, changes)]
    warm, orders = visits[: len(SIZES)], visits[len(SIZES) :]
    assert warm.tolist() == list(SIZES) and {*orders} == {*SIZES}
    assert len({tuple(orders[start : start + 15]) for start in range(0, 90, 21)}) > 3


def controls(app):
    _, _, start, progress = app.children[0].children
    return start, progress


def test_measuring_shows_its_progress_and_fills_the_panels(monkeypatch):
    monkeypatch.setattr(module, "rounds", lambda model: rounds(model, count=40, share=1e-5))
    app = powers_of_two()
    start, progress = controls(app)
    seen, words = [], []
    progress.observe(lambda change: seen.append((change["new"], start.disabled)), "value")
    app.picture.observe(lambda change: words.append(app.picture.words), "frame")
    start.click()
    assert seen == [(done, True) for done in range(1, 41)]
    assert not start.disabled and progress.layout.visibility == "hidden"
    assert [f"measuring, {done} of 40 rounds done." in line for done, line in zip(range(5, 40, 5), words)] == [True] * 7
    assert "measured on this machine: a step at a power of 2 takes" in app.words
    assert "over 7 powers of 2 and 40 rounds" in app.words
    frame, art = app.view._frame, app.view
    assert not art.seconds.hint.get_visible() and not art.ratio.hint.get_visible()
    assert (frame.times > 0).all() and len(art.seconds.powers.points.get_xdata()) == 7
    assert art.ratio.ratios.points.get_xdata().tolist() == [8, 16, 32, 64, 128, 256, 512]
    assert np.ptp(art.ratio.band.get_xy()[:4, 1]) > 0


def test_the_panels_draw_what_was_measured(monkeypatch):
    times = measured(effect=0.95, seed=3)
    monkeypatch.setattr(module, "rounds", lambda model: iter(times))
    app = powers_of_two()
    controls(app)[0].click()
    ratios, errors, (together, error) = compare(times)
    art = app.view.ratio
    np.testing.assert_allclose(art.ratios.points.get_ydata(), ratios)
    assert agrees(ratios, 0.95, errors.mean())
    np.testing.assert_allclose(art.ratios.bars.get_ydata().reshape(-1, 3)[:, 1] - ratios, 2 * errors)
    low, high = art.band.get_xy()[0, 1], art.band.get_xy()[2, 1]
    assert (low, high) == pytest.approx((together - 2 * error, together + 2 * error))
    assert f"takes {together:.3f} ± {2 * error:.3f} (two standard errors)" in app.words
    seconds = np.median(times, axis=0) * np.ceil(2000 / np.array(SIZES))
    np.testing.assert_allclose(app.view.seconds.powers.points.get_ydata(), seconds[1::3])
    app.controls["batch_size"].value = 8
    assert "B = 8 takes 250 steps" in app.words and "measured on this machine" in app.words
    app.controls["model"].value = "flights"
    assert "seconds not measured yet" in app.words and app.view.ratio.hint.get_visible()
    app.controls["model"].value = "moons"
    assert "measured on this machine" in app.words
    assert "seconds not measured yet" in powers_of_two().words, "each figure measures for itself"
