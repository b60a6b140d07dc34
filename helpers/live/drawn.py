"""A panel as it is drawn on one sheet: its axes, and the artists of its marks."""

from collections.abc import Hashable
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.text import Text
from numpy.typing import ArrayLike

from helpers.live.kinds import Box, Data, Limits, Look, Size
from helpers.live.looks import FULL
from helpers.live.marks.base import Mark
from helpers.live.panel import HEADINGS, LINE, TITLE, Axis, Panel, Part, Side, Values, X, Y
from helpers.types import Array

HEADS = (10, 26, 50, 69)  # points above a plot without titles, with one, two, three
ABOVE = (11, 30, 49)  # points from the plot to the last title, to the one above it, ...
ALONE = 6  # or to the only one


class Drawn:
    """A panel on a sheet: `axes`, `artists` {mark: its artists}, and `size`, width and height of the plot in points.

    box: of the plot, [left, top, right, bottom] as fractions of the sheet.
    moving, labels: its changing artists, as `helpers.live.canvas` takes them.  edges: see `helpers.live.layout.Grid`.
    """

    edges = True, True

    def __init__(self, panel: Panel, axes: Axes, values: Values) -> None:
        self.panel, self.axes = panel, axes
        self.size: Size = (1, 1)
        self._axes: dict[Part, tuple[Axis, float, float]] = {}
        self._known: dict[Mark | Part, tuple[Data, Hashable]] = {}
        self._shown: Values = {}
        self._named: dict[Part, bool] = {}
        panel.dress(axes)
        self.artists = {mark: mark.make(axes, data) for mark, data in values.items() if isinstance(mark, Mark)}
        self._keyed = [part for part, data in values.items() if part.key(data) is not None]
        self._moving, self._keys = [mark for mark in self.artists if not mark.still], values.keys()
        self._titles = {part: self._text(part) for part in HEADINGS if part in values or (part is TITLE and panel.title)}
        changing = [artist for mark in self._moving for artist in self.artists[mark] if artist.get_animated()]
        self._changing_titles = {part: text for part, text in self._titles.items() if text.get_animated()}
        self.labels = [*self._changing_titles.values(), *filter(_is_label, changing)]
        self.moving = [artist for artist in changing if not _is_label(artist)]
        self.head: float = HEADS[len(self._titles)]

    def _text(self, part: Part) -> Text:
        fixed = part is TITLE and self.panel.title
        look = dict(size=11.5 if self.panel.small else 13.5, weight="bold") if part is TITLE else dict(size=12.5)
        look["parse_math"] = False  # a reader's own column may be called "price $"
        return self.axes.text(
            0, 1, self.panel.title if fixed else "", transform=self.axes.transAxes, color=FULL, animated=not fixed, **look
        )

    @property
    def inks(self) -> list[str]:
        return [ink for mark in self.artists for ink in mark.inks]

    @property
    def limits(self) -> Limits:
        """((left, right), (low, high)) of the axes."""
        return self._axes[X][1:], self._axes[Y][1:]

    def points(self, x: Any, y: Any) -> Array:
        """Where data lie, (..., 2), in points from the lower left corner of the plot."""
        ends = zip((x, y), self.limits, self._logs, self.size)
        return np.stack([_share(along, low, high, log) * size for along, (low, high), log, size in ends], axis=-1)

    def data(self, points: ArrayLike) -> Array:
        """The data (..., 2) that lie at these points."""
        ends = zip(np.moveaxis(np.divide(points, self.size), -1, 0), self.limits, self._logs)
        return np.stack([_at(share, low, high, log) for share, (low, high), log in ends], axis=-1)

    @property
    def _logs(self) -> tuple[bool, bool]:
        return self._axes[X][0].log, self._axes[Y][0].log

    def key(self, values: Values) -> Hashable:
        """What the still part depends on; a frame without the marks of the first gets a sentence."""
        if values.keys() != self._keys:
            wrong = ", ".join(map(str, values.keys() ^ self._keys))
            raise ValueError(f"{self.panel}: each frame has data, or None, for the marks of the first; wrong: {wrong}.")
        for part in self._keyed:
            data = values[part]
            if not _same(data, self._known.get(part, (self,))[0]):
                self._known[part] = data, part.key(data)
        return tuple(key for _, key in self._known.values())

    def place(self, width: float, height: float, box: Box) -> None:
        """Put the plot at (left, top, right, bottom) on a sheet of this size, all in points."""
        left, top, right, bottom = box
        self.box = [left / width, top / height, right / width, bottom / height]
        self.axes.set_position((left / width, 1 - bottom / height, (right - left) / width, (bottom - top) / height))
        self.size = right - left, bottom - top
        titles = [*self._titles.values()]
        for title, above in zip(reversed(titles), ABOVE if LINE in self._titles else (ALONE,)):
            title.set_y(1 + above / self.size[1])

    def set_still(self, values: Values) -> None:
        self._set_axis(Y, self.panel.y, self.axes.yaxis, values)
        self._set_axis(X, self.panel.x, self.axes.xaxis, values)
        for mark, artists in self.artists.items():
            mark.settle(artists, values[mark], self)
        self._shown = {}

    def _set_axis(self, part: Part, axis: Axis, side: Side, values: Values) -> None:
        given = values.get(part, axis)
        axis, *ends = (given, given.low, given.high) if isinstance(given, Axis) else (axis, *given)
        if part is X and self.panel.equal:
            (wide, tall), (_, low, high) = self.size, self._axes[Y]
            ends = [sum(ends) / 2 + sign * (high - low) / 2 * wide / tall for sign in (-1, 1)]
        old = self._axes.get(part, (None,))[0]
        if old is None or (old.log, old.ticks) != (axis.log, axis.ticks):  # a scale takes long to set
            axis.dress(side)
        side.set_label_text(axis.label)
        if self._axes.get(part) != (axis, *ends):
            axis.span(side, *ends)
        self._axes[part] = axis, *ends
        named = self.edges[part is X] and side.axis_name in self.panel.numbers
        if self._named.get(part) != named:
            side.label.set_visible(named)
            shown: Look = {"labelbottom" if part is X else "labelleft": named}
            side.set_tick_params(**shown)
        self._named[part] = named

    def update(self, values: Values) -> None:
        for mark in self._moving:
            if not _same(values[mark], self._shown.get(mark, self)):
                mark.put(self.artists[mark], values[mark], self)
        self._shown = values
        for part, text in self._changing_titles.items():
            text.set_text(values[part] or "")

    def __getitem__(self, mark: Mark) -> Any:
        """The artist of a mark, or its artists where there are several."""
        artists = self.artists[mark]
        return artists[0] if len(artists) == 1 else artists


def _share(values: Any, low: float, high: float, log: bool) -> Any:
    """How far values are on the way from one end of an axis to the other."""
    low, high, values = (np.log10(each) for each in (low, high, values)) if log else (low, high, values)
    return (values - low) / (high - low)


def _at(share: Array, low: float, high: float, log: bool) -> Array:
    """The value at that share of the way."""
    return low * (high / low) ** share if log else low + share * (high - low)


def _same(data: Data, other: Data) -> bool:
    """Whether two data are the same objects: what a frame hands over does not change, and need not be looked at again."""
    if isinstance(data, tuple) and isinstance(other, tuple):
        return len(data) == len(other) and all(one is another for one, another in zip(data, other))
    return data is other


def _is_label(artist: Artist) -> bool:
    """Whether it is a plain line of text, which is written on top of everything."""
    return isinstance(artist, Text) and artist.get_bbox_patch() is None
