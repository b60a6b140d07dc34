"""The figure of powers of 2: what is counted, the statistic, held against times made up here, and the way it measures."""

import tracemalloc

import numpy as np
import pytest

from helpers.apps import powers_of_two
from helpers.lessons.batch_size.figures import powers_of_two as figure
from helpers.lessons.batch_size.powers import EXAMPLES, SIZES, bytes_of_step, compare, median, multiplications, network, rounds
from helpers.models import mlp
from tests.shared.agreement import agrees, check
from tests.shared.layout import crowded

SEEDS, ALL, MADE_UP = range(1, 11), np.array(SIZES), 1e-5 + 1e-7 * np.array(SIZES)


def made_up(effect=1.0, seed=0):
    """(R, S) seconds of a step: 10 µs + 0.1 µs an example, times `effect` at powers of 2, with noise and slow moments."""
    rng = np.random.default_rng(seed)
    times = MADE_UP * np.ones((40, 1))
    times[:, 1::3] *= effect
    slow = np.where(rng.random((40, 1)) < 0.2, 1.8, 1)  # of a whole round
    jolts = np.where(rng.random(times.shape) < 0.03, 3, 1)  # of a single timing
    return times * slow * jolts * np.exp(0.05 * rng.normal(size=times.shape))


@pytest.fixture
def measured(monkeypatch):
    """measured(rounds, ...): a figure that takes these rounds, a function of the network, for those of this machine."""

    def measure(found, app=None, **settings):
        monkeypatch.setattr(figure, "rounds", found)
        app = app or powers_of_two(**settings)
        app.measuring.start.click()
        return app

    return measure


# what is counted


@pytest.mark.parametrize("model", EXAMPLES)
def test_the_bytes_are_those_that_a_step_reserves(model):
    """Python's own count of memory grows from size to size as the formula says; what does not grow is left aside."""
    net, peaks = network(model), []
    W = net.initial(np.random.default_rng(0))
    for size in SIZES:
        batch = np.arange(size)
        net.gradient(W, batch)
        tracemalloc.start()
        net.gradient(W, batch)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    rest = np.array(peaks) - bytes_of_step(net, ALL)
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
    powers, neighbours = (app.sheet[figure.BYTES][mark].get_data() for mark in (figure.POWERS, figure.NEIGHBOURS))
    np.testing.assert_array_equal(powers, [[8, 16, 32, 64, 128, 256, 512], 312 * 2 ** np.arange(3, 10)])
    np.testing.assert_array_equal(neighbours, np.outer([1, 312], [size for size in SIZES if size & (size - 1)]))
    assert (network("moons").n_examples, network("flights").n_examples) == (2000, 20_000)
    assert app.words == (
        "two moons, network 2-16-1, N = 2 000: B = 65 takes 31 steps an epoch, 20 280 bytes and 9 555 multiplications a step, "
        "312 bytes more for each example more; seconds not measured yet."
    )
    assert app.sheet[figure.SECONDS][figure.HINT].get_visible() and app.sheet[figure.RATIO][figure.HINT].get_visible()
    for size in SIZES[::5]:
        assert f"B = {size} takes {int(np.ceil(2000 / size))} steps" in powers_of_two(batch_size=size).words


# the statistic


def test_the_ratio_of_a_power_of_2_is_unbiased_for_ten_other_seeds():
    """Where time is a + bB it is 1. The seconds of an epoch would not do: they bend as 1/B does."""
    assert compare(1e-3 / ALL * np.ones((40, 1)))[0][0] < 0.99
    results = [compare(made_up(seed=seed)) for seed in SEEDS]
    for ratios, errors, (together, error) in results:
        assert agrees(ratios, 1, errors.mean()) and agrees(together, 1, error)
    means, errors = zip(*(together for _, _, together in results))
    check(np.mean(means), 1, np.linalg.norm(errors) / len(results), a_percent_less=0.99, a_percent_more=1.01)


@pytest.mark.parametrize("effect", [0.9, 1.1])
def test_an_effect_of_a_tenth_would_be_seen_for_ten_other_seeds(effect):
    for seed in SEEDS:
        ratios, errors, (together, error) = compare(made_up(effect, seed=seed))
        check(ratios, effect, errors.mean(), none=1.0)  # one size's own error is known to a fifth only
        check(together, effect, error, none=1.0)
        assert abs(together - 1) > 8 * error


def test_the_error_of_the_ratio_is_as_large_as_it_says():
    results = np.array([compare(made_up(seed=seed))[2] for seed in range(300)])
    assert results[:, 0].std() == pytest.approx(results[:, 1].mean(), rel=0.25)


def test_a_round_that_is_slow_as_a_whole_changes_nothing():
    slow = np.random.default_rng(1).uniform(0.5, 3, size=(40, 1))
    for quick, late in zip(compare(made_up()), compare(slow * made_up())):
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

    n_examples, now = 2000, 0.0

    def initial(self, rng):
        self.sizes = []
        return np.zeros(3)

    def gradient(self, W, batch):
        assert (0 <= batch).all() and (batch < 2000).all()
        self.sizes.append(len(batch))
        self.now += (1e-5 + 1e-7 * len(batch)) * (0.9 if len(batch) & (len(batch) - 1) == 0 else 1)
        return W


