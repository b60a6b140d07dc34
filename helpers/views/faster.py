"""Which method is faster: the full loss of three against one axis, and a table of what each needs to reach a goal."""

from dataclasses import dataclass

import numpy as np

from helpers.views.band import band, fill
from helpers.views.cost import seconds, spaced
from helpers.views.descent import heading, notice, power_of_ten, say
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, number, style
from helpers.views.table import Table

AXES = {"updates": "updates", "examples": "examples seen", "seconds": "seconds, measured on this machine"}
COLUMNS = ("", "η", "updates", "examples", "seconds")
PLACES = (0, 0.27, 0.42, 0.59, 0.81)  # of the columns, as fractions of the table's width
LINES = (  # gradient descent, SGD with one example, mini-batches
    dict(color=FULL, lw=2.6, marker="o", ms=7, mec="white", mew=1.1),
    dict(color=BATCH, lw=2.6, marker="s", ms=6.5, mec="white", mew=1.1),
    dict(color=SHADES[4], lw=2.6, marker="D", ms=6.5, mec="white", mew=1.1),
)


@dataclass(frozen=True, eq=False)
class FasterFrame:
    """What one frame shows of three methods, in the order of LINES.

    losses, lowest, highest: each (T + 1,), the mean over the runs and their range, the start first.  per_update: examples.
    pace: seconds of an update, None until measured.  reached: the update at which the mean loss meets the goal, or None.
    """

    data: str
    axis: str
    n: int
    batch_size: int
    rates: tuple
    losses: tuple
    lowest: tuple
    highest: tuple
    per_update: tuple
    pace: tuple
    reached: tuple
    goal: float
    limits: tuple  # of the losses

    def end(self, method):
        """What a path that does not reach the goal does: "never", or "diverges" where it ends above its start or nowhere."""
        return "never" if self.losses[method][-1] <= self.losses[method][0] else "diverges"

    @property
    def measured(self):
        return None not in self.pace

    def along(self, method):
        """(T + 1,): where the updates of a method lie on the axis."""
        step = {"updates": 1, "examples": self.per_update[method], "seconds": self.pace[method] or np.nan}[self.axis]
        return step * np.arange(len(self.losses[method]))

    @property
    def table(self):
        """(3, 3): updates, examples and seconds that each needs to reach the goal; nan where it does not, or not measured."""
        rows = [
            [np.nan if reached is None else reached * unit for unit in (1, examples, np.nan if pace is None else pace)]
            for reached, examples, pace in zip(self.reached, self.per_update, self.pace)
        ]
        return np.array(rows, dtype=float)


