"""The flagship: full loss solid, batch loss dotted and new at each step, the point stepping down the dotted curve; the data."""

from dataclasses import replace

import numpy as np

from helpers.lessons.magic import marks
from helpers.lessons.magic.marks import DATA
from helpers.lessons.magic.settings import Walk
from helpers.lessons.magic.walk import STEPS
from helpers.live import TITLE, Axis, Frame, Kept, Line, Panel, Points, X, Y, above, beside, curves, figure, whole
from helpers.live.curves import BATCH_LOSS, FULL_LOSS, NEXT, NOTICE, NOW, SLOPE, Strip, named, off_picture
from helpers.live.looks import BATCH, FULL
from helpers.live.words import number, spaced
from helpers.problems.one_weight import NAMES

WINDOWS = (50, 100, 200, 500)  # steps on the right-hand axis: the smallest that holds the current step
PRESETS = {  # what a teacher wants to show with one click
    "stuck": dict(model="sine", learning_rate=0.1, batch_size=16, start=4.9, seed=0, step=300),
    "escaped": dict(model="sine", learning_rate=0.4, batch_size=4, start=4.9, seed=2, step=60),
    "oscillating": dict(model="sine", learning_rate=0.4, batch_size=4, start=2.05, seed=0, step=140),
    "diverged": dict(model="least squares", learning_rate=1.1, batch_size=342, start=-0.7, seed=0, step=20),
    "full batch": dict(model="sine", learning_rate=0.4, batch_size=64, start=4.9, seed=0, step=100),
}

TRAIL = curves.TRAIL.but("steps so far")
GAP = curves.GAP.but("gap of the two losses")
FULL_NOW = Points("full loss now", ms=8, color=FULL, mec="white", mew=1.2)
BATCH_LOSSES = Points(ms=3.4, mew=0, color=BATCH)  # each of another batch: no line
FULL_LOSSES = Line(color=FULL, lw=2.4)
BATCH_NOW = Points(ms=10, color=BATCH, mec="white", mew=1.4)
EXAMPLES = Strip()

LANDSCAPE = Panel("", "loss", left=58, height=(312, 228))
STRIP = Panel(y=Axis("", 0, 1), bare=True, left=58, height=(36, 36))
TRACE = Panel("step", "loss", title="the loss, step by step", left=56, height=(128, 128))
LOSSES = FULL_LOSS, BATCH_LOSS, SLOPE, NOW, NEXT, FULL_NOW, GAP, TRAIL
DATA_MARKS = marks.EXAMPLE, marks.IN_BATCH, marks.RESIDUAL, marks.MODEL_NOW, marks.MODEL_NEXT


class Flagship(Walk, Kept):
    """The controls of the walk, step by step."""

    step: int = whole("step", 0, STEPS, plays=120)

    def moved(self, name, value):
        """A new start is walked from step 0."""
        moved = super().moved(name, value)
        return replace(moved, step=0) if name in ("model", "start") else moved


@figure(
    beside(above(LANDSCAPE, STRIP), above(DATA, TRACE), share=0.59),
    legend=(*LOSSES, *DATA_MARKS),
    rows=("model start seed", "learning_rate batch_size", "step"),
    drag={LANDSCAPE: ("start",)},
    presets=PRESETS,
    ghosts=(TRAIL, FULL_NOW, FULL_LOSSES),
)
def magic(s: Flagship):
    """One weight walks down the batch loss: full loss solid, batch loss dotted and new at each step."""
    stage, path, drawn, past = s.stage, s.run, s.batches, slice(s.step + 1)
    count = drawn.steps_per_epoch
    batch, (epochs, place), n = drawn[s.step], divmod(s.step, count), stage.model.n_examples
    weights, full, losses = path.weights[past], path.full_losses[past], path.batch_losses[past]
    w, loss, after = weights[-1], losses[-1], path.weights[s.step + 1]
    slope = stage.model.gradient([w], batch).item()
    gone = path.diverged is not None and s.step >= path.diverged
    last = next(end for end in WINDOWS if s.step <= end)
    heights, steps = (-0.03 * stage.ceiling, stage.ceiling), np.arange(s.step + 1)
    landscape = {
        X: Axis(stage.weight_label, stage.low, stage.high),
        Y: heights,
        FULL_LOSS: (stage.grid, stage.full_curve),
        TRAIL: (weights[:-1], full[:-1]),
        GAP: ([w, w], [full[-1], loss]),
        SLOPE: (w, loss, slope),
        BATCH_LOSS: (stage.grid, stage.curve(batch)),
        NEXT: (after, stage.model.loss([after], batch).item()),
        FULL_NOW: (w, full[-1]),
        NOW: (w, loss),
        NOTICE: off_picture(stage, w, loss, path.diverged if gone else None),
        TITLE: f"step {s.step}   w = {number(w)} → {number(after)}",
    }
    trace = {
        X: (-0.02 * last, last),
        Y: heights,
        BATCH_LOSSES: (steps, losses),
        FULL_LOSSES: (steps, full),
        FULL_NOW: (s.step, full[-1]),
        BATCH_NOW: (s.step, loss),
    }
    strip = {
        X: (0, n),
        EXAMPLES: (drawn.order[epochs], batch, s.batch_size),
        TITLE: f"epoch {epochs + 1}, " + (f"batch {place + 1} of {count}" if count > 1 else f"all {n} examples"),
    }
    data, residuals = marks.data(stage, w, after, batch)
    words = (
        f"{NAMES[s.model]}: η = {number(s.learning_rate)}, B = {s.batch_size} of N = {n}, step {s.step} of {STEPS}, "
        f"epoch {epochs + 1}, {spaced(epochs * n + place * s.batch_size)} examples seen, w = {number(w)}, "
        f"full loss {number(full[-1])}, batch loss {number(loss)}, {residuals}gradient on the batch {number(slope)}, "
        f"on all data {number(stage.model.gradient([w]).item())}, next w = {number(after)}"
    )
    words += f", diverged at step {path.diverged}." if gone else "."
    return Frame({LANDSCAPE: landscape, STRIP: strip, DATA: data, TRACE: trace}, words, named(n, len(batch)))
