"""Is SGD faster? The same runs of three methods against updates, examples seen or seconds, and what each needs to a goal."""

from dataclasses import replace

import numpy as np

from helpers.lessons.noise.marks import Marked
from helpers.lessons.noise.methods import BATCHES, DATA, GOALS, RUNS, SCALES, compared, finished, levels, measurement, shown_at
from helpers.live import Band, Frame, Level, Notice, Table, beside, figure
from helpers.live.looks import BATCH, FULL, QUIET, SHADES
from helpers.live.panel import TITLE, Axis, Panel, X, Y, powers
from helpers.live.settings import Settings, between, choice, given, whole
from helpers.live.words import MACHINE, number, seconds, spaced

AXES = {"updates": "updates", "examples": "examples seen", "seconds": "seconds"}
THERE, HERE = ", an example recorded elsewhere", f", measured {MACHINE}"
LOOK = dict(lw=2.6, mec="white", mew=1.1)
METHODS = (
    Marked("gradient descent", color=FULL, marker="o", ms=7, **LOOK),
    Marked("SGD, B = 1", color=BATCH, marker="s", ms=6.5, **LOOK),
    Marked("mini-batches, B = 512", color=SHADES[4], marker="D", ms=6.5, **LOOK),
)
BANDS = {method: Band(color=method.look["color"], alpha=0.2) for method in METHODS[1:]}
GOAL = Level("the goal", color=QUIET, lw=1.6, ls=(0, (5, 3)))
RANGE = Band(f"from the best to the worst of {RUNS} runs", color=QUIET, alpha=0.3, sample=dict(lw=9))
HINT = Notice(size=13, weight="normal", color=QUIET, bbox=dict(fc="white", ec="none", pad=4))
NEEDS = Table(0, 0.22, 0.41, 0.59, 0.81)
HEADS = ("", "η", "updates", "examples", "seconds")

LOSSES = Panel("", "full loss", left=58, height=(258, 258))
TABLE = Panel(Axis("", 0, 1), Axis("", 0, 1), left=16, bare=True, height=(160, NEEDS.height(rows=3, notes=2)))


class Methods(Settings):
    """The controls of the comparison of three methods."""

    axis: str = choice("against", AXES, "updates")
    data: str = choice("data", DATA, "flights")
    batch_size: int = choice("mini-batch B", BATCHES, 32, about="of the mini-batches")
    scale: float = between("rates η ×", SCALES, 0.25, about="each method's learning rate in units of its best single step")
    goal: int = choice("goal, % of the way down", GOALS, 95)
    seed: int = whole("seed of the draws", 0, 99)
    measured: dict = given(None, shown=False)  # what has been timed so far: {(data, batch size, None for all): seconds}


def measure(s):
    """The seconds of one method after the other; a data set is shown as soon as it is whole."""
    for share, found in measurement():
        yield share, lambda s, found=found: replace(s, measured=found)


@figure(
    beside(LOSSES, TABLE, share=lambda points: 1 - 400 / points),
    rows=("axis data", "batch_size scale", "goal seed"),
    legend=(*METHODS, GOAL, RANGE),
    measure=measure,
)
def faster(s: Methods):
    """Gradient descent, SGD with one example and mini-batches, all from W = 0: the full loss against one axis.

    Each batch is drawn anew from all examples, in 10 runs.
    """
    measured = finished(s.data, s.measured)
    paths, goal = compared(s.data, s.batch_size, s.scale, s.goal, s.seed, s.measured if measured else None)
    start, least = levels(s.data)
    low, high = least - 0.06 * (start - least), start + 0.12 * (start - least)
    losses = {
        X: axis_of(s.axis, paths, measured),
        Y: (low, high),
        GOAL: goal,
        **{BANDS[method]: None for method in BANDS},
        **dict.fromkeys(METHODS),
        HINT: "press measure for your machine" if s.axis == "seconds" and not measured else None,
        TITLE: f"{s.data}: the same runs against {AXES[s.axis]}",
    }
    for method, path in zip(METHODS, paths):
        kept = shown_at(len(path.losses))
        x = path.price(s.axis) * kept
        curves = np.array([path.lowest[kept], path.losses[kept], path.highest[kept]])
        below, mean, above = np.minimum(np.nan_to_num(curves, nan=2 * high), 2 * high)  # far off the picture, but not lost
        losses[method] = x, mean
        if method in BANDS:
            losses[BANDS[method]] = x, below, above
    table = {NEEDS: needs(s, paths, measured), TITLE: f"to reach a full loss of {number(goal)}"}
    words = (
        f"{DATA[s.data]}, full loss against {AXES[s.axis]}: to go {s.goal} % of the way down, to {number(goal)}, "
        f"{', '.join(told(s, paths, measured))}; seconds {f'measured {MACHINE}' if measured else 'not measured yet'}."
    )
    return Frame({LOSSES: losses, TABLE: table}, words, {METHODS[2]: f"mini-batches, B = {s.batch_size}"})


def axis_of(name, paths, measured):
    """A log axis of all updates but the start, from a power of ten on."""
    ends = [path.price(name) * np.array([1, len(path.losses) - 1]) for path in paths]
    low, high = 10 ** np.floor(np.log10(min(first for first, _ in ends))), 1.5 * max(last for _, last in ends)
    first, last = (int(np.floor(np.log10(end) + 1e-9)) for end in (low, high))
    label = AXES[name] + ((HERE if measured else THERE) if name == "seconds" else "")
    return Axis(label, 0.7 * low, high, log=True, ticks=powers(first, last, 2 if last - first > 5 else 1))


def needs(s, paths, measured):
    """The table: updates, examples and seconds of each method to the goal, the least of each column in bold with a tick."""
    columns = np.array([path.needs for path in paths])
    least = [np.nanmin(column) if np.isfinite(column).any() else np.nan for column in columns.T]
    rows = []
    for name, path, values in zip(("all N", "B = 1", f"B = {s.batch_size}"), paths, columns):
        cells = [path.end, "–", "–"]
        if path.reached is not None:
            texts = spaced(path.reached), spaced(path.reached * path.examples), seconds(values[2])
            cells = [(f"{text} ✓" if value == best else text, value == best) for text, value, best in zip(texts, values, least)]
        rows.append([name, f"{path.rate:.2g}", *cells])
    return HEADS, rows, ["✓ the least of the column", "" if measured else "seconds: an example, recorded elsewhere"]


def told(s, paths, measured):
    """What each method needs, in words."""
    for name, path in zip(("gradient descent", "SGD with B = 1", f"mini-batches of {s.batch_size}"), paths):
        if path.reached is None:
            yield f"{name} (η = {number(path.rate)}) {path.end.replace('never', 'never does')}"
        else:
            updates, examples, time = path.needs
            counts = f"{spaced(updates)} updates, {spaced(examples)} examples"
            yield f"{name} (η = {number(path.rate)}) takes {counts}{f', {seconds(time)}' if measured else ''}"
