"""The marks of every picture of a loss: full loss solid, batch loss dotted, the point and its step; the sides of a bowl."""

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from helpers.live.kinds import Artists, Data
from helpers.live.legend import Said
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, SPENT
from helpers.live.marks import Line, Mark, Notice, Points, Tangent, Text
from helpers.live.panel import Values
from helpers.live.words import number
from helpers.types import Array, Indices

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn


class Window(Protocol):
    """The part of a loss that its picture shows."""

    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def ceiling(self) -> float: ...


class Bowl(Protocol):
    """The two directions of a bowl."""

    @property
    def sides(self) -> tuple[str, str]: ...
    @property
    def cross(self) -> Array: ...
    @property
    def tips(self) -> Iterable[Array]: ...


class Strip(Mark):
    """The examples in a row, coloured by the batch they fall in this epoch, the current batch lit.

    Data: (order (N,) of this epoch, batch (B,) of this step, batch size).
    """

    inks = (*SHADES, SPENT, BATCH)

    def make(self, axes: Axes, data: Data) -> Artists:
        cells = axes.add_collection(LineCollection([], animated=True, capstyle="butt"))
        (lit,) = axes.plot([], [], color=BATCH, solid_capstyle="butt", animated=True)
        return [cells, lit, axes.text(1, 1.2, "", ha="right", transform=axes.transAxes, size=12, color=FULL)]

    def key(self, data: Data) -> Hashable:
        return len(data[0])

    def settle(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        (cells, lit, said), n = artists, len(data[0])
        said.set_text(
            "a shade a batch;  tall, red: this one;  faint: seen" if panel.size[0] > 515 else "red: this batch;  faint: seen"
        )
        cells.set_segments([[(x, 0.18), (x, 0.82)] for x in np.arange(n) + 0.5])
        width = panel.size[0] / n
        cells.set_linewidth(width * (0.86 if width > 4 else 1))
        lit.set_linewidth(max(width, 2.4))

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        (cells, lit, _), (order, batch, size) = artists, data
        position = batch_of(order, size)
        now, count = position[batch[0]], -(-len(order) // size)
        colours = np.array([to_rgba(shade) for shade in SHADES])[position * len(SHADES) // count]
        colours[position < now] = to_rgba(SPENT)
        cells.set_color(colours)
        places = np.sort(batch) + 0.5
        lit.set_data(np.repeat(places, 3), np.tile([0, 1, np.nan], len(places)))


def batch_of(order: Indices, size: int) -> Indices:
    """(N,): the batch that each example falls in."""
    position = np.empty(len(order), dtype=int)
    position[order] = np.arange(len(order)) // size
    return position


FULL_LOSS = Line("full loss, all 342 examples", still=True, color=FULL, lw=2.6, solid_capstyle="round")
BATCH_LOSS = Line("batch loss, these 342 examples", color=BATCH, lw=2.8, ls=(0, (0.05, 1.75)), dash_capstyle="round")
SLOPE = Tangent("its slope")
NOW = Points("now", ms=13, color=BATCH, mec="white", mew=1.6, sample=dict(ms=11, mew=1))
NEXT = Points("after this step", ms=11, mfc="white", mec=BATCH, mew=2.4, sample=dict(ms=9, mew=2.2))
TRAIL = Points(ms=4.5, color=FULL, mfc="white", mew=1.1)
GAP = Line(color=QUIET, lw=1)
NOTICE = Notice()
CROSS = Line(still=True, color=QUIET, lw=1.2, ls=(0, (5, 3)))
TIPS = [Text(still=True, bbox=dict(facecolor="white", edgecolor="none", pad=1.5)) for _ in range(2)]


def directions(bowl: Bowl) -> Values:
    """What the marks of the two directions of a `helpers.problems.bowls.Bowl` show: {mark: data}."""
    return {CROSS: tuple(bowl.cross.T), **{tip: (*place, side) for tip, place, side in zip(TIPS, bowl.tips, bowl.sides)}}


def named(n: int, size: int) -> Said:
    """What the two curves are called in the legend."""
    return {
        FULL_LOSS: f"full loss, all {n} examples",
        BATCH_LOSS: f"batch loss, {'this 1 example' if size == 1 else f'these {size} examples'}",
    }


def off_picture(problem: Window, w: float, loss: float, diverged: int | None = None) -> str | None:
    """What the landscape cannot show of a point at weight w and that batch loss, for NOTICE, or None.

    diverged: the step at which the run has, where it is past that step.
    """
    if diverged is not None:
        return f"diverged at step {diverged}: learning rate too large"
    if not problem.low <= w <= problem.high:
        return f"w = {number(w)} is off the picture, to the {'left' if w < problem.low else 'right'}"
    return f"↑ the batch loss here is {number(loss)}" if loss > problem.ceiling else None
