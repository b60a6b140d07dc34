"""The names that signatures share: what an array holds, and what a model and a schedule are to the rest of the core."""

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Shape = tuple[int, ...]
Array = np.ndarray[Shape, np.dtype[np.float64]]  # of shape () also NumPy's scalar, which has the same methods
Indices = np.ndarray[Shape, np.dtype[np.intp]]  # of examples
Bools = NDArray[np.bool_]
Numbers = ArrayLike  # what can become an Array: a number, nested lists of them, an array
Batch = ArrayLike | None  # the examples (..., B) that a mean runs over; None stands for all
Names = tuple[str, ...]
Interval = tuple[float, float]  # from the first to the last

Rate = float | Array  # one learning rate, or one a run
Schedule = Callable[[int], Rate]
Rng: TypeAlias = "np.random.Generator"  # in quotes, since NumPy loads its random numbers when they are first used
State = Any  # what an optimizer remembers is its own affair

AnyArray = TypeVar("AnyArray", bound=NDArray[Any])


class Model(Protocol):
    """A loss over examples and its gradient; leading axes broadcast, as `helpers.models` says."""

    @property
    def n_params(self) -> int: ...

    @property
    def n_examples(self) -> int: ...

    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """params (..., P), batch (..., B) -> (...)."""

    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """params (..., P), batch (..., B) -> (..., P)."""


class Predictor(Model, Protocol):
    """A model that predicts from features X (N, D)."""

    @property
    def X(self) -> Array: ...

    def predict(self, params: Numbers, X: Numbers) -> Array:
        """params (..., P), X (..., B, D) -> (..., B), or (..., B, K) for K classes."""


class Layered(Model, Protocol):
    """A model whose params fall into layers, and these into units."""

    def layers(self, params: Array) -> list[Array]:
        """params (..., P) -> [(..., units, inputs + 1), ...], views of params."""
