"""Panels that the figures of gradient descent share: the axis of learning rates, and distances that shrink or grow."""

from functools import lru_cache

import numpy as np
from matplotlib.patches import Rectangle

from helpers.views.sheet import text_width
from helpers.views.style import BATCH, FULL, QUIET, SHADES, SPENT, style

RATES = (0.05, 12.0)  # the ends of the axis of learning rates
DISTANCES = (1e-6, 1e6)  # the ends of the axis of distances
BAR = 0.42  # the height of a band's bar; its words stand below
REGIMES = ("monotone", "zig-zag", "divergent")
MARKERS = (  # of the directions, the first the flattest
    dict(marker="o", ms=6.5, color=FULL, mec=FULL, mfc="white", mew=1.8),
    dict(marker="s", ms=6.5, color=SHADES[4], mec="white", mew=0.8),
)


class Handled:
    """A sheet whose point can be dragged sideways. handle: the axes at the top and at the bottom of where."""

    @property
    def zone(self):
        upper, lower = (axes.get_position() for axes in self.handle)
        return [upper.x0, 1 - upper.y1, upper.x1, 1 - lower.y0]

    def weight_at(self, x):
        """The weight under x, a fraction of the figure's width, kept within the axis."""
        box, (low, high) = self.handle[0].get_position(), self.handle[0].get_xlim()
        return low + min(max((x - box.x0) / box.width, 0), 1) * (high - low)


def power_of_ten(power):
    """A label for a log axis.

    >>> power_of_ten(-12), power_of_ten(0)
    ('10⁻¹²', '1')
    """
    return {0: "1", 1: "10"}.get(power, "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")))


def heading(axes, words="", **more):
    """The line above a panel."""
    return axes.text(0, 1.02, words, transform=axes.transAxes, weight="bold", size=13.5, color=FULL, **more)


def notice(axes):
    """A box of words inside a panel, for what the picture cannot hold."""
    box = dict(facecolor="white", edgecolor=BATCH, lw=1.5, boxstyle="round,pad=0.5")
    look = dict(ha="center", va="top", size=13.5, weight="bold", color=BATCH, bbox=box)
    return axes.text(0.5, 0.95, "", transform=axes.transAxes, animated=True, **look)


def say(text, words):
    """Show the notice with these words, or hide it where there are none."""
    text.set_text(words)
    text.set_visible(bool(words))


