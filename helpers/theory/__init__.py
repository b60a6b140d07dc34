"""Closed forms: what gradient descent and SGD do where it can be worked out exactly, to be met by simulation.

The letters: one weight w, learning rate η, curvature λ, batch size B, N examples, momentum β with the velocity v ← βv + g.
The loss of a batch is the mean over its examples. Arguments may be arrays that broadcast. Where a run does not settle,
its variance and its noise floor are inf, without a warning; at η = 0, where nothing moves, they are the limit η → 0, 0.
"""

from helpers.theory.batches import (
    batch_gradient_variance,
    example_weights,
    finite_population_factor,
    least_squares_limit,
    least_squares_variance,
    reshuffled_variance,
    share_touched,
)
from helpers.theory.one_step import adam_first_step, best_step_size, expected_loss_after_step, noise_scale
from helpers.theory.quadratic import (
    best_momentum,
    best_rate,
    excess_loss,
    gradient_descent,
    largest_stable_rate,
    linear_scaling_ratio,
    momentum_factor,
    regime,
    stationary_variance,
)

__all__ = [
    "adam_first_step",
    "batch_gradient_variance",
    "best_momentum",
    "best_rate",
    "best_step_size",
    "example_weights",
    "excess_loss",
    "expected_loss_after_step",
    "finite_population_factor",
    "gradient_descent",
    "largest_stable_rate",
    "least_squares_limit",
    "least_squares_variance",
    "linear_scaling_ratio",
    "momentum_factor",
    "noise_scale",
    "regime",
    "reshuffled_variance",
    "share_touched",
    "stationary_variance",
]
