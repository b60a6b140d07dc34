"""Marks made of one line: curves, points, rules, slopes, and points with their bars."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from helpers.live.kinds import Artists, Data, Look
from helpers.live.looks import TANGENT
from helpers.live.marks.base import Mark

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn

NUMBERS = (int, float, np.float64, np.int64, np.intp)  # the last has 32 bits in a browser


class Line(Mark):
    """Data: (x, y)."""

    def make(self, axes: Axes, data: Data) -> Artists:
        return axes.plot([], [], **self.look, animated=not self.still)

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        artists[0].set_data(*_points(data))


class Points(Line):
    """Marks without a line. Data: (x, y), numbers or arrays."""

    usual = dict(marker="o", ls="")


class Rule(Line):
    """A vertical line through the panel. Data: where it stands."""

    def make(self, axes: Axes, data: Data) -> Artists:
        return axes.plot([], [], transform=axes.get_xaxis_transform(), **self.look, animated=not self.still)

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        artists[0].set_data(*(([], []) if data is None else ([data, data], [0, 1])))


class Level(Line):
    """A horizontal line through the panel. Data: its height."""

    def make(self, axes: Axes, data: Data) -> Artists:
        return axes.plot([], [], transform=axes.get_yaxis_transform(), **self.look, animated=not self.still)

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        artists[0].set_data(*(([], []) if data is None else ([0, 1], [data, data])))


class Tangent(Line):
    """A straight piece that keeps one length on paper at any slope. Data: (x, y, slope), and how far along x it goes at least.

    half: of its length, in points.
    """

    usual = dict(color=TANGENT, lw=4, solid_capstyle="round", half=46)

    def make(self, axes: Axes, data: Data) -> Artists:
        return axes.plot([], [], **{key: value for key, value in self.look.items() if key != "half"}, animated=not self.still)

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        if data is None:
            artists[0].set_data([], [])
            return
        x, y, slope, least = (*data, 0.0)[:4]
        wide, tall = ((high - low) / points for (low, high), points in zip(panel.limits, panel.size))
        half = self.look["half"] * wide / np.hypot(1, slope * wide / tall) if np.isfinite(slope) else 0.0
        half = max(half, least)
        artists[0].set_data([x - half, x + half], [y - half * slope, y + half * slope])


class Measured(Mark):
    """Points with bars of ± 2 standard errors. Data: (x, y, error), and where the bars end on a log axis, (low, high)."""

    usual = dict(marker="o", ls="", bars={})

    def make(self, axes: Axes, data: Data) -> Artists:
        look = {key: value for key, value in self.look.items() if key != "bars"}
        colour = look["mec"] if look.get("mfc") in ("white", "none") else look["color"]
        bars = dict(color=colour, lw=1.6) | self.look["bars"]
        (bars,), (points,) = (axes.plot([], [], **each, animated=not self.still) for each in (bars, look))
        return [bars, points]

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        x, y, error, (low, high) = (*data, (-np.inf, np.inf))[:4] if data is not None else ([], [], 0, (0, 0))
        x, y = np.atleast_1d(x), np.atleast_1d(y)
        ends = np.clip([y - 2 * error, y + 2 * error, np.full(len(y), np.nan)], low, high)
        artists[0].set_data(np.repeat(x, 3), ends.T.ravel())
        artists[1].set_data(x, np.clip(y, low, high))

    @property
    def sample(self) -> Look:
        return {key: value for key, value in super().sample.items() if key != "bars"}


def _points(data: Data) -> Sequence[Any]:
    """x and y, each at least one number; nothing for None."""
    return ([], []) if data is None else [[values] if type(values) in NUMBERS else values for values in data]
