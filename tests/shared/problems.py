"""One small instance of every model, stacks of params and batches for it, and problems for the optimizers to solve."""

from dataclasses import dataclass

import numpy as np

from helpers.models import (
    MLP,
    HiddenWeight,
    LinearRegression,
    LogisticRegression,
    Plane,
    Quadratic,
    SineRegression,
    Slice,
    SoftmaxRegression,
    Surface,
    WaveRegression,
)
from helpers.models.surfaces import SURFACES
from helpers.sampling import reshuffled

_rng = np.random.default_rng(7)
X = _rng.normal(size=(11, 3))
Y = _rng.normal(size=11)
CLASSES = (Y > 0).astype(float)
THREE = np.arange(11.0) % 3
_deep = MLP(X, Y, hidden=(4, 3))

MODELS = {
    "quadratic": Quadratic([2.0, 0.5, -1.0], X),
    "sine": SineRegression(X[:, 0], Y),
    "least squares": LinearRegression(X, Y),
    "logistic": LogisticRegression(X, CLASSES),
    "softmax": SoftmaxRegression(X, THREE),
    "sine l2": SineRegression(X[:, 0], Y, l2=0.3),
    "least squares l2": LinearRegression(X, Y, l2=0.3),
    "logistic l2": LogisticRegression(X, CLASSES, l2=0.3),
    "softmax l2": SoftmaxRegression(X, THREE, l2=0.3),
    "mlp tanh": _deep,
    "mlp relu": MLP(X, Y, hidden=(5,), activation="relu"),
    "mlp tanh classes": MLP(X, THREE, hidden=(4,), task="classification"),
    "mlp relu classes l2": MLP(X, CLASSES, hidden=(4, 3, 2), activation="relu", task="classification", l2=0.3),
    "mlp tanh l2": MLP(X, Y, hidden=(4,), l2=0.3),
    "slice": Slice(_deep, _deep.initial(_rng), _rng.normal(size=_deep.n_params)),
    "plane": Plane(_deep, _deep.initial(_rng), _rng.normal(size=(2, _deep.n_params))),
    "hidden weight": HiddenWeight(MLP(X, Y, hidden=(4,)), _rng.normal(size=21)),
    "wave": WaveRegression(X[:, 0], Y),
    **{name: Surface(name, X[:, :2] - X[:, :2].mean(0)) for name in SURFACES},
}

# leading axes of the params, shape of the batches (None: all examples)
STACKS = [((), None), ((), (4,)), ((5,), None), ((5,), (4,)), ((5,), (5, 4)), ((2, 5), (5, 4)), ((), (5, 4))]
UNRECORDED = {
    "plane",
    "wave",
    "hidden weight",
    *SURFACES,
}  # other tests hold them to models and formulas


def stack(model, runs, batches, seed=0):
    """Random params of shape (*runs, P), and batches of that shape, or None."""
    rng = np.random.default_rng(seed)
    params = rng.normal(size=(*runs, model.n_params))
    return params, batches and rng.integers(model.n_examples, size=batches)


class Rosenbrock:
    """(1 - a)² + 100 (b - a²)²: a curved ravine. A user's own model needs no more than this."""

    n_params, n_examples = 2, 1

    def loss(self, params, batch=None):
        a, b = np.moveaxis(np.asarray(params), -1, 0)
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2

    def gradient(self, params, batch=None):
        a, b = np.moveaxis(np.asarray(params), -1, 0)
        return np.stack([-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)], -1)


@dataclass(frozen=True)
class Problem:
    """Where an optimizer starts, how many of its usual rate it may take, and the batch of each of 200 steps."""

    model: object
    start: np.ndarray
    scale: float
    batches: list


def _problem(model, scale, batch_size, start=None, steps=200):
    rng = np.random.default_rng(11)
    if batch_size is None:
        batches = [None] * steps
    else:
        epochs = -(-steps // -(-model.n_examples // batch_size))
        batches = list(reshuffled(rng, model.n_examples, batch_size, epochs))[:steps]
    return Problem(model, rng.normal(size=model.n_params) if start is None else np.array(start), scale, batches)


PROBLEMS = {
    "quadratic": _problem(Quadratic([1.0, 0.1, 3.0], X), 1.0, 2),
    "rosenbrock": _problem(Rosenbrock(), 0.004, None, start=[-1.2, 1.0]),
    "logistic": _problem(LogisticRegression(X, CLASSES), 1.0, 4),
    "mlp": _problem(MLP(X, THREE, hidden=(4,), task="classification"), 1.0, 3),
}
