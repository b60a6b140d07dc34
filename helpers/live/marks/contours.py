"""Lines of equal height over a plane."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from helpers.live.kinds import Artists, Data, Look
from helpers.live.looks import QUIET
from helpers.live.marks.base import Mark

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn


class Contours(Mark):
    """Lines of equal height, thinner with the height; always still. Data: (x (G,), y (H,), heights (G, H), levels (L,))."""

    usual = dict(color=QUIET, lw=(1.3, 0.5))

    def __init__(self, name: str = "", **more: Any) -> None:
        super().__init__(name, **more | {"still": True})

    def make(self, axes: Axes, data: Data) -> Artists:
        artists: Artists = []
        self._draw(axes, artists, data)
        return artists

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        self._draw(panel.axes, artists, data)

    def _draw(self, axes: Axes, artists: Artists, data: Data) -> None:
        for old in artists:
            old.remove()
        x, y, heights, levels = data
        first, last = self.look["lw"]
        widths = np.linspace(first, last, len(levels))
        artists[:] = [axes.contour(x, y, heights.T, levels=levels, colors=[self.look["color"]], linewidths=widths, zorder=0.5)]

    @property
    def sample(self) -> Look:
        return {"color": self.look["color"], "lw": 1.2} | self._sample
