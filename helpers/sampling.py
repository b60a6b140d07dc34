"""Which examples each step sees: sequences of index arrays, one a step."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Batches(Sequence):
    """The batches of some epochs: order (epochs, N) holds the examples of each epoch in the order they are seen.

    Item k is the index array of step k. Where batch_size does not divide N, an epoch's last batch is short.
    """

    order: np.ndarray
    batch_size: int

    @property
    def steps_per_epoch(self):
        return -(-self.order.shape[1] // self.batch_size)

    def __len__(self):
        return len(self.order) * self.steps_per_epoch

    def __getitem__(self, step):
        step = range(len(self))[step]
        epoch, position = divmod(step, self.steps_per_epoch)
        start = position * self.batch_size
        return self.order[epoch, start : start + self.batch_size]


def reshuffled(rng, n, batch_size, epochs):
    """Each epoch shows every one of n examples exactly once, in a new random order.

    rng: a numpy.random.Generator.  Returns epochs * ceil(n / batch_size) batches.

    >>> batches = reshuffled(np.random.default_rng(0), n=5, batch_size=2, epochs=1)
    >>> [len(batch) for batch in batches]
    [2, 2, 1]
    """
    for name, value in (("n", n), ("batch_size", batch_size), ("epochs", epochs)):
        if value != int(value) or value < 1:
            raise ValueError(f"{name} must be a whole number of at least 1; got {value}.")
    if batch_size > n:
        raise ValueError(f"batch_size must be at most n = {n}, the number of examples; got {batch_size}.")
    order = np.tile(np.arange(n), (epochs, 1))
    return Batches(rng.permuted(order, axis=1, out=order), int(batch_size))
