"""Two hundred runs of SGD at once, each with its own shuffles, and which valley each of them is in."""

from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.lessons.noise.escaping import SIZES, STEPS, walk
from helpers.problems.shares import wilson
from helpers.problems.valleys import valleys, wide
from helpers.sampling import reshuffled

N = SIZES[-1]
RUNS = 200
STRETCH = 20  # steps that are worked out together
LAST = STEPS // STRETCH


@lru_cache(maxsize=4 * LAST)
def orders(seed, stretch):
    """A new random order of all examples at each step of each run, (STRETCH, RUNS, N): a batch is its first B."""
    return read_only(reshuffled(np.random.default_rng([seed, stretch]), N, N, STRETCH, RUNS).order.astype(np.uint8))


@lru_cache(maxsize=17 * LAST)
def path(learning_rate, batch_size, start, seed, stretch):
    """The weights of all runs in one stretch of steps, (STRETCH + 1, RUNS), from where the stretch before it ends."""
    model, before = wide("sine").model, np.full(RUNS, start)
    if stretch:
        before = path(learning_rate, batch_size, start, seed, stretch - 1)[-1]
    if batch_size == N:  # all runs are one
        x, y = (np.broadcast_to(each, (STRETCH, N)) for each in (model.x, model.y))
        return np.broadcast_to(walk(before[0], learning_rate, x, y)[:, None], (STRETCH + 1, RUNS))
    batches = orders(seed, stretch)[..., :batch_size].astype(int)
    return read_only(walk(before, learning_rate, model.x.take(batches), model.y.take(batches)))


def paths(learning_rate, batch_size, start, seed, step):
    """The weights of all runs at steps 0, 1, ..., step: (step + 1, RUNS)."""
    stretches = [path(learning_rate, batch_size, start, seed, number) for number in range(-(-step // STRETCH) or 1)]
    return np.concatenate([stretches[0][:1], *(stretch[1:] for stretch in stretches)])[: step + 1]


def batch_of(run, batch_size, seed, step):
    """The examples of one run's batch at that step, (batch_size,)."""
    stretch, place = divmod(step, STRETCH)
    return orders(seed, stretch)[place, run - 1, :batch_size]


def best_valley():
    """The number of the valley that holds the global minimum, and its ends."""
    minima, ends = valleys("sine")
    best = int(wide("sine").model.loss(minima[:, None]).argmin())
    return best, ends[best]


def shares(weights, batch_size):
    """Of runs (T + 1, RUNS): the share in the global valley by step, its band (2, T + 1), and the share that has been there.

    With all examples in a batch every run is the same one, and there is nothing to estimate.
    """
    _, (low, high) = best_valley()
    there = (low < weights) & (weights < high)
    counts = there.sum(axis=1)
    band = [counts / RUNS] * 2 if batch_size == N else wilson(counts, RUNS)
    return counts / RUNS, np.array(band), np.logical_or.accumulate(there).sum(axis=1) / RUNS
