"""The three panels of the flagship: the landscape, the trace of the losses and the strip of examples."""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from helpers.views.style import BATCH, FULL, QUIET, SHADES, SPENT, TANGENT, number, style

WINDOWS = (50, 100, 200, 500)  # steps on the right-hand axis: the smallest that holds the current step


@dataclass(frozen=True, eq=False)
class Frame:
    """What one frame of the figure shows. G points of the curve, T steps so far, N examples.

    grid, full_curve, batch_curve: (G,).  weights, full_losses, batch_losses: (T + 1,), the last entry is now.
    next_weight, next_loss: where the update leads, and the batch loss there.  slope: of the batch loss, now.
    order: (N,) examples in the order of this epoch.  batch: (B,) examples of this step.
    """

    scene: str
    weight_label: str
    grid: np.ndarray
    full_curve: np.ndarray
    ceiling: float
    batch_curve: np.ndarray
    weights: np.ndarray
    full_losses: np.ndarray
    batch_losses: np.ndarray
    slope: float
    next_weight: float
    next_loss: float
    order: np.ndarray
    batch: np.ndarray
    batch_size: int
    epoch: int
    diverged: int | None

    @property
    def step(self):
        return len(self.weights) - 1


class Landscape:
    """Loss against the weight: full loss solid, batch loss dotted, the point on the dotted curve."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set_ylabel("loss")
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, solid_capstyle="round")
        moving = dict(animated=True)
        (self.trail,) = axes.plot([], [], "o", ms=4.5, color=FULL, mfc="white", mew=1.1, **moving)
        (self.gap,) = axes.plot([], [], color=QUIET, lw=1, **moving)
        (self.tangent,) = axes.plot([], [], color=TANGENT, lw=4, solid_capstyle="round", **moving)
        (self.dotted,) = axes.plot([], [], color=BATCH, lw=2.8, ls=(0, (0.05, 1.75)), dash_capstyle="round", **moving)
        (self.next,) = axes.plot([], [], "o", ms=11, mfc="white", mec=BATCH, mew=2.4, **moving)
        (self.point,) = axes.plot([], [], "o", ms=13, color=BATCH, mec="white", mew=1.6, **moving)
        self.title = axes.text(0, 1.02, "", transform=axes.transAxes, weight="bold", size=13.5, color=FULL, **moving)
        self.notice = axes.text(
            0.5, 0.95, "", transform=axes.transAxes, ha="center", va="top", size=14, weight="bold", color=BATCH,
            bbox=dict(facecolor="white", edgecolor=BATCH, lw=1.5, boxstyle="round,pad=0.5"), **moving,
        )  # fmt: skip
        self.moving = [
            self.trail, self.gap, self.tangent, self.dotted, self.next, self.point, self.notice,
        ]  # fmt: skip
        self.labels = [self.title]

    def set_still(self, frame):
        self.full.set_data(frame.grid, frame.full_curve)
        self.axes.set(xlim=frame.grid[[0, -1]], ylim=(-0.03 * frame.ceiling, frame.ceiling), xlabel=frame.weight_label)

    def update(self, frame):
        w, loss = frame.weights[-1], frame.batch_losses[-1]
        self.dotted.set_data(frame.grid, frame.batch_curve)
        self.trail.set_data(frame.weights[:-1], frame.full_losses[:-1])
        self.gap.set_data([w, w], [frame.full_losses[-1], loss])
        half = reach(self.axes, frame.slope)
        self.tangent.set_data([w - half, w + half], [loss - half * frame.slope, loss + half * frame.slope])
        self.point.set_data([w], [loss])
        self.next.set_data([frame.next_weight], [frame.next_loss])
        self.title.set_text(f"step {frame.step}   w = {number(w)} → {number(frame.next_weight)}")
        self.notice.set_text(self._notice(frame))
        self.notice.set_visible(bool(self.notice.get_text()))

    @staticmethod
    def _notice(frame):
        w, loss = frame.weights[-1], frame.batch_losses[-1]
        if frame.diverged is not None and frame.step >= frame.diverged:
            return f"diverged at step {frame.diverged}: learning rate too large"
        if not frame.grid[0] <= w <= frame.grid[-1]:
            return f"w = {number(w)} is off the picture, to the {'left' if w < frame.grid[0] else 'right'}"
        if loss > frame.ceiling:
            return f"↑ the batch loss here is {number(loss)}"
        return ""


class Trace:
    """Full loss and batch loss against the step, on the loss axis of the landscape."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xlabel="step", ylabel="loss")
        axes.text(0, 1.02, "the loss, step by step", transform=axes.transAxes, weight="bold", size=13.5, color=FULL)
        moving = dict(animated=True)
        (self.batch,) = axes.plot([], [], "o", ms=3.4, mew=0, color=BATCH, **moving)  # each of another batch: no line
        (self.full,) = axes.plot([], [], color=FULL, lw=2.4, **moving)
        (self.full_now,) = axes.plot([], [], "o", ms=8, color=FULL, mec="white", mew=1.2, **moving)
        (self.batch_now,) = axes.plot([], [], "o", ms=10, color=BATCH, mec="white", mew=1.4, **moving)
        self.moving = [self.batch, self.full, self.full_now, self.batch_now]
        self.labels = []

    def set_still(self, frame):
        self.axes.set(xlim=(-0.02 * window(frame.step), window(frame.step)), ylim=(-0.03 * frame.ceiling, frame.ceiling))

    def update(self, frame):
        steps = np.arange(frame.step + 1)
        self.full.set_data(steps, frame.full_losses)
        self.batch.set_data(steps, frame.batch_losses)
        self.full_now.set_data(steps[-1:], frame.full_losses[-1:])
        self.batch_now.set_data(steps[-1:], frame.batch_losses[-1:])


