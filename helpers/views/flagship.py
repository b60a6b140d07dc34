"""The flagship figure: three panels, and above them the names of the curves."""

from helpers.views.panels import Landscape, Strip, Trace, window
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, SPENT, TANGENT


class Flagship(Sheet):
    """The magic: landscape, trace and strip in one figure, with the names of the curves above them."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SPENT, *SHADES)

    def __init__(self):
        super().__init__()
        self.landscape, self.trace, self.strip = (self.add(panel(self.axes())) for panel in (Landscape, Trace, Strip))
        dotted = dict(color=BATCH, lw=2.8, ls=(0, (0.05, 1.75)), dash_capstyle="round")
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), full_name, longest="full loss, all 342 examples"),
                Name(dotted, batch_name, longest="batch loss, these 342 examples", moves=True),
                Name(dict(color=TANGENT, lw=4), "its slope"),
                Name(dict(color=BATCH, marker="o", ms=11, mec="white", ls=""), "now"),
                Name(dict(mec=BATCH, marker="o", ms=9, mfc="white", mew=2.2, ls=""), "after this step"),
            )
        )

    def arrange(self, points, narrow):
        top, landscape, trace, strip = self.names.height(points - 74), 328, 232, 78
        if narrow:
            landscape = 300
        split = points - 16 if narrow else round(0.66 * points) - 30
        height = top + landscape + (trace if narrow else 0) + strip
        places = {
            self.names: (58, 0, points - 16, top),
            self.landscape: (58, top + 26, split, top + landscape - 46),
            self.trace: (split + 64, top + 26, points - 16, top + landscape - 46),
            self.strip: (58, height - 48, points - 16, height - 12),
        }
        if narrow:
            places[self.trace] = (58, top + landscape + 26, points - 16, top + landscape + trace - 46)
        return height, places

    def still_key(self, frame):
        return frame.scene, window(frame.step)

    @property
    def zone(self):
        """Where the point can be dragged: (left, top, right, bottom) as fractions of the figure."""
        box = self.landscape.axes.get_position()
        return [box.x0, 1 - box.y1, box.x1, 1 - box.y0]

    def weight_at(self, x):
        """The weight under x, a fraction of the figure's width, kept within the landscape."""
        box, (low, high) = self.landscape.axes.get_position(), self.landscape.axes.get_xlim()
        return low + min(max((x - box.x0) / box.width, 0), 1) * (high - low)


def full_name(frame):
    return f"full loss, all {len(frame.order)} examples"


def batch_name(frame):
    count = len(frame.batch)
    return f"batch loss, {'this 1 example' if count == 1 else f'these {count} examples'}"
