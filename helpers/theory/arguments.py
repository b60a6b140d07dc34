"""What the closed forms ask of their arguments: an array of numbers, or one sentence that says what is allowed."""

from collections.abc import Callable

import numpy as np

from helpers.types import Array, Bools, Numbers


def finite(name: str, value: Numbers) -> Array:
    return checked(name, value, "finite", np.isfinite)


def positive(name: str, value: Numbers) -> Array:
    return checked(name, value, "positive and finite", lambda v: (v > 0) & (v < np.inf))


def not_negative(name: str, value: Numbers) -> Array:
    return checked(name, value, "at least 0 and finite", lambda v: (v >= 0) & (v < np.inf))


def decay(name: str, value: Numbers) -> Array:
    return checked(name, value, "at least 0 and below 1", lambda v: (v >= 0) & (v < 1))


def count(name: str, value: Numbers, least: int = 1) -> Array:
    allowed = f"a whole number of at least {least}"
    return checked(name, value, allowed, lambda v: (v >= least) & (v < np.inf) & (v == np.floor(v)))


def batch_of(n: Numbers, batch_size: Numbers) -> tuple[Array, Array]:
    """n and the sizes of batches drawn from n examples without replacement."""
    n, batch_size = count("n", n), count("batch_size", batch_size)
    if np.any(batch_size > n):
        raise ValueError(f"batch_size must be at most n = {n.min():g}, the examples; got {batch_size.max():g}.")
    return n, batch_size


def checked(name: str, value: Numbers, allowed: str, test: Callable[[Array], Bools]) -> Array:
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be {allowed}; got {value!r}.") from None
    wrong = array[~test(array)]
    if wrong.size:
        raise ValueError(f"{name} must be {allowed}; got {wrong[0]:g}.")
    return array


def ratio(top: Array, bottom: Array) -> Array:
    """top / bottom where bottom > 0, else inf."""
    stable = np.asarray(bottom) > 0
    return np.where(stable, top / np.where(stable, bottom, 1.0), np.inf)[()]
