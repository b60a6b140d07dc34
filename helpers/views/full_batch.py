"""A run of SGD beside gradient descent: both paths over the bowl, and the distance between them at each step."""

from dataclasses import dataclass

import numpy as np

from helpers.views.descent import notice, power_of_ten, say
from helpers.views.heading import heading, place_heading
from helpers.views.learning_rate import Bowl, Contours
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, style

ZERO, TOP = 1e-18, 1e3  # where the axis of distances shows 0, and where it ends
ROUNDING = 2.0**-52  # between 1 and the next number that a computer has
GD = dict(color=FULL, marker="o", ms=8.5, mfc="white", mew=1.8, lw=1.4)
SGD = dict(color=BATCH, marker="o", ms=5, mec="white", mew=0.4, ls="")
SAME = dict(color=BATCH, marker="v", ms=8, mec="white", mew=0.4, ls="")


@dataclass(frozen=True, eq=False)
class FullBatchFrame:
    """What one frame shows. T steps, R runs.

    descent, path: (T + 1, 2) weights of gradient descent and of one run of SGD.  distance: (T + 1,) between the two.
    low, high: (T + 1,) the least and the largest such distance of R runs.  diverged: the step at which the run has, or None.
    """

    bowl: Bowl
    batch_size: int
    n: int
    steps_per_epoch: int
    descent: np.ndarray
    path: np.ndarray
    distance: np.ndarray
    low: np.ndarray
    high: np.ndarray
    runs: int
    verdict: str
    diverged: int | None


class FullBatch(Sheet):
    """The paths on the left, their distance on the right."""

    inks = (FULL, BATCH, QUIET, GRID, SHADES[0])

    def __init__(self):
        super().__init__()
        self.paths, self.distance = self.add(Paths(self.axes())), self.add(Distance(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(GD, ls=""), "gradient descent"),
                Name(SGD, "SGD, one run"),
                Name(dict(color=SHADES[0], lw=10, solid_capstyle="butt"), "50 runs, lowest to highest"),
                Name(SAME, "exactly 0"),
                Name(dict(color=QUIET, lw=1.6, ls=(0, (5, 3))), "one rounding at 1, 2⁻⁵²"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            first, second = (66, top + 50, points - 16, top + 320), (66, top + 426, points - 16, top + 666)
            return top + 714, {self.names: (16, 0, points - 16, top), self.paths: first, self.distance: second}
        split, height = round(0.5 * points), top + 386
        first, second = (66, top + 50, split, height - 48), (split + 78, top + 50, points - 16, height - 48)
        return height, {self.names: (30, 0, points - 16, top), self.paths: first, self.distance: second}

    def still_key(self, frame):
        return None


class Paths(Contours):
    """Lines of equal full loss, the path of gradient descent, and that of SGD over it."""

    def __init__(self, axes):
        super().__init__(axes)
        self.ellipses.set(color=QUIET, lw=1)
        moving = dict(animated=True)
        (self.descent,) = axes.plot([], [], **GD, **moving)
        (self.steps,) = axes.plot([], [], color=BATCH, lw=1, alpha=0.5, **moving)
        (self.sgd,) = axes.plot([], [], **SGD, **moving)
        self.notice = notice(axes)
        self.title, self.line = self.labels = heading(axes)
        self.moving = [self.descent, self.steps, self.sgd, self.notice]

    def set_still(self, frame):
        super().set_still(frame)
        place_heading(self.title, self.line)

    def update(self, frame):
        for line, path in ((self.descent, frame.descent), (self.steps, frame.path), (self.sgd, frame.path)):
            line.set_data(*np.clip(np.nan_to_num(path, nan=1e4), -1e4, 1e4).T)
        count = frame.steps_per_epoch
        self.title.set_text(f"B = {frame.batch_size} of N = {frame.n}")
        self.line.set_text(f"{count} step{'s' if count > 1 else ''} an epoch, {len(frame.path) - 1} steps from the same start")
        say(self.notice, "" if frame.diverged is None else f"SGD diverged at step {frame.diverged}")


class Distance:
    """The distance between SGD and gradient descent against the step, on a log axis with a place for 0."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(yscale="log", ylim=(ZERO / 8, TOP), xlabel="step", ylabel="|w of SGD − w of descent|")
        axes.set_yticks([ZERO, *10.0 ** np.arange(-15, 1, 3)], ["0", *(power_of_ten(power) for power in range(-15, 1, 3))])
        axes.set_yticks([], minor=True)
        axes.axhline(ROUNDING, color=QUIET, lw=1.6, ls=(0, (5, 3)))
        moving = dict(animated=True)
        (self.band,) = axes.fill([0, 1, 1], [1, 1, 2], color=SHADES[0], lw=0, **moving)
        (self.joined,) = axes.plot([], [], color=BATCH, lw=1, **moving)
        (self.dots,) = axes.plot([], [], **SGD, **moving)
        (self.same,) = axes.plot([], [], **SAME, **moving)
        self.title, self.line = self.labels = heading(axes)
        self.moving = [self.band, self.joined, self.dots, self.same]

    def set_still(self, frame):
        last = len(frame.path) - 1
        self.axes.set_xlim(-0.02 * last, 1.02 * last)
        place_heading(self.title, self.line)

    def update(self, frame):
        steps = np.arange(len(frame.distance))
        distance, low, high = (_on_paper(values) for values in (frame.distance, frame.low, frame.high))
        self.band.set_xy(np.column_stack([np.append(steps, steps[::-1]), np.append(low, high[::-1])]))
        zero = distance == ZERO
        self.joined.set_data(steps, distance)
        self.dots.set_data(steps[~zero], distance[~zero])
        self.same.set_data(steps[zero], distance[zero])
        self.title.set_text("how far SGD is from gradient descent")
        self.line.set_text(frame.verdict)


def _on_paper(values):
    """Distances that a log axis can hold."""
    return np.clip(np.nan_to_num(values, nan=np.inf), ZERO, 1e9)
