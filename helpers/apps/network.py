"""A real network, one example at a time: forward, loss, backward, update, with the numbers of the model."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import datasets
from helpers.apps._arguments import within
from helpers.apps.phases import phase_player, phase_slider, until
from helpers.models import MLP
from helpers.optimizers import sgd
from helpers.training import diverged_at, train
from helpers.views.network import BACK_OUTPUT, LOSS, Frame, Network, signed
from helpers.views.style import number
from helpers.widgets import App, choice_slider, round_numbers, row, slider

FEATURES, TARGET = ("flipper_length_mm", "bill_depth_mm"), "body_mass_g"
PHASES = ("take one", "forward: hidden", "forward: output", "loss", "back: output", "back: hidden", "update")
LIMIT = 1000.0  # a full loss above it, in standard units, has diverged


@dataclass(frozen=True)
class State:
    """What the controls say."""

    example: int
    learning_rate: float
    step: int
    phase: int


@lru_cache(maxsize=1)
def penguin_network():
    """(the network 2-3-1 on penguins in standard units, its first weights)."""
    data = datasets.standardised(datasets.penguins(FEATURES, TARGET))
    model = MLP(data.X, data.y, hidden=(3,))
    return model, model.initial(np.random.default_rng(1))


def network(example=0, learning_rate=0.1, step=0, phase=0):
    """One step of SGD through a network with 2 inputs, 3 tanh units and 1 output: forward, loss, backward, update.

    example: the first penguin, 0 to 341; the others follow in one shuffled order.  step: 0 to 341, the steps already
    taken.  phase: 0 to 6, the line that runs.
    """
    last = penguin_network()[0].n_examples - 1
    within("example", example, 0, last, Integral)
    within("learning_rate", learning_rate, 0.001, 1)
    within("step", step, 0, last, Integral)
    within("phase", phase, 0, len(PHASES) - 1, Integral)
    controls = {
        "example": slider("first example", example, 0, last),
        "learning_rate": choice_slider("learning rate η", learning_rate, round_numbers(-3, 0)),
        "step": slider("step", step, 0, last),
        "phase": phase_slider(phase, PHASES),
    }
    app = App("network", Network(), controls, State, compute, describe)
    player = phase_player(app)
    app.arrange(
        row(controls["example"], controls["learning_rate"]),
        row(controls["step"], controls["phase"], *player.buttons),
        app.picture,
    )
    return app


@lru_cache(maxsize=8)
def run(example, learning_rate):
    """(one epoch's examples, the weights (N + 1, 13), the step it diverged or None); the given example comes first."""
    model, start = penguin_network()
    order = np.random.default_rng(0).permutation(model.n_examples)
    order = np.roll(order, -np.flatnonzero(order == example)[0])
    history = train(model, sgd(), start, order[:, None], learning_rate)
    return order, history.params, diverged_at(history.losses(model), LIMIT)


def forward(model, params, x):
    """(the values of the hidden units, the output) for one example x (2,)."""
    first, second = model.layers(params)
    with np.errstate(over="ignore", invalid="ignore"):
        hidden = np.tanh(first @ np.append(x, 1))
        return hidden, (second @ np.append(hidden, 1)).item()


def compute(state):
    """State -> Frame."""
    model, _ = penguin_network()
    order, path, diverged = run(state.example, state.learning_rate)
    lost = diverged is not None and state.step >= diverged
    example, params = order[state.step].item(), path[state.step]
    hidden, score = forward(model, params, model.X[example])
    with np.errstate(over="ignore", invalid="ignore"):
        score_slope = 2 * (score - model.y[example])
        hidden_slopes = score_slope * model.layers(params)[1][0, :3]
    slopes = tuple(model.layers(model.gradient(params, [example])))
    updated = state.phase == len(PHASES) - 1
    return Frame(
        lit=state.phase,
        formulas=formulas(state, model, example, params, hidden, score, slopes, path[state.step + 1]),
        title=f"step {state.step}: penguin {example}" + (f"   diverged at step {diverged}" if lost else ""),
        inputs=("flipper x₁", "bill depth x₂"),
        x=model.X[example],
        y=model.y[example].item(),
        hidden=hidden,
        score=score,
        loss=model.loss(params, [example]).item(),
        layers=tuple(model.layers(path[state.step + updated])),
        slopes=slopes,
        hidden_slopes=hidden_slopes,
        score_slope=score_slope,
    )


def formulas(state, model, example, params, hidden, score, slopes, after):
    """What stands beside each line: its formula, and once it has run, one of its numbers."""
    x, y, loss = model.X[example], model.y[example], model.loss(params, [example]).item()
    now, then = (signed(model.layers(weights)[1][0, 0]) for weights in (params, after))
    slope, rate = slopes[1][0, 0], number(state.learning_rate)
    lines = (
        ("", f"x = ({signed(x[0])}, {signed(x[1])}), y = {signed(y)}"),
        ("h₁ = tanh(w₁₁x₁ + w₁₂x₂ + b₁)", f"= {signed(hidden[0])}"),
        ("ŷ = v₁h₁ + v₂h₂ + v₃h₃ + c", f"= {signed(score)}"),
        ("L = (ŷ − y)²", f"= ({signed(score)} − {_in(y)})² = {number(loss)}"),
        ("∂L/∂v₁ = 2(ŷ − y) · h₁", f"= {signed(slope)}"),
        ("∂L/∂w₁₁ = 2(ŷ − y) · v₁ · (1 − h₁²) · x₁", f"= {signed(slopes[0][0, 0])}"),
        ("v₁* = v₁ − η · ∂L/∂v₁", f"= {now} − {rate} × {_in(slope)} = {then}"),
    )
    return until(state.phase, lines)


def describe(state, frame):
    """The picture in one line of words and numbers."""
    model, _ = penguin_network()
    order, path, diverged = run(state.example, state.learning_rate)
    parts = [
        f"Step {state.step} of {model.n_examples - 1}, η = {number(state.learning_rate)}, penguin {order[state.step]}, "
        f"{PHASES[state.phase]}: x = ({', '.join(map(number, frame.x))}), y = {number(frame.y)}",
    ]
    if state.phase >= 1:
        parts.append(f"h = ({', '.join(map(number, frame.hidden))})")
    if state.phase >= 2:
        parts.append(f"ŷ = {number(frame.score)}")
    if state.phase >= LOSS:
        parts.append(f"L = {number(frame.loss)}")
    if state.phase >= BACK_OUTPUT:
        parts.append(f"∂L/∂v = ({', '.join(map(number, frame.slopes[1][0]))})")
    if state.phase > BACK_OUTPUT:
        parts.append(f"∂L/∂w = ({', '.join(map(number, frame.slopes[0].ravel()))})")
    full = [model.loss(path[step]).item() for step in (state.step, state.step + 1)]
    parts.append(f"full loss {number(full[0])}" + (f", after this step {number(full[1])}" if state.phase == 6 else ""))
    if diverged is not None and state.step >= diverged:
        parts.append(f"diverged at step {diverged}")
    return "; ".join(parts) + "."


def _in(value):
    return f"({signed(value)})"
