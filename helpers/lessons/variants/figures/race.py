"""All variants of SGD race on one landscape, and the reader's own optimizer with them."""

from functools import lru_cache

import numpy as np

from helpers.lessons.variants.marks import DIVIDED, GROWING, HEADS, PATHS, Dyed, Ladder, Worn
from helpers.lessons.variants.racing import STEPS, inner
from helpers.lessons.variants.settings import MENU, Entrants
from helpers.live import (
    LINE,
    TITLE,
    Axis,
    Contours,
    Frame,
    Line,
    Notice,
    Panel,
    Points,
    Tags,
    X,
    Y,
    above,
    beside,
    figure,
)
from helpers.live.looks import BATCH, FULL, QUIET, SHADES
from helpers.live.words import number
from helpers.problems.two_weights import NAMES, N

WINDOWS = {50: 10, 100: 20, 200: 50, 300: 100}  # steps on the axes, the fewest that hold the current one: from tick to tick
NAMED = 1.5  # how much longer the axis of losses is, so that names find room
LENGTHS = (1e-5, 10.0)  # the ends of the axis of steps
KEPT = {  # what a variant keeps: the titles of velocity and second moment
    "nothing": ("no velocity", "no second moment"),
    "velocity": ("velocity |v|", "no second moment"),
    "mean": ("running mean |m|", "no second moment"),
    "sum of squares": ("no velocity", "√s, root of the sum"),
    "mean of squares": ("no velocity", "√s, root of the mean"),
    "mean and squares": ("running mean |m̂|", "second moment, √v̂"),
    "something": ("its state is its own", "its second moment, if any"),
    "your own": ("your state is your own", "your second moment, if any"),
}

WHITE = dict(mec="white", mew=0.8, clip_on=False)
BOLD, BOLD_HEAD = Line("in focus", color=BATCH, lw=3.2), Worn(color=BATCH, **WHITE)
AHEAD, AHEAD_HEAD = Dyed(), Worn(**WHITE)  # the lowest of the others, or that which yours is to be like
START = Points(ms=10, mfc="white", mec=FULL, mew=1.8, clip_on=False)
EQUAL = Contours("equal full loss", lw=(0.9, 0.4), sample=dict(lw=0.9))
WHO, RANKS = Tags(alpha=0.8, bold=True), Ladder()
FIRST = Line("first weight", color=FULL, lw=2.2)
SECOND = Line("second weight", color=SHADES[3], lw=2.2, ls=(0, (3, 1.5)))
NONE = Notice(position=(0.5, 0.5), va="center", size=12.5, weight="normal", color=QUIET, bbox=dict(fc="none", ec="none"))

LANDSCAPE = Panel(left=58, height=(350, 320), grid=False)
LOSSES = Panel("step", Axis(log=True), title="full loss, step by step", left=58, height=(350, 220))
VELOCITY, ROOT, LENGTH = (Panel("step", Axis(log=True), left=58, height=(120, 112)) for _ in range(3))


@figure(
    above(
        beside(LANDSCAPE, LOSSES, share=0.54),
        beside(VELOCITY, beside(ROOT, LENGTH, share=0.4825), share=0.323),
    ),
    legend=(BOLD, GROWING, DIVIDED, EQUAL, FIRST, SECOND),
    rows=("landscape focus schedule", "scale same_rate batch_size", "start_1 start_2 seed", "step"),
    drag={LANDSCAPE: ("start_1", "start_2")},
)
def race(s: Entrants):
    """All variants of SGD from one start: their paths, their losses, and what one of them keeps in mind."""
    stage, run, variants = s.stage, s.run, s.variants
    course, keys = run.until(s.step), [each.key for each in variants]
    focus, lost = keys.index(s.focus), course.lost(100 * max(stage.heights.max(), course.losses[0, 0]))
    ahead = keys.index(s.like) if s.compares else course.lowest_but(focus)
    loss, title = number(course.losses[-1, focus]), f"step {s.step}   {variants[focus].name}, η = {number(run.rates[focus])}"
    panels = {
        LANDSCAPE: {
            **landscape(stage, course, variants, focus, ahead, s.compares),
            TITLE: f"{title}: full loss {loss}",
            LINE: line(s, course, ahead, lost),
        },
        LOSSES: losses(stage, course, variants, focus, ahead, s.compares),
        **kept(stage, course, variants[focus], focus),
    }
    return Frame(panels, words(s, run, course, focus, lost))


