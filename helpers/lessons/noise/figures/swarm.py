"""Many runs at once: points on the landscape, their histogram below it, and the share in the global valley by step."""

from dataclasses import replace

import numpy as np

from helpers.lessons.noise.escaping import SIZES, START, STEPS
from helpers.lessons.noise.marks import Centred
from helpers.lessons.noise.swarming import RUNS, N, batch_of, best_valley, paths, shares
from helpers.live import Band, Frame, Histogram, Line, Points, Text, above, beside, figure, round_numbers
from helpers.live.curves import BATCH_LOSS, FULL_LOSS
from helpers.live.looks import BATCH, QUIET, SHADES
from helpers.live.panel import LINE, TITLE, Axis, Panel
from helpers.live.settings import Kept, between, choice, whole
from helpers.live.words import number
from helpers.problems.valleys import valleys, wide

RATES = tuple(rate for rate in round_numbers(-2, 0) if rate >= 0.05)
VIEW, (MINIMA, ENDS), (BEST, HILLS) = wide("sine"), valleys("sine"), best_valley()
EDGES = np.linspace(VIEW.low, VIEW.high, 121)  # of the histogram
ABOVE, TOP = 1.2, 1.42  # where the shares stand, and the top of the axis, if the tallest bar is 1

LOSS = FULL_LOSS.but("full loss")
DOTTED = BATCH_LOSS.but("batch loss of one run, 64 examples")
PICKED = Points("that run", ms=13, color=BATCH, mec="white", mew=1.6, sample=dict(ms=11, mew=1))
ALL = Points(f"all {RUNS} runs", ms=7, color=SHADES[3], mec="white", mew=0.8)
THERE = Line("in the global valley now", color=SHADES[5], lw=2.6)
BEEN = Line("have been there", color=QUIET, lw=2, ls=(0, (5, 2.5)))
END = Points(ms=9, color=SHADES[5], mec="white", mew=1.2)
HILL, NAME = Line(still=True, color=QUIET, lw=1.2, ls=(0, (5, 3))), Text(still=True, size=12.5, color=QUIET, ha="center")
BELOW = HILL.but(clip_on=False)
BARS, PERCENT, BAND = Histogram(fc=SHADES[3], alpha=1), Centred(), Band(color=SHADES[0])
SIDES = {
    HILL: (HILLS.repeat(3), [-VIEW.ceiling, VIEW.ceiling, np.nan] * 2),
    NAME: (HILLS.mean(), 0.94 * VIEW.ceiling, "global valley"),
}
SIDES_BELOW = {BELOW: (HILLS.repeat(3), [0, 1.15 * TOP, np.nan] * 2)}  # as far up as the landscape

WEIGHTS = Axis("", VIEW.low, VIEW.high)
LANDSCAPE = Panel(WEIGHTS, Axis("loss", -0.03 * VIEW.ceiling, VIEW.ceiling), left=58, height=(208, 206), numbers="y")
STRIP = Panel(
    Axis(VIEW.weight_label, VIEW.low, VIEW.high), Axis("", 0, TOP, ticks=()), left=58, height=(80, 80), lines="x", grid=False
)
SHARES = Panel(Axis("step", -0.02 * STEPS, 1.03 * STEPS), Axis("runs, %", -3, 103), left=66, height=(276, 200))


class Swarming(Kept):
    """The controls of many runs from one start."""

    learning_rate: float = between("learning rate η", RATES, 0.4)
    batch_size: int = choice("batch size B", SIZES, 4)
    start: float = between("start weight", VIEW.starts, START)
    seed: int = whole("shuffle seed", 0, 99)
    run: int = whole("run picked out", 1, RUNS, about="the run whose batch loss is drawn")
    step: int = whole("step", 0, STEPS, plays=60)

    def moved(self, name, value):
        moved = super().moved(name, value)
        return replace(moved, step=0) if name == "start" else moved


@figure(
    beside(above(LANDSCAPE, STRIP), SHARES, share=0.58),
    rows=("learning_rate batch_size start", "seed run", "step"),
    legend=(LOSS, DOTTED, PICKED, ALL, THERE, BEEN),
    drag={LANDSCAPE: ("start",), STRIP: ("start",)},
    ghosts=(THERE, BARS),
)
def swarm(s: Swarming):
    """200 runs of SGD from one start, each with its own shuffles, and the share of them in the global valley."""
    weights = paths(s.learning_rate, s.batch_size, s.start, s.seed, s.step)
    batch = batch_of(s.run, s.batch_size, s.seed, s.step)
    share, band, been = shares(weights, s.batch_size)
    now, model = weights[-1], VIEW.model
    picked, losses = now[s.run - 1], model.loss(now[:, None])
    picked_loss = model.loss([picked], batch).item()
    counts, _ = np.histogram(now, EDGES)
    off = int(np.sum((now < VIEW.low) | (now > VIEW.high)))
    red = "" if VIEW.low <= picked <= VIEW.high else ", red one too"
    landscape = {
        LOSS: (VIEW.grid, VIEW.full_curve),
        **SIDES,
        DOTTED: (VIEW.grid, VIEW.curve(batch)),
        ALL: (now, losses),
        PICKED: (picked, picked_loss),
        TITLE: f"step {s.step}{f'; off the picture: {off} runs{red}' if off else ''}",
    }
    inside = (ENDS[:, :1] < now) & (now < ENDS[:, 1:])
    strip = {
        **SIDES_BELOW,
        BARS: (counts / max(counts.max(), 1), EDGES),
        PERCENT: (MINIMA, ABOVE, [f"{100 * valley:.0f}%" for valley in inside.mean(axis=1)]),
    }
    steps, (low, high) = np.arange(len(share)), 100 * band
    within = f"{low[-1]:.1f} to {high[-1]:.1f}%"
    by_step = {
        BAND: (steps, low, high),
        BEEN: (steps, 100 * been),
        THERE: (steps, 100 * share),
        END: (s.step, 100 * share[-1]),
        TITLE: f"{100 * share[-1]:.1f}% in the global valley",
        LINE: f"95% band {within}",
    }
    words = (
        f"{RUNS} runs: η = {number(s.learning_rate)}, B = {s.batch_size} of N = {N}, start w = {number(s.start)}, "
        f"step {s.step} of {STEPS}: {share[-1]:.1%} are in the global valley, 95% band {within}, "
        f"{been[-1]:.1%} have been there by now{f', {off} off the picture' if off else ''}; run {s.run}: w = {number(picked)}, "
        f"batch loss {number(picked_loss)}, full loss {number(losses[s.run - 1])}."
    )
    name = f"batch loss of one run, {s.batch_size} example{'s' if s.batch_size > 1 else ''}"
    return Frame({LANDSCAPE: landscape, STRIP: strip, SHARES: by_step}, words, {DOTTED: name})
