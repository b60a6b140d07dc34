"""The sum of a batch's gradients in place of their mean: three runs over the same batches, on the landscape and by step."""

from dataclasses import dataclass

import numpy as np

from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, TANGENT, number, style

RUNS = ("mean", "sum", "rescaled")  # the mean at η, the sum at η, the sum at η/B
LOOKS = {
    "mean": dict(color=BATCH, marker="o", ms=7, mew=0),
    "sum": dict(color=SHADES[5], marker="s", ms=7, mfc="white", mew=1.8),
    "rescaled": dict(mec=TANGENT, marker="o", ms=12, mfc="none", mew=2.4),
}


@dataclass(frozen=True, eq=False)
class RunsFrame:
    """What one frame shows. G points of the curve, T steps so far.

    weights, losses: {run: (T + 1,)}, the full loss along each run, the last entry is now.  last: the step at which the
    axis of steps ends.  notice: what the picture cannot show, or "".
    """

    scene: str
    weight_label: str
    grid: np.ndarray
    full_curve: np.ndarray
    ceiling: float
    weights: dict
    losses: dict
    last: int
    rate: float
    size: int
    notice: str


class SumOrMean(Sheet):
    """The landscape with three points on it, and their weights step by step."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SHADES[5])

    def __init__(self):
        super().__init__()
        self.landscape, self.steps = self.add(OnTheLoss(self.axes())), self.add(ByStep(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), "full loss"),
                Name(LOOKS["mean"] | dict(ls=""), lambda f: f"mean, η = {f.rate:g}", longest="mean, η = 0.025", moves=True),
                Name(LOOKS["sum"] | dict(ls=""), lambda f: f"sum, η = {f.rate:g}", longest="sum, η = 0.025", moves=True),
                Name(
                    LOOKS["rescaled"] | dict(ls=""),
                    lambda f: f"sum, η / B = {f.rate:g} / {f.size} = {number(f.rate / f.size)}",
                    longest="sum, η / B = 0.025 / 342 = 0.0001234",
                    moves=True,
                ),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            first, second = (58, top + 30, points - 16, top + 260), (58, top + 342, points - 16, top + 560)
            return top + 606, {self.names: (16, 0, points - 16, top), self.landscape: first, self.steps: second}
        split, height = round(0.5 * points), top + 380
        first, second = (58, top + 30, split - 10, height - 46), (split + 58, top + 30, points - 16, height - 46)
        return height, {self.names: (58, 0, points - 16, top), self.landscape: first, self.steps: second}

    def still_key(self, frame):
        return frame.scene


class OnTheLoss:
    """The full loss, and where each run has been on it."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set_ylabel("loss")
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, solid_capstyle="round")
        self.trails = {run: _line(axes, run, alpha=0.35) for run in RUNS[:2]}
        self.points = {run: _line(axes, run, ms=LOOKS[run]["ms"] + 4, ls="") for run in RUNS}
        self.title = axes.text(0, 1.03, "", transform=axes.transAxes, weight="bold", size=13.5, color=FULL, animated=True)
        self.moving, self.labels = [*self.trails.values(), *self.points.values()], [self.title]

    def set_still(self, frame):
        self.full.set_data(frame.grid, frame.full_curve)
        self.axes.set(xlim=frame.grid[[0, -1]], ylim=(-0.03 * frame.ceiling, frame.ceiling), xlabel=frame.weight_label)

    def update(self, frame):
        for run, line in self.trails.items():
            line.set_data(_shown(frame.weights[run]), _shown(frame.losses[run]))
        for run, point in self.points.items():
            point.set_data(_shown(frame.weights[run][-1:]), _shown(frame.losses[run][-1:]))
        self.title.set_text(f"step {len(frame.weights['mean']) - 1}: where each run is on the full loss")


class ByStep:
    """The weight of each run against the step."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xlabel="step", ylabel="weight w")
        axes.text(0, 1.03, "the weight, step by step", transform=axes.transAxes, weight="bold", size=13.5, color=FULL)
        self.lines = {run: _line(axes, run) for run in RUNS}
        self.notice = axes.text(
            0.5, 0.95, "", transform=axes.transAxes, ha="center", va="top", size=13, weight="bold", color=FULL, animated=True,
            bbox=dict(facecolor="white", edgecolor=SHADES[5], lw=1.5, boxstyle="round,pad=0.5"),
        )  # fmt: skip
        self.moving, self.labels = [*self.lines.values(), self.notice], []

    def set_still(self, frame):
        self.axes.set(xlim=(-0.02 * frame.last, 1.02 * frame.last), ylim=frame.grid[[0, -1]])

    def update(self, frame):
        for run, line in self.lines.items():
            line.set_data(np.arange(len(frame.weights[run])), _shown(frame.weights[run]))
        self.notice.set_text(frame.notice)
        self.notice.set_visible(bool(frame.notice))


def _line(axes, run, **changes):
    look = {**LOOKS[run], "lw": 0 if run == "rescaled" else 1.2, **changes}
    return axes.plot([], [], animated=True, **look)[0]


def _shown(values):
    """Numbers too far off for the drawing library are as far off as it can draw."""
    return np.clip(values, -1e6, 1e6)
