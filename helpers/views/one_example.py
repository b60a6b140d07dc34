"""One step of SGD in its five lines: the recipe, the data with the model's line, and the losses with the point."""

from dataclasses import dataclass

import numpy as np

from helpers.views.panels import Landscape
from helpers.views.recipe import Recipe
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, DOTTED, FULL, GRID, QUIET, SHADES, TANGENT, number, style

LINES = (
    "1  Take one example",
    "2  Feed it forward",
    "    and calculate the loss",
    "3  Calculate its gradient",
    "4  Update the weight",
)
TAKE, FORWARD, LOSS, GRADIENT, UPDATE = range(len(LINES))
MODEL = SHADES[-1]


@dataclass(frozen=True, eq=False)
class Frame:
    """What one frame shows: the line of the recipe that runs, and the step that it belongs to.

    lit: the line.  formulas: a text for each.  x, y: (N,) the examples.  example: the one taken.  The others are those
    of `helpers.views.panels.Frame`: weights, full_losses, batch_losses end with this step's; next_full_loss is the full
    loss where the update leads.
    """

    lit: int
    formulas: tuple
    x: np.ndarray
    y: np.ndarray
    example: int
    weight_label: str
    grid: np.ndarray
    full_curve: np.ndarray
    ceiling: float
    batch_curve: np.ndarray
    weights: np.ndarray
    full_losses: np.ndarray
    batch_losses: np.ndarray
    slope: float
    next_weight: float
    next_loss: float
    next_full_loss: float
    diverged: int | None

    @property
    def step(self):
        return len(self.weights) - 1


class OneStep(Sheet):
    """The recipe above, the data and the losses below it, each with the names of what it shows."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, *SHADES)

    def __init__(self):
        super().__init__()
        self.recipe = self.add(Recipe(self.figure, LINES))
        self.fit, self.landscape = self.add(Fit(self.axes())), self.add(StepLandscape(self.axes()))
        self.fit_names = self.add(
            Names(
                self.figure,
                Name(dict(color=MODEL, lw=2.6), "model ŷ = wx"),
                Name(dict(color=MODEL, lw=2.2, ls=(0, (4, 2))), "model after this step"),
                Name(dict(color=BATCH, marker="o", ms=11, mec="white", ls=""), "the example taken"),
                Name(dict(mec=MODEL, marker="D", ms=8, mfc="white", mew=2, ls=""), "its prediction ŷ"),
                Name(dict(color=BATCH, lw=3), "ŷ − y"),
                size=12,
            )
        )
        self.loss_names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), "full loss, all 6 examples"),
                Name(DOTTED, "batch loss, this 1 example"),
                Name(dict(color=TANGENT, lw=4), "its slope"),
                Name(dict(color=BATCH, marker="o", ms=11, mec="white", ls=""), "dots: now"),
                Name(dict(mec=BATCH, marker="o", ms=9, mfc="white", mew=2.2, ls=""), "rings: after this step"),
                size=12,
            )
        )

    def arrange(self, points, narrow):
        left, right, top = 58, points - 16, 14
        below = top + self.recipe.height(right - left + 40) + 8
        places = {self.recipe: (left - 40, top, right, below - 8)}
        gap = 62
        width = right - left if narrow else (right - left - gap) / 2
        rows = max(self.fit_names.height(width), self.loss_names.height(width))
        tall = 250 if narrow else 270
        for column, (names, panel) in enumerate(((self.fit_names, self.fit), (self.loss_names, self.landscape))):
            x = left if narrow else left + column * (width + gap)
            y = below + (column * (rows + tall + 82) if narrow else 0)
            places[names] = (x, y, x + width, y + rows)
            places[panel] = (x, y + rows + 26, x + width, y + rows + 26 + tall)
        return places[self.landscape][3] + 50, places

    def still_key(self, frame):
        return None


class Fit:
    """The examples, the model's line through 0, and the example that is taken with its prediction."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xlabel="x", ylabel="y")
        (self.data,) = axes.plot([], [], "o", ms=7, mfc="white", mec=FULL, mew=1.6)
        moving = dict(animated=True)
        (self.line,) = axes.plot([], [], color=MODEL, lw=2.6, solid_capstyle="round", **moving)
        (self.after,) = axes.plot([], [], color=MODEL, lw=2.2, ls=(0, (4, 2)), **moving)
        (self.residual,) = axes.plot([], [], color=BATCH, lw=3, solid_capstyle="butt", **moving)
        (self.taken,) = axes.plot([], [], "o", ms=13, color=BATCH, mec="white", mew=1.6, **moving)
        (self.prediction,) = axes.plot([], [], "D", ms=9, mfc="white", mec=MODEL, mew=2.2, **moving)
        self.title = axes.text(0, 1.02, "", transform=axes.transAxes, weight="bold", size=13.5, color=FULL, **moving)
        self.moving = [self.line, self.after, self.residual, self.taken, self.prediction]
        self.labels = [self.title]

    def set_still(self, frame):
        self.data.set_data(frame.x, frame.y)
        self.axes.set(xlim=(frame.x.min() - 0.5, frame.x.max() + 0.5), ylim=(frame.y.min() - 1.5, frame.y.max() + 1.5))

    def update(self, frame):
        w, x, y = frame.weights[-1], frame.x[frame.example], frame.y[frame.example]
        ends = np.array(self.axes.get_xlim())
        self.line.set_data(ends, w * ends)
        self.after.set_data(ends, frame.next_weight * ends)
        self.after.set_visible(frame.lit >= UPDATE)
        self.taken.set_data([x], [y])
        self.prediction.set_data([x], [w * x])
        self.prediction.set_visible(frame.lit >= FORWARD)
        self.residual.set_data([x, x], [y, w * x])
        self.residual.set_visible(frame.lit >= LOSS)
        self.title.set_text(f"example {frame.example}: x = {number(x)}, y = {number(y)}")


class StepLandscape(Landscape):
    """The landscape as far as the recipe has come: the dotted curve with the loss, then its slope, then the step."""

    def __init__(self, axes):
        super().__init__(axes)
        (self.whole,) = axes.plot([], [], "o", ms=10, color=FULL, mec="white", mew=1.4, animated=True)
        (self.whole_next,) = axes.plot([], [], "o", ms=9, mfc="white", mec=FULL, mew=2.2, animated=True)
        self.moving[2:2] = [self.whole_next, self.whole]
        after = (self.next, self.whole_next)
        self.appear = ((LOSS, (self.dotted, self.gap, self.point)), (GRADIENT, (self.tangent,)), (UPDATE, after))

    def update(self, frame):
        super().update(frame)
        w = frame.weights[-1]
        self.whole.set_data([w], [frame.full_losses[-1]])
        self.whole_next.set_data([frame.next_weight], [frame.next_full_loss])
        for first, artists in self.appear:
            for artist in artists:
                artist.set_visible(frame.lit >= first)
        after = f" → {number(frame.next_weight)}" if frame.lit >= UPDATE else ""
        self.title.set_text(f"step {frame.step}   w = {number(w)}{after}")
        if frame.lit < LOSS and "batch loss" in self.notice.get_text():
            self.notice.set_visible(False)  # of a curve that is not there yet