@lru_cache(maxsize=16)
def sides(stage):
    """The axes of a landscape."""
    return {side: Axis(label, *ends) for side, label, ends in zip((X, Y), stage.labels, stage.window)}


def landscape(stage, course, variants, focus, ahead, below):
    """Lines of equal full loss, the paths, at the head of each its shape, and two names; what is off stands at the edge."""
    low, high = np.transpose(stage.window)
    away = (np.abs(course.paths - (low + high) / 2) / (high - low)).max(-1, keepdims=True)
    paths = np.where(away < 10, course.paths, np.nan)  # a path that is gone is not drawn on
    heads = np.clip(np.nan_to_num(course.paths[-1], nan=np.inf), low, high)
    off = (heads != course.paths[-1]).any(-1)
    two = [focus, ahead]
    names = [variants[lane].name + (" (off)" if off[lane] else "") for lane in two]
    return {
        **sides(stage),
        EQUAL: (*stage.axes, stage.heights, stage.levels),
        **{PATHS[each]: (paths[:, lane, 0], paths[:, lane, 1]) for lane, each in enumerate(variants)},
        **{HEADS[each]: heads[lane] for lane, each in enumerate(variants)},
        AHEAD: (paths[:, ahead, 0], paths[:, ahead, 1], variants[ahead], below),
        BOLD: (paths[:, focus, 0], paths[:, focus, 1]),
        START: paths[0, 0],
        AHEAD_HEAD: (*heads[ahead], variants[ahead]),
        BOLD_HEAD: (*heads[focus], variants[focus]),
        WHO: (heads[two, 0], heads[two, 1], names),
    }


def losses(stage, course, variants, focus, ahead, below):
    """The full loss of each variant against the step, and all names in its order."""
    last, steps, (low, high) = window(course.steps), np.arange(course.steps + 1), decades(stage, course)
    full = np.clip(np.nan_to_num(course.losses, nan=np.inf), low, high)
    return {
        X: walked(last),
        Y: (low, high),
        **{PATHS[each]: (steps, full[:, lane]) for lane, each in enumerate(variants)},
        **{HEADS[each]: (course.steps, full[-1, lane]) for lane, each in enumerate(variants)},
        AHEAD: (steps, full[:, ahead], variants[ahead], below),
        BOLD: (steps, full[:, focus]),
        AHEAD_HEAD: (course.steps, full[-1, ahead], variants[ahead]),
        BOLD_HEAD: (course.steps, full[-1, focus], variants[focus]),
        RANKS: (course.steps, full[-1], [each.name for each in variants], {ahead: FULL, focus: BATCH}),
    }


@lru_cache(maxsize=len(WINDOWS))
def walked(last):
    """The axis of steps beside which names stand."""
    return Axis("step", -0.01 * last, NAMED * last, ticks=range(0, last + 1, WINDOWS[last]))


def decades(stage, course):
    """The axis of losses: from the decade above the start down in pairs of decades, three at least, to the lowest so far."""
    least, most = stage.losses
    high = min(10.0 ** np.ceil(np.log10(max(3 * course.losses[0, 0], 1e3 * least))), most)
    low = 10.0 ** (2 * np.floor(np.log10(max(np.nanmin(course.losses), least)) / 2))
    return max(min(low, high / 1e3), least), high


