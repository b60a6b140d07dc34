"""Many variants of SGD on one landscape: their paths, their losses, and what the one in focus keeps in mind."""

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import PolyCollection

from helpers.views.descent import power_of_ten
from helpers.views.heading import heading, place_heading
from helpers.views.heads import place_labels, plate
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, SPENT, TANGENT, style

MARKERS = {  # the shape that stands for each variant, in the order of the race
    "SGD": "o", "momentum": "s", "Nesterov": "D", "clipped": "v", "AdaGrad": "^", "RMSProp": "P", "Adam": "X", "AdamW": "*",
    "Lion": "<", "yours": ">",
}  # fmt: skip
GRADUAL, SCALED = SHADES[4], TANGENT  # variants whose steps grow with the gradient, and those that divide by its size
COLOURS = {name: GRADUAL if place < 4 else SCALED for place, name in enumerate(MARKERS)} | {"yours": FULL}
SIZES = {"*": 12, "P": 9, "X": 9, "D": 7, "s": 7.5}  # of the markers, so that all look alike
FIRST, SECOND = dict(color=FULL, lw=2.2), dict(color=SHADES[3], lw=2.2, ls=(0, (3, 1.5)))  # the two weights
WINDOWS = (50, 100, 200, 300)  # steps on the axes: the smallest that holds the current step
STRIDES = (1e-5, 10.0)  # the ends of the axis of steps


@dataclass(frozen=True, eq=False)
class RaceFrame:
    """What one frame shows. R variants, T steps so far.

    names: (R,).  focus: the number of the one in focus.  axes: (G,), (H,) and heights: (G, H) of the landscape, levels: (L,).
    paths: (T + 1, R, 2).  losses: (T + 1, R).  velocity, root: (T, 2) of the focus after each step, or None where it keeps none,
    and strides: (T, 2), its steps.  titles: of these three.  ends: {what: (low, high)} of the axes of losses and of slopes.
    """

    ground: str
    labels: tuple
    axes: tuple
    heights: np.ndarray
    levels: np.ndarray
    names: tuple
    focus: int
    paths: np.ndarray
    losses: np.ndarray
    velocity: np.ndarray | None
    root: np.ndarray | None
    strides: np.ndarray
    titles: tuple
    ends: dict
    title: str
    line: str

    @property
    def step(self):
        return len(self.paths) - 1


