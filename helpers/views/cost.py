"""What one step costs against the number of examples: multiplications, counted, and seconds, measured."""

from dataclasses import dataclass

import numpy as np

from helpers.views.descent import heading, power_of_ten
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, number, style

GD = dict(color=FULL, lw=2.6, marker="o", ms=7, mec="white", mew=1.2)
SGD = dict(color=BATCH, lw=2.8, ls=(0, (0.05, 1.75)), dash_capstyle="round", marker="s", ms=7, mec="white", mew=1.2)
COUNTS, SECONDS = (10, 1e7), (1e-6, 1e-1)  # the ends of the two axes


@dataclass(frozen=True, eq=False)
class CostFrame:
    """What one frame shows. sizes, full_counts: (S,).  step_count: of one SGD step.  n, batch_size, count: as chosen.

    full_seconds, step_seconds: (M,) for the first M of sizes, as far as the measurement has come.
    """

    sizes: np.ndarray
    full_counts: np.ndarray
    step_count: int
    n: int
    batch_size: int
    count: int
    full_seconds: np.ndarray
    step_seconds: np.ndarray


class Cost(Sheet):
    """Multiplications on the left, seconds on the right."""

    inks = (FULL, BATCH, QUIET, GRID)

    def __init__(self):
        super().__init__()
        self.counts = self.add(_Cost(self.axes(), COUNTS, (1, 7), 2))
        self.seconds = self.add(_Seconds(self.axes(), SECONDS, (-6, -1), 1))
        self.names = self.add(
            Names(
                self.figure,
                Name(GD, "one step of gradient descent, all N examples"),
                Name(SGD, _batch, longest="one step of SGD, B = 512 examples", moves=True),
                Name(dict(color=QUIET, lw=1.6, ls=(0, (5, 3))), "the chosen N"),
            )
        )

    def arrange(self, points, narrow):
        top, tall = self.names.height(points - 74), 330
        split = points - 16 if narrow else round(0.5 * points) - 22
        places = {self.names: (58, 0, points - 16, top), self.counts: (70, top + 26, split, top + tall - 46)}
        if narrow:
            places[self.seconds] = (70, top + tall + 26, points - 16, top + 2 * tall - 46)
        else:
            places[self.seconds] = (split + 82, top + 26, points - 16, top + tall - 46)
        return top + tall * (1 + narrow), places

    def still_key(self, frame):
        return None


class _Cost:
    """A cost of both kinds of step against N, on log axes."""

    name = "multiplications for one step"

    def __init__(self, axes, limits, powers, every):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", yscale="log", xlim=(700, 5e5), ylim=limits, xlabel="examples N", ylabel=self.name)
        axes.set_xticks([1e3, 1e4, 1e5], ["1 000", "10 000", "100 000"])
        powers = range(powers[0], powers[1] + 1, every)
        axes.set_yticks([10.0**power for power in powers], [power_of_ten(power) for power in powers])
        for side in (axes.xaxis, axes.yaxis):
            side.set_ticks([], minor=True)
        moving = dict(animated=True)
        (self.here,) = axes.plot([], [], color=QUIET, lw=1.6, ls=(0, (5, 3)), **moving)
        (self.full,) = axes.plot([], [], **GD, **moving)
        (self.step,) = axes.plot([], [], **SGD, **moving)
        self.title = heading(axes, **moving)
        self.moving, self.labels = [self.here, self.full, self.step], [self.title]

    def set_still(self, frame):
        pass

    def update(self, frame):
        self.here.set_data([frame.n, frame.n], self.axes.get_ylim())
        self.full.set_data(frame.sizes, frame.full_counts)
        self.step.set_data(frame.sizes, np.full(len(frame.sizes), frame.step_count))
        self.title.set_text(f"{spaced(frame.count)} against {spaced(frame.step_count)}")


class _Seconds(_Cost):
    """The same in seconds, once they are measured."""

    name = "seconds for one step"

    def __init__(self, axes, limits, powers, every):
        super().__init__(axes, limits, powers, every)
        look = dict(transform=axes.transAxes, ha="center", va="center", size=13.5, color=QUIET, animated=True)
        self.hint = axes.text(0.5, 0.5, "not measured yet:\npress measure", **look)
        self.moving.append(self.hint)

    def update(self, frame):
        measured = len(frame.full_seconds)
        self.hint.set_visible(not measured)
        self.here.set_data([frame.n, frame.n], self.axes.get_ylim())
        self.full.set_data(frame.sizes[:measured], frame.full_seconds)
        self.step.set_data(frame.sizes[:measured], frame.step_seconds)
        at = np.flatnonzero(frame.sizes[:measured] == frame.n)
        pair = [seconds(frame.full_seconds[at[0]]), seconds(frame.step_seconds[at[0]])] if len(at) else []
        self.title.set_text(" against ".join(pair) or "on this machine")


def _batch(frame):
    return f"one step of SGD, B = {frame.batch_size} example{'s' if frame.batch_size > 1 else ''}"


def spaced(count):
    """A whole number in groups of three digits.

    >>> spaced(2618772)
    '2 618 772'
    """
    return f"{count:,}".replace(",", " ")


def seconds(value):
    """A time in the unit that suits it.

    >>> seconds(0.00123), seconds(0.0000123)
    ('1.2 ms', '12 µs')
    """
    unit, factor = ("s", 1) if value >= 1 else ("ms", 1e3) if value >= 1e-3 else ("µs", 1e6)
    return f"{number(float(f'{value * factor:.2g}'))} {unit}"
