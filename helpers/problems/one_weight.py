"""Problems of one weight, what every menu of models offers: a model, where to look at it and where to start.

A new one is a function below `@registered`; every figure with such a menu has it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from helpers import datasets, landscape
from helpers.caches import read_only
from helpers.models import MLP, HiddenWeight, LinearRegression, LogisticRegression, SineRegression, Slice
from helpers.optimizers import sgd
from helpers.training import train
from helpers.types import Array, Indices, Model, Numbers

NAMES: dict[str, str] = {}  # {key: what a menu says}
LOSSES: dict[str, str] = {}  # {key: the name of its loss}
_MAKERS: dict[str, "Make"] = {}
POINTS, ACROSS = 401, 161  # of a curve along the weight, and of one along a feature

FLIPPER, MASS = "flipper length, standard units", "body mass, standard units"

Predict = Callable[[Numbers, Array], Array]  # params (1,), features (B,) or (B, D) -> (B,)


@dataclass(frozen=True, eq=False)
class Scatter:
    """The examples of a model as points of one feature and y, with its curve, for a picture.

    features: (N,) or (N, D).  y: (N,).  predict: of the model, from its weight and features.  column: the feature to draw.
    """

    features: Array
    y: Array
    predict: Predict
    column: int

    @cached_property
    def x(self) -> Array:
        """(N,): the feature that is drawn."""
        return self.features if self.features.ndim == 1 else self.features[:, self.column]

    @cached_property
    def of_classes(self) -> bool:
        """Whether y holds the classes 0 and 1."""
        return bool(np.isin(self.y, (0, 1)).all())

    @cached_property
    def heights(self) -> Array:
        """(N,): where each example is drawn. It is y, but classes are spread outwards, so that points can be told apart."""
        if not self.of_classes:
            return self.y
        return read_only(self.y + (2 * self.y - 1) * np.random.default_rng(0).uniform(0.03, 0.15, len(self.y)))

    @cached_property
    def across(self) -> Array:
        """(M,): the feature where the curve is drawn, a little beyond the examples."""
        low, high = self.x.min(), self.x.max()
        beyond = 0.05 * (high - low)
        return read_only(np.linspace(low - beyond, high + beyond, ACROSS))

    def curve(self, w: float) -> Array:
        """(M,): what the model predicts there, its other features at their means."""
        return self.predict([w], self._inputs)

    def predicted(self, w: float, batch: Indices) -> Array:
        """(B,): what it predicts for these examples."""
        return self.predict([w], self.features[batch])

    @cached_property
    def _inputs(self) -> Array:
        if self.features.ndim == 1:
            return self.across
        inputs = np.tile(self.features.mean(0), (ACROSS, 1))
        inputs[:, self.column] = self.across
        return read_only(inputs)


def scatter_of(model: Model) -> Scatter | None:
    """The examples of a model that has `X` or `x`, `y` and `predict`, or is a slice of one; None where there is none to draw."""
    whole: Any = model
    while isinstance(whole, Slice):
        whole = whole.model
    if not (hasattr(whole, "predict") and hasattr(whole, "y") and (hasattr(whole, "X") or hasattr(whole, "x"))):
        return None
    features, y = np.asarray(whole.X if hasattr(whole, "X") else whole.x), np.asarray(whole.y)
    if features.ndim not in (1, 2) or y.shape != features.shape[:1]:
        return None
    varies = np.atleast_1d(np.ptp(features, axis=0) > 0)
    if not varies.any():
        return None
    found = Scatter(features, y, model.predict, int(varies.argmax()))  # type: ignore[attr-defined]  # it is a slice, or has it
    return found if found.curve(0.0).shape == (ACROSS,) else None  # of several classes there is no one curve


@dataclass(frozen=True, eq=False)
class Problem:
    """A model of one weight; the weights to show, low to high; the weight to start from; how far above the full loss the loss
    axis reaches, for the batch losses; the names of the weight, of the feature that a picture of the data shows, and of y."""

    model: Model
    low: float
    high: float
    start: float
    headroom: float
    weight_label: str
    feature_label: str = "x"
    target_label: str = "y"

    @cached_property
    def grid(self) -> Array:
        """(G,): the weights at which the curves are drawn."""
        return read_only(np.linspace(self.low, self.high, POINTS))

    @cached_property
    def starts(self) -> tuple[float, ...]:
        """The weights to start from, 0.05 apart."""
        return tuple(hundredths / 100 for hundredths in range(round(100 * self.low), round(100 * self.high) + 1, 5))

    @cached_property
    def full_curve(self) -> Array:
        """(G,): the full loss."""
        return read_only(landscape.line(self.model, [0.0], [1.0], self.grid))

    @cached_property
    def scatter(self) -> Scatter | None:
        """The examples as a picture, or None where the model does not say enough for one."""
        return scatter_of(self.model)

    @cached_property
    def ceiling(self) -> float:
        """The top of the loss axis: batch losses rise higher than the full loss."""
        top: float = self.full_curve.max()
        return self.headroom * top

    def curve(self, batch: Indices) -> Array:
        """The loss of one batch along the grid, batch (..., B) without repetition -> (..., G)."""
        if np.shape(batch) == (self.model.n_examples,):
            return self.full_curve
        return landscape.line(self.model, [0.0], [1.0], self.grid, batch)


Make = Callable[[], Problem]


def registered(key: str, name: str, loss: str = "squared error") -> Callable[[Make], Make]:
    """Put the problem that a function makes into every menu of models."""

    def register(make: Make) -> Make:
        NAMES[key], LOSSES[key], _MAKERS[key] = name, loss, make
        return make

    return register


def unregister(key: str) -> None:
    """Take a problem out of every menu again."""
    for table in (NAMES, LOSSES, _MAKERS):
        del table[key]


def problem(key: str) -> Problem:
    """The problem of that name, made once."""
    if not isinstance(key, str) or key not in NAMES:
        raise ValueError(f"model must be one of {', '.join(NAMES)}; got {key!r}.")
    return _made(_MAKERS[key])


@lru_cache(maxsize=16)
def _made(make: Make) -> Problem:
    return make()


@registered("sine", "sin(wx), toy data")
def _sine() -> Problem:
    """Many minima: the global one near w = 2, and the one at the start, which full-batch gradient descent never leaves."""
    data = datasets.sine(n=64, frequency=2.0, noise=0.3, seed=2)
    return Problem(
        SineRegression(read_only(data.X[:, 0]), read_only(data.y)), 0.0, 6.5, 4.9, 1.5, "weight w of the model sin(wx)"
    )


@registered("least squares", "least squares, penguins")
def _least_squares() -> Problem:
    data = datasets.standardised(datasets.penguins(("flipper_length_mm",), "body_mass_g"))
    label = "weight w: body mass ≈ w × flipper length, both in standard units"
    return Problem(LinearRegression(read_only(data.X), read_only(data.y)), -1.0, 2.75, -0.7, 1.1, label, FLIPPER, MASS)


@registered("logistic", "logistic regression, penguins", "cross-entropy")
def _logistic() -> Problem:
    data = datasets.standardised(datasets.penguins(("body_mass_g",), "sex"))
    label = "weight w: P(male) = σ(w × body mass), mass in standard units"
    return Problem(
        LogisticRegression(read_only(data.X), read_only(data.y)), -3.0, 5.0, -2.5, 1.25, label, MASS, "female 0, male 1"
    )


@registered("network", "one weight of a network, penguins")
def _network() -> Problem:
    """A small trained network of which one weight, from flipper length to the first hidden unit, moves again."""
    data = datasets.standardised(datasets.penguins(("flipper_length_mm", "bill_depth_mm"), "body_mass_g"))
    network = MLP(read_only(data.X), read_only(data.y), hidden=(4,))
    trained = train(network, sgd(), network.initial(np.random.default_rng(8)), [None] * 2000, 0.1).params[-1]
    label = "weight w, flipper length → hidden unit 1 (the other 16 weights rest)"
    across = "flipper length (curve: mean bill depth)"
    return Problem(HiddenWeight(network, trained), -4.0, 6.0, -3.0, 1.3, label, across, MASS)
