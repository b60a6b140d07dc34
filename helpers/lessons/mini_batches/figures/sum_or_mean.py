"""The sum of a batch's gradients in place of their mean: three runs over the same batches, on the landscape and by step."""

from dataclasses import replace

import numpy as np

from helpers.lessons.mini_batches.settings import OnModel, labels, sizes
from helpers.lessons.mini_batches.sums import RUNS, STEPS, runs
from helpers.live import TITLE, Axis, Frame, Panel, X, Y, beside, figure, round_numbers
from helpers.live.curves import FULL_LOSS
from helpers.live.looks import BATCH, FULL, SHADES, TANGENT
from helpers.live.marks import Line, Notice, Points
from helpers.live.settings import between, choice, whole
from helpers.live.words import number

FAR = 1e6  # numbers too far off for the drawing library are drawn as far off as it can

LOOKS = {
    "mean": dict(color=BATCH, marker="o", ms=7, mew=0),
    "sum": dict(color=SHADES[5], marker="s", ms=7, mfc="white", mew=1.8),
    "rescaled": dict(mec=TANGENT, marker="o", ms=12, mfc="none", mew=2.4),
}
LONGEST = ("mean, η = 0.025", "sum, η = 0.025", "sum, η / B = 0.025 / 342 = 0.0001234")
SPOKEN = dict(zip(RUNS, ("the mean", "the sum", "the sum at η/B")))
ALL = FULL_LOSS.but("full loss")
TRAILS = {run: Line(lw=1.2, alpha=0.35, **LOOKS[run]) for run in RUNS[:2]}
POINTS = {
    run: Points(longest, **LOOKS[run] | dict(ms=LOOKS[run]["ms"] + 4), sample=LOOKS[run]) for run, longest in zip(RUNS, LONGEST)
}
LINES = {run: Line(lw=0 if run == "rescaled" else 1.2, **look) for run, look in LOOKS.items()}
BOX = dict(facecolor="white", edgecolor=SHADES[5], lw=1.5, boxstyle="round,pad=0.5")
NOTICE = Notice(size=13, color=FULL, bbox=BOX)

LANDSCAPE = Panel("", "loss", left=58, height=(304, 230))
BY_STEP = Panel(
    Axis("step", -0.02 * STEPS, 1.02 * STEPS), "weight w", title="the weight, step by step", left=58, height=(304, 218)
)


class Rate(OnModel):
    """And B: what a sum multiplies."""

    model: str = choice("model", labels, "least squares")
    learning_rate: float = between("learning rate η", round_numbers(-3, 0), 0.1)
    batch_size: int = choice("batch size B", sizes, 4)
    seed: int = whole("shuffle seed", 0, 99)
    step: int = whole("step", 0, STEPS, 10, plays=120)

    def moved(self, name, value):
        """A new model is walked from step 0."""
        moved = super().moved(name, value)
        return replace(moved, step=0) if name == "model" else moved


@figure(
    beside(LANDSCAPE, BY_STEP, share=0.5),
    legend=(ALL, *POINTS.values()),
    rows=("model seed", "learning_rate batch_size", "step"),
)
def sum_or_mean(s: Rate):
    """Three runs over the same batches: the mean gradient at η, the sum at η, and the sum at η/B."""
    stage, past = s.stage, slice(s.step + 1)
    found = dict(zip(RUNS, runs(s.model, s.learning_rate, s.batch_size, s.seed)))
    gone = {run: path.diverged is not None and path.diverged <= s.step for run, path in found.items()}
    weights, losses = {}, {}
    for run, path in found.items():
        last = s.step if path.diverged is None else path.diverged
        weights[run] = np.where(np.arange(s.step + 1) > last, np.nan, np.clip(path.weights[past], -FAR, FAR))
        losses[run] = np.clip(path.losses[past], -FAR, FAR)
    landscape = {
        X: Axis(stage.weight_label, stage.low, stage.high),
        Y: (-0.03 * stage.ceiling, stage.ceiling),
        ALL: (stage.grid, stage.full_curve),
        **{mark: (weights[run], losses[run]) for run, mark in TRAILS.items()},
        **{mark: (weights[run][-1], losses[run][-1]) for run, mark in POINTS.items()},
        TITLE: f"step {s.step}: where each run is on the full loss",
    }
    by_step = {
        Y: (stage.low, stage.high),
        **{mark: (np.arange(s.step + 1), weights[run]) for run, mark in LINES.items()},
        NOTICE: " ".join(filter(None, (notice(stage, run, found[run], s.step) for run in RUNS[:2]))),
    }
    where = (
        f"{name} diverged at step {found[run].diverged}" if gone[run] else f"{name} at w = {number(found[run].weights[s.step])}"
        for run, name in SPOKEN.items()
    )
    words = f"{s.label}: η = {number(s.learning_rate)}, B = {s.batch_size}, step {s.step} of {STEPS}, {', '.join(where)}."
    rate, size = s.learning_rate, s.batch_size
    said = (f"mean, η = {rate:g}", f"sum, η = {rate:g}", f"sum, η / B = {rate:g} / {size} = {number(rate / size)}")
    return Frame({LANDSCAPE: landscape, BY_STEP: by_step}, words, dict(zip(POINTS.values(), said)))


def notice(stage, run, path, step):
    """What the picture cannot show of a run, or nothing."""
    w = path.weights[step]
    if path.diverged is not None and step >= path.diverged:
        return f"the {run} diverged at step {path.diverged}"
    return None if stage.low <= w <= stage.high else f"the {run} is off the picture, at w = {number(w)}"
