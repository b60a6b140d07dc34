"""Escape as a probability: the share of runs against the batch size with its band, and a map of all rates and sizes."""

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Polygon, Rectangle

from helpers.views.heading import heading, place_heading
from helpers.views.sheet import Name, Names, Sheet, text_width
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, TANGENT, style

LEVELS = 6  # even steps of the map's scale
CELL = 12.5  # the size of its numbers
STAR = dict(marker="*", ms=17, color=TANGENT, mec=FULL, mew=1.1, ls="")
YOURS = dict(marker="o", ms=19, mfc="none", mec=BATCH, mew=2.6, ls="")


@dataclass(frozen=True, eq=False)
class EscapeFrame:
    """What one frame shows. sizes: of a batch.  rates: of learning.  row, column: the current rate and size.

    shares: (rates, sizes), of runs that escape.  low, high: the ends of their bands.
    """

    sizes: tuple
    rates: tuple
    row: int
    column: int
    runs: int
    shares: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def best_of(self, row):
        """The size with the largest share at that rate, or none where no run has escaped."""
        return self.sizes[self.shares[row].argmax()] if self.shares[row].any() else "none"

    @property
    def band(self):
        low, high = (values[self.row, self.column] for values in (self.low, self.high))
        return f"{100 * low:.1f} to {100 * high:.1f}%"


class Escape(Sheet):
    """The curve of one rate, and the map of all, with their names above them."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, *SHADES)

    def __init__(self):
        super().__init__()
        self.curve, self.map = self.add(Curve(self.axes())), self.add(Map(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=SHADES[5], lw=2.4, marker="o", ms=7), "share of runs, at this η"),
                Name(dict(color=SHADES[0], lw=12, solid_capstyle="butt"), "its 95% band"),
                Name(HALF, "at half the rate"),
                Name(TWICE, "at twice the rate"),
                Name(STAR, "largest share"),
                Name({**YOURS, "ms": 12}, "your B"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            first, second = (66, top + 44, points - 16, top + 280), (66, top + 384, points - 16, top + 594)
            return top + 644, {self.names: (16, 0, points - 16, top), self.curve: first, self.map: second}
        split, height = round(0.5 * points), top + 380
        first, second = (66, top + 50, split, height - 50), (split + 84, top + 50, points - 16, height - 50)
        return height, {self.names: (58, 0, points - 16, top), self.curve: first, self.map: second}

    def still_key(self, frame):
        return frame.sizes, frame.rates


HALF = dict(color=QUIET, lw=1.4, ls=(0, (5, 2.5)), marker="v", ms=5.5, mew=0)
TWICE = dict(color=QUIET, lw=1.4, ls=(0, (7, 2, 1.5, 2)), marker="^", ms=5.5, mew=0)


class Curve:
    """The share of runs against the batch size, at one rate, between those at half and at twice that rate."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", ylim=(-3, 103), xlabel="batch size B", ylabel="runs in the global valley, %")
        axes.set_yticks(range(0, 101, 20))
        moving = dict(animated=True)
        self.band = axes.add_patch(Polygon([[1, 0]], fc=SHADES[0], lw=0, **moving))
        (self.here,) = axes.plot([], [], color=BATCH, lw=1.2, ls=(0, (2, 2)), **moving)
        (self.half,) = axes.plot([], [], **HALF, **moving)
        (self.twice,) = axes.plot([], [], **TWICE, **moving)
        (self.line,) = axes.plot([], [], color=SHADES[5], lw=2.4, marker="o", ms=7, **moving)
        (self.best,) = axes.plot([], [], **STAR, **moving)
        (self.yours,) = axes.plot([], [], clip_on=False, **YOURS, **moving)
        self.title, self.numbers = self.labels = heading(axes)
        self.moving = [self.band, self.here, self.half, self.twice, self.line, self.yours, self.best]

    def set_still(self, frame):
        self.axes.set_xlim(frame.sizes[0] / 1.25, frame.sizes[-1] * 1.25)
        self.axes.set_xticks(frame.sizes, map(str, frame.sizes))
        self.axes.minorticks_off()
        place_heading(self.title, self.numbers)

    def update(self, frame):
        sizes, shares = np.array(frame.sizes), 100 * frame.shares
        low, high, now = 100 * frame.low[frame.row], 100 * frame.high[frame.row], shares[frame.row]
        self.band.set_xy(np.column_stack([np.r_[sizes, sizes[::-1]], np.r_[low, high[::-1]]]))
        for line, row in ((self.half, frame.row - 1), (self.twice, frame.row + 1)):
            line.set_data(sizes, shares[row] if 0 <= row < len(shares) else np.full(len(sizes), np.nan))
        self.line.set_data(sizes, now)
        best = [now.argmax()] if now.any() else []
        self.best.set_data(sizes[best], now[best])
        self.yours.set_data(sizes[[frame.column]], now[[frame.column]])
        self.here.set_data(sizes[[frame.column] * 2], [-3, 103])
        self.title.set_text(f"η = {frame.rates[frame.row]:g}, {frame.runs} runs at each B")
        self.numbers.set_text(f"B = {frame.sizes[frame.column]}: {now[frame.column]:.1f}%, band {frame.band}")


