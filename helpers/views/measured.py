"""Measured points with their bars, to stand over a line of theory."""

import numpy as np


class Measured:
    """Points with bars of ± 2 standard errors. look: of the points.  moving: its artists, in drawing order."""

    def __init__(self, axes, **look):
        colour = look["mec"] if look.get("mfc") in ("white", "none") else look["color"]
        (self.bars,) = axes.plot([], [], color=colour, lw=1.6, animated=True)
        (self.points,) = axes.plot([], [], **{"ls": "", **look}, animated=True)
        self.moving = [self.bars, self.points]

    def set(self, x, y, error, floor=-np.inf):
        """x, y, error: (M,).  floor: where bars end on a log axis."""
        ends = np.stack([np.maximum(y - 2 * error, floor), y + 2 * error, np.full_like(y, np.nan)], axis=-1)
        self.bars.set_data(np.repeat(x, 3), ends.ravel())
        self.points.set_data(x, y)
