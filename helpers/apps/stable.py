"""Which learning rates SGD can bear, against the batch size: theory, and what many runs do on both sides of it."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import theory
from helpers.apps._arguments import one_of, within
from helpers.apps.sixty_four import N, batch_means, best, penguins, walk
from helpers.sampling import reshuffled
from helpers.views.stable import Stable, StableFrame
from helpers.views.style import number
from helpers.widgets import App, choice_slider, row, slider

SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
RATES = tuple(hundredths / 100 for hundredths in range(5, 125, 5))
GRID = [(size, rate) for size in SIZES for rate in RATES[5::2]]  # where the map is measured
RUNS, STEPS = 300, 12
START = 30.0  # from the minimum: far enough for the noise of the residuals not to matter


@dataclass(frozen=True)
class State:
    """What the controls say."""

    learning_rate: float
    batch_size: int
    seed: int


def stable(learning_rate=0.8, batch_size=8, seed=0):
    """The largest stable learning rate of SGD against the batch size, and 300 runs at one η and B.

    Least squares of the body mass of 64 penguins on their flipper length, (wx - y)², its curvature 2; each step draws a fresh
    batch without replacement.  learning_rate: 0.05 to 1.2.  batch_size: 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48 or 64.
    seed: of the draws.
    """
    within("learning_rate", learning_rate, RATES[0], RATES[-1])
    one_of("batch_size", batch_size, SIZES)
    within("seed", seed, 0, 99, Integral)
    controls = {
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "batch_size": choice_slider("batch size B", batch_size, SIZES),
        "seed": slider("seed of the draws", seed, 0, 99),
    }
    app = App("stable", Stable(), controls, State, compute, describe)
    app.arrange(row(controls["learning_rate"], controls["batch_size"]), row(controls["seed"]), app.picture)
    return app


@lru_cache(maxsize=2)
def _seen(seed):
    """What each update sees, for each of SIZES: h and m, each (SIZES, STEPS, RUNS), of the first B of a fresh shuffle."""
    order = reshuffled(np.random.default_rng(seed), N, N, STEPS, RUNS).order
    last = np.array(SIZES) - 1
    sums = [np.cumsum(each, axis=-1)[..., last] for each in batch_means(penguins(), order[..., None])]
    return [np.ascontiguousarray(np.moveaxis(each / SIZES, -1, 0)) for each in sums]


def seen(batch_size, seed):
    """What each update sees of its batch: h and m, each (STEPS, RUNS)."""
    return [each[SIZES.index(batch_size)] for each in _seen(seed)]


def growth(learning_rate, h):
    """The factor by which a step multiplies the squared distance of a far point: the mean over all steps, and its error."""
    factors = (1 - 2 * learning_rate * h) ** 2
    return factors.mean(), factors.std() / np.sqrt(factors.size)


@lru_cache(maxsize=4)
def _map(seed):
    """`growth` at each place of GRID, (M, 2)."""
    return np.array([growth(rate, seen(size, seed)[0]) for size, rate in GRID])


def limits():
    """(G,): theory's largest stable rate for each of SIZES. The formula is of a loss with a factor ½."""
    return theory.least_squares_limit(penguins().X[:, 0], SIZES) / 2


def factor(learning_rate, batch_size):
    """`growth` in theory: (1 - ηλ)² + η² times the variance of the batch's curvature."""
    h = 2 * penguins().X[:, 0] ** 2
    return (1 - learning_rate * h.mean()) ** 2 + learning_rate**2 * theory.batch_gradient_variance(h.var(), N, batch_size)


@lru_cache(maxsize=16)
def runs(learning_rate, batch_size, seed):
    """The squared distances of the runs over that of their start, (STEPS + 1, RUNS)."""
    return (walk(START, np.full((STEPS, 1), learning_rate), *seen(batch_size, seed)) / START) ** 2


def forecast(learning_rate, batch_size):
    """The mean of `runs` in theory, (STEPS + 1,): each step multiplies by `factor` and adds the noise of the residuals.

    One term is left out, the correlation of a batch's curvature with that noise: it is of the order of the residuals over START.
    """
    x, y = penguins().X[:, 0], penguins().y
    slopes = 2 * x * (x * best(penguins()) - y)
    noise = learning_rate**2 * theory.batch_gradient_variance(slopes.var(), N, batch_size) / START**2
    expected = [1.0]
    for _ in range(STEPS):
        expected.append(factor(learning_rate, batch_size) * expected[-1] + noise)
    return np.array(expected)


def compute(state):
    """State -> StableFrame."""
    squares = runs(state.learning_rate, state.batch_size, state.seed)
    measured = _map(state.seed)
    return StableFrame(
        n=N,
        sizes=np.array(SIZES),
        limits=limits(),
        grid=np.array(GRID),
        growth=measured[:, 0],
        error=measured[:, 1],
        batch_size=state.batch_size,
        learning_rate=state.learning_rate,
        factor=(
            *growth(state.learning_rate, seen(state.batch_size, state.seed)[0]),
            factor(state.learning_rate, state.batch_size),
        ),
        mean=squares.mean(1),
        mean_error=squares.std(1) / np.sqrt(RUNS),
        median=np.median(squares, axis=1),
        theory=forecast(state.learning_rate, state.batch_size),
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    measured, error, expected = frame.factor
    limit = limits()[SIZES.index(state.batch_size)]
    last = frame.mean[-1]
    return (
        f"body mass ≈ w × flipper length, 64 penguins, {RUNS} runs: η = {number(state.learning_rate)}, B = {state.batch_size}; "
        f"a step multiplies the mean squared distance by {measured:.3f} ± {2 * error:.3f} (two standard errors), "
        f"theory {expected:.3f}; after {STEPS} steps the mean is {number(float(f'{last:.3g}'))} times the start, "
        f"the median {number(float(f'{frame.median[-1]:.3g}'))} times; "
        f"largest stable η for this B {number(limit)}, of gradient descent {number(limits()[-1])}."
    )
