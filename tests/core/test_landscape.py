import tracemalloc

import numpy as np
import pytest

from helpers import blocks, landscape
from helpers.models import MLP, LinearRegression, LogisticRegression
from helpers.training import History
from tests.shared.problems import MODELS, X, Y

every_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
MIB = 2**20


@every_model
@pytest.mark.parametrize("block", [1, 30, 2**16])
def test_a_line_is_the_loss_point_by_point(model, block, monkeypatch):
    """However small the blocks in which it is worked out."""
    monkeypatch.setattr(blocks, "BLOCK", block)
    monkeypatch.setattr(blocks, "WIDTH", min(block, 512))
    at = np.linspace(-1, 2, 7)
    start, direction = np.random.default_rng(0).normal(size=(2, model.n_params))
    for batch in (None, [0, 3, 4]):
        expected = [model.loss(start + t * direction, batch) for t in at]
        np.testing.assert_allclose(landscape.line(model, start, direction, at, batch), expected, rtol=1e-12, atol=1e-14)
    stack = landscape.line(model, start, direction, at, [[[0, 3, 4], [1, 1, 2]]])
    assert stack.shape == (1, 2, 7)
    np.testing.assert_allclose(stack[0, 0], expected, rtol=1e-12, atol=1e-14)


@every_model
def test_a_plane_holds_its_lines(model):
    start, *directions = np.random.default_rng(0).normal(size=(3, model.n_params))
    s, t = np.linspace(-1, 1, 5), np.linspace(0, 2, 4)
    plane = landscape.plane(model, start, directions, (s, t))
    assert plane.shape == (5, 4)
    for i in range(5):
        line = landscape.line(model, start + s[i] * directions[0], directions[1], t)
        np.testing.assert_allclose(plane[i], line, rtol=1e-10, atol=1e-12)
    batches = landscape.plane(model, start, directions, (s, t), [[0, 1], [2, 3], [4, 5]])
    np.testing.assert_allclose(batches[1], landscape.plane(model, start, directions, (s, t), [2, 3]), rtol=1e-12, atol=1e-14)


def test_losses_of_a_long_history_are_the_models_own(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 64)
    model, params = MODELS["mlp tanh"], np.random.default_rng(0).normal(size=(9, 3, MODELS["mlp tanh"].n_params))
    params[4:, 1] = np.inf
    np.testing.assert_allclose(History(params).losses(model), model.loss(params), rtol=1e-12)


N_FLIGHTS, POINTS = 336_000, 400


@pytest.mark.parametrize(
    "make",
    [
        lambda X, y: LinearRegression(X, y),
        lambda X, y: LogisticRegression(X, y > 0),
        lambda X, y: MLP(X[:6000], y[:6000], hidden=(32, 32)),
        lambda X, y: MLP(X[:20_000], (y > 0)[:20_000], hidden=(16,), task="classification"),
    ],
    ids=["least squares", "logistic", "deep mlp", "mlp classes"],
)
def test_a_line_over_all_flights_needs_less_than_64_mib(make):
    rng = np.random.default_rng(0)
    model = make(rng.normal(size=(N_FLIGHTS, 4)), rng.normal(size=N_FLIGHTS))
    tracemalloc.start()
    try:
        losses = landscape.line(model, np.zeros(model.n_params), np.ones(model.n_params), np.linspace(-1, 1, POINTS))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 64 * MIB and losses.shape == (POINTS,)
    for point in (0, POINTS - 1):
        np.testing.assert_allclose(losses[point], model.loss(np.full(model.n_params, np.linspace(-1, 1, POINTS)[point])))


def test_long_work_shows_its_progress(capsys):
    model = LinearRegression(np.ones((300_000, 1)), np.zeros(300_000))
    landscape.line(model, [0.0], [1.0], [0.0, 1.0, 2.0], progress=True)
    assert "100%" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["mlp tanh", "mlp relu classes l2"])
def test_filters_of_a_random_direction_are_as_long_as_those_of_the_params(name):
    model = MODELS[name]
    params = model.initial(np.random.default_rng(1)) + 0.1
    direction = landscape.filter_normalised(model, params, np.random.default_rng(2))
    assert (direction != landscape.filter_normalised(model, params, np.random.default_rng(3))).any()
    for drawn, given in zip(model.layers(direction), model.layers(params)):
        np.testing.assert_allclose(np.linalg.norm(drawn[:, :-1], axis=1), np.linalg.norm(given[:, :-1], axis=1))
        assert (drawn[:, -1] == 0).all()


def test_a_rescaled_relu_network_has_the_same_landscape_along_normalised_directions():
    """What the normalisation is for: doubling the weights into a unit and halving those out of it changes no output."""
    model = MLP(X, Y, hidden=(4,), activation="relu")
    params = model.initial(np.random.default_rng(1)) + 0.1
    scaled = params.copy()
    inner, outer = model.layers(scaled)
    inner *= 2
    outer[:, :-1] /= 2
    t = np.linspace(-1, 1, 21)
    lines = [
        landscape.line(model, w, landscape.filter_normalised(model, w, np.random.default_rng(5)), t) for w in (params, scaled)
    ]
    np.testing.assert_allclose(*lines, rtol=1e-12)


def test_minima_of_a_line():
    t = np.linspace(0, 20, 401)
    np.testing.assert_allclose(landscape.minima(t, np.cos(t)), np.pi * np.array([1, 3, 5]), atol=1e-4)
    uneven = np.array([-2.0, -1.0, 0.5, 0.7, 3.0])
    np.testing.assert_allclose(landscape.minima(uneven, (uneven - 0.6) ** 2), [0.6])  # a parabola is found exactly
    assert landscape.minima(t, t).tolist() == landscape.minima(t, np.ones_like(t)).tolist() == []
    assert landscape.minima([0, 1, 2, 3, 4], [3.0, 1, 1, 1, 2]).shape == (1,)  # a flat bottom is one minimum
    assert landscape.minima([0, 1, 2, 3, 4], [3.0, 2, 2, 1, 0]).shape == (0,)  # a step on the way down is none
    assert landscape.minima([0, 1, 2, 3], [np.nan, 2, 1, 3.0]).shape == (1,)


LINE = MODELS["sine"], [0.0], [1.0], [0.0, 1.0]


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: landscape.line(*LINE[:1], [0.0, 1.0], *LINE[2:]), r"params must have shape \(1,\); got \(2,\)"),
        (lambda: landscape.line(*LINE[:2], [np.inf], LINE[3]), "direction must hold finite numbers"),
        (lambda: landscape.line(*LINE[:3], 3.0), r"distances must have shape \(G,\) .* got shape \(\)"),
        (lambda: landscape.line(*LINE, batch=[99]), r"batch must hold whole numbers from 0 to N - 1 = 10; got \[99\]"),
        (lambda: landscape.plane(*LINE[:2], [[1.0]], [[0.0]]), "2 directions and 2 distances; got 1 and 1"),
        (lambda: landscape.filter_normalised(MODELS["sine"], [1.0], np.random.default_rng(0)), "must be an MLP.* got SineReg"),
        (lambda: landscape.filter_normalised(MODELS["mlp tanh"], np.ones(35), 3), "rng must be a numpy.random.Generator .* 3"),
        (lambda: landscape.minima([0, 0, 1], [1, 2, 3]), r"distances must rise, one for each loss; got \[0.0, 0.0, 1.0\]"),
    ],
)
def test_bad_input_gets_one_clear_sentence(make, says):
    with pytest.raises(ValueError, match=says):
        make()
