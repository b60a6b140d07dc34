"""What one step costs on the flights: multiplications, counted, and seconds, measured."""

from time import perf_counter

import numpy as np

from helpers.problems.flights import FEATURES, SIZES, flights

BATCHES = (1, 8, 32, 128, 512)
WEIGHTS = len(FEATURES)
RECORDED = (  # an example, on another machine: µs of a step of gradient descent, and of SGD with BATCHES, for each of SIZES
    (6.73, 8.39, 8.54, 8.64, 9.39, 12.2),
    (11.4, 8.41, 8.48, 8.63, 9.39, 12.1),
    (27.4, 8.44, 8.51, 8.57, 9.32, 12.1),
    (74.2, 8.31, 8.57, 8.80, 9.39, 12.3),
    (320, 8.35, 8.84, 8.95, 9.94, 14.1),
    (1130, 9.30, 9.26, 9.16, 10.7, 15.3),
)
SHARE = 0.05  # seconds of measuring for each dot


def multiplications(examples, weights=WEIGHTS):
    """The multiplications of one step of least squares: X @ W, the residuals @ X, and the two that scale each weight.

    >>> multiplications(examples=32, weights=4)
    264
    """
    return 2 * examples * weights + 2 * weights


def step_seconds(n, batch_size=None):
    """The time of one step, gradient and update, on all n examples or on a batch drawn for it: the fastest of many."""
    descent, rng, W, fastest = flights(n), np.random.default_rng(0), np.zeros(len(FEATURES)), np.inf
    end = perf_counter() + SHARE
    while perf_counter() < end:
        before = perf_counter()
        batch = None if batch_size is None else rng.integers(n, size=batch_size)
        W = W - 0.01 * descent.gradient(W, batch)
        fastest = min(fastest, perf_counter() - before)
    return fastest


def measurement():
    """After each of SIZES, the seconds so far: for each size those of one step of gradient descent, and of SGD with BATCHES."""
    flights(SIZES[-1])  # read the data before the clock runs
    rows = ()
    for n in SIZES:
        rows += (tuple(step_seconds(n, batch_size) for batch_size in (None, *BATCHES)),)
        yield rows
