"""The flagship: full loss solid, batch loss dotted and new at each step, the point stepping down the dotted curve."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import ipywidgets
import numpy as np

from helpers.apps._arguments import within
from helpers.apps.scenes import NAMES, scene
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import batch_losses, diverged_at, train
from helpers.views.flagship import Flagship
from helpers.views.panels import Frame
from helpers.views.style import number
from helpers.widgets import App, Player, choice_slider, menu, presets, round_numbers, row, slider

STEPS = 500
PRESETS = {  # what a teacher wants to show with one click
    "stuck": dict(model="sine", learning_rate=0.1, batch_size=16, start=4.9, seed=0, step=300),
    "escaped": dict(model="sine", learning_rate=0.4, batch_size=4, start=4.9, seed=2, step=60),
    "oscillating": dict(model="sine", learning_rate=0.4, batch_size=4, start=2.05, seed=0, step=140),
    "diverged": dict(model="least squares", learning_rate=1.1, batch_size=342, start=-0.7, seed=0, step=20),
    "full batch": dict(model="sine", learning_rate=0.4, batch_size=64, start=4.9, seed=0, step=100),
}


@dataclass(frozen=True)
class State:
    """What the controls say."""

    model: str
    learning_rate: float
    batch_size: int
    start: float
    seed: int
    step: int


@dataclass(frozen=True, eq=False)
class Run:
    """One path, as long as the step slider. weights: (STEPS + 2,), the others (STEPS + 1,)."""

    weights: np.ndarray
    full_losses: np.ndarray
    batch_losses: np.ndarray
    diverged: int | None


def magic(model="sine", learning_rate=0.4, batch_size=4, start=None, seed=0, step=0):
    """The live figure of notebook 04.

    model: sine, least squares, logistic or network.  batch_size: a power of 2 up to N, or N.  start: the first
    weight, within the picture; None is the model's own.  seed: of the shuffling.  step: 0 to 500.
    """
    controls = magic_controls(model, learning_rate, batch_size, start, seed, step, last=STEPS)
    app = App("magic", Flagship(), controls, State, compute, describe)
    player = Player(app, controls["step"])
    app.before("model", lambda: change_model(app, player))
    app.before("start", player.rewind)
    app.picture.observe(lambda change: _drag(app, change["new"]), "pointer")
    app.arrange(
        row(controls["model"], controls["start"], controls["seed"]),
        row(controls["learning_rate"], controls["batch_size"]),
        row(controls["step"], *player.buttons),
        app.picture,
        row(ipywidgets.Label("show"), *presets(app, PRESETS)),
    )
    return app


def magic_controls(model, learning_rate, batch_size, start, seed, step, last):
    """The controls of both figures, once their values are known to be good."""
    stage = scene(model)
    start = stage.start if start is None else start
    sizes = batch_sizes(stage.model.n_examples)
    within("learning_rate", learning_rate, 1e-3, 10)
    within("start", start, stage.low, stage.high)
    within("seed", seed, 0, 99, Integral)
    within("step", step, 0, last, Integral)
    if batch_size not in sizes:
        raise ValueError(f"batch_size must be one of {', '.join(map(str, sizes))}; got {batch_size}.")
    return {
        "model": menu("model", model, NAMES),
        "learning_rate": choice_slider("learning rate η", learning_rate, round_numbers(-3, 1)),
        "batch_size": _size_slider(batch_size, sizes),
        "start": _start_slider(start, stage.starts),
        "seed": slider("shuffle seed", seed, 0, 99),
        "step": slider("step" if last == STEPS else "first step", step, 0, last),
    }


def batch_sizes(n):
    """The powers of 2 below n, and n.

    >>> batch_sizes(10)
    [1, 2, 4, 8, 10]
    """
    return [*(2**k for k in range((n - 1).bit_length())), n]


@lru_cache(maxsize=8)
def batches(n, batch_size, seed):
    """At least STEPS + 1 batches, whole epochs. Every batch size sees the same shuffles."""
    epochs = -(-(STEPS + 1) // -(-n // batch_size))
    return reshuffled(np.random.default_rng(seed), n, batch_size, epochs)


@lru_cache(maxsize=8)
def run(key, learning_rate, batch_size, start, seed):
    """The path of SGD, and the losses along it."""
    stage = scene(key)
    seen = [*batches(stage.model.n_examples, batch_size, seed)][: STEPS + 1]
    history = train(stage.model, sgd(), [start], seen, learning_rate)
    full_losses = history.losses(stage.model)[:-1]
    return Run(
        history.params[:, 0],
        full_losses,
        batch_losses(stage.model, history.params[:-1], seen),
        diverged_at(full_losses, limit=100 * stage.ceiling),
    )


def compute(state):
    """State -> Frame."""
    stage = scene(state.model)
    path = run(state.model, state.learning_rate, state.batch_size, state.start, state.seed)
    drawn = batches(stage.model.n_examples, state.batch_size, state.seed)
    epoch = state.step // drawn.steps_per_epoch
    batch = drawn[state.step]
    next_weight = path.weights[state.step + 1]
    past = slice(state.step + 1)
    return Frame(
        scene=stage.key,
        weight_label=stage.weight_label,
        grid=stage.grid,
        full_curve=stage.full_curve,
        ceiling=stage.ceiling,
        batch_curve=stage.curve(batch),
        weights=path.weights[past],
        full_losses=path.full_losses[past],
        batch_losses=path.batch_losses[past],
        slope=stage.model.gradient(path.weights[state.step, None], batch).item(),
        next_weight=next_weight,
        next_loss=stage.model.loss([next_weight], batch).item(),
        order=drawn.order[epoch],
        batch=batch,
        batch_size=state.batch_size,
        epoch=epoch + 1,
        diverged=path.diverged,
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    model = scene(state.model).model
    n = model.n_examples
    epochs, position = divmod(state.step, -(-n // state.batch_size))
    seen = epochs * n + position * state.batch_size
    w = frame.weights[-1]
    parts = [
        f"{NAMES[state.model]}: η = {number(state.learning_rate)}",
        f"B = {state.batch_size} of N = {n}",
        f"step {state.step} of {STEPS}",
        f"epoch {frame.epoch}",
        f"{seen:,} examples seen".replace(",", " "),
        f"w = {number(w)}",
        f"full loss {number(frame.full_losses[-1])}",
        f"batch loss {number(frame.batch_losses[-1])}",
        f"gradient on the batch {number(frame.slope)}, on all data {number(model.gradient([w]).item())}",
        f"next w = {number(frame.next_weight)}",
    ]
    if frame.diverged is not None and frame.step >= frame.diverged:
        parts.append(f"diverged at step {frame.diverged}")
    return ", ".join(parts) + "."


def change_model(app, player=None):
    """A new model brings its own weights and sizes; learning rate and seed stay, and so does B where it can."""
    stage = scene(app.controls["model"].value)
    size, sizes = app.controls["batch_size"], batch_sizes(stage.model.n_examples)
    whole, kept = size.value == size.options[-1][1], size.value
    app.replace("batch_size", _size_slider(kept if kept in sizes and not whole else sizes[-1], sizes))
    app.replace("start", _start_slider(stage.start, stage.starts))
    if player:
        player.rewind()


def _size_slider(value, sizes):
    return choice_slider("batch size B", value, sizes)


def _start_slider(value, starts):
    return choice_slider("start weight", value, starts)


def _drag(app, pointer):
    start = app.controls["start"]
    weight = app.view.weight_at(pointer[0])
    with app.together():
        app.controls["step"].value = 0
        start.value = min((value for _, value in start.options), key=lambda value: abs(value - weight))
