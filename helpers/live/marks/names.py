"""A legend within the figure: what the marks of some of its panels are."""

from helpers.live.legend import ROW, entries, put, rows
from helpers.live.marks.base import Mark


class Names(Mark):
    """What these marks are, in rows, as the legend above a figure says it; always still. Data: ().

    It stands in a bare Panel with both axes from 0 to 1, and `height` is that panel's.
    """

    def __init__(self, *marks):
        super().__init__(still=True)
        self.marks = marks

    @property
    def inks(self):
        return [ink for mark in self.marks for ink in mark.inks]

    def height(self, width):
        """The points that the rows need within a width."""
        return ROW * rows(self.marks, width)

    def make(self, axes, data):
        samples, texts = entries(axes, self.marks)
        return [*samples, *texts]

    def put(self, artists, data, panel):
        count = len(self.marks)
        put(self.marks, artists[:count], artists[count:], (0, ROW / 2, panel.size[0]), panel.size)
