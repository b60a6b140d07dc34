"""A legend within the figure: what the marks of some of its panels are."""

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from helpers.live.kinds import Artists, Data
from helpers.live.legend import ROW, entries, put, rows
from helpers.live.marks.base import Mark

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn


class Names(Mark):
    """What these marks are, in rows, as the legend above a figure says it; always still. Data: ().

    It stands in a bare Panel with both axes from 0 to 1, and `height` is that panel's.
    """

    def __init__(self, *marks: Mark) -> None:
        super().__init__(still=True)
        self.marks = marks

    @property
    def inks(self) -> list[str]:
        return [ink for mark in self.marks for ink in mark.inks]

    def height(self, width: float) -> float:
        """The points that the rows need within a width."""
        return ROW * rows(self.marks, width)

    def make(self, axes: Axes, data: Data) -> Artists:
        samples, texts = entries(axes, self.marks)
        return [*samples, *texts]

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        count = len(self.marks)
        put(self.marks, artists[:count], artists[count:], (0, ROW / 2, panel.size[0]), panel.size)
