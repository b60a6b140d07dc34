"""How far batch gradients stray from the full gradient, against the batch size, and what theory says."""

from functools import lru_cache

import numpy as np

from helpers.lessons.mini_batches.settings import OnModel, sizes, start, starts
from helpers.lessons.mini_batches.spread import DRAWS, WAYS, forecast, gradients, limit, measure
from helpers.live import LINE, TITLE, Axis, Frame, Panel, X, Y, beside, figure
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.marks import Histogram, Line, Measured, Points, Rule, Text
from helpers.live.settings import between, choice, whole
from helpers.live.words import number
from helpers.problems.one_weight import problem

DECADES = 3.6  # of the axis of the standard deviation

ZERO = Rule(still=True, color=QUIET, lw=1)
BARS = Histogram(fc=BATCH, alpha=0.35)
UPHILL = Histogram(fc="none", alpha=1, ec=FULL, hatch="////", lw=0)
FULL_GRADIENT = Rule("gradient of the full loss", color=FULL, lw=2.6)
HALO = Line(color="white", lw=9, solid_capstyle="butt")
BAND = Line("± standard deviation", color=QUIET, lw=4, solid_capstyle="butt", marker="|", ms=18, mew=3, sample=dict(ms=14))
HERE = Rule(color=QUIET, lw=1.2, ls=(0, (2, 2)))
THEORY = {
    False: Line("theory: without replacement", color=TANGENT, lw=4.5, sample=dict(lw=4)),
    True: Line("theory: with replacement, σ/√B", color=SHADES[5], lw=1.8, ls=(0, (4, 2))),
}
HOLLOW = dict(marker="s", ms=10, mfc="none", mec=SHADES[5], mew=1.6)
MEASURED = {
    False: Measured("measured, without (± 2 standard errors)", color=BATCH, ms=8, mew=0, bars=dict(lw=1.4)),
    True: Measured("measured, with", **HOLLOW, bars=dict(lw=1.4), sample=dict(ms=9)),
}
NONE, SAID = Points(marker="v", ms=12, color=BATCH, mew=0, clip_on=False), Text(still=True, size=12.5, ha="right")

GRADIENTS = Panel("gradient of the batch loss at this w", Axis("", 0, 1.08, ticks=()), left=30, height=(302, 220), lines="x")
SPREAD = Panel("", "", left=70, height=(302, 244))


class Draws(OnModel):
    """The controls of many batches at one weight."""

    replacement: bool = choice("examples drawn", WAYS, False, about="whether an example can come twice in a batch")
    batch_size: int = choice("batch size B", sizes, 4)
    w: float = between("weight w", starts, own=start)
    draws: int = choice("batches drawn", DRAWS, 500)
    seed: int = whole("seed of the draws", 0, 99)


@figure(
    beside(GRADIENTS, SPREAD, share=0.48),
    legend=(FULL_GRADIENT, BAND, *THEORY.values(), *MEASURED.values()),
    rows=("model replacement", "batch_size w", "draws seed"),
)
def spread(s: Draws):
    """The gradients of many random batches at one weight: their histogram, and their standard deviation against B."""
    n, end, theory, how = s.n, limit(s.model), forecast(s.model, s.w), WAYS[s.replacement]
    full, tested, every = gradients(s.model, s.w).mean(), np.array(sizes(s)), np.arange(1, n + 1)
    found, place = {way: measure(s.model, s.w, s.draws, s.seed, way) for way in WAYS}, sizes(s).index(s.batch_size)
    drawn, deviation, error = (values[place] for values in found[s.replacement])
    expected, off = theory[s.replacement][s.batch_size - 1], np.sum(np.abs(drawn) > end)
    counts, edges = np.histogram(drawn, end * np.linspace(-1, 1, 81))
    heights, middles = counts / max(counts.max(), 1), (edges[1:] + edges[:-1]) / 2
    uphill = f"{np.mean(drawn * full < 0):.0%}"
    band = [full - expected, full + expected], [0.5, 0.5]
    left = {
        X: (-end, end),
        ZERO: 0,
        BARS: (heights, edges),
        UPHILL: (np.where(middles * full < 0, heights, 0), edges),
        FULL_GRADIENT: full,
        HALO: band,
        BAND: band,
        TITLE: f"{s.draws} batches of B = {s.batch_size}, {how}",
        LINE: f"hatched: the {uphill} that point uphill" + (f";  {off} beyond the picture" if off else ""),
    }
    across, up = axes(s.model)
    floor = up.low
    right = {
        X: across,
        Y: up,
        HERE: s.batch_size,
        **{line: (every, np.where(theory[way] > 0, theory[way], floor / 10)) for way, line in THEORY.items()},
        **{mark: points(tested, *found[way][1:], floor) for way, mark in MEASURED.items()},
        NONE: (n, 1.35 * floor),
        SAID: (0.8 * n, 1.35 * floor, "0 at B = N"),
        TITLE: f"spread at B = {s.batch_size}, {how}",
        LINE: f"measured {number(deviation)} ± {2 * error:.2g},  theory {number(expected)}",
    }
    words = (
        f"{s.label}: w = {number(s.w)}, full gradient {number(full)}, "
        f"{s.draws} batches of B = {s.batch_size} of N = {n}, {how}: standard deviation of their gradients "
        f"measured {number(deviation)} ± {2 * error:.2g} (two standard errors), theory {number(expected)}, "
        f"one example alone {number(theory[True][0])}, {uphill} point uphill."
    )
    return Frame({GRADIENTS: left, SPREAD: right}, words)


@lru_cache(maxsize=16)
def axes(model):
    """The axes of B and of the standard deviation."""
    n, high = problem(model).model.n_examples, limit(model)
    low = high / 10**DECADES
    decades = 10.0 ** np.arange(np.ceil(np.log10(low)), np.log10(high))
    powers = 2 ** np.arange(0, np.log2(n) + 0.1, 2)
    across = Axis("batch size B", 0.8, 1.35 * n, log=True, ticks=powers)
    return across, Axis("standard deviation", low, high, log=True, ticks=decades)


def points(tested, deviation, error, floor):
    """Those that a logarithmic axis can show."""
    shown = deviation > 0
    return tested[shown], deviation[shown], error[shown], (floor / 10, np.inf)
