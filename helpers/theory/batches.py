"""Batches of N examples, drawn with or without replacement or dealt from a shuffled epoch: the noise that each way brings."""

import numpy as np

from helpers.theory.arguments import batch_of, count, finite, not_negative, ratio
from helpers.types import Array, Numbers


def finite_population_factor(n: Numbers, batch_size: Numbers) -> Array:
    """What is left of the variance of a mean when draws are not put back: (N - B)/(N - 1), 0 at B = N.

    Cochran 1977, Sampling Techniques, chapter 2.

    >>> finite_population_factor(64, [1, 32, 64]).round(4).tolist()
    [1.0, 0.5079, 0.0]
    """
    n, batch_size = batch_of(n, batch_size)
    return (n - batch_size) / np.maximum(n - 1, 1)


def batch_gradient_variance(variance: Numbers, n: Numbers, batch_size: Numbers, replacement: bool = False) -> Array:
    """The variance of a batch's mean gradient: σ²/B with replacement, σ²/B · (N - B)/(N - 1) without.

    variance: σ² of the N examples' own gradients, with divisor N. The same holds for the mean of any quantity, such
    as the loss. Derivation: two draws have covariance 0 with replacement, -σ²/(N - 1) without.

    >>> batch_gradient_variance(1, n=4, batch_size=[1, 2, 4]).round(4).tolist()
    [1.0, 0.3333, 0.0]
    >>> batch_gradient_variance(1, n=4, batch_size=[1, 2, 4], replacement=True).tolist()
    [1.0, 0.5, 0.25]
    """
    factor = np.ones_like(count("n", n)) if replacement else finite_population_factor(n, batch_size)
    return not_negative("variance", variance) / count("batch_size", batch_size) * factor


def least_squares_limit(x: Numbers, batch_size: Numbers, replacement: bool = False) -> Array:
    """The rate that SGD on ½ (wx - y)² must stay below to be stable in mean square: 2h / (h² + f s_h²).

    x: (N,). h is the mean and s_h² the variance, with divisor N, of the examples' curvatures x²; f is
    `batch_gradient_variance` for σ² = 1. Each step draws a fresh batch. The limit grows with B, to 2/h at B = N
    without replacement. Above it E[(w - w*)²] grows for ever, though few runs may carry it while most settle. For a
    loss without the ½, such as that of LinearRegression, halve it.
    Derivation: see `least_squares_variance`; Wu, Ma and E 2018, How SGD Selects the Global Minima, have the same.

    >>> least_squares_limit([1.0, 2.0, 3.0], batch_size=[1, 2, 3]).round(4).tolist()
    [0.2857, 0.381, 0.4286]
    """
    h, spread, f = _curvature_moments(_examples("x", x), batch_size, replacement)
    return 2 * h / (h**2 + f * spread)


def least_squares_variance(
    x: Numbers, y: Numbers, learning_rate: Numbers, batch_size: Numbers, replacement: bool = False
) -> Array:
    """The long-run variance of SGD on ½ (wx - y)²: η f mean((xr)²) / (2h - ηh² - η f s_h²), inf unless stable.

    x, y: (N,). r are the residuals at the best w; h, s_h² and f, the fresh batches and the stable range are those of
    `least_squares_limit`. The noise grows with the distance from w*, hence the last term, and is 0 where r is.
    For a loss without the ½ give 2η as learning_rate.
    Derivation: with the batch's means h_b of x² and m_b of xr, u = w - w* obeys u ← (1 - ηh_b)u - ηm_b. As the mean
    of xr is 0, E[u] → 0, the cross term vanishes and V = ((1 - ηh)² + η² f s_h²)V + η² f mean((xr)²).

    >>> least_squares_variance([1.0, 2.0, 3.0], [1.0, 3.0, 2.0], 0.1, batch_size=[1, 2, 3]).round(4).tolist()
    [0.0593, 0.0131, 0.0]
    """
    x, y, rate = _examples("x", x), finite("y", y), not_negative("learning_rate", learning_rate)
    if x.shape != y.shape:
        raise ValueError(f"y must have the shape of x, {x.shape}; got {y.shape}.")
    h, spread, f = _curvature_moments(x, batch_size, replacement)
    slopes = x * (x * np.mean(x * y) / h - y)
    return ratio(rate * f * np.mean(slopes**2), 2 * h - rate * (h**2 + f * spread))


