"""Models of a single weight w, whose whole landscape is one curve."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from helpers.arrays import at_least, brief, checked, generator, penalty, quiet, rows, same_length, store, vector
from helpers.models.mlp import MLP
from helpers.types import Array, Batch, Model, Numbers, Rng


@dataclass(frozen=True, eq=False)
class SineRegression:
    """One weight w, prediction sin(wx), loss mean (sin(wx) - y)² + ½ l2 w²: a landscape with many minima.

    x, y: (N,).

    >>> model = SineRegression(x=[0.0, 1.0], y=[0.0, 1.0])
    >>> model.loss([0.0]).item(), model.gradient([0.0]).tolist()
    (0.5, [-1.0])
    """

    x: Array
    y: Array
    l2: float = 0.0
    n_params = 1

    def __post_init__(self) -> None:
        store(self, x=vector("x", self.x), y=vector("y", self.y))
        same_length(self.x, self.y)
        at_least("l2", self.l2, 0)

    @property
    def n_examples(self) -> int:
        return len(self.y)

    def initial(self, rng: Rng) -> Array:
        """(1,): a weight drawn uniformly from [0, 1)."""
        return generator(rng).random(1)

    @quiet
    def predict(self, params: Numbers, x: Array) -> Array:
        """params (..., 1), x (..., B) -> (..., B)."""
        return np.sin(checked(self, params) * x)

    @quiet
    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """The mean loss over a batch, or all examples: params (..., P), batch (..., B) of int -> (...)."""
        params, x, y = checked(self, params, batch), *rows(self.x, self.y, batch)
        residual = np.sin(params * x) - y
        loss: Array = np.vecdot(residual, residual) / y.shape[-1]
        return loss + penalty(params, self.l2) if self.l2 else loss

    @quiet
    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """The gradient of `loss` with respect to params, (..., P)."""
        params, x, y = checked(self, params, batch), *rows(self.x, self.y, batch)
        z = params * x
        gradient: Array = (2 / y.shape[-1] * np.vecdot(np.sin(z) - y, np.cos(z) * x))[..., None]
        return gradient + self.l2 * params if self.l2 else gradient


@dataclass(frozen=True, eq=False)
class Slice:
    """Any model seen along one direction: itself a model of the one weight w, with parameters params + w direction.

    params, direction: (P,) of the model. A direction with a single 1 lets one weight move while the rest stay.

    >>> from helpers.models import LinearRegression
    >>> plane = LinearRegression(X=np.eye(2), y=np.zeros(2))
    >>> Slice(plane, params=[0.0, 3.0], direction=[1.0, 0.0]).loss([3.0]).item()
    9.0
    """

    model: Model
    params: Array
    direction: Array
    n_params = 1

    def __post_init__(self) -> None:
        for name in ("params", "direction"):
            value = vector(name, getattr(self, name), shape="(P,)")
            if len(value) != self.model.n_params:
                raise ValueError(f"{name} must have shape ({self.model.n_params},); got {value.shape}.")
            store(self, **{name: value})

    @property
    def n_examples(self) -> int:
        return self.model.n_examples

    def initial(self, rng: Rng) -> Array:
        """(1,): zero, the point `params`; rng is not used."""
        return np.zeros(1)

    def predict(self, params: Numbers, X: Numbers) -> Array:
        """What the model predicts at these points of the line."""
        return self.model.predict(self._whole(params), X)  # type: ignore[attr-defined,no-any-return]  # if it predicts

    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """The mean loss over a batch, or all examples: params (..., P), batch (..., B) of int -> (...)."""
        return self.model.loss(self._whole(params), batch)

    @quiet
    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """The gradient of `loss` with respect to params, (..., P)."""
        slope: Array = np.vecdot(self.model.gradient(self._whole(params), batch), self.direction)
        return slope[..., None]

    @quiet
    def _whole(self, params: Numbers) -> Array:
        return self.params + checked(self, params) * self.direction


@dataclass(frozen=True, eq=False)
class HiddenWeight(Slice):
    """A `Slice` along the first weight of a network with one hidden layer of tanh units, for regression, without l2.

    model: that MLP.  params: (P,), the first of which moves.  What the other units say is worked out once: many weights go fast.

    >>> network = MLP(X=np.eye(2), y=np.ones(2), hidden=(1,))  # params: two weights and the bias of the unit, of the output
    >>> HiddenWeight(network, params=[0.0, 0.0, 0.0, 1.0, 1.0]).gradient([0.0]).tolist()
    [0.0]
    """

    model: MLP
    direction: Array = field(init=False)

    def __post_init__(self) -> None:
        task, activation, hidden, l2 = (getattr(self.model, name) for name in ("task", "activation", "hidden", "l2"))
        if (task, activation, len(hidden), l2) != ("regression", "tanh", 1, 0):
            raise ValueError(f"model must be an MLP for regression, one hidden layer of tanh, no l2; got {brief(self.model)}.")
        store(self, direction=np.eye(self.model.n_params)[0])
        super().__post_init__()
        store(self, params=self.params * (1 - self.direction))

    @quiet
    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """The mean loss over a batch, or all examples: params (..., P), batch (..., B) of int -> (...)."""
        params, (inputs, y) = checked(self, params, batch), rows(*self._terms, batch)
        residual = self._out * np.tanh(params * inputs[..., 0] + inputs[..., 1]) - y
        loss: Array = np.vecdot(residual, residual) / y.shape[-1]
        return loss

    @quiet
    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """The gradient of `loss` with respect to params, (..., P)."""
        params, (inputs, y) = checked(self, params, batch), rows(*self._terms, batch)
        x = inputs[..., 0]
        value = params * x
        value += inputs[..., 1]
        np.tanh(value, out=value)
        error = self._out * value - y
        value *= value
        slope: Array = np.vecdot(error, (1 - value) * x)
        return (2 * self._out / y.shape[-1] * slope)[..., None]

    @cached_property
    def _terms(self) -> tuple[Array, Array]:
        """(N, 2): the feature of the weight, and what else the unit is given; (N,): what the other units leave to explain."""
        silent = self.params.copy()
        self.model.layers(silent)[1][0, 0] = 0
        unit = self.model.layers(self.params)[0][0]
        z = self.model.X @ unit[:-1] + unit[-1]
        return np.stack([self.model.X[:, 0], z], axis=1), self.model.y - self.model.predict(silent, self.model.X)

    @cached_property
    def _out(self) -> float:
        """The weight by which the unit goes into the prediction."""
        return float(self.model.layers(self.params)[1][0, 0])
