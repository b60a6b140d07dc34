"""What all figures share: panels laid out in points on one sheet, and the names of their curves above them.

A panel is any object with
    axes           its matplotlib Axes, or None if it lays itself out
    moving         its changing artists, `animated=True`, in drawing order
    labels         those that are lines of text written on top of everything (see `helpers.canvas`)
    set_still(frame), update(frame)
"""

from collections.abc import Callable
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath

from helpers.views.style import FULL

NARROW = 720  # CSS pixels: below, panels stand one above the other
LEAST = 520  # points: below this width all type shrinks
PROJECTED = 800  # points: the width on a projector, where type is as large as panels side by side allow


class Sheet:
    """A figure of panels. A subclass makes them in __init__, says `inks`, `arrange` and `still_key`.

    Lengths are points; one point is one CSS pixel of a 1000 pixel wide figure, and type grows with the width.
    """

    inks = ()
    projector = False  # whether type is larger, for the last row of a room
    zone = [0, 0, 0, 0]  # where the figure can be dragged: left, top, right, bottom as fractions of it

    def __init__(self):
        self.figure = Figure(facecolor="white")
        self.panels, self.moving, self.labels = [], [], []
        self.still = self._layout = self._frame = None

    def add(self, panel):
        """Put a panel on the sheet; returns it."""
        self.panels.append(panel)
        self.moving += panel.moving
        self.labels += panel.labels
        return panel

    def axes(self):
        """New axes for a panel; `arrange` says where."""
        return self.figure.add_axes((0, 0, 1, 1), label=str(len(self.figure.axes)))

    def arrange(self, points, narrow):
        """For a width in points: the height, and {panel: (left, top, right, bottom)} from the top left corner."""
        raise NotImplementedError

    def still_key(self, frame):
        """What the still part of a frame depends on, apart from the layout."""
        raise NotImplementedError

    def lay_out(self, width, ratio):
        """Set the figure's size, in CSS pixels and device pixels for each; the last frame is kept."""
        narrow = width < NARROW
        if self.projector:
            scale = width / (LEAST if narrow else PROJECTED)
        else:
            scale = min(max(width / 1000, 0.9), 1.5, width / LEAST)
        points = width / scale
        height, places = self.arrange(points, narrow)
        self.figure.set_dpi(72 * ratio * scale)
        self.figure.set_size_inches(points / 72, height / 72)
        for panel, (left, top, right, bottom) in places.items():
            if panel.axes is None:
                panel.place(points, height, (left, top, right, bottom))
            else:
                box = (left / points, 1 - bottom / height, (right - left) / points, (bottom - top) / height)
                panel.axes.set_position(box)
        self._layout = (width, ratio, self.projector)
        if self._frame is not None:
            self.update(self._frame)

    def update(self, frame):
        self._frame = frame
        still = (self.still_key(frame), self._layout)
        if still != self.still:
            for panel in self.panels:
                panel.set_still(frame)
            self.still = still
        for panel in self.panels:
            panel.update(frame)


class Name(NamedTuple):
    """One entry of Names: the look of its sample (a Line2D's style) and what it is, a text or a function of the frame.

    longest: the longest text of a function.  moves: whether it makes another text at each frame.
    """

    look: dict
    text: str | Callable
    longest: str = ""
    moves: bool = False


class Names:
    """What each line and mark is, in rows above the panels, where it can hide no curve."""

    axes = None
    row = 24  # points from one row to the next

    def __init__(self, figure, *names, size=12.5):
        self.names = names
        self.marks = [figure.add_artist(Line2D([], [], **{"solid_capstyle": "round", **name.look})) for name in names]
        self.texts = [figure.text(0, 0, "", va="center", size=size, color=FULL, animated=name.moves) for name in names]
        self.widths = [text_width(name.longest or name.text, size) for name in names]
        self.moving, self.labels = [], [text for text, name in zip(self.texts, names) if name.moves]

    def height(self, width):
        """The points that the rows need within a width."""
        return self.row * (1 + max(row for row, _ in self._flow(width))) + 10

    def place(self, points, height, box):
        left, top, right, _ = box
        for mark, text, (row, x) in zip(self.marks, self.texts, self._flow(right - left)):
            y = 1 - (top + 17 + self.row * row) / height
            wide = self._wide(mark)
            start = left + x
            mark.set_data([start / points, (start + wide) / points] if wide else [(start + 6) / points], [y] * (2 if wide else 1))
            text.set_position(((start + (wide or 10) + 8) / points, y))

    def set_still(self, frame):
        for text, name in zip(self.texts, self.names):
            text.set_text(name.text(frame) if callable(name.text) else name.text)

    def update(self, frame):
        for text, name in zip(self.texts, self.names):
            if name.moves:
                text.set_text(name.text(frame))

    def _flow(self, width):
        """(row, x) of each entry."""
        places, row, x = [], 0, 0
        for mark, length in zip(self.marks, self.widths):
            extent = (self._wide(mark) or 10) + 8 + length
            if x and x + extent > width:
                row, x = row + 1, 0
            places.append((row, x))
            x += extent + 30
        return places

    @staticmethod
    def _wide(mark):
        """The length of a line's sample; marks of points have none."""
        return 0 if mark.get_linestyle() == "None" else 28


def text_width(text, size, weight="normal"):
    """The width of a line of text in points."""
    return TextPath((0, 0), text, size=size, prop=FontProperties(weight=weight)).get_extents().width if text.strip() else 0
