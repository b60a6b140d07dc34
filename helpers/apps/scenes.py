"""What the menu of models offers: a model of one weight, where to look at it and where to start."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from helpers import datasets, landscape
from helpers.models import MLP, LinearRegression, LogisticRegression, SineRegression, Slice
from helpers.optimizers import sgd
from helpers.training import train

NAMES = {
    "sine": "sin(wx), toy data",
    "least squares": "least squares, penguins",
    "logistic": "logistic regression, penguins",
    "network": "one weight of a network, penguins",
}


@dataclass(frozen=True, eq=False)
class Scene:
    """A model of one weight; the weights to show, low to high; the weight to start from; how far
    above the full loss the loss axis reaches, for the batch losses; the name of the weight."""

    key: str
    model: object
    low: float
    high: float
    start: float
    headroom: float
    weight_label: str

    @cached_property
    def grid(self):
        """(G,): the weights at which the curves are drawn."""
        return np.linspace(self.low, self.high, 401)

    @cached_property
    def starts(self):
        """The weights to start from, 0.05 apart."""
        return [hundredths / 100 for hundredths in range(round(100 * self.low), round(100 * self.high) + 1, 5)]

    @cached_property
    def full_curve(self):
        """(G,): the full loss."""
        return self.curve(None)

    @cached_property
    def ceiling(self):
        """The top of the loss axis: batch losses rise higher than the full loss."""
        return self.headroom * self.full_curve.max()

    def curve(self, batch):
        """(G,): the loss of one batch."""
        return landscape.line(self.model, [0.0], [1.0], self.grid, batch)


def scene(key):
    """The scene of that name, made once."""
    if key not in [*NAMES]:
        raise ValueError(f"model must be one of {', '.join(NAMES)}; got {key!r}.")
    return _make(key)


@lru_cache
def _make(key):
    return {"sine": _sine, "least squares": _least_squares, "logistic": _logistic, "network": _network}[key]()


def _sine():
    """Many minima: the global one near w = 2, and the one at the start, which full-batch gradient descent never leaves."""
    data = datasets.sine(n=64, frequency=2.0, noise=0.3, seed=2)
    return Scene("sine", SineRegression(data.X[:, 0], data.y), 0.0, 6.5, 4.9, 1.5, "weight w of the model sin(wx)")


def _least_squares():
    data = datasets.standardised(datasets.penguins(("flipper_length_mm",), "body_mass_g"))
    label = "weight w: body mass ≈ w × flipper length, both in standard units"
    return Scene("least squares", LinearRegression(data.X, data.y), -1.0, 2.75, -0.7, 1.1, label)


def _logistic():
    data = datasets.standardised(datasets.penguins(("body_mass_g",), "sex"))
    label = "weight w: P(male) = σ(w × body mass), mass in standard units"
    return Scene("logistic", LogisticRegression(data.X, data.y), -3.0, 5.0, -2.5, 1.25, label)


def _network():
    """A small trained network of which one weight, from flipper length to the first hidden unit, moves again."""
    data = datasets.standardised(datasets.penguins(("flipper_length_mm", "bill_depth_mm"), "body_mass_g"))
    network = MLP(data.X, data.y, hidden=(4,))
    trained = train(network, sgd(), network.initial(np.random.default_rng(8)), [None] * 2000, 0.1).params[-1]
    direction = np.eye(network.n_params)[0]
    label = "weight w, flipper length → hidden unit 1 (the other 16 weights rest)"
    return Scene("network", Slice(network, trained * (1 - direction), direction), -4.0, 6.0, -3.0, 1.3, label)
