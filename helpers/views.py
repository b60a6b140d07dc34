"""Matplotlib views: artists are made once, update() only sets their data.

Lengths are in points. One point is one CSS pixel of a 1000 pixel wide figure; the scale grows with the width, so that a
projected figure has larger type, and falls a little on a narrow screen.
"""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

FULL = "#16263f"  # dark: the full loss, and all text
BATCH = "#d7263d"  # the batch loss, and the batch itself
TANGENT = "#f0a202"  # light: the slope
QUIET = "#5c677d"  # axes, captions
GRID = "#e6e9ee"
SPENT = "#d5dae2"  # examples already seen in this epoch
SHADES = ("#9cc5e0", "#7db0d4", "#5f9ac6", "#4484b6", "#2c6ea3", "#17588d")  # examples still to come, by batch

NARROW = 720  # CSS pixels: below, the panels stand one above the other
LEAST = 520  # points: the names need this width, below it all type shrinks
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
        _style(axes)
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
        reach = self._reach(frame.slope)
        self.tangent.set_data([w - reach, w + reach], [loss - reach * frame.slope, loss + reach * frame.slope])
        self.point.set_data([w], [loss])
        self.next.set_data([frame.next_weight], [frame.next_loss])
        self.title.set_text(f"step {frame.step}   w = {number(w)} → {number(frame.next_weight)}")
        self.notice.set_text(self._notice(frame))
        self.notice.set_visible(bool(self.notice.get_text()))

    def _reach(self, slope, points=46):
        """Half the tangent's extent in w, so that it keeps one length on paper at any slope."""
        box = self.axes.get_window_extent()
        (left, right), (low, high) = self.axes.get_xlim(), self.axes.get_ylim()
        rise = slope * (box.height / (high - low)) / (box.width / (right - left))
        length = points / 72 * self.axes.figure.dpi / box.width * (right - left)
        return length / np.hypot(1, rise) if np.isfinite(rise) else 0.0

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
        _style(axes)
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
        whole = f"the {n} examples, coloured by batch; red: the batch of this step; grey: seen this epoch"
        self.key.set_text(whole if extent > 700 else "red: the batch of this step; grey: seen")
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


class Flagship:
    """The magic: landscape, trace and strip in one figure, with the names of the curves above them."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SPENT, *SHADES)

    def __init__(self):
        self.figure = Figure(facecolor="white")
        self.landscape, self.trace, self.strip = (
            panel(self.figure.add_axes((0, 0, 1, 1))) for panel in (Landscape, Trace, Strip)
        )
        self.panels = (self.landscape, self.trace, self.strip)
        self.names = _Names(self.figure)
        self.moving = [artist for panel in self.panels for artist in panel.moving]
        self.labels = [self.names.count, *(label for panel in self.panels for label in panel.labels)]
        self.still = self._layout = self._frame = None

    def lay_out(self, width, ratio):
        scale = min(max(width / 1000, 0.9), 1.5, width / LEAST)
        points = width / scale  # the figure's width in points
        narrow = width < NARROW
        heights = (58, 300, 232, 78) if narrow else (34, 328, 0, 78)  # names, landscape, trace, strip
        height = sum(heights)
        self.figure.set_dpi(72 * ratio * scale)
        self.figure.set_size_inches(points / 72, height / 72)

        def place(axes, left, top, right, bottom):
            axes.set_position((left / points, 1 - bottom / height, (right - left) / points, (bottom - top) / height))

        top = heights[0]
        split = points - 16 if narrow else round(0.66 * points) - 30
        place(self.landscape.axes, 58, top + 26, split, top + heights[1] - 46)
        if narrow:
            top += heights[1]
            place(self.trace.axes, 58, top + 26, points - 16, top + heights[2] - 46)
        else:
            place(self.trace.axes, split + 64, top + 26, points - 16, top + heights[1] - 46)
        place(self.strip.axes, 58, height - 48, points - 16, height - 12)
        self.names.lay_out(points, height, narrow)
        self._layout = (width, ratio)
        if self._frame is not None:
            self.update(self._frame)

    @property
    def zone(self):
        """Where the point can be dragged: (left, top, right, bottom) as fractions of the figure."""
        box = self.landscape.axes.get_position()
        return [box.x0, 1 - box.y1, box.x1, 1 - box.y0]

    def weight_at(self, x):
        """The weight under x, a fraction of the figure's width, kept within the landscape."""
        box, (low, high) = self.landscape.axes.get_position(), self.landscape.axes.get_xlim()
        return low + min(max((x - box.x0) / box.width, 0), 1) * (high - low)

    def update(self, frame):
        self._frame = frame
        still = (frame.scene, window(frame.step), self._layout)
        if still != self.still:
            for panel in self.panels:
                panel.set_still(frame)
            self.names.set_still(frame)
            self.still = still
        self.names.update(frame)
        for panel in self.panels:
            panel.update(frame)


class _Names:
    """What each line and mark is, above the panels, where it can hide no curve."""

    def __init__(self, figure):
        self.figure = figure

        def line(**style):
            return figure.add_artist(Line2D([], [], **style))

        self.marks = [
            line(color=FULL, lw=2.6, solid_capstyle="round"),
            line(color=BATCH, lw=2.8, ls=(0, (0.05, 1.75)), dash_capstyle="round"),
            line(color=TANGENT, lw=4, solid_capstyle="round"),
            line(color=BATCH, marker="o", ms=11, mec="white", ls=""),
            line(mec=BATCH, marker="o", ms=9, mfc="white", mew=2.2, ls=""),
        ]
        labels = ("", "", "its slope", "now", "after this step")
        self.labels = [figure.text(0, 0, label, va="center", size=12.5, color=FULL) for label in labels]
        self.count = self.labels[1]
        self.count.set_animated(True)

    def lay_out(self, points, height, narrow):
        starts = (58, 268, 58, 160, 226) if narrow else (58, 286, 560, 678, 754)
        for index, (mark, label, x) in enumerate(zip(self.marks, self.labels, starts)):
            y = 1 - (17 + (24 if narrow and index > 1 else 0)) / height
            wide = 28 if index < 3 else 0
            mark.set_data([x / points, (x + wide) / points] if wide else [(x + 6) / points], [y] * (2 if wide else 1))
            label.set_position(((x + (wide or 10) + 8) / points, y))

    def set_still(self, frame):
        self.labels[0].set_text(f"full loss, all {len(frame.order)} examples")

    def update(self, frame):
        count = len(frame.batch)
        these = "this 1 example" if count == 1 else f"these {count} examples"
        self.count.set_text(f"batch loss, {these}")


def window(step):
    """The last step on the right-hand axis."""
    return next((last for last in WINDOWS if step <= last), step)


def number(value):
    """Four significant digits, with a true minus sign; what has run away says so.

    >>> number(-0.0123456), number(12345678.0), number(float("nan"))
    ('−0.01235', '1.235e+07', 'not a number')
    """
    if np.isnan(value):
        return "not a number"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.4g}".replace("-", "−") if value else "0"


def _style(axes):
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(QUIET)
    axes.tick_params(colors=QUIET, labelsize=11.5, length=3)
    axes.grid(color=GRID, lw=1)
    axes.set_axisbelow(True)
    axes.xaxis.label.set(size=12.5, color=FULL)
    axes.yaxis.label.set(size=12.5, color=FULL)
