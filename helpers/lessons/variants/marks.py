"""The marks of the variants, the same in the race and beside it: a shape for each, a colour for each kind."""

import numpy as np
from matplotlib.patches import Polygon

from helpers.live import Line, Mark, Points
from helpers.live.looks import BATCH, FULL, SHADES, SPENT, TANGENT
from helpers.problems.variants import DIVIDE, GROW

COLOURS = {GROW: SHADES[4], DIVIDE: TANGENT}
OF_THEIR_OWN = {"yours": FULL, "uncorrected": BATCH}
SIZES = {"*": 12, "P": 9, "X": 9, "D": 7, "s": 7.5}  # of the shapes, so that all look alike


def colour(variant):
    return OF_THEIR_OWN.get(variant.key, COLOURS[variant.steps])


def shape(variant, larger=0):
    """The look of a variant's shape."""
    return dict(marker=variant.marker, ms=SIZES.get(variant.marker, 8) + larger, color=colour(variant))


class Each:
    """A mark for each variant, made when it is first asked for, and then always the same one: frames know it by itself."""

    def __init__(self, make):
        self._make, self._made = make, {}

    def __getitem__(self, variant):
        look = variant.key, variant.name, variant.marker, variant.steps
        return self._made.get(look) or self._made.setdefault(look, self._make(variant))


class Worn(Points):
    """Points whose shape changes. Data: (x, y, variant)."""

    def put(self, artists, data, panel):
        x, y, variant = data
        super().put(artists, (x, y), panel)
        look = shape(variant, larger=1)
        artists[0].set_marker(look["marker"])
        artists[0].set_markersize(look["ms"])


PATHS = Each(lambda variant: Line(color=colour(variant), lw=1.3))
HEADS = Each(
    lambda variant: Points(
        variant.name, mec="white", mew=0.8, clip_on=False, **shape(variant), sample=dict(mec=colour(variant), mew=1)
    )
)


class Regions(Mark):
    """Regions one within the other, the darker the later, with a number at the upper right end where there is room.

    Data: the corners (K, 2) of each, or None.
    """

    inks = FILLS = (SPENT, *SHADES)

    def __init__(self, name, levels, **more):
        super().__init__(name, sample=dict(color=SHADES[3], lw=13, solid_capstyle="butt"), **more)
        self.levels = levels

    def make(self, axes, data):
        look = dict(closed=True, ec=FULL, lw=1, animated=True)
        regions = [axes.add_patch(Polygon([[0, 0]], fc=fill, **look)) for fill in self.FILLS]
        return [*regions, *(axes.text(0, 0, "", size=12, weight="bold", va="center", animated=True) for _ in regions)]

    def put(self, artists, data, panel):
        tops = [0 if corners is None else corners[:, 1].max() for corners in data]
        for place, (corners, top, level) in enumerate(zip(data, tops, self.levels)):
            region, tag = artists[place], artists[place + len(data)]
            region.set_visible(corners is not None)
            tag.set_text("")
            if corners is None:
                continue
            region.set_xy(corners)
            right, room = corners[:, 0].max(), np.ptp(corners[np.isclose(corners[:, 1], top), 0])
            if place and room > 0.75 and top - max(tops[place + 1 :], default=0) > 0.042:
                tag.set_text(f"{level:g}")
                tag.set_position((right - 0.42, top - 0.022))
                tag.set_color("white" if place > 3 else FULL)
