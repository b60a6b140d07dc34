"""Vectorised models: the loss and its gradient.

One rule of shapes serves every model: leading axes broadcast.

    model.loss(params, batch=None)       params (..., P), batch (..., B) of int -> (...)
    model.gradient(params, batch=None)   params (..., P), batch (..., B) of int -> (..., P)

`batch` says which examples the mean runs over; None means all N. So a landscape is params of shape (G, P), a stack of
runs (S, P), and every example's own gradient batch = np.arange(N)[:, None]. Parameters that have run away to inf or
nan give inf or nan, without a warning: a divergence is a lesson.

Models with weights take `l2`, which adds ½ l2 Σ w² to the loss, so l2 w to the gradient: what PyTorch's SGD calls
weight_decay. The biases of an MLP are left out of the sum.
"""

from helpers.models.linear import LinearRegression, LogisticRegression, SoftmaxRegression
from helpers.models.mlp import MLP
from helpers.models.one_weight import HiddenWeight, SineRegression, Slice
from helpers.models.quadratic import Quadratic
from helpers.models.surfaces import Plane, Surface
from helpers.models.waves import WaveRegression

__all__ = [
    "MLP",
    "HiddenWeight",
    "LinearRegression",
    "LogisticRegression",
    "Plane",
    "Quadratic",
    "SineRegression",
    "Slice",
    "SoftmaxRegression",
    "Surface",
    "WaveRegression",
]