def test_a_round_times_every_size_in_another_order():
    model, expected = Worked(), np.where(np.arange(21) % 3 == 1, 0.9, 1) * MADE_UP
    times = np.array(list(rounds(model, count=6, share=3e-4, clock=lambda: model.now)))
    np.testing.assert_allclose(times, np.tile(expected, (6, 1)), rtol=1e-9)
    ratios, _, (together, _) = compare(times)
    np.testing.assert_allclose([*ratios, together], 0.9)
    visits = np.array(model.sizes)[np.append(0, np.flatnonzero(np.diff(model.sizes)) + 1)]
    warm, orders = visits[: len(SIZES)], visits[len(SIZES) :]
    assert warm.tolist() == list(SIZES) and {*orders} == {*SIZES}
    assert len({tuple(orders[start : start + 15]) for start in range(0, 90, 21)}) > 3


def test_measuring_shows_its_progress_and_fills_the_panels(measured):
    app, seen, words = powers_of_two(), [], []
    start, progress = app.measuring.start, app.measuring.progress
    progress.observe(lambda change: seen.append((change["new"], start.disabled)), "value")
    app.picture.observe(lambda change: words.append(app.words.split("; ")[-1]), "number")
    measured(lambda model: rounds(model, count=40, share=1e-5), app)
    assert seen == [(done * progress.max // 40, True) for done in range(1, 41)]
    assert not start.disabled and progress.layout.visibility == "hidden"
    assert words[:-1] == [f"measuring, {done} of 40 rounds done." for done in range(5, 40, 5)]
    assert words[-1].startswith("measured on this machine: a step at a power of 2 takes")
    assert "over 7 powers of 2 and 40 rounds" in app.words == app.picture.words
    for panel, mark in ((figure.SECONDS, figure.TIMED_POWERS), (figure.RATIO, figure.EACH)):
        _, points = app.sheet[panel][mark]
        assert points.get_xdata().tolist() == [8, 16, 32, 64, 128, 256, 512] and (points.get_ydata() > 0).all()
        assert not app.sheet[panel][figure.HINT].get_visible()


def test_an_interrupt_keeps_the_rounds_so_far_and_gives_the_button_back(measured):
    app, times = powers_of_two(), made_up(seed=3)

    def interrupted(model):
        yield from times[:12]
        assert app.measuring.start.disabled and "measuring, 10 of 40 rounds done" in app.words
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measured(interrupted, app)
    assert not app.measuring.start.disabled and app.measuring.progress.layout.visibility == "hidden"
    np.testing.assert_allclose(app.frame[figure.RATIO][figure.EACH][1], compare(times[:10])[0])
    app.controls["batch_size"].value = 8
    assert "B = 8 takes 250 steps" in app.words and len(app.sheet[figure.RATIO][figure.EACH][1].get_xdata()) == 7
    assert "B = 8 takes 250 steps" in measured(lambda model: times, app).words and "40 rounds." in app.words


def test_controls_may_move_while_it_measures_the_model_of_the_start(measured):
    app, times = powers_of_two(), made_up(seed=4)

    def moved(model):
        yield from times[:7]
        app.set(model="flights", batch_size=31)
        yield from times[7:]

    measured(moved, app)
    assert app.call == "powers_of_two(model='flights', batch_size=31)" and "seconds not measured yet" in app.words
    assert app.sheet[figure.RATIO][figure.HINT].get_visible()
    app.controls["model"].value = "moons"
    np.testing.assert_allclose(app.frame[figure.RATIO][figure.EACH][1], compare(times)[0])
    assert "seconds not measured yet" in powers_of_two().words, "each figure measures for itself"


def test_the_panels_draw_what_was_measured(measured):
    times = made_up(effect=0.95, seed=3)
    app, (ratios, errors, (together, error)) = measured(lambda model: times), compare(times)
    (bars, points), (_, seconds) = app.sheet[figure.RATIO][figure.EACH], app.sheet[figure.SECONDS][figure.TIMED_POWERS]
    np.testing.assert_allclose(points.get_ydata(), ratios)
    assert agrees(ratios, 0.95, errors.mean())
    np.testing.assert_allclose(bars.get_ydata().reshape(-1, 3)[:, 1] - ratios, 2 * errors)
    np.testing.assert_allclose(seconds.get_ydata(), (np.median(times, axis=0) * np.ceil(2000 / ALL))[1::3])
    band = app.sheet[figure.RATIO][figure.TOGETHER].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == pytest.approx((together - 2 * error, together + 2 * error))
    assert f"takes {together:.3f} ± {2 * error:.3f} (two standard errors)" in app.words


@pytest.mark.parametrize("width", [400, 720, 2400])
def test_what_is_measured_leaves_the_picture_at_no_width(measured, width):
    app = measured(lambda model: made_up(effect=1.3), batch_size=513, model="flights")
    app.picture.size = {"width": width, "ratio": 1}
    assert crowded(app) == []
