"""One weight walks down the loss of a batch that is new at each step: the path, and what is seen at one step of it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.optimizers import sgd
from helpers.problems.one_weight import problem
from helpers.sampling import reshuffled
from helpers.training import batch_losses, diverged_at, train

STEPS = 500


@dataclass(frozen=True, eq=False)
class Run:
    """One path, as long as the step slider. weights: (STEPS + 2,), the others (STEPS + 1,)."""

    weights: np.ndarray
    full_losses: np.ndarray
    batch_losses: np.ndarray
    diverged: int | None


def batch_sizes(n):
    """The powers of 2 below n, and n.

    >>> batch_sizes(10)
    [1, 2, 4, 8, 10]
    """
    return [*(2**k for k in range((n - 1).bit_length())), n]


@lru_cache(maxsize=8)
def batches(n, batch_size, seed):
    """At least STEPS + 1 batches, whole epochs. Every batch size sees the same shuffles."""
    epochs = -(-(STEPS + 1) // -(-n // batch_size))
    drawn = reshuffled(np.random.default_rng(seed), n, batch_size, epochs)
    read_only(drawn.order)
    return drawn


@lru_cache(maxsize=8)
def run(key, learning_rate, batch_size, start, seed):
    """The path of SGD, and the losses along it."""
    stage = problem(key)
    seen = [*batches(stage.model.n_examples, batch_size, seed)][: STEPS + 1]
    history = train(stage.model, sgd(), [start], seen, learning_rate)
    full_losses = history.losses(stage.model)[:-1]
    return Run(
        read_only(history.params[:, 0]),
        read_only(full_losses),
        read_only(batch_losses(stage.model, history.params[:-1], seen)),
        diverged_at(full_losses, limit=100 * stage.ceiling),
    )
