"""Where gradient descent ends: the curve with one path, and the axis of starts, each coloured by its end."""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from helpers.views.descent import Handled, heading, notice, say
from helpers.views.sheet import Name, Names, Sheet, text_width
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, SPENT, number, style

COLOURS = (SHADES[0], SHADES[4], SHADES[1], SHADES[3])  # of the valleys A, B, C, D
LETTERS = "ABCD"
ELSEWHERE = -1


@dataclass(frozen=True, eq=False)
class BasinFrame:
    """What one frame shows. G points of the curve, S starts, M minima in the picture, T steps.

    starts: (S,).  ends: (S,), the number of the valley or ELSEWHERE.  restless: (S,), whether it never comes to rest.
    minima, lowest: (M,) weights and losses.  best: the number of the global minimum.  path, losses: (T + 1,).
    """

    scene: str
    weight_label: str
    grid: np.ndarray
    curve: np.ndarray
    minima: np.ndarray
    lowest: np.ndarray
    best: int
    starts: np.ndarray
    ends: np.ndarray
    restless: np.ndarray
    path: np.ndarray
    losses: np.ndarray
    verdict: str


class Basins(Handled, Sheet):
    """The curve above, the axis of starts below it."""

    inks = (FULL, BATCH, QUIET, GRID, SPENT, *SHADES)

    def __init__(self):
        super().__init__()
        self.valleys, self.starts = self.add(_Valleys(self.axes())), self.add(_Starts(self.axes()))
        cell = dict(lw=13, solid_capstyle="butt")
        self.handle = self.valleys.axes, self.starts.axes
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), "full loss"),
                Name(dict(color=BATCH, lw=1.6, marker="o", ms=5, mfc="white", mew=1.4), "path from the start"),
                Name(dict(color=BATCH, marker="o", ms=11, mec="white", ls=""), "its end"),
                Name(dict(color=COLOURS[1], **cell), "ends in that valley"),
                Name(dict(color=FULL, marker="|", ms=11, mew=1.8, ls=""), "there, never at rest"),
                Name(dict(color=SPENT, **cell), "ends in none"),
            )
        )

    def arrange(self, points, narrow):
        top, tall = self.names.height(points - 74), 300 if narrow else 336
        middle = top + tall - 98
        places = {
            self.names: (58, 0, points - 16, top),
            self.valleys: (58, top + 26, points - 16, middle),
            self.starts: (58, middle + 6, points - 16, middle + 48),
        }
        return top + tall, places

    def still_key(self, frame):
        return frame.scene


class _Valleys:
    """The curve, its minima by letter, and the path from the start."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set_ylabel("loss")
        axes.tick_params(labelbottom=False, bottom=False)
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, solid_capstyle="round")
        self.letters = [axes.text(0, 0, "", size=14, weight="bold", color=FULL, ha="center", va="top") for _ in LETTERS]
        moving = dict(animated=True)
        (self.path,) = axes.plot([], [], "o-", color=BATCH, lw=1.4, ms=5, mfc="white", mew=1.3, **moving)
        (self.start,) = axes.plot([], [], "o", ms=11, mfc="white", mec=BATCH, mew=2.4, **moving)
        (self.end,) = axes.plot([], [], "o", ms=12, color=BATCH, mec="white", mew=1.6, **moving)
        self.title, self.notice = heading(axes, **moving), notice(axes)
        self.moving, self.labels = [self.path, self.start, self.end, self.notice], [self.title]

    def set_still(self, frame):
        self.full.set_data(frame.grid, frame.curve)
        top = 1.15 * frame.curve.max()
        ticks = np.arange(0, top, 0.5 if top < 2.5 else 1)
        self.axes.set(xlim=frame.grid[[0, -1]], ylim=(-0.2 * top, top), yticks=ticks)
        for letter, name, w, loss in zip(self.letters, LETTERS, frame.minima, frame.lowest):
            letter.set_text(name)
            letter.set_position((w, loss - 0.04 * top))
        for letter in self.letters[len(frame.minima) :]:
            letter.set_text("")

    def update(self, frame):
        path, losses = (np.clip(np.nan_to_num(values, nan=1e6), -1e6, 1e6) for values in (frame.path, frame.losses))
        self.path.set_data(path, losses)
        self.start.set_data(path[:1], losses[:1])
        self.end.set_data(path[-1:], losses[-1:])
        self.title.set_text(f"start {number(frame.path[0])}: {frame.verdict}")
        low, high = frame.grid[[0, -1]]
        say(self.notice, "" if low <= frame.path[-1] <= high else f"w = {number(frame.path[-1])} is off the picture")


class _Starts:
    """A cell for each start, in the colour of the valley where it ends, the letter on each stretch of equal cells."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.grid(False)
        axes.spines["left"].set_visible(False)
        axes.set(ylim=(0, 1), yticks=[])
        moving = dict(animated=True)
        self.cells = LineCollection([], capstyle="butt", **moving)
        self.restless = LineCollection([], capstyle="butt", colors=[FULL], lw=1.4, **moving)
        axes.add_collection(self.cells)
        axes.add_collection(self.restless)
        (self.now,) = axes.plot([], [], "^", ms=13, color=BATCH, mec="white", mew=1.4, clip_on=False, **moving)
        self.letters = [axes.text(0, 0.72, "", size=14, weight="bold", va="center", **moving) for _ in range(12)]
        self.moving, self.labels = [self.cells, self.restless, self.now], self.letters
        self._colours = np.array([to_rgba(colour) for colour in (*COLOURS, SPENT)])
        self._widths = {letter: text_width(letter, 14, "bold") for letter in LETTERS}

    def set_still(self, frame):
        self.axes.set(xlim=frame.grid[[0, -1]], xlabel=f"start: {frame.weight_label}")
        self.cells.set_segments([[(w, 0.24), (w, 1)] for w in frame.starts])
        self.cells.set_linewidth(self._points() * (frame.starts[1] - frame.starts[0]) + 0.8)

    def update(self, frame):
        self.cells.set_color(self._colours[frame.ends])
        self.restless.set_segments([[(w, 0.24), (w, 0.5)] for w in frame.starts[frame.restless]])
        self.now.set_data([frame.path[0]], [0.14])
        edges = np.flatnonzero(np.diff(frame.ends, prepend=-9, append=-9))
        runs = [(first, last) for first, last in zip(edges, edges[1:]) if frame.ends[first] != ELSEWHERE]
        runs = sorted(runs, key=lambda run: run[0] - run[1])[: len(self.letters)]
        for text in self.letters:
            text.set_text("")
        for text, (first, last) in zip(self.letters, runs):
            name, left, right = LETTERS[frame.ends[first]], frame.starts[first], frame.starts[last - 1]
            width = self._widths[name] / self._points()
            if right - left > 1.5 * width:
                text.set_text(name)
                text.set_x((left + right - width) / 2)
                text.set_color("white" if frame.ends[first] == 1 else FULL)

    def _points(self):
        """Points on paper for each unit of the weight."""
        low, high = self.axes.get_xlim()
        return self.axes.get_window_extent().width * 72 / self.axes.figure.dpi / (high - low)
