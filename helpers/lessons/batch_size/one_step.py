"""One step of SGD on least squares with two weights, near the minimum and far from it: what it gains at which rate."""

from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.problems.bowls import bowl, penguin_model

FEATURES, DRAWS = "strong", 400
SIZES = tuple(2**k for k in range(11))


def weights_at(distance):
    """(2,): on the line from the minimum, distance 0, through W = 0, distance 1."""
    return (1 - distance) * bowl(FEATURES).minimum


@lru_cache(maxsize=1)
def hessian():
    """(2, 2): the curvature of the full loss, the same everywhere."""
    X = penguin_model(FEATURES).X
    return read_only(2 / len(X) * X.T @ X)


def moments(distance):
    """(loss, gradient G (2,), covariance Σ (2, 2) of the examples' own gradients) at this distance."""
    model, W = penguin_model(FEATURES), weights_at(distance)
    each = model.gradient(W, np.arange(model.n_examples)[:, None])
    return model.loss(W).item(), each.mean(0), np.cov(each.T, bias=True)


@lru_cache(maxsize=4)
def ends(seed):
    """(2, S, D, 2): the gradients at the minimum and at W = 0 of D batches of each size, the first B of 1024 draws."""
    model = penguin_model(FEATURES)
    drawn = np.random.default_rng(seed).integers(model.n_examples, size=(SIZES[-1], DRAWS))
    starts = [0, *SIZES[:-1]]  # the draws that a size adds to the one before
    sums = [
        np.add.reduceat(model.gradient(weights_at(distance), np.arange(model.n_examples)[:, None])[drawn], starts).cumsum(0)
        for distance in (0, 1)
    ]
    return read_only(np.array(sums) / np.reshape(SIZES, (-1, 1, 1)))


def gradients(distance, seed):
    """(S, D, 2): the batches' gradients. On a straight line they change in proportion, since the loss is a square."""
    near, far = ends(seed)
    return (1 - distance) * near + distance * far


@lru_cache(maxsize=8)
def along(distance, seed):
    """(S, D) each: gG, what a batch's step of rate η gains at first, and gHg: its loss is L − η gG + ½ η² gHg."""
    g, (_, G, _) = gradients(distance, seed), moments(distance)
    return read_only(g @ G), read_only(np.vecdot(g, g @ hessian()))


def measured_changes(distance, seed, batch_size, rates):
    """(M,) each: the mean change of the loss in a step of these rates (M,), and its standard error."""
    first, second = (part[SIZES.index(batch_size)] for part in along(distance, seed))
    change = 0.5 * rates[:, None] ** 2 * second - rates[:, None] * first
    return change.mean(1), change.std(1) / np.sqrt(DRAWS)


@lru_cache(maxsize=8)
def measured_bests(distance, seed):
    """(S,) each: the rate at which the mean loss after the step was least, and its standard error."""
    first, second = along(distance, seed)
    best = first.mean(1) / second.mean(1)
    error = (first - best[:, None] * second).std(1) / np.sqrt(DRAWS) / second.mean(1)
    return read_only(best), read_only(error)
