"""What removes the noise floor: a rate that falls, the mean of the iterates, batches that grow."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers import schedules
from helpers.caches import read_only
from helpers.lessons.noise_costs.floor import START, expected
from helpers.problems.sixty_four import N, batch_means, masses, walk

CURVATURE = 2  # of the loss mean (w - y)²
SCHEDULES = {  # {name: a function of η}
    "1/t": lambda rate: schedules.inverse_time(rate, decay=CURVATURE * rate),
    "step decay": lambda rate: schedules.step_decay(rate, every=STEPS // 4, factor=0.25),
    "cosine": lambda rate: schedules.cosine(rate, steps=STEPS),
}
RUNS, STEPS, STAGE = 100, 512, 64  # runs, steps of each, and steps after which growing batches double, up to N
SIZES = (1, 2, 4)
STARTS = (0, 8, 16, 32, 64, 128, 256)


@dataclass(frozen=True, eq=False)
class Compared:
    """losses, errors: {method: (T + 1,)}, the mean excess loss and twice its standard error.

    examples: {method: how many the T steps have seen}.  floor: of the constant rate in theory.  names: {method: words}.
    """

    losses: dict
    errors: dict
    examples: dict
    floor: float
    names: dict


def sizes(batch_size, growing):
    """The batch size of each step, (STEPS,): constant, or twice as large after each STAGE steps, up to N."""
    doublings = np.arange(STEPS) // STAGE if growing else np.zeros(STEPS, dtype=int)
    return np.minimum(batch_size * 2**doublings, N)


@lru_cache(maxsize=8)
def _seen(batch_size, growing, seed):
    """What each update sees of its batch: h and m, each (STEPS, RUNS), of batches drawn with replacement."""
    rng, stages = np.random.default_rng(seed), []
    for size in sizes(batch_size, growing)[::STAGE]:
        drawn = np.frombuffer(rng.bytes(STAGE * RUNS * size), np.uint8) >> 2  # six random bits: one of N = 64
        stages.append(batch_means(masses(), drawn.reshape(STAGE, RUNS, size).astype(int)))
    return tuple(read_only(np.concatenate(each)) for each in zip(*stages))


@lru_cache(maxsize=16)
def paths(learning_rate, schedule, batch_size, growing, seed):
    """The distances of the runs from the minimum, (STEPS + 1, RUNS); schedule is None for a constant rate."""
    rate = SCHEDULES[schedule](learning_rate) if schedule else schedules.constant(learning_rate)
    return read_only(walk(START, np.array([[rate(step)] for step in range(STEPS)]), *_seen(batch_size, growing, seed)))


def averaged(paths, start):
    """The mean of the iterates from step `start` to each later step, as `History.average` has it; before it, the iterate.

    paths: (T + 1, ...) -> (T + 1, ...)
    """
    counts = np.arange(1, len(paths) - start + 1).reshape(-1, *[1] * (paths.ndim - 1))
    return np.concatenate([paths[:start], np.cumsum(paths[start:], axis=0) / counts])


def compared(schedule="1/t", average_from=32, learning_rate=0.2, batch_size=1, seed=0):
    """The constant rate and its three cures, all from one start."""
    constant = paths(learning_rate, None, batch_size, False, seed)
    runs = {
        "constant": constant,
        "schedule": paths(learning_rate, schedule, batch_size, False, seed),
        "averaged": averaged(constant, average_from),
        "growing": paths(learning_rate, None, batch_size, True, seed),
    }
    squares = {name: distances**2 for name, distances in runs.items()}  # the excess loss: the mean of x² is 1
    return Compared(
        losses={name: square.mean(1) for name, square in squares.items()},
        errors={name: 2 * square.std(1) / np.sqrt(RUNS) for name, square in squares.items()},
        examples={name: int(sizes(batch_size, name == "growing").sum()) for name in runs},
        floor=float(expected("mean", "independent", learning_rate, batch_size)),
        names={"constant": "constant", "schedule": schedule, "averaged": "averaged", "growing": "growing B"},
    )
