"""The noise floor of a constant rate, and what three cures make of it."""

import numpy as np

from helpers.lessons.noise_costs.cures import RUNS, SCHEDULES, SIZES, STARTS, STEPS, compared
from helpers.lessons.noise_costs.settings import RATES
from helpers.live import Band, Frame, Level, Line, Notice, Table, beside, figure
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.panel import TITLE, Axis, Panel, powers
from helpers.live.settings import Settings, between, choice, whole
from helpers.live.words import number, rounded, spaced

LOW, HIGH = 1e-4, 10.0  # the ends of the axis of losses
PAPER = LOW / 10, 10 * HIGH  # what lies far off the picture is drawn just off it
KEPT = np.unique(np.geomspace(1, STEPS, 80).round().astype(int))  # the steps drawn

LOOK = dict(lw=2.4, mec="white", mew=1.1)
METHODS = {
    "constant": Line("constant η", color=BATCH, marker="o", ms=7, markevery=(2, 9), **LOOK),
    "schedule": Line("η falls", color=FULL, marker="s", ms=6.5, markevery=(4, 9), **LOOK),
    "averaged": Line("iterates averaged", color=SHADES[4], marker="^", ms=7.5, markevery=(6, 9), **LOOK),
    "growing": Line("batches grow", color=QUIET, marker="D", ms=6, markevery=(8, 9), **LOOK),
}
BANDS = {name: Band(color=method.look["color"], alpha=0.22) for name, method in METHODS.items()}
FLOOR = Level("floor of a constant η, theory", color=TANGENT, lw=4.5, ls=(0, (3, 1)))
ERRORS = Band(f"± 2 standard errors, {RUNS} runs", color=QUIET, alpha=0.3, sample=dict(lw=9))
NOTICE, ENDS = Notice(), Table(0, 0.3, 0.79)

LOSSES = Panel(
    Axis("step", 0.9, 1.1 * STEPS, log=True, ticks=(1, 10, 100, STEPS)),
    Axis("full loss above the minimum", LOW, HIGH, log=True, ticks=powers(-4, 1)),
    title=f"the same start, {RUNS} runs of each",
    left=62,
    height=(278, 278),
)
TABLE = Panel(Axis("", 0, 1), Axis("", 0, 1), left=16, bare=True, height=(190, ENDS.height(rows=4, notes=2)))


class Cured(Settings):
    """The controls of a constant rate and its cures."""

    schedule: str = choice("falling η", {name: name for name in SCHEDULES}, "1/t")
    average_from: int = choice("average from step", STARTS, 32)
    learning_rate: float = between("learning rate η", RATES, 0.2)
    batch_size: int = choice("batch size B", SIZES, 1, about="at the start of batches that grow")
    seed: int = whole("seed of the draws", 0, 99)


@figure(
    beside(LOSSES, TABLE, share=lambda points: 1 - 360 / points),
    rows=("schedule average_from", "learning_rate batch_size seed"),
    legend=(*METHODS.values(), FLOOR, ERRORS),
)
def cures(s: Cured):
    """The full loss above its minimum, mean of 100 runs: constant rate, falling rate, averaged iterates, growing batches.

    The loss is that of a guess w of the body mass of 64 penguins, mean (w - y)²; batches are drawn with replacement.
    """
    found = compared(s.schedule, s.average_from, s.learning_rate, s.batch_size, s.seed)
    last = {name: (losses[-1], found.errors[name][-1]) for name, losses in found.losses.items()}
    lowest, settles = min(last.values())[0], np.isfinite(found.floor)
    losses = {FLOOR: found.floor if settles else None, NOTICE: None if settles else "a constant η does not settle"}
    for name, band in BANDS.items():
        mean, error = found.losses[name][KEPT], found.errors[name][KEPT]
        below, mean, above = np.clip([mean - error, mean, mean + error], *PAPER)
        losses |= {band: (KEPT, below, above), METHODS[name]: (KEPT, mean)}
    rows = [
        [found.names[name], (with_error(*end), end[0] == lowest), spaced(found.examples[name])] for name, end in last.items()
    ]
    notes = [f"theory, constant η: {number(found.floor)}", "bold: the lowest"]
    table = {ENDS: (("", "above minimum", "examples"), rows, notes), TITLE: f"after {STEPS} steps"}
    said = dict(
        constant="constant",
        schedule=f"falling ({s.schedule})",
        averaged=f"averaged from step {s.average_from}",
        growing="growing batches",
    )
    ends = ", ".join(f"{said[name]} {number(loss)} ± {rounded(error, 2)}" for name, (loss, error) in last.items())
    words = (
        f"a guess w of the body mass, 64 penguins, {RUNS} runs: η = {number(s.learning_rate)}, B = {s.batch_size}; "
        f"full loss above the minimum after {STEPS} steps (two standard errors): {ends}; "
        f"floor of a constant η in theory {number(found.floor)}."
    )
    return Frame({LOSSES: losses, TABLE: table}, words)


def with_error(value, error):
    """A measurement in two digits, its error in one.

    >>> with_error(0.0001234, 0.0000456)
    '0.00012 ± 5e−05'
    """
    return f"{rounded(value, 2)} ± {rounded(error, 1)}"
