"""Is SGD faster: its paths against `train`, artists against numbers worked out here, each claim by name."""

import numpy as np
import pytest

from helpers import theory
from helpers.apps import faster
from helpers.lessons.noise import methods
from helpers.lessons.noise.figures.faster import BANDS, HINT, LOSSES, METHODS, NEEDS, TABLE
from helpers.lessons.noise.methods import (
    BATCHES,
    DATA,
    RECORDED,
    RUNS,
    best_rate,
    compared,
    full_losses,
    least_squares,
    levels,
    paths,
    updates,
)
from helpers.live import X
from helpers.models import LinearRegression
from helpers.optimizers import sgd
from helpers.training import train

OTHER_SEEDS = range(1, 11)
datasets = pytest.mark.parametrize("data", DATA)


def table(data="flights", batch_size=32, seed=0, seconds=None):
    """(3, 3): updates, examples and seconds of each method to the goal."""
    return np.array([path.needs for path in compared(data, batch_size, 0.25, 95, seed, seconds)[0]])


def cells(app):
    """The table's rows of texts, (3, 5)."""
    return np.array(app.sheet[TABLE][NEEDS][5:20]).reshape(3, 5)


def read(app):
    return [[text.get_text() for text in row] for row in cells(app)]


@datasets
def test_the_full_loss_from_the_statistics_is_that_of_the_model(data):
    model = least_squares(data)
    params = np.random.default_rng(0).normal(size=(6, model.n_params))
    np.testing.assert_allclose(full_losses(data, params), model.loss(params), rtol=1e-10)
    start, least = levels(data)
    assert start == pytest.approx(model.loss(np.zeros(model.n_params)))
    assert least == pytest.approx(model.loss(np.linalg.lstsq(model.X, model.y, rcond=None)[0]), rel=1e-9)


@datasets
@pytest.mark.parametrize("batch_size", [None, 1, 16])
def test_the_paths_are_those_that_train_walks(data, batch_size):
    model, count = least_squares(data), 8
    rate, runs = 0.25 * best_rate(data, batch_size), 1 if batch_size is None else RUNS
    batches = [None] * count
    if batch_size:
        shape = (updates(batch_size), runs, batch_size)
        batches = np.random.default_rng([5, batch_size]).integers(model.n_examples, size=shape)[:count]
    history = train(model, sgd(), np.zeros((runs, model.n_params)), batches, rate)
    np.testing.assert_allclose(paths(data, batch_size, 0.25, 5)[: count + 1], history.losses(model), rtol=1e-9)


@datasets
def test_the_rates_are_those_of_the_best_single_step(data):
    """Of the expected loss after one step from W = 0, no rate beside it is better: worked out example by example."""
    model = least_squares(data)
    X, y = model.X[:2000], model.y[:2000]  # the formula, on few enough examples
    part = LinearRegression(X, y)
    each = part.gradient(np.zeros(model.n_params), np.arange(len(y))[:, None])
    hessian, covariance = 2 * X.T @ X / len(y), np.cov(each, rowvar=False, bias=True)
    rate = theory.best_step_size(each.mean(0), hessian, covariance, 1)
    after = [part.loss(-r * each).mean() for r in (0.98 * rate, rate, 1.02 * rate)]
    assert after[1] < after[0] and after[1] < after[2]
    each = model.gradient(np.zeros(model.n_params), np.arange(model.n_examples)[:, None])
    hessian = 2 * model.X.T @ model.X / model.n_examples
    for size in (1, 32):
        right = theory.best_step_size(each.mean(0), hessian, np.cov(each, rowvar=False, bias=True), size)
        assert best_rate(data, size) == pytest.approx(float(right), rel=1e-9)
    assert best_rate(data) == pytest.approx((g := each.mean(0)) @ g / (g @ hessian @ g))


@pytest.mark.parametrize("axis, units", [("updates", (1, 1, 1)), ("examples", (327_346, 1, 32))])
def test_the_lines_lie_where_the_axis_says_and_the_table_reads_them_off(axis, units):
    app = faster(axis=axis, batch_size=32)
    found, goal = compared("flights", 32, 0.25, 95, 0)
    start, least = levels("flights")
    assert goal == pytest.approx(least + 0.05 * (start - least))
    for method, unit, path in zip(METHODS, units, found):
        x, y = app.sheet[LOSSES][method].get_data()
        np.testing.assert_allclose(y, np.minimum(path.losses[(x / unit).astype(int)], 2 * app.sheet[LOSSES].limits[1][1]))
        assert x[0] == unit and x[-1] == unit * (len(path.losses) - 1)
        assert path.losses[path.reached] <= goal < path.losses[path.reached - 1]
    shown = [row[2:] for row in read(app)]
    assert shown[0][:2] == [f"{found[0].reached} ✓", "1 964 076"] and shown[1][1] == f"{found[1].reached} ✓"
    assert cells(app)[1, 3].get_fontweight() == "bold" != cells(app)[0, 3].get_fontweight()


def test_the_band_runs_from_the_best_to_the_worst_of_ten_runs():
    app, runs = faster(seed=2), paths("flights", 32, 0.25, 2)
    assert runs.shape[1] == 10
    line, band = app.sheet[LOSSES][METHODS[2]], app.sheet[LOSSES][BANDS[METHODS[2]]]
    at = line.get_xdata().astype(int)
    _, y = band.get_paths()[0].vertices[: 2 * len(at)].T
    np.testing.assert_allclose(y[: len(at)], runs[at].max(1))
    np.testing.assert_allclose(y[len(at) :][::-1], runs[at].min(1))


