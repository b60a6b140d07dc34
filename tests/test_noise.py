"""The figures of notebook 05: driven by their controls, artists against numbers worked out here, each claim by name."""

from importlib import import_module
from inspect import signature

import numpy as np
import pytest

from helpers import theory
from helpers.apps import cures, faster, oscillation, stable
from helpers.apps.faster import BATCHES, DATA, best_rate, full_losses, levels, paths, problem, update_seconds
from helpers.apps.oscillation import START, STEPS
from helpers.apps.sixty_four import batch_means, best, masses, penguins, walk
from helpers.models import LinearRegression
from helpers.optimizers import sgd
from helpers.sampling import with_replacement
from helpers.training import train
from tests.driving import drive
from tests.layout import overlapping

faster_module = import_module("helpers.apps.faster")
FIGURES = {"faster": faster, "oscillation": oscillation, "cures": cures, "stable": stable}
OTHER_SEEDS = range(1, 11)


def frame_of(make, **settings):
    """What the figure shows with these settings, computed but not drawn."""
    module = import_module(f"helpers.apps.{make.__name__}")
    state = module.State(**{name: settings.get(name, each.default) for name, each in signature(make).parameters.items()})
    return module.compute(state, {}) if make is faster else module.compute(state)


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_every_control_goes_to_both_ends_and_the_picture_equals_a_new_one(make):
    drive(make())


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_the_same_settings_draw_the_same_bytes(make):
    assert make(seed=3).picture.png == make(seed=3).picture.png != make(seed=4).picture.png


EXTREMES = [
    (faster, dict(axis="examples", batch_size=512, scale=2, goal=99)),
    (faster, dict(axis="seconds", data="penguins", batch_size=512, scale=0.125)),
    (oscillation, dict(model="slope", learning_rate=0.8, against="batch", step=STEPS)),
    (oscillation, dict(order="reshuffled", learning_rate=0.02, batch_size=16, step=STEPS)),
    (cures, dict(schedule="step decay", learning_rate=0.02, batch_size=4)),
    (cures, dict(schedule="cosine", learning_rate=0.8, average_from=256)),
    (stable, dict(learning_rate=1.2, batch_size=1)),
    (stable, dict(learning_rate=0.05, batch_size=64)),
]


@pytest.mark.parametrize("make, settings", EXTREMES)
@pytest.mark.parametrize("width", [400, 720, 1000, 2400])
@pytest.mark.parametrize("projector", [False, True])
def test_no_line_of_text_leaves_the_picture_or_meets_another(make, settings, width, projector):
    app = make(**settings)
    app.view.projector = projector
    app.canvas.resize(width, 1)
    assert overlapping(app) == []


# sixty-four penguins


@pytest.mark.parametrize("make", [masses, penguins])
def test_the_walk_is_what_train_does_with_these_batches(make):
    model, rate = make(), 0.15
    assert model.n_examples == 64 and model.y.mean() == pytest.approx(0) and model.y.var() == pytest.approx(1)
    assert model.gradient([best(model)]).item() == pytest.approx(0, abs=1e-12)
    batches = with_replacement(np.random.default_rng(3), 64, 4, 3, runs=7)
    path = train(model, sgd(), np.full((7, 1), best(model) + START), batches, rate).params[..., 0]
    h, m = batch_means(model, np.array([*batches]))
    np.testing.assert_allclose(walk(START, np.full((len(batches), 1), rate), h, m), path - best(model), atol=1e-12)


# faster


@pytest.mark.parametrize("data", DATA)
def test_the_full_loss_from_the_statistics_is_that_of_the_model(data):
    model = problem(data)
    params = np.random.default_rng(0).normal(size=(6, model.n_params))
    np.testing.assert_allclose(full_losses(data, params), model.loss(params), rtol=1e-10)
    start, least = levels(data)
    assert start == pytest.approx(model.loss(np.zeros(model.n_params)))
    assert least == pytest.approx(model.loss(np.linalg.lstsq(model.X, model.y, rcond=None)[0]), rel=1e-9)


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("batch_size", [None, 1, 16])
def test_the_paths_are_those_that_train_walks(data, batch_size):
    model, count = problem(data), 8
    rate, runs = 0.25 * best_rate(data, batch_size), 1 if batch_size is None else faster_module.RUNS
    batches = [None] * count
    if batch_size:
        shape = (faster_module.updates(batch_size), runs, batch_size)
        batches = np.random.default_rng([5, batch_size]).integers(model.n_examples, size=shape)[:count]
    history = train(model, sgd(), np.zeros((runs, model.n_params)), batches, rate)
    np.testing.assert_allclose(paths(data, batch_size, 0.25, 5)[: count + 1], history.losses(model), rtol=1e-9)


@pytest.mark.parametrize("data", DATA)
def test_the_rates_are_those_of_the_best_single_step(data):
    """Of the expected loss after one step from W = 0, no rate beside it is better: worked out example by example."""
    model = problem(data)
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


def test_the_lines_lie_where_the_axis_says_and_the_table_reads_them_off():
    for axis in ("updates", "examples"):
        app = faster(axis=axis, batch_size=32)
        frame = app.view._frame
        for line, unit, losses in zip(app.view.losses.lines, (1, 1, 1) if axis == "updates" else (327_346, 1, 32), frame.losses):
            x, y = line.get_data()
            np.testing.assert_allclose(y, np.minimum(losses[(x / unit).astype(int)], 2 * frame.limits[1]))
            assert x[0] == unit and x[-1] == unit * (len(losses) - 1)
        for losses, reached in zip(frame.losses, frame.reached):
            assert losses[reached] <= frame.goal < losses[reached - 1]
        start, least = levels("flights")
        assert frame.goal == pytest.approx(least + 0.05 * (start - least))
        shown = [[text.get_text() for text in row[2:]] for row in app.view.table.rows]
        assert shown[0][:2] == [f"{frame.reached[0]} ✓", "1 964 076"] and shown[1][1] == f"{frame.reached[1]} ✓"
        assert app.view.table.rows[1][3].get_fontweight() == "bold" != app.view.table.rows[0][3].get_fontweight()


