"""The linear scaling rule, k times the rate with k times the batch, on a parabola of curvature 1: many runs, and theory."""

from functools import lru_cache

import numpy as np

from helpers import theory
from helpers.caches import read_only
from helpers.models import Quadratic
from helpers.optimizers import sgd
from helpers.sampling import Batches, with_replacement
from helpers.training import train

N, BATCH_SIZE, EPOCHS, RUNS, START = 256, 4, 8, 100, 3.0
RATES = (0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.6, 1, 1.6)


@lru_cache(maxsize=1)
def parabola():
    """½(w - a_i)² with 256 centres of mean 0 and variance 1: the curvature and the variance of its gradients are 1."""
    centres = np.random.default_rng(0).normal(size=(N, 1))
    return Quadratic([1.0], (centres - centres.mean()) / centres.std())


@lru_cache(maxsize=8)
def weights(rates, factor, seed):
    """(T + 1, S, RUNS): a stack of runs for each rate kη, with batches kB. All factors see the same examples in one order."""
    drawn = with_replacement(np.random.default_rng(seed), N, BATCH_SIZE, EPOCHS, RUNS)
    batches = Batches(drawn.order, factor * BATCH_SIZE)
    start, steps = np.full((len(rates), RUNS, 1), START), factor * np.reshape(rates, (-1, 1, 1))
    return read_only(train(parabola(), sgd(), start, batches, steps).params[..., 0])


def excess(w):
    """The full loss of the parabola above its minimum: w² / 2."""
    with np.errstate(over="ignore", invalid="ignore"):
        return 0.5 * w * w


@lru_cache(maxsize=8)
def ratios(rates, factor, seed):
    """(S,): the noise floor at (kη, kB) over that at (η, B), and its standard error; floors are means over the second half.

    Both see the same examples, so a run's two floors go together: the error is that of their difference.
    """
    plain, scaled = (excess(w[len(w) // 2 :]).mean(0) for w in (weights(rates, 1, seed), weights(rates, factor, seed)))
    with np.errstate(over="ignore", invalid="ignore"):
        ratio = scaled.mean(-1) / plain.mean(-1)
        error = (scaled - ratio[:, None] * plain).std(-1) / np.sqrt(RUNS) / plain.mean(-1)
        return read_only(ratio), read_only(error)


def expected(rate, batch_size, steps):
    """(T + 1,): the mean excess loss after 0, 1, ..., T steps, where each step adds noise of variance η²/B to w."""
    with np.errstate(over="ignore"):
        fading = np.abs(1 - rate) ** (2.0 * np.arange(steps))
        noise = np.append(0, np.cumsum(fading)) * rate**2 / batch_size
        return 0.5 * theory.gradient_descent(START, rate, 1, np.arange(steps + 1)) ** 2 + 0.5 * noise
