"""SGD and its variants, each a pair of pure functions.

    state = optimizer.init(params)
    direction, state = optimizer.update(gradient, state, params)

`train` then applies `params - learning_rate * direction`. All arrays have shape (..., P).
"""

from typing import Callable, NamedTuple


class Optimizer(NamedTuple):
    init: Callable
    update: Callable


def sgd():
    """Stochastic gradient descent: the direction is the gradient itself (Robbins and Monro 1951).

    >>> sgd().update(3.0, (), 1.0)
    (3.0, ())
    """
    return Optimizer(init=lambda params: (), update=lambda gradient, state, params: (gradient, state))
