"""The plane of learning rate and momentum, coloured by how fast heavy ball is there, and a run at one of its points."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Polygon

from helpers.views.heading import heading, place_heading
from helpers.views.race import log_axis
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, SPENT, TANGENT, style

LEVELS = (1, 0.98, 0.95, 0.9, 0.8, 0.6, 0.3)  # factors whose lines are drawn
FILLS = (SPENT, *SHADES)
RATES, MOMENTA = (0, 4.1), (0, 1.02)
LOSSES = (1e-12, 1e3)
FLOORS = (1e-3, 10)


@dataclass(frozen=True, eq=False)
class MomentumFrame:
    """What one frame shows. The curvatures are 1/κ and 1. T steps.

    regions: {level: corners (K, 2)} of the (η, β) where heavy ball is at least so fast.  best, best_plain: the fastest (η, β)
    with momentum and without.  here: (2,).  losses, plain: (T + 1,) of heavy ball here and of the run without momentum.
    forecasts: a pair of (T + 1,), what theory says of the two.  noisy: whether they are mean losses under noise.
    """

    regions: dict
    best: tuple
    best_plain: tuple
    here: tuple
    losses: np.ndarray
    plain: np.ndarray
    forecasts: tuple
    noisy: bool
    title: str
    line: str
    run_title: str
    run_line: str


class MomentumSheet(Sheet):
    """The plane on the left, the run on the right."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SPENT, *SHADES)

    def __init__(self):
        super().__init__()
        self.plane, self.run = self.add(_Plane(self.axes())), self.add(_Run(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=BATCH, marker="o", ms=12, mec="white", ls=""), "your η and β"),
                Name(dict(color=TANGENT, marker="*", ms=16, mec=FULL, mew=0.8, ls=""), "the best η and β"),
                Name(dict(color=FULL, marker="s", ms=9, mec="white", ls=""), "the best η without momentum"),
                Name(dict(color=SHADES[3], lw=13, solid_capstyle="butt"), "a step leaves at most the number there"),
                Name(dict(color=BATCH, lw=2.6), "full loss with your η and β"),
                Name(dict(color=FULL, lw=1.8, marker="s", ms=6), plain_name, longest="the same η without momentum"),
                Name(dict(color=QUIET, lw=1.6, ls=(0, (5, 3))), "theory"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            places = {self.plane: (58, top + 50, points - 16, top + 350), self.run: (62, top + 456, points - 16, top + 696)}
            return top + 744, {self.names: (16, 0, points - 16, top), **places}
        split, height = round(0.5 * points), top + 430
        places = {self.plane: (58, top + 50, split, height - 48), self.run: (split + 76, top + 50, points - 16, height - 48)}
        return height, {self.names: (58, 0, points - 16, top), **places}

    def still_key(self, frame):
        return frame.noisy

    @property
    def zone(self):
        """Where the point can be dragged: (left, top, right, bottom) as fractions of the figure."""
        box = self.plane.axes.get_position()
        return [box.x0, 1 - box.y1, box.x1, 1 - box.y0]

    def point_at(self, x, y):
        """(η, β) under (x, y), fractions of the figure from its top left corner, kept within the plane."""
        box = self.plane.axes.get_position()
        across, up = np.clip([(x - box.x0) / box.width, (1 - y - box.y0) / box.height], 0, 1)
        return RATES[0] + across * (RATES[1] - RATES[0]), MOMENTA[0] + up * (MOMENTA[1] - MOMENTA[0])


class _Plane:
    """A region for each level: the darker, the faster. Outside all of them heavy ball diverges."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.grid(False)
        axes.set(xlim=RATES, ylim=MOMENTA, xlabel="learning rate η", ylabel="momentum β")
        moving = dict(animated=True)
        look = dict(closed=True, ec=FULL, lw=1, **moving)
        self.regions = [axes.add_patch(Polygon([[0, 0]], fc=fill, **look)) for fill in FILLS]
        (self.plain,) = axes.plot([], [], "s", ms=11, color=FULL, mec="white", mew=1.4, clip_on=False, **moving)
        (self.best,) = axes.plot([], [], "*", ms=20, color=TANGENT, mec=FULL, mew=0.9, **moving)
        (self.here,) = axes.plot([], [], "o", ms=13, color=BATCH, mec="white", mew=1.6, clip_on=False, **moving)
        self.out = axes.text(3.05, 0.2, "diverges", size=13, color=FULL, **moving)
        self.tags = [axes.text(0, 0, "", size=12, weight="bold", va="center", **moving) for _ in LEVELS]
        self.title, self.line = heading(axes)
        self.moving = [*self.regions, self.plain, self.best, self.here]
        self.labels = [self.title, self.line, self.out, *self.tags]

    def set_still(self, frame):
        place_heading(self.title, self.line)

    def update(self, frame):
        for place, (region, tag, level) in enumerate(zip(self.regions, self.tags, LEVELS)):
            corners = frame.regions.get(level)
            region.set_visible(corners is not None)
            tag.set_text("")
            if corners is None:
                continue
            region.set_xy(corners)
            right, top = corners[:, 0].max(), corners[:, 1].max()
            room = right - corners[np.isclose(corners[:, 1], top), 0].min()
            inner = max((MOMENTA[0], *(frame.regions[each][:, 1].max() for each in LEVELS[place + 1 :] if each in frame.regions)))
            if room > 0.75 and top - inner > 0.042 and 0 < place:
                tag.set_text(f"{level:g}")
                tag.set_position((right - 0.42, top - 0.022))
                tag.set_color("white" if place > 3 else FULL)
        self.plain.set_data([frame.best_plain[0]], [frame.best_plain[1]])
        self.best.set_data([frame.best[0]], [frame.best[1]])
        self.here.set_data([frame.here[0]], [frame.here[1]])
        self.title.set_text(frame.title)
        self.line.set_text(frame.line)


class _Run:
    """The loss against the step on a log axis, with the theory dashed."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(yscale="log", xlabel="step")
        moving = dict(animated=True)
        (self.plain,) = axes.plot([], [], color=FULL, lw=1.8, marker="s", ms=6, mec="white", mew=0.6, **moving)
        (self.losses,) = axes.plot([], [], color=BATCH, lw=2.6, **moving)
        self.forecasts = [axes.plot([], [], color=QUIET, lw=1.6, ls=(0, (5, 3)), **moving)[0] for _ in range(2)]
        self.title, self.line = heading(axes)
        self.moving, self.labels = [self.plain, self.losses, *self.forecasts], [self.title, self.line]

    def set_still(self, frame):
        self.ends = FLOORS if frame.noisy else LOSSES
        log_axis(self.axes, *self.ends)
        self.axes.set_ylabel("mean loss above the minimum" if frame.noisy else "full loss")
        last = len(frame.losses) - 1
        self.axes.set_xlim(-0.02 * last, 1.02 * last)
        place_heading(self.title, self.line)

    def update(self, frame):
        low, high = self.ends
        steps = np.arange(len(frame.losses))
        for line, values in zip((self.losses, self.plain, *self.forecasts), (frame.losses, frame.plain, *frame.forecasts)):
            line.set_data(steps, np.clip(np.nan_to_num(values, nan=np.inf), low / 10, high * 10))
        self.plain.set_markevery(max(len(steps) // 12, 1))
        self.title.set_text(frame.run_title)
        self.line.set_text(frame.run_line)


def plain_name(frame):
    return "the same η without momentum" if frame.noisy else "gradient descent at its best η"
