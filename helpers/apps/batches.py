"""What the figures of mini-batches share: models, batch sizes, controls, and the loss of each example."""

from functools import lru_cache

import numpy as np

from helpers.apps._arguments import one_of, within
from helpers.apps.scenes import scene
from helpers.sampling import reshuffled
from helpers.widgets import choice_slider

MODELS = {
    "sine": "sin(wx), toy data: squared error",
    "least squares": "least squares, penguins: squared error",
    "logistic": "logistic, penguins: cross-entropy",
}


def stage_of(model):
    """The scene of one of MODELS."""
    one_of("model", model, [*MODELS])
    return scene(model)


def batch_sizes(n):
    """The powers of 2 below n, three times the powers of 2 below n, and n: some of them leave a short last batch.

    >>> batch_sizes(10)
    [1, 2, 3, 4, 6, 8, 10]
    """
    return sorted({n, *(m * 2**k for m in (1, 3) for k in range(n.bit_length()) if m * 2**k < n)})


def size_slider(value, sizes):
    return choice_slider("batch size B", value, sizes)


def weight_slider(value, stage):
    within("w", value, stage.low, stage.high)
    return choice_slider("weight w", value, stage.starts)


@lru_cache(maxsize=8)
def epoch_order(n, seed):
    """(N,): the examples in the order of one shuffled epoch. Every batch size deals from the same shuffle."""
    return reshuffled(np.random.default_rng(seed), n, n, 1).order[0]


@lru_cache(maxsize=8)
def example_curves(model):
    """(N, G): the loss of each example along the grid of the scene."""
    stage = stage_of(model)
    return stage.curve(np.arange(stage.model.n_examples)[:, None])


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
