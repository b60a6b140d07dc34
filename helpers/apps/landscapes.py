"""The landscapes of two weights on which variants of SGD race, and what fits each: where to look, to start, how far to step."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from helpers import datasets, landscape
from helpers.apps._arguments import one_of
from helpers.models import MLP, Plane, Surface
from helpers.optimizers import adam
from helpers.training import train

N = 64  # examples of every landscape
LANDSCAPES = {
    "bowl": "bowl, equally steep everywhere",
    "ravine": "ravine, κ = 200, at an angle",
    "saddle": "saddle between two minima",
    "rosenbrock": "Rosenbrock's curved ravine",
    "beale": "Beale's plateau and walls",
    "network": "a plane through a network",
}


@dataclass(frozen=True, eq=False)
class Ground:
    """A model of two weights, and the window on it.

    window: ((left, right), (low, high)).  start: (2,).  rate: a learning rate that suits plain SGD from that start.
    stride: how long a step is that suits the window.  losses: the ends of the axis of losses.
    """

    key: str
    model: object
    window: tuple
    start: tuple
    rate: float
    stride: float
    losses: tuple
    labels: tuple = ("weight w₁", "weight w₂")

    @cached_property
    def axes(self):
        """The weights at which the lines of equal loss are worked out, (G,) and (H,)."""
        return tuple(np.linspace(*ends, 121) for ends in self.window)

    @cached_property
    def heights(self):
        """(G, H): the full loss there."""
        return landscape.plane(self.model, np.zeros(2), np.eye(2), self.axes)

    @cached_property
    def levels(self):
        """Eleven losses, in even steps of their fourth root: close enough at the bottom, not too close on the walls."""
        low, high = (np.sqrt(np.sqrt(loss)) for loss in (self.heights.min(), np.quantile(self.heights, 0.97)))
        return np.linspace(low, high, 14)[2:-1] ** 4

    @cached_property
    def starts(self):
        """The values that a start may have along each axis."""
        return [[round(float(w), 6) for w in np.linspace(*ends, 81)] for ends in self.window]


def ground(key):
    """The landscape of that name, made once."""
    one_of("landscape", key, LANDSCAPES)
    return _make(key)


@lru_cache
def _make(key):
    if key == "network":
        return _network()
    window, start, rate, stride, noise, losses = {
        "bowl": (((-4, 4), (-3, 3)), (-3.0, 2.4), 0.1, 0.1, 2.0, (1e-7, 1e2)),
        "ravine": (((-8, 8), (-6, 6)), (-6.0, 0.6), 0.5, 0.1, 0.6, (1e-7, 1e3)),
        "saddle": (((-2.4, 2.4), (-1.8, 1.8)), (-1.8, 0.045), 0.1, 0.05, 0.5, (1e-7, 1e2)),
        "rosenbrock": (((-2, 2), (-1, 3)), (-1.2, 1.0), 0.001, 0.04, 6.0, (1e-7, 1e4)),
        "beale": (((-1, 4.5), (-1.5, 1.5)), (1.0, 0.9), 0.01, 0.05, 1.0, (1e-7, 1e4)),
    }[key]
    tilts = np.random.default_rng(5).normal(0, noise, (N, 2))
    return Ground(key, Surface(key, tilts - tilts.mean(0)), window, start, rate, stride, losses)


def _network():
    """A trained network with 8 tanh units, and two random directions from its weights, as long unit by unit as these."""
    data = datasets.sine(n=N, frequency=1.0, noise=0.2, seed=4)
    model = MLP(data.X, data.y, hidden=(8,))
    rng = np.random.default_rng(3)
    trained = train(model, adam(), model.initial(rng), [None] * 1500, 0.02).params[-1]
    directions = np.array([landscape.filter_normalised(model, trained, rng) for _ in range(2)])
    labels = ("along the first direction", "along the second")
    return Ground("network", Plane(model, trained, directions), ((-2, 2), (-2, 2)), (-0.7, 1.7), 0.05, 0.04, (1e-2, 1e2), labels)