def kept(stage, course, variant, focus):
    """What the variant in focus keeps, and its steps, for each weight: nothing where it keeps none."""
    velocity, root = inner(variant, [states[focus] for states in course.states[1:]])
    with np.errstate(invalid="ignore", over="ignore"):
        lengths = np.diff(course.paths[:, focus], axis=0)
    slopes, titles = (1e-4, 1e4 if stage.losses[1] >= 1e3 else 1e2), KEPT[variant.keeps]
    return {
        VELOCITY: of_each_weight(course, velocity, slopes, titles[0]) | {NONE: nothing(variant, titles[0])},
        ROOT: of_each_weight(course, root, slopes, titles[1]) | {NONE: nothing(variant, titles[1])},
        LENGTH: of_each_weight(course, lengths, LENGTHS, f"step |Δw|{variant.step}"),
    }


def of_each_weight(course, values, ends, title):
    """What there is after each step, (T, 2), on a log axis; or nothing."""
    last, lines = window(course.steps), (None, None)
    if values is not None:
        lines = [(np.arange(1, course.steps + 1), each) for each in np.clip(np.nan_to_num(np.abs(values), nan=np.inf), *ends).T]
    return {X: (-0.01 * last, 1.02 * last), Y: ends, FIRST: lines[0], SECOND: lines[1], TITLE: title}


def nothing(variant, title):
    """What an empty panel says: None where it will be filled."""
    if variant.keeps in ("something", "your own"):
        return "only its update knows"
    return f"{variant.name} keeps none" if title.startswith("no ") else None


def window(step):
    """The last step on the axes."""
    return next(last for last in WINDOWS if step <= last)


def line(s, course, ahead, lost):
    """Who is lowest but for the one in focus, and who has run away, short enough to stand above the landscape."""
    variants = s.variants
    if course.broken:
        return f"yours stopped at step {course.broken.step}: see the words below"
    if course.steps == 0:
        return f"all start with the full loss {number(course.losses[0, 0])}"
    if s.compares:
        return compared(s, course)
    if not lost:
        return f"lowest of the others: {variants[ahead].name}, {number(course.losses[-1, ahead])}"
    named = ", ".join(f"{variants[lane].name} at step {step}" for lane, step in [*lost.items()][:2])
    return f"diverged: {named}{f' and {len(lost) - 2} more' if len(lost) > 2 else ''}"


def compared(s, course):
    """How far yours goes the way of the variant that it is to be like."""
    keys = [each.key for each in s.variants]
    parted, name = course.parted(keys.index("yours"), keys.index(s.like)), s.variants[keys.index(s.like)].name
    return f"yours goes the way of {name}" if parted is None else f"yours leaves the way of {name} at step {parted}"


def words(s, run, course, focus, lost):
    """The picture in one line of words and numbers."""
    variants, broken = s.variants, course.broken
    left = [f"{each.name} {number(course.losses[-1, lane])}" for lane, each in enumerate(variants) if lane not in lost]
    gone = {variants[lane]: step for lane, step in lost.items()}
    parts = [
        f"{NAMES[s.landscape]}: {'all 64 examples, no noise' if s.batch_size == N else f'B = {s.batch_size} of 64'}, "
        f"schedule {MENU[s.schedule]}",
        f"rates × {number(s.scale)}{', one rate for all' if s.same_rate else ''}",
        f"from ({number(s.start_1)}, {number(s.start_2)}), step {s.step} of {STEPS}",
        f"in focus {variants[focus].name}, η = {number(run.rates[focus])}, at "
        f"({', '.join(number(w) for w in course.paths[-1, focus])}); full losses: {', '.join(left) or 'none left'}",
        *(f"{each.name} diverged at step {step}" for each, step in gone.items() if not (each.key == "yours" and broken)),
    ]
    said = ", ".join([*parts, compared(s, course)] if s.compares and not broken else parts) + "."
    return said + (f" Yours stopped at step {broken.step}: {broken.sentence.rstrip('.')}." if broken else "")
