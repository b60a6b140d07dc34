"""A wave of two weights: the smallest model whose hills can be walked around."""

from dataclasses import dataclass

import numpy as np

from helpers.arrays import checked, generator, quiet, rows, same_length, store, vector
from helpers.types import Array, Batch, Numbers, Rng


@dataclass(frozen=True, eq=False)
class WaveRegression:
    """Two weights, frequency w and amplitude a: prediction a sin(wx), loss mean (a sin(wx) - y)².

    x, y: (N,).  params: (w, a).  With a = 1 it is `SineRegression`.

    >>> model = WaveRegression(x=[0.0, 1.0], y=[0.0, 1.0])
    >>> model.loss([5.0, 0.0]).item(), model.gradient([0.0, 2.0]).tolist()
    (0.5, [-2.0, 0.0])
    """

    x: Array
    y: Array
    n_params = 2

    def __post_init__(self) -> None:
        store(self, x=vector("x", self.x), y=vector("y", self.y))
        same_length(self.x, self.y)

    @property
    def n_examples(self) -> int:
        return len(self.y)

    def initial(self, rng: Rng) -> Array:
        """(2,): both weights drawn uniformly from [0, 1)."""
        return generator(rng).random(2)

    @quiet
    def predict(self, params: Numbers, x: Array) -> Array:
        """params (..., 2), x (..., B) -> (..., B)."""
        params = checked(self, params)
        wave: Array = params[..., 1:] * np.sin(params[..., :1] * x)
        return wave

    @quiet
    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """The mean loss over a batch, or all examples: params (..., 2), batch (..., B) of int -> (...)."""
        params, x, y = checked(self, params, batch), *rows(self.x, self.y, batch)
        residual = params[..., 1:] * np.sin(params[..., :1] * x) - y
        loss: Array = np.vecdot(residual, residual) / y.shape[-1]
        return loss

    @quiet
    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """The gradient of `loss` with respect to params, (..., 2)."""
        params, x, y = checked(self, params, batch), *rows(self.x, self.y, batch)
        z, a = params[..., :1] * x, params[..., 1:]
        wave = np.sin(z)
        residual = a * wave - y
        slopes = np.stack([np.vecdot(residual, a * np.cos(z) * x), np.vecdot(residual, wave)], axis=-1)
        gradient: Array = 2 / y.shape[-1] * slopes
        return gradient
