"""Local and global minima: the start decides where gradient descent ends, and the learning rate has a say."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from helpers import landscape
from helpers.apps._arguments import one_of, within
from helpers.apps._dragging import draggable
from helpers.apps.scenes import NAMES, scene
from helpers.optimizers import sgd
from helpers.training import train
from helpers.views.basins import ELSEWHERE, LETTERS, BasinFrame, Basins
from helpers.views.style import number
from helpers.widgets import App, choice_slider, menu, round_numbers, row

STEPS, LAST = 50, 15  # of a path, and those of its end that must stay in one valley
MODELS = {key: NAMES[key] for key in ("sine", "least squares")}
RATES = [rate for rate in round_numbers(-2, 1) if 0.05 <= rate <= 2.5]


@dataclass(frozen=True)
class State:
    """What the controls say."""

    model: str
    learning_rate: float
    start: float


def basins(model="sine", learning_rate=0.2, start=None):
    """Every start in the colour of the minimum where gradient descent from there ends, and the path from one of them.

    model: sine, which has many minima, or least squares, which has one.  learning_rate: from 0.05 to 2.5.
    start: within the picture; None is the model's own.
    """
    one_of("model", model, MODELS)
    within("learning_rate", learning_rate, 0.05, 2.5)
    stage = wide(model)
    start = stage.start if start is None else start
    within("start", start, stage.low, stage.high)
    controls = {
        "model": menu("model", model, MODELS),
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "start": choice_slider("start weight", start, stage.starts),
    }
    app = App("basins", Basins(), controls, State, compute, describe)
    app.before("model", lambda: _change_model(app))
    draggable(app, "start")
    app.arrange(row(*controls.values()), app.picture)
    return app


@lru_cache
def wide(key):
    """The scene, wide enough to show a few minima."""
    stage = scene(key)
    return replace(stage, low=-0.8, high=7.2) if key == "sine" else stage


@lru_cache
def valleys(key):
    """The minima in the picture, (M,), and the ends of their valleys, (M, 2): the hills beside them, or the picture's ends."""
    stage = wide(key)
    grid = np.linspace(stage.low - 4, stage.high + 4, 3201)
    losses = landscape.line(stage.model, [0.0], [1.0], grid)
    minima, hills = landscape.minima(grid, losses), landscape.minima(grid, -losses)
    minima = minima[(stage.low < minima) & (minima < stage.high)]
    ends = hills if len(hills) else np.array([stage.low, stage.high])
    right = np.searchsorted(ends, minima)
    return minima, np.stack([ends[right - 1], ends[right]], axis=1)


@lru_cache(maxsize=8)
def paths(key, learning_rate, starts):
    """Gradient descent from all starts at once, (STEPS + 1, S); where each ends, (S,), and whether it is restless, (S,)."""
    model, (_, bounds) = scene(key).model, valleys(key)
    weights = train(model, sgd(), np.array(starts)[:, None], [None] * STEPS, learning_rate).params[..., 0]
    tail = weights[-LAST:, :, None]
    stays = ((bounds[:, 0] < tail) & (tail < bounds[:, 1])).all(0)  # (S, M)
    ends = np.where(stays.any(1), stays.argmax(1), ELSEWHERE)
    with np.errstate(invalid="ignore", over="ignore"):
        moves = np.diff(weights[-6:], axis=0)
        turns = (moves[1:] * moves[:-1] < 0).any(0)
        return weights, ends, (ends != ELSEWHERE) & turns & (np.abs(moves).max(0) > 0.01)


def compute(state):
    """State -> BasinFrame."""
    stage, (minima, _) = wide(state.model), valleys(state.model)
    weights, ends, restless = paths(state.model, state.learning_rate, tuple(stage.starts))
    here = np.flatnonzero(np.isclose(stage.starts, state.start))
    if len(here):
        path, end, jumps = weights[:, here[0]], ends[here[0]], restless[here[0]]
    else:  # a start between the slider's marks
        path, end, jumps = (part[..., 0] for part in paths(state.model, state.learning_rate, (state.start,)))
    lowest = stage.model.loss(minima[:, None])
    return BasinFrame(
        scene=stage.key,
        weight_label=stage.weight_label,
        grid=stage.grid,
        curve=stage.full_curve,
        minima=minima,
        lowest=lowest,
        best=int(lowest.argmin()),
        starts=np.array(stage.starts),
        ends=ends,
        restless=restless,
        path=path,
        losses=stage.model.loss(path[:, None]),
        verdict=_verdict(end, jumps, int(lowest.argmin())),
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    counts = [f"{np.sum(frame.ends == each)} end in {LETTERS[each]}" for each in range(len(frame.minima))]
    none, jump = np.sum(frame.ends == ELSEWHERE), np.sum(frame.restless)
    minima = ", ".join(f"{name} at {number(w)}" for name, w in zip(LETTERS, frame.minima))
    return (
        f"{NAMES[state.model]}: η = {number(state.learning_rate)}, minima {minima}, {LETTERS[frame.best]} is the global one, "
        f"start w = {number(state.start)} {frame.verdict}, w after {STEPS} steps {number(frame.path[-1])}, "
        f"of {len(frame.starts)} starts {', '.join(counts)}, {none} in none of them, {jump} never come to rest."
    )


def _verdict(end, jumps, best):
    if end == ELSEWHERE:
        return "ends in none of these minima"
    name = f"{LETTERS[end]}, {'the global minimum' if end == best else 'a local minimum'}"
    return f"never comes to rest around {name}" if jumps else f"ends in {name}"


def _change_model(app):
    """A new model brings its own weights; the learning rate stays."""
    stage = wide(app.controls["model"].value)
    app.replace("start", choice_slider("start weight", stage.start, stage.starts))
