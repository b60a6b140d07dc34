"""A table of words."""

from collections.abc import Hashable
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.text import Text

from helpers.live.kinds import Artists, Data
from helpers.live.looks import FULL, QUIET
from helpers.live.marks.base import Mark

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn

HEADS, ROW, NOTE, APART = 14, 28, 19, 4  # points from the top to the heads; to the next row, or note; between rows and notes


class Table(Mark):
    """A table of words, which stands at the top of a bare Panel with both axes from 0 to 1.

    Data: (heads (C,), rows (R, C), notes); a cell is a text, or (text, whether it is bold).
    places: where the columns begin, as shares of the width.
    """

    inks = (FULL, QUIET)

    def __init__(self, *places: float) -> None:
        super().__init__()
        self.places = places

    def height(self, rows: int, notes: int) -> int:
        """The points that so many rows and notes need."""
        return HEADS + ROW * (rows + 1) + APART + NOTE * notes

    def make(self, axes: Axes, data: Data) -> Artists:
        def text(colour: str = FULL, size: float = 12.5) -> Text:
            return axes.text(0, 0, "", va="center", size=size, color=colour, transform=axes.transAxes, animated=True)

        heads, rows, notes = data
        cells = [text() for row in rows for _ in row]
        return [*(text(QUIET) for _ in heads), *cells, *(text(QUIET, 12) for _ in notes)]

    def key(self, data: Data) -> Hashable:
        return len(data[1])

    def settle(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        columns, (_, height) = len(self.places), panel.size
        lines = len(data[1]) + 1
        for number, text in enumerate(artists):
            line, column = divmod(number, columns)
            down = HEADS + (ROW * line if line < lines else ROW * lines + APART + NOTE * (number - columns * lines))
            text.set_position((self.places[column] if line < lines else 0, 1 - down / height))

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        heads, rows, notes = data
        for text, cell in zip(artists, [*heads, *(cell for row in rows for cell in row), *notes]):
            word, bold = cell if isinstance(cell, tuple) else (cell, False)
            text.set_text(word)
            text.set_fontweight("bold" if bold else "normal")
