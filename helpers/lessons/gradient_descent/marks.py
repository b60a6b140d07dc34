"""What the figures of gradient descent draw: the axis of learning rates, and distances that shrink or grow."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from helpers.lessons.gradient_descent.basins import ELSEWHERE
from helpers.lessons.gradient_descent.descent import STEPS
from helpers.live import Axis, Mark, Panel, Points, powers
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, SPENT
from helpers.live.words import text_width
from helpers.problems.valleys import LETTERS

RATES, DISTANCES = (0.05, 12.0), (1e-6, 1e6)  # the ends of the axes
BAR, SIZE = 0.42, 12  # the height of a band's bar, whose words stand below it; the size of words in points
REGIMES = ("monotone", "zig-zag", "divergent")
COLOURS = (SHADES[0], SHADES[4], SHADES[1], SHADES[3])  # of the valleys A, B, C, D
STRONG = SHADES[3:]  # on these white letters are easier to read than dark ones, in both looks
CELLS = np.array([to_rgba(colour) for colour in (*COLOURS, SPENT)])
STRETCHES = 12  # of equal cells, that may have a letter
EVERY = np.arange(STEPS + 1)
STEP = dict(ms=6.5, color=FULL, mec=FULL, mfc="white", mew=1.8)  # the look of a step
FORMULA = dict(color=QUIET, lw=1.2, ls=(0, (5, 3)))  # that of the closed form

FLAT = Points("along the flat direction", **STEP, clip_on=False)
STEEP = Points("along the steep one", marker="s", ms=6.5, color=SHADES[4], mec="white", mew=0.8, clip_on=False)
NOW = Points("now", ms=12, color=BATCH, mec="white", mew=1.6, sample=dict(ms=11, mew=1))


def distances(title):
    """The panel of distances from the minimum."""
    ticks = {DISTANCES[0]: "≤10⁻⁶"} | powers(-3, 6, 3)
    step, size = Axis("step", -0.02 * STEPS, 1.02 * STEPS), Axis("", *DISTANCES, log=True, ticks=ticks)
    return Panel(step, size, title=title, left=58, height=(228, 228))


def seen(sizes, step):
    """(x, y) of the distances, sizes (T + 1,), up to that step which the panel can show."""
    shown = (DISTANCES[0] < sizes) & (sizes < DISTANCES[1]) & (step >= EVERY)
    return EVERY[shown], sizes[shown]


def rates(rows):
    """The panel of a RateAxis with so many rows."""
    x = Axis("learning rate η", *RATES, log=True, ticks=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10))
    height = 42 + 38 * rows
    return Panel(x, Axis("", 0, rows + 0.82, ticks=()), left=58, height=(height, height), lines="x", grid=False)


class RateAxis(Mark):
    """What a learning rate does along each direction, the rates that matter, and the current one.

    directions: their names, the steepest first; one band each.  Data: (rate, curvatures (K,), marks), of which there are two,
    (rate, words): the first is written to the left of its mark, the second to the right.
    """

    inks = (FULL, BATCH, SPENT, SHADES[0], SHADES[2])

    def __init__(self, *directions):
        super().__init__()
        self.count = len(directions)
        self.words = [[f"{name}: {REGIMES[0]}" if name else REGIMES[0], *REGIMES[1:]] for name in directions]

    def make(self, axes, data):
        moving, bar = dict(animated=True), dict(ec="white", lw=2)
        colours = [SHADES[0], SHADES[2], SPENT] * self.count
        bands = [axes.add_patch(Rectangle((1, 0), 1, BAR, fc=colour, **bar, **moving)) for colour in colours]
        (marks,) = axes.plot([], [], color=FULL, lw=1.8, ls=(0, (4, 1.5)), **moving)
        (line,) = axes.plot([], [], color=BATCH, lw=3.4, solid_capstyle="butt", **moving)
        (now,) = axes.plot([], [], marker="v", ms=12, color=BATCH, mec="white", mew=1.2, ls="", clip_on=False, **moving)
        text = dict(va="center", size=SIZE, color=FULL, **moving)
        words = [axes.text(1, 0, "", **text) for _ in bands]
        signs = [axes.text(1, self.count + 0.58, "", **text) for _ in range(2)]
        return [*bands, marks, line, now, *words, *signs]

    def parts(self, artists):
        """(bands, the rates that matter, the current rate, its head, words below the bands, words beside the marks)."""
        count = 3 * self.count
        return artists[:count], *artists[count : count + 3], artists[count + 3 : -2], artists[-2:]

    def put(self, artists, data, panel):
        bands, line, here, head, words, signs = self.parts(artists)
        rate, curvatures, marks = data
        point = (RATES[1] / RATES[0]) ** (1 / panel.size[0])  # the ratio of two rates that are one point apart on paper
        for row, curvature in enumerate(curvatures):
            low, limits = self.count - row - BAR, [RATES[0], 1 / curvature, 2 / curvature, RATES[1]]
            now = np.searchsorted(limits[1:3], rate, side="right")
            for place, (left, right) in enumerate(zip(limits, limits[1:])):
                bands[3 * row + place].set_bounds(left, low, right - left, BAR)
                text, said = words[3 * row + place], self.words[row][place]
                weight = "bold" if place == now else "normal"
                free = np.log(right / left) / np.log(point) - text_width(said, SIZE, weight)
                text.set_text(said if free > 0 else "")
                text.set_weight(weight)
                text.set_position((left * point ** (free / 2), low - 0.27))
        for sign, (at, said), side in zip(signs, marks, (-1, 1)):
            sign.set_text(said)
            sign.set_x(at * point ** (7 if side > 0 else -11 - text_width(said, SIZE)))
        bars = [height for top in range(1, self.count + 1) for height in (top, top - BAR, np.nan)]
        line.set_data(*_upright([at for at, _ in marks], [*bars, self.count, self.count + 0.74, np.nan]))
        here.set_data(*_upright([rate], bars))
        head.set_data([rate], [self.count + 0.07])


def _upright(places, heights):
    """A line through these heights at each of the places, heights and places of one length."""
    return np.repeat(places, len(heights)), np.tile(heights, len(places))


class Ends(Mark):
    """A cell for each start, in the colour of the valley where it ends, the letter on each stretch of equal cells.

    Data: (starts (S,), valleys (S,), numbers or ELSEWHERE).
    """

    inks = (FULL, SPENT, *COLOURS)

    def make(self, axes, data):
        cells = axes.add_collection(LineCollection([], capstyle="butt", animated=True))
        look = dict(size=14, weight="bold", va="center", animated=True)
        return [cells, *(axes.text(0, 0.72, "", **look) for _ in range(STRETCHES))]

    def key(self, data):
        return data[0]

    def settle(self, artists, data, panel):
        starts = data[0]
        artists[0].set_segments([[(w, 0.24), (w, 1)] for w in starts])
        artists[0].set_linewidth(self.points(panel) * (starts[1] - starts[0]) + 0.8)

    def put(self, artists, data, panel):
        (cells, *texts), (starts, ends) = artists, data
        cells.set_color(CELLS[ends])
        edges = np.flatnonzero(np.diff(ends, prepend=-9, append=-9))
        runs = [(first, last) for first, last in zip(edges, edges[1:]) if ends[first] != ELSEWHERE]
        runs = sorted(runs, key=lambda run: run[0] - run[1])[:STRETCHES]
        for text in texts:
            text.set_text("")
        for text, (first, last) in zip(texts, runs):
            name, left, right = LETTERS[ends[first]], starts[first], starts[last - 1]
            width = text_width(name, 14, "bold") / self.points(panel)
            if right - left > 1.5 * width:
                text.set_text(name)
                text.set_x((left + right - width) / 2)
                text.set_color("white" if COLOURS[ends[first]] in STRONG else FULL)

    @staticmethod
    def points(panel):
        """Points on paper for each unit of the weight."""
        (low, high), _ = panel.limits
        return panel.size[0] / (high - low)
