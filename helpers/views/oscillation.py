"""Many runs about the minimum: the cloud on the full loss, the histogram of their weights, and the floor that theory gives."""

from dataclasses import dataclass

import numpy as np

from helpers.views.descent import heading, notice, power_of_ten, say
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, TANGENT, number, style

REACH = 3.0  # how far the axis of w goes to each side of the minimum
FLOORS = (1e-5, 10.0)  # the ends of the axis of the excess loss
AXES = {"rate": "learning rate η", "batch": "batch size B"}
INDEPENDENT = dict(color=TANGENT, lw=4.5)
SHUFFLED = dict(color=SHADES[5], lw=2.2, ls=(0, (4, 2)))
LIMIT = dict(color=QUIET, lw=1.6, ls=(0, (7, 2, 1.5, 2)))
MEASURED = dict(color=BATCH, marker="o", ms=9, mec="white", mew=1.2, ls="")


@dataclass(frozen=True, eq=False)
class OscillationFrame:
    """What one frame shows of R runs.

    weights: (R,), now.  recent: weights of the last steps, any shape.  when: which steps these are, in words.
    spread, floor: (measured, twice its standard error, theory) of the standard deviation of w and of the excess loss; theory
    is None where no closed form is known, and inf where it does not settle.
    against: "rate" or "batch".  at: the η or B of the measurement.  places: (G,) of these, and the lines of theory there,
    independent and shuffled (G,); shuffled is empty where none is known.  limit: the rate where it stops settling.
    """

    model: str
    weight_label: str
    best: float
    least: float
    curvature: float
    weights: np.ndarray
    recent: np.ndarray
    when: str
    step: int
    spread: tuple
    floor: tuple
    against: str
    at: float
    places: np.ndarray
    independent: np.ndarray
    shuffled: np.ndarray
    limit: float


class Oscillation(Sheet):
    """Cloud and histogram on one axis of w at the left, the floor at the right."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SHADES[5])

    def __init__(self):
        super().__init__()
        self.cloud, self.histogram = self.add(_Cloud(self.axes())), self.add(_Histogram(self.axes()))
        self.floor = self.add(_Floor(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), "full loss"),
                Name(dict(mfc=BATCH, mec="white", marker="o", ms=7, mew=0.6, ls=""), "200 runs, now"),
                Name(INDEPENDENT, "theory: independent draws"),
                Name(SHUFFLED, "theory: reshuffled, end of an epoch"),
                Name(MEASURED, "measured, ± 2 standard errors"),
                Name(dict(color=TANGENT, lw=4.5, marker="|", ms=14, mew=3), "theory: ± standard deviation"),
                Name(LIMIT, "largest stable η"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        right = points - 16 if narrow else round(0.56 * points) - 20
        places = {
            self.names: (58, 0, points - 16, top),
            self.cloud: (58, top + 26, right, top + 198),
            self.histogram: (58, top + 248, right, top + 358),
        }
        if narrow:
            places[self.floor] = (66, top + 462, points - 16, top + 690)
            return top + 738, places
        places[self.floor] = (right + 84, top + 48, points - 16, top + 358)
        return top + 406, places

    def still_key(self, frame):
        return frame.model, frame.against


class _Cloud:
    """The full loss, and a point on it for each run."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set_ylabel("loss")
        axes.tick_params(labelbottom=False)
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, solid_capstyle="round")
        moving = dict(animated=True)
        (self.runs,) = axes.plot([], [], "o", ms=7, color=BATCH, mec="white", mew=0.6, **moving)
        self.title, self.notice = heading(axes, **moving), notice(axes)
        self.moving, self.labels = [self.runs, self.notice], [self.title]

    def set_still(self, frame):
        w = frame.best + np.linspace(-REACH, REACH, 201)
        top = frame.least + frame.curvature * REACH**2
        self.full.set_data(w, self._loss(frame, w))
        self.axes.set(xlim=w[[0, -1]], ylim=(-0.08 * top, top))

    def update(self, frame):
        with np.errstate(over="ignore", invalid="ignore"):
            inside = frame.weights[np.abs(frame.weights - frame.best) <= REACH]
        self.runs.set_data(inside, self._loss(frame, inside))
        self.title.set_text(f"step {frame.step}")
        off = len(frame.weights) - len(inside)
        say(self.notice, f"{off} of {len(frame.weights)} runs are off the picture" if off else "")

    @staticmethod
    def _loss(frame, w):
        return frame.least + frame.curvature * (w - frame.best) ** 2


