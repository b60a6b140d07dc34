"""Powers of 2 as batch sizes, beside their neighbours: bytes of a step, counted; seconds of an epoch, measured; their ratio."""

from dataclasses import dataclass

import numpy as np

from helpers.views.cost import seconds, spaced
from helpers.views.descent import power_of_ten
from helpers.views.heading import heading, place_heading
from helpers.views.measured import Measured
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, style

POWER = dict(color=BATCH, marker="D", ms=9, mec="white", mew=1)
NEIGHBOUR = dict(color=FULL, marker="o", ms=5.5, mfc="white", mec=FULL, mew=1.4)
HERE = dict(color=QUIET, lw=1.6, ls=(0, (5, 3)))
SIZES, BYTES, SECONDS, RATIOS = (5.5, 700), (1e3, 1e6), (1e-5, 1e1), (0.8, 1.2)  # the ends of the axes


@dataclass(frozen=True, eq=False)
class PowersFrame:
    """What one frame shows. S batch sizes in threes: 2^k − 1, 2^k, 2^k + 1; K powers.

    bytes, steps: (S,) of one step, and an epoch's.  times, time_errors: (S,) seconds of an epoch, empty before measuring.
    ratios, ratio_errors: (K,), a power of 2 over the mean of its neighbours.  together: (ratio, its standard error), or None.
    """

    sizes: np.ndarray
    batch_size: int
    bytes: np.ndarray
    steps: np.ndarray
    times: np.ndarray
    time_errors: np.ndarray
    ratios: np.ndarray
    ratio_errors: np.ndarray
    together: tuple | None
    rounds: int

    @property
    def place(self):
        """Where the chosen size is."""
        return int(np.flatnonzero(self.sizes == self.batch_size)[0])


class Powers(Sheet):
    """Bytes and seconds above, the ratio below."""

    inks = (FULL, BATCH, QUIET, GRID, SHADES[0])

    def __init__(self):
        super().__init__()
        self.bytes, self.seconds = self.add(Bytes(self.axes())), self.add(Seconds(self.axes()))
        self.ratio = self.add(Ratio(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(POWER, ls=""), "a power of 2"),
                Name(dict(NEIGHBOUR, ls=""), "one less, one more"),
                Name(HERE, "the chosen B"),
            )
        )

    def arrange(self, points, narrow):
        top, tall = self.names.height(points - 74), 330
        split = points - 16 if narrow else round(0.5 * points) - 22
        below = top + tall * (1 + narrow)
        places = {
            self.names: (58, 0, points - 16, top),
            self.bytes: (70, top + 46, split, top + tall - 48),
            self.seconds: (split + 82, top + 46, points - 16, top + tall - 48),
            self.ratio: (70, below + 46, points - 16, below + 222),
        }
        if narrow:
            places[self.seconds] = (70, top + tall + 46, points - 16, below - 48)
        return below + 270, places

    def still_key(self, frame):
        return None


class _Panel:
    """Something against the batch size, a log axis with the powers of 2 on it."""

    def __init__(self, axes, ylabel):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", xlim=SIZES, xlabel="batch size B", ylabel=ylabel)
        ticks = 2 ** np.arange(3, 10)
        axes.set_xticks(ticks, ticks.astype(str))
        axes.set_xticks([], minor=True)
        (self.here,) = axes.plot([], [], **HERE, animated=True)
        self.title, self.line = self.labels = heading(axes)
        look = dict(ha="center", va="center", size=13.5, color=QUIET, bbox=dict(facecolor="white", edgecolor="none", pad=4))
        words = "not measured yet: press measure"
        self.hint = axes.text(0.5, 0.5, words, transform=axes.transAxes, animated=True, visible=False, **look)
        self.moving = [self.here, self.hint]

    def log(self, limits, powers):
        self.axes.set(yscale="log", ylim=limits)
        self.axes.set_yticks([10.0**power for power in powers], [power_of_ten(power) for power in powers])
        self.axes.set_yticks([], minor=True)

    def set_still(self, frame):
        place_heading(self.title, self.line)

    def update(self, frame):
        self.here.set_data([frame.batch_size] * 2, self.axes.get_ylim())


