"""The training loop. It only records: it neither draws, prints nor decides."""

from dataclasses import dataclass

import numpy as np

from helpers.schedules import constant


@dataclass(frozen=True, eq=False)
class History:
    """Where the parameters went. params: (T + 1, ..., P), the start included."""

    params: np.ndarray

    def losses(self, model):
        """The full loss after each step, (T + 1, ...)."""
        return model.loss(self.params)


def train(model, optimizer, params, batches, learning_rate):
    """Take one step for each batch: params ← params - learning_rate * direction.

    params: (..., P), the start.  batches: any iterable of index arrays (..., B); None in it stands for all examples.
    learning_rate: a number, an array that broadcasts with params (one rate a run has shape (S, 1)), or a schedule,
    a function of the step.  A run that diverges goes to inf or nan without a warning.

    >>> from helpers.models import LinearRegression
    >>> from helpers.optimizers import sgd
    >>> model = LinearRegression(X=[[1.0], [1.0]], y=[0.0, 2.0])
    >>> train(model, sgd(), [0.0], batches=[[0], [1]], learning_rate=0.25).params.tolist()
    [[0.0], [0.0], [1.0]]
    """
    params = np.array(params, dtype=float)
    if not params.shape or params.shape[-1] != model.n_params:
        raise ValueError(f"params must have n_params = {model.n_params} on its last axis; got shape {params.shape}.")
    schedule = learning_rate if callable(learning_rate) else constant(learning_rate)
    visited = [params]
    with np.errstate(over="ignore", invalid="ignore"):
        state = optimizer.init(params)
        for step, batch in enumerate(batches):
            gradient = model.gradient(params, batch)
            direction, state = optimizer.update(gradient, state, params)
            params = params - schedule(step) * direction
            visited.append(params)
    if params.shape[-1] != model.n_params:
        raise ValueError(
            f"learning_rate must be a number or broadcast with params {visited[0].shape}, one rate a run as (S, 1); "
            f"got shape {np.shape(schedule(0))}."
        )
    visited[0] = np.broadcast_to(visited[0], params.shape)  # a stack of rates or batches makes one start many
    return History(np.array(visited))


def batch_losses(model, params, batches):
    """The loss of step t's own batch at step t's params: params (T, P), T batches -> (T,).

    Batches of one size go through the model together.
    """
    losses = np.empty(len(batches))
    sizes = np.array([len(batch) for batch in batches])
    for size in np.unique(sizes):
        steps = np.flatnonzero(sizes == size)
        losses[steps] = model.loss(params[steps], np.array([batches[step] for step in steps]))
    return losses


def diverged_at(losses, limit):
    """The first step from which the loss stays above limit, or is no number, to the end; None if it comes back.

    >>> diverged_at(np.array([1.0, 9.0, 2.0, 8.0, np.inf, np.nan]), limit=5), diverged_at(np.array([9.0, 1.0]), limit=5)
    (3, None)
    """
    kept = np.flatnonzero(losses <= limit)
    first = int(kept[-1]) + 1 if len(kept) else 0
    return first if first < len(losses) else None
