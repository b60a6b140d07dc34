"""Marks made of filled areas: bands, histograms, tables of shades."""

from typing import TYPE_CHECKING, Self

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from helpers.live.kinds import Artists, Data, Look
from helpers.live.looks import BATCH, FULL, GHOST, GRID, SHADES
from helpers.live.marks.base import Mark
from helpers.live.words import text_width

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn


class Area(Mark):
    """A filled area; the legend's sample is a thick stroke of it."""

    fill = "color"  # the look's name of its colour

    @property
    def sample(self) -> Look:
        return dict(color=self.look[self.fill], alpha=self.look["alpha"], lw=10, solid_capstyle="butt") | self._sample


class Band(Area):
    """A band between two curves. Data: (x, low, high)."""

    usual = dict(color=SHADES[0], alpha=1, lw=0)

    def make(self, axes: Axes, data: Data) -> Artists:
        made = PolyCollection([], **self.look, animated=not self.still)
        return [axes.add_collection(made, autolim=False)]

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        if data is not None:
            x, low, high = data
            data = np.column_stack([np.append(x, x[::-1]), np.append(high, low[::-1])])
        artists[0].set_verts([] if data is None else [data])


class Histogram(Area):
    """Data: (heights, edges)."""

    usual, fill = dict(fc=BATCH, alpha=0.35), "fc"

    def ghost(self, name: str = "") -> Self:
        """Its outline."""
        look = self.look | dict(fc="none", ec=GHOST, lw=2.2, alpha=1)
        return type(self)(name, still=True, sample=dict(color=GHOST, lw=2.2), **look)

    def make(self, axes: Axes, data: Data) -> Artists:
        return [axes.stairs([1], [0, 1], fill=True, **self.look, animated=not self.still)]

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        artists[0].set_data(*(([np.nan], [0, 1]) if data is None else data))


class Cells(Mark):
    """A table of shaded cells, the first row at the bottom. Data: (shares (R, C), 0 to 1, words (R, C)).

    levels: even steps of shade.
    """

    usual = dict(color=SHADES[5], levels=6, size=12.5)

    def make(self, axes: Axes, data: Data) -> Artists:
        rows, columns = np.shape(data[0])
        corners = np.array([[0.02, 0.02], [0.98, 0.02], [0.98, 0.98], [0.02, 0.98]])
        places = [corners + (column, row) for row in range(rows) for column in range(columns)]
        shades = PolyCollection(places, lw=1, edgecolor=GRID, animated=True)
        axes.add_collection(shades, autolim=False)
        texts = [axes.text(0, 0, "", size=self.look["size"], va="center", animated=True) for _ in places]
        return [shades, *texts]

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        (shades, *texts), (shares, words) = artists, data
        count = self.look["levels"]
        levels = np.minimum((np.ravel(shares) * count).astype(int), count - 1)
        steps = np.round(13 * levels / (count - 1)) / 13  # those that a palette holds
        shades.set_facecolor(1 + np.outer(steps, np.array(to_rgb(self.look["color"])) - 1))
        columns = np.shape(shares)[1]
        for number, (text, word, level) in enumerate(zip(texts, np.ravel(words), levels)):
            row, column = divmod(number, columns)
            text.set_text(word)
            text.set_color("white" if level >= count - 2 else FULL)
            shift = text_width(word, self.look["size"]) / 2 / panel.size[0] * columns
            text.set_position((column + 0.5 - shift, row + 0.42))
