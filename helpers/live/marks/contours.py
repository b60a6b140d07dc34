"""Lines of equal height over a plane."""

import numpy as np

from helpers.live.looks import QUIET
from helpers.live.marks.base import Mark


class Contours(Mark):
    """Lines of equal height, thinner with the height; always still. Data: (x (G,), y (H,), heights (G, H), levels (L,))."""

    usual = dict(color=QUIET, lw=(1.3, 0.5))

    def __init__(self, name="", **more):
        super().__init__(name, **more | {"still": True})

    def make(self, axes, data):
        self._draw(axes, artists := [], data)
        return artists

    def put(self, artists, data, panel):
        self._draw(panel.axes, artists, data)

    def _draw(self, axes, artists, data):
        for old in artists:
            old.remove()
        x, y, heights, levels = data
        widths = np.linspace(*self.look["lw"], len(levels))
        artists[:] = [axes.contour(x, y, heights.T, levels=levels, colors=[self.look["color"]], linewidths=widths, zorder=0.5)]

    @property
    def sample(self):
        return {"color": self.look["color"], "lw": 1.2} | self._sample
