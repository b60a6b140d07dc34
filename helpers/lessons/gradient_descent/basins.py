"""Gradient descent from many starts at once, and the valley in which each ends."""

from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.optimizers import sgd
from helpers.problems.one_weight import problem
from helpers.problems.valleys import valleys
from helpers.training import train

STEPS, LAST = 50, 15  # of a path, and those of its end that must stay in one valley
ELSEWHERE = -1


@lru_cache(maxsize=8)
def paths(key, learning_rate, starts):
    """Gradient descent from all starts at once, (STEPS + 1, S); the valley where each ends, a number or ELSEWHERE, (S,);
    and whether it never comes to rest there, (S,).
    """
    model, (_, bounds) = problem(key).model, valleys(key)
    weights = train(model, sgd(), np.array(starts)[:, None], [None] * STEPS, learning_rate).params[..., 0]
    tail = weights[-LAST:, :, None]
    stays = ((bounds[:, 0] < tail) & (tail < bounds[:, 1])).all(0)  # (S, M)
    ends = np.where(stays.any(1), stays.argmax(1), ELSEWHERE)
    with np.errstate(invalid="ignore", over="ignore"):
        moves = np.diff(weights[-6:], axis=0)
        turns = (moves[1:] * moves[:-1] < 0).any(0)
        restless = (ends != ELSEWHERE) & turns & (np.abs(moves).max(0) > 0.01)
    return read_only(weights), read_only(ends), read_only(restless)


def path(key, learning_rate, start, starts):
    """The same of one start: (STEPS + 1,) weights, its valley, and whether it is restless. starts: may hold it already."""
    here = np.flatnonzero(np.isclose(starts, start))
    place, among = (here[0], starts) if len(here) else (0, (start,))
    return tuple(part[..., place] for part in paths(key, learning_rate, among))
