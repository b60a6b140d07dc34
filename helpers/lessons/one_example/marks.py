"""What only this lesson draws: counters, epochs as rows of batches, examples in the order they came."""

from functools import lru_cache

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.path import Path

from helpers.live import Mark
from helpers.live.curves import Strip
from helpers.live.looks import BATCH, FULL, GRID, QUIET, SHADES, SPENT
from helpers.live.words import text_width

ROWS = 4  # epochs on one page
SIZES = 12  # batches of which the size is written
SEEN, NOW, COMING = (to_rgba(colour) for colour in (SPENT, BATCH, SHADES[3]))
INKS, PALE = np.array([to_rgb(shade) for shade in SHADES]), to_rgb(GRID)
DIGITS = [text_width("0" * digits, 11) for digits in range(3)]


class Counters(Mark):
    """Numbers that can be read from the back of a room, and a line of words below them. Data: (numbers, words)."""

    def __init__(self, *captions):
        super().__init__()
        self.captions = captions

    def make(self, axes, data):
        numbers = [axes.text(0, 0, "", size=34, weight="bold", color=FULL, animated=True) for _ in self.captions]
        below = [axes.text(0, 0, caption, size=12.5, color=QUIET) for caption in self.captions]
        return [*numbers, *below, axes.text(0, 0, "", size=13.5, color=FULL, animated=True)]

    def key(self, data):
        return ()

    def settle(self, artists, data, panel):
        (*texts, words), (width, height), count = artists, panel.size, len(self.captions)
        left = 0 if width > 600 else -68
        for place, text in enumerate(texts):
            x = left + place % count * min(190, (width - left) / count)
            text.set_position((x / width, 1 - (30 if place < count else 50) / height))
        words.set_position((left / width, 0))

    def put(self, artists, data, panel):
        (*texts, words), (values, said) = artists, data
        for text, value in zip(texts, values):
            text.set_text(f"{value:,}".replace(",", " "))
        words.set_text(said)


class Rows(Mark):
    """A row for each epoch of the page: its examples in the order they are seen, batch by batch, with their sizes.

    Data: (n, batch size, epoch from 0, position of its batch that is seen now, from 0).
    It stands in a bare Panel with a y axis from ROWS to 0.
    """

    inks = (FULL, QUIET, BATCH, SPENT, SHADES[3])

    def make(self, axes, data):
        cells = axes.add_collection(PathCollection([], animated=True, capstyle="butt"), autolim=False)
        caption = axes.text(0, -0.25, "batches of", va="center", size=11, color=QUIET)
        look = dict(va="center", animated=True)
        epochs = [axes.text(0, row + 0.5, "", size=12.5, color=FULL, **look) for row in range(ROWS)]
        return [cells, caption, *epochs, *(axes.text(0, -0.25, "", size=11, color=QUIET, **look) for _ in range(SIZES))]

    def key(self, data):
        return ()

    def settle(self, artists, data, panel):
        for text in artists[1 : 2 + ROWS]:
            text.set_x(-76 / panel.size[0])

    def put(self, artists, data, panel):
        (cells, _, *texts), (n, size, epoch, position) = artists, data
        paths, sizes = dealt(n, size, panel.size[0])
        cells.set_paths(paths)
        for text, (words, x) in zip(texts[ROWS:], sizes):
            text.set_text(words)
            text.set_x(x)
        page, now = divmod(epoch, ROWS)
        for row, text in enumerate(texts[:ROWS]):
            text.set_text(f"epoch {page * ROWS + row + 1}")
        row, place = np.divmod(np.arange(ROWS * n), n)
        first = position * size
        seen = (row < now) | ((row == now) & (place < first))
        lit = (row == now) & (place >= first) & (place < first + size)
        colours = np.where(seen[:, None], SEEN, COMING)
        colours[lit] = NOW
        cells.set_color(colours)
        cells.set_linewidth(np.where(lit, 0.9, 0.62) * panel.size[1] / ROWS)


@lru_cache(maxsize=16)
def dealt(n, size, width):
    """The cells of a page, and the words above each of SIZES batches with their place: shares of a width in points."""
    counts = [min(size, n - first) for first in range(0, n, size)]
    gap = min(6, 0.3 * width / len(counts))
    unit = (width - gap * (len(counts) - 1)) / n
    spare = min(0.14 * unit, 3) if unit > 4 else 0  # between the cells of a batch
    starts = (np.arange(n) * unit + np.arange(n) // size * gap + spare / 2) / width
    wide = (unit - spare) / width
    paths = [Path([(x, row + 0.5), (x + wide, row + 0.5)], readonly=True) for row in range(ROWS) for x in starts]
    room = len(counts) <= SIZES and size * unit > DIGITS[2] + 2
    sizes = []
    for batch in range(len(counts)) if room else sorted({0, len(counts) - 1}):  # at least the first and the last
        middle = starts[batch * size] + (counts[batch] * unit - spare) / width / 2
        sizes.append((f"{counts[batch]}", middle - DIGITS[len(f"{counts[batch]}")] / width / 2))
    return tuple(paths), (*sizes, *[("", 0)] * (SIZES - len(sizes)))


class DataStrip(Strip):
    """The examples as they stand in the data, with a caption that says what its colours are here.

    It stands in a bare Panel and sets the ends of its x axis, so that another N leaves all that is still as it is.
    """

    def key(self, data):
        return ()

    def settle(self, artists, data, panel):
        super().settle(artists, data, panel)
        panel.axes.set_xlim(0, len(data[0]))
        artists[-1].set_text("the stronger, the later in this epoch" if panel.size[0] > 700 else "")

    def put(self, artists, data, panel):
        if len(artists[0].get_paths()) != len(data[0]):
            self.settle(artists, data, panel)
        super().put(artists, data, panel)


class Deck(Mark):
    """A row for each epoch, a column for each step in it: a shade for the example, pale where none has come yet.

    Data: (shades (epochs, N), numbers of SHADES; steps taken).
    """

    inks = (*SHADES, GRID)

    def make(self, axes, data):
        epochs, n = data[0].shape
        ends = (0.5, n + 0.5, epochs + 0.5, 0.5)
        return [axes.imshow(np.ones((1, 1, 3)), aspect="auto", interpolation="nearest", extent=ends, animated=True)]

    def put(self, artists, data, panel):
        shades, step = data
        colours = INKS[shades]
        colours.reshape(-1, 3)[step:] = PALE
        artists[0].set_data(colours)
