"""Descent on the parabola ½ λ w²: its path, its limits, its best rates, and its noise floor."""

import numpy as np
from numpy.typing import NDArray

from helpers.theory.arguments import count, decay, finite, not_negative, positive, ratio
from helpers.types import Array, Numbers


def gradient_descent(start: Numbers, learning_rate: Numbers, curvature: Numbers, steps: Numbers) -> Array:
    """Gradient descent on ½ λ w²: after `steps` steps w is (1 - ηλ)^steps start. It diverges where ηλ > 2.

    steps may be an array, such as np.arange(11) for a path; what overflows is inf or -inf. For a minimum elsewhere
    let start be the distance to it. Derivation: one step is w - ηλw.

    >>> gradient_descent(10, [0.2, 0.05, 1.1], curvature=2, steps=10).round(6).tolist()  # w², whose curvature is 2
    [0.060466, 3.486784, 61.917364]
    """
    start, steps = finite("start", start), count("steps", steps, least=0)
    factor = 1 - _rate(learning_rate) * positive("curvature", curvature)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(start == 0, 0.0, start * factor**steps)[()]


def regime(learning_rate: Numbers, curvature: Numbers) -> NDArray[np.str_]:
    """How gradient descent moves on ½ λ w², in a word for each case of ηλ: below, at and above 1, at and above 2.

    LeCun, Bottou, Orr and Müller 1998, Efficient BackProp, section 5.

    >>> regime([0.2, 0.5, 0.8, 1.0, 1.2], curvature=2).tolist()
    ['monotone', 'one step', 'zig-zag', 'cycle', 'divergent']
    """
    z = _rate(learning_rate) * positive("curvature", curvature)
    at_1, at_2 = np.abs(z - 1) < 1e-12, np.abs(z - 2) < 1e-12
    return np.select([at_1, at_2, z < 1, z < 2], ["one step", "cycle", "monotone", "zig-zag"], "divergent")[()]


def largest_stable_rate(curvature: Numbers, momentum: Numbers = 0.0) -> Array:
    """The rate that descent on ½ λ w² must stay below: 2/λ, or (2 + 2β)/λ with momentum (Polyak 1964).

    Additive noise does not change it. Where there are many curvatures, the largest decides.

    >>> largest_stable_rate([1, 2, 4]).tolist(), largest_stable_rate(1, momentum=0.5).item()
    ([2.0, 1.0, 0.5], 3.0)
    """
    return (2 + 2 * decay("momentum", momentum)) / positive("curvature", curvature)


def best_rate(smallest: Numbers, largest: Numbers) -> Array:
    """The rate of fastest gradient descent where the curvatures go from smallest to largest: 2/(λ1 + λn).

    It makes the slowest direction and the one that zig-zags most equally fast: a step leaves (κ - 1)/(κ + 1) of the
    distance, κ = λn/λ1 (Goh 2017, Why Momentum Really Works, Distill).

    >>> best_rate(1, 9).item()
    0.2
    """
    smallest, largest = _curvatures(smallest, largest)
    return 2 / (smallest + largest)


