"""How far batch gradients stray from the full gradient, against the batch size, and what theory says."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import theory
from helpers.apps._arguments import one_of, within
from helpers.apps.batches import MODELS, batch_sizes, size_slider, stage_of, weight_slider
from helpers.views.spread import Spread, SpreadFrame
from helpers.views.style import number
from helpers.widgets import App, choice_slider, menu, row, slider

DRAWS = (20, 50, 100, 200, 500, 1000, 2000)
WAYS = {False: "without replacement", True: "with replacement"}


@dataclass(frozen=True)
class State:
    """What the controls say."""

    model: str
    replacement: bool
    batch_size: int
    w: float
    draws: int
    seed: int


def spread(model="sine", replacement=False, batch_size=4, w=None, draws=500, seed=0):
    """The gradients of many random batches at one weight: their histogram, and their standard deviation against B.

    model: sine, least squares or logistic.  replacement: whether an example can come twice in a batch.  batch_size: a
    power of 2, three times one, or N.  w: None is the model's start.  draws: how many batches, 20 to 2000.  seed: of the draws.
    """
    stage = stage_of(model)
    sizes = batch_sizes(stage.model.n_examples)
    one_of("replacement", replacement, WAYS)
    one_of("batch_size", batch_size, sizes)
    one_of("draws", draws, DRAWS)
    within("seed", seed, 0, 99, Integral)
    controls = {
        "model": menu("model", model, MODELS),
        "replacement": menu("examples drawn", replacement, WAYS),
        "batch_size": size_slider(batch_size, sizes),
        "w": weight_slider(stage.start if w is None else w, stage),
        "draws": choice_slider("batches drawn", draws, DRAWS),
        "seed": slider("seed of the draws", seed, 0, 99),
    }
    app = App("spread", Spread(), controls, State, compute, describe)
    app.before("model", lambda: _change_model(app))
    app.arrange(
        row(controls["model"], controls["replacement"]),
        row(controls["batch_size"], controls["w"]),
        row(controls["draws"], controls["seed"]),
        app.picture,
    )
    return app


@lru_cache(maxsize=4)
def drawn(n, draws, seed, replacement):
    """(D, n): the first B of each row are one draw of a batch of B."""
    rng = np.random.default_rng(seed)
    return rng.integers(n, size=(draws, n)) if replacement else rng.permuted(np.tile(np.arange(n), (draws, 1)), axis=1)


@lru_cache(maxsize=8)
def measure(model, w, draws, seed, replacement):
    """The gradients (S, D) of the drawn batches of each size, their standard deviations (S,) and the errors of those (S,)."""
    stage = stage_of(model)
    n = stage.model.n_examples
    each = stage.model.gradient([w], np.arange(n)[:, None])[:, 0]
    sizes = np.array(batch_sizes(n))
    gradients = np.cumsum(each[drawn(n, draws, seed, replacement)], axis=1).T[sizes - 1] / sizes[:, None]
    square = (gradients - each.mean()) ** 2  # the mean is known: no degree of freedom is spent on it
    deviation = np.sqrt(square.mean(1))
    deviation[deviation < 1e-9 * each.std()] = 0  # all examples in another order: rounding alone
    error = square.std(1) / np.sqrt(draws) / np.where(deviation > 0, 2 * deviation, np.inf)
    return gradients, deviation, error


@lru_cache
def limit(model):
    """Where the axis of gradients ends: far enough for every weight of the scene."""
    stage = stage_of(model)
    each = stage.model.gradient(np.reshape(stage.starts, (-1, 1, 1)), np.arange(stage.model.n_examples)[:, None])[..., 0]
    return np.max(np.abs(each.mean(1)) + 2.2 * each.std(1))


def compute(state):
    """State -> SpreadFrame."""
    stage = stage_of(state.model)
    n, sizes = stage.model.n_examples, np.array(batch_sizes(stage.model.n_examples))
    each = stage.model.gradient([state.w], np.arange(n)[:, None])[:, 0]
    ways = {way: measure(state.model, state.w, state.draws, state.seed, way) for way in WAYS}
    full, s = each.mean(), each.std()
    return SpreadFrame(
        scene=stage.key,
        n=n,
        limit=limit(state.model),
        full=full,
        gradients=ways[state.replacement][0][sizes == state.batch_size][0],
        batch_size=state.batch_size,
        replacement=state.replacement,
        sizes=sizes,
        measured={way: deviation for way, (_, deviation, _) in ways.items()},
        error={way: error for way, (_, _, error) in ways.items()},
        theory={way: np.sqrt(theory.batch_gradient_variance(s**2, n, np.arange(1, n + 1), way)) for way in WAYS},
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    measured, error, expected = frame.now
    return (
        f"{MODELS[state.model]}: w = {number(state.w)}, full gradient {number(frame.full)}, "
        f"{state.draws} batches of B = {state.batch_size} of N = {frame.n}, {WAYS[state.replacement]}: "
        f"standard deviation of their gradients measured {number(measured)} ± {2 * error:.2g} (two standard errors), "
        f"theory {number(expected)}, "
        f"one example alone {number(frame.theory[True][0])}, {frame.uphill:.0%} point uphill."
    )


def _change_model(app):
    """A new model brings its own weights and sizes; the rest stays, and so does B where it can."""
    stage = stage_of(app.controls["model"].value)
    size, sizes = app.controls["batch_size"], batch_sizes(stage.model.n_examples)
    whole, kept = size.value == size.options[-1][1], size.value
    app.replace("batch_size", size_slider(sizes[-1] if whole or kept not in sizes else kept, sizes))
    app.replace("w", weight_slider(stage.start, stage))
