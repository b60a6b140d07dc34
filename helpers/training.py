"""The training loop. It only records: it neither draws, prints nor decides."""

import os
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from helpers import blocks
from helpers.arrays import at_least, brief, broadcast, checked, store
from helpers.optimizers import Optimizer
from helpers.progress import bar
from helpers.schedules import as_schedule
from helpers.types import Array, Batch, Indices, Model, Numbers, Rate, Schedule, Shape


@dataclass(frozen=True, eq=False)
class History:
    """Where the parameters went.

    params: (T + 1, ..., P), the start included.  steps: (T + 1,), how many steps each of them is from the start; all of
    them unless `train` was told to keep fewer.

    >>> History(params=np.array([[4.0], [2.0], [0.0]])).average(start=1).tolist()
    [1.0]
    """

    params: Array
    steps: Indices = None  # type: ignore[assignment]  # None becomes an array

    def __post_init__(self) -> None:
        if self.steps is None:
            store(self, steps=np.arange(len(self.params)))

    def losses(self, model: Model, progress: bool = False) -> Array:
        """The full loss after each step kept, (T + 1, ...), worked out in blocks of bounded memory."""
        return blocks.losses(model, self.params, progress=progress)

    def average(self, start: int = 0) -> Array:
        """The mean of the params kept from step `start` on, (..., P): Polyak-Ruppert averaging (Polyak and Juditsky 1992).

        Near a minimum it removes the noise that a constant learning rate leaves.
        """
        at_least("start", start, 0, whole=True)
        if start > self.steps[-1]:
            raise ValueError(f"start must be at most {self.steps[-1]}, the last step; got {start}.")
        with np.errstate(over="ignore", invalid="ignore"):
            mean: Array = self.params[self.steps >= start].mean(0)
            return mean

    def save(self, path: str | PathLike[str]) -> Path:
        """Write one .npz file, which `load` reads, and return its path. A file of that name is replaced as a whole."""
        path = Path(path)
        path = path if path.suffix == ".npz" else path.with_name(f"{path.name}.npz")
        part = path.with_name(f"{path.name}.part")
        try:
            with open(part, "wb") as file:
                np.savez(file, params=self.params, steps=self.steps)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
        return path

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """The history that `save` wrote. Nothing in the file is executed: it holds two arrays and no pickle."""
        try:
            with open(path, "rb") as file:
                arrays = np.load(file, allow_pickle=False)
                return cls(arrays["params"], arrays["steps"])
        except FileNotFoundError:
            raise ValueError(f"path must name a file that History.save wrote; there is none at {str(path)!r}.") from None
        except (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile):
            raise ValueError(f"path must name a file that History.save wrote; {str(path)!r} is not one.") from None


def train(
    model: Model,
    optimizer: Optimizer,
    params: Numbers,
    batches: Iterable[Batch],
    learning_rate: Rate | Schedule,
    keep_every: int = 1,
    progress: bool = False,
) -> History:
    """Take one step for each batch: params ← params - learning_rate * direction.

    params: (..., P), the start.  batches: any iterable of index arrays (..., B); None in it stands for all examples.
    learning_rate: a number, an array that broadcasts with params (one rate a run has shape (S, 1)), or a schedule,
    a function of the step.  A run that diverges goes to inf or nan without a warning.
    keep_every: keep the params of each that many steps, and of the last, so that a long run fits into memory.
    progress: show a bar.

    >>> from helpers.models import LinearRegression
    >>> from helpers.optimizers import sgd
    >>> model = LinearRegression(X=[[1.0], [1.0]], y=[0.0, 2.0])
    >>> train(model, sgd(), [0.0], batches=[[0], [1]], learning_rate=0.25).params.tolist()
    [[0.0], [0.0], [1.0]]
    """
    params, schedule = checked(model, params).copy(), as_schedule(learning_rate)
    _check(optimizer, params, batches, np.shape(schedule(0)))
    at_least("keep_every", keep_every, 1, whole=True)
    kept, step = [params], 0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        state = optimizer.init(params)
        for step, batch in enumerate(bar(batches, progress, unit="step"), start=1):
            gradient = model.gradient(params, batch)
            direction, state = optimizer.update(gradient, state, params)
            params = params - schedule(step - 1) * direction
            if step % keep_every == 0:
                kept.append(params)
    if step % keep_every:
        kept.append(params)
    kept[0] = np.broadcast_to(kept[0], params.shape)  # a stack of rates or batches makes one start many
    return History(np.array(kept), np.minimum(np.arange(len(kept)) * keep_every, step))


def _check(optimizer: Optimizer, params: Array, batches: Iterable[Batch], rates: Shape) -> None:
    if not hasattr(optimizer, "update"):
        raise ValueError(f"optimizer must be an Optimizer, such as sgd() with its brackets; got {brief(optimizer)}.")
    if not hasattr(batches, "__iter__"):
        raise ValueError(f"batches must be an iterable of index arrays, such as reshuffled(...); got {brief(batches)}.")
    if not broadcast(params.shape, rates) or np.broadcast_shapes(params.shape, rates)[-1] != params.shape[-1]:
        raise ValueError(
            f"learning_rate must be a number or broadcast with params {params.shape}, one rate a run as (S, 1); "
            f"got shape {rates}."
        )


def batch_losses(model: Model, params: Array, batches: Sequence[ArrayLike]) -> Array:
    """The loss of step t's own batch at step t's params: params (T, ..., P), T batches (..., B) -> (T, ...).

    Batches of one size go through the model together.

    >>> from helpers.models import Quadratic
    >>> batch_losses(Quadratic([2.0], [[0.0], [3.0]]), np.array([[1.0], [1.0]]), [[0], [1]]).tolist()
    [1.0, 4.0]
    """
    losses = np.empty(np.shape(params)[:-1])
    sizes = np.array([np.shape(batch)[-1] for batch in batches])
    for size in np.unique(sizes):
        steps = np.flatnonzero(sizes == size)
        losses[steps] = model.loss(params[steps], np.array([batches[step] for step in steps.tolist()]))
    return losses


def diverged_at(losses: Array, limit: float) -> int | None:
    """The first step from which the loss stays above limit, or is no number, to the end; None if it comes back.

    >>> diverged_at(np.array([1.0, 9.0, 2.0, 8.0, np.inf, np.nan]), limit=5), diverged_at(np.array([9.0, 1.0]), limit=5)
    (3, None)
    """
    kept = np.flatnonzero(losses <= limit)
    first = int(kept[-1]) + 1 if len(kept) else 0
    return first if first < len(losses) else None
