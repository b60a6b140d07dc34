"""A network, and a place in the space of its weights: what is seen there, each worked out once."""

from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import prod

import numpy as np

from helpers.caches import read_only
from helpers.lessons.real_network.data import Material
from helpers.models import MLP, LinearRegression, SoftmaxRegression

HIDDEN = {"none": (), "4": (4,), "16": (16,), "64": (64,), "16-16": (16, 16), "32-32-32": (32, 32, 32)}
GRID = 48  # points of the regions, each way
FINER = 3  # pixels for each of them
SURE = (0.7, 0.95)  # chances from which a region is tinted more strongly


@dataclass(frozen=True, eq=False)
class Place:
    """params: (P,), the weights and biases.  planes: of the landscape, as `plane.plane_of` finds them."""

    material: Material
    network: object
    params: np.ndarray
    planes: dict = field(default_factory=dict)

    @cached_property
    def full(self):
        """The full loss, over at most `data.MOST` examples."""
        return float(self.network.loss(self.params, self.material.seen))

    @cached_property
    def validation(self):
        """The validation loss, over as many."""
        return float(self.network.loss(self.params, self.material.held))

    @cached_property
    def held(self):
        """The output for these examples of validation, (M,) numbers or (M, K) chances."""
        return self.predicted(self.material.X[self.material.held])

    @cached_property
    def score(self):
        """The share of them that is right, or the root of the mean square error in the target's own units."""
        y = self.material.y[self.material.held]
        if self.material.classes:
            return np.mean(self.held.argmax(-1) == y)
        with np.errstate(all="ignore"):
            return self.material.unit * np.sqrt(np.mean((self.held - y) ** 2))

    @cached_property
    def regions(self):
        """Of two features: the classes expected over the plane, and how sure, 0 to 2, both (GRID FINER, GRID FINER)."""
        points, _ = window(self.material)
        chances = self.predicted(points).reshape(GRID, GRID, -1).transpose(2, 0, 1)
        first, *others = finer(GRID, GRID * FINER) @ chances @ finer(GRID, GRID * FINER).T
        classes, highest = np.zeros(first.shape, dtype=np.uint8), first
        for number, chance in enumerate(others, start=1):  # ten times as fast as argmax along a short axis
            classes[chance > highest] = number
            highest = np.maximum(highest, chance)
        return classes, np.digitize(highest, SURE)

    def predicted(self, X):
        """The network's output: X (G, D) -> (G,) numbers, or (G, K) chances."""
        return self.network.predict(self.params, X if isinstance(self.network, MLP) else _with_ones(X))


@lru_cache(maxsize=8)
def opening(material, hidden, activation, seed):
    """The place where a network begins."""
    network = _network(material, hidden, activation)
    return Place(material, network, network.initial(np.random.default_rng(seed)))


def penalised(network, l2):
    """The network with an l2 penalty. It shares the arrays, which for the flights take longer to make than a frame."""
    other = copy(network)
    object.__setattr__(other, "l2", l2)
    return other


@lru_cache(maxsize=4)
def window(material):
    """Of two features: points all over the plane, (GRID², 2), and its limits (left, right, low, high)."""
    X = material.X[: material.n]
    low, high = X.min(0), X.max(0)
    low, high = low - 0.12 * (high - low), high + 0.12 * (high - low)
    first, second = (np.linspace(low[axis], high[axis], GRID) for axis in (0, 1))
    points = np.stack(np.meshgrid(first, second), axis=-1).reshape(-1, 2)
    return read_only(points), (low[0], high[0], low[1], high[1])


@lru_cache(maxsize=4)
def finer(count, fine):
    """(fine, count): the matrix that puts cubics through four of count evenly spaced values each, so that contours are round."""
    place = np.linspace(0, count - 1, fine)
    nodes = np.clip(place.astype(int) - 1, 0, count - 4)[:, None] + np.arange(4)
    weights = [prod((place - nodes[:, other]) / (one - other) for other in range(4) if other != one) for one in range(4)]
    matrix = np.zeros((fine, count))
    np.put_along_axis(matrix, nodes, np.transpose(weights), axis=1)
    return read_only(matrix)


@lru_cache(maxsize=4)
def _network(material, hidden, activation):
    """The model, over all examples of training and validation: batches say which of them count.

    Without hidden layers it is a linear one, with a column of ones.
    """
    if HIDDEN[hidden]:
        task = "classification" if material.classes else "regression"
        return MLP(material.X, material.y, HIDDEN[hidden], activation, task)
    return (SoftmaxRegression if material.classes else LinearRegression)(_with_ones(material.X), material.y)


def _with_ones(X):
    return np.column_stack([X, np.ones(len(X))])
