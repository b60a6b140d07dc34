"""Models of scores that are linear in the features. For an intercept, add a column of ones to X."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.arrays import (
    at_least,
    checked,
    cross_entropy,
    features,
    matrix,
    one_hot,
    penalty,
    quiet,
    rows,
    same_length,
    scores,
    sigmoid,
    softmax,
    softplus,
    store,
    vector,
    weighted_sum,
)
from helpers.types import Array, Batch, Numbers, Rng


@dataclass(frozen=True, eq=False)
class _LinearModel:
    """What the linear models share. X: (N, D), y: (N,)."""

    X: Array
    y: Array
    l2: float = 0.0

    def __post_init__(self) -> None:
        store(self, X=matrix("X", self.X), y=vector("y", self.y))
        same_length(self.X, self.y)
        at_least("l2", self.l2, 0)

    @property
    def n_params(self) -> int:
        return self.X.shape[1]

    @property
    def n_examples(self) -> int:
        return len(self.y)

    def initial(self, rng: Rng) -> Array:
        """(P,): zeros, the customary start of a convex problem; rng is not used."""
        return np.zeros(self.n_params)

    @quiet
    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """The mean loss over a batch, or all examples: params (..., P), batch (..., B) of int -> (...)."""
        params = checked(self, params, batch)
        loss = self._loss(params, *rows(self.X, self._targets, batch))
        return loss + penalty(params, self.l2) if self.l2 else loss

    @quiet
    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """The gradient of `loss` with respect to params, (..., P)."""
        params = checked(self, params, batch)
        gradient = self._gradient(params, *rows(self.X, self._targets, batch))
        return gradient + self.l2 * params if self.l2 else gradient

    @property
    def _targets(self) -> Array:
        return self.y

    def _loss(self, params: Array, X: Array, y: Array) -> Array:
        """The mean loss over the examples X, y, without the penalty."""
        raise NotImplementedError

    def _gradient(self, params: Array, X: Array, y: Array) -> Array:
        """The gradient of that."""
        raise NotImplementedError


class LinearRegression(_LinearModel):
    """Least squares: prediction X @ params, loss mean (X @ params - y)² + ½ l2 Σ w².

    Its curvature is the constant matrix 2/N XᵀX + l2.

    >>> LinearRegression(X=[[1.0], [2.0]], y=[1.0, 2.0]).gradient([0.0]).tolist()
    [-5.0]
    """

    @quiet
    def predict(self, params: Numbers, X: Numbers) -> Array:
        """params (..., P), X (B, P) or (..., B, P) -> (..., B)."""
        return scores(features(self, X), checked(self, params))

    def _loss(self, params: Array, X: Array, y: Array) -> Array:
        residual = scores(X, params)
        residual -= y
        squares: Array = np.vecdot(residual, residual)
        return squares / y.shape[-1]

    def _gradient(self, params: Array, X: Array, y: Array) -> Array:
        return 2 / y.shape[-1] * weighted_sum(scores(X, params) - y, X)


class LogisticRegression(_LinearModel):
    """Two classes: P(y = 1) = σ(X @ params), loss the mean cross-entropy in nats + ½ l2 Σ w². y holds 0 and 1.

    >>> LogisticRegression(X=[[1.0], [2.0]], y=[0, 1]).loss([0.0]).round(6).item()  # log 2
    0.693147
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if not np.isin(self.y, (0, 1)).all():
            raise ValueError(f"y must hold the classes 0 and 1; got {np.unique(self.y)[:5]}.")

    @quiet
    def predict(self, params: Numbers, X: Numbers) -> Array:
        """The probability of class 1: params (..., P), X (..., B, P) -> (..., B)."""
        return sigmoid(scores(features(self, X), checked(self, params)))

    def _loss(self, params: Array, X: Array, y: Array) -> Array:
        surprise = scores(X, params)
        surprise *= 1 - 2 * y  # positive where the model leans to the wrong class
        loss: Array = softplus(surprise).mean(-1)
        return loss

    def _gradient(self, params: Array, X: Array, y: Array) -> Array:
        return weighted_sum(sigmoid(scores(X, params)) - y, X) / y.shape[-1]


class SoftmaxRegression(_LinearModel):
    """K classes: P(y = k) = softmax(W x)_k, loss the mean cross-entropy in nats + ½ l2 Σ w².

    X: (N, D).  y: (N,), the class numbers 0, 1, ..., K - 1.  params: the rows of W (K, D), one after the other; P = K D.

    >>> model = SoftmaxRegression(X=[[1.0], [2.0], [3.0]], y=[0, 1, 2])
    >>> model.n_params, model.loss(np.zeros(3)).round(6).item()  # log 3
    (3, 1.098612)
    """

    @property
    def n_params(self) -> int:
        return self._targets.shape[1] * self.X.shape[1]

    @quiet
    def predict(self, params: Numbers, X: Numbers) -> Array:
        """The probability of each class: params (..., P), X (..., B, D) -> (..., B, K)."""
        return softmax(self._scores(checked(self, params), features(self, X))).mT

    @cached_property
    def _targets(self) -> Array:
        return one_hot(self.y)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._targets  # noqa: B018  a class number that is none is refused here, not at the first loss

    def _scores(self, params: Array, X: Array) -> Array:
        """params (..., P), X (..., B, D) -> (..., K, B)."""
        return params.reshape(*params.shape[:-1], -1, self.X.shape[1]) @ X.mT

    def _loss(self, params: Array, X: Array, targets: Array) -> Array:
        return cross_entropy(self._scores(params, X), targets.mT)

    def _gradient(self, params: Array, X: Array, targets: Array) -> Array:
        gradient = (softmax(self._scores(params, X)) - targets.mT) @ X / X.shape[-2]
        return gradient.reshape(*gradient.shape[:-2], -1)