class Bytes(_Panel):
    """The arrays of one step that grow with the batch."""

    def __init__(self, axes):
        super().__init__(axes, "bytes of one step")
        self.log(BYTES, range(3, 7))
        (self.neighbours,) = axes.plot([], [], **NEIGHBOUR, ls="", animated=True)
        (self.powers,) = axes.plot([], [], **POWER, ls="", animated=True)
        self.moving += [self.powers, self.neighbours]

    def update(self, frame):
        super().update(frame)
        power = is_power(frame.sizes)
        self.neighbours.set_data(frame.sizes[~power], frame.bytes[~power])
        self.powers.set_data(frame.sizes[power], frame.bytes[power])
        self.title.set_text(f"B = {frame.batch_size}: {spaced(frame.bytes[frame.place])} bytes")
        self.line.set_text(f"{spaced(frame.bytes[1] - frame.bytes[0])} more for each example more")


class Seconds(_Panel):
    """The seconds of an epoch, once measured."""

    def __init__(self, axes):
        super().__init__(axes, "seconds of one epoch")
        self.log(SECONDS, range(-5, 2))
        self.neighbours, self.powers = Measured(axes, **NEIGHBOUR), Measured(axes, **POWER)
        self.moving += [*self.powers.moving, *self.neighbours.moving]

    def update(self, frame):
        super().update(frame)
        power, done = is_power(frame.sizes), bool(len(frame.times))
        for marks, which in ((self.neighbours, ~power), (self.powers, power)):
            shown = which if done else np.zeros_like(which)
            times, errors = (part[shown[: len(part)]] for part in (frame.times, frame.time_errors))
            marks.set(frame.sizes[shown], times, errors, floor=SECONDS[0] / 10)
        self.hint.set_visible(not done)
        steps = frame.steps[frame.place]
        self.title.set_text(f"B = {frame.batch_size}: {spaced(steps)} steps an epoch")
        now = f"{seconds(frame.times[frame.place])} ± {seconds(2 * frame.time_errors[frame.place])}" if done else "seconds"
        self.line.set_text(f"{now} on this machine")


class Ratio(_Panel):
    """The time of a step at a power of 2 over the mean of its neighbours."""

    def __init__(self, axes):
        super().__init__(axes, "ratio of times")
        axes.set(ylim=RATIOS, yticks=[0.8, 0.9, 1, 1.1, 1.2])
        axes.axhline(1, color=FULL, lw=1.6)
        (self.band,) = axes.fill([1, 1, 1, 1], [1, 1, 1, 1], color=SHADES[0], lw=0, animated=True)
        self.ratios = Measured(axes, **POWER)
        self.moving = [self.band, *self.moving, *self.ratios.moving]

    def update(self, frame):
        super().update(frame)
        done = frame.together is not None
        self.hint.set_visible(not done)
        self.band.set_visible(done)
        self.title.set_text("a power of 2 over the mean of its neighbours")
        self.ratios.set(frame.sizes[1::3][: len(frame.ratios)], frame.ratios, frame.ratio_errors)
        if done:
            ratio, error = frame.together
            low, high = np.clip([ratio - 2 * error, ratio + 2 * error], *RATIOS)
            self.band.set_xy([(SIZES[0], low), (SIZES[1], low), (SIZES[1], high), (SIZES[0], high)])
            self.line.set_text(f"time of a step; band: all {len(frame.ratios)} together, {ratio:.3f} ± {2 * error:.3f}")
        else:
            self.line.set_text("the time of a step; 1: no difference")


def is_power(sizes):
    """Whether each of the sizes, 2^k − 1, 2^k, 2^k + 1 for each k, is the one in the middle."""
    return np.arange(len(sizes)) % 3 == 1
