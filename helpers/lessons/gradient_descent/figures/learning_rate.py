"""One learning rate, from too small to divergent, on a parabola."""

from functools import lru_cache

import numpy as np

from helpers.lessons.gradient_descent.descent import CURVATURES, STEPS, bounded, on_parabola
from helpers.lessons.gradient_descent.marks import (
    DISTANCES,
    EVERY,
    FLAT,
    FORMULA,
    NOW,
    STEP,
    RateAxis,
    distances,
    rates,
    seen,
)
from helpers.lessons.gradient_descent.settings import RATES
from helpers.live import TITLE, Axis, Frame, Kept, Line, Outside, Panel, Points, above, beside, between, figure, whole
from helpers.live.looks import FULL, SHADES
from helpers.live.words import number
from helpers.theory import largest_stable_rate, regime

LOSS, PATH = Line("full loss ½λw²", color=FULL, lw=2.6), Line(color=SHADES[2], lw=1.4)
TAKEN, OFF = Points("steps so far", **STEP), Outside()
EXPECTED = Line("10 |1 − ηλ|ᵗ, the formula", **FORMULA)
LIMITS = RateAxis("")

PARABOLA = Panel(Axis("weight w", -13, 13), Axis("loss", -12, 250), left=58, height=(228, 228))
SIZES, AXIS = distances("distance to the minimum, |w|"), rates(rows=1)
WEIGHTS = np.linspace(-13, 13, 201)


class Rate(Kept):
    """The controls of gradient descent on the parabola ½λw²."""

    learning_rate: float = between("learning rate η", RATES, 0.2)
    curvature: float = between("curvature λ", CURVATURES, 2)
    step: int = whole("step", 0, STEPS, 10, plays=120)


@lru_cache(maxsize=16)
def still(curvature):
    """What the curvature alone decides: the parabola, and the marks on the axis of rates."""
    one, limit = 1 / curvature, largest_stable_rate(curvature).item()
    signs = (one, f"one step: 1/λ = {number(one)}"), (limit, f"limit: 2/λ = {number(limit)}")
    return (WEIGHTS, 0.5 * curvature * WEIGHTS**2), (curvature,), signs


@figure(
    above(beside(PARABOLA, SIZES, share=0.57), AXIS),
    legend=(LOSS, TAKEN, NOW, EXPECTED),
    ghosts=(TAKEN, PATH, LOSS, FLAT),
)
def learning_rate(s: Rate):
    """Gradient descent on the parabola ½λw² from w = 10. Its limit, η = 2/λ, is marked on the axis of learning rates."""
    run, (parabola, curvatures, signs) = on_parabola(s.learning_rate, s.curvature), still(s.curvature)
    past, w, loss = slice(s.step + 1), run.path[s.step, 0], run.losses[s.step]
    path = bounded(run.path[past, 0], 1e4), bounded(run.losses[past], 1e6)
    word = f"ηλ = {number(s.learning_rate * s.curvature)}"
    case = str(regime(s.learning_rate, s.curvature))
    landscape = {
        LOSS: parabola,
        PATH: path,
        TAKEN: path,
        NOW: (path[0][-1], path[1][-1]),
        OFF: (w, loss, f"w = {number(w)} is off the picture"),
        TITLE: f"step {s.step}   w = {number(w)}",
    }
    sizes = {
        EXPECTED: (EVERY, run.forecast[0]),
        FLAT: seen(run.sizes[0], s.step),
        NOW: (s.step, np.clip(run.sizes[0, s.step], DISTANCES[0], 10 * DISTANCES[1])),
    }
    axis = {LIMITS: (s.learning_rate, curvatures, signs), TITLE: f"η = {number(s.learning_rate)}, {word}: {case}"}
    words = (
        f"parabola of curvature λ = {number(s.curvature)}: η = {number(s.learning_rate)}, {word}, {case}, "
        f"limit 2/λ = {number(signs[1][0])}, step {s.step} of {STEPS}, w = {number(w)}, loss {number(loss)}."
    )
    return Frame({PARABOLA: landscape, SIZES: sizes, AXIS: axis}, words)
