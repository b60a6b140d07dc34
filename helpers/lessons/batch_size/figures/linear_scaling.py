"""Linear scaling: two ways to see the same examples, their losses and their noise floors, measured beside theory."""

from functools import lru_cache

import numpy as np

from helpers import theory
from helpers.caches import read_only
from helpers.lessons.batch_size.scaling import BATCH_SIZE, EPOCHS, RATES, RUNS, N, excess, expected, ratios, weights
from helpers.live import (
    LINE,
    TITLE,
    Axis,
    Frame,
    Level,
    Line,
    Measured,
    Notice,
    Panel,
    Rule,
    Settings,
    beside,
    between,
    choice,
    figure,
    powers,
    whole,
)
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.words import number

FACTORS = (2, 4, 8, 16, 32)
GRID = np.geomspace(0.025, 2.4, 400)
LOWEST, HIGHEST = 4e-4, 40.0  # the ends of the axis of losses
LAST = N * EPOCHS  # examples of a run
MARKS, ABOVE = 16, 1e9  # measured points on a curve; where what has run away is drawn

PLAIN = Line("theory for η and B", color=FULL, lw=2.2)
SCALED = Line("theory for kη and kB; ratio", color=TANGENT, lw=3.2, ls=(0, (4, 1.6)))
MEASURED = Measured("measured, η and B", color=FULL, ms=7.5, mfc="white", mec=FULL, mew=1.7)
MEASURED_SCALED = Measured("measured, kη and kB; ratio", color=SHADES[4], marker="s", ms=7, mec="white", mew=0.8)
HERE = Measured("the ratio at this η", color=BATCH, marker="D", ms=11, mec="white", mew=1.4)
LIMIT = Rule("limit, kηλ = 2", color=QUIET, lw=1.8, ls=(0, (2, 2)))
HOPED, AWAY = Level(still=True, color=FULL, lw=1.4), Notice()

LOSSES = Panel(
    Axis("examples seen", -0.02 * LAST, 1.02 * LAST, ticks=range(0, LAST + 1, LAST // 4)),
    Axis("loss above the minimum", LOWEST, HIGHEST, log=True, ticks=powers(-3, 1)),
    height=(288, 230),
)
RATIO = Panel(
    Axis("ηλ, rate times curvature", 0.025, 2.4, log=True, ticks=(0.03, 0.1, 0.3, 1, 2)),
    Axis("ratio of the floors", 0.75, 30, log=True, ticks=(1, 2, 5, 10, 20)),
    height=(288, 230),
)


class Scaled(Settings):
    """k times the rate, k times the batch."""

    learning_rate: float = between("learning rate η", RATES, 0.05)
    factor: int = choice("factor k", FACTORS, 8)
    seed: int = whole("seed of the runs", 0, 99)


@figure(beside(LOSSES, RATIO, share=0.52), legend=(PLAIN, SCALED, MEASURED, MEASURED_SCALED, HERE, LIMIT))
def linear_scaling(s: Scaled):
    """SGD with (η, B) and with (kη, kB) on the same examples, a parabola of curvature 1: 100 runs, and the closed form."""
    rate, k, sizes = s.learning_rate, s.factor, (BATCH_SIZE, s.factor * BATCH_SIZE)
    table = RATES if rate in RATES else (rate,)  # a rate between the slider's marks has runs of its own
    place, settled = table.index(rate), np.array(RATES) * k < 2
    (measured, errors), (now, error) = ratios(RATES, k, s.seed), (part[place] for part in ratios(table, k, s.seed))
    ratio, floors = (
        theory.linear_scaling_ratio(rate, 1, k),
        [theory.excess_loss(f * rate, 1, 1, f * BATCH_SIZE) for f in (1, k)],
    )
    settles = np.isfinite(ratio)
    losses = {
        PLAIN: line(rate, 1),
        SCALED: line(rate, k),
        MEASURED: measured_losses(table, place, 1, s.seed),
        MEASURED_SCALED: measured_losses(table, place, k, s.seed),
        AWAY: None if settles else f"kηλ = {number(k * rate)}: it runs away",
        TITLE: f"η = {number(rate)}, B = {sizes[0]}  and  η = {number(k * rate)}, B = {sizes[1]}",
        LINE: f"noise floor, theory: {number(floors[0])} and {number(floors[1])}",
    }
    floor = {
        HOPED: 1,
        LIMIT: 2 / k,
        SCALED: ratio_line(k),
        MEASURED_SCALED: (np.array(RATES)[settled], measured[settled], errors[settled]),
        HERE: (rate, now, error) if settles else None,
        TITLE: f"ratio for k = {k}; the rule hopes for 1",
        LINE: f"measured {number(now)} ± {2 * error:.2g},  theory {number(ratio)}"
        if settles
        else "no floor: kηλ is not below 2",
    }
    setting = (
        f"{RUNS} runs on ½w², each {LAST} examples: η = {number(rate)}, B = {sizes[0]} against "
        f"kη = {number(k * rate)}, kB = {sizes[1]}, k = {k}"
    )
    words = (
        f"{setting}: noise floors {' and '.join(map(number, floors))} in theory, their ratio measured {number(now)} ± "
        f"{2 * error:.2g} (two standard errors), theory {number(ratio)}; the rule breaks at ηλ = {number(2 / k)}."
    )
    gone = f"{setting}: kηλ = {number(k * rate)} is not below 2, so the scaled run diverged; no ratio."
    return Frame({LOSSES: losses, RATIO: floor}, words if settles else gone)


@lru_cache(maxsize=16)
def line(rate, factor):
    """(examples seen, the mean excess loss in theory), (T + 1,) each."""
    steps = LAST // (factor * BATCH_SIZE)
    losses = np.minimum(expected(factor * rate, factor * BATCH_SIZE, steps), ABOVE)
    return read_only(np.arange(steps + 1) * factor * BATCH_SIZE), read_only(losses)


@lru_cache(maxsize=len(FACTORS))
def ratio_line(factor):
    """(ηλ, the ratio of the floors in theory), (G,) each."""
    return read_only(GRID), read_only(np.minimum(theory.linear_scaling_ratio(GRID, 1, factor), ABOVE))


@lru_cache(maxsize=16)
def measured_losses(table, place, factor, seed):
    """For a `Measured`: the mean excess loss at some steps, where the axis has a place for it."""
    w = weights(table, factor, seed)[:, place]
    at = np.unique(np.linspace(0, len(w) - 1, MARKS + 1).round().astype(int))
    loss = excess(w[at])
    with np.errstate(over="ignore", invalid="ignore"):
        mean, error = np.nan_to_num(loss.mean(-1), nan=np.inf), loss.std(-1) / np.sqrt(RUNS)
    shown = mean < HIGHEST
    return *map(read_only, (at[shown] * factor * BATCH_SIZE, mean[shown], error[shown])), (LOWEST / 10, np.inf)