class Faster(Sheet):
    """The losses on the left, the table on the right, their names above."""

    inks = (FULL, BATCH, QUIET, GRID, SHADES[4])

    def __init__(self):
        super().__init__()
        self.losses, self.table = self.add(_Losses(self.axes())), self.add(Table(self.figure, PLACES, 3, 2, _words))
        self.names = self.add(
            Names(
                self.figure,
                Name(LINES[0], "gradient descent"),
                Name(LINES[1], "SGD, B = 1"),
                Name(LINES[2], _batch, longest="mini-batches, B = 512", moves=True),
                Name(dict(color=QUIET, lw=1.6, ls=(0, (5, 3))), "the goal"),
                Name(dict(color=QUIET, lw=9, alpha=0.3, solid_capstyle="butt"), "from the best to the worst of 10 runs"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            places = {self.losses: (58, top + 26, points - 16, top + 284), self.table: (16, top + 340, points - 10, top + 500)}
            return top + 510, {self.names: (16, 0, points - 16, top), **places}
        split, height = points - 392, top + 330
        places = {self.losses: (58, top + 26, split, height - 46), self.table: (split + 26, top + 34, points - 6, height - 50)}
        return height, {self.names: (58, 0, points - 16, top), **places}

    def still_key(self, frame):
        return frame.data, frame.axis, frame.measured and _first_last(frame)


def _batch(frame):
    return f"mini-batches, B = {frame.batch_size}"


def _first_last(frame):
    """Where the axis of all updates but the start begins, a power of ten, and where it ends."""
    ends = [(frame.along(method)[1], frame.along(method)[-1]) for method in range(len(LINES))]
    return 10 ** np.floor(np.log10(min(first for first, _ in ends))), max(last for _, last in ends)


class _Losses:
    """The full loss of each method, on a log axis of updates, examples or seconds."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", ylabel="full loss")
        moving = dict(animated=True)
        (self.goal,) = axes.plot([], [], color=QUIET, lw=1.6, ls=(0, (5, 3)), **moving)
        self.bands = [band(axes, look["color"]) for look in LINES]
        self.lines = [axes.plot([], [], markevery=[], **look, **moving)[0] for look in LINES]
        self.title, self.notice = heading(axes, **moving), notice(axes)
        self.moving, self.labels = [self.goal, *self.bands[1:], *self.lines, self.notice], [self.title]

    def set_still(self, frame):
        axes = self.axes
        axes.set(ylim=frame.limits, xlabel=AXES[frame.axis])
        low, high = _first_last(frame) if frame.axis != "seconds" or frame.measured else (1e-5, 1)
        axes.set_xlim(0.7 * low, 1.5 * high)
        low, high = (np.floor(np.log10(end) + 1e-9).astype(int) for end in (low, 1.5 * high))
        powers = np.arange(low, high + 1, 2 if high - low > 5 else 1)
        axes.set_xticks(10.0**powers, [power_of_ten(power) for power in powers])
        axes.set_xticks([], minor=True)

    def update(self, frame):
        shown = frame.axis != "seconds" or frame.measured
        for method, (line, range_) in enumerate(zip(self.lines, self.bands)):
            line.set_visible(shown)
            range_.set_visible(shown)
            if shown:
                at, kept = frame.along(method), shown_at(len(frame.losses[method]))
                top = 2 * frame.limits[1]
                low, mean, high = (
                    np.minimum(np.nan_to_num(values[method][kept], nan=top), top)
                    for values in (frame.lowest, frame.losses, frame.highest)
                )
                line.set_data(at[kept], mean)
                line.set_markevery(max(len(kept) // 9, 1))
                fill(range_, at[kept], low, high)
        self.goal.set_data(self.axes.get_xlim(), [frame.goal] * 2)
        self.title.set_text(f"{frame.data}: the same runs against {AXES[frame.axis].split(',')[0]}")
        say(self.notice, "" if shown else "not measured yet:\npress measure")


def _words(frame):
    """The table: updates, examples and seconds of each method to the goal, the least of each column in bold with a tick."""
    table = frame.table
    least = [np.nanmin(column) if np.isfinite(column).any() else np.nan for column in table.T]
    rows = []
    for method, name in enumerate(("all N", "B = 1", f"B = {frame.batch_size}")):
        numbers = table[method]
        cells = [name, f"{frame.rates[method]:.2g}", frame.end(method), "–", "–"]
        if frame.reached[method] is not None:
            for column, (unit, value) in enumerate(zip(COLUMNS[2:], numbers)):
                best = value == least[column]
                cells[2 + column] = (f"{in_words(unit, value)}{' ✓' if best else ''}", best)
        rows.append(cells)
    notes = ["✓ the least of the column", "" if frame.measured else "seconds: press measure"]
    return f"to reach a full loss of {number(frame.goal)}", COLUMNS, rows, notes


def in_words(unit, value):
    """An entry of the table."""
    if np.isnan(value):
        return "–"
    return seconds(value) if unit == "seconds" else spaced(int(value))


def shown_at(count, points=90):
    """The updates of a path that are drawn, from the first on, evenly on a log axis."""
    return np.unique(np.geomspace(1, count - 1, points).round().astype(int))


