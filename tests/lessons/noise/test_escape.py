"""Whether SGD leaves a local minimum for the global one: a probability, which rises and then falls as the batch grows."""

import numpy as np
import pytest

from helpers.models import SineRegression
from helpers.optimizers import sgd
from helpers.training import train

N, STEPS, RUNS, SIZES = 64, 600, 200, np.array([1, 2, 4, 8, 16, 32, 64])
RATES = np.array([0.1, 0.2, 0.4])  # for half the mean squared error; SineRegression's loss, without the ½, takes half
BY_CHANCE = 4.5 * np.sqrt(2 * 0.25 / RUNS)  # two shares differ by more once in 150,000 times: share (1 - share) ≤ ¼


@pytest.fixture(scope="module", params=[0, 1, 2], ids="data set {}".format)
def shares(request):
    """The share of runs that end in the global basin, (rates, sizes), from the next local minimum on its right.

    A fresh batch without replacement at each step: the first B examples of a new random order, shared by all sizes.
    """
    rng = np.random.default_rng(request.param)
    x = rng.uniform(-3, 3, N)
    model = SineRegression(2 * x, np.sin(2 * x) + rng.normal(0, 0.3, N))  # sin(2wx)
    w = np.linspace(-1, 5, 6001)
    loss = model.loss(w[:, None])
    inner, outer = loss[1:-1], np.stack([loss[:-2], loss[2:]])
    minima, maxima = w[1:-1][(inner < outer).all(0)], w[1:-1][(inner > outer).all(0)]
    best = w[loss.argmin()]
    low, high, start = maxima[maxima < best].max(), maxima[maxima > best].min(), minima[minima > best].min()
    assert abs(best - 1) < 0.05 and abs(start - 2.3) < 0.3  # the model that made the data, and a worse one

    orders = rng.permuted(np.tile(np.arange(N, dtype=np.uint8), (STEPS, RUNS, 1)), axis=-1)
    starts, rates = np.full((len(RATES), RUNS, 1), start), RATES[:, None, None] / 2
    ends = [train(model, sgd(), starts, orders[..., :size], rates).params[-1, ..., 0] for size in SIZES]
    return np.mean((low < np.array(ends)) & (np.array(ends) < high), axis=-1).T


def test_the_share_that_escapes_to_the_global_minimum_rises_and_falls_with_the_batch_size(shares):
    assert (shares[:, -1] == 0).all(), "a batch of all examples is gradient descent, which stays"
    smallest, *_, large, _ = shares[1]
    assert shares[1].max() > smallest + BY_CHANCE, "the smallest batches leave the global basin too"
    assert shares[1].max() > large + BY_CHANCE, "large batches have too little noise to leave the local one"


def test_a_larger_rate_asks_for_a_larger_batch(shares):
    best = SIZES[shares.argmax(-1)]
    assert (np.diff(best) > 0).all(), f"the best batch sizes at the rates {RATES} are {best}, of the shares\n{shares}"
