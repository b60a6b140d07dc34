"""What figures of this lesson share: rates, a table, a line with some of its points marked, words centred over a place."""

from helpers.live import Line, Mark, round_numbers
from helpers.live.looks import FULL, QUIET
from helpers.live.words import text_width

RATES = tuple(rate for rate in round_numbers(-2, 0) if 0.02 <= rate <= 0.8)  # where noise and its cures are compared
HEADS, ROW, NOTE, APART = 14, 28, 19, 4  # points from the top to the heads; to the next row, or note; between rows and notes


class Marked(Line):
    """A line with a mark at about nine of its points, however many it has. Data: (x, y)."""

    def put(self, artists, data, panel):
        super().put(artists, data, panel)
        artists[0].set_markevery(1 if data is None else max(len(data[0]) // 9, 1))


class Table(Mark):
    """A table of words, which stands at the top of a bare Panel with both axes from 0 to 1.

    Data: (heads (C,), rows (R, C), notes); a cell is a text, or (text, whether it is bold).
    places: where the columns begin, as shares of the width.
    """

    inks = (FULL, QUIET)

    def __init__(self, *places):
        super().__init__()
        self.places = places

    def height(self, rows, notes):
        """The points that so many rows and notes need."""
        return HEADS + ROW * (rows + 1) + APART + NOTE * notes

    def make(self, axes, data):
        def text(colour=FULL, size=12.5):
            return axes.text(0, 0, "", va="center", size=size, color=colour, transform=axes.transAxes, animated=True)

        heads, rows, notes = data
        cells = [text() for row in rows for _ in row]
        return [*(text(QUIET) for _ in heads), *cells, *(text(QUIET, 12) for _ in notes)]

    def key(self, data):
        return len(data[1])

    def settle(self, artists, data, panel):
        columns, (_, height) = len(self.places), panel.size
        lines = len(data[1]) + 1
        for number, text in enumerate(artists):
            line, column = divmod(number, columns)
            down = HEADS + (ROW * line if line < lines else ROW * lines + APART + NOTE * (number - columns * lines))
            text.set_position((self.places[column] if line < lines else 0, 1 - down / height))

    def put(self, artists, data, panel):
        heads, rows, notes = data
        for text, cell in zip(artists, [*heads, *(cell for row in rows for cell in row), *notes]):
            word, bold = cell if isinstance(cell, tuple) else (cell, False)
            text.set_text(word)
            text.set_fontweight("bold" if bold else "normal")


class Centred(Mark):
    """Bold words, each centred over its x. Data: (x, y, words), one y for all."""

    usual = dict(size=13, weight="bold", color=FULL, va="center")

    def make(self, axes, data):
        return [axes.text(0, 0, "", **self.look, animated=True) for _ in data[2]]

    def put(self, artists, data, panel):
        x, y, words = data
        (left, right), _ = panel.limits
        for text, middle, word in zip(artists, x, words):
            half = text_width(word, self.look["size"], self.look["weight"]) / 2
            text.set_text(word)
            text.set_position((middle - half * (right - left) / panel.size[0], y))
