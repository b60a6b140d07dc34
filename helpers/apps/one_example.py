"""One example at a time: the lecture's four steps, line by line, with their numbers."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import landscape
from helpers.apps._arguments import within
from helpers.apps.phases import phase_player, phase_slider, until
from helpers.models import LinearRegression
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import batch_losses, diverged_at, train
from helpers.views.one_example import LINES, UPDATE, Frame, OneStep
from helpers.views.style import number
from helpers.widgets import App, choice_slider, round_numbers, row, slider

POINTS = LinearRegression(X=[[-1.0], [-0.5], [0.5], [1.0], [1.5], [2.0]], y=[-2.0, 0.0, 1.5, 1.0, 3.0, 2.5])
STEPS = 59
PHASES = ("take one", "forward", "loss", "gradient", "update")
GRID = np.linspace(-0.5, 3.5, 201)
CEILING = 10.0


@dataclass(frozen=True)
class State:
    """What the controls say."""

    start: float
    learning_rate: float
    seed: int
    step: int
    phase: int


def one_step(start=0.0, learning_rate=0.1, seed=1, step=0, phase=0):
    """The loop of SGD, a line at a time: take one example, feed it forward, its loss, its gradient, the update.

    start: the first weight, -0.5 to 3.5.  seed: of the order, new each epoch.  step: 0 to 59, the steps already taken.
    phase: 0 to 4, the line that runs.
    """
    within("start", start, GRID[0], GRID[-1])
    within("learning_rate", learning_rate, 0.01, 1)
    within("seed", seed, 0, 99, Integral)
    within("step", step, 0, STEPS, Integral)
    within("phase", phase, 0, len(PHASES) - 1, Integral)
    controls = {
        "start": choice_slider("start weight", start, [tenths / 10 for tenths in range(-5, 36)]),
        "learning_rate": choice_slider("learning rate η", learning_rate, round_numbers(-2, 0)),
        "seed": slider("shuffle seed", seed, 0, 99),
        "step": slider("step", step, 0, STEPS),
        "phase": phase_slider(phase, PHASES),
    }
    app = App("one_step", OneStep(), controls, State, compute, describe)
    player = phase_player(app)
    app.arrange(
        row(controls["start"], controls["learning_rate"], controls["seed"]),
        row(controls["step"], controls["phase"], *player.buttons),
        app.picture,
    )
    return app


@lru_cache(maxsize=8)
def run(start, learning_rate, seed):
    """(the batches of one example, weights (STEPS + 2,), full losses, batch losses (STEPS + 1,))."""
    n = POINTS.n_examples
    batches = reshuffled(np.random.default_rng(seed), n, 1, -(-(STEPS + 1) // n))[: STEPS + 1]
    history = train(POINTS, sgd(), [start], batches, learning_rate)
    return batches, history.params[:, 0], history.losses(POINTS)[:-1], batch_losses(POINTS, history.params[:-1], batches)


@lru_cache
def curve(example):
    """The loss of one example at each weight of the grid; of all for None."""
    return landscape.line(POINTS, [0.0], [1.0], GRID, None if example is None else [example])


def compute(state):
    """State -> Frame."""
    batches, weights, full_losses, losses = run(state.start, state.learning_rate, state.seed)
    (example,) = batches[state.step].tolist()
    w, next_weight = weights[state.step], weights[state.step + 1]
    slope = POINTS.gradient([w], [example]).item()
    past = slice(state.step + 1)
    return Frame(
        lit=state.phase,
        formulas=formulas(state, example, w, losses[state.step], slope, next_weight),
        x=POINTS.X[:, 0],
        y=POINTS.y,
        example=example,
        weight_label="weight w",
        grid=GRID,
        full_curve=curve(None),
        ceiling=CEILING,
        batch_curve=curve(example),
        weights=weights[past],
        full_losses=full_losses[past],
        batch_losses=losses[past],
        slope=slope,
        next_weight=next_weight,
        next_full_loss=POINTS.loss([next_weight]).item(),
        next_loss=POINTS.loss([next_weight], [example]).item(),
        diverged=diverged_at(full_losses, limit=100 * CEILING),
    )


def formulas(state, example, w, loss, slope, next_weight):
    """What stands beside each line: with numbers for the lines that have run, in letters for those to come."""
    x, y, name = POINTS.X[example, 0], POINTS.y[example], "₀₁₂₃₄₅"[example]
    prediction = w * x
    lines = (
        (f"example i = {example}:", f"x = {number(x)}, y = {number(y)}"),
        ("ŷ = w · x", f"= {number(w)} × {_in(x)} = {number(prediction)}"),
        (f"L{name} = (ŷ − y)²", f"= ({number(prediction)} − {_in(y)})² = {number(loss)}"),
        (f"∂L{name}/∂w = 2(ŷ − y) · x", f"= 2 × ({number(prediction)} − {_in(y)}) × {_in(x)} = {number(slope)}"),
        (f"w* = w − η · ∂L{name}/∂w", f"= {number(w)} − {number(state.learning_rate)} × {_in(slope)} = {number(next_weight)}"),
    )
    return until(state.phase, lines)


def describe(state, frame):
    """The picture in one line of words and numbers."""
    n = len(frame.x)
    parts = [
        f"Step {state.step} of {STEPS}, epoch {state.step // n + 1}, η = {number(state.learning_rate)}",
        f"w = {number(frame.weights[-1])}",
        f"full loss {number(frame.full_losses[-1])}",
        *(f"{' '.join(title.split())}: {formula}" for title, formula in zip(LINES[: state.phase + 1], frame.formulas)),
    ]
    if state.phase == UPDATE:
        parts.append(f"full loss after this step {number(frame.next_full_loss)}")
    if frame.diverged is not None and frame.step >= frame.diverged:
        parts.append(f"diverged at step {frame.diverged}")
    return "; ".join(parts) + "."


def _in(value):
    """A number within a product: negative ones in brackets."""
    return f"({number(value)})" if value < 0 else number(value)
