"""How often SGD leaves a local minimum for the global one: the share of many runs, against batch size and learning rate."""

from functools import lru_cache

import numpy as np

from helpers import datasets, landscape
from helpers.caches import read_only
from helpers.models import SineRegression
from helpers.problems.one_weight import problem
from helpers.sampling import reshuffled

START, STEPS = 4.9, 300  # of each run, as in notebook 04
RATES = (0.1, 0.2, 0.4, 0.8)
SIZES = (1, 2, 4, 8, 16, 32, 64)
BLOCK = 4  # runs that are worked out together, one frame's worth
RUNS = 500
DATA = {"notebook 04": "as in notebook 04", "second draw": "a second draw", "third draw": "a third draw"}
SEEDS = {"second draw": 0, "third draw": 3}

_sizes = np.array(SIZES[:-1])
_owner = np.repeat(np.arange(len(_sizes)), _sizes)  # the batches of all sizes below N lie side by side in one row
_first = np.cumsum(_sizes) - _sizes
_places = np.arange(len(_owner)) - _first[_owner]


@lru_cache(maxsize=len(DATA))
def sine_model(data):
    """sin(wx) on that draw of the data."""
    if data in SEEDS:
        drawn = datasets.sine(n=64, frequency=2.0, noise=0.3, seed=SEEDS[data])
        return SineRegression(drawn.X[:, 0], drawn.y)
    return problem("sine").model


@lru_cache(maxsize=len(DATA))
def global_valley(data):
    """The hills on both sides of the global minimum, as far as w from -1 to 7 holds it."""
    grid = np.linspace(-1, 7, 3201)
    losses = sine_model(data).loss(grid[:, None])
    hills = landscape.minima(grid, -losses)
    right = np.searchsorted(hills, grid[losses.argmin()])
    return hills[right - 1].item(), hills[right].item()


def walk(weights, rates, x, y):
    """The weights of many runs of SGD on mean (sin(wx) - y)², the start included: (T + 1, ...).

    weights: (...).  rates: η, which broadcasts with them.  x, y: (T, ..., B), the examples of each batch.  To the last bit it
    is what `helpers.training.train` does, without its checks at each step.
    """
    path, factor = [weights], 2 / x.shape[-1]
    with np.errstate(over="ignore", invalid="ignore"):
        for inputs, targets in zip(x, y):
            z = weights[..., None] * inputs
            slopes = np.cos(z)
            slopes *= inputs
            residuals = np.sin(z, out=z)
            residuals -= targets
            weights = weights - rates * (factor * np.vecdot(residuals, slopes))
            path.append(weights)
    return np.array(path)


def last_weights(model, rng, runs):
    """Where runs end, (rates, runs, sizes below N): at each step a fresh batch, the first B of a new random order.

    One loop takes all rates, runs and sizes: the batches lie side by side in one row, and each is summed by itself.
    """
    orders = reshuffled(rng, SIZES[-1], SIZES[-1], STEPS, runs).order.take(_places, axis=-1)
    doubled = 2 * np.array(RATES)[:, None, None] / _sizes  # the slope of a square has a factor 2
    weights = np.full((len(RATES), runs, len(_sizes)), START)
    slopes, residuals = np.empty((2, len(RATES), runs, len(_owner)))
    with np.errstate(over="ignore", invalid="ignore"):
        for x, y in zip(model.x.take(orders), model.y.take(orders)):
            weights.take(_owner, axis=-1, out=residuals, mode="clip")  # the other modes make a copy first
            residuals *= x
            np.cos(residuals, out=slopes)
            slopes *= x
            np.sin(residuals, out=residuals)
            residuals -= y
            residuals *= slopes
            weights -= doubled * np.add.reduceat(residuals, _first, axis=-1)
    return weights


@lru_cache(maxsize=1000)
def block(data, seed, number):
    """Whether the runs of one block end in the global valley, (rates, BLOCK, sizes below N)."""
    return _inside(data, last_weights(sine_model(data), np.random.default_rng([seed, number]), BLOCK))


@lru_cache(maxsize=len(DATA))
def descents(data):
    """Whether the runs with all N examples end there, (rates, 1): gradient descent, one path a rate, whatever the seed."""
    model, rates = sine_model(data), np.array(RATES)
    x, y = (np.broadcast_to(each, (STEPS, len(each))) for each in (model.x, model.y))
    return _inside(data, walk(np.full(len(rates), START), rates, x, y)[-1][:, None])


def counts(data, seed, runs):
    """How many of the first `runs` runs end in the global valley, (rates, sizes)."""
    blocks = [block(data, seed, number) for number in range(-(-runs // BLOCK))]
    below = np.concatenate(blocks, axis=1)[:, :runs].sum(axis=1)
    return np.concatenate([below, runs * descents(data)], axis=1)


def _inside(data, ends):
    low, high = global_valley(data)
    return read_only((low < ends) & (ends < high))