def example_weights(learning_rates: Numbers) -> Array:
    """How much each example's centre a_t counts in the last w of SGD on ½ (w - a_t)², one example a step.

    learning_rates: η_t, (..., T) -> c_t = η_t · Π (1 - η_s) over the later steps s, (..., T); the start counts the
    rest to 1. With η_t = 1/t, t = 1, 2, ..., T, all count 1/T and the start nothing: one epoch lands on the sample
    mean, in any order. For the curvature λ give η_t λ. Derivation: w ← (1 - η_t)w + η_t a_t.

    >>> example_weights([1.0, 1 / 2, 1 / 3, 1 / 4]).round(12).tolist()
    [0.25, 0.25, 0.25, 0.25]
    >>> example_weights([0.5, 0.5, 0.5]).tolist()
    [0.125, 0.25, 0.5]
    """
    rates = np.atleast_1d(not_negative("learning_rates", learning_rates))
    later = (1 - rates[..., :0:-1]).cumprod(-1)[..., ::-1]
    kept: Array = np.concatenate([later, np.ones_like(rates[..., :1])], axis=-1)
    return rates * kept


def reshuffled_variance(learning_rate: Numbers, variance: Numbers, n: float, batch_size: float = 1) -> Array:
    """The long-run variance of w at the end of an epoch, of SGD on ½ (w - a_i)², the N examples reshuffled each epoch.

    variance: σ² of the a_i, with divisor N. n, batch_size: one whole number each; an epoch's last batch may be short.
    For B = 1 it is σ² · N/(N - 1) · [Σc² - (Σc)²/N] / (1 - (1 - η)^2N) with c_k = η(1 - η)^k, k = 0, ..., N - 1.
    Drawn with replacement it would be ησ²/(2 - η), the `stationary_variance` for λ = 1: more where η < 1, less where
    η > 1. Between the ends of epochs it is another. inf unless η < 2. For the curvature λ give ηλ.
    Derivation: an epoch keeps (1 - η)^steps of w and adds Σ q_i a_i, in which each of the B_k examples of a batch
    counts q_i = c_k/B_k. Over all orders that sum has the variance σ² · N/(N - 1) · Σ (q_i - mean q)², as draws
    without replacement have the covariance -σ²/(N - 1); the epochs are independent.

    >>> reshuffled_variance([0.1, 1.0, 2.0], variance=1, n=10).round(4).tolist()
    [0.0048, 1.0, inf]
    """
    for name, value in (("n", n), ("batch_size", batch_size)):
        if np.ndim(value):
            raise ValueError(f"{name} must be one whole number; got {value!r}.")
    n, batch_size = (array.item() for array in batch_of(n, batch_size))
    rate, steps = not_negative("learning_rate", learning_rate)[..., None], int(-(-n // batch_size))
    sizes = np.append(np.full(steps - 1, batch_size), n - batch_size * (steps - 1))
    kept = (1 - np.where(rate < 2, rate, 1.0)) ** np.arange(steps)[::-1]  # c without its factor η
    mean = kept.sum(-1, keepdims=True) / n
    spread = (sizes * (kept / sizes - mean) ** 2).sum(-1) / (kept**2).sum(-1)  # 1 - (1 - η)^2steps = η(2 - η) Σ kept²
    noise = not_negative("variance", variance) * spread * n / max(n - 1, 1)
    return ratio(rate[..., 0] * noise, 2 - rate[..., 0])


def share_touched(n: Numbers, draws: Numbers | None = None) -> Array:
    """The expected share of N examples that some draws with replacement touch: 1 - (1 - 1/N)^draws.

    draws: N unless given, an epoch's worth; the share is then near 1 - 1/e. Derivation: each draw misses a given
    example with probability 1 - 1/N (the 0.632 of the bootstrap, Efron 1983).

    >>> share_touched([1, 2, 64, 100_000]).round(4).tolist()
    [1.0, 0.75, 0.635, 0.6321]
    """
    n = count("n", n)
    return 1 - (1 - 1 / n) ** (n if draws is None else count("draws", draws, least=0))


def _examples(name: str, values: Numbers) -> Array:
    values = finite(name, values)
    if values.ndim != 1 or not values.any():
        raise ValueError(f"{name} must have shape (N,) and not be all 0; got shape {values.shape}.")
    return values


def _curvature_moments(x: Array, batch_size: Numbers, replacement: bool) -> tuple[Array, Array, Array]:
    """The mean and the variance of x², and the factor that a batch leaves of a variance."""
    return (x**2).mean(), (x**2).var(), batch_gradient_variance(1, len(x), batch_size, replacement)
