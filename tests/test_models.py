import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.models import MLP, LinearRegression, LogisticRegression, SineRegression, Slice
from tests.problems import CLASSES, MODELS, STACKS, X, Y, stack

every_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
every_stack = pytest.mark.parametrize("runs, batches", STACKS, ids=map(str, STACKS))


@every_model
@every_stack
def test_gradient_is_the_central_difference_of_the_loss(model, runs, batches):
    params, batch = stack(model, runs, batches)
    h = 1e-5
    differences = [
        (model.loss(params + h * axis, batch) - model.loss(params - h * axis, batch)) / (2 * h)
        for axis in np.eye(model.n_params)
    ]
    np.testing.assert_allclose(model.gradient(params, batch), np.stack(differences, -1), rtol=1e-6, atol=1e-8)


@every_model
@every_stack
def test_a_stack_equals_the_loop(model, runs, batches):
    params, batch = stack(model, runs, batches)
    leading = np.broadcast_shapes(runs, batches[:-1] if batches else ())
    each_params = np.broadcast_to(params, (*leading, model.n_params))
    each_batch = None if batch is None else np.broadcast_to(batch, (*leading, batches[-1]))
    loss, gradient = model.loss(params, batch), model.gradient(params, batch)
    assert loss.shape == leading and gradient.shape == (*leading, model.n_params)
    for run in np.ndindex(leading):
        one = None if batch is None else each_batch[run]
        np.testing.assert_allclose(loss[run], model.loss(each_params[run], one), rtol=1e-12)
        np.testing.assert_allclose(gradient[run], model.gradient(each_params[run], one), rtol=1e-10, atol=1e-13)


@every_model
def test_each_example_on_its_own_averages_to_the_whole(model):
    params, _ = stack(model, (), None)
    alone = np.arange(model.n_examples)[:, None]
    np.testing.assert_allclose(model.loss(params, alone).mean(), model.loss(params), rtol=1e-12)
    np.testing.assert_allclose(model.gradient(params, alone).mean(0), model.gradient(params), rtol=1e-10, atol=1e-14)


def test_losses_are_those_of_the_textbook():
    w = np.array([0.3, -0.2, 0.5])
    np.testing.assert_allclose(MODELS["least squares"].loss(w), np.mean((X @ w - Y) ** 2))
    p = 1 / (1 + np.exp(-X @ w))
    np.testing.assert_allclose(MODELS["logistic"].predict(w, X), p)
    np.testing.assert_allclose(MODELS["logistic"].loss(w), -np.mean(np.log(np.where(CLASSES == 1, p, 1 - p))))
    np.testing.assert_allclose(MODELS["sine"].loss([0.7]), np.mean((np.sin(0.7 * X[:, 0]) - Y) ** 2))


def test_mlp_is_layers_of_weights_and_biases():
    model = MLP(X, Y, hidden=(4,))
    params = model.initial(np.random.default_rng(0)) + 0.1
    W, b = params[:16].reshape(4, 4)[:, :3], params[:16].reshape(4, 4)[:, 3]
    V, c = params[16:20], params[20]
    np.testing.assert_allclose(model.predict(params, X), np.tanh(X @ W.T + b) @ V + c)


def test_slice_is_the_model_along_its_line():
    model, at = MODELS["slice"], np.array([[-1.0], [0.5]])
    whole = model.params + at * model.direction
    np.testing.assert_array_equal(model.loss(at), model.model.loss(whole))
    np.testing.assert_array_equal(model.predict(at, X), model.model.predict(whole, X))


@every_model
@given(scale=st.floats(-1e308, 1e308) | st.sampled_from([np.inf, -np.inf, np.nan]))
@settings(max_examples=60, deadline=None)
def test_params_of_any_size_raise_no_warning(model, scale):
    params = np.full(model.n_params, scale)
    assert model.loss(params).shape == ()
    assert model.gradient(params, [0, 1]).shape == (model.n_params,)


def test_cross_entropy_of_a_sure_and_wrong_model_is_finite():
    model = LogisticRegression([[1.0], [-1.0]], [0, 1])
    assert model.loss([1000.0]) == pytest.approx(1000)
    assert model.loss([-1000.0]) == 0


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: SineRegression([[1.0]], [1.0]), r"x must have shape \(N,\)"),
        (lambda: SineRegression([1.0, 2.0], [1.0]), "2 examples and 1 targets"),
        (lambda: SineRegression([], []), "x must .* at least one number"),
        (lambda: LinearRegression([1.0], [1.0]), r"X must have shape \(N, P\)"),
        (lambda: LinearRegression([[np.nan]], [1.0]), "X must hold finite numbers; 1 are missing or infinite"),
        (lambda: LogisticRegression([[1.0]], [2.0]), "y must hold the classes 0 and 1; got"),
        (lambda: MLP(X, Y, activation="cube"), "activation must be one of tanh, relu; got 'cube'"),
        (lambda: MLP(X, Y, hidden=(0,)), r"hidden must name .* got \(0,\)"),
        (lambda: MLP(X, Y, hidden=()), "hidden must name the width"),
        (lambda: Slice(MODELS["sine"], [1.0, 2.0], [1.0]), r"params must have shape \(1,\); got \(2,\)"),
        (lambda: MODELS["least squares"].loss([1.0]), r"n_params = 3 on its last axis; got shape \(1,\)"),
        (lambda: MODELS["sine"].loss(1.0), r"n_params = 1 on its last axis; got shape \(\)"),
        (lambda: MODELS["sine"].gradient([1.0], []), "batch must hold the indices of at least one example"),
    ],
)
def test_bad_input_gets_one_clear_sentence(make, says):
    with pytest.raises(ValueError, match=says):
        make()
