"""A recipe beside a picture: the lines of an algorithm with their numbers, the current line lit."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.live.kinds import Artists, Data
from helpers.live.looks import BATCH, FULL, GRID, QUIET
from helpers.live.marks.base import Mark
from helpers.live.words import text_width

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn

INDENT = 24  # points: room for the arrow


class Recipe(Mark):
    """One line for each thing to do, and its formula beside it, or below it where there is no room.

    Data: (lit, formulas), the number of the line that runs now and a text for each line. The lit line has an arrow, a band and
    bold type; lines still to come are grey. It stands in the middle of a bare Panel with both axes from 0 to 1, and `height` is
    what that panel needs.
    """

    inks = (FULL, BATCH, GRID, QUIET)

    def __init__(self, titles: Sequence[str], size: float = 13, beside: float = 680) -> None:
        super().__init__(size=size, va="center")
        self.titles, self.size = titles, size
        self.beside = beside  # points: below this width a formula goes under its title

    def height(self, width: float) -> float:
        """The points that the lines need within a width."""
        return self._pitch(width) * len(self.titles)

    def make(self, axes: Axes, data: Data) -> Artists:
        band = axes.add_patch(Rectangle((0, 0), 0, 0, fc=GRID, ec="none", animated=True, clip_on=False))
        arrow = axes.text(0, 0, "▶", color=BATCH, animated=True, **self.look)
        texts = [axes.text(0, 0, text, animated=True, **self.look) for text in (*self.titles, *[""] * len(self.titles))]
        return [band, arrow, *texts]

    def key(self, data: Data) -> Hashable:
        return ()

    def settle(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        width, _ = panel.size
        column = max(text_width(title, self.size, "bold") for title in self.titles) + INDENT if width >= self.beside else 0
        titles, formulas = self._texts(artists)
        for line, (title, formula) in enumerate(zip(titles, formulas)):
            middle = self._middle(line, panel)
            apart = 0 if width >= self.beside else 10
            title.set_position(panel.data([INDENT, middle + apart]))
            formula.set_position(panel.data([INDENT + column, middle - apart]))

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        (band, arrow, *_), (lit, formulas) = artists, data
        (width, _), middle = panel.size, self._middle(lit, panel)
        pitch = self._pitch(width)
        low, high = panel.data([[0, middle - pitch / 2 + 1], [width, middle + pitch / 2 - 1]])
        band.set_bounds(*low, *(high - low))
        arrow.set_position(panel.data([6, middle + (0 if width >= self.beside else 10)]))
        for line, (title, formula, words) in enumerate(zip(*self._texts(artists), formulas)):
            title.set_weight("bold" if line == lit else "normal")
            for text in (title, formula):
                text.set_color(FULL if line <= lit else QUIET)
            formula.set_text(words)

    def _texts(self, artists: Artists) -> tuple[Artists, Artists]:
        _, _, *texts = artists
        return texts[: len(self.titles)], texts[len(self.titles) :]

    def _middle(self, line: int, panel: "Drawn") -> float:
        """The height of a line's middle above the lower edge of the panel."""
        width, height = panel.size
        return (height + self.height(width)) / 2 - self._pitch(width) * (line + 0.5)

    def _pitch(self, width: float) -> float:
        return 2 * self.size + (0 if width >= self.beside else 20)


def until(lit: int, lines: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The texts of a recipe's lines, (letters, numbers) each: with numbers for the lines that have run.

    >>> until(0, [("a = b + c", "= 3"), ("d = 2a", "= 6")])
    ('a = b + c = 3', 'd = 2a')
    """
    texts = enumerate(lines)
    return tuple(f"{letters} {numbers}".strip() if line <= lit else letters for line, (letters, numbers) in texts)
