"""How an epoch deals the examples to batches, and what the batches say on average."""

from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.problems.one_weight import problem
from helpers.sampling import reshuffled


def batch_sizes(n):
    """The powers of 2 below n, three times the powers of 2 below n, and n: some of them leave a short last batch.

    >>> batch_sizes(10)
    [1, 2, 3, 4, 6, 8, 10]
    """
    return sorted({n, *(m * 2**k for m in (1, 3) for k in range(n.bit_length()) if m * 2**k < n)})


@lru_cache(maxsize=8)
def epoch_order(n, seed):
    """(N,): the examples in the order of one shuffled epoch. Every batch size deals from the same shuffle."""
    return read_only(reshuffled(np.random.default_rng(seed), n, n, 1).order[0])


@lru_cache(maxsize=8)
def example_curves(model):
    """(N, G): the loss of each example along the grid of the problem of that name."""
    stage = problem(model)
    return read_only(stage.curve(np.arange(stage.model.n_examples)[:, None]))


def batch_means(values, order, size):
    """The means of the batches of an epoch: values (N, ...), order (N,) -> (K, ...), and the sizes (K,) of the batches.

    >>> means, sizes = batch_means(np.array([1.0, 2.0, 6.0]), np.array([2, 0, 1]), 2)
    >>> means.tolist(), sizes.tolist()
    ([3.5, 2.0], [2, 1])
    """
    starts = np.arange(0, len(order), size)
    sizes = np.diff(np.append(starts, len(order)))
    sums = np.add.reduceat(values[order], starts, axis=0)
    return sums / sizes.reshape(-1, *[1] * (values.ndim - 1)), sizes


@lru_cache(maxsize=8)
def epoch_curves(model, batch_loss, batch_size, seed):
    """Of the batches of an epoch their losses along the grid (K, G), these losses' mean (G,), and their sizes (K,).

    batch_loss: whether the loss of a batch is the "mean" or the "sum" of its examples' losses. Means count by their sizes.
    """
    each = example_curves(model)
    means, sizes = batch_means(each, epoch_order(len(each), seed), batch_size)
    mean = sizes @ means / sizes.sum()
    if batch_loss == "sum":
        means, mean = means * sizes[:, None], mean * len(each) / len(sizes)
    return read_only(means), read_only(mean), read_only(sizes)


def losses_at(model, w, batch_loss, batch_size, seed):
    """The same at one weight: the losses of the batches (K,), and their mean."""
    each = problem(model).model.loss([w], np.arange(problem(model).model.n_examples)[:, None])
    means, sizes = batch_means(each, epoch_order(len(each), seed), batch_size)
    mean = sizes @ means / len(each)
    return (means * sizes, mean * len(each) / len(sizes)) if batch_loss == "sum" else (means, mean)
