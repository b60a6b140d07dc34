"""Linear scaling: two ways to see the same examples, their losses and their noise floors, measured beside theory."""

from dataclasses import dataclass

import numpy as np

from helpers.views.descent import notice, power_of_ten, say
from helpers.views.heading import heading, place_heading
from helpers.views.measured import Measured
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, TANGENT, number, style

LOSSES = (4e-4, 40.0)  # the ends of the axis of losses
RATES, RATIOS = (0.025, 2.4), (0.75, 30.0)  # the ends of the axes of ηλ and of the ratio
PLAIN = (dict(color=FULL, lw=2.2), dict(color=FULL, marker="o", ms=7.5, mfc="white", mec=FULL, mew=1.7, ls=""))
SCALED = (dict(color=TANGENT, lw=3.2, ls=(0, (4, 1.6))), dict(color=SHADES[4], marker="s", ms=7, mec="white", mew=0.8, ls=""))
HERE = dict(color=BATCH, marker="D", ms=11, mec="white", mew=1.4, ls="")
LIMIT = dict(color=QUIET, lw=1.8, ls=(0, (2, 2)))


@dataclass(frozen=True, eq=False)
class Curve:
    """The excess loss of one setting. seen: (T + 1,) examples.  theory: (T + 1,).  at: (M,) the places measured, of T + 1.

    mean, error: (M,).  floor: of theory.
    """

    seen: np.ndarray
    theory: np.ndarray
    at: np.ndarray
    mean: np.ndarray
    error: np.ndarray
    floor: float


@dataclass(frozen=True, eq=False)
class ScalingFrame:
    """What one frame shows. S rates that settle.

    curves: of (η, B) and of (kη, kB).  rates, ratios, errors: (S,).  grid, theory: (G,).  now: (measured, error, theory) of
    the ratio at this rate; the measured one is nan where it does not settle.
    """

    learning_rate: float
    batch_size: int
    factor: int
    curves: tuple
    rates: np.ndarray
    ratios: np.ndarray
    errors: np.ndarray
    grid: np.ndarray
    theory: np.ndarray
    limit: float
    now: tuple


class Scaling(Sheet):
    """The losses on the left, the ratio of the floors on the right."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SHADES[4])

    def __init__(self):
        super().__init__()
        self.losses, self.ratio = self.add(Losses(self.axes())), self.add(Ratio(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(PLAIN[0], "theory for η and B"),
                Name(SCALED[0], "theory for kη and kB; ratio"),
                Name(PLAIN[1], "measured, η and B"),
                Name(SCALED[1], "measured, kη and kB; ratio"),
                Name(HERE, "the ratio at this η"),
                Name(LIMIT, "limit, kηλ = 2"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            first, second = (66, top + 50, points - 16, top + 280), (66, top + 386, points - 16, top + 616)
            return top + 664, {self.names: (16, 0, points - 16, top), self.losses: first, self.ratio: second}
        split, height = round(0.52 * points), top + 386
        first, second = (66, top + 50, split, height - 48), (split + 74, top + 50, points - 16, height - 48)
        return height, {self.names: (30, 0, points - 16, top), self.losses: first, self.ratio: second}

    def still_key(self, frame):
        return None


class Losses:
    """Mean excess loss against the examples seen, for both settings."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(yscale="log", ylim=LOSSES, xlabel="examples seen", ylabel="loss above the minimum")
        axes.set_yticks(10.0 ** np.arange(-3, 2), [power_of_ten(power) for power in range(-3, 2)])
        axes.set_yticks([], minor=True)
        self.lines = [axes.plot([], [], **look, animated=True)[0] for look, _ in (PLAIN, SCALED)]
        self.measured = [Measured(axes, **mark) for _, mark in (PLAIN, SCALED)]
        self.notice = notice(axes)
        self.title, self.line = self.labels = heading(axes)
        self.moving = [*self.lines, *(artist for each in self.measured for artist in each.moving), self.notice]

    def set_still(self, frame):
        last = frame.curves[0].seen[-1]
        self.axes.set_xlim(-0.02 * last, 1.02 * last)
        self.axes.set_xticks(np.arange(0, last + 1, last // 4))
        place_heading(self.title, self.line)

    def update(self, frame):
        for curve, line, measured in zip(frame.curves, self.lines, self.measured):
            line.set_data(curve.seen, np.minimum(curve.theory, 1e9))
            shown = curve.mean < LOSSES[1]
            measured.set(curve.seen[curve.at][shown], curve.mean[shown], curve.error[shown], floor=LOSSES[0] / 10)
        rate, size, k = frame.learning_rate, frame.batch_size, frame.factor
        self.title.set_text(f"η = {number(rate)}, B = {size}  and  η = {number(k * rate)}, B = {k * size}")
        plain, scaled = (number(curve.floor) for curve in frame.curves)
        self.line.set_text(f"noise floor, theory: {plain} and {scaled}")
        say(self.notice, f"kηλ = {number(k * rate)}: it runs away" if frame.now[2] == np.inf else "")


class Ratio:
    """The noise floor at (kη, kB) over the one at (η, B), against ηλ."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", yscale="log", xlim=RATES, ylim=RATIOS, xlabel="ηλ, rate times curvature")
        axes.set_ylabel("ratio of the floors")
        for side, ticks in ((axes.xaxis, (0.03, 0.1, 0.3, 1, 2)), (axes.yaxis, (1, 2, 5, 10, 20))):
            side.set_ticks(ticks, [f"{tick:g}" for tick in ticks])
            side.set_ticks([], minor=True)
        axes.axhline(1, color=FULL, lw=1.4)
        (self.limit,) = axes.plot([], [], **LIMIT, animated=True)
        (self.line,) = axes.plot([], [], **SCALED[0], animated=True)
        self.measured = Measured(axes, **SCALED[1])
        self.here = Measured(axes, **HERE)
        self.title, self.words = self.labels = heading(axes)
        self.moving = [self.limit, self.line, *self.measured.moving, *self.here.moving]

    def set_still(self, frame):
        place_heading(self.title, self.words)

    def update(self, frame):
        self.limit.set_data([frame.limit] * 2, RATIOS)
        self.line.set_data(frame.grid, np.minimum(frame.theory, 1e9))
        self.measured.set(frame.rates, frame.ratios, frame.errors)
        measured, error, theory = frame.now
        settles = np.isfinite(theory)
        at = np.array([frame.learning_rate]) if settles else np.array([])
        self.here.set(at, np.full(len(at), measured), np.full(len(at), error))
        self.title.set_text(f"ratio for k = {frame.factor}; the rule hopes for 1")
        said = f"measured {number(measured)} ± {2 * error:.2g},  theory {number(theory)}"
        self.words.set_text(said if settles else "no floor: kηλ is not below 2")
