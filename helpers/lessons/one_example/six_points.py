"""SGD on six points, one example a step: the line ŷ = wx through 0, and the path of its weight."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from helpers import landscape, training
from helpers.models import LinearRegression
from helpers.optimizers import sgd
from helpers.sampling import reshuffled

POINTS = LinearRegression(X=[[-1.0], [-0.5], [0.5], [1.0], [1.5], [2.0]], y=[-2.0, 0.0, 1.5, 1.0, 3.0, 2.5])
STEPS = 59
PHASES = ("take one", "forward", "loss", "gradient", "update")
TAKE, FORWARD, LOSS, GRADIENT, UPDATE = range(len(PHASES))


class Window(NamedTuple):
    """What a picture of the loss shows: the weights from low to high, and losses up to the ceiling."""

    low: float
    high: float
    ceiling: float


WINDOW = Window(-0.5, 3.5, 10.0)
GRID = np.linspace(WINDOW.low, WINDOW.high, 201)


@lru_cache(maxsize=8)
def run(start, learning_rate, seed):
    """(the batches of one example, weights (STEPS + 2,), full losses, batch losses (STEPS + 1,))."""
    n = POINTS.n_examples
    batches = reshuffled(np.random.default_rng(seed), n, 1, -(-(STEPS + 1) // n))[: STEPS + 1]
    history = training.train(POINTS, sgd(), [start], batches, learning_rate)
    found = history.params[:, 0], history.losses(POINTS)[:-1], training.batch_losses(POINTS, history.params[:-1], batches)
    for each in (*batches, *found):
        each.flags.writeable = False
    return tuple(batches), *found


@lru_cache(maxsize=POINTS.n_examples + 1)
def curve(example):
    """(G,): the loss of one example at each weight of the grid; of all for None."""
    losses = landscape.line(POINTS, [0.0], [1.0], GRID, None if example is None else [example])
    losses.flags.writeable = False
    return losses


def diverged_at(full_losses, step):
    """The step at which a run has diverged, once it is at that step; otherwise None."""
    first = training.diverged_at(full_losses, limit=100 * WINDOW.ceiling)
    return first if first is not None and step >= first else None