class RaceSheet(Sheet):
    """The landscape, the losses beside it, the inner state of the focus below."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SPENT, *SHADES)

    def __init__(self, names):
        super().__init__()
        self.landscape, self.losses = self.add(_Landscape(self.axes(), names)), self.add(_Losses(self.axes(), names))
        self.inner = [self.add(_Inner(self.axes(), place)) for place in range(3)]
        self.names = self.add(
            Names(
                self.figure,
                *(Name(dict(_marker(name), ls=""), name) for name in names),
                Name(dict(color=BATCH, lw=3.2), "in focus"),
                Name(dict(color=QUIET, lw=1.2), "line of equal full loss"),
                Name(FIRST, "first weight"),
                Name(SECOND, "second weight"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            edges = [top + 50, top + 370, top + 470, top + 650]
            places = {self.landscape: (58, edges[0], points - 16, edges[1]), self.losses: (58, edges[2], points - 16, edges[3])}
            for place, panel in enumerate(self.inner):
                upper = edges[3] + 90 + 200 * place
                places[panel] = (58, upper, points - 16, upper + 112)
            height = edges[3] + 690
        else:
            split, bottom = round(0.54 * points), top + 400
            places = {self.landscape: (58, top + 50, split, bottom), self.losses: (split + 72, top + 50, points - 16, bottom)}
            wide = (points - 74 - 2 * 62) / 3
            for place, panel in enumerate(self.inner):
                left = 58 + place * (wide + 62)
                places[panel] = (left, bottom + 86, left + wide, bottom + 206)
            height = bottom + 252
        return height, {self.names: (58, 0, points - 16, top), **places}

    def still_key(self, frame):
        return frame.ground, window(frame.step)

    @property
    def zone(self):
        """Where the start can be dragged: (left, top, right, bottom) as fractions of the figure."""
        box = self.landscape.axes.get_position()
        return [box.x0, 1 - box.y1, box.x1, 1 - box.y0]

    def point_at(self, x, y):
        """The weights under (x, y), fractions of the figure from its top left corner, kept within the landscape."""
        axes = self.landscape.axes
        box = axes.get_position()
        across, up = np.clip([(x - box.x0) / box.width, (1 - y - box.y0) / box.height], 0, 1)
        (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
        return left + across * (right - left), low + up * (high - low)


class _Landscape:
    """Lines of equal full loss, the paths, and at the head of each its marker and its name."""

    def __init__(self, axes, names):
        self.axes, self.names, self._contours = axes, names, None
        style(axes)
        axes.grid(False)
        moving = dict(animated=True)
        self.paths = [axes.plot([], [], color=COLOURS[name], lw=1.3, **moving)[0] for name in names]
        (self.bold,) = axes.plot([], [], color=BATCH, lw=3.2, **moving)
        (self.start,) = axes.plot([], [], "o", ms=10, mfc="white", mec=FULL, mew=1.8, **moving)
        self.plates = PolyCollection([], fc="white", alpha=0.8, lw=0, **moving)
        axes.add_collection(self.plates, autolim=False)
        (self.leaders,) = axes.plot([], [], color=FULL, lw=0.8, **moving)
        self.heads = [axes.plot([], [], **_marker(name), mec="white", mew=0.8, clip_on=False, **moving)[0] for name in names]
        (self.bold_head,) = axes.plot([], [], color=BATCH, mec="white", mew=0.8, clip_on=False, **moving)
        self.tags = [axes.text(0, 0, "", size=12, va="center", color=FULL, **moving) for _ in names]
        self.title, self.line = heading(axes)
        self.moving = [*self.paths, self.bold, self.start, self.plates, self.leaders, *self.heads, self.bold_head]
        self.labels = [self.title, self.line, *self.tags]

    def set_still(self, frame):
        if self._contours is not None:
            self._contours.remove()
        greys = dict(colors=[QUIET], linewidths=np.linspace(1.3, 0.5, len(frame.levels)))
        self._contours = self.axes.contour(*frame.axes, frame.heights.T, levels=frame.levels, **greys, zorder=0.5)
        (self.xlim, self.ylim) = (along[[0, -1]] for along in frame.axes)
        self.axes.set(xlim=self.xlim, ylim=self.ylim, xlabel=frame.labels[0], ylabel=frame.labels[1])
        place_heading(self.title, self.line)

    def update(self, frame):
        wide, tall = (ends[1] - ends[0] for ends in (self.xlim, self.ylim))
        low, high = np.array([self.xlim[0], self.ylim[0]]), np.array([self.xlim[1], self.ylim[1]])
        far = high - low
        away = (np.abs(frame.paths - (low + high) / 2) / far).max(-1, keepdims=True)
        paths = np.where(away < 10, frame.paths, np.nan)  # a path that is gone is not drawn on
        heads = np.clip(np.nan_to_num(frame.paths[-1], nan=np.inf), low, high)
        off = (heads != frame.paths[-1]).any(-1)
        for lane, (path, head) in enumerate(zip(self.paths, self.heads)):
            path.set_data(*paths[:, lane].T)
            head.set_data(*heads[lane : lane + 1].T)
        self.bold.set_data(*paths[:, frame.focus].T)
        _wear(self.bold_head, frame)
        self.bold_head.set_data(*heads[frame.focus, :, None])
        self.start.set_data(*paths[0, :1].T)
        box = self.axes.get_window_extent()
        size = np.array([box.width, box.height]) * 72 / self.axes.figure.dpi  # of the panel, in points
        words = [name + (" (off)" if out else "") for name, out in zip(self.names, off)]
        spots, widths = place_labels((heads - low) / far * size, words, size, first=frame.focus)
        plates, leaders = [], []
        for lane, (tag, text, (x, y), width) in enumerate(zip(self.tags, words, spots, widths)):
            tag.set_text(text)
            tag.set_fontweight("bold" if lane == frame.focus else "normal")
            tag.set_position((low[0] + x / size[0] * wide, low[1] + y / size[1] * tall))
            plates.append(low + plate((x, y), width) / size * far)
            near = x if x > (heads[lane, 0] - low[0]) / wide * size[0] else x + width
            leaders += [heads[lane], low + np.array([near, y]) / size * far, far * np.nan]
        self.plates.set_verts(plates)
        self.leaders.set_data(*np.array(leaders).T)
        self.title.set_text(frame.title)
        self.line.set_text(frame.line)


class _Losses:
    """The full loss of each variant against the step, the one in focus bold."""

    def __init__(self, axes, names):
        self.axes, self.names = axes, names
        style(axes)
        axes.set(yscale="log", xlabel="step")
        axes.text(0, 1.02, "full loss, step by step", transform=axes.transAxes, weight="bold", size=13.5, color=FULL)
        moving = dict(animated=True)
        self.lines = [axes.plot([], [], color=COLOURS[name], lw=1.3, **moving)[0] for name in names]
        self.heads = [axes.plot([], [], **_marker(name), mec="white", mew=0.8, clip_on=False, **moving)[0] for name in names]
        (self.bold,) = axes.plot([], [], color=BATCH, lw=3.2, **moving)
        (self.bold_head,) = axes.plot([], [], color=BATCH, ls="", mec="white", mew=0.8, clip_on=False, **moving)
        self.moving, self.labels = [*self.lines, *self.heads, self.bold, self.bold_head], []

    def set_still(self, frame):
        log_axis(self.axes, *frame.ends["loss"])
        self.axes.set_xlim(-0.01 * window(frame.step), window(frame.step) * 1.02)

    def update(self, frame):
        steps, (low, high) = np.arange(frame.step + 1), frame.ends["loss"]
        losses = np.clip(np.nan_to_num(frame.losses, nan=np.inf), low, high)
        marked = np.append(steps[:: window(frame.step) // 10], frame.step)
        for lane, (line, head) in enumerate(zip(self.lines, self.heads)):
            line.set_data(steps, losses[:, lane])
            head.set_data(marked, losses[marked, lane])
        self.bold.set_data(steps, losses[:, frame.focus])
        _wear(self.bold_head, frame)
        self.bold_head.set_data(marked, losses[marked, frame.focus])


class _Inner:
    """One thing that the variant in focus keeps or does, for each weight, on a log axis: 0 velocity, 1 √v̂, 2 the step."""

    def __init__(self, axes, place):
        self.axes, self.place = axes, place
        style(axes)
        axes.set(yscale="log", xlabel="step")
        moving = dict(animated=True)
        (self.first,), (self.second,) = axes.plot([], [], **FIRST, **moving), axes.plot([], [], **SECOND, **moving)
        self.title = axes.text(0, 1.08, "", transform=axes.transAxes, weight="bold", size=13, color=FULL, **moving)
        self.moving, self.labels = [self.first, self.second], [self.title]

    def set_still(self, frame):
        self.ends = STRIDES if self.place == 2 else frame.ends["slope"]
        log_axis(self.axes, *self.ends)
        self.axes.set_xlim(-0.01 * window(frame.step), window(frame.step) * 1.02)

    def update(self, frame):
        values = (frame.velocity, frame.root, frame.strides)[self.place]
        values = np.empty((0, 2)) if values is None else np.clip(np.nan_to_num(np.abs(values), nan=np.inf), *self.ends)
        steps = np.arange(1, len(values) + 1)
        self.first.set_data(steps, values[:, 0])
        self.second.set_data(steps, values[:, 1])
        self.title.set_text(frame.titles[self.place])


def window(step):
    """The last step on the axes."""
    return next((last for last in WINDOWS if step <= last), step)


def _wear(mark, frame):
    """Give the mark of the focus its shape."""
    shape = MARKERS[frame.names[frame.focus]]
    mark.set_marker(shape)
    mark.set_markersize(SIZES.get(shape, 8) + 1)


def _marker(name):
    shape = MARKERS[name]
    return dict(marker=shape, ms=SIZES.get(shape, 8), color=COLOURS[name], ls="")


def log_axis(axes, low, high):
    """Powers of ten as ticks, at most six of them."""
    first, last = (round(np.log10(end)) for end in (low, high))
    powers = range(first, last + 1, max(1, -(-(last - first) // 5)))
    axes.set_ylim(low, high)
    axes.set_yticks([10.0**power for power in powers], [power_of_ten(power) for power in powers])
    axes.set_yticks([], minor=True)
