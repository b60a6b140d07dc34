"""The legend: what each mark is, in rows above the panels, where it can hide no curve."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from helpers.live.kinds import Data, Size
from helpers.live.looks import FULL
from helpers.live.marks.base import Mark
from helpers.live.words import text_width

ROW, SIZE = 24, 12.5  # points from one row to the next, and of its type
SAMPLE, DOT, GAP = 28, 10, 30  # points that the sample of a line takes, and one of points; between two entries


Said = dict[Mark, str]  # the words of marks whose words change


class Legend:
    """marks: those named.  said: {mark: words} of those whose words change; their name is then the longest.

    The words of a mark that is still are still too. A mark without words has no entry, and the next one takes its place; the
    rows keep room for all, so that the panels stay where they are.
    """

    def __init__(self, figure: Figure, marks: Iterable[Mark], said: Said) -> None:
        self.marks = [*dict.fromkeys(marks)]
        samples, words = entries(figure, self.marks)
        self.samples, self.texts = dict(zip(self.marks, samples)), dict(zip(self.marks, words))
        self.labels = [self.texts[mark] for mark in said if not mark.still]
        self._shown: list[Mark] | None = None
        for text in self.labels:
            text.set_animated(True)

    def left(self, wished: float, right: float) -> float:
        """Where it begins: above the first plot, or further left where that saves a row."""
        return wished if self.height(right - wished) == self.height(right - 30) else min(wished, 30)

    def height(self, width: float) -> float:
        """The points that the rows need within a width."""
        return ROW * rows(self.marks, width) + 10

    def place(self, width: float, height: float, left: float) -> None:
        """Let it be at the top of a sheet of this size in points."""
        self._box, self._size, self._shown = (left, 17, width - 16), (width, height), None

    def said(self, panels: Collection[Mapping[Any, Data]], names: Said) -> Said:
        """{mark: words} of all marks: none for one that no panel shows, since each that has it is given None."""

        def shown(mark: Mark) -> bool:
            given = [values[mark] is not None for values in panels if mark in values]
            return any(given) or not given

        return {mark: names.get(mark, mark.name) if shown(mark) else "" for mark in self.marks}

    def key(self, said: Said) -> Hashable:
        """What the still part depends on."""
        return tuple(words if mark.still else bool(words) for mark, words in said.items())

    def update(self, said: Said) -> None:
        for mark, words in said.items():
            self.texts[mark].set_text(words)
        shown = [mark for mark, words in said.items() if words]
        if shown != self._shown:
            self._shown = shown
            for mark, sample in self.samples.items():
                sample.set_visible(mark in shown)
            samples, texts = [self.samples[mark] for mark in shown], [self.texts[mark] for mark in shown]
            put(shown, samples, texts, self._box, self._size)


def entries(parent: Figure | Axes, marks: Sequence[Mark]) -> tuple[list[Line2D], list[Text]]:
    """A sample and a text for each of the marks, on a figure, or on axes that go from 0 to 1."""
    samples = [Line2D([], [], **{"solid_capstyle": "round", **mark.sample}) for mark in marks]
    for sample in samples:
        parent.add_artist(sample)
    return samples, [parent.text(0, 0, mark.name, va="center", size=SIZE, color=FULL) for mark in marks]


def rows(marks: Iterable[Mark], width: float) -> int:
    """How many rows the entries need within a width."""
    return 1 + max((row for row, _ in _flow(marks, width)), default=-1)


def put(
    marks: Sequence[Mark], samples: Iterable[Line2D], texts: Iterable[Text], box: tuple[float, float, float], size: Size
) -> None:
    """Place the entries within a box (left, middle of the first row, right) of a part of that size, all in points."""
    (left, first, right), (width, height) = box, size
    for mark, sample, text, (row, x) in zip(marks, samples, texts, _flow(marks, right - left)):
        y, start, wide = 1 - (first + ROW * row) / height, left + x, _wide(mark)
        ends = [start / width, (start + wide) / width] if wide == SAMPLE else [(start + 6) / width]
        sample.set_data(ends, [y] * len(ends))
        text.set_position(((start + wide + 8) / width, y))


def _flow(marks: Iterable[Mark], width: float) -> list[tuple[int, float]]:
    """(row, x) of each entry."""
    places: list[tuple[int, float]] = []
    row, x = 0, 0.0
    for mark in marks:
        extent = _wide(mark) + 8 + text_width(mark.name, SIZE)
        if x and x + extent > width:
            row, x = row + 1, 0.0
        places.append((row, x))
        x += extent + GAP
    return places


def _wide(mark: Mark) -> float:
    return DOT if mark.sample.get("ls") == "" else SAMPLE
