"""SGD and its variants, each a pair of pure functions.

    state = optimizer.init(params)
    direction, state = optimizer.update(gradient, state, params)

`train` then applies `params - learning_rate * direction`. All arrays have shape (..., P). Conventions and defaults are
those of PyTorch, so that a learning rate means the same here and there: the velocity is not scaled by 1 - decay, and eps
stands outside the root. A decay may be an array that broadcasts with params, one decay a run as (S, 1).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from helpers.arrays import at_least, between
from helpers.types import Array, Rate, State

Betas = tuple[float, float] | tuple[Array, Array]
Moments = tuple[int, Array, Array]  # the step, the mean and the mean square


class Optimizer(NamedTuple):
    """init(params) -> state and update(gradient, state, params) -> (direction, state): all that `train` asks for.

    >>> halved = Optimizer(init=lambda params: (), update=lambda gradient, state, params: (gradient / 2, state))
    >>> halved.update(3.0, halved.init(1.0), 1.0)
    (1.5, ())
    """

    init: Callable[[Array], State]
    update: Callable[[Array, State, Array], tuple[Array, State]]


def sgd() -> Optimizer:
    """Stochastic gradient descent: the direction is the gradient itself (Robbins and Monro 1951).

    >>> sgd().update(3.0, (), 1.0)
    (3.0, ())
    """
    return _stateless(lambda gradient, params: gradient)


def sign_sgd() -> Optimizer:
    """The sign of each partial derivative (Bernstein et al. 2018).

    >>> sign_sgd().update(np.array([-3.0, 0.0, 0.1]), (), None)[0].tolist()
    [-1.0, 0.0, 1.0]
    """
    return _stateless(lambda gradient, params: np.sign(gradient))


def momentum(decay: Rate = 0.9) -> Optimizer:
    """Heavy ball (Polyak 1964): v ← decay v + g, direction v.

    >>> ball = momentum(0.5)
    >>> direction, velocity = ball.update(1.0, 2.0, None)
    >>> direction
    2.0
    """
    between("decay", decay, 0, 1, include_last=False)

    def update(gradient: Array, velocity: Array, params: Array) -> tuple[Array, Array]:
        velocity = decay * velocity + gradient
        return velocity, velocity

    return Optimizer(np.zeros_like, update)


def nesterov(decay: Rate = 0.9) -> Optimizer:
    """Nesterov's momentum as in Sutskever et al. (2013), in PyTorch's form: v ← decay v + g, direction g + decay v.

    >>> nesterov(0.5).update(1.0, 2.0, None)
    (2.0, 2.0)
    """
    between("decay", decay, 0, 1, include_last=False)

    def update(gradient: Array, velocity: Array, params: Array) -> tuple[Array, Array]:
        velocity = decay * velocity + gradient
        return gradient + decay * velocity, velocity

    return Optimizer(np.zeros_like, update)


def adagrad(eps: float = 1e-10) -> Optimizer:
    """AdaGrad (Duchi et al. 2011): s ← s + g², direction g / (√s + eps).

    >>> direction, total = adagrad().update(3.0, 16.0, None)
    >>> direction.round(6).item(), total
    (0.6, 25.0)
    """
    at_least("eps", eps, 0)

    def update(gradient: Array, total: Array, params: Array) -> tuple[Array, Array]:
        total = total + gradient * gradient
        return gradient / (np.sqrt(total) + eps), total

    return Optimizer(np.zeros_like, update)


def rmsprop(decay: Rate = 0.99, eps: float = 1e-8) -> Optimizer:
    """RMSProp (Tieleman and Hinton 2012): s ← decay s + (1 - decay) g², direction g / (√s + eps).

    >>> direction, mean_square = rmsprop(decay=0.75).update(2.0, 4.0, None)
    >>> direction.round(6).item(), mean_square
    (1.0, 4.0)
    """
    between("decay", decay, 0, 1, include_last=False)
    at_least("eps", eps, 0)

    def update(gradient: Array, mean_square: Array, params: Array) -> tuple[Array, Array]:
        mean_square = decay * mean_square + (1 - decay) * gradient * gradient
        return gradient / (np.sqrt(mean_square) + eps), mean_square

    return Optimizer(np.zeros_like, update)


def adam(betas: Betas = (0.9, 0.999), eps: float = 1e-8) -> Optimizer:
    """Adam (Kingma and Ba 2015), with β1, β2 = betas and t = 1 at the first step:

        m ← β1 m + (1 - β1) g,  s ← β2 s + (1 - β2) g²,  direction  m / (1 - β1^t) / (√(s / (1 - β2^t)) + eps)

    >>> optimizer = adam()
    >>> direction, state = optimizer.update(5.0, optimizer.init(0.0), None)
    >>> round(float(direction), 6)  # the sign of the gradient
    1.0
    """
    beta1, beta2 = _two_decays(betas)
    at_least("eps", eps, 0)

    def init(params: Array) -> Moments:
        return 0, np.zeros_like(params), np.zeros_like(params)

    def update(gradient: Array, state: Moments, params: Array) -> tuple[Array, Moments]:
        step, mean, mean_square = state
        step = step + 1
        mean = beta1 * mean + (1 - beta1) * gradient
        mean_square = beta2 * mean_square + (1 - beta2) * gradient * gradient
        size = np.sqrt(mean_square / (1 - beta2**step)) + eps
        return mean / (1 - beta1**step) / size, (step, mean, mean_square)

    return Optimizer(init, update)


def adamw(betas: Betas = (0.9, 0.999), eps: float = 1e-8, weight_decay: float = 0.01) -> Optimizer:
    """AdamW (Loshchilov and Hutter 2019): Adam's direction + weight_decay W, a decay that Adam does not rescale.

    >>> optimizer = adamw(weight_decay=0.5)
    >>> round(float(optimizer.update(5.0, optimizer.init(2.0), 2.0)[0]), 6)
    2.0
    """
    at_least("weight_decay", weight_decay, 0)
    init, adam_update = adam(betas, eps)

    def update(gradient: Array, state: State, params: Array) -> tuple[Array, State]:
        direction, state = adam_update(gradient, state, params)
        return direction + weight_decay * params, state

    return Optimizer(init, update)


def lion(betas: Betas = (0.9, 0.99), weight_decay: float = 0.0) -> Optimizer:
    """Lion (Chen et al. 2023): direction sign(β1 m + (1 - β1) g) + weight_decay W, then m ← β2 m + (1 - β2) g.

    >>> direction, mean = lion().update(-4.0, 1.0, 0.0)
    >>> direction.item(), mean
    (1.0, 0.95)
    """
    beta1, beta2 = _two_decays(betas)
    at_least("weight_decay", weight_decay, 0)

    def update(gradient: Array, mean: Array, params: Array) -> tuple[Array, Array]:
        direction = np.sign(beta1 * mean + (1 - beta1) * gradient)
        if np.any(weight_decay):
            direction = direction + weight_decay * params
        return direction, beta2 * mean + (1 - beta2) * gradient

    return Optimizer(np.zeros_like, update)


def clipped(optimizer: Optimizer, max_norm: float) -> Optimizer:
    """Another optimizer, fed gradients no longer than max_norm (Pascanu et al. 2013), each run's its own.

    g ← g min(1, max_norm / (|g| + 10⁻⁶)), as PyTorch's clip_grad_norm_ has it.

    >>> clipped(sgd(), max_norm=1.0).update(np.array([3.0, 4.0]), (), None)[0].round(6).tolist()
    [0.6, 0.8]
    """
    if not (isinstance(max_norm, float | int) and 0 < max_norm):
        raise ValueError(f"max_norm must be a number above 0; got {max_norm!r}.")

    def update(gradient: Array, state: State, params: Array) -> tuple[Array, State]:
        norm = np.sqrt(np.vecdot(gradient, gradient))[..., None]
        return optimizer.update(gradient * np.minimum(1, max_norm / (norm + 1e-6)), state, params)

    return Optimizer(optimizer.init, update)


def _stateless(direction: Callable[[Array, Array], Array]) -> Optimizer:
    return Optimizer(lambda params: (), lambda gradient, state, params: (direction(gradient, params), state))


def _two_decays(betas: Betas) -> Betas:
    if np.ndim(betas) == 0 or len(betas) != 2:
        raise ValueError(f"betas must be a pair of decays such as (0.9, 0.999); got {betas!r}.")
    for beta in betas:
        between("betas", beta, 0, 1, include_last=False)
    return betas
