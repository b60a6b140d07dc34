"""Powers of 2 as batch sizes beside their neighbours: bytes and multiplications of a step, counted, and seconds, measured."""

from functools import lru_cache
from time import perf_counter

import numpy as np

from helpers import datasets
from helpers.models import MLP

MODELS = {"moons": "two moons, network 2-16-1", "flights": "flights, network 4-32-1"}
EXAMPLES = {"moons": 2000, "flights": 20_000}
SIZES = tuple(2**k + by for k in range(3, 10) for by in (-1, 0, 1))
ROUNDS, SHARE = 40, 0.004  # how often each size is timed, and the seconds of one timing
RECORDED = {  # an example: µs of a step at each of SIZES on another machine, medians of 80 rounds, and their standard errors
    "moons": (
        (13.02, 12.99, 13.03, 13.35, 13.44, 13.51, 14.28, 14.33, 14.42, 15.70, 15.74, 15.96, 19.05, 18.91, 19.07)
        + (26.00, 26.00, 26.07, 45.21, 44.92, 44.69),
        (0.07, 0.07, 0.06, 0.07, 0.06, 0.06, 0.07, 0.07, 0.07, 0.06, 0.09, 0.09, 0.09, 0.08, 0.08)
        + (0.11, 0.14, 0.15, 0.20, 0.29, 0.22),
    ),
    "flights": (
        (13.91, 13.67, 13.94, 14.38, 14.62, 14.62, 16.18, 16.08, 16.26, 19.36, 19.49, 19.54, 26.21, 26.07, 26.40)
        + (43.11, 41.81, 44.22, 76.55, 73.85, 74.64),
        (0.07, 0.08, 0.09, 0.08, 0.09, 0.08, 0.08, 0.07, 0.08, 0.11, 0.12, 0.11, 0.14, 0.12, 0.15)
        + (0.28, 0.29, 0.33, 0.48, 0.48, 0.43),
    ),
}
MEDIAN = 1.2533 * 1.4826  # the standard error of a median: this times the median deviation over √rounds, for a normal spread


@lru_cache(maxsize=4)
def network(model):
    """A network on that many examples, in standard units; squared error."""
    data = datasets.two_moons(EXAMPLES[model], noise=0.2) if model == "moons" else datasets.flights()
    if model == "flights":
        data = datasets.standardised(data)
    n = EXAMPLES[model]
    return MLP(data.X[:n], data.y[:n], hidden=(16 if model == "moons" else 32,))


def bytes_of_step(model, batch_size):
    """The arrays of one gradient that grow with the batch: inputs with their ones, targets, values and errors of each layer.

    >>> bytes_of_step(MLP(X=np.zeros((9, 2)), y=np.zeros(9), hidden=(16,)), batch_size=1)  # 8 bytes each of 3 + 1 + 17 + 1 + 17
    312
    """
    (_, inputs), (outputs, values) = model.shapes
    return 8 * batch_size * (inputs + outputs + 2 * values + outputs)


def multiplications(model, batch_size):
    """Those of the matrix products of one gradient: forward, backward to the weights, backward to the hidden values."""
    (hidden, inputs), (outputs, values) = model.shapes
    return batch_size * (2 * hidden * inputs + 3 * outputs * values)


def rounds(model, count=ROUNDS, share=SHARE, clock=perf_counter):
    """Time a step, gradient and update, at each size, `count` times over: yields (S,) seconds a step.

    Within a round the sizes come in random order, so that what slows the machine for a while slows all alike.
    """
    rng, W = np.random.default_rng(0), model.initial(np.random.default_rng(1))
    repeats = []
    for size in SIZES:  # a first pass warms up, and says how many steps fill the share
        spent = _timed(model, W, rng.integers(model.n_examples, size=size), 20, clock)
        repeats.append(int(np.clip(share / max(spent, 1e-9), 5, 2000)))
    for _ in range(count):
        times = np.empty(len(SIZES))
        for place in rng.permutation(len(SIZES)):
            batch = rng.integers(model.n_examples, size=SIZES[place])
            times[place] = _timed(model, W, batch, repeats[place], clock)
        yield times


def _timed(model, W, batch, repeats, clock):
    """Seconds of one of so many steps."""
    before = clock()
    for _ in range(repeats):
        W = W - 0.01 * model.gradient(W, batch)
    return (clock() - before) / repeats


def median(values):
    """The median over rounds, the first axis, and its standard error, which a few slow rounds do not spoil."""
    middle = np.median(values, axis=0)
    return middle, MEDIAN * np.median(np.abs(values - middle), axis=0) / np.sqrt(len(values))


def compare(times):
    """(R, S) seconds -> the ratio (K,) of a power of 2 to the mean of its neighbours, its error (K,), and both for all powers.

    Each round is measured by its own median, so that a slow one counts as the others do. Where time is a + bB, the mean of
    the neighbours is that of the power: no bias.

    >>> ratios, errors, (together, error) = compare(np.tile(1e-5 + 1e-7 * np.array(SIZES), (5, 1)))
    >>> ratios.round(12).tolist(), round(together, 12), error
    ([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], 1.0, 0.0)
    """
    return compare_medians(*median(times / np.median(times, axis=1, keepdims=True)))


def compare_medians(middles, spreads):
    """The same from the median time of each size, (S,), and its standard error."""
    (less, power, more), spreads = (np.reshape(part, (-1, 3)).T for part in (middles, spreads))
    ratios = 2 * power / (less + more)
    errors = ratios * np.sqrt((spreads[1] / power) ** 2 + (spreads[0] ** 2 + spreads[2] ** 2) / (less + more) ** 2)
    return ratios, errors, (ratios.mean().item(), np.sqrt(np.sum(errors**2)).item() / len(ratios))
