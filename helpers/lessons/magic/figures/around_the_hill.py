"""Two weights: the lines of equal loss of the batch move under the path, and a hill of one weight can be walked around."""

from dataclasses import replace

import numpy as np

from helpers.lessons.magic.around import FREQUENCIES, STEPS, N, at_amplitude, level_lines, run
from helpers.lessons.magic.walk import batch_sizes, batches
from helpers.live import (
    TITLE,
    Axis,
    Frame,
    Kept,
    Line,
    Notice,
    Panel,
    Text,
    beside,
    between,
    choice,
    figure,
    round_numbers,
    whole,
)
from helpers.live.curves import BATCH_LOSS, NEXT, NOW
from helpers.live.looks import BATCH, FULL, SHADES
from helpers.live.words import number

LEVELS = (0.1, 0.2, 0.4, 0.55, 0.6, 0.8, 1.0, 1.4, 2.0)
OF_BATCH = (0.2, 0.4, 0.6, 1.0, 2.0)
SIGNED = {0.1: 2.05, 0.2: 2.05, 0.6: 5.2, 0.8: 5.2, 1.0: 5.2, 1.4: 5.2}  # where on its upper side a line has its number

RINGS = Line("equal full loss", still=True, color=FULL, lw=0.9)
SIGNS = [
    Text(still=True, size=11.5, color=FULL, va="center", ha="center", bbox=dict(fc="white", ec="none", pad=0.8)) for _ in SIGNED
]
DOTTED = Line("equal loss of this batch", color=BATCH, lw=1.7, ls=(0, (0.05, 1.75)), dash_capstyle="round")
PATH = Line("path so far", color=SHADES[5], lw=1.5)
SLICE = Line(color=FULL, lw=1.2, ls=(0, (5, 3)))
CUT_NOW = NOW.but("")
FULL_CUT = Line("full loss along the dashed line", color=FULL, lw=2.6, solid_capstyle="round")
BATCH_CUT = BATCH_LOSS.but("loss of this batch along it")
OFF = Notice()

PLANE = Panel(Axis("frequency w", 0, 6.5), Axis("amplitude a", -0.6, 1.6), left=70, height=(330, 260))
CUT = Panel(Axis("frequency w", 0, 6.5), Axis("loss", 0, 2.2), left=56, height=(330, 200))


class Around(Kept):
    """The controls of a walk with two weights, from (w, a)."""

    learning_rate: float = between("learning rate η", round_numbers(-2, 0), 0.4)
    batch_size: int = choice("batch size B", batch_sizes(N), 4)
    start: float = between("start w", [k / 20 for k in range(1, 131)], 4.9)
    amplitude: float = between("start a", [k / 20 for k in range(-10, 31)], 1.0)
    seed: int = whole("shuffle seed", 0, 99, 2)
    step: int = whole("step", 0, STEPS, plays=60)

    def moved(self, name, value):
        """A new start is walked from step 0."""
        moved = super().moved(name, value)
        return replace(moved, step=0) if name in ("start", "amplitude") else moved


def signs():
    """The numbers of the lines of equal full loss: (w, a, words)."""
    for level, w in SIGNED.items():
        across, up = level_lines([level])
        near = np.where(np.abs(np.asarray(across) - w) < 0.03, up, -np.inf)
        yield w, np.nanmax(near), f"{level:g}"


RINGED = {RINGS: level_lines(LEVELS), **dict(zip(SIGNS, signs()))}


@figure(
    beside(PLANE, CUT, share=0.6),
    legend=(RINGS, DOTTED, PATH, NOW, NEXT, FULL_CUT, BATCH_CUT),
    rows=("start amplitude seed", "learning_rate batch_size", "step"),
    drag={PLANE: ("start", "amplitude")},
    ghosts=(PATH, NOW),
)
def around_the_hill(s: Around):
    """Two weights, a sin(wx): the lines of equal loss of the batch move under the path, which can go around a hill."""
    (path, full, losses), batch = (
        run(s.learning_rate, s.batch_size, s.start, s.amplitude, s.seed),
        batches(N, s.batch_size, s.seed)[s.step],
    )
    (w, a), (w_next, a_next), loss = path[s.step], path[s.step + 1], losses[s.step]
    inside = 0 <= w <= 6.5 and -0.6 <= a <= 1.6
    seen = np.clip(path[: s.step + 1], -20, 20)
    plane = {
        **RINGED,
        DOTTED: level_lines(OF_BATCH, batch),
        SLICE: ([0, 6.5], [a, a]),
        PATH: seen.T,
        NEXT: (w_next, a_next),
        NOW: (w, a),
        OFF: None if inside else f"off the picture: w = {number(w)}, a = {number(a)}",
        TITLE: f"step {s.step}   w = {number(w)}, a = {number(a)}",
    }
    cut = {
        FULL_CUT: (FREQUENCIES, at_amplitude(a)),
        BATCH_CUT: (FREQUENCIES, at_amplitude(a, batch)),
        CUT_NOW: (w, loss),
        TITLE: "along the dashed line",
    }
    words = (
        f"a sin(wx), toy data: η = {number(s.learning_rate)}, B = {s.batch_size} of N = {N}, step {s.step} of {STEPS}, "
        f"w = {number(w)}, a = {number(a)}, full loss {number(full[s.step])}, batch loss {number(loss)}, "
        f"next w = {number(w_next)}, next a = {number(a_next)}, full loss after it {number(full[s.step + 1])}."
    )
    return Frame({PLANE: plane, CUT: cut}, words)
