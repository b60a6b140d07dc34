"""The linear scaling rule, k times the rate with k times the batch: what it keeps, and where it breaks."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import theory
from helpers.apps._arguments import one_of, within
from helpers.models import Quadratic
from helpers.optimizers import sgd
from helpers.sampling import Batches, with_replacement
from helpers.training import train
from helpers.views.linear_scaling import Curve, Scaling, ScalingFrame
from helpers.views.style import number
from helpers.widgets import App, choice_slider, row, slider

N, BATCH_SIZE, EPOCHS, RUNS, START = 256, 4, 8, 100, 3.0
RATES = (0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.6, 1, 1.6)
FACTORS = (2, 4, 8, 16, 32)
GRID = np.geomspace(0.025, 2.4, 400)
MARKS = 16  # measured points on a curve


@dataclass(frozen=True)
class State:
    """What the controls say."""

    learning_rate: float
    factor: int
    seed: int


def linear_scaling(learning_rate=0.05, factor=8, seed=0):
    """SGD with (η, B) and with (kη, kB) on the same examples, a parabola of curvature 1: 100 runs, and the closed form.

    learning_rate: η, from 0.03 to 1.6.  factor: k, one of 2, 4, 8, 16, 32.  seed: of the runs.
    """
    within("learning_rate", learning_rate, RATES[0], RATES[-1])
    one_of("factor", factor, FACTORS)
    within("seed", seed, 0, 99, Integral)
    controls = {
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "factor": choice_slider("factor k", factor, FACTORS),
        "seed": slider("seed of the runs", seed, 0, 99),
    }
    app = App("linear_scaling", Scaling(), controls, State, compute, describe)
    app.arrange(row(*controls.values()), app.picture)
    return app


@lru_cache(maxsize=1)
def parabola():
    """½(w - a_i)² with 256 centres of mean 0 and variance 1: the curvature and the variance of its gradients are 1."""
    centres = np.random.default_rng(0).normal(size=(N, 1))
    return Quadratic([1.0], (centres - centres.mean()) / centres.std())


@lru_cache(maxsize=8)
def weights(rates, factor, seed):
    """(T + 1, S, RUNS): a stack of runs for each rate kη, with batches kB. All factors see the same examples in one order."""
    drawn = with_replacement(np.random.default_rng(seed), N, BATCH_SIZE, EPOCHS, RUNS)
    batches = Batches(drawn.order, factor * BATCH_SIZE)
    start, steps = np.full((len(rates), RUNS, 1), START), factor * np.reshape(rates, (-1, 1, 1))
    return train(parabola(), sgd(), start, batches, steps).params[..., 0]


def excess(w):
    """The full loss of the parabola above its minimum: w² / 2."""
    with np.errstate(over="ignore", invalid="ignore"):
        return 0.5 * w * w


@lru_cache(maxsize=8)
def ratios(rates, factor, seed):
    """(S,): the noise floor at (kη, kB) over that at (η, B), and its standard error; floors are means over the second half.

    Both see the same examples, so a run's two floors go together: the error is that of their difference.
    """
    plain, scaled = (excess(w[len(w) // 2 :]).mean(0) for w in (weights(rates, 1, seed), weights(rates, factor, seed)))
    with np.errstate(over="ignore", invalid="ignore"):
        ratio = scaled.mean(-1) / plain.mean(-1)
        return ratio, (scaled - ratio[:, None] * plain).std(-1) / np.sqrt(RUNS) / plain.mean(-1)


def expected(rate, batch_size, steps):
    """(T + 1,): the mean excess loss after 0, 1, ..., T steps, where each step adds noise of variance η²/B to w."""
    with np.errstate(over="ignore"):
        fading = np.abs(1 - rate) ** (2.0 * np.arange(steps))
        noise = np.append(0, np.cumsum(fading)) * rate**2 / batch_size
        return 0.5 * theory.gradient_descent(START, rate, 1, np.arange(steps + 1)) ** 2 + 0.5 * noise


def compute(state):
    """State -> ScalingFrame."""
    rate, k = state.learning_rate, state.factor
    table = RATES if rate in RATES else (rate,)  # a rate between the slider's marks has runs of its own
    place = table.index(rate)
    settled = np.array(RATES) * k < 2
    measured, errors = ratios(RATES, k, state.seed)
    now, error = ratios(table, k, state.seed)
    return ScalingFrame(
        learning_rate=rate,
        batch_size=BATCH_SIZE,
        factor=k,
        curves=tuple(_curve(rate, factor, weights(table, factor, state.seed)[:, place]) for factor in (1, k)),
        rates=np.array(RATES)[settled],
        ratios=measured[settled],
        errors=errors[settled],
        grid=GRID,
        theory=theory.linear_scaling_ratio(GRID, 1, k),
        limit=2 / k,
        now=(now[place], error[place], theory.linear_scaling_ratio(rate, 1, k)),
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    k, (measured, error, expected_ratio) = state.factor, frame.now
    setting = (
        f"{RUNS} runs on ½w², each {N * EPOCHS} examples: η = {number(state.learning_rate)}, B = {BATCH_SIZE} against "
        f"kη = {number(k * state.learning_rate)}, kB = {k * BATCH_SIZE}, k = {k}"
    )
    if not np.isfinite(expected_ratio):
        return f"{setting}: kηλ = {number(k * state.learning_rate)} is not below 2, so the scaled run diverged; no ratio."
    floors = " and ".join(number(curve.floor) for curve in frame.curves)
    return (
        f"{setting}: noise floors {floors} in theory, their ratio measured {number(measured)} ± {2 * error:.2g} "
        f"(two standard errors), theory {number(expected_ratio)}; the rule breaks at ηλ = {number(frame.limit)}."
    )


def _curve(rate, factor, w):
    """w: (T + 1, RUNS) -> what is drawn of it."""
    steps, loss = len(w) - 1, excess(w)
    at = np.unique(np.linspace(0, steps, MARKS + 1).round().astype(int))
    with np.errstate(over="ignore", invalid="ignore"):
        mean, error = np.nan_to_num(loss[at].mean(-1), nan=np.inf), loss[at].std(-1) / np.sqrt(RUNS)
    floor = theory.excess_loss(factor * rate, 1, 1, factor * BATCH_SIZE)
    seen = np.arange(steps + 1) * factor * BATCH_SIZE
    return Curve(seen, expected(factor * rate, factor * BATCH_SIZE, steps), at, mean, error, floor)