def test_the_band_runs_from_the_best_to_the_worst_of_ten_runs():
    app = faster(seed=2)
    runs = paths("flights", 32, 0.25, 2)
    assert runs.shape[1] == 10
    at = (app.view.losses.lines[2].get_xdata()).astype(int)
    _, y = app.view.losses.bands[2].get_paths()[0].vertices[: 2 * len(at)].T
    np.testing.assert_allclose(y[: len(at)], runs[at].max(1))
    np.testing.assert_allclose(y[len(at) :][::-1], runs[at].min(1))


def table(axis="updates", **settings):
    return frame_of(faster, axis=axis, **settings).table


def test_claim_gradient_descent_needs_the_fewest_updates_and_sgd_the_fewest_examples():
    for data in DATA:
        full, one, some = table(data=data)
        assert full[0] < some[0] < one[0] and one[1] < some[1] < full[1]
        assert np.isnan([full[2], one[2], some[2]]).all(), "no seconds before they are measured"


def test_claim_gradient_descent_needs_the_fewest_updates_and_sgd_the_fewest_examples_for_ten_other_seeds():
    for seed in OTHER_SEEDS:
        full, one, some = table(seed=seed)
        assert full[0] < some[0] < one[0] and one[1] < some[1] < full[1], seed
        assert one[1] < 327_346 and some[1] < 327_346, "the goal comes before one look at all the data"


def test_claim_updates_count_examples_as_the_batch_size_says():
    full, one, some = table(batch_size=64)
    assert (full[1] / full[0], one[1] / one[0], some[1] / some[0]) == (327_346, 1, 64)


def measured_axis(pace):
    """The figure against seconds, as if these had been measured: {(data, size): seconds}."""
    app = faster(axis="seconds", data="penguins")
    app._compute = lambda state: faster_module.compute(state, pace)
    app.refresh()
    return app


def test_the_axis_of_seconds_is_updates_times_the_measured_pace():
    pace = {(data, size): 1e-5 * (1 + (size or 64)) for data in DATA for size in (None, 1, *BATCHES)}
    app = measured_axis(pace)
    assert "seconds measured on this machine" in app.words and not app.view.losses.notice.get_visible()
    for line, size in zip(app.view.losses.lines, (None, 1, 32)):
        x, unit = line.get_xdata(), pace["penguins", size]
        np.testing.assert_allclose(x / unit, np.round(x / unit))
        assert x[0] == pytest.approx(unit)
    frame = app.view._frame
    np.testing.assert_allclose(frame.table[:, 2], [n * pace["penguins", s] for n, s in zip(frame.reached, (None, 1, 32))])


def test_claim_per_second_the_answer_turns_with_the_price_of_an_update():
    """An update costs a + b·B seconds: a, paid once, favours gradient descent, and b, paid for each example, favours SGD."""
    for data in ("flights", "penguins"):
        full, one, _ = table(data=data)
        times = {price: [price[0] * row[0] + price[1] * row[1] for row in (full, one)] for price in ((1, 0), (0, 1))}
        assert times[1, 0][0] < times[1, 0][1] and times[0, 1][0] > times[0, 1][1]
        even = (one[0] - full[0]) / (full[1] - one[1])  # b / a at which they tie
        assert full[0] + even * full[1] == pytest.approx(one[0] + even * one[1])
        assert even < 1e-3 if data == "flights" else even > 0.03, "few examples must be dear before SGD wins, many need not"


def test_a_measurement_shows_its_progress_and_stays_while_other_controls_move(monkeypatch):
    monkeypatch.setattr(faster_module, "SHARE", 0.001)
    app = faster(axis="seconds")
    *_, start, progress = app.children[0].children
    done = []
    progress.observe(lambda change: done.append(change["new"]), "value")
    assert app.view.losses.notice.get_visible() and "seconds not measured yet" in app.words
    start.click()
    assert done == [*range(1, 23)] and not start.disabled and progress.layout.visibility == "hidden"
    first = app.view._frame.pace
    for name, value in (("scale", 0.5), ("seed", 7), ("data", "penguins"), ("data", "flights"), ("batch_size", 8)):
        app.controls[name].value = value
        assert "seconds measured on this machine" in app.words
    app.controls["batch_size"].value = 32
    assert app.view._frame.pace == first and "seconds not measured yet" in faster().words


def test_an_update_that_is_timed_passes_over_its_true_examples(monkeypatch):
    touched = []

    class Spy:
        n_examples, n_params = 64, 3

        def gradient(self, W, batch=None):
            touched.append(64 if batch is None else len(batch))
            return W

    monkeypatch.setattr(faster_module, "problem", lambda data: Spy())
    monkeypatch.setattr(faster_module, "best_rate", lambda data, size=None: 0.1)
    monkeypatch.setattr(faster_module, "SHARE", 0.001)
    assert update_seconds("penguins") > 0 and {*touched} == {64}
    touched.clear()
    assert update_seconds("penguins", 8) > 0 and {*touched} == {8}


def test_rates_twice_as_long_as_the_best_step_diverge_and_say_so():
    app = faster(data="penguins", scale=2, batch_size=2)
    assert "diverges" in app.words and "nan" not in app.words
    assert "diverges" in [text.get_text() for text in app.view.table.rows[1]]
    assert "never does" in faster(data="penguins", scale=0.5, goal=99).words
