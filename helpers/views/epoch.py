"""What an epoch is: counters, each epoch as a row of examples in the order they are seen, and where they are in the data."""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from helpers.views.panels import Strip
from helpers.views.sheet import Name, Names, Sheet, text_width
from helpers.views.style import BATCH, FULL, QUIET, SHADES, SPENT

ROWS = 4  # epochs on one page
SIZES = 12  # batches of which the size is written


@dataclass(frozen=True, eq=False)
class Frame:
    """What one frame shows.

    step: the steps taken.  epoch: of the step that comes, from 1.  seen: examples seen so far, in all.  position: of the
    batch in its epoch, from 0.  batch_size: B.  order, batch: as in `helpers.views.panels.Frame`.  sum: the steps of
    an epoch, in words.
    """

    step: int
    epoch: int
    seen: int
    position: int
    batch_size: int
    order: np.ndarray
    batch: np.ndarray
    sum: str

    @property
    def page(self):
        """The first epoch of the page, from 1."""
        return (self.epoch - 1) // ROWS * ROWS + 1


class Epoch(Sheet):
    """Counters above, the rows of epochs below them, the data at the bottom."""

    inks = (FULL, BATCH, QUIET, SPENT, *SHADES)

    def __init__(self):
        super().__init__()
        self.counters = self.add(Counters(self.figure))
        look = dict(marker="s", ms=12, ls="", mec="none")
        self.names = self.add(
            Names(
                self.figure,
                Name(look | dict(color=SPENT), "seen this epoch"),
                Name(look | dict(color=BATCH, ms=15), "the batch of this step"),
                Name(look | dict(color=SHADES[3]), "still to come"),
            )
        )
        self.rows, self.strip = self.add(Rows(self.axes())), self.add(DataStrip(self.axes()))

    def arrange(self, points, narrow):
        left, right = 92, points - 16
        top = 116 + self.names.height(right - left)
        rows = 196
        height = top + rows + 96
        return height, {
            self.counters: (24 if narrow else left, 0, right, 116),
            self.names: (left, 116, right, top),
            self.rows: (left, top + 26, right, top + rows),
            self.strip: (left, height - 46, right, height - 12),
        }

    def still_key(self, frame):
        return None  # all that changes is drawn anew in each frame


class Counters:
    """Three numbers that can be read from the back of a room, and how many steps an epoch takes."""

    axes = None
    captions = ("steps taken", "epoch", "examples seen")

    def __init__(self, figure):
        self.numbers = [figure.text(0, 0, "", size=34, weight="bold", color=FULL, animated=True) for _ in self.captions]
        self.names = [figure.text(0, 0, caption, size=12.5, color=QUIET) for caption in self.captions]
        self.sum = figure.text(0, 0, "", size=13.5, color=FULL, animated=True)
        self.moving, self.labels = [], [*self.numbers, self.sum]

    def place(self, points, height, box):
        left, top, right, _ = box
        for place, (number, name) in enumerate(zip(self.numbers, self.names)):
            x = (left + place * min(190, (right - left) / 3)) / points
            number.set_position((x, 1 - (top + 46) / height))
            name.set_position((x, 1 - (top + 66) / height))
        self.sum.set_position((left / points, 1 - (top + 100) / height))

    def set_still(self, frame):
        pass

    def update(self, frame):
        for number, value in zip(self.numbers, (frame.step, frame.epoch, frame.seen)):
            number.set_text(f"{value:,}".replace(",", " "))
        self.sum.set_text(frame.sum)


class Rows:
    """A row for each epoch of the page: its examples in the order they are seen, batch by batch, with their sizes."""

    def __init__(self, axes):
        self.axes = axes
        axes.set_axis_off()
        axes.set_ylim(ROWS, 0)
        self.cells = LineCollection([], animated=True, capstyle="butt")
        axes.add_collection(self.cells)
        self.caption = axes.text(0, -0.25, "batches of", va="center", size=11, color=QUIET)
        words = dict(va="center", animated=True)
        self.epochs = [axes.text(0, row + 0.5, "", size=12.5, color=FULL, **words) for row in range(ROWS)]
        self.sizes = [axes.text(0, -0.25, "", size=11, color=QUIET, **words) for _ in range(SIZES)]
        self.digits = [text_width("0" * digits, 11) for digits in range(3)]
        self.moving, self.labels = [self.cells], [*self.epochs, *self.sizes]

    def set_still(self, frame):
        box = self.axes.get_window_extent()
        self.extent, self.tall = (length * 72 / self.axes.figure.dpi for length in (box.width, box.height))
        self.axes.set_xlim(0, self.extent)  # in points
        for text in (self.caption, *self.epochs):
            text.set_x(-76)
        self._dealt = None

    def update(self, frame):
        n, size = len(frame.order), frame.batch_size
        if self._dealt != (n, size):
            self._deal(n, size)
            self._dealt = n, size
        for row, text in enumerate(self.epochs):
            text.set_text(f"epoch {frame.page + row}")
        now, first = frame.epoch - frame.page, frame.position * size
        row, place = np.divmod(np.arange(ROWS * n), n)
        seen = (row < now) | ((row == now) & (place < first))
        lit = (row == now) & (place >= first) & (place < first + size)
        colours = np.where(seen[:, None], to_rgba(SPENT), to_rgba(SHADES[3]))
        colours[lit] = to_rgba(BATCH)
        self.cells.set_color(colours)
        self.cells.set_linewidth(np.where(lit, 0.9, 0.62) * self.tall / ROWS)

    def _deal(self, n, size):
        """Where the cells and the sizes of the batches are."""
        counts = [min(size, n - first) for first in range(0, n, size)]
        gap = min(6, 0.3 * self.extent / len(counts))
        unit = (self.extent - gap * (len(counts) - 1)) / n
        spare = min(0.14 * unit, 3) if unit > 4 else 0  # between the cells of a batch
        starts = np.arange(n) * unit + np.arange(n) // size * gap + spare / 2
        self.cells.set_segments([[(x, row + 0.5), (x + unit - spare, row + 0.5)] for row in range(ROWS) for x in starts])
        room = len(counts) <= SIZES and size * unit > self.digits[2] + 2
        for batch, text in enumerate(self.sizes):
            shown = batch < len(counts) if room else batch == 0
            count = counts[batch] if shown else 0
            middle = starts[min(batch * size, n - 1)] + (count * unit - spare) / 2
            text.set_text(f"{count}" if shown else "")
            text.set_x(middle - self.digits[len(f"{count}")] / 2)
        if not room:  # the first and the last
            last = f"{counts[-1]}"
            self.sizes[1].set_text(last)
            self.sizes[1].set_x(starts[n - counts[-1]] + (counts[-1] * unit - spare - self.digits[len(last)]) / 2)


class DataStrip(Strip):
    """The strip of the flagship, with a caption that says what it is here."""

    def set_still(self, frame):
        super().set_still(frame)
        wide = self.axes.get_window_extent().width * 72 / self.axes.figure.dpi > 700
        self.key.set_text("the darker, the later in this epoch" if wide else "")
        self._n = len(frame.order)

    def update(self, frame):
        if len(frame.order) != self._n:
            self.set_still(frame)  # its cells are drawn anew in each frame
        super().update(frame)
        self.caption.set_text("the same examples as they stand in the data")
