"""Four orders of the same examples side by side: the path of the weight, and below it which example came when."""

import numpy as np

from helpers.lessons.one_example.marks import Deck
from helpers.lessons.one_example.orders import EPOCHS, RUNS, SAMPLERS, START, N, distance, paths, penguins, ranks, touched
from helpers.live import Axis, Frame, Kept, Level, Line, Panel, Points, Text, Y, above, figure, grid, round_numbers
from helpers.live.looks import BATCH, FULL, QUIET, SHADES
from helpers.live.settings import between, switch, whole
from helpers.live.words import number
from helpers.theory import share_touched

STEPS = N * EPOCHS
PATH = Line("the weight w", color=SHADES[-2], lw=1.6, sample=dict(lw=2))
ENDS = Points("w at the end of an epoch", ms=6, color=FULL, mec="white", mew=0.8, sample=dict(ms=7, mec=FULL))
BEST = Level("best w: the mean", still=True, color=QUIET, lw=1.8, ls=(0, (5, 3)))
LIGHT = Points("light penguin", marker="s", ms=11, color=SHADES[0])
HEAVY = Points("heavy penguin", marker="s", ms=11, color=SHADES[-1])
NOW = Points("now", marker="s", ms=9, mec=BATCH, mew=2.4, mfc="white", clip_on=False)
DECK = Deck()
HALO = Points(marker="s", ms=8, mec="white", mew=5.5, mfc="none", clip_on=False)  # seen on dark cells without colour too
CARD = Points(marker="s", ms=8, mec=BATCH, mew=2.4, mfc="none", clip_on=False)
SEES, OFF, OF = (Text(va="baseline") for _ in range(3))

WALK, ROUND = Axis("step", -0.02 * STEPS, 1.03 * STEPS, ticks=(0, STEPS // 2, STEPS)), Axis("w in kg")
TURN = Axis("step in its epoch", 0.5, N + 0.5, ticks=(1, N // 2, N))
EPOCH = Axis("epoch", EPOCHS + 0.5, 0.5, ticks=(1, EPOCHS // 2, EPOCHS))
COLUMNS = {  # the path, who came when, and what follows
    sampler: (
        Panel(WALK, ROUND, title=sampler, left=58, height=(204, 204)),
        Panel(TURN, EPOCH, left=58, height=(126, 126), lines="", grid=False),
        Panel(bare=True, left=58, height=(41, 41)),
    )
    for sampler in SAMPLERS
}


class Choices(Kept):
    """The rate, how the data come, the draws, and how many steps are taken."""

    learning_rate: float = between("learning rate η", round_numbers(-2, 0), 0.1)
    by_mass: bool = switch("data sorted, light to heavy", True, about="whether they come sorted, or in no order")
    seed: int = whole("seed", 0, 99, about="of the draws")
    step: int = whole("step", 0, STEPS, STEPS, plays=120, about="the steps taken")


@figure(
    grid(*(above(*panels) for panels in COLUMNS.values()), columns=(4, 2), ratio=None),
    legend=(PATH, ENDS, BEST, LIGHT, HEAVY, NOW),
    ghosts=(PATH,),
    rows=("learning_rate seed by_mass", "step"),
)
def orders(s: Choices):
    """SGD estimates the mean mass of 20 penguins, one penguin a step, in four orders."""
    masses, rank, last = penguins(s.by_mass).centres[:, 0], ranks(s.by_mass), s.step - 1
    best, limits, steps = masses.mean().item(), (min(START, masses.min()) - 0.1, masses.max() + 0.1), np.arange(s.step + 1)
    card = (last % N + 1, last // N + 1) if s.step else None
    panels, parts = {}, []
    for sampler, (path, deck, notes) in COLUMNS.items():
        order, weights = paths(s.learning_rate, s.by_mass, s.seed)[sampler]
        weights, share, far = weights[: s.step + 1], touched(order, s.step), distance(sampler, s.learning_rate, s.by_mass)
        panels[path] = {
            Y: limits,
            BEST: best,
            PATH: (steps, weights),
            ENDS: (steps[N::N], weights[N::N]),
            NOW: (s.step, weights[-1]),
        }
        panels[deck] = {DECK: (rank[order] * len(SHADES) // N, s.step), HALO: card, CARD: card}
        panels[notes] = {
            SEES: (0, 1, f"an epoch sees {100 * share:.0f} %"),
            OFF: (0, 0.585, "root mean square distance"),
            OF: (0, 0.17, f"from best w: {far:.3f} kg"),
        }
        parts.append(
            f"{sampler}: w = {number(weights[-1])}, sees {number(100 * share)} % of the examples in an epoch, "
            f"root mean square distance from the best w at the end, {RUNS} runs: {number(round(far, 4))} kg"
        )
    words = (
        f"{N} penguins {'sorted from light to heavy' if s.by_mass else 'in no order'}, η = {number(s.learning_rate)}, "
        f"step {s.step} of {STEPS}, best w = {number(best)} kg; {'; '.join(parts)}; "
        f"expected with replacement {number(100 * share_touched(N).item())} %."
    )
    return Frame(panels, words)
