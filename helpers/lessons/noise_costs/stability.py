"""Which learning rates SGD can bear, against the batch size: theory, and what many runs do on both sides of it."""

from functools import lru_cache

import numpy as np

from helpers import theory
from helpers.caches import read_only
from helpers.problems.sixty_four import N, batch_means, best, penguins, walk
from helpers.sampling import reshuffled

SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
RATES = tuple(hundredths / 100 for hundredths in range(5, 125, 5))
GRID = [(size, rate) for size in SIZES for rate in RATES[5::2]]  # where the map is measured
RUNS, STEPS = 300, 12
START = 30.0  # from the minimum: far enough for the noise of the residuals not to matter


@lru_cache(maxsize=2)
def _seen(seed):
    """What each update sees, for each of SIZES: h and m, each (SIZES, STEPS, RUNS), of the first B of a fresh shuffle."""
    order = reshuffled(np.random.default_rng(seed), N, N, STEPS, RUNS).order
    last = np.array(SIZES) - 1
    sums = [np.cumsum(each, axis=-1)[..., last] for each in batch_means(penguins(), order[..., None])]
    return tuple(read_only(np.ascontiguousarray(np.moveaxis(each / SIZES, -1, 0))) for each in sums)


def seen(batch_size, seed):
    """What each update sees of its batch: h and m, each (STEPS, RUNS)."""
    return [each[SIZES.index(batch_size)] for each in _seen(seed)]


def growth(learning_rate, h):
    """The factor by which a step multiplies the squared distance of a far point: the mean over all steps, and its error."""
    factors = (1 - 2 * learning_rate * h) ** 2
    return factors.mean(), factors.std() / np.sqrt(factors.size)


@lru_cache(maxsize=4)
def growths(seed):
    """`growth` at each place of GRID, (M,) each."""
    return read_only(np.transpose([growth(rate, seen(size, seed)[0]) for size, rate in GRID]))


@lru_cache(maxsize=4)
def sides(seed):
    """The places (B, η) of GRID where runs grow, shrink, and where two standard errors leave it open: (2, M) each."""
    (each, error), places = growths(seed), np.transpose(GRID)
    grows, shrinks = each - 2 * error > 1 + 1e-9, each + 2 * error < 1 - 1e-9
    return tuple(read_only(places[:, chosen]) for chosen in (grows, shrinks, ~grows & ~shrinks))


def limits():
    """(G,): theory's largest stable rate for each of SIZES. The formula is of a loss with a factor ½."""
    return theory.least_squares_limit(penguins().X[:, 0], SIZES) / 2


def factor(learning_rate, batch_size):
    """`growth` in theory: (1 - ηλ)² + η² times the variance of the batch's curvature."""
    h = 2 * penguins().X[:, 0] ** 2
    return (1 - learning_rate * h.mean()) ** 2 + learning_rate**2 * theory.batch_gradient_variance(h.var(), N, batch_size)


@lru_cache(maxsize=16)
def runs(learning_rate, batch_size, seed):
    """The squared distances of the runs over that of their start, (STEPS + 1, RUNS)."""
    return read_only((walk(START, np.full((STEPS, 1), learning_rate), *seen(batch_size, seed)) / START) ** 2)


def forecast(learning_rate, batch_size):
    """The mean of `runs` in theory, (STEPS + 1,): each step multiplies by `factor` and adds the noise of the residuals.

    Left out is the correlation of a batch's curvature with that noise: it is of the order of the residuals over START.
    """
    x, y = penguins().X[:, 0], penguins().y
    slopes = 2 * x * (x * best(penguins()) - y)
    noise = learning_rate**2 * theory.batch_gradient_variance(slopes.var(), N, batch_size) / START**2
    expected = [1.0]
    for _ in range(STEPS):
        expected.append(factor(learning_rate, batch_size) * expected[-1] + noise)
    return np.array(expected)
