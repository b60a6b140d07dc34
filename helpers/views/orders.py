"""Four orders of the same examples side by side: the path of the weight, and below it which example came when."""

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import to_rgb

from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, style

PATH = SHADES[-2]


@dataclass(frozen=True, eq=False)
class Frame:
    """What one frame shows.

    best: the best weight.  limits: of the weight axis.  rank: (N,) of each example by mass, the lightest 0.
    panels: four `Order`s.
    """

    best: float
    limits: tuple
    rank: np.ndarray
    step: int
    panels: tuple


@dataclass(frozen=True, eq=False)
class Order:
    """One of the four. title: its name.  weights: (T + 1,).  order: (epochs, N), which example came when.
    notes: two lines of text."""

    title: str
    weights: np.ndarray
    order: np.ndarray
    notes: tuple


class Orders(Sheet):
    """Names above, and a column for each order: path, strip of epochs, notes."""

    inks = (FULL, BATCH, QUIET, GRID, *SHADES)

    def __init__(self):
        super().__init__()
        self.paths = [self.add(Path(self.axes(), place)) for place in range(4)]
        self.decks = [self.add(Deck(self.axes(), place)) for place in range(4)]
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=PATH, lw=2), "the weight w"),
                Name(dict(color=FULL, marker="o", ms=7, ls=""), "w at the end of an epoch"),
                Name(dict(color=QUIET, lw=1.8, ls=(0, (5, 3))), "best w: the mean"),
                Name(dict(color=SHADES[0], marker="s", ms=11, ls=""), "light penguin"),
                Name(dict(color=SHADES[-1], marker="s", ms=11, ls=""), "heavy penguin"),
                Name(dict(mec=BATCH, marker="s", ms=9, mfc="none", mew=2.4, ls=""), "now"),
            )
        )

    def arrange(self, points, narrow):
        columns, left, right, gap = (2 if narrow else 4), 58, points - 16, 18
        top = self.names.height(right - left) + 4
        width = (right - left - gap * (columns - 1)) / columns
        path, deck, notes = 210, 130, 88
        pitch = 26 + path + 56 + deck + notes
        places = {self.names: (left, 0, right, top)}
        for place in range(4):
            row, column = divmod(place, columns)
            x, y = left + column * (width + gap), top + row * pitch + 26
            places[self.paths[place]] = (x, y, x + width, y + path)
            places[self.decks[place]] = (x, y + path + 56, x + width, y + path + 56 + deck)
            for panel in (self.paths[place], self.decks[place]):
                panel.outer = column == 0
        return top + pitch * (4 // columns) + 4, places

    def still_key(self, frame):
        return frame.limits, len(frame.panels[0].order), len(frame.rank)


class Path:
    """The weight against the step."""

    def __init__(self, axes, place):
        self.axes, self.place, self.outer = axes, place, True
        style(axes)
        axes.set_xlabel("step")
        self.best = axes.axhline(0, color=QUIET, lw=1.8, ls=(0, (5, 3)))
        moving = dict(animated=True)
        (self.line,) = axes.plot([], [], color=PATH, lw=1.6, **moving)
        (self.ends,) = axes.plot([], [], "o", ms=6, color=FULL, mec="white", mew=0.8, **moving)
        (self.now,) = axes.plot([], [], "s", ms=9, mec=BATCH, mew=2.4, mfc="white", clip_on=False, **moving)
        self.title = axes.text(0, 1.04, "", transform=axes.transAxes, weight="bold", size=13, color=FULL, **moving)
        self.moving, self.labels = [self.line, self.ends, self.now], [self.title]

    def set_still(self, frame):
        epochs, n = frame.panels[self.place].order.shape
        self.axes.set(xlim=(-0.02 * epochs * n, 1.03 * epochs * n), ylim=frame.limits, ylabel="w in kg" if self.outer else "")
        self.axes.set_xticks(np.arange(0, epochs * n + 1, epochs * n // 2))
        self.axes.tick_params(labelleft=self.outer)
        self.best.set_ydata([frame.best] * 2)

    def update(self, frame):
        panel = frame.panels[self.place]
        n, steps = panel.order.shape[1], np.arange(len(panel.weights))
        self.line.set_data(steps, panel.weights)
        self.ends.set_data(steps[n::n], panel.weights[n::n])
        self.now.set_data(steps[-1:], panel.weights[-1:])
        self.title.set_text(panel.title)


class Deck:
    """A row for each epoch, a column for each step in it: how heavy the penguin was; pale where none has come yet."""

    def __init__(self, axes, place):
        self.axes, self.place, self.outer = axes, place, True
        style(axes)
        axes.grid(False)
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.tick_params(length=0)
        axes.set_xlabel("step in its epoch")
        self.image = axes.imshow(np.ones((1, 1, 3)), aspect="auto", interpolation="nearest", animated=True)
        look = dict(ms=8, mfc="none", clip_on=False, animated=True)
        (self.halo,) = axes.plot([], [], "s", mec="white", mew=5.5, **look)  # seen on dark cells without colour too
        (self.now,) = axes.plot([], [], "s", mec=BATCH, mew=2.4, **look)
        words = dict(transform=axes.transAxes, size=12, color=FULL, animated=True, va="baseline")
        self.notes = [axes.text(0, 0, "", **words) for _ in range(2)]
        self.moving, self.labels = [self.image, self.halo, self.now], self.notes
        self.shades = np.array([to_rgb(shade) for shade in SHADES])
        self.blank = to_rgb(GRID)

    def set_still(self, frame):
        epochs, n = frame.panels[self.place].order.shape
        self.image.set_extent((0.5, n + 0.5, epochs + 0.5, 0.5))
        self.axes.set(xlim=(0.5, n + 0.5), ylim=(epochs + 0.5, 0.5), ylabel="epoch" if self.outer else "")
        self.axes.set_xticks([1, n // 2, n])
        self.axes.set_yticks([1, epochs // 2, epochs])
        self.axes.tick_params(labelleft=self.outer)
        height = self.axes.get_window_extent().height * 72 / self.axes.figure.dpi
        for line, note in enumerate(self.notes):
            note.set_position((0, -(54 + 17 * line) / height))

    def update(self, frame):
        order = frame.panels[self.place].order
        epochs, n = order.shape
        colours = self.shades[frame.rank[order] * len(self.shades) // n]
        colours.reshape(-1, 3)[frame.step :] = self.blank
        self.image.set_data(colours)
        last = frame.step - 1
        for mark in (self.halo, self.now):
            mark.set_data([last % n + 1] if frame.step else [], [last // n + 1] if frame.step else [])
        for note, text in zip(self.notes, frame.panels[self.place].notes):
            note.set_text(text)