def best_momentum(smallest: Numbers, largest: Numbers) -> tuple[Array, Array]:
    """The rate and the decay of fastest heavy ball: η = (2/(√λ1 + √λn))² and β = ((√λn - √λ1)/(√λn + √λ1))².

    In the long run a step leaves √β = (√κ - 1)/(√κ + 1) of the distance, κ = λn/λ1 (Polyak 1964; Goh 2017).

    >>> rate, momentum = best_momentum(1, 9)
    >>> rate.item(), momentum.item()
    (0.25, 0.25)
    """
    low, high = (np.sqrt(curvature) for curvature in _curvatures(smallest, largest))
    return (2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2


def momentum_factor(learning_rate: Numbers, curvature: Numbers, momentum: Numbers = 0.0) -> Array:
    """The share of the distance that a step of heavy ball on ½ λ w² leaves in the long run; a run diverges above 1.

    It is the larger |r| of r² - (1 + β - ηλ) r + β = 0: √β where the roots are complex. Without momentum it is |1 - ηλ|
    (Goh 2017, Why Momentum Really Works, Distill). Where there are many curvatures, the largest factor decides.
    Derivation: w - η(βv + λw) with ηv = the last step taken back, so w_t+1 = (1 + β - ηλ) w_t - β w_t-1.

    >>> momentum_factor([0.5, 1.5, 2.5], curvature=1).tolist(), momentum_factor(0.25, [1, 9], momentum=0.25).tolist()
    ([0.5, 0.5, 1.5], [0.5, 0.5])
    """
    beta = decay("momentum", momentum)
    half = (1 + beta - _rate(learning_rate) * positive("curvature", curvature)) / 2
    square = half * half - beta
    real = np.abs(half) + np.sqrt(np.maximum(square, 0))
    return np.where(square > 0, real, np.sqrt(beta))[()]


def stationary_variance(
    learning_rate: Numbers, curvature: Numbers, noise_variance: Numbers, batch_size: Numbers = 1, momentum: Numbers = 0.0
) -> Array:
    """The long-run variance of w around the minimum of ½ λ w²: ησ²(1 + β) / (Bλ(1 - β)(2(1 + β) - ηλ)).

    Without momentum it is ησ² / (Bλ(2 - ηλ)); inf unless ηλ < 2 + 2β. noise_variance is σ², of one example's
    gradient. The noise must be additive, the same at every w, and all draws independent, with replacement. Where each
    step draws a fresh batch without replacement, give `batch_gradient_variance` as noise_variance and leave
    batch_size at 1.

    Exact at any rate (Liu, Ziyin and Ueda 2021, arXiv 2012.03636). Derivation: w ← (1 - ηλ)w - η noise gives
    V = (1 - ηλ)²V + η²σ²/B; with momentum w is an autoregression of order 2, coefficients 1 + β - ηλ and -β.

    >>> stationary_variance([0.1, 1.0, 2.0], curvature=1, noise_variance=1).round(4).tolist()
    [0.0526, 1.0, inf]
    """
    rate, curvature, beta = _rate(learning_rate), positive("curvature", curvature), decay("momentum", momentum)
    noise = not_negative("noise_variance", noise_variance) / count("batch_size", batch_size)
    return ratio(rate * noise * (1 + beta), curvature * (1 - beta) * (2 * (1 + beta) - rate * curvature))


def excess_loss(
    learning_rate: Numbers, curvature: Numbers, noise_variance: Numbers, batch_size: Numbers = 1, momentum: Numbers = 0.0
) -> Array:
    """The noise floor, how far the mean loss stays above the minimum: ½ λ times `stationary_variance`.

    Without momentum it is ησ² / (2B(2 - ηλ)). The assumptions are the same.

    >>> excess_loss([0.1, 1.0, 2.0], curvature=1, noise_variance=1, batch_size=10).round(5).tolist()
    [0.00263, 0.05, inf]
    """
    variance = stationary_variance(learning_rate, curvature, noise_variance, batch_size, momentum)
    return variance * positive("curvature", curvature) / 2


def linear_scaling_ratio(learning_rate: Numbers, curvature: Numbers, factor: Numbers) -> Array:
    """The noise floor at (kη, kB) over the one at (η, B), k = factor: (2 - ηλ)/(2 - kηλ); inf unless kηλ < 2.

    The linear scaling rule, k times the rate with k times the batch (Goyal et al. 2017, arXiv 1706.02677), hopes for
    1, and gets it while kηλ is far below 2. Additive noise, independent draws. Derivation: `excess_loss` over itself.

    >>> linear_scaling_ratio(0.01, curvature=1, factor=[1, 10, 100, 200]).round(3).tolist()
    [1.0, 1.047, 1.99, inf]
    """
    z = _rate(learning_rate) * positive("curvature", curvature)
    return ratio(np.maximum(2 - z, 0), 2 - positive("factor", factor) * z)


def _rate(learning_rate: Numbers) -> Array:
    return not_negative("learning_rate", learning_rate)


def _curvatures(smallest: Numbers, largest: Numbers) -> tuple[Array, Array]:
    smallest, largest = positive("smallest", smallest), positive("largest", largest)
    if np.any(smallest > largest):
        raise ValueError(f"smallest must be at most largest = {largest.min():g}; got {smallest.max():g}.")
    return smallest, largest
