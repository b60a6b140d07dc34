"""Why stochastic: the same 20 penguins in four orders, one at a time, to estimate their mean mass."""

from functools import lru_cache
from types import MappingProxyType

import numpy as np

from helpers import datasets
from helpers.caches import read_only
from helpers.models import Quadratic
from helpers.optimizers import sgd
from helpers.sampling import Batches, in_order, reshuffled, shuffled_once, with_replacement
from helpers.theory import example_weights
from helpers.training import train

SAMPLERS = {
    "reshuffled each epoch": reshuffled,
    "shuffled once": shuffled_once,
    "in order": in_order,
    "with replacement": with_replacement,
}
N, EPOCHS, RUNS, START = 20, 10, 400, 3.0


@lru_cache(maxsize=2)
def penguins(by_mass):
    """The masses of 20 penguins in kg, sorted or in no order; each loss is ½ (w - mass)²."""
    masses = datasets.penguins().y / 1000
    masses = np.random.default_rng(3).choice(masses, N, replace=False)
    return Quadratic([1.0], read_only(np.sort(masses) if by_mass else masses)[:, None])


@lru_cache(maxsize=2)
def ranks(by_mass):
    """(N,): the rank of each by mass, the lightest 0."""
    return read_only(penguins(by_mass).centres[:, 0].argsort(kind="stable").argsort())


@lru_cache(maxsize=8)
def paths(learning_rate, by_mass, seed):
    """{sampler: (the order of each epoch (EPOCHS, N), the weights (N EPOCHS + 1,))}, all four in one stack of runs."""
    each = [sampler(np.random.default_rng(seed), N, 1, EPOCHS).order for sampler in SAMPLERS.values()]
    batches = Batches(np.stack(each, axis=1), 1)
    weights = train(penguins(by_mass), sgd(), np.full((len(each), 1), START), batches, learning_rate).params[..., 0]
    found = zip(map(read_only, each), map(read_only, weights.T))
    return MappingProxyType(dict(zip(SAMPLERS, found)))


@lru_cache(maxsize=8)
def drawn(sampler, by_mass):
    """(EPOCHS, RUNS, N): the masses in the orders of many runs."""
    order = SAMPLERS[sampler](np.random.default_rng(100), N, 1, EPOCHS, runs=RUNS).order
    return read_only(penguins(by_mass).centres[order, 0])


@lru_cache(maxsize=32)
def distance(sampler, learning_rate, by_mass):
    """How far w is from the best w at the end of the last epoch: the root mean square over RUNS runs.

    SGD on ½ (w - a)² is a weighted mean of the examples and the start, so an epoch is one product.
    """
    w = np.full(RUNS, START)
    for pull in drawn(sampler, by_mass) @ example_weights(np.full(N, learning_rate)):
        w = (1 - learning_rate) ** N * w + pull
    return np.sqrt(np.mean((w - penguins(by_mass).centres.mean()) ** 2)).item()


def touched(order, step):
    """The mean share of the examples that the whole epochs among the first steps have seen; order: (epochs, N)."""
    epochs = max(1, step // order.shape[1])
    return np.mean([len(np.unique(row)) for row in order[:epochs]]).item() / order.shape[1]
