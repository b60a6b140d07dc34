"""All variants of SGD race on one landscape, and the reader's own optimizer with them."""

from functools import lru_cache

import numpy as np

from helpers.lessons.variants.marks import HEADS, PATHS, Worn
from helpers.lessons.variants.racing import SCHEDULES, STEPS, inner, race_of, racers
from helpers.lessons.variants.settings import OfVariants
from helpers.live import (
    LINE,
    TITLE,
    Axis,
    Contours,
    Frame,
    Line,
    Panel,
    Points,
    Tags,
    X,
    Y,
    above,
    beside,
    between,
    choice,
    figure,
    given,
    round_numbers,
    switch,
    whole,
)
from helpers.live.looks import BATCH, FULL, SHADES
from helpers.live.words import number
from helpers.problems.two_weights import NAMES, N, problem

SCALES = tuple(scale for scale in round_numbers(-2, 2) if 0.05 <= scale <= 20)
MENU = dict(zip(SCHEDULES, ("constant", "warm-up over 50 steps", "cosine to 0", "a fifth each 100 steps")))
WINDOWS = (50, 100, 200, 300)  # steps on the axes: the smallest that holds the current step
LENGTHS = (1e-5, 10.0)  # the ends of the axis of steps
KEPT = {  # what a variant keeps: the titles of velocity and second moment
    "nothing": ("no velocity", "no second moment"),
    "velocity": ("velocity |v|", "no second moment"),
    "mean": ("velocity |m|", "no second moment"),
    "sum of squares": ("no velocity", "√s, root of the sum"),
    "mean of squares": ("no velocity", "√s, root of the mean"),
    "mean and squares": ("velocity |m̂|", "second moment, √v̂"),
    "something": ("its state is its own", ""),
    "your own": ("your state is your own", ""),
}

BOLD = Line(color=BATCH, lw=3.2)
BOLD_HEAD = Worn("in focus", color=BATCH, mec="white", mew=0.8, clip_on=False, sample=dict(lw=3.2, ls="-", marker="none"))
START = Points(ms=10, mfc="white", mec=FULL, mew=1.8)
EQUAL = Contours("line of equal full loss")
WHO = Tags(alpha=0.8, bold=True)
FIRST = Line("first weight", color=FULL, lw=2.2)
SECOND = Line("second weight", color=SHADES[3], lw=2.2, ls=(0, (3, 1.5)))

LANDSCAPE = Panel(left=58, height=(350, 320), grid=False)
LOSSES = Panel("step", Axis(log=True), title="full loss, step by step", left=58, height=(350, 180))
VELOCITY, ROOT, LENGTH = (Panel("step", Axis(log=True), left=58, height=(120, 112)) for _ in range(3))


class Entrants(OfVariants):
    """A new landscape brings its own start; all else stays."""

    landscape: str = choice("landscape", NAMES, "ravine")
    batch_size: int = choice("batch size B of N = 64", (1, 4, 16, N), N)
    focus: str = choice("in focus", lambda s: {each.key: each.name for each in s.variants}, "momentum")
    schedule: str = choice("schedule", MENU, "constant")
    scale: float = between("rates ×", SCALES, 1.0)
    same_rate: bool = switch("one rate for all")
    start_1: float = between("start, first weight", lambda s: s.stage.starts[0], own=lambda s: s.stage.start[0])
    start_2: float = between("start, second weight", lambda s: s.stage.starts[1], own=lambda s: s.stage.start[1])
    seed: int = whole("seed of the batches", 0, 99)
    step: int = whole("step", 0, STEPS, 60, plays=120)
    own: object = given(
        about='an Optimizer(init, update) or the function that makes it; it races as "yours", at the rate of momentum'
    )

    def entered(self):
        return racers(self.own)

    @property
    def stage(self):
        return problem(self.landscape)

    @property
    def run(self):
        start = self.start_1, self.start_2
        return race_of(self.stage, self.variants, self.batch_size, self.schedule, self.scale, self.same_rate, start, self.seed)

    def written(self, name):
        """The own optimizer is written by its name."""
        if name != "own":
            return super().written(name)
        called = getattr(self.own, "__name__", "")
        return called if called.isidentifier() else "my_optimizer"


@figure(
    above(
        beside(LANDSCAPE, LOSSES, share=0.54),
        beside(VELOCITY, beside(ROOT, LENGTH, share=0.4825), share=0.323),
    ),
    rows=("landscape focus schedule", "scale same_rate batch_size", "start_1 start_2 seed", "step"),
    drag={LANDSCAPE: ("start_1", "start_2")},
)
def race(s: Entrants):
    """All variants of SGD from one start: their paths, their losses, and what one of them keeps in mind."""
    stage, run, variants = s.stage, s.run, s.variants
    course, focus = run.until(s.step), [each.key for each in variants].index(s.focus)
    lost = course.lost(100 * max(stage.heights.max(), course.losses[0, 0]))
    loss, title = number(course.losses[-1, focus]), f"step {s.step}   {variants[focus].name}, η = {number(run.rates[focus])}"
    panels = {
        LANDSCAPE: {
            **landscape(stage, course, variants, focus),
            TITLE: f"{title}: full loss {loss}",
            LINE: line(course, variants, lost),
        },
        LOSSES: losses(stage, course, variants, focus),
        **kept(stage, course, variants[focus], focus),
    }
    return Frame(panels, words(s, run, course, focus, lost))


