"""A network of 13 weights, one penguin at a time: forward, loss, back, update."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers import datasets
from helpers.models import MLP
from helpers.optimizers import sgd
from helpers.training import diverged_at, train

FEATURES, TARGET = ("flipper_length_mm", "bill_depth_mm"), "body_mass_g"
PENGUINS = 342
PHASES = ("take one", "forward: hidden", "forward: output", "loss", "back: output", "back: hidden", "update")
TAKE, HIDDEN, OUTPUT, LOSS, BACK_OUTPUT, BACK_HIDDEN, UPDATE = range(len(PHASES))
LIMIT = 1000.0  # a full loss above it, in standard units, has diverged


@dataclass(frozen=True, eq=False)
class Pass:
    """One example on its way forward and back.

    x: (2,).  y, score, loss: numbers.  hidden: (3,), the values of the units.  slopes: the derivatives of the loss with
    respect to the weights of the two layers, (3, 3) and (1, 4), biases last.  hidden_slopes: (3,) and score_slope: those with
    respect to the values.
    """

    x: np.ndarray
    y: float
    hidden: np.ndarray
    score: float
    loss: float
    slopes: tuple
    hidden_slopes: np.ndarray
    score_slope: float


@lru_cache(maxsize=1)
def penguin_network():
    """(the network 2-3-1 on penguins in standard units, its first weights (13,))."""
    data = datasets.standardised(datasets.penguins(FEATURES, TARGET))
    model = MLP(data.X, data.y, hidden=(3,))
    start = model.initial(np.random.default_rng(1))
    start.flags.writeable = False
    return model, start


@lru_cache(maxsize=8)
def run(example, learning_rate):
    """(one epoch's examples (N,), the weights (N + 1, 13), the step it diverged or None); the given example comes first."""
    model, start = penguin_network()
    order = np.random.default_rng(0).permutation(model.n_examples)
    order = np.roll(order, -np.flatnonzero(order == example)[0])
    history = train(model, sgd(), start, order[:, None], learning_rate)
    path = history.params
    order.flags.writeable = path.flags.writeable = False
    return order, path, diverged_at(history.losses(model), LIMIT)


def forward(model, params, x):
    """(the values of the hidden units, the output) for one example x (2,)."""
    first, second = model.layers(params)
    with np.errstate(over="ignore", invalid="ignore"):
        hidden = np.tanh(first @ np.append(x, 1))
        return hidden, (second @ np.append(hidden, 1)).item()


def there_and_back(params, example):
    """The Pass of one penguin through the network with weights params (13,)."""
    model, _ = penguin_network()
    hidden, score = forward(model, params, model.X[example])
    with np.errstate(over="ignore", invalid="ignore"):
        score_slope = 2 * (score - model.y[example]).item()
        hidden_slopes = score_slope * model.layers(params)[1][0, :3]
    return Pass(
        x=model.X[example],
        y=model.y[example].item(),
        hidden=hidden,
        score=score,
        loss=model.loss(params, [example]).item(),
        slopes=tuple(model.layers(model.gradient(params, [example]))),
        hidden_slopes=hidden_slopes,
        score_slope=score_slope,
    )
