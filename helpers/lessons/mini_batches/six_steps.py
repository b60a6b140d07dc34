"""Mini-batch SGD on twelve penguins as a list of six steps: where in the list each click is, and what is known there."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers import datasets
from helpers.caches import read_only
from helpers.models import LinearRegression
from helpers.optimizers import sgd
from helpers.problems.one_weight import Problem
from helpers.sampling import reshuffled
from helpers.training import diverged_at, train

LIST = (
    "divide the data into mini-batches",
    "pick a mini-batch",
    "feed it to the network",
    "calculate its mean gradient",
    "update the weight with it",
    "repeat 2 to 5 for the next mini-batch",
)
DIVIDE, PICK, FEED, GRADIENT, UPDATE, REPEAT = range(1, 7)  # as the list counts them
CLICKS = 130  # of the list; two epochs of batches of 1
SIZES = (1, 2, 3, 4, 5, 6, 8, 12)


@dataclass(frozen=True, eq=False)
class Moment:
    """What is known at one step of the list.

    now: the step of the list, 1 to 6.  epoch, position: which epoch, and which batch of it, from 0.  order: (N,), of this
    epoch.  count: batches of an epoch.  batch: (B,), empty while none is picked.  weights, full_losses: (T + 1,), the last
    is now.  before, after: the weight before and after the update with this batch.  worked: (3, B), of its examples the
    predictions, the losses and the gradients.  diverged: the update from which the run has, or None.
    """

    now: int
    epoch: int
    position: int
    order: np.ndarray
    count: int
    batch: np.ndarray
    weights: np.ndarray
    full_losses: np.ndarray
    before: float
    after: float
    worked: np.ndarray
    diverged: int | None


@lru_cache(maxsize=1)
def twelve():
    """Least squares without intercept on every 28th penguin, in standard units: small enough to see every example."""
    some = datasets.penguins(("flipper_length_mm",), "body_mass_g")
    some = datasets.standardised(datasets.Dataset(some.X[8::28], some.y[8::28], some.features, some.target))
    return Problem(LinearRegression(read_only(some.X), read_only(some.y)), -1.0, 2.5, -0.6, 1.3, "weight w of the model y ≈ wx")


@lru_cache(maxsize=8)
def run(learning_rate, batch_size, seed):
    """The batches, the weights (T + 1,) before and after each of them, the full losses there, and when it has diverged."""
    stage = twelve()
    batches = reshuffled(np.random.default_rng(seed), stage.model.n_examples, batch_size, CLICKS // 6 + 1)
    history = train(stage.model, sgd(), [stage.start], batches, learning_rate)
    losses = history.losses(stage.model)
    read_only(batches.order)
    return batches, read_only(history.params[:, 0]), read_only(losses), diverged_at(losses, limit=100 * stage.ceiling)


def place(step, batches):
    """Where in the list, and in the data, a click is: (step of the list 1 to 6, epoch, batch of the epoch).

    step: clicks so far.  batches: of an epoch. An epoch divides once (1), and takes 2 to 6 for each batch.

    >>> [place(step, batches=2)[0] for step in range(12)]
    [1, 2, 3, 4, 5, 6, 2, 3, 4, 5, 6, 1]
    """
    epoch, inside = divmod(step, 1 + 5 * batches)
    position, after = divmod(inside - 1, 5)
    return (DIVIDE, epoch, 0) if inside == 0 else (PICK + after, epoch, position)


def moment(learning_rate, batch_size, seed, step):
    """The Moment after so many clicks."""
    model = twelve().model
    batches, weights, losses, diverged = run(learning_rate, batch_size, seed)
    now, epoch, position = place(step, batches.steps_per_epoch)
    taken = epoch * batches.steps_per_epoch + position
    batch = batches[taken] if now >= PICK else batches[taken][:0]
    before, after = weights[taken], weights[taken + 1]
    past = slice(taken + 1 + (now == REPEAT))
    worked = np.empty((3, len(batch)))
    if len(batch):
        each = batch[:, None]
        worked[:] = model.predict([before], model.X[batch]), model.loss([before], each), model.gradient([before], each)[:, 0]
    return Moment(
        now=now,
        epoch=epoch,
        position=position,
        order=batches.order[epoch],
        count=batches.steps_per_epoch,
        batch=batch,
        weights=weights[past],
        full_losses=losses[past],
        before=before,
        after=after,
        worked=worked,
        diverged=diverged,
    )
