"""An optimizer that a learner wrote, called with care: what is wrong with it becomes one sentence."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.answers.calls import Stopped, called
from helpers.answers.reading import numbers
from helpers.types import Array, State

MAKE = "An optimizer is Optimizer(init, update), or the function that makes one"


class Faulty(Stopped):
    """The sentence that says what is wrong. kind: raises, pair, shape, numbers, finite or in place."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


class Guarded:
    """init and update of an optimizer, each result looked at; Faulty is raised where one is wrong.

    own: an object with init and update, or a function without arguments that makes one.

    >>> from helpers.optimizers import Optimizer
    >>> Guarded(lambda: Optimizer(np.zeros_like, lambda gradient, state, params: gradient)).update(np.ones(2), 0, np.ones(2))
    Traceback (most recent call last):
    helpers.answers.own_optimizer.Faulty: update must return the pair (direction, state); yours returned ndarray.
    """

    def __init__(self, own: Any) -> None:
        if not hasattr(own, "update") and callable(own):
            own = _call(own)
        if not (callable(getattr(own, "init", None)) and callable(getattr(own, "update", None))):
            raise Faulty("pair", f"{MAKE}; this is {type(own).__name__}.")
        self.own = own

    def init(self, params: Array) -> State:
        return _call(self.own.init, np.array(params))

    def update(self, gradient: Array, state: State, params: Array) -> tuple[Array, State]:
        given, at = gradient.copy(), params.copy()
        pair = _call(self.own.update, given, state, at)
        if not np.array_equal(given, gradient, equal_nan=True) or not np.array_equal(at, params, equal_nan=True):
            raise Faulty("in place", "update changed the gradient or the params it was given; write v = β * v + g, not v += g.")
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise Faulty("pair", f"update must return the pair (direction, state); yours returned {type(pair).__name__}.")
        direction, state = pair
        try:
            direction = called(numbers, direction)
        except Stopped:
            raise Faulty("numbers", f"the direction must hold numbers; yours is {type(direction).__name__}.") from None
        if direction.shape != params.shape:
            raise Faulty("shape", f"the direction must have the shape of params, {params.shape}; yours has {direction.shape}.")
        if np.isfinite(given).all() and not np.isfinite(direction).all():
            raise Faulty("finite", f"the direction must be finite; yours holds {direction[~np.isfinite(direction)][0]}.")
        return direction, state


def _call(function: Callable[..., Any], *given: object) -> Any:
    """What function(*given) returns; whatever else a learner's code does becomes a sentence."""
    try:
        return called(function, *given)
    except Stopped as stopped:
        name = getattr(function, "__name__", "it")
        name = "your function" if name == "<lambda>" else name
        raise Faulty("raises", f"{name} {stopped}") from None
