"""The figure of what a step costs: counts by counting, and seconds that are only ever measured on demand."""

from importlib import import_module

import numpy as np
import pytest

from helpers import apps
from helpers.apps.cost import BATCHES, SIZES, model, step_seconds
from helpers.datasets import flights
from helpers.views.cost import seconds
from tests.driving import drive

cost_module = import_module("helpers.apps.cost")  # the name in the package is the function


class Counted(float):
    """A number that counts how often it is multiplied."""

    count = 0

    def __mul__(self, other):
        Counted.count += 1
        return Counted(float(self) * float(other))

    __rmul__ = __mul__

    def __add__(self, other):
        return Counted(float(self) + float(other))

    __radd__ = __add__

    def __sub__(self, other):
        return Counted(float(self) - float(other))


def counted_step(X, y, W, rate):
    """The multiplications of one step, counted while they happen."""
    Counted.count = 0
    scale, P = 2 / len(y), len(W)
    residual = [sum((x * w for x, w in zip(row, W)), Counted(0)) - target for row, target in zip(X, y)]
    gradient = [Counted(scale) * sum((r * row[j] for r, row in zip(residual, X)), Counted(0)) for j in range(P)]
    after = [w - Counted(rate) * g for w, g in zip(W, gradient)]
    return Counted.count, np.array(after, dtype=float)


@pytest.mark.parametrize("examples", [1, 8, 32, 1000])
def test_the_multiplications_of_a_step_are_those_that_are_counted(examples):
    small = model(1000)
    X, y = ([[Counted(v) for v in row] for row in small.X[:examples]], [Counted(v) for v in small.y[:examples]])
    count, after = counted_step(X, y, [Counted(0.1)] * 4, 0.01)
    expected = np.full(4, 0.1) - 0.01 * small.gradient(np.full(4, 0.1), np.arange(examples))
    np.testing.assert_allclose(after, expected)
    counts = apps.cost(n=1000, batch_size=examples if examples in BATCHES else 1).view.counts
    assert (counts.step if examples in BATCHES else counts.full).get_ydata()[0] == count


def test_a_full_gradient_grows_with_the_examples_and_a_step_of_sgd_does_not():
    counts = apps.cost().view.counts
    sizes, full = counts.full.get_data()
    np.testing.assert_array_equal(sizes, SIZES)
    per_example = np.diff(full) / np.diff(sizes)
    np.testing.assert_array_equal(per_example, 2 * 4)
    assert full[-1] / full[0] == pytest.approx(SIZES[-1] / SIZES[0], rel=0.002)
    assert {*counts.step.get_ydata()} == {2 * 4 * 32 + 8}
    for batch_size in BATCHES:
        assert {*apps.cost(batch_size=batch_size).view.counts.step.get_ydata()} == {8 * batch_size + 8}


def test_a_step_that_is_timed_touches_all_examples_or_a_batch_of_them(monkeypatch):
    touched = []

    class Spy:
        def gradient(self, W, batch=None):
            touched.append(1000 if batch is None else len(batch))
            assert batch is None or (0 <= batch).all() and (batch < 1000).all()
            return W

    monkeypatch.setattr(cost_module, "model", lambda n: Spy())
    monkeypatch.setattr(cost_module, "SHARE", 0.002)
    assert step_seconds(1000) > 0 and {*touched} == {1000}
    touched.clear()
    assert step_seconds(1000, 32) > 0 and {*touched} == {32}


def test_the_largest_size_is_all_flights_with_a_known_delay_in_standard_units():
    largest, raw = model(SIZES[-1]), flights(("dep_delay", "distance", "hour", "month"))
    assert largest.n_examples == SIZES[-1] == len(raw) and largest.n_params == 4
    np.testing.assert_allclose(largest.X.mean(0), 0, atol=1e-9)
    np.testing.assert_allclose(largest.X.std(0), 1)
    np.testing.assert_array_equal(model(3000).X, largest.X[:3000])


def test_every_control_to_both_ends_draws_what_a_figure_made_anew_draws():
    drive(apps.cost())


def test_the_words_name_both_counts_and_say_that_nothing_is_measured_yet():
    assert apps.cost().words == (
        "least squares on flights, 4 weights: one step of gradient descent on N = 327 346 examples takes 2 618 776 "
        "multiplications, one of SGD on B = 32 takes 264, 9 919 times fewer; seconds not measured yet."
    )
    assert apps.cost().view.seconds.hint.get_visible() and not len(apps.cost().view.seconds.full.get_xdata())


def controls(app):
    _, _, start, progress = app.children[0].children
    return start, progress


def test_measuring_shows_its_progress_and_fills_the_right_hand_panel(monkeypatch):
    monkeypatch.setattr(cost_module, "SHARE", 0.001)
    app = apps.cost()
    start, progress = controls(app)
    seen, words = [], []
    progress.observe(lambda change: seen.append(change["new"]), "value")
    app.picture.observe(lambda change: words.append(app.picture.words), "frame")
    start.click()
    assert seen == [1, 2, 3, 4, 5, 6] and not start.disabled and progress.layout.visibility == "hidden"
    assert [f"measuring, {done} of 6 sizes done." in line for done, line in enumerate(words[:5], start=1)] == [True] * 5
    art = app.view.seconds
    assert not art.hint.get_visible() and "measured on this machine" in app.words
    for line in (art.full, art.step):
        sizes, times = line.get_data()
        np.testing.assert_array_equal(sizes, SIZES)
        assert (np.array(times) > 0).all()


def test_a_measurement_stays_while_the_sliders_move_and_starts_anew_when_asked(monkeypatch):
    monkeypatch.setattr(cost_module, "SHARE", 0.001)
    app = apps.cost()
    controls(app)[0].click()
    first = app.view.seconds.step.get_ydata()
    app.controls["batch_size"].value = 512
    assert len(app.view.seconds.step.get_ydata()) == 6 and "measured on this machine" in app.words
    assert (app.view.seconds.step.get_ydata() != first).any()
    app.controls["batch_size"].value = 32
    assert (app.view.seconds.step.get_ydata() == first).all()
    assert "seconds not measured yet" in apps.cost().words, "each figure measures for itself"


@pytest.mark.parametrize("value, says", [(2.5, "2.5 s"), (0.00123, "1.2 ms"), (12.3e-6, "12 µs"), (0.25e-6, "0.25 µs")])
def test_seconds_come_in_the_unit_that_suits_them(value, says):
    assert seconds(value) == says


@pytest.mark.parametrize(
    "settings, says",
    [
        ({"n": 5}, "n must be one of 1000, 3000, 10000, 30000, 100000, 327346; got 5"),
        ({"batch_size": "all"}, "batch_size must be one of 1, 8, 32, 128, 512; got 'all'"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(settings, says):
    with pytest.raises(ValueError, match=says):
        apps.cost(**settings)
