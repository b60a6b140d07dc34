"""The six steps of mini-batch SGD: the list with the step that runs now, the landscape, and the data dealt to batches."""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from helpers.views.panels import Frame, Landscape
from helpers.views.recipe import Recipe
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, DOTTED, FULL, GRID, QUIET, SHADES, SPENT, TANGENT, number

LIST = (
    "divide the data into mini-batches",
    "pick a mini-batch",
    "feed it to the network",
    "calculate its mean gradient",
    "update the weight with it",
    "repeat 2 to 5 for the next mini-batch",
)
ROWS = ("penguin", "x", "y", "wx", "loss", "gradient")
AGAIN = 6  # the last step of the list


@dataclass(frozen=True, eq=False)
class StepFrame(Frame):
    """What one frame shows, apart from what the landscape knows: empty batch and curves of nan where nothing is picked.

    now: the step of the list, 1 to 6.  formulas: a line of numbers for each of the six, "" for those to come.  x, y: (N,).
    worked: (3, B), of the batch the predictions, the losses and the gradients, nan where not yet known.
    """

    now: int
    formulas: tuple
    x: np.ndarray
    y: np.ndarray
    worked: np.ndarray
    position: int  # of the batch in the epoch

    @property
    def lit(self):
        return self.now - 1

    @property
    def batches(self):
        return -(-len(self.order) // self.batch_size)


class SixSteps(Sheet):
    """The list on the left, the landscape on the right, the data below."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SPENT, *SHADES[:3])

    def __init__(self):
        super().__init__()
        self.list = self.add(Recipe(self.figure, [f"{line}  {text}" for line, text in enumerate(LIST, start=1)]))
        self.landscape, self.data = self.add(Walk(self.axes())), self.add(Data(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), lambda frame: f"full loss, all {len(frame.order)}", longest="full loss, all 12"),
                Name(DOTTED, batch_name, longest="batch loss, no batch is picked", moves=True),
                Name(dict(color=TANGENT, lw=4), "its slope: the mean gradient"),
                Name(dict(color=BATCH, marker="o", ms=11, mec="white", ls=""), "now"),
                Name(dict(mec=BATCH, marker="o", ms=9, mfc="white", mew=2.2, ls=""), "after this update"),
            )
        )

    def arrange(self, points, narrow):
        top, tall, table = self.names.height(points - 32), self.list.height(400), 188
        below = top + tall + (256 if narrow else 26)
        places = {self.names: (16, 0, points - 16, top), self.data: (76, below, points - 16, below + table - 8)}
        if narrow:
            places |= {self.list: (16, top, points - 16, top + tall), self.landscape: (58, below - 220, points - 16, below - 46)}
        else:
            places |= {self.list: (16, top, 440, top + tall), self.landscape: (506, top + 26, points - 16, below - 46)}
        return below + table, places

    def still_key(self, frame):
        return frame.scene


def batch_name(frame):
    count = len(frame.batch)
    return f"batch loss, {f'these {count}' if count > 1 else 'this 1' if count else 'no batch is picked'}"


class Walk(Landscape):
    """The landscape of the flagship, with a title that counts epochs and batches."""

    def update(self, frame):
        super().update(frame)
        batch = "" if frame.now == 1 else f", batch {frame.position + 1} of {frame.batches}"
        self.title.set_text(f"epoch {frame.epoch}{batch}:  w = {number(frame.weights[-1])}")


def sheet_of_points(axes):
    """Coordinates of the axes in points, from the top left corner; returns the width."""
    box, dpi = axes.get_window_extent(), axes.figure.dpi
    width, height = box.width * 72 / dpi, box.height * 72 / dpi
    axes.set(xlim=(0, width), ylim=(height, 0))
    return width


class Data:
    """The examples as columns, in the order of this epoch, batch by batch; the batch that is picked is framed and worked out."""

    top, row = 26, 25  # points: above the first row, and from one row to the next

    def __init__(self, axes):
        self.axes = axes
        axes.set_axis_off()
        self.names = [axes.text(-8, 0, name, size=12, ha="right", va="center", color=QUIET, clip_on=False) for name in ROWS]
        self.heads = PolyCollection([], animated=True)
        axes.add_collection(self.heads)
        self.frame = axes.add_patch(Rectangle((0, 0), 1, 1, fc="none", ec=BATCH, lw=2.6, clip_on=False, animated=True))
        self.cells = [[self._text() for _ in range(12)] for _ in ROWS]
        self.captions = [self._text() for _ in range(12)]
        self.moving, self.labels = [self.heads, self.frame], [*self.captions, *(text for row in self.cells for text in row)]

    def set_still(self, frame):
        self.width = sheet_of_points(self.axes)
        self.size = 12 if self.width > 600 else 10.3
        for line, name in enumerate(self.names):
            name.set_y(self._middle(line))
        for text in self.labels:
            text.set_fontsize(self.size)

    def update(self, frame):
        n, size = len(frame.order), frame.batch_size
        gap = 14 if self.width > 600 else 2
        wide = (self.width - gap * (frame.batches - 1)) / n
        batch = np.arange(n) // size  # of each column
        left = np.arange(n) * wide + batch * gap
        picked = (batch == frame.position) & bool(len(frame.batch))
        spent = (batch < frame.position) | (picked & (frame.now == AGAIN))
        shades = np.array([to_rgba(shade) for shade in SHADES[:3]])
        colours = shades[batch * 3 // frame.batches]
        colours[spent], colours[picked] = to_rgba(SPENT), to_rgba(BATCH)
        low, high = self._middle(0) - 11, self._middle(0) + 11
        self.heads.set_verts([[(x + 1, low), (x + wide - 1, low), (x + wide - 1, high), (x + 1, high)] for x in left])
        self.heads.set_facecolor(colours)
        self._captions(frame, left, wide)
        ink = np.where(picked, "white", np.where(spent, QUIET, FULL))
        rows = [[cell(v) for v in row[frame.order]] for row in (frame.x, frame.y)]
        rows.insert(0, [str(example + 1) for example in frame.order])
        for line, values in enumerate(rows):
            for column, (text, value) in enumerate(zip(self.cells[line], values)):
                self._put(text, left[column] + wide / 2, self._middle(line), value)
                text.set_color(ink[column] if line == 0 else QUIET if spent[column] and not picked[column] else FULL)
                text.set_fontweight("bold" if line == 0 else "normal")
        self._work(frame, left[picked] + wide / 2)
        self.frame.set_visible(picked.any())
        if picked.any():
            first = left[picked][0]
            self.frame.set_bounds(first - 1, 16, left[picked][-1] + wide - first + 2, self._middle(5) + 12 - 16)

    def _captions(self, frame, left, wide):
        """What each batch is called, above its first column."""
        for k, text in enumerate(self.captions):
            text.set_text("")
            if k < frame.batches:
                text.set_position((left[k * frame.batch_size] + 2, 8))
                roomy = wide * min(frame.batch_size, len(frame.order) - k * frame.batch_size) > 62
                text.set_text(f"batch {k + 1}" if roomy else str(k + 1))
                text.set_fontweight("bold" if k == frame.position and len(frame.batch) else "normal")

    def _work(self, frame, middles):
        """The last three rows, under the columns of the batch."""
        for line, values in enumerate(frame.worked, start=3):
            for text in self.cells[line]:
                text.set_text("")
            for text, x, value in zip(self.cells[line], middles, values):
                known = frame.now >= (4 if line == 5 else 3)
                words = cell(value).lstrip("+" if line == 4 else "") if known else ""  # a loss has no sign
                self._put(text, x, self._middle(line), words)

    def _middle(self, line):
        return self.top + 4 + self.row * line

    def _text(self):
        return self.axes.text(0, 0, "", va="center", color=FULL, animated=True)

    def _put(self, text, middle, y, value):
        digits = sum(0.318 if letter == "." else 0.838 if letter in "+−" else 0.636 for letter in value)  # the font's widths
        text.set_position((middle - digits * self.size / 2, y))
        text.set_text(value)


def cell(value):
    """At most five signs, so that twelve fit side by side.

    >>> cell(-0.456), cell(12.34), cell(-123.4), cell(5e7), cell(float("nan"))
    ('−0.46', '+12.3', '−123', '+5e7', '?')
    """
    if np.isnan(value):
        return "?"
    if np.isinf(value):
        return "+∞" if value > 0 else "−∞"
    if abs(value) >= 999.5:
        digits, power = f"{value:+.0e}".split("e")
        return f"{digits}e{int(power)}".replace("-", "−")
    places = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    return f"{value:+.{places}f}".replace("-", "−")
