"""The flagship's panel of the data: the batch, its residuals, and the model's curve before and after the step."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from helpers.apps import magic
from helpers.lessons.magic.figures.magic import STRIP
from helpers.lessons.magic.marks import CROWD, DATA, EXAMPLE, FEW, IN_BATCH, MODEL_NEXT, MODEL_NOW, NO_DATA, RESIDUAL, data
from helpers.live.panel import TITLE, X, Y
from helpers.models import LinearRegression, Slice, SoftmaxRegression
from helpers.problems.one_weight import NAMES, Problem, problem, registered, scatter_of, unregister
from tests.shared.driving import same
from tests.shared.layout import cluttered

RNG = np.random.default_rng(0)
X2, TARGETS = RNG.normal(size=(20, 2)), RNG.normal(size=20)
WITH_ONES = np.column_stack([np.ones(20), X2[:, 0]])


@dataclass
class Bare:
    """A model without data, as far as anyone can see."""

    n_params = 1
    n_examples = 8

    def loss(self, params, batch=None):
        return (np.asarray(params) ** 2).sum(-1) * np.ones(np.shape(batch)[:-1])

    def gradient(self, params, batch=None):
        return 2 * np.asarray(params) * np.ones((*np.shape(batch)[:-1], 1))


def sliced(model):
    return Slice(model, np.zeros(model.n_params), np.eye(model.n_params)[-1])


def predicted(key, w, x):
    """By hand, at one feature."""
    if key == "sine":
        return np.sin(w * x)
    return w * x if key == "least squares" else 1 / (1 + np.exp(-w * x))


@pytest.mark.parametrize("key", ["sine", "least squares", "logistic"])
@pytest.mark.parametrize("step", [0, 7])
def test_the_curves_are_the_model_before_and_after_the_step(key, step):
    app = magic(model=key, step=step)
    art, run = app.sheet[DATA], app.state.run
    for mark, w in ((MODEL_NOW, run.weights[step]), (MODEL_NEXT, run.weights[step + 1])):
        x, y = art[mark].get_data()
        np.testing.assert_allclose(y, predicted(key, w, x), rtol=1e-12)
    across = art[EXAMPLE].get_xdata()
    assert x[0] < across.min() and x[-1] > across.max()


def test_the_curve_of_the_network_is_that_at_the_mean_of_the_other_feature():
    app = magic(model="network", step=5)
    model = problem("network").model
    x, y = app.sheet[DATA][MODEL_NOW].get_data()
    whole, inputs = model.params.copy(), np.column_stack([x, np.full(len(x), model.model.X[:, 1].mean())])
    whole[0] = app.state.run.weights[5]
    np.testing.assert_allclose(y, model.model.predict(whole, inputs))


@pytest.mark.parametrize("key", NAMES)
@pytest.mark.parametrize("batch_size", [1, 4, None])
def test_the_residuals_go_from_the_examples_of_the_batch_to_what_the_model_says_of_them(key, batch_size):
    app = magic(model=key, batch_size=batch_size or problem(key).model.n_examples, step=3)
    art, scatter, batch = app.sheet[DATA], problem(key).scatter, app.state.batches[3]
    drawn, hidden = (IN_BATCH, CROWD) if len(batch) <= FEW else (CROWD, IN_BATCH)
    np.testing.assert_array_equal(art[drawn].get_xdata(), scatter.x[batch])
    assert len(art[hidden].get_xdata()) == 0
    x, y = (values.reshape(-1, 3) for values in art[RESIDUAL].get_data())
    np.testing.assert_array_equal(x, scatter.x[batch][:, None].repeat(3, axis=1))
    np.testing.assert_array_equal(y[:, 0], art[drawn].get_ydata())
    inputs, w = scatter.features[batch], app.state.run.weights[3]
    np.testing.assert_allclose(y[:, 1], problem(key).model.predict([w], inputs))
    residuals = scatter.y[batch] - y[:, 1]
    assert np.isnan(y[:, 2]).all()
    if batch_size == 1:
        assert f"residual of the batch {residuals[0]:.2g}".replace("-", "−") in app.words
    else:
        said = f"residuals of the batch from {residuals.min():.2g} to {residuals.max():.2g}"
        assert said.replace("-", "−") in app.words
    if key != "logistic":
        assert problem(key).model.loss([w], batch) == pytest.approx(np.mean(residuals**2))


def test_classes_are_spread_outwards_so_that_they_can_be_told_apart():
    scatter = problem("logistic").scatter
    apart = scatter.heights - scatter.y
    assert (np.sign(apart) == 2 * scatter.y - 1).all() and np.abs(apart).max() <= 0.15
    assert len(np.unique(scatter.heights)) == len(scatter.y)
    assert problem("sine").scatter.heights is problem("sine").model.y


def test_the_examples_are_still_and_only_the_batch_moves():
    app = magic(batch_size=4)
    still, seen = app.sheet.still_key, set()
    for step in range(1, 8):
        app.set(step=step)
        seen.add(app.sheet[DATA][IN_BATCH].get_xdata().tobytes())
    assert len(seen) == 7 and app.sheet.still_key == still


@pytest.mark.parametrize(
    "model, column",
    [
        (LinearRegression(X2[:, :1], TARGETS), 0),
        (sliced(LinearRegression(X2, TARGETS)), 0),
        (sliced(LinearRegression(WITH_ONES, TARGETS)), 1),  # the column of ones is no feature to draw
        (sliced(sliced(LinearRegression(X2, TARGETS))), 0),
        (SimpleNamespace(x=3.0, y=TARGETS, predict=None), None),
        (SimpleNamespace(x=TARGETS, y=TARGETS[1:], predict=None), None),
        (LinearRegression(np.ones((20, 1)), TARGETS), None),
        (sliced(SoftmaxRegression(X2, np.arange(20) % 3)), None),
        (Bare(), None),
        (sliced(Bare()), None),
    ],
)
def test_a_model_that_says_enough_has_a_scatter(model, column):
    scatter = scatter_of(model)
    assert scatter is None if column is None else scatter.column == column


@pytest.fixture
def bare():
    registered("bare", "no data")(lambda: Problem(Bare(), -1.0, 1.0, -0.5, 1.5, "weight w"))
    yield "bare"
    unregister("bare")


def test_a_model_without_data_does_without_their_picture(bare):
    app = magic(model=bare)
    assert "residual" not in app.words and app.frame[DATA][X] == NO_DATA[X]
    app.set(model="sine")
    app.set(model=bare)
    same(app)


def test_targets_that_are_all_the_same_can_be_drawn():
    flat = Problem(LinearRegression(X2[:, :1], np.full(20, 3.0)), -1.0, 1.0, -0.5, 1.5, "weight w")
    shown, _ = data(flat, 0.5, 0.4, np.array([3]))
    assert (shown[Y].low, shown[Y].high) == (2.0, 4.0)


@pytest.mark.parametrize("key", NAMES)
def test_a_new_model_fits_every_size(key):
    app = magic(model=key, step=500, batch_size=problem(key).model.n_examples)
    assert app.frame[STRIP][TITLE] == f"epoch 501, all {problem(key).model.n_examples} examples"
    assert cluttered(app) == {}
