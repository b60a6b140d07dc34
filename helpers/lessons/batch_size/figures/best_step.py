"""The best learning rate of one step against the batch size, near the minimum and far from it."""

import numpy as np

from helpers import theory
from helpers.lessons.batch_size.one_step import DRAWS, SIZES, hessian, measured_bests, measured_changes, moments
from helpers.live import (
    LINE,
    TITLE,
    Axis,
    Frame,
    Level,
    Line,
    Measured,
    Panel,
    Points,
    Settings,
    Text,
    X,
    Y,
    beside,
    between,
    choice,
    figure,
    whole,
)
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.words import number

DISTANCES = (0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3)
EVERY, ENDS = np.geomspace(0.75, 1400, 200), (0.75, 1400)  # batch sizes of the line, and where their axis ends

ZERO = Level(still=True, color=QUIET, lw=1.4)
NOISELESS = Line("all examples: no noise", still=True, color=FULL, lw=2.6)
THEORY = Line("theory for batches", color=TANGENT, lw=3.6)
MEASURED = Measured("measured (± 2 standard errors)", color=BATCH, ms=7, mec="white", mew=0.8)
AT = Line(color=FULL, lw=1.4, ls=(0, (1, 1.5)))
BEST = Points("the best rate for this B", color=FULL, marker="v", ms=12, mec="white", mew=1.2, clip_on=False)
SCALE = Line("noise scale: half of the rate without noise", color=SHADES[5], lw=1.8, ls=(0, (4, 2)))
SAID = Text(still=True, va="bottom")

LOSS = Panel(
    "learning rate η of this step",
    Axis("mean change of the loss", -1.15, 1.5, ticks=(-1, -0.5, 0, 0.5, 1, 1.5)),
    left=72,
    height=(288, 240),
)
RATES = Panel(Axis("batch size B", *ENDS, log=True, ticks=4 ** np.arange(6)), "best learning rate", left=72, height=(288, 230))


class Step(Settings):
    """The controls of one step from many draws of a batch."""

    batch_size: int = choice("batch size B", SIZES, 16)
    distance: float = between("distance from the minimum", DISTANCES, 0.2, about="from the minimum; the start W = 0 is at 1")
    seed: int = whole("seed of the batches", 0, 99, about="of the 400 batches, drawn with replacement")


@figure(beside(LOSS, RATES, share=0.5))
def best_step(s: Step):
    """One step of SGD on least squares with two weights: the loss it leaves, and the rate at which it leaves the least."""
    H, (loss, G, Σ), B = hessian(), moments(s.distance), s.batch_size
    top, scale = theory.best_step_size(G, H, 0 * Σ, 1).item(), theory.noise_scale(G, H, Σ).item()
    gain = 0.5 * top * (G @ G)  # what the best step without noise takes from the loss
    rates = np.linspace(0, 2.1 * top, 106)
    mean, error = measured_changes(s.distance, s.seed, B, rates[7::7])
    best = theory.best_step_size(G, H, Σ, B).item()
    change = theory.expected_loss_after_step(0, G, H, Σ, best, B).item() / gain
    bests, errors = measured_bests(s.distance, s.seed)
    here = SIZES.index(B)
    found = f"{number(bests[here])} ± {2 * errors[here]:.2g}"
    left = {
        X: (-0.02 * rates[-1], rates[-1]),
        ZERO: 0,
        NOISELESS: (rates, theory.expected_loss_after_step(0, G, H, 0 * Σ, rates, 1) / gain),
        THEORY: (rates, theory.expected_loss_after_step(0, G, H, Σ, rates, B) / gain),
        AT: ([best, best], [change, -1.15]),
        MEASURED: (rates[7::7], mean / gain, error / gain),
        BEST: (best, change + 0.09),
        TITLE: f"one step with B = {B}: at best {number(round(change, 3))}",
        LINE: f"unit: what the best step without noise gains, {number(gain)}",
    }
    right = {
        Y: (0, 1.25 * top),
        NOISELESS: (ENDS, (top, top)),
        SAID: (0.872, 1.03 * top, rf"$\eta_{{\max}}$ = {number(top)}"),
        SCALE: ([ENDS[0], scale, scale], [top / 2, top / 2, 0]),
        THEORY: (EVERY, top / (1 + scale / EVERY)),
        MEASURED: (SIZES, bests, errors),
        BEST: (B, best + 0.06 * top),
        TITLE: f"the noise scale here is {number(round(scale, 1))}",
        LINE: f"best η: {found},  theory {number(best)}",
    }
    words = (
        f"least squares on penguins, two weights, at {number(s.distance)} of the way from the minimum to W = 0: "
        f"loss {number(loss)}, best rate without noise {number(top)}, noise scale {number(scale)}; "
        f"one step with B = {B}, {DRAWS} batches: best rate measured {found} (two standard errors), theory {number(best)}, "
        f"which leaves the loss {number(loss + gain * change)}, {-change:.0%} of the gain without noise."
    )
    return Frame({LOSS: left, RATES: right}, words)
