"""Least squares with two weights on penguins: a bowl with a flat and a steep direction."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from helpers import datasets
from helpers.caches import read_only
from helpers.models import LinearRegression
from helpers.types import Array, Interval, Names

FEATURES = {  # key: two features and the target
    "weak": ("bill_length_mm", "bill_depth_mm", "body_mass_g"),
    "medium": ("bill_length_mm", "flipper_length_mm", "body_mass_g"),
    "strong": ("flipper_length_mm", "body_mass_g", "bill_length_mm"),
}
REACH = 1.9  # half of the window on a bowl, in units of a weight


@dataclass(frozen=True, eq=False)
class Bowl:
    """names: of the two features.  minimum: (2,).  directions: (2, 2), one of the sides a row.  curvatures: (2,), of each.

    levels: (L,) losses above the least.
    """

    sides = "flat", "steep"

    names: Names
    minimum: Array
    directions: Array
    curvatures: Array
    levels: Array

    @cached_property
    def window(self) -> tuple[Interval, ...]:
        """((left, right), (low, high)): REACH around the minimum."""
        return tuple((w - REACH, w + REACH) for w in self.minimum.tolist())

    @cached_property
    def rings(self) -> Array:
        """(R, 2): the lines of equal loss, which are ellipses, with nan after each."""
        turns = np.linspace(0, 2 * np.pi, 181)
        circle = np.stack([np.cos(turns), np.sin(turns)], axis=1)
        return _joined(self.minimum + circle * np.sqrt(2 * level / self.curvatures) @ self.directions for level in self.levels)

    @cached_property
    def cross(self) -> Array:
        """(R, 2): a long line through the minimum along each direction, with nan after each."""
        return _joined(self.minimum + np.outer([-5, 5], direction) for direction in self.directions)

    @cached_property
    def tips(self) -> Array:
        """(2, 2): where the name of each direction stands, beside its line and near the edge of the window."""
        along = self.directions / abs(self.directions[:, 1:])  # as far up or down as one unit
        return read_only(self.minimum + 0.86 * REACH * along + [0.05 * REACH, 0])

    @cached_property
    def start(self) -> Array:
        """(2,): equally far from the minimum along both directions."""
        return read_only(self.minimum + self.directions.sum(0))


@lru_cache(maxsize=8)
def penguin_model(features: str) -> LinearRegression:
    """Least squares on two standardised features of the penguins."""
    *pair, target = FEATURES[features]
    data = datasets.standardised(datasets.penguins(tuple(pair), target))
    return LinearRegression(read_only(data.X), read_only(data.y))


@lru_cache(maxsize=8)
def bowl(features: str) -> Bowl:
    """The bowl of that model: its curvatures are the eigenvalues of 2/N XᵀX, its directions the eigenvectors."""
    model = penguin_model(features)
    hessian = 2 / model.n_examples * model.X.T @ model.X
    curvatures, vectors = np.linalg.eigh(hessian)
    minimum = np.linalg.solve(hessian, 2 / model.n_examples * model.X.T @ model.y)
    directions = vectors.T * np.sign(vectors.T[:, :1])  # both point to the right
    names = tuple(plain(name) for name in FEATURES[features][:2])
    levels = 0.5 * curvatures.sum() * np.array([0.02, 0.12, 0.35, 0.7, 1.2, 2])
    return Bowl(names, *map(read_only, (minimum, directions, curvatures, levels)))


def plain(name: str) -> str:
    """The name of a feature without its unit."""
    return name.replace("_mm", "").replace("_g", "").replace("_", " ")


def _joined(lines: Iterable[Array]) -> Array:
    """Lines (P, 2) as one, with nan after each."""
    return read_only(np.concatenate([part for line in lines for part in (line, [[np.nan, np.nan]])]))
