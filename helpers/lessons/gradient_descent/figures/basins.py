"""Local and global minima: the start decides where gradient descent ends, and the learning rate has a say."""

from functools import lru_cache

import numpy as np

from helpers.lessons.gradient_descent.basins import ELSEWHERE, STEPS, path, paths
from helpers.lessons.gradient_descent.descent import bounded
from helpers.lessons.gradient_descent.marks import COLOURS, Ends
from helpers.lessons.gradient_descent.settings import RATES
from helpers.live import (
    TITLE,
    Axis,
    Frame,
    Line,
    Notice,
    Panel,
    Points,
    Settings,
    Text,
    X,
    Y,
    above,
    between,
    choice,
    figure,
)
from helpers.live.looks import BATCH, FULL, SPENT
from helpers.live.words import number
from helpers.problems.one_weight import NAMES
from helpers.problems.valleys import LETTERS, valleys, wide

OWN = "within the picture; None is the model's own"
CELL, HEIGHTS = dict(lw=13, solid_capstyle="butt"), [0.24, 0.5, np.nan]  # in the legend; of the strokes on restless starts

LOSS = Line("full loss", still=True, color=FULL, lw=2.6, solid_capstyle="round")
MINIMA = [Text(still=True, size=14, weight="bold", ha="center", va="top") for _ in LETTERS]
PATH = Line("path from the start", color=BATCH, lw=1.4, marker="o", ms=5, mfc="white", mew=1.3)
START = Points(ms=11, mfc="white", mec=BATCH, mew=2.4, clip_on=False)
END = Points("its end", ms=12, color=BATCH, mec="white", mew=1.6, sample=dict(ms=11, mew=1))
STARTS = Ends()
RESTLESS = Line(
    "there, never at rest", color=FULL, lw=1.4, solid_capstyle="butt", sample=dict(marker="|", ms=11, mew=1.8, ls="")
)
HERE = Points(marker="^", ms=13, color=BATCH, mec="white", mew=1.4, clip_on=False)
OFF = Notice()
INSIDE, NOWHERE = Line("ends in that valley", color=COLOURS[1], **CELL), Line("ends in none", color=SPENT, **CELL)

VALLEYS = Panel(left=58, height=(212, 176), numbers="y")
AXIS = Panel(y=Axis("", 0, 1, ticks=()), left=58, height=(42, 42), lines="x", grid=False)


class Start(Settings):
    """The controls of gradient descent. A new model brings its own weights; the learning rate stays."""

    model: str = choice("model", NAMES, "sine", about="sine has many minima, a convex loss one")
    learning_rate: float = between("learning rate η", [rate for rate in RATES if rate <= 2.5], 0.2)
    start: float = between("start weight", lambda s: wide(s.model).starts, own=lambda s: wide(s.model).start, about=OWN)


@lru_cache(maxsize=8)
def still(key):
    """(the number of the global minimum, what stands still in the two panels)."""
    stage, (minima, _) = wide(key), valleys(key)
    lowest = stage.model.loss(minima[:, None])
    top = 1.15 * stage.full_curve.max()
    ticks = np.arange(0, top, 0.5 if top < 2.5 else 1)
    letters = [(w, loss - 0.075 * top, name) for name, w, loss in zip(LETTERS, minima, lowest)]
    landscape = {
        X: (stage.low, stage.high),
        Y: Axis("loss", -0.2 * top, top, ticks=ticks),
        LOSS: (stage.grid, stage.full_curve),
        **dict(zip(MINIMA, [*letters, None, None, None])),
    }
    return int(lowest.argmin()), landscape, {X: Axis(f"start: {stage.weight_label}", stage.low, stage.high)}


@figure(
    above(VALLEYS, AXIS),
    legend=(LOSS, PATH, END, INSIDE, RESTLESS, NOWHERE),
    drag={VALLEYS: ("start",), AXIS: ("start",)},
)
def basins(s: Start):
    """Every start in the colour of the minimum where gradient descent from there ends, and the path from one of them."""
    stage, (minima, _), (best, landscape, axis) = wide(s.model), valleys(s.model), still(s.model)
    _, ends, restless = paths(s.model, s.learning_rate, stage.starts)
    weights, end, jumps = path(s.model, s.learning_rate, s.start, stage.starts)
    last, verdict = weights[-1], said(end, jumps, best)
    w, losses = bounded(weights, 1e6), bounded(stage.model.loss(weights[:, None]), 1e6)
    landscape = {
        **landscape,
        PATH: (w, losses),
        START: (w[0], losses[0]),
        END: (w[-1], losses[-1]),
        OFF: None if stage.low <= last <= stage.high else f"w = {number(last)} is off the picture",
        TITLE: f"start {number(s.start)}: {verdict}",
    }
    jumping = np.array(stage.starts)[restless]
    axis = {
        **axis,
        STARTS: (stage.starts, ends),
        RESTLESS: (np.repeat(jumping, 3), np.tile(HEIGHTS, len(jumping))) if len(jumping) else None,
        HERE: (s.start, 0.14),
    }
    words = (
        f"{NAMES[s.model]}: η = {number(s.learning_rate)}, "
        f"minima {', '.join(f'{name} at {number(at)}' for name, at in zip(LETTERS, minima))}, "
        f"{LETTERS[best]} is the global one, start w = {number(s.start)} {verdict}, "
        f"w after {STEPS} steps {number(last)}, of {len(ends)} starts "
        f"{', '.join(f'{np.sum(ends == each)} end in {LETTERS[each]}' for each in range(len(minima)))}, "
        f"{np.sum(ends == ELSEWHERE)} in none of them, {np.sum(restless)} never come to rest."
    )
    return Frame({VALLEYS: landscape, AXIS: axis}, words, {NOWHERE: NOWHERE.name if ELSEWHERE in ends else ""})


def said(end, jumps, best):
    """What becomes of a start."""
    if end == ELSEWHERE:
        return "ends in none of these minima"
    name = f"{LETTERS[end]}, {'the global minimum' if end == best else 'a local minimum'}"
    return f"never comes to rest around {name}" if jumps else f"ends in {name}"