class Map:
    """A cell for each rate and size: its share in per cent, and darker for more."""

    def __init__(self, axes):
        self.axes, self.cells = axes, []
        style(axes)
        axes.grid(False)
        axes.set(xlabel="batch size B", ylabel="learning rate η")
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.tick_params(length=0)
        words = dict(transform=axes.transAxes, color=FULL)
        self.title = axes.text(0, 1, "all rates and sizes", weight="bold", size=13.5, **words)
        self.key = axes.text(0, 1, "runs in the global valley, %: darker is more", size=12.5, **words)
        self.tints = [tint(SHADES[5], round(13 * level / (LEVELS - 1))) for level in range(LEVELS)]
        moving = dict(animated=True)
        self.shades = [axes.add_patch(Rectangle((0, 0), 1, 1, lw=1, ec=GRID, **moving)) for _ in range(28)]
        self.frame = axes.add_patch(Rectangle((0, 0), 1, 1, fill=False, ec=BATCH, lw=3.2, clip_on=False, **moving))
        (self.best,) = axes.plot([], [], **{**STAR, "ms": 13}, clip_on=False, **moving)
        self.labels = [axes.text(0, 0, "", size=CELL, va="center", **moving) for _ in self.shades]
        self.moving = [*self.shades, self.frame, self.best]
        self._widths = {text: text_width(text, CELL) for text in map(str, range(101))}

    def set_still(self, frame):
        rows, columns = frame.shares.shape
        self.axes.set(xlim=(0, columns), ylim=(0, rows))
        self.axes.set_xticks(np.arange(columns) + 0.5, map(str, frame.sizes))
        self.axes.set_yticks(np.arange(rows) + 0.5, [f"{rate:g}" for rate in frame.rates])
        place_heading(self.title, self.key)
        for number, cell in enumerate(self.shades):
            row, column = divmod(number, columns)
            cell.set_bounds(column + 0.02, row + 0.02, 0.96, 0.96)
        self._point = columns / (self.axes.get_window_extent().width * 72 / self.axes.figure.dpi)

    def update(self, frame):
        rows, columns = frame.shares.shape
        for number, (cell, label, share) in enumerate(zip(self.shades, self.labels, frame.shares.ravel())):
            row, column = divmod(number, columns)
            level, text = min(int(LEVELS * share), LEVELS - 1), f"{100 * share:.0f}"
            cell.set_facecolor(self.tints[level])
            label.set_text(text)
            label.set_color("white" if level >= LEVELS - 2 else FULL)
            label.set_position((column + 0.5 - self._widths[text] * self._point / 2, row + 0.42))
        self.frame.set_bounds(frame.column + 0.02, frame.row + 0.02, 0.96, 0.96)
        best = [(shares.argmax(), row) for row, shares in enumerate(frame.shares) if shares.any()]
        columns, rows = np.array(best).T if best else ([], [])
        self.best.set_data(np.add(columns, 0.82), np.add(rows, 0.8))


def tint(colour, steps):
    """A colour, so many thirteenths of the way from white: the steps that a palette holds."""
    return tuple(1 + (np.array(to_rgb(colour)) - 1) * steps / 13)
