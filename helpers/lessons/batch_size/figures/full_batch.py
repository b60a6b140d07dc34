"""SGD beside gradient descent on one bowl, and the distance between them at each step: with B = N it is rounding."""

import numpy as np

from helpers.lessons.batch_size.descents import FEATURES, RUNS, SIZES, STEPS, compared, descent
from helpers.live import (
    LINE,
    TITLE,
    Axis,
    Band,
    Frame,
    Level,
    Line,
    Notice,
    Panel,
    Points,
    Settings,
    beside,
    between,
    choice,
    figure,
    powers,
    whole,
)
from helpers.live.curves import directions
from helpers.live.looks import BATCH, FULL, QUIET
from helpers.live.words import number
from helpers.problems.bowls import bowl, penguin_model
from helpers.training import diverged_at

RATES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
ORDERS = {False: "as they were shuffled", True: "sorted by number"}
ZERO, TOP, LIMIT = 1e-18, 1e3, 100.0  # where the axis of distances shows 0, and where it ends; a higher loss has diverged
ROUNDING = 2.0**-52  # between 1 and the next number that a computer has
FAR = 1e4  # what lies further away is drawn here

# Rings at the ends alone, and dots between, as those of descent are seen around those of SGD: near the minimum steps lie close
GD = Line("gradient descent", color=FULL, marker="o", ms=5.5, mew=0, lw=1.4, sample=dict(ms=7, mfc="white", mew=1.6))
SGD = Points("SGD, one run", color=BATCH, ms=3.5, mew=0, sample=dict(ms=5))
BEGINNING = Points(color=FULL, ms=10, mfc="white", mew=1.8)
GD_END, SGD_END = BEGINNING.but(mfc="none"), Points(color=BATCH, ms=6.5, mec="white", mew=0.6)
EXTENT = Band(f"{RUNS} runs, lowest to highest", sample=dict(lw=10))
SAME = Points("exactly 0", color=BATCH, marker="v", ms=8, mec="white", mew=0.4)
ONE_ROUNDING = Level("one rounding at 1, 2⁻⁵²", still=True, color=QUIET, lw=1.6, ls=(0, (5, 3)))
RINGS, JOINED = Line(still=True, color=QUIET, lw=1), Line(color=BATCH, lw=1, alpha=0.5)
APART, DIVERGED = Line(color=BATCH, lw=1), Notice()

BOWL = bowl(FEATURES)
GROUND = {RINGS: tuple(BOWL.rings.T), **directions(BOWL)}
PATHS = Panel(*(Axis(f"weight of {name}", *ends) for name, ends in zip(BOWL.names, BOWL.window)), height=(288, 270), equal=True)
DISTANCE = Panel(
    Axis("step", -0.02 * STEPS, 1.02 * STEPS),
    Axis("|w of SGD − w of descent|", ZERO / 8, TOP, log=True, ticks={ZERO: "0"} | powers(-15, 0, 3)),
    height=(288, 240),
)
EVERY = np.arange(STEPS + 1)


class Batches(Settings):
    """The controls of two descents, side by side."""

    batch_size: int = choice("batch size B", SIZES, 32)
    learning_rate: float = between("learning rate η", RATES, 0.2)
    in_order: bool = choice("examples in a batch", ORDERS, False, about="the order in which a batch is added up")
    seed: int = whole("seed of the shuffles", 0, 99)


@figure(
    beside(PATHS, DISTANCE, share=0.5),
    legend=(GD, SGD, EXTENT, SAME, ONE_ROUNDING),
    rows=("batch_size learning_rate", "in_order seed"),
)
def full_batch(s: Batches):
    """SGD and gradient descent from one start, least squares with two weights on 342 penguins, and how far they are apart."""
    straight, (paths, apart, losses) = descent(s.learning_rate), compared(**vars(s))
    n, path = penguin_model(FEATURES).n_examples, on_paper(paths[:, 0])
    diverged, (distance, low, high) = diverged_at(losses[:, 0], LIMIT), map(shown, (apart[:, 0], apart.min(1), apart.max(1)))
    steps, zero = -(-n // s.batch_size), distance == ZERO
    said = verdict(apart.max(), straight, int(np.sum(~(losses[-1] <= LIMIT))))
    over = {
        **GROUND,
        GD: on_paper(straight),
        JOINED: path,
        SGD: path,
        BEGINNING: on_paper(straight[0]),
        GD_END: on_paper(straight[-1]),
        SGD_END: path[:, -1],
        DIVERGED: None if diverged is None else f"SGD diverged at step {diverged}",
        TITLE: f"B = {s.batch_size} of N = {n}",
        LINE: f"{steps} step{'s' if steps > 1 else ''} an epoch, {STEPS} steps from the same start",
    }
    beneath = {
        ONE_ROUNDING: ROUNDING,
        EXTENT: (EVERY, low, high),
        APART: (EVERY, distance),
        SGD: (EVERY[~zero], distance[~zero]),
        SAME: (EVERY[zero], distance[zero]),
        TITLE: "how far SGD is from gradient descent",
        LINE: said,
    }
    words = (
        f"least squares on penguins, two weights: η = {number(s.learning_rate)}, B = {s.batch_size} of N = {n}, "
        f"{steps} steps an epoch, {STEPS} steps from the same start, the examples of a batch {ORDERS[s.in_order]}: {RUNS} runs "
        f"of SGD beside gradient descent, {said}"
    )
    words += "." if diverged is None else f"; the run shown diverged at step {diverged}."
    return Frame({PATHS: over, DISTANCE: beneath}, words)


def on_paper(path):
    """The path (T + 1, 2), or one place (2,), as (x, y), within what can be drawn."""
    return np.clip(np.nan_to_num(path, nan=FAR), -FAR, FAR).T


def shown(distance):
    """Distances that the log axis can hold."""
    return np.clip(np.nan_to_num(distance, nan=np.inf), ZERO, 1e9)


def verdict(largest, straight, lost):
    """What the largest distance of all runs and steps comes to."""
    if largest == 0:
        return "largest distance 0: the same to the last bit"
    if largest < 1e-12 * np.abs(straight).max():
        return "largest distance below 10⁻¹² of w: rounding"
    return f"{lost} of {RUNS} runs diverged" if lost else f"largest distance {number(largest)}"
