"""One step from one place: the loss that it leaves, against the rate; and the best rate, against the batch size."""

from dataclasses import dataclass

import numpy as np

from helpers.views.heading import heading, place_heading
from helpers.views.measured import Measured
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, TANGENT, number, style

SIZES = (0.75, 1400)  # the ends of the axis of batch sizes
NOISELESS = dict(color=FULL, lw=2.6)
THEORY = dict(color=TANGENT, lw=3.6)
MEASURED = dict(color=BATCH, marker="o", ms=7, mec="white", mew=0.8)
BEST = dict(color=FULL, marker="v", ms=12, mec="white", mew=1.2, ls="")
SCALE = dict(color=SHADES[5], lw=1.8, ls=(0, (4, 2)))


@dataclass(frozen=True, eq=False)
class BestStepFrame:
    """What one frame shows. G rates of the lines, M rates measured, S batch sizes measured, K of the line.

    gain: what the best step without noise takes from the loss, the unit of all changes of it.  rates, expected, noiseless:
    (G,).  marks, mean, error: (M,).  best, best_change: of theory, at this batch size.  sizes, bests, best_errors: (S,).
    every, line: (K,).  top: the best rate without noise.  noise_scale: the batch size at which it is halved.
    """

    batch_size: int
    gain: float
    rates: np.ndarray
    expected: np.ndarray
    noiseless: np.ndarray
    marks: np.ndarray
    mean: np.ndarray
    error: np.ndarray
    best: float
    best_change: float
    sizes: np.ndarray
    bests: np.ndarray
    best_errors: np.ndarray
    every: np.ndarray
    line: np.ndarray
    top: float
    noise_scale: float

    @property
    def now(self):
        """(measured, its standard error) of the best rate at this batch size."""
        (place,) = np.flatnonzero(self.sizes == self.batch_size)
        return self.bests[place], self.best_errors[place]


class BestStep(Sheet):
    """The loss after the step on the left, the best rates on the right."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SHADES[5])

    def __init__(self):
        super().__init__()
        self.loss, self.best = self.add(LossAfter(self.axes())), self.add(Best(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(NOISELESS, "all examples: no noise"),
                Name(THEORY, "theory for batches"),
                Name(dict(MEASURED, ls=""), "measured (± 2 standard errors)"),
                Name(BEST, "the best rate for this B"),
                Name(SCALE, "noise scale: half of η_max"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            first, second = (72, top + 50, points - 16, top + 290), (72, top + 396, points - 16, top + 626)
            return top + 674, {self.names: (16, 0, points - 16, top), self.loss: first, self.best: second}
        split, height = round(0.5 * points), top + 386
        first, second = (72, top + 50, split, height - 48), (split + 78, top + 50, points - 16, height - 48)
        return height, {self.names: (30, 0, points - 16, top), self.loss: first, self.best: second}

    def still_key(self, frame):
        return round(frame.top, 9)


class LossAfter:
    """The mean full loss after one step against its rate: a parabola without noise, a steeper one with."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xlabel="learning rate η of this step", ylabel="mean change of the loss", ylim=(-1.15, 1.5))
        axes.set_yticks([-1, -0.5, 0, 0.5, 1, 1.5])
        axes.axhline(0, color=QUIET, lw=1.4)
        (self.noiseless,) = axes.plot([], [], **NOISELESS)
        (self.theory,) = axes.plot([], [], **THEORY, animated=True)
        self.measured = Measured(axes, **MEASURED)
        (self.at,) = axes.plot([], [], color=FULL, lw=1.4, ls=(0, (1, 1.5)), animated=True)
        (self.point,) = axes.plot([], [], **BEST, clip_on=False, animated=True)
        self.title, self.line = self.labels = heading(axes)
        self.moving = [self.theory, self.at, *self.measured.moving, self.point]

    def set_still(self, frame):
        last = frame.rates[-1]
        self.axes.set_xlim(-0.02 * last, last)
        self.noiseless.set_data(frame.rates, frame.noiseless)
        place_heading(self.title, self.line)

    def update(self, frame):
        self.theory.set_data(frame.rates, frame.expected)
        self.measured.set(frame.marks, frame.mean, frame.error)
        self.at.set_data([frame.best] * 2, [frame.best_change, self.axes.get_ylim()[0]])
        self.point.set_data([frame.best], [frame.best_change + 0.09])
        self.title.set_text(f"one step with B = {frame.batch_size}: at best {number(round(frame.best_change, 3))}")
        self.line.set_text(f"unit: what the best step without noise gains, {number(frame.gain)}")


class Best:
    """The best rate against the batch size: it saturates at the rate without noise, and is half of it at the noise scale."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", xlim=SIZES, xlabel="batch size B", ylabel="best learning rate")
        ticks = 4 ** np.arange(6)
        axes.set_xticks(ticks, ticks.astype(str))
        axes.set_xticks([], minor=True)
        (self.top,) = axes.plot([], [], **NOISELESS)
        self.said = axes.text(0.02, 0, "", transform=axes.get_yaxis_transform(), va="bottom", size=12, color=FULL)
        (self.scale,) = axes.plot([], [], **SCALE, animated=True)
        (self.line,) = axes.plot([], [], **THEORY, animated=True)
        self.measured = Measured(axes, **MEASURED)
        (self.here,) = axes.plot([], [], **BEST, clip_on=False, animated=True)
        self.title, self.words = self.labels = heading(axes)
        self.moving = [self.scale, self.line, *self.measured.moving, self.here]

    def set_still(self, frame):
        self.axes.set_ylim(0, 1.25 * frame.top)
        self.top.set_data(SIZES, [frame.top] * 2)
        self.said.set(y=1.03 * frame.top, text=f"η_max = {number(frame.top)}")
        place_heading(self.title, self.words)

    def update(self, frame):
        scale, half = frame.noise_scale, 0.5 * frame.top
        self.scale.set_data([SIZES[0], scale, scale], [half, half, 0])
        self.line.set_data(frame.every, frame.line)
        self.measured.set(frame.sizes, frame.bests, frame.best_errors)
        self.here.set_data([frame.batch_size], [frame.best + 0.06 * frame.top])
        self.title.set_text(f"the noise scale here is {number(round(scale, 1))}")
        measured, error = frame.now
        self.words.set_text(f"best η: {number(measured)} ± {2 * error:.2g},  theory {number(frame.best)}")
