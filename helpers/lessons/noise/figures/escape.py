"""Escape as a probability: the share of runs against the batch size with its band, and a map of all rates and sizes."""

from dataclasses import replace

import numpy as np

from helpers.lessons.noise.escaping import BLOCK, DATA, RATES, RUNS, SIZES, START, STEPS, counts
from helpers.live import Band, Cells, Frame, Line, Points, Rule, beside, figure
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.panel import LINE, TITLE, Axis, Panel
from helpers.live.settings import Settings, choice, whole
from helpers.problems.shares import wilson

SHARE = Line("share of runs, at this η", color=SHADES[5], lw=2.4, marker="o", ms=7)
BAND = Band("its 95% band", color=SHADES[0], sample=dict(lw=12))
HALF = Line("at half the rate", color=QUIET, lw=1.4, ls=(0, (5, 2.5)), marker="v", ms=5.5, mew=0)
TWICE = Line("at twice the rate", color=QUIET, lw=1.4, ls=(0, (7, 2, 1.5, 2)), marker="^", ms=5.5, mew=0)
MOST = Points("largest share", marker="*", ms=17, color=TANGENT, mec=FULL, mew=1.1, clip_on=False)
YOURS = Points("your B", ms=19, mfc="none", mec=BATCH, mew=2.6, clip_on=False, sample=dict(ms=12))
AT = Rule(color=BATCH, lw=1.2, ls=(0, (2, 2)))
ALL, FRAMED, BESTS = Cells(), Line(color=BATCH, lw=3.2, clip_on=False, solid_joinstyle="miter"), MOST.but(ms=13)

CURVE = Panel(
    Axis("batch size B", SIZES[0] / 1.25, SIZES[-1] * 1.25, log=True, ticks=SIZES),
    Axis("runs in the global valley, %", -3, 103, ticks=range(0, 101, 20)),
    height=(280, 236),
)
MAP = Panel(
    Axis("batch size B", 0, len(SIZES), ticks={place + 0.5: str(size) for place, size in enumerate(SIZES)}),
    Axis("learning rate η", 0, len(RATES), ticks={place + 0.5: f"{rate:g}" for place, rate in enumerate(RATES)}),
    left=76,
    height=(280, 210),
    lines="",
    grid=False,
)


class Escaping(Settings):
    """The controls of many runs at each rate and size."""

    data: str = choice("data", DATA, "notebook 04")
    learning_rate: float = choice("learning rate η", RATES, 0.4)
    batch_size: int = choice("batch size B", SIZES, 4)
    seed: int = whole("shuffle seed", 0, 99)
    runs: int = whole("runs", BLOCK, RUNS, by=BLOCK, plays=40, about="runs of each cell; playing adds 4 at a time")

    def moved(self, name, value):
        moved = super().moved(name, value)
        return replace(moved, runs=BLOCK) if name in ("data", "seed") else moved


@figure(
    beside(CURVE, MAP, share=0.5),
    rows=("data learning_rate batch_size", "seed runs"),
    legend=(SHARE, BAND, HALF, TWICE, MOST, YOURS),
)
def escape(s: Escaping):
    """The share of runs from a local minimum that end in the valley of the global one, at each batch size and rate."""
    found = counts(s.data, s.seed, s.runs)
    low, high = wilson(found, s.runs)
    low[:, -1] = high[:, -1] = found[:, -1] / s.runs  # with all examples every run is the same one: nothing to estimate
    shares, row, column = found / s.runs, RATES.index(s.learning_rate), SIZES.index(s.batch_size)
    here, sizes = shares[row], np.array(SIZES)
    band = f"{100 * low[row, column]:.1f} to {100 * high[row, column]:.1f}%"
    best = [each.argmax() if each.any() else None for each in shares]
    most = ["none" if place is None else SIZES[place] for place in best]
    starred = [(place, rate) for rate, place in enumerate(best) if place is not None]
    curve = {
        BAND: (sizes, 100 * low[row], 100 * high[row]),
        AT: s.batch_size,
        HALF: (sizes, 100 * shares[row - 1]) if row else None,
        TWICE: (sizes, 100 * shares[row + 1]) if row + 1 < len(RATES) else None,
        SHARE: (sizes, 100 * here),
        YOURS: (s.batch_size, 100 * here[column]),
        MOST: None if best[row] is None else (SIZES[best[row]], 100 * here.max()),
        TITLE: f"η = {s.learning_rate:g}, {s.runs} runs at each B",
        LINE: f"B = {s.batch_size}: {100 * here[column]:.1f}%, band {band}",
    }
    x, y = column + np.array([0.02, 0.98, 0.98, 0.02, 0.02]), row + np.array([0.02, 0.02, 0.98, 0.98, 0.02])
    table = {
        ALL: (shares, [[f"{100 * share:.0f}" for share in each] for each in shares]),
        FRAMED: (x, y),
        BESTS: (np.array([place for place, _ in starred]) + 0.82, np.array([rate for _, rate in starred]) + 0.8),
        TITLE: "all rates and sizes",
        LINE: "runs in the global valley, %: stronger is more",
    }
    words = (
        f"Data {DATA[s.data]}: {s.runs} runs of {STEPS} steps from w = {START}, η = {s.learning_rate}; "
        f"in the global valley end {', '.join(f'{share:.0%} at B = {size}' for size, share in zip(SIZES, here))}; "
        f"your B = {s.batch_size}: {here[column]:.1%}, 95% band {band}; largest share at B = "
        f"{', '.join(f'{where} at η = {rate}' for where, rate in zip(most, RATES))}."
    )
    return Frame({CURVE: curve, MAP: table}, words)
