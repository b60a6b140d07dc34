"""The legend: what each mark is, in rows above the panels, where it can hide no curve."""

from matplotlib.lines import Line2D

from helpers.live.looks import FULL
from helpers.live.words import text_width

ROW, SIZE = 24, 12.5  # points from one row to the next, and of its type
SAMPLE, DOT, GAP = 28, 10, 30  # points that the sample of a line takes, and one of points; between two entries


class Legend:
    """marks: those named.  said: {mark: words} of those whose words change; their name is then the longest.

    The words of a mark that is still are still too.
    """

    def __init__(self, figure, marks, said):
        self.marks = [*dict.fromkeys(marks)]
        self._moving = [mark for mark in said if not mark.still]
        self.samples, words = entries(figure, self.marks)
        self.texts = dict(zip(self.marks, words))
        self.labels = [self.texts[mark] for mark in self._moving]
        for text in self.labels:
            text.set_animated(True)

    def left(self, wished, right):
        """Where it begins: above the first plot, or further left where that saves a row."""
        return wished if self.height(right - wished) == self.height(right - 30) else min(wished, 30)

    def height(self, width):
        """The points that the rows need within a width."""
        return ROW * rows(self.marks, width) + 10

    def place(self, width, height, left):
        """Put it at the top of a sheet of this size in points."""
        put(self.marks, self.samples, self.texts.values(), (left, 17, width - 16), (width, height))

    def key(self, said):
        """What the still part depends on."""
        return tuple(words for mark, words in said.items() if mark.still)

    def update(self, said):
        for mark, words in said.items():
            self.texts[mark].set_text(words)


def entries(parent, marks):
    """A sample and a text for each of the marks, on a figure, or on axes that go from 0 to 1."""
    samples = [parent.add_artist(Line2D([], [], **{"solid_capstyle": "round", **mark.sample})) for mark in marks]
    return samples, [parent.text(0, 0, mark.name, va="center", size=SIZE, color=FULL) for mark in marks]


def rows(marks, width):
    """How many rows the entries need within a width."""
    return 1 + max((row for row, _ in _flow(marks, width)), default=-1)


def put(marks, samples, texts, box, size):
    """Place the entries within a box (left, middle of the first row, right) of a part of that size, all in points."""
    (left, first, right), (width, height) = box, size
    for mark, sample, text, (row, x) in zip(marks, samples, texts, _flow(marks, right - left)):
        y, start, wide = 1 - (first + ROW * row) / height, left + x, _wide(mark)
        ends = [start / width, (start + wide) / width] if wide == SAMPLE else [(start + 6) / width]
        sample.set_data(ends, [y] * len(ends))
        text.set_position(((start + wide + 8) / width, y))


def _flow(marks, width):
    """(row, x) of each entry."""
    places, row, x = [], 0, 0
    for mark in marks:
        extent = _wide(mark) + 8 + text_width(mark.name, SIZE)
        if x and x + extent > width:
            row, x = row + 1, 0
        places.append((row, x))
        x += extent + GAP
    return places


def _wide(mark):
    return DOT if mark.sample.get("ls") == "" else SAMPLE
