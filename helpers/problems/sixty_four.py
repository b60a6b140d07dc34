"""Sixty-four penguins, a set so small that hundreds of runs of SGD over it are live."""

from functools import lru_cache

import numpy as np

from helpers import datasets
from helpers.caches import read_only
from helpers.models import LinearRegression
from helpers.types import Array, Indices, Names

N = 64


@lru_cache(maxsize=8)
def penguins(features: Names = ("flipper_length_mm",)) -> LinearRegression:
    """Least squares of the body mass on the features, of every fifth penguin, in standard units over these 64."""
    data = datasets.penguins(features)
    data = datasets.Dataset(data.X[::5][:N], data.y[::5][:N], data.features, data.target)
    data = datasets.standardised(data)
    return LinearRegression(read_only(data.X), read_only(data.y))


@lru_cache(maxsize=8)
def masses() -> LinearRegression:
    """The mean of their body masses as least squares: the loss of a guess w is mean (w - y)², and x is 1 for all."""
    return LinearRegression(read_only(np.ones((N, 1))), penguins().y)


@lru_cache(maxsize=8)
def best(model: LinearRegression) -> Array:
    """The weight of least full loss of a model with one weight."""
    x, y = model.X[:, 0], model.y
    return (x @ y) / (x @ x)


def batch_means(model: LinearRegression, batches: Indices) -> tuple[Array, Array]:
    """What an update sees of a batch: the means h of x² and m of x(xw* - y), where w* is `best`; batches (..., B) -> (...).

    With u = w - w* the update of SGD on mean (xw - y)² is u ← u - η 2(hu + m), exactly.
    """
    x, y = model.X[:, 0], model.y
    curvature, slope = x * x, x * (x * best(model) - y)
    m = slope[batches].mean(-1)
    return curvature[batches].mean(-1) if np.ptp(curvature) else np.full_like(m, curvature[0]), m


def walk(start: float, rates: Array, h: Array, m: Array) -> Array:
    """The distances u of many runs from the minimum, the start included: (T + 1, ...).

    start: a number.  rates: (T,) or (T, ...), η of each update.  h, m: (T, ...), of `batch_means`.  It is what
    `helpers.training.train` does with these batches, in three operations an update.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        kept, pushes = np.broadcast_arrays(1 - 2 * rates * h, -2 * rates * m)
        path = np.empty((len(kept) + 1, *kept.shape[1:]))
        path[0] = start
        for step in range(len(kept)):
            np.multiply(path[step], kept[step], out=path[step + 1])
            path[step + 1] += pushes[step]
    return path
