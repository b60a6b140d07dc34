"""A figure of panels: the legend above them, the panels where the layout says, and what is still kept still."""

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from helpers.live.drawn import Drawn
from helpers.live.layout import MARGIN, Layout, arranged, edges_of, panels_of
from helpers.live.legend import Legend
from helpers.live.looks import FULL, GRID, INKS, QUIET, plain_style
from helpers.live.marks.base import Mark
from helpers.live.panel import Panel

if TYPE_CHECKING:
    from helpers.live.figure import Frame

NARROW = 720  # CSS pixels: below, panels stand one above the other
LEAST = 520  # points: below this width all type shrinks
PROJECTED = 800  # points: the width on a projector, where type is as large as panels side by side allow


class Sheet:
    """A matplotlib figure of frames that show the same marks as the first, as `helpers.live.canvas` draws it.

    layout: see `helpers.live.layout`.  legend: marks in the order of their names, by default that of the frame; others that
    frame.names names follow.
    `labels`, changing lines of text, are written on top of everything; `moving`, the other changing artists, are in drawing
    order; the still part is drawn again when `still_key` changes; `inks` are the colours used, for the palette.
    Lengths are points; one point is one CSS pixel of a 1000 pixel wide figure, and type grows with the width.
    """

    projector = False  # whether type is larger, for the last row of a room

    def __init__(self, layout: Layout, frame: "Frame", legend: Iterable[Mark] | None = None) -> None:
        self.layout, self._frame = layout, frame
        self.still_key: Hashable = None
        self._size: tuple[int, float, bool] | None = None
        with plain_style():
            self.figure = Figure(facecolor="white")
            self.panels = {panel: Drawn(panel, self._axes(), frame.panels[panel]) for panel in panels_of(layout)}
            drawn = [*self.panels.values()]
            named = [mark for panel in drawn for mark in panel.artists if mark.name]
            self.legend = Legend(self.figure, [*(named if legend is None else legend), *frame.names], frame.names)
        self.moving: list[Artist] = [artist for panel in drawn for artist in panel.moving]
        self.labels: list[Text] = [*(label for panel in drawn for label in panel.labels), *self.legend.labels]
        used = {FULL, QUIET, GRID, *(ink for panel in drawn for ink in panel.inks)}
        self.inks = *(ink for ink in INKS if ink in used), *sorted(used.difference(INKS))

    def __getitem__(self, panel: Panel) -> Drawn:
        """A panel as it is drawn here."""
        return self.panels[panel]

    def lay_out(self, width: int, ratio: float) -> None:
        """Set the figure's size, in CSS pixels and device pixels for each; the last frame is kept."""
        if self._size == (width, ratio, self.projector):
            return
        narrow = width < NARROW
        if self.projector:
            scale = width / (LEAST if narrow else PROJECTED)
        else:
            scale = min(max(width / 1000, 0.9), 1.5, width / LEAST)
        points = width / scale
        left = self.legend.left(MARGIN if narrow else panels_of(self.layout)[0].left, points - MARGIN)
        top = self.legend.height(points - MARGIN - left)
        heads = {panel: drawn.head for panel, drawn in self.panels.items()}
        places, height = arranged(self.layout, (0, top, points - MARGIN), narrow, heads)
        self.figure.set_dpi(72 * ratio * scale)
        self.figure.set_size_inches(points / 72, height / 72)
        for panel, edges in edges_of(self.layout, narrow).items():
            self.panels[panel].edges = edges
        for panel, box in places.items():
            self.panels[panel].place(points, height, box)
        self.legend.place(points, height, left)
        self._size = width, ratio, self.projector
        self.update(self._frame)

    def update(self, frame: "Frame") -> None:
        """Show another frame."""
        self._frame = frame
        parts = [drawn.key(frame.panels[panel]) for panel, drawn in self.panels.items()]
        said = self.legend.said(frame.panels.values(), frame.names)
        still = self._size, self.legend.key(said), *parts
        if still != self.still_key:
            with plain_style():
                for panel, drawn in self.panels.items():
                    drawn.set_still(frame.panels[panel])
            self.still_key = still
        with plain_style():
            for panel, drawn in self.panels.items():
                drawn.update(frame.panels[panel])
        self.legend.update(said)

    def at(self, panel: Panel, x: float, y: float) -> tuple[float, float]:
        """The data under (x, y), fractions of the sheet from its top left corner, kept within the panel."""
        drawn = self[panel]
        left, top, right, bottom = drawn.box
        inside = np.clip(((x - left) / (right - left), (bottom - y) / (bottom - top)), 0, 1)
        across, up = drawn.data(inside * drawn.size)
        return float(across), float(up)

    def _axes(self) -> Axes:
        return self.figure.add_axes((0, 0, 1, 1))
