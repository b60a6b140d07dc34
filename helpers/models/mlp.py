"""A multi-layer perceptron whose stacks of runs are fast.

The batch is the innermost axis: values have shape (..., units, B), so each pass runs over contiguous memory. A row of
ones below the values of a layer makes its biases part of the next matrix product. A single run costs what its NumPy
calls cost, so there are few; a stack costs its passes over memory, so it goes through in blocks that a cache holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.arrays import (
    at_least,
    brief,
    checked,
    cross_entropy,
    features,
    generator,
    matrix,
    numbers,
    one_hot,
    penalty,
    quiet,
    rows,
    same_length,
    softmax,
    store,
    vector,
)
from helpers.types import Array, Batch, Numbers, Rng, Shape

Activation = tuple[Callable[[Array], Array], Callable[[Array, Array], None]]
BLOCK = 2**16  # numbers in the values of one layer of a block: half a megabyte


def _tanh_backward(error: Array, a: Array) -> None:
    """error (1 - a²), in place; a is used up."""
    a *= a
    a *= error
    error -= a


def _relu_backward(error: Array, a: Array) -> None:
    error *= a > 0


def _product(layer: Array) -> Callable[..., Array]:
    """The quickest A @ B: for one run np.dot, which has less to decide than matmul."""
    return np.dot if layer.ndim == 2 else _stacked_product


def _stacked_product(A: Array, B: Array, out: Array | None = None) -> Array:
    return (np.multiply if A.shape[-1] == 1 else np.matmul)(A, B, out)  # an outer product is one of arrays


ACTIVATIONS: dict[str, Activation] = {  # name: (z -> a in place, the error of a -> the error of z in place)
    "tanh": (lambda z: np.tanh(z, out=z), _tanh_backward),
    "relu": (lambda z: np.maximum(z, 0, out=z), _relu_backward),
}
TASKS = ("regression", "classification")


@dataclass(frozen=True, eq=False)
class MLP:
    """A multi-layer perceptron. Its loss is the mean of squared residuals, or the mean cross-entropy in nats.

    X: (N, D).  y: (N,), numbers for task "regression", class numbers 0, 1, ..., K - 1 for "classification".
    hidden: the width of each hidden layer.  activation: "tanh" or "relu".  l2 adds ½ l2 Σ w² over weights, not biases.
    The flat vector of P params holds, layer by layer and unit by unit, a unit's weights and then its bias.

    >>> MLP(X=np.zeros((5, 2)), y=np.zeros(5), hidden=(3,)).n_params
    13
    """

    X: Array
    y: Array
    hidden: Shape = (16,)
    activation: str = "tanh"
    task: str = "regression"
    l2: float = 0.0

    def __post_init__(self) -> None:
        store(self, X=matrix("X", self.X), y=vector("y", self.y))
        same_length(self.X, self.y)
        hidden = np.atleast_1d(numbers("hidden", self.hidden))
        if not hidden.size or hidden.ndim > 1 or not (hidden >= 1).all() or (hidden != np.floor(hidden)).any():
            raise ValueError(f"hidden must name the width of each hidden layer, such as (16,); got {brief(self.hidden)}.")
        store(self, hidden=tuple(int(width) for width in hidden))
        for name, allowed in (("activation", ACTIVATIONS), ("task", TASKS)):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {brief(getattr(self, name))}.")
        at_least("l2", self.l2, 0)
        self._inputs, self._targets  # noqa: B018  a class number that is none is refused here, not at the first loss

    @cached_property
    def _classifies(self) -> bool:
        return self.task == "classification"

    @cached_property
    def _inputs(self) -> Array:
        return _with_ones(self.X)

    @cached_property
    def _targets(self) -> Array:
        return one_hot(self.y) if self._classifies else self.y[:, None]

    @property
    def n_examples(self) -> int:
        return len(self.y)

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(units, inputs + 1) of each layer."""
        widths = (self.X.shape[1], *self.hidden, self._targets.shape[1])
        return tuple((units, inputs + 1) for inputs, units in zip(widths[:-1], widths[1:]))

    @cached_property
    def n_params(self) -> int:
        return sum(units * inputs for units, inputs in self.shapes)

    def initial(self, rng: Rng) -> Array:
        """(P,): normal weights of variance 1 / inputs (2 / inputs for relu, He et al. 2015), biases 0."""
        gain = 2 if self.activation == "relu" else 1
        params = np.zeros(self.n_params)
        for layer in self.layers(params):
            units, inputs = layer[:, :-1].shape
            layer[:, :-1] = generator(rng).normal(0, np.sqrt(gain / inputs), (units, inputs))
        return params

    def layers(self, params: Array) -> list[Array]:
        """params (..., P) -> [(..., units, inputs + 1), ...], views of params; the last column holds the biases."""
        leading = params.shape[:-1]
        return [params[..., part].reshape(leading + shape) for part, shape in self._parts]

    @cached_property
    def _parts(self) -> tuple[tuple[slice, tuple[int, int]], ...]:
        """Where each layer lies in the flat vector, and its shape."""
        ends = np.cumsum([units * inputs for units, inputs in self.shapes]).tolist()
        return tuple((slice(start, end), shape) for start, end, shape in zip([0, *ends], ends, self.shapes))

    @quiet
    def predict(self, params: Numbers, X: Numbers) -> Array:
        """params (..., P), X (..., B, D) -> (..., B), or the probabilities of the classes (..., B, K)."""
        params, X = checked(self, params), _with_ones(features(self, X))
        leading = np.broadcast_shapes(params.shape[:-1], X.shape[:-2])
        scores = self._forward(self.layers(np.broadcast_to(params, (*leading, self.n_params))), X)[-1]
        return softmax(scores).mT if self._classifies else scores[..., 0, :]

    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """The mean loss over a batch, or all examples: params (..., P), batch (..., B) of int -> (...)."""
        return self._in_blocks(self._loss, checked(self, params, batch), batch, ())

    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """The gradient of `loss` with respect to params, (..., P)."""
        return self._in_blocks(self._gradient, checked(self, params, batch), batch, (self.n_params,))

    def _in_blocks(self, function: Callable[[Array, Batch], Array], params: Array, batch: Batch, shape: Shape) -> Array:
        """function(params, batch) -> (..., *shape), a stack of runs a block of them at a time."""
        batches = None if batch is None else np.asarray(batch)
        stack = () if batches is None else batches.shape[:-1]
        if params.ndim == 1 and not stack:
            return function(params, batches)
        leading = np.broadcast_shapes(params.shape[:-1], stack)
        params = np.broadcast_to(params, (*leading, self.n_params)).reshape(-1, self.n_params)
        if batches is not None and stack:
            batches = np.broadcast_to(batches, (*leading, batches.shape[-1])).reshape(len(params), batches.shape[-1])
        examples = self.n_examples if batches is None else batches.shape[-1]
        size = max(1, BLOCK // (max(examples, 1) * max(self.hidden)))
        results = np.empty((len(params), *shape))
        for start in range(0, len(params), size):
            block = slice(start, start + size)
            results[block] = function(params[block], batches[block] if batches is not None and stack else batches)
        return results.reshape(*leading, *shape)

    @quiet
    def _loss(self, params: Array, batch: Batch) -> Array:
        X, targets = rows(self._inputs, self._targets, batch)
        scores = self._forward(self.layers(params), X)[-1]
        if self._classifies:
            loss = cross_entropy(scores, targets.mT)
        else:
            residual = (scores - targets.mT)[..., 0, :]
            loss = np.vecdot(residual, residual) / X.shape[-2]
        return loss + penalty(self._weights(params), self.l2) if self.l2 else loss

    @quiet
    def _gradient(self, params: Array, batch: Batch) -> Array:
        """Backpropagation: the error of each layer's scores, last layer first."""
        X, targets = rows(self._inputs, self._targets, batch)
        gradient = np.empty(params.shape)
        layers, slopes = self.layers(params), self.layers(gradient)
        *values, scores = self._forward(layers, X)
        error = softmax(scores) if self._classifies else scores
        error -= targets.mT
        error *= (1 if self._classifies else 2) / X.shape[-2]
        product, backward = _product(layers[0]), ACTIVATIONS[self.activation][1]
        for depth in reversed(range(len(layers))):
            product(error, values[depth].mT, slopes[depth])
            if depth:
                error = product(layers[depth].mT, error)
                backward(error, values[depth])
                error = error[..., :-1, :]  # the row of ones has no weights below
        return gradient + self.l2 * self._weights(params) if self.l2 else gradient

    def _forward(self, layers: list[Array], X: Array) -> list[Array]:
        """X (..., B, D + 1) -> the input of each layer (..., inputs + 1, B), and the last one's scores."""
        values = [X.mT]
        product, activate = _product(layers[0]), ACTIVATIONS[self.activation][0]
        *hidden, last = layers
        for layer in hidden:
            *leading, units, _ = layer.shape
            value = np.empty((*leading, units + 1, X.shape[-2]))
            value[..., -1, :] = 1
            activate(product(layer, values[-1], value[..., :-1, :]))
            values.append(value)
        values.append(product(last, values[-1]))
        return values

    def _weights(self, params: Array) -> Array:
        """params with its biases at 0."""
        weights = params.copy()
        for layer in self.layers(weights):
            layer[..., -1] = 0
        return weights


def _with_ones(X: Array) -> Array:
    return np.concatenate([X, np.ones((*X.shape[:-1], 1))], axis=-1)
