"""The noise floor of a constant rate, and what three cures make of it."""

from dataclasses import dataclass

import numpy as np

from helpers.views.band import band, fill
from helpers.views.cost import spaced
from helpers.views.descent import heading, notice, power_of_ten, say
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, TANGENT, number, style
from helpers.views.table import Table

LOSSES = (1e-4, 10.0)  # the ends of the axis
LINES = {
    "constant": dict(color=BATCH, lw=2.4, marker="o", ms=7, mec="white", mew=1.1),
    "schedule": dict(color=FULL, lw=2.4, marker="s", ms=6.5, mec="white", mew=1.1),
    "averaged": dict(color=SHADES[4], lw=2.4, marker="^", ms=7.5, mec="white", mew=1.1),
    "growing": dict(color=QUIET, lw=2.4, marker="D", ms=6, mec="white", mew=1.1),
}


@dataclass(frozen=True, eq=False)
class CuresFrame:
    """What one frame shows. losses, errors: {name: (T + 1,)}, the mean excess loss and twice its standard error.

    examples: {name: how many the T steps have seen}.  floor: of the constant rate in theory.  names: {name: words}.
    """

    losses: dict
    errors: dict
    examples: dict
    floor: float
    names: dict


class Cures(Sheet):
    """The losses against the step on the left, the ends as a table on the right."""

    inks = (BATCH, FULL, QUIET, GRID, SHADES[4], TANGENT)

    def __init__(self):
        super().__init__()
        self.losses = self.add(_Losses(self.axes()))
        self.table = self.add(Table(self.figure, (0, 0.36, 0.76), 4, 2, _words))
        self.names = self.add(
            Names(
                self.figure,
                Name(LINES["constant"], "constant η"),
                Name(LINES["schedule"], "η falls"),
                Name(LINES["averaged"], "iterates averaged"),
                Name(LINES["growing"], "batches grow"),
                Name(dict(color=TANGENT, lw=4.5, ls=(0, (3, 1))), "floor of a constant η, theory"),
                Name(dict(color=QUIET, lw=9, alpha=0.3, solid_capstyle="butt"), "± 2 standard errors, 100 runs"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            places = {self.losses: (62, top + 26, points - 16, top + 304), self.table: (16, top + 362, points - 10, top + 560)}
            return top + 566, {self.names: (16, 0, points - 16, top), **places}
        split, height = points - 352, top + 350
        places = {self.losses: (62, top + 26, split, height - 46), self.table: (split + 26, top + 34, points - 6, height - 50)}
        return height, {self.names: (58, 0, points - 16, top), **places}

    def still_key(self, frame):
        return None


class _Losses:
    """The mean excess loss of each method against the step, both axes logarithmic."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", yscale="log", xlabel="step", ylabel="full loss above the minimum", ylim=LOSSES)
        powers = range(-4, 2)
        axes.set_yticks([10.0**power for power in powers], [power_of_ten(power) for power in powers])
        moving = dict(animated=True)
        (self.floor,) = axes.plot([], [], color=TANGENT, lw=4.5, ls=(0, (3, 1)), **moving)
        self.bands = {name: band(axes, look["color"], 0.22) for name, look in LINES.items()}
        self.lines = {name: axes.plot([], [], **look, **moving)[0] for name, look in LINES.items()}
        self.title, self.notice = heading(axes, **moving), notice(axes)
        self.moving = [self.floor, *self.bands.values(), *self.lines.values(), self.notice]
        self.labels = [self.title]

    def set_still(self, frame):
        last = len(frame.losses["constant"]) - 1
        self.axes.set_xlim(0.9, 1.1 * last)
        ticks = [tick for tick in (1, 10, 100, last) if tick <= last]
        self.axes.set_xticks(ticks, [f"{tick}" for tick in ticks])
        self.axes.minorticks_off()

    def update(self, frame):
        count = len(frame.losses["constant"])
        kept = np.unique(np.geomspace(1, count - 1, 80).round().astype(int))
        for place, (name, line) in enumerate(self.lines.items()):
            mean, error = frame.losses[name][kept], frame.errors[name][kept]
            line.set_data(kept, np.clip(mean, LOSSES[0] / 10, 10 * LOSSES[1]))
            line.set_markevery((2 + 2 * place, 9))
            ends = (np.clip(mean + sign * error, LOSSES[0] / 10, 10 * LOSSES[1]) for sign in (-1, 1))
            fill(self.bands[name], kept, *ends)
        settles = np.isfinite(frame.floor)
        self.floor.set_data(self.axes.get_xlim() if settles else [], [frame.floor] * 2 if settles else [])
        self.title.set_text("the same start, 100 runs of each")
        say(self.notice, "" if settles else "a constant η does not settle")


def with_error(value, error):
    """A measurement in two digits, its error in one.

    >>> with_error(0.0001234, 0.0000456)
    '0.00012 ± 5e−05'
    """
    return f"{number(float(f'{value:.2g}'))} ± {number(float(f'{error:.1g}'))}"


def _words(frame):
    """The table: where each method is at the last step, the lowest in bold, and what it has cost."""
    last = {name: losses[-1] for name, losses in frame.losses.items()}
    rows = [
        [frame.names[name], (with_error(last[name], frame.errors[name][-1]), last[name] == min(last.values())), spaced(seen)]
        for name, seen in frame.examples.items()
    ]
    notes = [f"theory, constant η: {number(frame.floor)}", "bold: the lowest"]
    return f"after {len(frame.losses['constant']) - 1} steps", ("", "above minimum", "examples"), rows, notes
