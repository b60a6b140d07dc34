"""How far the examples disagree at each weight: the standard deviation of their gradients, beside the full loss."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers import landscape
from helpers.caches import read_only
from helpers.problems.one_weight import problem

BEYOND = 0.1  # of the problem's weights, on the right of them: there the sine has a third minimum


@dataclass(frozen=True, eq=False)
class Along:
    """The full loss and the examples' disagreement along the weight.

    weights, losses, deviations: (G,).  minima: (M,), of the full loss.
    """

    weights: np.ndarray
    losses: np.ndarray
    deviations: np.ndarray
    minima: np.ndarray


def gradients(key, w):
    """(N,): the gradient of each example's loss at the weight w of the problem of that name."""
    model = problem(key).model
    return model.gradient([w], np.arange(model.n_examples)[:, None])[:, 0]


@lru_cache(maxsize=16)
def weights(key):
    """The weights to look at, 0.01 apart."""
    stage = problem(key)
    ends = 100 * stage.low, 100 * (stage.high + BEYOND * (stage.high - stage.low))
    return tuple(hundredths / 100 for hundredths in range(round(ends[0]), round(ends[1]) + 1))


@lru_cache(maxsize=8)
def along(key):
    """What is seen along these weights."""
    every = np.array(weights(key))
    losses = landscape.line(problem(key).model, [0.0], [1.0], every)
    found = every, losses, np.array([gradients(key, w).std() for w in every]), landscape.minima(every, losses)
    return Along(*map(read_only, found))
