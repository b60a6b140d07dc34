import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.models import (
    MLP,
    HiddenWeight,
    LinearRegression,
    LogisticRegression,
    Quadratic,
    SineRegression,
    Slice,
    SoftmaxRegression,
)
from tests.shared.problems import CLASSES, MODELS, STACKS, X, Y, stack

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


def test_a_hidden_weight_is_a_slice_of_its_network():
    model, w = MODELS["hidden weight"], np.linspace(-3, 3, 7)[:, None]
    sliced = Slice(model.model, model.params, np.eye(model.model.n_params)[0])
    assert model.params[0] == 0 != np.abs(model.params[1:]).min()
    for batch in (None, [3, 0, 3], np.arange(7)[:, None]):
        np.testing.assert_allclose(model.loss(w, batch), sliced.loss(w, batch), rtol=1e-13)
        np.testing.assert_allclose(model.gradient(w, batch), sliced.gradient(w, batch), rtol=1e-11, atol=1e-14)
    with pytest.raises(ValueError, match="one hidden layer of tanh, no l2; got MLP"):
        HiddenWeight(MODELS["mlp tanh"], np.zeros(MODELS["mlp tanh"].n_params))


@every_model
@given(scale=st.floats(-1e308, 1e308) | st.sampled_from([np.inf, -np.inf, np.nan]))
@settings(max_examples=60, deadline=None)
def test_params_of_any_size_raise_no_warning(model, scale):
    params = np.full(model.n_params, scale)
    assert model.loss(params).shape == ()
    assert model.gradient(params, [0, 1]).shape == (model.n_params,)


shapes = st.lists(st.integers(1, 3), max_size=2).map(tuple)


@st.composite
def networks(draw):
    """An MLP of any shape, with params and a batch whose leading axes go together."""
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    n, features = draw(st.integers(2, 9)), draw(st.integers(1, 4))
    hidden = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    task, activation = draw(st.sampled_from(["regression", "classification"])), draw(st.sampled_from(["tanh", "relu"]))
    y = rng.integers(2, size=n) if task == "classification" else rng.normal(size=n)
    y[:2] = 0, 1
    X = rng.normal(size=(n, features)).astype(draw(st.sampled_from([np.float64, np.float32, np.float16])))
    model = MLP(X, y, hidden, activation, task, l2=draw(st.sampled_from([0, 0.5])))
    leading = draw(shapes)
    params = rng.normal(size=(*leading, model.n_params)).astype(draw(st.sampled_from([np.float64, np.float32])))
    batch = rng.integers(n, size=(*draw(st.sampled_from([(), leading])), draw(st.integers(1, 2 * n))))
    return model, params, draw(st.sampled_from([None, batch]))


@given(networks())
@settings(deadline=None)
def test_networks_of_every_shape_have_the_slope_of_their_loss(network):
    model, params, batch = network
    params = params.astype(float)
    direction = np.random.default_rng(0).normal(size=model.n_params)
    h = 1e-6
    slope = (model.loss(params + h * direction, batch) - model.loss(params - h * direction, batch)) / (2 * h)
    gradient = model.gradient(params, batch)
    assert gradient.shape == params.shape
    if model.activation == "tanh":  # the kinks of relu are met with h only by chance, and then both slopes are right
        np.testing.assert_allclose(gradient @ direction, slope, rtol=1e-5, atol=1e-6)


@given(networks())
@settings(deadline=None)
def test_networks_take_numbers_of_every_kind(network):
    model, params, batch = network
    loss, gradient = model.loss(params, batch), model.gradient(params.tolist(), None if batch is None else batch.tolist())
    assert loss.dtype == gradient.dtype == float and np.isfinite(loss).all() and np.isfinite(gradient).all()
    np.testing.assert_array_equal(loss, model.loss(params.astype(float), batch))
    probabilities = model.predict(params, model.X)
    if model.task == "classification":
        np.testing.assert_allclose(probabilities.sum(-1), 1)
        assert probabilities.shape == (*params.shape[:-1], model.n_examples, 2)
    else:
        assert probabilities.shape == (*params.shape[:-1], model.n_examples)


def test_cross_entropy_of_a_sure_and_wrong_model_is_finite():
    model = LogisticRegression([[1.0], [-1.0]], [0, 1])
    assert model.loss([1000.0]) == pytest.approx(1000)
    assert model.loss([-1000.0]) == 0
    classes = SoftmaxRegression([[1.0], [-1.0], [1.0]], [0, 1, 0])
    assert classes.loss([1e5, -1e5]) == 0
    assert classes.loss([-1e5, 1e5]) == pytest.approx(2e5)
    assert np.isfinite(classes.gradient([-1e5, 1e5])).all()


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
        (
            lambda: MODELS["mlp tanh"].loss(np.ones((2, 35)), np.ones((2, 0), int)),
            "batch must hold the indices of at least one",
        ),
        (lambda: MODELS["logistic"].loss(np.ones(3), [11]), r"batch must hold whole numbers from 0 to N - 1 = 10; got \[11\]"),
        (lambda: MODELS["softmax"].loss(np.ones(9), [0.5]), r"batch must hold whole numbers from 0 to N - 1 = 10; got \[0.5\]"),
        (lambda: MODELS["quadratic"].loss("w"), "params must hold numbers, the same count in each row; got 'w'"),
        (lambda: MODELS["least squares"].loss([[1.0, 2, 3], [4]]), r"params must hold numbers, the same count .* \[\[1.0, 2,"),
        *(
            (lambda model=model: model.gradient(np.ones((2, model.n_params)), np.zeros((3, 4), int)), r"got shape \(3, 4\)")
            for model in MODELS.values()
        ),
        (lambda: MODELS["least squares"].predict(np.ones(3), np.ones((5, 2))), r"X must have the 3 features .* \(5, 2\)"),
        (
            lambda: MODELS["mlp tanh"].predict(np.ones(35), np.ones(5)),
            r"X must have the 3 features on its last axis; got shape",
        ),
        (lambda: Quadratic([[1.0]]), r"curvatures must have shape \(P,\).* got shape \(1, 1\)"),
        (lambda: Quadratic([1.0], [[1.0, 2.0]]), r"centres must have one column a curvature, 1; got shape \(1, 2\)"),
        (lambda: SoftmaxRegression(X, Y), "y must hold class numbers 0, 1, 2, ... of at least two classes"),
        (lambda: SoftmaxRegression(X, np.zeros(11)), r"at least two classes; got \[0.0\]"),
        (lambda: MLP(X, np.arange(11) + 1e9, task="classification"), "y must hold class numbers"),
        (lambda: MLP(X, Y, task="ranking"), "task must be one of regression, classification; got 'ranking'"),
        (lambda: MLP(X, Y, hidden="wide"), "hidden must hold numbers.* got 'wide'"),
        (lambda: LinearRegression(X, Y, l2=-1), "l2 must be a finite number of at least 0; got -1"),
        (lambda: LinearRegression("X", Y), "X must hold numbers, the same count in each row; got 'X'"),
        (lambda: MODELS["mlp tanh"].initial(7), "rng must be a numpy.random.Generator such as np.random.default_rng.* got 7"),
    ],
)
def test_bad_input_gets_one_clear_sentence(make, says):
    with pytest.raises(ValueError, match=says):
        make()
