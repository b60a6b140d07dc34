"""Vectorised models: the loss and its gradient.

One rule of shapes serves every model: leading axes broadcast.

    model.loss(params, batch=None)       params (..., P), batch (..., B) of int -> (...)
    model.gradient(params, batch=None)   params (..., P), batch (..., B) of int -> (..., P)

`batch` says which examples the mean runs over; None means all N. So a landscape is params of shape (G, P), a stack of
runs (S, P), and every example's own gradient batch = np.arange(N)[:, None]. Parameters that have run away to inf or
nan give inf or nan, without a warning: a divergence is a lesson.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers._arrays import checked, matrix, rows, same_length, scores, sigmoid, store, vector, weighted_sum

quiet = np.errstate(over="ignore", invalid="ignore")

ACTIVATIONS = {  # name: (function, its slope written in terms of its value)
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "relu": (lambda z: np.maximum(z, 0), lambda a: (a > 0).astype(float)),
}


@dataclass(frozen=True, eq=False)
class SineRegression:
    """One weight w, prediction sin(wx), loss mean (sin(wx) - y)²: a landscape with many minima.

    x, y: (N,).

    >>> model = SineRegression(x=[0.0, 1.0], y=[0.0, 1.0])
    >>> model.loss([0.0]).item(), model.gradient([0.0]).tolist()
    (0.5, [-1.0])
    """

    x: np.ndarray
    y: np.ndarray
    n_params = 1

    def __post_init__(self):
        store(self, x=vector("x", self.x), y=vector("y", self.y))
        same_length(self.x, self.y)

    @property
    def n_examples(self):
        return len(self.y)

    def initial(self, rng):
        """(1,): a weight drawn uniformly from [0, 1)."""
        return rng.random(1)

    def predict(self, params, x):
        """params (..., 1), x (..., B) -> (..., B)."""
        return np.sin(params * x)

    @quiet
    def loss(self, params, batch=None):
        params, x, y = checked(self, params), *rows(self.x, self.y, batch)
        residual = np.sin(params * x) - y
        return np.vecdot(residual, residual) / y.shape[-1]

    @quiet
    def gradient(self, params, batch=None):
        params, x, y = checked(self, params), *rows(self.x, self.y, batch)
        z = params * x
        return (2 / y.shape[-1] * np.vecdot(np.sin(z) - y, np.cos(z) * x))[..., None]


@dataclass(frozen=True, eq=False)
class _LinearModel:
    """What models of the scores X @ params share. X: (N, P), y: (N,). For an intercept, add a column of ones."""

    X: np.ndarray
    y: np.ndarray

    def __post_init__(self):
        store(self, X=matrix("X", self.X), y=vector("y", self.y))
        same_length(self.X, self.y)

    @property
    def n_params(self):
        return self.X.shape[1]

    @property
    def n_examples(self):
        return len(self.y)

    def initial(self, rng):
        """(P,): zeros, the customary start of a convex problem; rng is not used."""
        return np.zeros(self.n_params)


class LinearRegression(_LinearModel):
    """Least squares: prediction X @ params, loss mean (X @ params - y)².

    Its curvature is the constant matrix 2/N XᵀX.

    >>> LinearRegression(X=[[1.0], [2.0]], y=[1.0, 2.0]).gradient([0.0]).tolist()
    [-5.0]
    """

    def predict(self, params, X):
        """params (..., P), X (..., B, P) -> (..., B)."""
        return scores(X, params)

    @quiet
    def loss(self, params, batch=None):
        X, y = rows(self.X, self.y, batch)
        residual = scores(X, checked(self, params)) - y
        return np.vecdot(residual, residual) / y.shape[-1]

    @quiet
    def gradient(self, params, batch=None):
        X, y = rows(self.X, self.y, batch)
        residual = scores(X, checked(self, params)) - y
        return 2 / y.shape[-1] * weighted_sum(residual, X)


class LogisticRegression(_LinearModel):
    """Two classes: P(y = 1) = σ(X @ params), loss the mean cross-entropy in nats. y holds 0 and 1.

    >>> LogisticRegression(X=[[1.0], [2.0]], y=[0, 1]).loss([0.0]).round(6).item()  # log 2
    0.693147
    """

    def __post_init__(self):
        super().__post_init__()
        if not np.isin(self.y, (0, 1)).all():
            raise ValueError(f"y must hold the classes 0 and 1; got {np.unique(self.y)[:5]}.")

    def predict(self, params, X):
        """The probability of class 1: params (..., P), X (..., B, P) -> (..., B)."""
        return sigmoid(scores(X, params))

    @quiet
    def loss(self, params, batch=None):
        X, y = rows(self.X, self.y, batch)
        margin = (2 * y - 1) * scores(X, checked(self, params))
        # log(1 + exp(-margin)), written so that the exponent is never positive and cannot overflow
        return (np.maximum(-margin, 0) + np.log1p(np.exp(-np.abs(margin)))).mean(-1)

    @quiet
    def gradient(self, params, batch=None):
        X, y = rows(self.X, self.y, batch)
        error = sigmoid(scores(X, checked(self, params))) - y
        return weighted_sum(error, X) / y.shape[-1]


@dataclass(frozen=True, eq=False)
class MLP:
    """A multi-layer perceptron for regression, loss the mean of squared residuals.

    X: (N, D), y: (N,).  hidden: the width of each hidden layer.  activation: "tanh" or "relu".
    The flat vector of P params holds, layer by layer, the weights (inputs, outputs) row by row and then the biases.

    >>> MLP(X=np.zeros((5, 2)), y=np.zeros(5), hidden=(3,)).n_params
    13
    """

    X: np.ndarray
    y: np.ndarray
    hidden: tuple = (16,)
    activation: str = "tanh"

    def __post_init__(self):
        store(self, X=matrix("X", self.X), y=vector("y", self.y), hidden=tuple(self.hidden))
        same_length(self.X, self.y)
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}; got {self.activation!r}.")
        if not self.hidden or any(width < 1 or width != int(width) for width in self.hidden):
            raise ValueError(f"hidden must name the width of each hidden layer, such as (16,); got {self.hidden}.")

    @property
    def n_examples(self):
        return len(self.y)

    @cached_property
    def shapes(self):
        """(inputs, outputs) of each layer."""
        widths = (self.X.shape[1], *self.hidden, 1)
        return tuple(zip(widths[:-1], widths[1:]))

    @cached_property
    def n_params(self):
        return sum((inputs + 1) * outputs for inputs, outputs in self.shapes)

    def initial(self, rng):
        """(P,): normal weights of variance 1 / inputs (2 / inputs for relu, He et al. 2015), biases 0."""
        gain = 2 if self.activation == "relu" else 1
        layers = [
            np.concatenate([rng.normal(0, np.sqrt(gain / inputs), inputs * outputs), np.zeros(outputs)])
            for inputs, outputs in self.shapes
        ]
        return np.concatenate(layers)

    def layers(self, params):
        """params (..., P) -> [(weights (..., inputs, outputs), biases (..., 1, outputs)), ...], views of params."""
        layers, end = [], 0
        for inputs, outputs in self.shapes:
            start, middle, end = end, end + inputs * outputs, end + (inputs + 1) * outputs
            weights = params[..., start:middle].reshape(*params.shape[:-1], inputs, outputs)
            layers.append((weights, params[..., None, middle:end]))
        return layers

    def predict(self, params, X):
        """params (..., P), X (..., B, D) -> (..., B)."""
        return self._forward(self.layers(params), X)[-1][..., 0]

    @quiet
    def loss(self, params, batch=None):
        X, y = rows(self.X, self.y, batch)
        residual = self.predict(checked(self, params), X) - y
        return np.vecdot(residual, residual) / y.shape[-1]

    @quiet
    def gradient(self, params, batch=None):
        """Backpropagation: the error of each layer, last layer first."""
        X, y = rows(self.X, self.y, batch)
        layers = self.layers(checked(self, params))
        *inputs, outputs = self._forward(layers, X)
        slope = ACTIVATIONS[self.activation][1]
        error = 2 / y.shape[-1] * (outputs - y[..., None])
        pieces = []
        for depth in reversed(range(len(layers))):
            weight_gradient = inputs[depth].swapaxes(-1, -2) @ error
            pieces += [error.sum(-2), weight_gradient.reshape(*weight_gradient.shape[:-2], -1)]
            if depth:
                error = (error @ layers[depth][0].swapaxes(-1, -2)) * slope(inputs[depth])
        return np.concatenate(pieces[::-1], axis=-1)

    def _forward(self, layers, X):
        """The input of each layer, and the output of the last, (..., B, 1)."""
        values = [X]
        activate = ACTIVATIONS[self.activation][0]
        for weights, biases in layers[:-1]:
            values.append(activate(values[-1] @ weights + biases))
        weights, biases = layers[-1]
        return [*values, values[-1] @ weights + biases]


@dataclass(frozen=True, eq=False)
class Slice:
    """Any model seen along one direction: itself a model of the one weight w, with parameters params + w direction.

    params, direction: (P,) of the model. A direction with a single 1 lets one weight move while the rest stay.

    >>> plane = LinearRegression(X=np.eye(2), y=np.zeros(2))
    >>> Slice(plane, params=[0.0, 3.0], direction=[1.0, 0.0]).loss([3.0]).item()
    9.0
    """

    model: object
    params: np.ndarray
    direction: np.ndarray
    n_params = 1

    def __post_init__(self):
        store(self, params=vector("params", self.params), direction=vector("direction", self.direction))
        for name in ("params", "direction"):
            if getattr(self, name).shape != (self.model.n_params,):
                raise ValueError(f"{name} must have shape ({self.model.n_params},); got {getattr(self, name).shape}.")

    @property
    def n_examples(self):
        return self.model.n_examples

    def initial(self, rng):
        """(1,): zero, the point `params`; rng is not used."""
        return np.zeros(1)

    def predict(self, params, X):
        return self.model.predict(self._whole(params), X)

    def loss(self, params, batch=None):
        return self.model.loss(self._whole(checked(self, params)), batch)

    @quiet
    def gradient(self, params, batch=None):
        return np.vecdot(self.model.gradient(self._whole(checked(self, params)), batch), self.direction)[..., None]

    @quiet
    def _whole(self, params):
        return self.params + params * self.direction
