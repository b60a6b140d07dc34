"""Panels: where marks stand. A Panel is declared once; on each sheet it is `Drawn` with axes and artists of its own."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis

from helpers.live.kinds import Data
from helpers.live.looks import FULL, GRID, QUIET
from helpers.live.marks.base import Mark, frozen
from helpers.live.words import power_of_ten


class Part:
    """A part of every panel; in a frame it is a key as marks are."""

    def __init__(self, name: str, still: bool = False) -> None:
        self.name, self.still = name, still

    def __repr__(self) -> str:
        return self.name

    def key(self, data: Data) -> Hashable:
        return frozen(data) if self.still else None


X, Y = Part("X", still=True), Part("Y", still=True)  # the axes. Data: (low, high), or another Axis
# Above the panel: a bold title, and one or two lines of numbers. Data: the words
HEADINGS = TITLE, LINE, SECOND = Part("TITLE"), Part("LINE"), Part("SECOND")

Values = dict[Mark | Part, Data]  # what a panel shows
Side = XAxis | YAxis


@dataclass(frozen=True)
class Axis:
    """low, high: its ends, None where the frames say them.  ticks: numbers, or {number: words}."""

    label: str = ""
    low: float | None = None
    high: float | None = None
    log: bool = False
    ticks: Iterable[Any] | None = None

    def __post_init__(self) -> None:
        ticks = self.ticks.items() if isinstance(self.ticks, dict) else self.ticks
        object.__setattr__(self, "ticks", ticks if ticks is None else tuple(ticks))  # so that axes can be compared

    def dress(self, side: Side) -> None:
        """Give an axis of matplotlib, axes.xaxis or axes.yaxis, this look."""
        scale = "log" if self.log else "linear"
        if side.get_scale() != scale or not (self.log or self.ticks):  # it costs time, and brings back matplotlib's own ticks
            side.axes.set(**{f"{side.axis_name}scale": scale})
        if self.ticks is not None:
            self._tick(side, tuple(self.ticks))

    def span(self, side: Side, low: float, high: float) -> None:
        """Let it go from low to high."""
        getattr(side.axes, f"set_{side.axis_name}lim")(low, high)
        if self.log and self.ticks is None:
            self._tick(side, tuple(_decades(low, high).items()))

    def _tick(self, side: Side, ticks: tuple[Any, ...]) -> None:
        words: Iterable[str] | None = None
        if ticks and isinstance(ticks[0], tuple):
            ticks, words = zip(*ticks)
        elif self.log:
            words = [f"{tick:g}" for tick in ticks]
        side.set_ticks(ticks, words)
        side.set_ticks([], minor=True)


def powers(first: int, last: int, every: int = 1) -> dict[float, str]:
    """Ticks at powers of ten."""
    return {10.0**power: power_of_ten(power) for power in range(first, last + 1, every)}


def _decades(low: float, high: float) -> dict[float, str]:
    """At most six powers of ten."""
    first, last = (round(np.log10(end)) for end in (low, high))
    return powers(first, last, max(1, -(-(last - first) // 5)))


class Panel:
    """x, y: an Axis, or its label.  title: one that never changes.  left: points for the labels of the y axis.

    height: points of the plot where panels stand side by side, and where one stands above the other; or a function of the
    panel's width in points.  lines: of which axes are drawn.  numbers: which axes have them, and names; without those of x the
    next panel comes near.  equal: a unit of x is as long as one of y, so the ends of x move, about their middle.  grid: whether
    it has one.  bare: without axes, from 0 to 1.  small: type of small multiples.
    """

    def __init__(
        self,
        x: str | Axis = "",
        y: str | Axis = "",
        *,
        title: str = "",
        left: float = 66,
        height: tuple[float, float] | Callable[[float], float] = (290, 240),
        lines: str = "xy",
        numbers: str = "xy",
        equal: bool = False,
        grid: bool = True,
        bare: bool = False,
        small: bool = False,
    ) -> None:
        ends = (0, 1) if bare else ()
        self.x, self.y = (side if isinstance(side, Axis) else Axis(side, *ends) for side in (x, y))
        self.title, self.left, self.height = title, left, height
        self.lines, self.numbers = lines, "" if bare else numbers
        self.equal, self.grid, self.bare, self.small = equal, grid, bare, small

    def __repr__(self) -> str:
        return f"Panel({self.x.label!r}, {self.y.label!r})"

    def dress(self, axes: Axes) -> None:
        """Quiet axes, a light grid, labels that can be read from the back of a room."""
        if self.bare:
            axes.set_axis_off()
            return
        axes.spines[["top", "right"]].set_visible(False)
        for name, side, edge in (("x", axes.xaxis, "bottom"), ("y", axes.yaxis, "left")):
            axes.spines[edge].set(color=QUIET, visible=name in self.lines)
            side.set_tick_params(
                colors=QUIET,
                labelsize=10 if self.small else 11.5,
                length=3 * (name in self.lines and name in self.numbers),
            )
        if self.grid:
            axes.grid(color=GRID, lw=1)
        axes.set_axisbelow(True)
        axes.xaxis.label.set(size=12.5, color=FULL, parse_math=False)
        axes.yaxis.label.set(size=12.5, color=FULL, parse_math=False)