@lru_cache(maxsize=16)
def sides(stage):
    """The axes of a landscape."""
    return {side: Axis(label, *ends) for side, label, ends in zip((X, Y), stage.labels, stage.window)}


def landscape(stage, course, variants, focus):
    """Lines of equal full loss, the paths, and at the head of each its shape and its name; what is off stands at the edge."""
    low, high = np.transpose(stage.window)
    away = (np.abs(course.paths - (low + high) / 2) / (high - low)).max(-1, keepdims=True)
    paths = np.where(away < 10, course.paths, np.nan)  # a path that is gone is not drawn on
    heads = np.clip(np.nan_to_num(course.paths[-1], nan=np.inf), low, high)
    off = (heads != course.paths[-1]).any(-1)
    names = [each.name + (" (off)" if out else "") for each, out in zip(variants, off)]
    return {
        **sides(stage),
        **{PATHS[each]: (paths[:, lane, 0], paths[:, lane, 1]) for lane, each in enumerate(variants)},
        BOLD: (paths[:, focus, 0], paths[:, focus, 1]),
        START: paths[0, 0],
        WHO: (heads[:, 0], heads[:, 1], names, focus),
        **{HEADS[each]: heads[lane] for lane, each in enumerate(variants)},
        BOLD_HEAD: (*heads[focus], variants[focus]),
        EQUAL: (*stage.axes, stage.heights, stage.levels),
    }


def losses(stage, course, variants, focus):
    """The full loss of each variant against the step."""
    last, steps = window(course.steps), np.arange(course.steps + 1)
    full = np.clip(np.nan_to_num(course.losses, nan=np.inf), *stage.losses)
    marked = np.append(steps[:: last // 10], course.steps)
    return {
        X: (-0.01 * last, 1.02 * last),
        Y: stage.losses,
        **{PATHS[each]: (steps, full[:, lane]) for lane, each in enumerate(variants)},
        **{HEADS[each]: (marked, full[marked, lane]) for lane, each in enumerate(variants)},
        BOLD: (steps, full[:, focus]),
        BOLD_HEAD: (marked, full[marked, focus], variants[focus]),
    }


def kept(stage, course, variant, focus):
    """What the variant in focus keeps, and its steps, for each weight: nothing where it keeps none."""
    velocity, root = inner(variant, [states[focus] for states in course.states[1:]])
    with np.errstate(invalid="ignore", over="ignore"):
        lengths = np.diff(course.paths[:, focus], axis=0)
    slopes, titles = (1e-4, 1e4 if stage.losses[1] >= 1e3 else 1e2), KEPT[variant.keeps]
    return {
        VELOCITY: of_each_weight(course, velocity, slopes, titles[0]),
        ROOT: of_each_weight(course, root, slopes, titles[1]),
        LENGTH: of_each_weight(course, lengths, LENGTHS, f"step |Δw|{variant.step}"),
    }


def of_each_weight(course, values, ends, title):
    """What there is after each step, (T, 2), on a log axis; or nothing."""
    last, lines = window(course.steps), (None, None)
    if values is not None:
        lines = [(np.arange(1, course.steps + 1), each) for each in np.clip(np.nan_to_num(np.abs(values), nan=np.inf), *ends).T]
    return {X: (-0.01 * last, 1.02 * last), Y: ends, FIRST: lines[0], SECOND: lines[1], TITLE: title}


def window(step):
    """The last step on the axes."""
    return next(last for last in WINDOWS if step <= last)


def line(course, variants, lost):
    """Who is lowest, and who has run away, short enough to stand above the landscape."""
    if course.broken:
        return f"yours stopped at step {course.broken.step}: see the words below"
    if course.steps == 0:
        return f"all start with the full loss {number(course.losses[0, 0])}"
    if not lost:
        lowest = int(np.nanargmin(course.losses[-1]))
        return f"lowest full loss: {variants[lowest].name}, {number(course.losses[-1, lowest])}"
    named = ", ".join(f"{variants[lane].name} at step {step}" for lane, step in [*lost.items()][:2])
    return f"diverged: {named}{f' and {len(lost) - 2} more' if len(lost) > 2 else ''}"


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
    said = ", ".join(parts) + "."
    return said + (f" Yours stopped at step {broken.step}: {broken.sentence.rstrip('.')}." if broken else "")
