"""The marks of the variants, the same in the race and beside it: a shape for each, a colour for each kind."""

import numpy as np
from matplotlib.patches import Polygon

from helpers.live import Line, Mark, Points
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, SPENT, TANGENT
from helpers.live.words import text_width
from helpers.problems.variants import DIVIDE, GROW

COLOURS = {GROW: SHADES[4], DIVIDE: TANGENT}
OF_THEIR_OWN = {"yours": FULL, "uncorrected": BATCH}
SIZES = {"*": 12, "P": 9, "X": 9, "D": 7, "s": 7.5}  # of the shapes, so that all look alike
ROW, SIZE, APART = 16.0, 12, 20.0  # points from name to name on a ladder; of the type; from a curve to its name


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
    """Points whose shape changes, and their colour where the look names none. Data: (x, y, variant)."""

    def put(self, artists, data, panel):
        x, y, variant = data
        super().put(artists, (x, y), panel)
        look = shape(variant, larger=1)
        artists[0].set_marker(look["marker"])
        artists[0].set_markersize(look["ms"])
        if "color" not in self.look:
            artists[0].set_color(look["color"])
            artists[0].set_markeredgecolor("white")


class Dyed(Line):
    """A line in the colour of its variant. Data: (x, y, variant, whether another is drawn over it): then it is wide and pale."""

    inks = (*COLOURS.values(), *OF_THEIR_OWN.values())

    def put(self, artists, data, panel):
        super().put(artists, data[:2], panel)
        artists[0].set_color(colour(data[2]))
        artists[0].set(lw=7 if data[3] else 2.4, alpha=0.4 if data[3] else 1)


GROWING = Line("steps that grow with the gradient", color=COLOURS[GROW], lw=2.2)
DIVIDED = Line("steps that divide by its size", color=COLOURS[DIVIDE], lw=2.2)
PATHS = Each(lambda variant: Line(color=colour(variant), lw=1.2, alpha=0.5))
HEADS = Each(lambda variant: Points(mec="white", mew=0.8, clip_on=False, **shape(variant, larger=-1.5)))


class Ladder(Mark):
    """The names of curves beside their ends, one above the other in the order of the ends, however close these are.

    Data: (x, y (R,), names, {place: colour} of the names in bold type).
    """

    inks = (QUIET, FULL, BATCH)

    def make(self, axes, data):
        (leaders,) = axes.plot([], [], color=QUIET, lw=0.8, alpha=0.7, animated=True)
        return [leaders, *(axes.text(1, 1, "", size=SIZE, va="center", animated=True) for _ in data[2])]

    def put(self, artists, data, panel):
        (leaders, *texts), (x, y, names, bold) = artists, data
        ends = panel.points(np.full(len(y), x), y)
        order = np.argsort(-ends[:, 1], kind="stable")[::-1]
        left = min(ends[0, 0] + APART, panel.size[0] - 2 - max(text_width(name, SIZE, "bold") for name in names))
        spots = np.column_stack([np.full(len(y), left), np.empty(len(y))])
        spots[order, 1] = spread(ends[order, 1], ROW, ROW / 2, panel.size[1] - ROW / 2)
        stops = np.stack([ends + [5, 0], spots - [3, 0], np.full_like(spots, np.nan)], axis=1)
        leaders.set_data(*panel.data(stops).reshape(-1, 2).T)
        for lane, (text, name, spot) in enumerate(zip(texts, names, panel.data(spots))):
            text.set_text(name)
            text.set_position(spot)
            text.set_color(bold.get(lane, QUIET))
            text.set_fontweight("bold" if lane in bold else "normal")


def spread(heights, apart, low, high):
    """Rising heights (R,), moved as little as can be so that each is so far above the one below, and all are within.

    That is isotonic regression, here by its formula of maxima and minima of means (Robertson, Wright and Dykstra 1988).

    >>> spread(np.array([10.0, 10.0, 50.0]), 16, 0, 100).tolist()
    [2.0, 18.0, 50.0]
    """
    count = len(heights)
    rungs = apart * np.arange(count)
    sums = np.append(0, np.cumsum(heights - rungs))
    means = [[(sums[end] - sums[first]) / max(end - first, 1) for end in range(1, count + 1)] for first in range(count)]
    level = [max(min(means[first][lane:]) for first in range(lane + 1)) for lane in range(count)]
    return np.clip(level, low, high - rungs[-1]) + rungs


class Regions(Mark):
    """Regions one within the other, the stronger the later, with a number at the upper right end where there is room.

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
            depth = top - max([*tops[place + 1 :], corners[:, 1].min()])
            if place and min(room / 0.75, depth / 0.042) > 1:
                tag.set_text(f"{level:g}")
                tag.set_position((right - 0.42, top - 0.022))
                tag.set_color("white" if place > 3 else FULL)
