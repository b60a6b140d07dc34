"""How far the gradients of batches stray from the full gradient: many batches drawn, and what theory says."""

from functools import lru_cache

import numpy as np

from helpers import theory
from helpers.caches import read_only
from helpers.lessons.mini_batches.batches import batch_sizes
from helpers.problems.one_weight import problem

WAYS = {False: "without replacement", True: "with replacement"}
DRAWS = (20, 50, 100, 200, 500, 1000, 2000)


def gradients(model, w):
    """(N,): the gradient of each example's loss at the weight w of the problem of that name."""
    found = problem(model).model
    return found.gradient([w], np.arange(found.n_examples)[:, None])[:, 0]


@lru_cache(maxsize=4)
def drawn(n, draws, seed, replacement):
    """(D, n): the first B of each row are one draw of a batch of B."""
    rng = np.random.default_rng(seed)
    if replacement:
        return read_only(rng.integers(n, size=(draws, n)))
    return read_only(rng.permuted(np.tile(np.arange(n), (draws, 1)), axis=1))


@lru_cache(maxsize=8)
def measure(model, w, draws, seed, replacement):
    """The gradients (S, D) of the drawn batches of each size, their standard deviations (S,) and the errors of those (S,)."""
    each = gradients(model, w)
    sizes = np.array(batch_sizes(len(each)))
    means = np.cumsum(each[drawn(len(each), draws, seed, replacement)], axis=1).T[sizes - 1] / sizes[:, None]
    square = (means - each.mean()) ** 2  # the mean is known: no degree of freedom is spent on it
    deviation = np.sqrt(square.mean(1))
    deviation[deviation < 1e-9 * each.std()] = 0  # all examples in another order: rounding alone
    error = square.std(1) / np.sqrt(draws) / np.where(deviation > 0, 2 * deviation, np.inf)
    return read_only(means), read_only(deviation), read_only(error)


def forecast(model, w):
    """{replacement: (N,)}: the standard deviation in theory at B = 1, 2, ..., N."""
    each = gradients(model, w)
    n = len(each)
    return {way: np.sqrt(theory.batch_gradient_variance(each.var(), n, np.arange(1, n + 1), way)) for way in WAYS}


@lru_cache(maxsize=16)
def limit(model):
    """Where the axis of gradients ends: far enough for every weight of the problem."""
    stage = problem(model)
    each = stage.model.gradient(np.reshape(stage.starts, (-1, 1, 1)), np.arange(stage.model.n_examples)[:, None])[..., 0]
    return np.max(np.abs(each.mean(1)) + 2.2 * each.std(1))