class Strip:
    """The examples in a row, coloured by the batch they fall in this epoch, the current batch lit."""

    def __init__(self, axes):
        self.axes = axes
        axes.set_axis_off()
        axes.set_ylim(0, 1)
        self.cells = LineCollection([], animated=True, capstyle="butt")
        axes.add_collection(self.cells)
        (self.lit,) = axes.plot([], [], color=BATCH, solid_capstyle="butt", animated=True)
        words = dict(transform=axes.transAxes, size=12, color=FULL)
        self.caption = axes.text(0, 1.2, "", weight="bold", animated=True, **words)
        self.key = axes.text(1, 1.2, "", ha="right", **words)
        self.moving = [self.cells, self.lit]
        self.labels = [self.caption]
        self._shades = np.array([to_rgba(shade) for shade in SHADES])

    def set_still(self, frame):
        n = len(frame.order)
        self.axes.set_xlim(0, n)
        extent = self.axes.get_window_extent().width * 72 / self.axes.figure.dpi
        whole = f"the {n} examples, coloured by batch;  tall, red: the batch of this step;  pale: seen this epoch"
        self.key.set_text(whole if extent > 780 else "tall, red: this batch;  pale: seen")
        middles = np.arange(n) + 0.5
        self.cells.set_segments([[(x, 0.18), (x, 0.82)] for x in middles])
        width = extent / n
        self.cells.set_linewidth(width * (0.86 if width > 4 else 1))
        self.lit.set_linewidth(max(width, 2.4))

    def update(self, frame):
        n, size = len(frame.order), frame.batch_size
        position = np.empty(n, dtype=int)
        position[frame.order] = np.arange(n) // size  # the batch that each example falls in
        batches, now = -(-n // size), position[frame.batch[0]]
        colours = self._shades[position * len(SHADES) // batches]
        colours[position < now] = to_rgba(SPENT)
        self.cells.set_color(colours)
        lit = np.sort(frame.batch) + 0.5
        self.lit.set_data(np.repeat(lit, 3), np.tile([0, 1, np.nan], len(lit)))
        self.caption.set_text(f"epoch {frame.epoch}, batch {now + 1} of {batches}")


def reach(axes, slope, points=46):
    """Half a line's extent along x, so that it keeps one length on paper at any slope."""
    box = axes.get_window_extent()
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    rise = slope * (box.height / (high - low)) / (box.width / (right - left))
    length = points / 72 * axes.figure.dpi / box.width * (right - left)
    return length / np.hypot(1, rise) if np.isfinite(rise) else 0.0


def window(step):
    """The last step on the right-hand axis."""
    return next((last for last in WINDOWS if step <= last), step)
