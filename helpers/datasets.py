"""Data to learn from: small seeded toy sets, and real data that ships with the package."""

import csv
from dataclasses import dataclass, replace
from importlib import resources

import numpy as np

MISSING = ("", "NA", "nan")


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples and what they are called.

    X: (N, P) float64, one row an example.  y: (N,) float64 targets, or class numbers 0, 1, ... for a text target.
    features: the P column names.  target: the name of y.  classes: the class names in the order of their numbers,
    empty for a numeric target.
    """

    X: np.ndarray
    y: np.ndarray
    features: tuple = ()
    target: str = "y"
    classes: tuple = ()

    def __len__(self):
        return len(self.y)


def sine(n=64, frequency=2.0, noise=0.3, seed=0):
    """A noisy sine: x uniform on [-3, 3], y = sin(frequency x) + a normal error of standard deviation `noise`.

    >>> sine(n=5).X.shape
    (5, 1)
    """
    if n < 1 or noise < 0:
        raise ValueError(f"sine needs n of at least 1 and noise of at least 0; got n = {n}, noise = {noise}.")
    rng = np.random.default_rng(seed)
    x = rng.uniform(-3, 3, n)
    y = np.sin(frequency * x) + noise * rng.standard_normal(n)
    return Dataset(x[:, None], y, ("x",), "y")


def penguins(features=("flipper_length_mm",), target="body_mass_g"):
    """Palmer penguins (CC0, see data/README.md), rows without a missing value in the columns asked for.

    features: names of numeric columns.  target: a numeric column, or a text column (species, island, sex), whose
    values become the classes 0, 1, ... in alphabetical order.

    >>> data = penguins(("body_mass_g",), target="sex")
    >>> data.X.shape, data.classes
    ((333, 1), ('female', 'male'))
    """
    with resources.files("helpers").joinpath("data/penguins.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    features = (features,) if isinstance(features, str) else tuple(features)
    unknown = [name for name in (*features, target) if name not in rows[0]]
    if unknown:
        raise ValueError(f"penguins has no column {unknown[0]!r}; it has {', '.join(rows[0])}.")
    rows = [row for row in rows if not any(row[name] in MISSING for name in (*features, target))]
    X = np.array([_numbers(rows, name) for name in features]).T
    try:
        return Dataset(X, _numbers(rows, target), features, target)
    except ValueError:
        classes = tuple(sorted({row[target] for row in rows}))
        return Dataset(X, np.array([float(classes.index(row[target])) for row in rows]), features, target, classes)


def standardised(dataset):
    """The same examples in standard units: each feature, and a numeric target, has mean 0 and standard deviation 1.

    >>> float(np.std(standardised(penguins()).y).round(12))
    1.0
    """
    y = dataset.y if dataset.classes else _standard_units(dataset.y, dataset.target)
    columns = [_standard_units(x, name) for x, name in zip(dataset.X.T, dataset.features)]
    return replace(dataset, X=np.stack(columns, axis=1), y=y)


def _standard_units(values, name):
    spread = values.std()
    if not spread > 0:
        raise ValueError(f"{name} has the same value in every row, so it cannot be put in standard units.")
    return (values - values.mean()) / spread


def _numbers(rows, name):
    try:
        return np.array([float(row[name]) for row in rows])
    except ValueError:
        raise ValueError(f"column {name!r} holds text where numbers belong.") from None