class RateAxis:
    """The learning rate on a log axis: what it does in each direction, the rates that matter, and the current one.

    names: of the directions, one band each.  frame: learning_rate, rate_title, curvatures (K,), and rate_marks, two of
    (rate, words), the first written to the left of its mark and the second to the right.
    """

    def __init__(self, axes, names):
        self.axes, self.count = axes, len(names)
        self.words = [[f"{name}: {REGIMES[0]}" if name else REGIMES[0], *REGIMES[1:]] for name in names]
        style(axes)
        axes.spines["left"].set_visible(False)
        axes.grid(False)
        axes.set(xscale="log", xlim=RATES, ylim=(0, self.count + 0.82), yticks=[], xlabel="learning rate η")
        ticks = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.set_xticks([], minor=True)
        moving, colours = dict(animated=True), (SHADES[0], SHADES[2], SPENT)
        look = dict(ec="white", lw=2, **moving)
        self.bands = [[axes.add_patch(Rectangle((1, 0), 1, BAR, fc=colour, **look)) for colour in colours] for _ in names]
        (self.marks,) = axes.plot([], [], color=FULL, lw=1.8, ls=(0, (4, 1.5)), **moving)
        (self.line,) = axes.plot([], [], color=BATCH, lw=3.4, solid_capstyle="butt", **moving)
        (self.now,) = axes.plot([], [], marker="v", ms=12, color=BATCH, mec="white", mew=1.2, ls="", clip_on=False, **moving)
        self.title = heading(axes, **moving)
        self.texts = [[axes.text(1, 0, "", va="center", size=12, color=FULL, **moving) for _ in REGIMES] for _ in names]
        self.signs = [axes.text(1, self.count + 0.58, "", va="center", size=12, color=FULL, **moving) for _ in range(2)]
        self.moving = [*sum(self.bands, []), self.marks, self.line, self.now]
        self.labels = [self.title, *sum(self.texts, []), *self.signs]

    def set_still(self, frame):
        pass

    def update(self, frame):
        rate = frame.learning_rate
        self.title.set_text(frame.rate_title)
        for row, curvature in enumerate(frame.curvatures):
            top, limits = self.count - row, [RATES[0], 1 / curvature, 2 / curvature, RATES[1]]
            now = np.searchsorted(limits[1:3], rate, side="right")
            for place, (left, right) in enumerate(zip(limits, limits[1:])):
                self.bands[row][place].set_bounds(left, top - BAR, right - left, BAR)
                weight = "bold" if place == now else "normal"
                self._centre(self.texts[row][place], self.words[row][place], weight, left, right, top - BAR - 0.27)
        rates, words = zip(*frame.rate_marks)
        heights = np.concatenate([[top, top - BAR, np.nan] for top in range(1, self.count + 1)])
        rows = len(heights) // 3 + 1
        for lines, at in ((self.marks, rates), (self.line, (rate,))):
            above = [self.count, self.count + 0.74, np.nan] if lines is self.marks else [np.nan] * 3
            lines.set_data(np.repeat(at, 3 * rows), np.tile(np.concatenate([heights, above]), len(at)))
        for sign, mark, text, side in zip(self.signs, rates, words, (-1, 1)):
            sign.set_text(text)
            sign.set_x(mark * self._ratio(7 if side > 0 else -11 - _width(text, "normal")))
        self.now.set_data([rate], [self.count + 0.07])

    def _centre(self, text, words, weight, left, right, y):
        """Words between two rates, or none where they do not fit."""
        width, room = _width(words, weight), np.log(right / left) / np.log(self._ratio(1))
        text.set_text(words if width < room else "")
        text.set_fontweight(weight)
        text.set_position((left * self._ratio((room - width) / 2), y))

    def _ratio(self, points):
        """The ratio of two rates that are so many points apart on paper."""
        return (RATES[1] / RATES[0]) ** (points / (self.axes.get_window_extent().width * 72 / self.axes.figure.dpi))


class Decay:
    """Distance to the minimum against the step, on a log axis: dots are the steps taken, lines the closed form.

    frame: distances (T + 1, K) and the closed form's, forecast (T + 1, K), and the step that is now.
    """

    def __init__(self, axes, count, words):
        self.axes = axes
        style(axes)
        axes.set(yscale="log", ylim=DISTANCES, xlabel="step")
        axes.set_yticks([1e-6, 1e-3, 1, 1e3, 1e6], ["≤10⁻⁶", *map(power_of_ten, (-3, 0, 3, 6))])
        axes.set_yticks([], minor=True)
        heading(axes, words)
        moving = dict(animated=True)
        self.lines = [axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (5, 3)), **moving)[0] for _ in range(count)]
        self.dots = [axes.plot([], [], ls="", clip_on=False, **MARKERS[each], **moving)[0] for each in range(count)]
        (self.now,) = axes.plot([], [], "o", ms=11, color=BATCH, mec="white", mew=1.4, **moving)
        self.moving, self.labels = [*self.lines, *self.dots], []
        if count == 1:
            self.moving.append(self.now)

    def set_still(self, frame):
        last = len(frame.distances) - 1
        self.axes.set_xlim(-0.02 * last, 1.02 * last)

    def update(self, frame):
        steps, (low, high), seen = np.arange(len(frame.distances)), DISTANCES, slice(frame.step + 1)
        sizes, forecast = (np.clip(np.nan_to_num(np.abs(d), nan=np.inf), 1e-30, 1e30) for d in (frame.distances, frame.forecast))
        for line, dots, size, expected in zip(self.lines, self.dots, sizes.T, forecast.T):
            line.set_data(steps, expected)
            shown = (low < size[seen]) & (size[seen] < high)
            dots.set_data(steps[seen][shown], size[seen][shown])
        self.now.set_data([frame.step], [np.clip(sizes[frame.step, 0], low, 10 * high)])


@lru_cache
def _width(words, weight):
    return text_width(words, 12, weight)
