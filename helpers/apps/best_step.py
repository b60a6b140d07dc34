"""The best learning rate of one step against the batch size, near the minimum and far from it."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import theory
from helpers.apps._arguments import one_of, within
from helpers.apps.learning_rate import bowl, penguin_model
from helpers.views.best_step import BestStep, BestStepFrame
from helpers.views.style import number
from helpers.widgets import App, choice_slider, row, slider

FEATURES, DRAWS = "strong", 400
SIZES = tuple(2**k for k in range(11))
DISTANCES = (0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3)
EVERY = np.geomspace(0.75, 1400, 200)


@dataclass(frozen=True)
class State:
    """What the controls say."""

    batch_size: int
    distance: float
    seed: int


def best_step(batch_size=16, distance=0.2, seed=0):
    """One step of SGD on least squares with two weights: the loss it leaves, and the rate at which it leaves the least.

    batch_size: a power of 2, 1 to 1024.  distance: of the weights from the minimum, 0.05 to 3; the start W = 0 is at 1.
    seed: of the 400 batches, drawn with replacement.
    """
    one_of("batch_size", batch_size, SIZES)
    within("distance", distance, DISTANCES[0], DISTANCES[-1])
    within("seed", seed, 0, 99, Integral)
    controls = {
        "batch_size": choice_slider("batch size B", batch_size, SIZES),
        "distance": choice_slider("distance from the minimum", distance, DISTANCES),
        "seed": slider("seed of the batches", seed, 0, 99),
    }
    app = App("best_step", BestStep(), controls, State, compute, describe)
    app.arrange(row(*controls.values()), app.picture)
    return app


def weights_at(distance):
    """(2,): on the line from the minimum, distance 0, through W = 0, distance 1."""
    return (1 - distance) * bowl(FEATURES).minimum


@lru_cache
def hessian():
    """(2, 2): the curvature of the full loss, the same everywhere."""
    X = penguin_model(FEATURES).X
    return 2 / len(X) * X.T @ X


def moments(distance):
    """(loss, gradient G (2,), covariance Σ (2, 2) of the examples' own gradients) at this distance."""
    model, W = penguin_model(FEATURES), weights_at(distance)
    each = model.gradient(W, np.arange(model.n_examples)[:, None])
    return model.loss(W).item(), each.mean(0), np.cov(each.T, bias=True)


@lru_cache(maxsize=4)
def ends(seed):
    """(2, S, D, 2): the gradients at the minimum and at W = 0 of D batches of each size, the first B of 1024 draws."""
    model = penguin_model(FEATURES)
    drawn = np.random.default_rng(seed).integers(model.n_examples, size=(SIZES[-1], DRAWS))
    starts = [0, *SIZES[:-1]]  # the draws that a size adds to the one before
    sums = [
        np.add.reduceat(model.gradient(weights_at(distance), np.arange(model.n_examples)[:, None])[drawn], starts).cumsum(0)
        for distance in (0, 1)
    ]
    return np.array(sums) / np.reshape(SIZES, (-1, 1, 1))


def gradients(distance, seed):
    """(S, D, 2): the batches' gradients. On a straight line they change in proportion, since the loss is a square."""
    near, far = ends(seed)
    return (1 - distance) * near + distance * far


@lru_cache(maxsize=8)
def along(distance, seed):
    """(S, D) each: gG, what a batch's step of rate η gains at first, and gHg: its loss is L − η gG + ½ η² gHg."""
    g, (_, G, _) = gradients(distance, seed), moments(distance)
    return g @ G, np.vecdot(g, g @ hessian())


@lru_cache(maxsize=8)
def measured_bests(distance, seed):
    """(S,): the rate at which the mean loss after the step was least, and its standard error."""
    first, second = along(distance, seed)
    best = first.mean(1) / second.mean(1)
    return best, (first - best[:, None] * second).std(1) / np.sqrt(DRAWS) / second.mean(1)


def compute(state):
    """State -> BestStepFrame."""
    H, (_, G, Σ) = hessian(), moments(state.distance)
    top = theory.best_step_size(G, H, 0 * Σ, 1).item()
    gain = 0.5 * top * (G @ G)
    rates = np.linspace(0, 2.1 * top, 106)
    marks = rates[7::7]
    first, second = (part[SIZES.index(state.batch_size)] for part in along(state.distance, state.seed))
    change = (0.5 * marks[:, None] ** 2 * second - marks[:, None] * first) / gain
    best = theory.best_step_size(G, H, Σ, state.batch_size).item()
    bests, errors = measured_bests(state.distance, state.seed)
    scale = theory.noise_scale(G, H, Σ).item()
    return BestStepFrame(
        batch_size=state.batch_size,
        gain=gain,
        rates=rates,
        expected=theory.expected_loss_after_step(0, G, H, Σ, rates, state.batch_size) / gain,
        noiseless=theory.expected_loss_after_step(0, G, H, 0 * Σ, rates, 1) / gain,
        marks=marks,
        mean=change.mean(1),
        error=change.std(1) / np.sqrt(DRAWS),
        best=best,
        best_change=theory.expected_loss_after_step(0, G, H, Σ, best, state.batch_size).item() / gain,
        sizes=np.array(SIZES),
        bests=bests,
        best_errors=errors,
        every=EVERY,
        line=top / (1 + scale / EVERY),
        top=top,
        noise_scale=scale,
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    measured, error = frame.now
    loss = moments(state.distance)[0]
    return (
        f"least squares on penguins, two weights, at {number(state.distance)} of the way from the minimum to W = 0: "
        f"loss {number(loss)}, best rate without noise {number(frame.top)}, noise scale {number(frame.noise_scale)}; "
        f"one step with B = {state.batch_size}, {DRAWS} batches: best rate measured {number(measured)} ± {2 * error:.2g} "
        f"(two standard errors), theory {number(frame.best)}, which leaves the loss "
        f"{number(loss + frame.gain * frame.best_change)}, {-frame.best_change:.0%} of the gain without noise."
    )
