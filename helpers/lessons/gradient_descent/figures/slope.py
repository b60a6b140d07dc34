"""The slope at a point, by the formula and by a difference of two losses: a smaller step is better, and then worse."""

from functools import lru_cache

import numpy as np

from helpers.lessons.gradient_descent.slopes import EVERY, STEPS, difference, errors
from helpers.live import (
    TITLE,
    Axis,
    Frame,
    Line,
    Panel,
    Points,
    Settings,
    Tangent,
    X,
    Y,
    beside,
    between,
    choice,
    figure,
    powers,
)
from helpers.live.looks import FULL, QUIET, SHADES
from helpers.live.words import number
from helpers.problems.one_weight import NAMES, problem

LEAST, LONGEST = 1e-14, "−12.123456789012"  # of the axis of errors; of the numbers in the legend
TINY = 1e-30  # what a log axis can hold
OWN = "within the picture; None is the model's own start"

LOSS = Line("full loss", still=True, color=FULL, lw=2.6, solid_capstyle="round")
SLOPE = Tangent(f"derivative {LONGEST}", lw=5, half=62)
SECANT = Tangent(f"difference {LONGEST}", color=SHADES[4], lw=2.4, ls=(0, (4, 1.5)), half=92, solid_capstyle="projecting")
PAIR, POINT = (
    Points(marker="s", ms=8, color=SHADES[4], mec="white", mew=1.2),
    Points(ms=12, color=FULL, mec="white", mew=1.6, clip_on=False),
)
BEND = Line("error as h²", color=QUIET, lw=1.6, ls=(0, (6, 3)))
ROUNDING = Line("rounding, as 1/h", color=QUIET, lw=1.6, ls=(0, (5, 1.5, 1, 1.5)))
ERRORS = Line(color=SHADES[4], lw=1.2, marker=".", ms=7)
NOW = Points(marker="s", ms=11, color=SHADES[4], mec="white", mew=1.6)

CURVE = Panel(left=58, height=(268, 268))
APART = Panel(
    Axis("step h of the difference", 4e-16, 2.5, log=True, ticks=powers(-15, 0, 3)),
    Axis("error", LEAST, 1e2, log=True, ticks=powers(-12, 0, 3)),
    left=58,
    height=(268, 258),
)


class Point(Settings):
    """The controls of a slope of the full loss. A new model brings its own weights; h stays."""

    model: str = choice("model", NAMES, "sine")
    w: float = between("weight w", lambda s: problem(s.model).starts, own=lambda s: problem(s.model).start, about=OWN)
    h: float = between("step h", STEPS, 0.5)


@lru_cache(maxsize=8)
def still(key):
    """The full loss and its axes."""
    stage = problem(key)
    top = 1.12 * stage.full_curve.max()
    return {
        X: Axis(stage.weight_label, stage.low, stage.high),
        Y: Axis("loss", -0.06 * top, top),
        LOSS: (stage.grid, stage.full_curve),
    }


@figure(beside(CURVE, APART, share=0.53), legend=(LOSS, SLOPE, SECANT, BEND, ROUNDING), drag={CURVE: ("w",)})
def slope(s: Point):
    """The slope of the full loss at w: by its formula, and by (L(w + h) − L(w − h)) / 2h."""
    model, w, h = problem(s.model).model, s.w, s.h
    derivative, apart, bend, rounding = errors(s.model, w)
    measured, loss, pair = difference(model, w, h).item(), model.loss([w]).item(), model.loss([[w - h], [w + h]])
    error = abs(measured - derivative)
    curve = {
        **still(s.model),
        SLOPE: (w, loss, derivative),
        POINT: (w, loss),
        SECANT: (w, pair.mean(), measured, h),
        PAIR: ([w - h, w + h], pair),
        TITLE: f"w = {number(w)},  h = {number(h)}",
    }
    distance = {
        BEND: (EVERY, np.maximum(bend, TINY)),
        ROUNDING: (EVERY, np.maximum(rounding, TINY)),
        ERRORS: (EVERY, np.maximum(apart, LEAST)),
        NOW: (h, max(error, LEAST)),
        TITLE: f"the two differ by {number(error)}",
    }
    words = (
        f"{NAMES[s.model]}: w = {number(w)}, loss {number(loss)}, derivative {digits(derivative)}, "
        f"difference with h = {number(h)} is {digits(measured)}, they differ by {number(error)}."
    )
    names = {SLOPE: f"derivative {digits(derivative)}", SECANT: f"difference {digits(measured)}"}
    return Frame({CURVE: curve, APART: distance}, words, names)


def digits(value):
    """Twelve decimals, with a true minus sign.

    >>> digits(-0.5)
    '−0.500000000000'
    """
    return f"{value:.12f}".replace("-", "−")
