"""The largest stable learning rate against the batch size: theory, marks of what runs do, and the runs at one place."""

from dataclasses import dataclass

import numpy as np

from helpers.views.descent import heading, power_of_ten
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, TANGENT, number, style

THEORY = dict(color=TANGENT, lw=4.5)
GROWS = dict(color=BATCH, marker="^", ms=8, mec="white", mew=0.6, ls="")
SHRINKS = dict(marker="v", ms=8, mfc="white", mec=SHADES[4], mew=1.8, ls="")
OPEN = dict(color=QUIET, marker="_", ms=9, mew=2, ls="")
HERE = dict(marker="o", ms=15, mfc="none", mec=FULL, mew=2.6, ls="")
DISTANCES = (1e-4, 1e4)  # the ends of the axis of squared distances


@dataclass(frozen=True, eq=False)
class StableFrame:
    """What one frame shows.

    sizes, limits: (G,), theory's largest stable rate for each batch size.  grid: (M, 2), places (B, η), and growth,
    error: (M,), the mean factor of the squared distance in a step there and its standard error.  batch_size,
    learning_rate: the chosen place; factor: (measured, its standard error, theory) there.
    mean, mean_error, median, theory: (T + 1,), of the squared distance over its start.
    """

    n: int
    sizes: np.ndarray
    limits: np.ndarray
    grid: np.ndarray
    growth: np.ndarray
    error: np.ndarray
    batch_size: int
    learning_rate: float
    factor: tuple
    mean: np.ndarray
    mean_error: np.ndarray
    median: np.ndarray
    theory: np.ndarray


class Stable(Sheet):
    """The map of B and η on the left, the runs at the chosen place on the right."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SHADES[4])

    def __init__(self):
        super().__init__()
        self.map, self.runs = self.add(_Map(self.axes())), self.add(_Runs(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(THEORY, "theory"),
                Name(GROWS, "measured: grows"),
                Name(SHRINKS, "shrinks"),
                Name(OPEN, "too close to call"),
                Name(HERE, "your η and B"),
                Name(dict(color=FULL, marker="*", ms=15, mec="white", mew=0.8, ls=""), "limit of gradient descent"),
                Name(dict(color=BATCH, marker="o", ms=6, mew=0, ls=""), "mean of 300 runs"),
                Name(dict(color=FULL, lw=2, ls=(0, (4, 2))), "median run"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            first, second = (58, top + 26, points - 16, top + 300), (64, top + 376, points - 16, top + 610)
            return top + 658, {self.names: (16, 0, points - 16, top), self.map: first, self.runs: second}
        split, height = round(0.54 * points) - 10, top + 366
        first, second = (58, top + 26, split, height - 48), (split + 74, top + 26, points - 16, height - 48)
        return height, {self.names: (58, 0, points - 16, top), self.map: first, self.runs: second}

    def still_key(self, frame):
        return None


class _Map:
    """B and η: where the mean squared distance grows, and where it shrinks."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", xlabel="batch size B", ylabel="learning rate η", ylim=(0, 1.28))
        moving = dict(animated=True)
        (self.limit,) = axes.plot([], [], **THEORY)
        self.marks = [axes.plot([], [], **look, **moving)[0] for look in (GROWS, SHRINKS, OPEN)]
        (self.full,) = axes.plot([], [], "*", ms=17, color=FULL, mec="white", mew=0.8, clip_on=False, **moving)
        (self.here,) = axes.plot([], [], **HERE, **moving)
        self.title = heading(axes, **moving)
        self.moving, self.labels = [*self.marks, self.full, self.here], [self.title]

    def set_still(self, frame):
        self.axes.set_xlim(0.82, 1.25 * frame.n)
        ticks = [size for size in frame.sizes if size & (size - 1) == 0 or size == frame.n]
        self.axes.set_xticks(ticks, [str(tick) for tick in ticks])
        self.axes.minorticks_off()
        self.limit.set_data(frame.sizes, frame.limits)
        self.full.set_data([frame.n], [frame.limits[-1]])

    def update(self, frame):
        grows, shrinks = frame.growth - 2 * frame.error > 1 + 1e-9, frame.growth + 2 * frame.error < 1 - 1e-9
        for mark, chosen in zip(self.marks, (grows, shrinks, ~grows & ~shrinks)):
            mark.set_data(*frame.grid[chosen].T)
        self.here.set_data([frame.batch_size], [frame.learning_rate])
        limit = frame.limits[list(frame.sizes).index(frame.batch_size)]
        self.title.set_text(f"B = {frame.batch_size}: stable below η = {number(limit)}")


class _Runs:
    """The mean squared distance of the runs at the chosen place, step by step."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(yscale="log", ylim=DISTANCES, xlabel="step", ylabel="squared distance, start = 1")
        powers = range(-4, 5, 2)
        axes.set_yticks([10.0**power for power in powers], [power_of_ten(power) for power in powers])
        axes.minorticks_off()
        moving = dict(animated=True)
        (self.theory,) = axes.plot([], [], **THEORY, **moving)
        (self.median,) = axes.plot([], [], color=FULL, lw=2, ls=(0, (4, 2)), **moving)
        (self.bars,) = axes.plot([], [], color=BATCH, lw=1.4, **moving)
        (self.mean,) = axes.plot([], [], "o", ms=6, mew=0, color=BATCH, **moving)
        self.title = heading(axes, **moving)
        self.moving, self.labels = [self.theory, self.median, self.bars, self.mean], [self.title]

    def set_still(self, frame):
        last = len(frame.mean) - 1
        self.axes.set_xlim(-0.03 * last, 1.03 * last)

    def update(self, frame):
        low, high = DISTANCES[0] / 100, 100 * DISTANCES[1]
        steps = np.arange(len(frame.mean))
        for line, values in ((self.theory, frame.theory), (self.median, frame.median), (self.mean, frame.mean)):
            line.set_data(steps, np.clip(values, low, high))
        ends = [np.clip(frame.mean + sign * 2 * frame.mean_error, low, high) for sign in (-1, 1)]
        self.bars.set_data(np.repeat(steps, 3), np.stack([*ends, np.full(len(steps), np.nan)], axis=1).ravel())
        measured, error, theory = frame.factor
        self.title.set_text(f"× {measured:.3f} ± {2 * error:.3f} a step, theory {theory:.3f}")
