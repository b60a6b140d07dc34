"""Models of two weights, whose whole landscape is one picture: test functions of optimizers, and planes through a model."""

from dataclasses import dataclass

import numpy as np

from helpers.arrays import brief, checked, generator, matrix, mean_row, quiet, store, vector
from helpers.types import Array, Batch, Model, Numbers, Rng

COS, SIN = np.cos(np.pi / 6), np.sin(np.pi / 6)  # of the angle at which the ravine lies: 30°
ZERO: Array = 0.0  # type: ignore[assignment]  # a sum before its first term, of any shape
Heights = tuple[Array, Array, Array]  # the loss and its two slopes


def _bowl(a: Array, b: Array) -> Heights:
    return 0.5 * (a * a + b * b), a, b


def _ravine(a: Array, b: Array) -> Heights:
    along, across = COS * a + SIN * b, COS * b - SIN * a
    return 0.005 * along * along + across * across, 0.01 * COS * along - 2 * SIN * across, 0.01 * SIN * along + 2 * COS * across


def _saddle(a: Array, b: Array) -> Heights:
    rim = b * b - 1
    return 0.5 * a * a + 0.25 * rim * rim, a, b * rim


def _rosenbrock(a: Array, b: Array) -> Heights:
    side, ahead = b - a * a, 1 - a
    return ahead * ahead + 100 * side * side, -2 * ahead - 400 * a * side, 200 * side


def _beale(a: Array, b: Array) -> Heights:
    loss = slope_a = slope_b = ZERO
    for power, target in ((1, 1.5), (2, 2.25), (3, 2.625)):
        last = b ** (power - 1)
        rest = target - a + a * last * b
        loss = loss + rest * rest
        slope_a, slope_b = slope_a + 2 * rest * (last * b - 1), slope_b + 2 * rest * a * power * last
    return loss, slope_a, slope_b


SURFACES = {"bowl": _bowl, "ravine": _ravine, "saddle": _saddle, "rosenbrock": _rosenbrock, "beale": _beale}


@dataclass(frozen=True, eq=False)
class Surface:
    """A test function f of two weights a, b, each of whose examples tilts it another way: L_i(W) = f(W) + c_i · W.

    bowl: ½a² + ½b².  ravine: ½(0.01u² + 2v²), κ = 200, with u and v along axes turned by 30°.
    saddle: ½a² + ¼(b² - 1)², level at (0, 0), lowest at (0, ±1).  rosenbrock: (1 - a)² + 100(b - a²)² (Rosenbrock 1960).
    beale: Σ_k (t_k - a + ab^k)² with t = 1.5, 2.25, 2.625 (Beale 1958).
    The least loss of each is 0.  tilts: the c_i, (N, 2), each column of mean 0, so that the full loss is f; None: one of zeros.

    >>> model = Surface("rosenbrock", tilts=[[1.0, 0.0], [-1.0, 0.0]])
    >>> model.loss([0.0, 0.0]).item(), model.gradient([0.0, 0.0]).tolist(), model.gradient([0.0, 0.0], [0]).tolist()
    (1.0, [-2.0, 0.0], [-1.0, 0.0])
    """

    name: str
    tilts: Array = None  # type: ignore[assignment]  # None becomes an array
    n_params = 2

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or self.name not in SURFACES:
            raise ValueError(f"name must be one of {', '.join(SURFACES)}; got {brief(self.name)}.")
        tilts = matrix("tilts", np.zeros((1, 2)) if self.tilts is None else self.tilts)
        if tilts.shape[1] != 2 or np.abs(tilts.mean(0)).max() > 1e-9 * max(np.abs(tilts).max(), 1):
            raise ValueError(f"tilts must have 2 columns, each of mean 0; got {brief(tilts)}.")
        store(self, tilts=tilts)

    @property
    def n_examples(self) -> int:
        return len(self.tilts)

    def initial(self, rng: Rng) -> Array:
        """(2,): drawn from the standard normal distribution."""
        return generator(rng).normal(size=2)

    @quiet
    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """The mean loss over a batch, or all examples: params (..., 2), batch (..., B) of int -> (...)."""
        params = checked(self, params, batch)
        loss, _, _ = SURFACES[self.name](params[..., 0], params[..., 1])
        if batch is None:
            return np.asarray(loss)[()]
        tilt: Array = np.vecdot(mean_row(self.tilts, batch), params)
        return loss + tilt

    @quiet
    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """The gradient of `loss` with respect to params, (..., 2)."""
        params = checked(self, params, batch)
        _, first, second = SURFACES[self.name](params[..., 0], params[..., 1])
        if batch is None:
            return np.stack([first, second], axis=-1)
        tilt = mean_row(self.tilts, batch)
        gradient = np.empty(np.broadcast_shapes(params.shape, tilt.shape))
        gradient[..., 0], gradient[..., 1] = first, second
        gradient += tilt
        return gradient


@dataclass(frozen=True, eq=False)
class Plane:
    """Any model seen in a plane: itself a model of two weights s and t, with parameters params + s d1 + t d2.

    params: (P,) of the model.  directions: d1 and d2, (2, P).

    >>> from helpers.models import LinearRegression
    >>> space = LinearRegression(X=np.eye(3), y=np.zeros(3))
    >>> Plane(space, params=[0.0, 0.0, 3.0], directions=np.eye(3)[:2]).loss([3.0, 3.0]).item()
    9.0
    """

    model: Model
    params: Array
    directions: Array
    n_params = 2

    def __post_init__(self) -> None:
        params, directions = vector("params", self.params, shape="(P,)"), matrix("directions", self.directions)
        if params.shape != (self.model.n_params,) or directions.shape != (2, self.model.n_params):
            raise ValueError(
                f"params must have shape ({self.model.n_params},) and directions (2, {self.model.n_params}); "
                f"got {params.shape} and {directions.shape}."
            )
        store(self, params=params, directions=directions)

    @property
    def n_examples(self) -> int:
        return self.model.n_examples

    def initial(self, rng: Rng) -> Array:
        """(2,): zeros, the point `params`; rng is not used."""
        return np.zeros(2)

    def predict(self, params: Numbers, X: Numbers) -> Array:
        """What the model predicts at these points of the plane."""
        return self.model.predict(self._whole(params), X)  # type: ignore[attr-defined,no-any-return]  # if it predicts

    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """The mean loss over a batch, or all examples: params (..., 2), batch (..., B) of int -> (...)."""
        return self.model.loss(self._whole(params), batch)

    @quiet
    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """The gradient of `loss` with respect to params, (..., 2)."""
        return self.model.gradient(self._whole(params), batch) @ self.directions.T

    @quiet
    def _whole(self, params: Numbers) -> Array:
        return self.params + checked(self, params) @ self.directions
