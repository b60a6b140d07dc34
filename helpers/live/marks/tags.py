"""Names of points, placed so that none is written over another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from helpers.live.kinds import Artists, Data, Size
from helpers.live.looks import FULL
from helpers.live.marks.base import Mark
from helpers.live.words import text_width
from helpers.types import Array

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn

ROW, GAP, SIZE = 16.0, 9.0, 12  # points from line to line, and from a point to its name; of the type


class Tags(Mark):
    """The name of each point beside it, with a line to it. Data: (x, y, names), and which chooses first.

    shift: points by which all names stand further right.  bold: whether the one that chooses first is in bold type.
    """

    usual = dict(shift=0, alpha=0.85, bold=False)

    def make(self, axes: Axes, data: Data) -> Artists:
        plates = PolyCollection([], fc="white", alpha=self.look["alpha"], lw=0, animated=True)
        axes.add_collection(plates, autolim=False)
        (leaders,) = axes.plot([], [], color=FULL, lw=0.8, animated=True)
        return [plates, leaders, *(axes.text(1, 1, "", size=SIZE, va="center", color=FULL, animated=True) for _ in data[2])]

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        (plates, leaders, *texts), (x, y, names, first) = artists, (*data, 0)[:4]
        points, count = panel.points(x, y), len(names)
        spots, widths = place_labels(points + [self.look["shift"], 0], names, panel.size, first)
        places: Array = np.full((count, 8, 2), np.nan)  # of the text; of the line to it, and a gap; of the four corners
        places[:, 0], places[:, 1], places[:, 2, 1] = spots, points, spots[:, 1]
        places[:, 2, 0] = np.where(spots[:, 0] > points[:, 0], spots[:, 0] - 2, spots[:, 0] + widths)
        places[:, 4:] = spots[:, None] + [[-2, -7.5], [2, -7.5], [2, 7.5], [-2, 7.5]]
        places[:, 5:7, 0] += widths[:, None]
        places = panel.data(places)
        leaders.set_data(*places[:, 1:4].reshape(-1, 2).T)
        plates.set_verts(places[:, 4:])
        for lane, (text, name, place) in enumerate(zip(texts, names, places[:, 0])):
            text.set_text(name)
            text.set_position(place)
            text.set_fontweight("bold" if self.look["bold"] and lane == first else "normal")


def place_labels(points: Array, words: Sequence[str], size: Size, first: int = 0) -> tuple[Array, Array]:
    """A spot for each name, its left end at half height, (R, 2), and the names' widths, (R,), in points.

    points: (R, 2) in points from the lower left corner of a panel of that size.  first: the name that chooses first.
    Each takes the free row nearest to its point, on the right of it, or on the left where the panel ends.
    """
    widths = np.array([1.03 * text_width(text, SIZE, "bold") + 2 for text in words])
    spots = np.zeros((len(words), 2))
    taken: list[tuple[float, float, float]] = []  # left, row and width of each
    for lane in sorted(range(len(words)), key=lambda lane: (lane != first, -points[lane][1])):
        (x, y), width = points[lane], widths[lane]
        left = x + GAP if x + GAP + width < size[0] else x - GAP - width
        left = min(max(left, 2), size[0] - width - 2)
        base = min(max(y, ROW / 2), size[1] - ROW / 2)
        tries = (base + sign * ROW / 2 * shift for shift in range(int(4 * size[1] / ROW)) for sign in (1, -1))
        inside = (row for row in tries if ROW / 2 <= row <= size[1] - ROW / 2)
        row = next((row for row in inside if not any(_meet(left, row, width, other) for other in taken)), base)
        spots[lane] = left, row
        taken.append((left, row, width))
    return spots, widths


def _meet(left: float, row: float, width: float, other: tuple[float, float, float]) -> bool:
    return left < other[0] + other[2] + 4 and other[0] < left + width + 4 and abs(row - other[1]) < ROW