class _Histogram:
    """The weights of the last steps, and the standard deviation of theory around the minimum."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(ylim=(0, 1.25), yticks=[])
        axes.spines["left"].set_visible(False)
        moving = dict(animated=True)
        self.bars = axes.stairs([1], [0, 1], fill=True, fc=BATCH, alpha=0.35, **moving)
        (self.halo,) = axes.plot([], [], color="white", lw=9, solid_capstyle="butt", **moving)
        look = dict(color=TANGENT, lw=4.5, solid_capstyle="butt", marker="|", ms=17, mew=3.2)
        (self.theory,) = axes.plot([], [], **look, **moving)
        self.title = heading(axes, **moving)
        self.moving, self.labels = [self.bars, self.halo, self.theory], [self.title]

    def set_still(self, frame):
        self.axes.set(xlim=(frame.best - REACH, frame.best + REACH), xlabel=frame.weight_label)

    def update(self, frame):
        edges = frame.best + REACH * np.linspace(-1, 1, 121)
        counts, _ = np.histogram(frame.recent[np.isfinite(frame.recent)], edges)
        self.bars.set_data(counts / max(counts.max(), 1), edges)
        measured, error, theory = frame.spread
        drawn = theory is not None and np.isfinite(theory)
        for line in (self.halo, self.theory):
            line.set_data([frame.best - theory, frame.best + theory] if drawn else [], [0.5, 0.5] if drawn else [])
        self.title.set_text(f"spread of w, {frame.when}: {number(measured)}")


class _Floor:
    """The excess loss against η or B, theory's lines and what these runs give."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(ylabel="full loss above the minimum", yscale="log", ylim=FLOORS)
        powers = range(-5, 2)
        axes.set_yticks([10.0**power for power in powers], [power_of_ten(power) for power in powers])
        moving = dict(animated=True)
        (self.limit,) = axes.plot([], [], **LIMIT, **moving)
        (self.independent,) = axes.plot([], [], **INDEPENDENT, **moving)
        (self.shuffled,) = axes.plot([], [], **SHUFFLED, **moving)
        (self.bar,) = axes.plot([], [], color=BATCH, lw=2.4, **moving)
        (self.point,) = axes.plot([], [], **MEASURED, **moving)
        self.title, self.line = heading(axes, **moving), axes.text(0, 1, "", size=12.5, color=FULL, animated=True)
        self.line.set_transform(axes.transAxes)
        self.moving = [self.limit, self.independent, self.shuffled, self.bar, self.point]
        self.labels = [self.title, self.line]

    def set_still(self, frame):
        axes, rate = self.axes, frame.against == "rate"
        axes.set(xscale="log", xlim=(0.017, 1.2) if rate else (0.85, 19), xlabel=AXES[frame.against])
        ticks = [0.02, 0.05, 0.1, 0.2, 0.5, 1] if rate else [1, 2, 4, 8, 16]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        height = axes.get_window_extent().height * 72 / axes.figure.dpi
        self.title.set_y(1 + 28 / height)
        self.line.set_y(1 + 9 / height)

    def update(self, frame):
        self.independent.set_data(frame.places, frame.independent)
        self.shuffled.set_data(frame.places[: len(frame.shuffled)], frame.shuffled)
        self.limit.set_data([frame.limit] * 2 if frame.against == "rate" else [], FLOORS if frame.against == "rate" else [])
        measured, error, theory = frame.floor
        shown = measured <= FLOORS[1]
        self.point.set_data([frame.at] if shown else [], [measured] if shown else [])
        ends = [max(measured - error, FLOORS[0] / 10), measured + error]
        self.bar.set_data([frame.at] * 2 if shown else [], ends if shown else [])
        self.title.set_text(f"measured {number(measured)} ± {number(float(f'{error:.2g}'))}")
        self.line.set_text(f"theory {in_words(theory)}")


def in_words(theory):
    """What theory says, a number or why there is none."""
    if theory is None:
        return "for this order is not known in closed form"
    return number(theory) if np.isfinite(theory) else "says that it never settles"
