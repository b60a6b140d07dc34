"""Which examples each step sees: sequences of index arrays, one a step.

All samplers take (rng, n, batch_size, epochs, runs=None): a numpy.random.Generator, the number of examples, the examples
of a batch, the epochs, and for a stack of runs how many. An epoch has ceil(n / batch_size) batches, the last of them short
where batch_size does not divide n. With `runs` a batch has the shape (runs, B), and each run draws its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from helpers.arrays import at_least, generator
from helpers.types import Indices, Rng


@dataclass(frozen=True, eq=False)
class Batches(Sequence[Indices]):
    """The batches of some epochs: order (epochs, ..., N) holds the examples of each epoch in the order they are seen.

    Item k is the index array of step k, and a slice is a list of them.

    >>> batches = Batches(np.array([[2, 0, 1]]), batch_size=2)
    >>> len(batches), batches[-1].tolist()
    (2, [1])
    """

    order: Indices
    batch_size: int

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.order.shape[-1] // self.batch_size)

    def __len__(self) -> int:
        return len(self.order) * self.steps_per_epoch

    @overload
    def __getitem__(self, step: int) -> Indices: ...

    @overload
    def __getitem__(self, step: slice) -> list[Indices]: ...

    def __getitem__(self, step: int | slice) -> Indices | list[Indices]:
        if isinstance(step, slice):
            return [self[each] for each in range(len(self))[step]]
        step = range(len(self))[step]  # counts from the end where negative, and raises IndexError
        epoch, position = divmod(step, self.steps_per_epoch)
        start = position * self.batch_size
        return self.order[epoch, ..., start : start + self.batch_size]


def reshuffled(rng: Rng, n: int, batch_size: int, epochs: int, runs: int | None = None) -> Batches:
    """Each epoch shows every one of n examples exactly once, in a new random order.

    >>> batches = reshuffled(np.random.default_rng(0), n=5, batch_size=2, epochs=1)
    >>> [len(batch) for batch in batches]
    [2, 2, 1]
    """
    order = _in_order(n, batch_size, epochs, runs)
    return Batches(generator(rng).permuted(order, axis=-1, out=order), batch_size)


def shuffled_once(rng: Rng, n: int, batch_size: int, epochs: int, runs: int | None = None) -> Batches:
    """One random order, the same in every epoch.

    >>> batches = shuffled_once(np.random.default_rng(0), n=5, batch_size=5, epochs=2)
    >>> (batches[0] == batches[1]).all().item()
    True
    """
    order = _in_order(n, batch_size, epochs, runs)
    return Batches(np.broadcast_to(generator(rng).permuted(order[0], axis=-1), order.shape), batch_size)


def in_order(rng: object, n: int, batch_size: int, epochs: int, runs: int | None = None) -> Batches:
    """The examples as they come, in every epoch and every run; rng is not used.

    >>> [batch.tolist() for batch in in_order(None, n=5, batch_size=2, epochs=1)]
    [[0, 1], [2, 3], [4]]
    """
    return Batches(_in_order(n, batch_size, epochs, runs), batch_size)


def with_replacement(rng: Rng, n: int, batch_size: int, epochs: int, runs: int | None = None) -> Batches:
    """Each example of each batch is drawn from all n, whatever was drawn before: an epoch is n draws.

    >>> with_replacement(np.random.default_rng(0), n=3, batch_size=3, epochs=1, runs=4)[0].shape
    (4, 3)
    """
    return Batches(generator(rng).integers(n, size=_in_order(n, batch_size, epochs, runs).shape), batch_size)


def _in_order(n: int, batch_size: int, epochs: int, runs: int | None) -> Indices:
    """0, 1, ..., n - 1 for each epoch and run: (epochs, n) or (epochs, runs, n)."""
    for name, value in (("n", n), ("batch_size", batch_size), ("epochs", epochs), ("runs", 1 if runs is None else runs)):
        at_least(name, value, 1, whole=True)
    if batch_size > n:
        raise ValueError(f"batch_size must be at most n = {n}, the number of examples; got {batch_size}.")
    return np.tile(np.arange(n), (epochs, 1) if runs is None else (epochs, runs, 1))
