"""The derivative beside the difference of two losses: a smaller step is better, and then worse."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers.apps._arguments import within
from helpers.apps._dragging import draggable
from helpers.apps.scenes import NAMES, scene
from helpers.views.slope import Slope, SlopeFrame, digits
from helpers.views.style import number
from helpers.widgets import App, choice_slider, menu, row

STEPS = [float(f"{digit}e{power}") for power in range(-15, 0) for digit in (1, 2, 5)] + [1.0]


@dataclass(frozen=True)
class State:
    """What the controls say."""

    model: str
    w: float
    h: float


def slope(model="sine", w=None, h=0.5):
    """The slope of the full loss at w: by its formula, and by (L(w + h) − L(w − h)) / 2h.

    model: sine, least squares, logistic or network.  w: within the picture; None is the model's own start.
    h: from 1e-15 to 1.
    """
    stage = scene(model)
    w = stage.start if w is None else w
    within("w", w, stage.low, stage.high)
    within("h", h, 1e-15, 1)
    controls = {
        "model": menu("model", model, NAMES),
        "w": choice_slider("weight w", w, stage.starts),
        "h": choice_slider("step h", h, STEPS),
    }
    app = App("slope", Slope(), controls, State, compute, describe)
    app.before("model", lambda: _change_model(app))
    draggable(app, "w")
    app.arrange(row(*controls.values()), app.picture)
    return app


@lru_cache(maxsize=8)
def errors(key, w):
    """The derivative at w, (H,) errors of the difference for each of STEPS, and the two causes of them, (H,) each."""
    model, steps = scene(key).model, np.array(STEPS)
    derivative = model.gradient([w]).item()
    differences = difference(model, w, steps)
    near = 1e-3
    before, after = model.gradient([[w - near], [w + near]])[:, 0]
    third = (before - 2 * derivative + after) / near**2  # the third derivative of the loss, 0 for a parabola
    third = abs(third) if abs(third) > 1e-6 else 0.0
    rounding = np.finfo(float).eps * model.loss([w]) / steps
    return derivative, np.abs(differences - derivative), third / 6 * steps**2, rounding


def difference(model, w, h):
    """The central difference (L(w + h) − L(w − h)) / 2h of a model of one weight, for each h (H,)."""
    before, after = (model.loss((w + sign * np.asarray(h))[..., None]) for sign in (-1, 1))
    return (after - before) / (2 * h)


def compute(state):
    """State -> SlopeFrame."""
    stage = scene(state.model)
    derivative, apart, shape, rounding = errors(state.model, state.w)
    pair = stage.model.loss([[state.w - state.h], [state.w + state.h]])
    return SlopeFrame(
        scene=stage.key,
        weight_label=stage.weight_label,
        grid=stage.grid,
        curve=stage.full_curve,
        w=state.w,
        loss=stage.model.loss([state.w]).item(),
        h=state.h,
        pair=pair,
        derivative=derivative,
        difference=difference(stage.model, state.w, state.h).item(),
        steps=np.array(STEPS),
        errors=apart,
        shape_errors=shape,
        rounding_errors=rounding,
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    return (
        f"{NAMES[state.model]}: w = {number(state.w)}, loss {number(frame.loss)}, derivative {digits(frame.derivative)}, "
        f"difference with h = {number(state.h)} is {digits(frame.difference)}, they differ by {number(frame.error)}."
    )


def _change_model(app):
    """A new model brings its own weights; h stays."""
    stage = scene(app.controls["model"].value)
    app.replace("w", choice_slider("weight w", stage.start, stage.starts))