@pytest.mark.parametrize("data, seeds", [("penguins", [0]), ("flights", [0, *OTHER_SEEDS])])
def test_claim_gradient_descent_needs_the_fewest_updates_and_sgd_the_fewest_examples_for_ten_other_seeds(data, seeds):
    for seed in seeds:
        full, one, some = table(data, seed=seed)
        assert full[0] < some[0] < one[0] and one[1] < some[1] < full[1], seed
        if data == "flights":
            assert one[1] < 327_346 and some[1] < 327_346, "the goal comes before one look at all the data"


def test_claim_updates_count_examples_as_the_batch_size_says():
    full, one, some = table(batch_size=64)
    assert (full[1] / full[0], one[1] / one[0], some[1] / some[0]) == (327_346, 1, 64)


@datasets
def test_claim_per_second_the_answer_turns_with_the_price_of_an_update(data):
    """An update costs a + b·B seconds: a, paid once, favours gradient descent, and b, paid for each example, favours SGD."""
    full, one, _ = table(data)
    times = {price: [price[0] * row[0] + price[1] * row[1] for row in (full, one)] for price in ((1, 0), (0, 1))}
    assert times[1, 0][0] < times[1, 0][1] and times[0, 1][0] > times[0, 1][1]
    even = (one[0] - full[0]) / (full[1] - one[1])  # b / a at which they tie
    assert full[0] + even * full[1] == pytest.approx(one[0] + even * one[1])
    assert even < 1e-3 if data == "flights" else even > 0.03, "few examples must be dear before SGD wins, many need not"


# seconds


def priced(data, size=None):
    """Seconds of an update, as a clock might find them."""
    return 1e-5 * (1 + (size or 64))


def test_the_axis_of_seconds_is_updates_times_the_measured_pace(monkeypatch):
    monkeypatch.setattr(methods, "update_seconds", priced)
    app = faster(axis="seconds", data="penguins")
    app.measuring.start.click()
    assert "seconds measured on this machine" in app.words and not app.sheet[LOSSES][HINT].get_visible()
    for method, size in zip(METHODS, (None, 1, 32)):
        x, unit = app.sheet[LOSSES][method].get_xdata(), priced("penguins", size)
        np.testing.assert_allclose(x / unit, np.round(x / unit))
        assert x[0] == pytest.approx(unit)
    paths, _ = compared("penguins", 32, 0.25, 95, 0, app.state.measured)
    expected = [path.reached * priced("penguins", size) for path, size in zip(paths, (None, 1, 32))]
    np.testing.assert_allclose([path.needs[2] for path in paths], expected)
    assert [row[4].strip(" ✓") for row in read(app)] == [f"{1e3 * each:.2g} ms" for each in expected]


def test_a_measurement_shows_its_progress_and_stays_while_other_controls_move(monkeypatch):
    monkeypatch.setattr(methods, "PATIENCE", 0.001)
    app, done, known = faster(axis="seconds"), [], []
    measuring = app.measuring
    measuring.progress.observe(lambda change: done.append(change["new"]), "value")
    measuring.progress.observe(lambda change: known.append("measured on" in app.words), "value")
    assert app.sheet[LOSSES][HINT].get_visible() and "seconds not measured yet" in app.words
    measuring.start.click()
    assert done == [round(1000 * job / 22) for job in range(1, 23)]
    assert known == [False] * 10 + [True] * 12, "a data set is shown as soon as it is whole"
    assert not measuring.start.disabled and measuring.progress.layout.visibility == "hidden"
    first = [row[4] for row in read(app)]
    for name, value in (("scale", 0.5), ("seed", 7), ("data", "penguins"), ("data", "flights"), ("batch_size", 8)):
        app.controls[name].value = value
        assert "seconds measured on this machine" in app.words
    app.set(batch_size=32, scale=0.25, seed=0)
    assert [row[4] for row in read(app)] == first and "seconds not measured yet" in faster().words


def test_before_it_measures_the_axis_of_seconds_shows_an_example_and_says_that_it_is_one():
    app = faster(axis="seconds", data="penguins")
    assert app.frame[LOSSES][X].label == "seconds, an example recorded elsewhere"
    for method, size in zip(METHODS, (None, 1, 32)):
        assert app.sheet[LOSSES][method].get_xdata()[0] == pytest.approx(RECORDED["penguins", size])
    assert "recorded elsewhere" in " ".join(app.frame[TABLE][NEEDS][2]) and "seconds not measured yet" in app.words
    assert {*RECORDED} == {(data, size) for data in DATA for size in (None, 1, *BATCHES)}


def test_an_update_that_is_timed_passes_over_its_true_examples(monkeypatch):
    touched = []

    class Spy:
        n_examples, n_params = 64, 3

        def gradient(self, W, batch=None):
            touched.append(64 if batch is None else len(batch))
            return W

    monkeypatch.setattr(methods, "least_squares", lambda data: Spy())
    monkeypatch.setattr(methods, "best_rate", lambda data, size=None: 0.1)
    monkeypatch.setattr(methods, "PATIENCE", 0.001)
    for size in (None, 8):
        touched.clear()
        assert methods.update_seconds("penguins", size) > 0 and {*touched} == {size or 64}


def test_rates_twice_as_long_as_the_best_step_diverge_and_say_so():
    app = faster(data="penguins", scale=2, batch_size=2)
    assert "diverges" in app.words and "nan" not in app.words and "diverges" in read(app)[1]
    assert "never does" in faster(data="penguins", scale=0.5, goal=99).words


def test_what_is_handed_out_cannot_be_changed():
    shared = [*methods.statistics("penguins")[:2], paths("penguins", 2, 0.25, 0), paths("penguins", None, 0.25, 0)]
    assert not any(array.flags.writeable for array in [*shared, methods.shown_at(200)])
