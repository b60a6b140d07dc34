"""Problems of two weights, the landscapes on which variants race: where to look, to start, how far to step.

A new one is a function below `@registered`; the menu of the race and the tournament have it. No minimum lies at 0: weight
decay pulls the weights there, and must not win by the accident of a map.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from helpers import datasets, landscape
from helpers.caches import read_only
from helpers.models import MLP, Plane, Surface
from helpers.models.surfaces import COS, SIN
from helpers.optimizers import adam
from helpers.training import train
from helpers.types import Array, Interval, Model, Names

Window = tuple[Interval, Interval]  # ((left, right), (low, high))
Point = tuple[float, float]
RAVINE, FAR = ((-7.5, 4.5), (-5.5, 3.5)), (7.5, 5.5)  # the window on a ravine, seen from its minimum; where that lies
N = 64  # examples of every landscape
NAMES: dict[str, str] = {}  # {key: what a menu says}
_MAKERS: dict[str, "Make"] = {}


@dataclass(frozen=True, eq=False)
class Problem:
    """A model of two weights, and the window on it.

    window: ((left, right), (low, high)).  start: (2,).  rate: a learning rate that suits plain SGD from that start.
    stride: how long a step is that suits the window.  losses: the ends of the axis of losses.
    """

    key: str
    model: Model
    window: Window
    start: Point
    rate: float
    stride: float
    losses: Interval
    labels: Names = ("weight w₁", "weight w₂")

    def moved(self, by: Point) -> "Problem":
        """The same landscape, its window and its start, all moved by so much."""
        (first, second), (((left, right), (low, high)), (w1, w2)) = by, (self.window, self.start)
        window = (left + first, right + first), (low + second, high + second)
        start = round(w1 + first, 6), round(w2 + second, 6)
        return replace(self, model=Plane(self.model, -np.array(by), np.eye(2)), window=window, start=start)

    @cached_property
    def axes(self) -> tuple[Array, ...]:
        """The weights at which the lines of equal loss are worked out, (G,) and (H,)."""
        return tuple(read_only(np.linspace(*ends, 121)) for ends in self.window)

    @cached_property
    def heights(self) -> Array:
        """(G, H): the full loss there."""
        return read_only(landscape.plane(self.model, np.zeros(2), np.eye(2), self.axes))

    @cached_property
    def levels(self) -> Array:
        """Eleven losses, in even steps of their fourth root: close enough at the bottom, not too close on the walls."""
        low, high = (np.sqrt(np.sqrt(loss)) for loss in (self.heights.min(), np.quantile(self.heights, 0.97)))
        return read_only(np.linspace(low, high, 14)[2:-1] ** 4)

    @cached_property
    def starts(self) -> tuple[tuple[float, ...], ...]:
        """The values that a start may have along each axis."""
        return tuple(tuple(round(float(w), 6) for w in np.linspace(*ends, 81)) for ends in self.window)


Make = Callable[[], Problem]


def registered(key: str, name: str) -> Callable[[Make], Make]:
    """Put the problem that a function makes into every menu of landscapes."""

    def register(make: Make) -> Make:
        NAMES[key], _MAKERS[key] = name, make
        return make

    return register


def problem(key: str) -> Problem:
    """The problem of that name, made once."""
    if not isinstance(key, str) or key not in NAMES:
        raise ValueError(f"landscape must be one of {', '.join(NAMES)}; got {key!r}.")
    return _made(_MAKERS[key])


@lru_cache(maxsize=16)
def _made(make: Make) -> Problem:
    return make()


def _surface(key: str, window: Window, start: Point, rate: float, stride: float, noise: float, losses: Interval) -> Problem:
    """A surface of the books. noise: how far the slopes of its N examples spread around that of the surface."""
    tilts = np.random.default_rng(5).normal(0, noise, (N, 2))
    return Problem(key, Surface(key, tilts - tilts.mean(0)), window, start, rate, stride, losses)


@registered("bowl", "bowl, equally steep everywhere")
def _bowl() -> Problem:
    return _surface("bowl", ((-4, 4), (-3, 3)), (-3.0, 2.4), 0.1, 0.1, 2.0, (1e-12, 1e2)).moved((4.0, 3.0))


@registered("ravine", "ravine, κ = 200, at an angle")
def _ravine() -> Problem:
    return _surface("ravine", RAVINE, (-6.0, 0.6), 0.5, 0.1, 0.6, (1e-12, 1e3)).moved(FAR)


@registered("aligned", "the same ravine, along a weight")
def _aligned() -> Problem:
    """Its axes are those of the weights: what goes weight by weight sees the two directions apart."""
    ravine = _surface("ravine", RAVINE, (-4.896, -3.52), 0.5, 0.1, 0.6, (1e-12, 1e3))
    turned = Plane(ravine.model, np.zeros(2), np.array([[COS, SIN], [-SIN, COS]]))
    return replace(ravine, key="aligned", model=turned).moved(FAR)


@registered("saddle", "saddle between two minima")
def _saddle() -> Problem:
    return _surface("saddle", ((-2.4, 2.4), (-1.8, 1.8)), (-1.8, 0.045), 0.1, 0.05, 0.5, (1e-12, 1e2)).moved((2.4, 1.8))


@registered("rosenbrock", "Rosenbrock's curved ravine")
def _rosenbrock() -> Problem:
    return _surface("rosenbrock", ((-2, 2), (-1, 3)), (-1.2, 1.0), 0.001, 0.04, 6.0, (1e-7, 1e4))


@registered("beale", "Beale's plateau and walls")
def _beale() -> Problem:
    return _surface("beale", ((-1, 4.5), (-1.5, 1.5)), (1.0, 0.9), 0.01, 0.05, 1.0, (1e-7, 1e4))


@registered("network", "a plane through a network")
def _network() -> Problem:
    """A trained network with 8 tanh units, and two random directions from its weights, as long unit by unit as these."""
    data = datasets.sine(n=N, frequency=1.0, noise=0.2, seed=4)
    model = MLP(data.X, data.y, hidden=(8,))
    rng = np.random.default_rng(3)
    trained = train(model, adam(), model.initial(rng), [None] * 1500, 0.02).params[-1]
    directions = np.array([landscape.filter_normalised(model, trained, rng) for _ in range(2)])
    plane, labels = Plane(model, trained, directions), ("along the first direction", "along the second")
    window, start = ((-2, 2), (-2, 2)), (-0.7, 1.7)
    return Problem("network", plane, window, start, 0.05, 0.04, (1e-2, 1e2), labels).moved((2.0, 2.0))
