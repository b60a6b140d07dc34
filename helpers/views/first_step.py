"""How long the first step is, against the size of the gradient, and how long steps are under a gradient that stays."""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PolyCollection

from helpers.views.descent import power_of_ten
from helpers.views.heading import heading, place_heading
from helpers.views.heads import place_labels, plate
from helpers.views.race import COLOURS, MARKERS, SIZES, log_axis
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, TANGENT, style

PLAIN = "Adam, uncorrected"
SCALES, LENGTHS, STAYED = (1e-6, 1e6), (1e-5, 1e5), (0.1, 100)
TAGS = {"RMSProp": (2.1, 9, "bottom"), PLAIN: (17, 7.6, "bottom"), "Adam": (2.1, 0.8, "top")}  # where the name stands


@dataclass(frozen=True, eq=False)
class FirstStepFrame:
    """What one frame shows. R variants, G sizes of the gradient, T steps.

    names: (R,).  sizes: (G,), and lines: (R, G), the formula's |step|/η there.  scale: the size now.  lengths: (R,), measured.
    stayed: {name: (measured (T,), formula (T,))} of |step|/η under a gradient that stays the same.
    """

    names: tuple
    sizes: np.ndarray
    lines: np.ndarray
    scale: float
    lengths: np.ndarray
    stayed: dict
    title: str
    line: str


class FirstStepSheet(Sheet):
    """The first step on the left, a gradient that stays on the right."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, *SHADES)

    def __init__(self, names, stayed):
        super().__init__()
        self.first, self.stay = self.add(_First(self.axes(), names)), self.add(_Stay(self.axes(), stayed))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=SHADES[4], lw=2.2), "steps that grow with the gradient"),
                Name(dict(color=TANGENT, lw=2.2), "steps that divide by its size"),
                Name(dict(color=BATCH, lw=2.2, ls=(0, (4, 1.5))), "Adam without bias correction"),
                Name(dict(color=QUIET, marker="o", ms=8, mec="white", ls=""), "shapes: measured; lines: the formula"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            places = {self.first: (66, top + 50, points - 16, top + 350), self.stay: (66, top + 446, points - 16, top + 646)}
            return top + 694, {self.names: (16, 0, points - 16, top), **places}
        split, height = round(0.56 * points), top + 420
        places = {self.first: (66, top + 50, split, height - 48), self.stay: (split + 74, top + 50, points - 16, height - 48)}
        return height, {self.names: (66, 0, points - 16, top), **places}

    def still_key(self, frame):
        return None


def look(name):
    """The look of a variant's line and of its marks."""
    if name == PLAIN:
        return dict(color=BATCH, lw=2.2, ls=(0, (4, 1.5))), dict(marker="X", ms=10, color=BATCH, ls="")
    mark = dict(marker=MARKERS[name], ms=SIZES.get(MARKERS[name], 8) + 1, color=COLOURS[name], ls="")
    return dict(color=COLOURS[name], lw=2.2), mark


class _First:
    """|first step| / η against the size of the gradient."""

    def __init__(self, axes, names):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", yscale="log", xlabel="size of the gradient", ylabel="length of the first step / η")
        moving = dict(animated=True)
        self.lines = [axes.plot([], [], **look(name)[0])[0] for name in names]
        (self.here,) = axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (2, 2)), **moving)
        self.plates = PolyCollection([], fc="white", alpha=0.85, lw=0, **moving)
        axes.add_collection(self.plates, autolim=False)
        (self.leaders,) = axes.plot([], [], color=FULL, lw=0.8, **moving)
        self.marks = [axes.plot([], [], **look(name)[1], mec="white", mew=0.8, **moving)[0] for name in names]
        self.tags = [axes.text(1, 1, "", size=12, va="center", color=FULL, **moving) for _ in names]
        self.title, self.line = heading(axes)
        self.moving, self.labels = [self.here, self.plates, self.leaders, *self.marks], [self.title, self.line, *self.tags]

    def set_still(self, frame):
        for line, values in zip(self.lines, frame.lines):
            line.set_data(frame.sizes, values)
        log_axis(self.axes, *LENGTHS)
        powers = range(-6, 7, 3)
        self.axes.set_xlim(*SCALES)
        self.axes.set_xticks([10.0**power for power in powers], [power_of_ten(power) for power in powers])
        self.axes.set_xticks([], minor=True)
        place_heading(self.title, self.line)

    def update(self, frame):
        self.here.set_data([frame.scale] * 2, LENGTHS)
        box = self.axes.get_window_extent()
        size = np.array([box.width, box.height]) * 72 / self.axes.figure.dpi
        low, far = np.array([-6.0, -5.0]), np.array([12.0, 10.0])  # powers of ten
        spots = np.stack([np.full(len(frame.names), np.log10(frame.scale)), np.log10(np.clip(frame.lengths, *LENGTHS))], axis=1)
        points = (spots - low) / far * size
        shifted, widths = place_labels(points + [10, 0], frame.names, size)
        leaders, plates = [], []
        for lane, (spot, (x, y), width, point) in enumerate(zip(spots, shifted, widths, points)):
            self.marks[lane].set_data([10 ** spot[0]], [10 ** spot[1]])
            tag = self.tags[lane]
            tag.set_text(frame.names[lane])
            tag.set_position(10 ** (low + np.array([x, y]) / size * far))
            plates.append(10 ** (low + plate((x, y), width) / size * far))
            leaders += [spot, low + np.array([x - 2 if x > point[0] else x + width, y]) / size * far, far * np.nan]
        self.plates.set_verts(plates)
        self.leaders.set_data(*10 ** np.array(leaders).T)
        self.title.set_text(frame.title)
        self.line.set_text(frame.line)


class _Stay:
    """|step| / η against the step, while the gradient stays the same."""

    def __init__(self, axes, names):
        self.axes, self.names = axes, names
        style(axes)
        axes.set(xscale="log", yscale="log", xlabel="step, while the gradient stays the same")
        moving = dict(animated=True)
        self.lines = {name: axes.plot([], [], **look(name)[0], **moving)[0] for name in names}
        self.marks = {name: axes.plot([], [], **look(name)[1], mec="white", mew=0.8, **moving)[0] for name in names}
        self.tags = {name: axes.text(1, 1, name, size=12, color=FULL, va=TAGS[name][2]) for name in names}
        axes.text(0, 1.02, "length of a step / η", transform=axes.transAxes, weight="bold", size=13.5, color=FULL)
        self.moving, self.labels = [*self.lines.values(), *self.marks.values()], []

    def set_still(self, frame):
        log_axis(self.axes, *STAYED)
        for name, tag in self.tags.items():
            tag.set_position(TAGS[name][:2])
        self.axes.set_xlim(0.9, 1.1 * max(len(formula) for _, formula in frame.stayed.values()))
        self.axes.set_xticks([1, 3, 10, 30, 100, 300], ["1", "3", "10", "30", "100", "300"])
        self.axes.set_xticks([], minor=True)

    def update(self, frame):
        shown = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256])
        for name, (measured, formula) in frame.stayed.items():
            self.lines[name].set_data(np.arange(1, len(formula) + 1), formula)
            self.marks[name].set_data(shown, np.clip(measured[shown - 1], *STAYED))
