"""The flagship figure: three panels, and above them the names of the curves."""

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.views.panels import Landscape, Strip, Trace, window
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, SPENT, TANGENT

NARROW = 720  # CSS pixels: below, the panels stand one above the other
LEAST = 520  # points: the names need this width, below it all type shrinks


class Flagship:
    """The magic: landscape, trace and strip in one figure, with the names of the curves above them."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SPENT, *SHADES)

    def __init__(self):
        self.figure = Figure(facecolor="white")
        self.landscape, self.trace, self.strip = (
            panel(self.figure.add_axes((0, 0, 1, 1))) for panel in (Landscape, Trace, Strip)
        )
        self.panels = (self.landscape, self.trace, self.strip)
        self.names = _Names(self.figure)
        self.moving = [artist for panel in self.panels for artist in panel.moving]
        self.labels = [self.names.count, *(label for panel in self.panels for label in panel.labels)]
        self.still = self._layout = self._frame = None

    def lay_out(self, width, ratio):
        scale = min(max(width / 1000, 0.9), 1.5, width / LEAST)
        points = width / scale  # the figure's width in points
        narrow = width < NARROW
        heights = (58, 300, 232, 78) if narrow else (34, 328, 0, 78)  # names, landscape, trace, strip
        height = sum(heights)
        self.figure.set_dpi(72 * ratio * scale)
        self.figure.set_size_inches(points / 72, height / 72)

        def place(axes, left, top, right, bottom):
            axes.set_position((left / points, 1 - bottom / height, (right - left) / points, (bottom - top) / height))

        top = heights[0]
        split = points - 16 if narrow else round(0.66 * points) - 30
        place(self.landscape.axes, 58, top + 26, split, top + heights[1] - 46)
        if narrow:
            top += heights[1]
            place(self.trace.axes, 58, top + 26, points - 16, top + heights[2] - 46)
        else:
            place(self.trace.axes, split + 64, top + 26, points - 16, top + heights[1] - 46)
        place(self.strip.axes, 58, height - 48, points - 16, height - 12)
        self.names.lay_out(points, height, narrow)
        self._layout = (width, ratio)
        if self._frame is not None:
            self.update(self._frame)

    @property
    def zone(self):
        """Where the point can be dragged: (left, top, right, bottom) as fractions of the figure."""
        box = self.landscape.axes.get_position()
        return [box.x0, 1 - box.y1, box.x1, 1 - box.y0]

    def weight_at(self, x):
        """The weight under x, a fraction of the figure's width, kept within the landscape."""
        box, (low, high) = self.landscape.axes.get_position(), self.landscape.axes.get_xlim()
        return low + min(max((x - box.x0) / box.width, 0), 1) * (high - low)

    def update(self, frame):
        self._frame = frame
        still = (frame.scene, window(frame.step), self._layout)
        if still != self.still:
            for panel in self.panels:
                panel.set_still(frame)
            self.names.set_still(frame)
            self.still = still
        self.names.update(frame)
        for panel in self.panels:
            panel.update(frame)


class _Names:
    """What each line and mark is, above the panels, where it can hide no curve."""

    def __init__(self, figure):
        self.figure = figure

        def line(**style):
            return figure.add_artist(Line2D([], [], **style))

        self.marks = [
            line(color=FULL, lw=2.6, solid_capstyle="round"),
            line(color=BATCH, lw=2.8, ls=(0, (0.05, 1.75)), dash_capstyle="round"),
            line(color=TANGENT, lw=4, solid_capstyle="round"),
            line(color=BATCH, marker="o", ms=11, mec="white", ls=""),
            line(mec=BATCH, marker="o", ms=9, mfc="white", mew=2.2, ls=""),
        ]
        labels = ("", "", "its slope", "now", "after this step")
        self.labels = [figure.text(0, 0, label, va="center", size=12.5, color=FULL) for label in labels]
        self.count = self.labels[1]
        self.count.set_animated(True)

    def lay_out(self, points, height, narrow):
        starts = (58, 268, 58, 160, 226) if narrow else (58, 286, 560, 678, 754)
        for index, (mark, label, x) in enumerate(zip(self.marks, self.labels, starts)):
            y = 1 - (17 + (24 if narrow and index > 1 else 0)) / height
            wide = 28 if index < 3 else 0
            mark.set_data([x / points, (x + wide) / points] if wide else [(x + 6) / points], [y] * (2 if wide else 1))
            label.set_position(((x + (wide or 10) + 8) / points, y))

    def set_still(self, frame):
        self.labels[0].set_text(f"full loss, all {len(frame.order)} examples")

    def update(self, frame):
        count = len(frame.batch)
        these = "this 1 example" if count == 1 else f"these {count} examples"
        self.count.set_text(f"batch loss, {these}")
