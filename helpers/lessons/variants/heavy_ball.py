"""Heavy ball on a bowl with a flat and a steep direction: its speed at each learning rate and momentum, in theory and run."""

from functools import lru_cache

import numpy as np

from helpers import theory
from helpers.caches import read_only
from helpers.models import Quadratic
from helpers.optimizers import momentum
from helpers.sampling import with_replacement
from helpers.training import train

STEPS, LAST = 200, 100  # of a run, and those of its end that the floor is measured on
FIRST = 60  # steps in which the two directions are seen
RUNS, N = 100, 64
LEVELS = (1, 0.98, 0.95, 0.9, 0.8, 0.6, 0.3)  # factors whose regions are drawn


@lru_cache(maxsize=16)
def regions(kappa):
    """For each of LEVELS, r, the corners (K, 2) of the (η, β) where both directions shrink by r a step or faster, or None.

    Both roots of x² - (1 + β - ηλ)x + β lie within r where β ≤ r² and |1 + β - ηλ| ≤ r + β/r: between straight lines.
    """
    found = []
    for r in LEVELS:
        slow, fast = kappa * (1 - r), 1 + r  # η from slow (1 - β/r) to fast (1 + β/r)
        lowest = max(r * (slow - fast) / (slow + fast), 0)
        betas = np.array([lowest, lowest, r * r, r * r])
        rates = np.array([slow, fast, fast, slow]) * (1 + np.array([-1, 1, 1, -1]) * betas / r)
        found.append(read_only(np.stack([rates, betas], axis=1)) if lowest < r * r else None)
    return tuple(found)


def factor(kappa, rate, beta):
    """The share of the distance that a step of heavy ball leaves in the slower of the two directions."""
    return float(theory.momentum_factor(rate, np.array([1 / kappa, 1.0]), beta).max())


@lru_cache(maxsize=8)
def clean_run(kappa, rate, beta):
    """(T + 1,) losses of heavy ball without noise, and its measured factor a step."""
    model = Quadratic([1 / kappa, 1.0])
    losses = read_only(train(model, momentum(beta), [1.0, 1.0], [None] * STEPS, rate).losses(model))
    return losses, measured_factor(losses)


@lru_cache(maxsize=16)
def ways(kappa, rate, beta):
    """(FIRST + 1, 2): how far heavy ball without noise is from the minimum along the flat and the steep direction."""
    return read_only(train(Quadratic([1 / kappa, 1.0]), momentum(beta), [1.0, 1.0], [None] * FIRST, rate).params)


def measured_factor(losses):
    """The share of the distance that a step leaves: from the slope of log loss over the second half of what can be measured."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(losses)
    usable = np.flatnonzero(np.isfinite(logs) & (losses > 1e-26) & (losses < 1e26))
    last = usable[-1] if len(usable) else 0
    second = np.arange(last // 2, last + 1)
    if len(second) < 3:
        return np.nan
    return float(np.exp(np.polyfit(second, logs[second], 1)[0] / 2))


@lru_cache(maxsize=1)
def steep():
    """The steep direction alone, curvature 1, and 64 examples whose gradients have the variance 1."""
    centres = np.random.default_rng(6).normal(size=(N, 1))
    centres = (centres - centres.mean()) / centres.std()
    return Quadratic([1.0], centres)


@lru_cache(maxsize=4)
def draws(seed, runs=RUNS):
    """STEPS batches of one example, (runs, 1)."""
    batches = with_replacement(np.random.default_rng(seed), N, 1, -(-STEPS // N), runs)
    return tuple(read_only(batch) for batch in batches[:STEPS])


@lru_cache(maxsize=16)
def noisy_run(rate, beta, seed, runs=RUNS):
    """(T + 1,) mean losses above the minimum, the floor over the last steps, and its standard error from independent runs."""
    paths = train(steep(), momentum(beta), np.zeros((runs, 1)), draws(seed, runs), rate).params[..., 0]
    with np.errstate(over="ignore", invalid="ignore"):
        excess = 0.5 * paths**2
        each = excess[-LAST:].mean(0)
        return read_only(excess.mean(1)), each.mean(), each.std() / np.sqrt(runs)
