"""Twenty rounds in the place of SGD: the loss that is hidden, the batch of each round, and what the scores are held against."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from helpers import datasets
from helpers.caches import read_only
from helpers.lessons.magic.walk import batches
from helpers.models import SineRegression
from helpers.optimizers import sgd
from helpers.problems.one_weight import Problem
from helpers.problems.valleys import wide
from helpers.training import train
from helpers.types import Array, Batch, Indices, Model

ROUNDS, RATE = 20, 0.4  # rounds of a game; the learning rate of those it is compared with
REACH = 0.75  # how far one sees to each side, and may go
DATA = {"sine": "sin(wx), toy data", "new": "sin(wx), new data for each seed"}
AWAY = (1.7, 2.7)  # how far the deep valley of new data is from their start
LEVEL = 1e-9  # losses that are no further apart are level


def hidden(data: str, seed: int) -> Problem:
    """The problem whose full loss is hidden: that of the course's toy data, or one of new data that nobody has seen."""
    return wide("sine") if data == "sine" else _new(seed)


@lru_cache(maxsize=8)
def _new(seed: int) -> Problem:
    """Another wave for each seed: its deep valley is on one side of the start or on the other."""
    rng, middle = np.random.default_rng(seed), (wide("sine").low + wide("sine").high) / 2
    wave = middle + rng.choice((-1, 1)) * rng.uniform(*AWAY)
    data = datasets.sine(n=64, frequency=wave, noise=0.3, seed=seed)
    model = SineRegression(read_only(data.X[:, 0]), read_only(data.y))
    return Problem(model, wide("sine").low, wide("sine").high, round(middle, 2), 1.5, wide("sine").weight_label)


def dealt(n: int, batch_size: int, seed: int) -> list[Indices]:
    """The batch of each round: the first ones of the flagship's shuffles."""
    drawn: list[Indices] = batches(n, batch_size, seed)[:ROUNDS]
    return drawn


def descents(model: Model, start: float, seen: list[Indices]) -> dict[str, Array]:
    """The weights (ROUNDS + 1,) of SGD on the batches seen, and of gradient descent, both from the same start."""
    walks: dict[str, Sequence[Batch]] = {"SGD": seen, "gradient descent": [None] * ROUNDS}
    return {name: train(model, sgd(), [start], each, RATE).params[:, 0] for name, each in walks.items()}


def verdict(yours: float, others: Mapping[str, float]) -> str:
    """How a full loss compares with those of others, {name: loss}, in words.

    >>> verdict(0.1, {"SGD": 0.9, "gradient descent": 0.9}), verdict(0.9, {"SGD": 0.9, "gradient descent": 0.1})
    ('lower than SGD and gradient descent', 'level with SGD, higher than gradient descent')
    """
    said = {
        "lower than": [name for name, loss in others.items() if yours < loss - LEVEL],
        "level with": [name for name, loss in others.items() if abs(yours - loss) <= LEVEL],
        "higher than": [name for name, loss in others.items() if yours > loss + LEVEL],
    }
    return ", ".join(f"{how} {' and '.join(names)}" for how, names in said.items() if names)
