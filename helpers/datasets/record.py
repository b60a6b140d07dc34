"""The record that holds a data set, and what can be done with any of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

import numpy as np

from helpers.types import Array, Indices, Names


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples and what they are called.

    X: (N, P) float64, one row an example.  y: (N,) float64 targets, or class numbers 0, 1, ... for a text target.
    features: the P column names.  target: the name of y.  classes: the class names in the order of their numbers,
    empty for a numeric target.  notes: sentences on what was read and how.

    >>> data = Dataset(X=np.array([[3.9], [4.6]]), y=np.array([0.0, 1.0]), features=("mass",), classes=("hen", "cock"))
    >>> len(data), data.classes[int(data.y[1])]
    (2, 'cock')
    """

    X: Array
    y: Array
    features: Names = ()
    target: str = "y"
    classes: Names = ()
    notes: Names = ()

    def __len__(self) -> int:
        return len(self.y)


def standardised(dataset: Dataset) -> Dataset:
    """The same examples in standard units: each feature, and a numeric target, has mean 0 and standard deviation 1.

    >>> data = standardised(Dataset(X=np.array([[1.0], [3.0]]), y=np.array([5.0, 9.0]), features=("x",)))
    >>> data.X.tolist(), data.y.tolist()
    ([[-1.0], [1.0]], [-1.0, 1.0])
    """
    y = dataset.y if dataset.classes else _standard_units(dataset.y, dataset.target)
    columns = [_standard_units(x, name) for x, name in zip(dataset.X.T, dataset.features)]
    return replace(dataset, X=np.stack(columns, axis=1), y=y)


def split(dataset: Dataset, share: float = 0.8, seed: int = 0) -> tuple[Dataset, ...]:
    """(train, validation): the rows in a seeded random order, cut after round(share N). Standardise before, not after.

    Where the order leaves all examples of a class on one side, and the class has at least two, one changes places with an
    example of the most frequent class on the other side.

    >>> train, validation = split(Dataset(X=np.ones((10, 2)), y=np.arange(10.0)))
    >>> len(train), len(validation), sorted([*train.y, *validation.y]) == [*range(10)]
    (8, 2, True)
    """
    n = len(dataset)
    if not (0 < share < 1 and 0 < round(share * n) < n):
        raise ValueError(f"share must be between 0 and 1 and leave a row on each side; got {share} of {n} rows.")
    order, cut = np.random.default_rng(seed).permutation(n), round(share * n)
    parts = np.split(order, [cut])
    for k in range(len(dataset.classes)):
        _on_both_sides(k, dataset.y, *parts)
    return tuple(replace(dataset, X=dataset.X[rows], y=dataset.y[rows]) for rows in parts)


def mean_and_spread(values: Array) -> tuple[float, float]:
    """Mean and standard deviation, however large the values are.

    >>> mean_and_spread(np.array([1e300, 3e300]))
    (2e+300, 1e+300)
    """
    values, power = _in_reach(values)
    return float(np.ldexp(values.mean(), power)), float(np.ldexp(values.std(), power))


def _on_both_sides(k: int, y: Array, *parts: Indices) -> None:
    """Exchange two rows between two parts, in place, where one of them lacks the class k."""
    for one, other in (parts, parts[::-1]):
        here, there = np.flatnonzero(y[one] == k), np.flatnonzero(y[other] == k)
        counts = np.bincount(y[one].astype(int))
        if not len(here) and len(there) > 1 and counts.max() > 1:
            gone = np.flatnonzero(y[one] == counts.argmax())[0]
            one[gone], other[there[0]] = other[there[0]], one[gone]


def asked(source: str, names: Sequence[str], features: str | Iterable[str], target: str) -> Names:
    """The features as a tuple of names, once they and the target are known to be columns of the source."""
    features = (features,) if isinstance(features, str) else tuple(features)
    for name in (*features, target):
        if name not in names:
            raise ValueError(f"{source} has no column {name!r}; it has {shorten(', '.join(names), 400, placeholder=' ...')}.")
    if not features or target in features:
        raise ValueError(f"features must name at least one column, and none may be the target {target!r}; got {features}.")
    return features


def _standard_units(values: Array, name: str) -> Array:
    if values.min() == values.max():
        raise ValueError(f"{name} has the same value in every row, so it cannot be put in standard units.")
    values, _ = _in_reach(values)
    units: Array = (values - values.mean()) / values.std()
    return units


def _in_reach(values: Array) -> tuple[Array, int]:
    """The values over a power of 2, and which: no digit changes, and the square of none is too large or too small."""
    power = int(np.frexp(np.abs(values).max())[1])
    return np.ldexp(values, -power), power
