"""The largest stable learning rate against the batch size: theory, marks of what runs do, and the runs at one place."""

import numpy as np

from helpers.lessons.noise_costs.stability import RATES, RUNS, SIZES, STEPS, factor, forecast, growth, limits, runs, seen, sides
from helpers.live import Frame, Line, Measured, Points, beside, figure
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.panel import TITLE, Axis, Panel, powers
from helpers.live.settings import Settings, between, choice, whole
from helpers.live.words import number, rounded

LOW, HIGH = 1e-4, 1e4  # the ends of the axis of squared distances
N = SIZES[-1]

THEORY = Line("theory", color=TANGENT, lw=4.5)
LIMIT = THEORY.but(still=True)
GROWS = Points("measured: grows", color=BATCH, marker="^", ms=8, mec="white", mew=0.6)
SHRINKS = Points("shrinks", marker="v", ms=8, mfc="white", mec=SHADES[4], mew=1.8)
OPEN = Points("too close to call", color=QUIET, marker="_", ms=9, mew=2)
HERE = Points("your η and B", ms=15, mfc="none", mec=FULL, mew=2.6)
STAR = dict(color=FULL, marker="*", ms=17, mec="white", mew=0.8, clip_on=False)
FULL_BATCH = Points("limit of gradient descent", **STAR, sample=dict(ms=15))
MEAN = Measured(f"mean of {RUNS} runs", color=BATCH, ms=6, mew=0, bars={"lw": 1.4})
MEDIAN = Line("median run", color=FULL, lw=2, ls=(0, (4, 2)))

MAP = Panel(
    Axis("batch size B", 0.82, 1.25 * N, log=True, ticks=[size for size in SIZES if size.bit_count() == 1]),
    Axis("learning rate η", 0, 1.28),
    left=58,
    height=(292, 274),
)
FATE = Panel(
    Axis("step", -0.03 * STEPS, 1.03 * STEPS),
    Axis("squared distance, start = 1", LOW, HIGH, log=True, ticks=powers(-4, 4, 2)),
    height=(292, 234),
)


class Place(Settings):
    """The controls: a place on the map."""

    learning_rate: float = between("learning rate η", RATES, 0.8)
    batch_size: int = choice("batch size B", SIZES, 8)
    seed: int = whole("seed of the draws", 0, 99)


@figure(
    beside(MAP, FATE, share=0.53),
    rows=("learning_rate batch_size", "seed"),
    legend=(THEORY, GROWS, SHRINKS, OPEN, HERE, FULL_BATCH, MEAN, MEDIAN),
)
def stable(s: Place):
    """The largest stable learning rate of SGD against the batch size, and 300 runs at one η and B.

    Least squares of the body mass of 64 penguins on their flipper length, (wx - y)², its curvature 2; each step draws a fresh
    batch without replacement.
    """
    measured, error = growth(s.learning_rate, seen(s.batch_size, s.seed)[0])
    expected, bounds = factor(s.learning_rate, s.batch_size), limits()
    limit = bounds[SIZES.index(s.batch_size)]
    grows, shrinks, unsure = sides(s.seed)
    squares, steps = runs(s.learning_rate, s.batch_size, s.seed), np.arange(STEPS + 1)
    mean, median = squares.mean(1), np.median(squares, axis=1)
    paper = LOW / 100, 100 * HIGH  # what lies far off the picture is drawn just off it
    where = {
        LIMIT: (SIZES, bounds),
        GROWS: grows,
        SHRINKS: shrinks,
        OPEN: unsure,
        FULL_BATCH: (N, bounds[-1]),
        HERE: (s.batch_size, s.learning_rate),
        TITLE: f"B = {s.batch_size}: stable below η = {number(limit)}",
    }
    what = {
        THEORY: (steps, np.clip(forecast(s.learning_rate, s.batch_size), *paper)),
        MEDIAN: (steps, np.clip(median, *paper)),
        MEAN: (steps, mean, squares.std(1) / np.sqrt(RUNS), paper),
        TITLE: f"× {measured:.3f} ± {2 * error:.3f} a step, theory {expected:.3f}",
    }
    words = (
        f"body mass ≈ w × flipper length, 64 penguins, {RUNS} runs: η = {number(s.learning_rate)}, B = {s.batch_size}; "
        f"a step multiplies the mean squared distance by {measured:.3f} ± {2 * error:.3f} (two standard errors), "
        f"theory {expected:.3f}; after {STEPS} steps the mean is {rounded(mean[-1], 3)} times the start, "
        f"the median {rounded(median[-1], 3)} times; "
        f"largest stable η for this B {number(limit)}, of gradient descent {number(bounds[-1])}."
    )
    return Frame({MAP: where, FATE: what}, words)
