"""One learning rate, from too small to divergent: on a parabola, and on a bowl with a flat and a steep direction."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import datasets
from helpers.apps._arguments import one_of, within
from helpers.models import LinearRegression, Quadratic
from helpers.optimizers import sgd
from helpers.theory import best_rate, gradient_descent, largest_stable_rate, regime
from helpers.training import train
from helpers.views.learning_rate import Bowl, BowlSheet, DescentFrame, ParabolaSheet
from helpers.views.style import number
from helpers.widgets import App, Player, choice_slider, menu, round_numbers, row, slider

START, STEPS = 10.0, 30
RATES = [rate for rate in round_numbers(-2, 1) if rate >= 0.05]
CURVATURES = (0.5, 0.8, 1, 1.25, 2, 2.5, 4)
FEATURES = {  # key: two features, the target, and what the menu says
    "weak": ("bill_length_mm", "bill_depth_mm", "body_mass_g"),
    "medium": ("bill_length_mm", "flipper_length_mm", "body_mass_g"),
    "strong": ("flipper_length_mm", "body_mass_g", "bill_length_mm"),
}


@dataclass(frozen=True)
class State:
    """What the controls of the parabola say."""

    learning_rate: float
    curvature: float
    step: int


@dataclass(frozen=True)
class BowlState:
    """What the controls of the bowl say."""

    features: str
    learning_rate: float
    step: int


def learning_rate(learning_rate=0.2, curvature=2, step=10):
    """Gradient descent on the parabola ½λw² from w = 10. Its limit, η = 2/λ, is marked on the axis of learning rates.

    learning_rate: from 0.05 to 10.  curvature: λ, from 0.5 to 4.  step: 0 to 30.
    """
    within("learning_rate", learning_rate, 0.05, 10)
    within("curvature", curvature, 0.5, 4)
    within("step", step, 0, STEPS, Integral)
    controls = {
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "curvature": choice_slider("curvature λ", curvature, CURVATURES),
        "step": slider("step", step, 0, STEPS),
    }
    return _assembled("learning_rate", ParabolaSheet(), controls, State, compute, describe)


def two_weights(features="strong", learning_rate=0.2, step=10):
    """Gradient descent on least squares with two weights: penguins, in standard units.

    features: how strongly the two are correlated, weak, medium or strong.  learning_rate: from 0.05 to 10.
    step: 0 to 30.
    """
    one_of("features", features, FEATURES)
    within("learning_rate", learning_rate, 0.05, 10)
    within("step", step, 0, STEPS, Integral)
    controls = {
        "features": menu("features", features, {key: _said(key) for key in FEATURES}),
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "step": slider("step", step, 0, STEPS),
    }
    return _assembled("two_weights", BowlSheet(), controls, BowlState, compute_bowl, describe_bowl)


@lru_cache
def penguin_model(features):
    """Least squares on two standardised features of the penguins."""
    *pair, target = FEATURES[features]
    data = datasets.standardised(datasets.penguins(tuple(pair), target))
    return LinearRegression(data.X, data.y)


@lru_cache
def bowl(features):
    """The bowl of that model: its curvatures are the eigenvalues of 2/N XᵀX, its directions the eigenvectors."""
    model = penguin_model(features)
    hessian = 2 / model.n_examples * model.X.T @ model.X
    curvatures, vectors = np.linalg.eigh(hessian)
    minimum = np.linalg.solve(hessian, 2 / model.n_examples * model.X.T @ model.y)
    directions = vectors.T * np.sign(vectors.T[:, :1])  # both point to the right
    names = tuple(_plain(name) for name in FEATURES[features][:2])
    return Bowl(names, minimum, directions, curvatures, 0.5 * curvatures.sum() * np.array([0.02, 0.12, 0.35, 0.7, 1.2, 2]))


@lru_cache(maxsize=8)
def compute_run(learning_rate, curvature):
    """(T + 1, 1) weights and (T + 1,) losses of gradient descent on the parabola."""
    model = Quadratic([curvature])
    history = train(model, sgd(), [START], [None] * STEPS, learning_rate)
    return history.params, history.losses(model)


@lru_cache(maxsize=8)
def compute_bowl_run(features, learning_rate):
    """(T + 1, 2) weights and (T + 1,) losses, from a start equally far from the minimum along both directions."""
    model, still = penguin_model(features), bowl(features)
    history = train(model, sgd(), still.minimum + still.directions.sum(0), [None] * STEPS, learning_rate)
    return history.params, history.losses(model)


def compute(state):
    """State -> DescentFrame."""
    path, losses = compute_run(state.learning_rate, state.curvature)
    limit = largest_stable_rate(state.curvature).item()
    one_step = 1 / state.curvature
    return DescentFrame(
        learning_rate=state.learning_rate,
        curvatures=np.array([state.curvature]),
        rate_title=f"η = {number(state.learning_rate)}, ηλ = {number(_product(state))}: {_regime(state)}",
        rate_marks=[(one_step, f"one step: 1/λ = {number(one_step)}"), (limit, f"limit: 2/λ = {number(limit)}")],
        step=state.step,
        path=path,
        losses=losses,
        distances=path,
        forecast=gradient_descent(START, state.learning_rate, state.curvature, np.arange(STEPS + 1))[:, None],
    )


def compute_bowl(state):
    """BowlState -> DescentFrame."""
    still = bowl(state.features)
    path, losses = compute_bowl_run(state.features, state.learning_rate)
    flat, steep = still.curvatures
    best, limit = best_rate(flat, steep).item(), largest_stable_rate(steep).item()
    with np.errstate(invalid="ignore", over="ignore"):
        distances = (path - still.minimum) @ still.directions.T
    return DescentFrame(
        learning_rate=state.learning_rate,
        curvatures=still.curvatures[::-1],
        rate_title=f"η = {number(state.learning_rate)}: {', '.join(_words(state, still))}",
        rate_marks=[(best, f"best: 2/(λ₁ + λ₂) = {number(best)}"), (limit, f"limit: 2/λ₂ = {number(limit)}")],
        step=state.step,
        path=path,
        losses=losses,
        distances=distances,
        forecast=gradient_descent(1.0, state.learning_rate, still.curvatures, np.arange(STEPS + 1)[:, None]),
        bowl=still,
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    last = frame.path[state.step, 0]
    return (
        f"parabola of curvature λ = {number(state.curvature)}: η = {number(state.learning_rate)}, "
        f"ηλ = {number(_product(state))}, {_regime(state)}, limit 2/λ = {number(frame.rate_marks[1][0])}, "
        f"step {state.step} of {STEPS}, w = {number(last)}, loss {number(frame.losses[state.step])}."
    )


def describe_bowl(state, frame):
    """The picture in one line of words and numbers."""
    (best, _), (limit, _) = frame.rate_marks
    weights = ", ".join(number(w) for w in frame.path[state.step])
    flat, steep = frame.bowl.curvatures
    return (
        f"least squares on penguins, {_said(state.features)}: λ₁ = {number(flat)}, "
        f"λ₂ = {number(steep)}, η = {number(state.learning_rate)}, {', '.join(_words(state, frame.bowl))}, "
        f"best η = {number(best)}, limit 2/λ₂ = {number(limit)}, step {state.step} of {STEPS}, W = ({weights}), "
        f"loss {number(frame.losses[state.step])}."
    )


def _assembled(name, view, controls, state, compute, words):
    """The figure of these parts, with buttons that move its step."""
    app = App(name, view, controls, state, compute, words)
    player = Player(app, controls["step"])
    others = [control for name, control in controls.items() if name != "step"]
    app.arrange(row(*others), row(controls["step"], *player.buttons), app.picture)
    return app


def _product(state):
    return state.learning_rate * state.curvature


def _regime(state):
    return str(regime(state.learning_rate, state.curvature))


def _words(state, still):
    pairs = zip(("steep", "flat"), regime(state.learning_rate, still.curvatures[::-1]))
    return [f"{word} {name}" for word, name in pairs]


def _said(features):
    first, second = (_plain(name) for name in FEATURES[features][:2])
    r = np.corrcoef(penguin_model(features).X.T)[0, 1]
    return f"{first} and {second}, correlation {number(round(r, 2))}"


def _plain(name):
    return name.replace("_mm", "").replace("_g", "").replace("_", " ")
