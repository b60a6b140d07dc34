"""What only the figures of mini-batches draw: a table of examples dealt to batches, and curves as rows of dots."""

from itertools import chain

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from helpers.live import Line, Mark
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, SPENT

CAPTIONS, HEAD, ROW = 8, 30, 25  # points: from the top to the middle of the captions and of the first row; from row to row
WIDE = 600  # points: tables that are less wide have smaller type, and hardly a gap from batch to batch
LETTERS = {".": 0.318, "+": 0.838, "−": 0.838}  # widths of the font in its size; of all others:
LETTER = 0.636


class Table(Mark):
    """The examples as columns, batch by batch; the batch that is picked is framed.

    Data: (words (R, N), batch size, the batch that is picked or None), the batches counted from 0; those before it are pale.
    names: of the R rows, the first of which is a coloured head.  It stands in a bare Panel with both axes from 0 to 1.
    """

    inks = (BATCH, FULL, QUIET, SPENT, *SHADES[:3])

    def __init__(self, names):
        super().__init__(va="center")
        self.names = names

    def make(self, axes, data):
        names = [axes.text(0, 0, name, size=12, ha="right", color=QUIET, **self.look) for name in self.names]
        heads = axes.add_collection(PolyCollection([], animated=True), autolim=False)
        frame = axes.add_patch(Rectangle((0, 0), 0, 0, fc="none", ec=BATCH, lw=2.6, clip_on=False, animated=True))
        count = (len(names) + 1) * len(data[0][0])
        return [heads, frame, *names, *(axes.text(0, 0, "", color=FULL, animated=True, **self.look) for _ in range(count))]

    def settle(self, artists, data, panel):
        (_, _, *texts), (width, height) = artists, panel.size
        rows = len(self.names)
        for line, name in enumerate(texts[:rows]):
            name.set_position(panel.data([-8, height - HEAD - ROW * line]))
        for text in texts[rows:]:
            text.set_fontsize(_size(width))
        for text in texts[rows + len(data[0][0]) :][: len(data[0][0])]:
            text.set_fontweight("bold")

    def put(self, artists, data, panel):
        (heads, frame, *texts), (words, size, now) = artists, data
        (width, height), n = panel.size, len(words[0])
        batch, gap = np.arange(n) // size, 14 if width > WIDE else 2
        wide = (width - gap * batch[-1]) / n
        left = np.arange(n) * wide + batch * gap
        picked, spent = batch == (-1 if now is None else now), batch < (now or 0)
        self._head(heads, left, wide, batch, picked, spent, panel)
        frame.set_visible(now is not None)
        if now is not None:
            ends = [left[picked][0] - 1, left[picked][-1] + wide + 1]
            low, high = panel.data(np.transpose([ends, [height - HEAD - ROW * (len(words) - 1) - 12, height - HEAD + 14]]))
            frame.set_bounds(*low, *(high - low))
        captions, cells = texts[len(words) : len(words) + n], texts[len(words) + n :]
        self._caption(captions, left, wide, size, now, panel)
        self._fill(cells, words, left + wide / 2, panel)
        inks = np.where(picked, "white", np.where(spent, QUIET, FULL)), np.where(spent, QUIET, FULL)
        for place, text in enumerate(cells):
            text.set_color(inks[place >= n][place % n])

    def _head(self, heads, left, wide, batch, picked, spent, panel):
        """The coloured boxes of the first row."""
        x, middle = np.stack([left + 1, left + wide - 1], axis=1)[:, [0, 1, 1, 0]], panel.size[1] - HEAD
        heads.set_verts(panel.data(np.stack([x, np.broadcast_to(middle + np.array([-11, -11, 11, 11]), x.shape)], axis=-1)))
        colours = np.array([to_rgba(shade) for shade in SHADES[:3]])[batch * 3 // (batch[-1] + 1)]
        colours[spent], colours[picked] = to_rgba(SPENT), to_rgba(BATCH)
        heads.set_facecolor(colours)

    def _caption(self, texts, left, wide, size, now, panel):
        """What each batch is called, above its first column."""
        starts = left[::size]
        places = panel.data(np.stack([starts + 2, np.full(len(starts), panel.size[1] - CAPTIONS)], axis=-1))
        for number, text in enumerate(texts):
            if number >= len(starts):
                text.set_text("")
                continue
            roomy = wide * min(size, len(left) - number * size) > 62
            text.set_text(f"batch {number + 1}" if roomy else f"{number + 1}")
            text.set_fontweight("bold" if number == now else "normal")
            text.set_position(places[number])

    def _fill(self, texts, words, middles, panel):
        """The words, in the middle of their columns."""
        halves = [[sum(LETTERS.get(letter, LETTER) for letter in word) / 2 for word in row] for row in words]
        x = middles - _size(panel.size[0]) * np.array(halves)
        y = panel.size[1] - HEAD - ROW * np.arange(len(words))[:, None]
        places = panel.data(np.stack(np.broadcast_arrays(x, y), axis=-1))
        for text, word, place in zip(texts, chain.from_iterable(words), places.reshape(-1, 2)):
            text.set_text(word)
            text.set_position(place)


class Dots(Line):
    """Curves as dots at even distances on paper, along all of them at once: a tenth of the time of dashed lines.

    Data: (x (G,), curves (K, G)).
    """

    usual = dict(marker="s", ls="", ms=1.5, mew=0)

    def ghost(self, name=""):
        """Hardly wider: there are too many to lie behind one another."""
        return super().ghost(name).but(name, ms=2.2)

    def put(self, artists, data, panel):
        if data is None:
            super().put(artists, None, panel)
            return
        x, curves = data
        (across, up), (_, top) = np.divide(panel.size, np.diff(panel.limits)[:, 0]), panel.limits[1]
        x, y = x[::2], np.minimum(curves[:, ::2], 2 * top)
        pieces = np.hypot(across * np.diff(x), up * np.diff(y))
        along = np.cumsum(np.concatenate([np.zeros((len(y), 1)), pieces], axis=1).ravel())
        at = np.arange(0, along[-1], 4 if len(y) < 100 else 6)
        x, y = np.interp(at, along, np.tile(x, len(y))), np.interp(at, along, y.ravel())
        artists[0].set_data(x[y < top], y[y < top])


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


def _size(width):
    """The size of the type in a table of that width."""
    return 12 if width > WIDE else 10.3
