"""What removes the noise floor: a rate that falls, the mean of the iterates, batches that grow."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import schedules
from helpers.apps._arguments import one_of, within
from helpers.apps.oscillation import expected
from helpers.apps.sixty_four import N, batch_means, masses, walk
from helpers.views.cures import Cures, CuresFrame
from helpers.views.style import number
from helpers.widgets import App, choice_slider, menu, round_numbers, row, slider

CURVATURE = 2  # of the loss mean (w - y)²
SCHEDULES = {  # {name: a function of η}
    "1/t": lambda rate: schedules.inverse_time(rate, decay=CURVATURE * rate),
    "step decay": lambda rate: schedules.step_decay(rate, every=STEPS // 4, factor=0.25),
    "cosine": lambda rate: schedules.cosine(rate, steps=STEPS),
}
RUNS, STEPS, STAGE = 100, 512, 64  # runs, steps of each, and steps after which growing batches double, up to N
SIZES, RATES = (1, 2, 4), tuple(rate for rate in round_numbers(-2, 0) if 0.02 <= rate <= 0.8)
STARTS = (0, 8, 16, 32, 64, 128, 256)
START = -2.2  # from the minimum


@dataclass(frozen=True)
class State:
    """What the controls say."""

    schedule: str
    average_from: int
    learning_rate: float
    batch_size: int
    seed: int


def cures(schedule="1/t", average_from=32, learning_rate=0.2, batch_size=1, seed=0):
    """The full loss above its minimum, mean of 100 runs: constant rate, falling rate, averaged iterates, growing batches.

    The loss is that of a guess w of the body mass of 64 penguins, mean (w - y)²; batches are drawn with replacement.
    schedule: 1/t, step decay or cosine.  average_from: the step from which the iterates are averaged.
    learning_rate: 0.02 to 0.8.  batch_size: 1, 2 or 4, at the start of those that grow.  seed: of the draws.
    """
    one_of("schedule", schedule, [*SCHEDULES])
    one_of("average_from", average_from, STARTS)
    one_of("batch_size", batch_size, SIZES)
    within("learning_rate", learning_rate, RATES[0], RATES[-1])
    within("seed", seed, 0, 99, Integral)
    controls = {
        "schedule": menu("falling η", schedule, {name: name for name in SCHEDULES}),
        "average_from": choice_slider("average from step", average_from, STARTS),
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "batch_size": choice_slider("batch size B", batch_size, SIZES),
        "seed": slider("seed of the draws", seed, 0, 99),
    }
    app = App("cures", Cures(), controls, State, compute, describe)
    app.arrange(
        row(controls["schedule"], controls["average_from"]),
        row(controls["learning_rate"], controls["batch_size"], controls["seed"]),
        app.picture,
    )
    return app


def sizes(batch_size, growing):
    """The batch size of each step, (STEPS,): constant, or twice as large after each STAGE steps, up to N."""
    doublings = np.arange(STEPS) // STAGE if growing else np.zeros(STEPS, dtype=int)
    return np.minimum(batch_size * 2**doublings, N)


@lru_cache(maxsize=8)
def _seen(batch_size, growing, seed):
    """What each update sees of its batch: h and m, each (STEPS, RUNS), of batches drawn with replacement."""
    rng, stages = np.random.default_rng(seed), []
    for size in sizes(batch_size, growing)[::STAGE]:
        stages.append(batch_means(masses(), rng.integers(N, size=(STAGE, RUNS, size), dtype=np.uint8)))
    return [np.concatenate(each) for each in zip(*stages)]


@lru_cache(maxsize=16)
def _paths(learning_rate, schedule, batch_size, growing, seed):
    """The distances of the runs from the minimum, (STEPS + 1, RUNS); schedule is None for a constant rate."""
    rate = SCHEDULES[schedule](learning_rate) if schedule else schedules.constant(learning_rate)
    return walk(START, np.array([[rate(step)] for step in range(STEPS)]), *_seen(batch_size, growing, seed))


def averaged(paths, start):
    """The mean of the iterates from step `start` to each later step, as `History.average` has it; before it, the iterate.

    paths: (T + 1, ...) -> (T + 1, ...)
    """
    counts = np.arange(1, len(paths) - start + 1).reshape(-1, *[1] * (paths.ndim - 1))
    return np.concatenate([paths[:start], np.cumsum(paths[start:], axis=0) / counts])


def compute(state):
    """State -> CuresFrame."""
    rate, size, seed = state.learning_rate, state.batch_size, state.seed
    constant = _paths(rate, None, size, False, seed)
    runs = {
        "constant": constant,
        "schedule": _paths(rate, state.schedule, size, False, seed),
        "averaged": averaged(constant, state.average_from),
        "growing": _paths(rate, None, size, True, seed),
    }
    squares = {name: distances**2 for name, distances in runs.items()}  # the excess loss: the mean of x² is 1
    seen = {name: int(sizes(size, name == "growing").sum()) for name in runs}
    return CuresFrame(
        losses={name: square.mean(1) for name, square in squares.items()},
        errors={name: 2 * square.std(1) / np.sqrt(RUNS) for name, square in squares.items()},
        examples=seen,
        floor=float(expected("mean", "independent", rate, size)),
        names={"constant": "constant", "schedule": state.schedule, "averaged": "averaged", "growing": "growing B"},
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    words = {
        "constant": "constant",
        "schedule": f"falling ({state.schedule})",
        "averaged": f"averaged from step {state.average_from}",
        "growing": "growing batches",
    }
    ends = ", ".join(
        f"{words[name]} {number(losses[-1])} ± {number(float(f'{frame.errors[name][-1]:.2g}'))}"
        for name, losses in frame.losses.items()
    )
    return (
        f"a guess w of the body mass, 64 penguins, {RUNS} runs: η = {number(state.learning_rate)}, B = {state.batch_size}; "
        f"full loss above the minimum after {STEPS} steps (two standard errors): {ends}; "
        f"floor of a constant η in theory {number(frame.floor)}."
    )
