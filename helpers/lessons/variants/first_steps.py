"""The first step of each variant from a gradient of any size, and the steps after it if the gradient stays."""

from functools import lru_cache

import numpy as np

from helpers import theory
from helpers.caches import read_only
from helpers.optimizers import Optimizer
from helpers.problems.variants import DIVIDE, VARIANTS, Variant

STEPS = 300
SIZES = (1e-6, 1e6)  # of gradients
GRID = read_only(np.geomspace(*SIZES, 241))
LEFT_OUT = ("nesterov", "adamw")  # at the start they are momentum, 1.9 times as fast, and Adam


def uncorrected_adam(betas=(0.9, 0.999), eps=1e-8):
    """Adam without its division by 1 - β^t, which the formula of its first step compares it with."""
    beta1, beta2 = betas

    def update(gradient, state, params):
        mean, mean_square = state
        mean = beta1 * mean + (1 - beta1) * gradient
        mean_square = beta2 * mean_square + (1 - beta2) * gradient * gradient
        return mean / (np.sqrt(mean_square) + eps), (mean, mean_square)

    return Optimizer(lambda params: (np.zeros_like(params), np.zeros_like(params)), update)


UNCORRECTED = Variant(
    *("uncorrected", "Adam, uncorrected", uncorrected_adam, "X", DIVIDE),
    first=lambda g: theory.adam_first_step(g, 1.0, bias_correction=False),
)
STAYED = {  # key: |step| / η at step t under a gradient that stays g
    "rmsprop": lambda t, g: g / (np.sqrt(1 - 0.99**t) * g + 1e-8),
    "uncorrected": lambda t, g: (1 - 0.9**t) * g / (np.sqrt(1 - 0.999**t) * g + 1e-8),
    "adam": lambda t, g: np.full_like(t, g / (g + 1e-8)),
}


def beginners():
    """The variants whose first steps are compared, as they are registered now, and last Adam without bias correction."""
    return *(each for key, each in VARIANTS.items() if key not in LEFT_OUT), UNCORRECTED


@lru_cache(maxsize=64)
def formula(variant):
    """(G,): |first step| / η at the sizes of GRID, to be read only."""
    return read_only(variant.first(GRID))


@lru_cache(maxsize=256)
def steps_of(variant, gradient, steps):
    """(T,): |step| / η of a variant that sees the same gradient at each step, to be read only."""
    optimizer, slope, here = variant.make(), np.array([gradient]), np.zeros(1)
    state, lengths = optimizer.init(here), []
    for _ in range(steps):
        direction, state = optimizer.update(slope, state, here)
        lengths.append(abs(direction.item()))
    return read_only(np.array(lengths))
