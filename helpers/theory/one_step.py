"""A single step: what it is expected to gain under noise, which step is best, and how long Adam's first one is."""

import numpy as np

from helpers.theory.arguments import count, decay, finite, not_negative, ratio
from helpers.types import Array, Numbers


def expected_loss_after_step(
    loss: Numbers, gradient: Numbers, hessian: Numbers, covariance: Numbers, learning_rate: Numbers, batch_size: Numbers
) -> Array:
    """E[L(w - ηg)] for a batch's gradient g: L - η|G|² + ½ η² (GᵀHG + tr(HΣ)/B), exact where L is quadratic.

    loss: L; gradient: G, (..., P), and hessian: H, (..., P, P), of the full loss at w. covariance: Σ, (..., P, P), of
    the examples' own gradients at w, with divisor N. Draws are independent; where they are made without replacement,
    multiply Σ by `finite_population_factor`. McCandlish et al. 2018, arXiv 1812.06162.

    >>> expected_loss_after_step(0.5, [1.0], [[1.0]], [[4.0]], learning_rate=0.5, batch_size=[1, 4]).tolist()
    [0.625, 0.25]
    """
    slope, curvature, noise = _along_gradient(gradient, hessian, covariance)
    rate, batch_size = not_negative("learning_rate", learning_rate), count("batch_size", batch_size)
    return finite("loss", loss) - rate * slope + 0.5 * rate**2 * (curvature + noise / batch_size)


def noise_scale(gradient: Numbers, hessian: Numbers, covariance: Numbers) -> Array:
    """The batch size at which noise costs as much as curvature: tr(HΣ)/(GᵀHG) (McCandlish et al. 2018).

    Arguments as in `expected_loss_after_step`. Far below it a batch of twice the size gains nearly twice as much a
    step, far above it nearly the same. inf where GᵀHG is not positive, as at the minimum, where all is noise.

    >>> noise_scale([1.0], [[1.0]], [[4.0]]).item()
    4.0
    """
    _, curvature, noise = _along_gradient(gradient, hessian, covariance)
    return ratio(noise, curvature)


def best_step_size(gradient: Numbers, hessian: Numbers, covariance: Numbers, batch_size: Numbers) -> Array:
    """The rate that lowers `expected_loss_after_step` most: ε_max / (1 + B_noise/B), with ε_max = |G|²/(GᵀHG).

    Arguments as there; B_noise is the `noise_scale` (McCandlish et al. 2018). inf where the expected loss does
    not curve upwards along the step.

    >>> best_step_size([1.0], [[1.0]], [[4.0]], batch_size=[1, 4, 400]).round(4).tolist()
    [0.2, 0.5, 0.9901]
    """
    slope, curvature, noise = _along_gradient(gradient, hessian, covariance)
    return ratio(slope, curvature + noise / count("batch_size", batch_size))


def adam_first_step(
    gradient: Numbers,
    learning_rate: Numbers,
    betas: tuple[Numbers, Numbers] = (0.9, 0.999),
    eps: Numbers = 1e-8,
    bias_correction: bool = True,
) -> Array:
    """What Adam's first step takes from w: ηg/(|g| + eps), so η·sign(g) whatever the gradient's scale, eps aside.

    Without bias correction η(1 - β1)g/(√(1 - β2)|g| + eps), about 3.16η at the usual betas. eps is outside the root,
    as in PyTorch. Derivation: Kingma and Ba 2015, arXiv 1412.6980, at t = 1: m = (1 - β1)g, v = (1 - β2)g².

    >>> adam_first_step([-1e-3, 1.0, 1e3], learning_rate=0.1).round(5).tolist()
    [-0.1, 0.1, 0.1]
    >>> adam_first_step(1.0, learning_rate=0.1, bias_correction=False).round(4).item()
    0.3162
    """
    gradient, rate = finite("gradient", gradient), not_negative("learning_rate", learning_rate)
    first, second = (1 - decay("betas", beta) for beta in betas)
    if bias_correction:
        first = second = np.ones(())  # m and v are divided by the same 1 - β
    size = np.sqrt(second) * np.abs(gradient) + not_negative("eps", eps)
    return rate * first * gradient / np.where(size > 0, size, 1.0)


def _along_gradient(gradient: Numbers, hessian: Numbers, covariance: Numbers) -> tuple[Array, Array, Array]:
    """|G|², GᵀHG and tr(HΣ)."""
    G, H, Σ = finite("gradient", gradient), finite("hessian", hessian), finite("covariance", covariance)
    for name, matrix in (("hessian", H), ("covariance", Σ)):
        if not G.ndim or matrix.shape[-2:] != 2 * G.shape[-1:]:
            raise ValueError(f"{name} must have shape (..., P, P) for a gradient (..., P) {G.shape}; got {matrix.shape}.")
    return np.vecdot(G, G), np.vecdot(G, (H @ G[..., None])[..., 0]), np.trace(H @ Σ, axis1=-2, axis2=-1)
