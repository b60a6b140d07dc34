"""What an epoch is: one pass over all the examples, and how many steps it takes."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers.apps._arguments import within
from helpers.sampling import reshuffled
from helpers.views.epoch import Epoch, Frame
from helpers.widgets import App, Player, row, slider

STEPS, MOST = 200, 64


@dataclass(frozen=True)
class State:
    """What the controls say."""

    n: int
    batch_size: int
    seed: int
    step: int


def epoch(n=50, batch_size=8, seed=0, step=0):
    """Counters of steps, epochs and examples seen, and each epoch as a row of its N examples in batches of B.

    n: 1 to 64 examples.  batch_size: 1 to 64; a batch holds at most all N.  seed: of the shuffling.  step: 0 to 200,
    the steps already taken.
    """
    within("n", n, 1, MOST, Integral)
    within("batch_size", batch_size, 1, MOST, Integral)
    within("seed", seed, 0, 99, Integral)
    within("step", step, 0, STEPS, Integral)
    controls = {
        "n": slider("examples N", n, 1, MOST),
        "batch_size": slider("batch size B", batch_size, 1, MOST),
        "seed": slider("shuffle seed", seed, 0, 99),
        "step": slider("step", step, 0, STEPS),
    }
    app = App("epoch", Epoch(), controls, State, compute, describe)
    player = Player(app, controls["step"])
    app.picture.interval = 400
    app.arrange(
        row(controls["n"], controls["batch_size"], controls["seed"]),
        row(controls["step"], *player.buttons),
        app.picture,
    )
    return app


@lru_cache(maxsize=8)
def batches(n, batch_size, seed):
    """At least STEPS + 1 batches, whole epochs."""
    epochs = STEPS // -(-n // batch_size) + 1
    return reshuffled(np.random.default_rng(seed), n, batch_size, epochs)


def compute(state):
    """State -> Frame."""
    size = min(state.batch_size, state.n)
    drawn = batches(state.n, size, state.seed)
    epochs, position = divmod(state.step, drawn.steps_per_epoch)
    return Frame(
        step=state.step,
        epoch=epochs + 1,
        seen=epochs * state.n + position * size,
        position=position,
        batch_size=size,
        order=drawn.order[epochs],
        batch=drawn[state.step],
        sum=in_words(state.n, size),
    )


def in_words(n, batch_size):
    """How many steps an epoch takes.

    >>> in_words(50, 8)
    'steps per epoch = ⌈50 / 8⌉ = 7:  6 batches of 8 and 1 of 2'
    """
    sizes = Counter(min(batch_size, n - first) for first in range(0, n, batch_size))
    (most, count), *short = sizes.items()
    parts = [f"{count} batch{'es' if count > 1 else ''} of {most}", *(f"1 of {size}" for size, _ in short)]
    return f"steps per epoch = ⌈{n} / {batch_size}⌉ = {sum(sizes.values())}:  {' and '.join(parts)}"


def describe(state, frame):
    """The picture in one line of words and numbers."""
    n, size = state.n, frame.batch_size
    all_of_them = f" (a batch holds at most all {n})" if state.batch_size > n else ""
    return (
        f"N = {n} examples, B = {size}{all_of_them}, {in_words(n, size).replace(':  ', ': ')}; step {state.step} of {STEPS}, "
        f"epoch {frame.epoch}, batch {frame.position + 1} of {-(-n // size)}, which holds {len(frame.batch)}; "
        f"{frame.seen} examples seen = {frame.epoch - 1} × {n} + {frame.seen - (frame.epoch - 1) * n}."
    )
