"""What a step costs: counts by counting, and seconds that are only ever measured on demand."""

import numpy as np
import pytest

from helpers import apps
from helpers.datasets import flights as all_flights
from helpers.lessons.gradient_descent import costs
from helpers.lessons.gradient_descent.costs import BATCHES, RECORDED, step_seconds
from helpers.lessons.gradient_descent.figures.cost import COUNTS, EXAMPLE, EXAMPLE_OF_SGD, GD, HINT, SECONDS, SGD
from helpers.live import TITLE
from helpers.problems.flights import SIZES, flights


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
    small = flights(1000)
    X, y = ([[Counted(v) for v in row] for row in small.X[:examples]], [Counted(v) for v in small.y[:examples]])
    count, after = counted_step(X, y, [Counted(0.1)] * 4, 0.01)
    expected = np.full(4, 0.1) - 0.01 * small.gradient(np.full(4, 0.1), np.arange(examples))
    np.testing.assert_allclose(after, expected)
    counts = apps.cost(n=1000, batch_size=examples if examples in BATCHES else 1).sheet[COUNTS]
    assert counts[SGD if examples in BATCHES else GD].get_ydata()[0] == count


def test_a_full_gradient_grows_with_the_examples_and_a_step_of_sgd_does_not():
    counts = apps.cost().sheet[COUNTS]
    sizes, full = counts[GD].get_data()
    np.testing.assert_array_equal(sizes, SIZES)
    np.testing.assert_array_equal(np.diff(full) / np.diff(sizes), 2 * 4)
    assert full[-1] / full[0] == pytest.approx(SIZES[-1] / SIZES[0], rel=0.002)
    for batch_size in BATCHES:
        assert {*apps.cost(batch_size=batch_size).sheet[COUNTS][SGD].get_ydata()} == {8 * batch_size + 8}


def test_a_step_that_is_timed_touches_all_examples_or_a_batch_of_them(monkeypatch):
    touched = []

    class Spy:
        def gradient(self, W, batch=None):
            touched.append(1000 if batch is None else len(batch))
            assert batch is None or ((0 <= batch).all() and (batch < 1000).all())
            return W

    monkeypatch.setattr(costs, "flights", lambda n: Spy())
    monkeypatch.setattr(costs, "SHARE", 0.002)
    assert step_seconds(1000) > 0 and {*touched} == {1000}
    touched.clear()
    assert step_seconds(1000, 32) > 0 and {*touched} == {32}


def test_the_largest_size_is_all_flights_with_a_known_delay_in_standard_units():
    largest, raw = flights(SIZES[-1]), all_flights(("dep_delay", "distance", "hour", "month"))
    assert largest.n_examples == SIZES[-1] == len(raw) and largest.n_params == 4
    np.testing.assert_allclose(largest.X.mean(0), 0, atol=1e-9)
    np.testing.assert_allclose(largest.X.std(0), 1)
    np.testing.assert_array_equal(flights(3000).X, largest.X[:3000])


def test_the_words_name_both_counts_and_say_that_nothing_is_measured_yet():
    app = apps.cost()
    assert app.words == (
        "least squares on flights, 4 weights: one step of gradient descent on N = 327 346 examples takes 2 618 776 "
        "multiplications, one of SGD on B = 32 takes 264, 9 919 times fewer; seconds not measured yet."
    )
    assert app.sheet[SECONDS][HINT].get_visible() and not len(app.sheet[SECONDS][GD].get_xdata())


def test_before_it_measures_the_figure_shows_an_example_and_says_that_it_is_one(quick):
    app = apps.cost(batch_size=8)
    for mark, column in ((EXAMPLE, 0), (EXAMPLE_OF_SGD, 2)):
        sizes, times = app.sheet[SECONDS][mark].get_data()
        np.testing.assert_array_equal(sizes, SIZES)
        np.testing.assert_allclose(times, 1e-6 * np.array(RECORDED)[:, column])
    assert app.frame[SECONDS][TITLE] == "1.1 ms against 9.3 µs, elsewhere"
    controls(app)[0].click()
    assert app.frame[SECONDS][EXAMPLE] is app.frame[SECONDS][EXAMPLE_OF_SGD] is None and "else" not in app.frame[SECONDS][TITLE]


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(costs, "SHARE", 0.001)


def controls(app):
    """The button and the bar, as the reader finds them beside the sliders."""
    *_, start, progress = app.children[0].children
    return start, progress


def is_back(app):
    start, progress = controls(app)
    return not start.disabled and progress.layout.visibility == "hidden"


def test_measuring_shows_its_progress_and_fills_the_right_hand_panel(quick):
    app = apps.cost()
    start, progress = controls(app)
    seen, words, disabled = [], [], []
    progress.observe(lambda change: seen.append(change["new"]), "value")
    app.picture.observe(lambda change: words.append(app.picture.words), "number")
    app.picture.observe(lambda change: disabled.append(start.disabled), "number")
    start.click()
    assert seen == [round(1000 * done / 6) for done in range(1, 7)] and all(disabled) and is_back(app)
    assert [f"measuring, {done} of 6 sizes done." in line for done, line in enumerate(words[:5], start=1)] == [True] * 5
    art = app.sheet[SECONDS]
    assert not art[HINT].get_visible() and "measured on this machine" in app.words
    for mark in (GD, SGD):
        sizes, times = art[mark].get_data()
        np.testing.assert_array_equal(sizes, SIZES)
        assert (np.array(times) > 0).all()


def test_a_measurement_stays_while_the_sliders_move_and_starts_anew_when_asked(quick):
    app = apps.cost()
    controls(app)[0].click()
    first = app.frame[SECONDS][SGD][1]
    app.controls["batch_size"].value = 512
    assert len(app.sheet[SECONDS][SGD].get_ydata()) == 6 and "measured on this machine" in app.words
    assert app.frame[SECONDS][SGD][1] != first
    app.controls["batch_size"].value = 32
    assert app.frame[SECONDS][SGD][1] == first
    measured = app.state.measured
    controls(app)[0].click()
    assert len(app.state.measured) == 6 and app.state.measured != measured
    assert "seconds not measured yet" in apps.cost().words, "each figure measures for itself"


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, MemoryError])
def test_a_measurement_that_is_cut_short_gives_its_button_back_and_can_be_started_again(quick, monkeypatch, trouble):
    app, real = apps.cost(), step_seconds

    def cut(n, batch_size=None):
        if n == SIZES[2]:
            raise trouble
        return real(n, batch_size)

    with monkeypatch.context() as patch:
        patch.setattr(costs, "step_seconds", cut)
        with pytest.raises(trouble):
            app.measuring.run()
    assert is_back(app) and "measuring, 2 of 6 sizes done" in app.words
    app.controls["n"].value = 1000
    assert "measuring, 2 of 6 sizes done" in app.words
    controls(app)[0].click()
    assert is_back(app) and "measured on this machine" in app.words


def test_the_seconds_are_no_argument():
    with pytest.raises(TypeError, match=r"cost\(\) got an unexpected keyword argument 'measured'"):
        apps.cost(measured=())
    assert "measured:" not in apps.cost.__doc__
