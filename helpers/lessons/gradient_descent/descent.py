"""Gradient descent on a parabola, and on a bowl with a flat and a steep direction: the path, and how it nears the minimum."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.models import Quadratic
from helpers.optimizers import sgd
from helpers.problems.bowls import bowl, penguin_model
from helpers.theory import gradient_descent
from helpers.training import train

START, STEPS = 10.0, 30  # on the parabola, and of each path
CURVATURES = (0.5, 0.8, 1, 1.25, 2, 2.5, 4)


@dataclass(frozen=True, eq=False)
class Descent:
    """One path of T steps over P weights, and its distances from the minimum along each of K directions, the flattest first.

    path: (T + 1, P).  losses: (T + 1,).  sizes: (K, T + 1) of the distances; forecast: the same in closed form. Both are kept
    within what a log axis can hold.
    """

    path: np.ndarray
    losses: np.ndarray
    sizes: np.ndarray
    forecast: np.ndarray

    def __post_init__(self):
        for array in vars(self).values():
            read_only(array)


@lru_cache(maxsize=8)
def on_parabola(learning_rate, curvature):
    """The path on ½λw² from START."""
    model = Quadratic([curvature])
    history = train(model, sgd(), [START], [None] * STEPS, learning_rate)
    forecast = gradient_descent(START, learning_rate, curvature, np.arange(STEPS + 1))
    return Descent(history.params, history.losses(model), _sizes(history.params.T), _sizes(forecast[None]))


@lru_cache(maxsize=8)
def on_bowl(features, learning_rate):
    """The path on that bowl, from a distance of 1 along both directions."""
    model, still = penguin_model(features), bowl(features)
    history = train(model, sgd(), still.start, [None] * STEPS, learning_rate)
    with np.errstate(invalid="ignore", over="ignore"):
        distances = still.directions @ (history.params - still.minimum).T
    forecast = gradient_descent(1.0, learning_rate, still.curvatures[:, None], np.arange(STEPS + 1))
    return Descent(history.params, history.losses(model), _sizes(distances), _sizes(forecast))


def bounded(values, limit):
    """Values that a drawing can hold, at places far off the picture."""
    return np.clip(np.nan_to_num(values, nan=limit), -limit, limit)


def _sizes(distances):
    return np.clip(np.nan_to_num(np.abs(distances), nan=np.inf), 1e-30, 1e30)
