"""Real data that ships with the package; sources and licences are in helpers/data/README.md."""

import csv
from collections.abc import Iterable
from importlib import resources

import numpy as np

from helpers.datasets.own import from_arrays
from helpers.datasets.record import Dataset, asked

DATA = resources.files("helpers") / "data"


def penguins(features: str | Iterable[str] = ("flipper_length_mm",), target: str = "body_mass_g") -> Dataset:
    """Palmer penguins (CC0), rows without a missing value in the columns asked for.

    features: names of numeric columns.  target: a numeric column, or a text column (species, island, sex), whose
    values become the classes 0, 1, ... in alphabetical order.

    >>> data = penguins(("body_mass_g",), target="sex")
    >>> data.X.shape, data.classes
    ((333, 1), ('female', 'male'))
    """
    with (DATA / "penguins.csv").open(encoding="utf-8", newline="") as file:  # type: ignore[call-overload]  # a Path
        rows = [*csv.DictReader(file)]
    features = asked("penguins.csv", [*rows[0]], features, target)
    X = [[row[name] for name in features] for row in rows]
    return from_arrays(X, [row[target] for row in rows], features, target, missing="drop")


def flights(features: str | Iterable[str] = ("dep_delay", "distance", "hour", "month"), target: str = "arr_delay") -> Dataset:
    """The 327,346 flights out of New York in 2013 whose arrival delay is known (CC0), in the order of the schedule.

    features: of month, day, hour, minute (of the scheduled departure), distance (miles), dep_delay, arr_delay (minutes).
    target: one of those, or carrier, origin, dest, whose codes become classes as in `penguins`.

    >>> data = flights()
    >>> data.X.shape, round(float(data.y.mean()), 3)
    ((327346, 4), 6.895)
    >>> flights("distance", target="origin").classes
    ('EWR', 'JFK', 'LGA')
    """
    with (DATA / "flights.npz").open("rb") as file, np.load(file) as table:
        names = [name for name in table if not name.endswith(" names")]
        features = asked("flights", names, features, target)
        text = [name for name in features if f"{name} names" in table]
        if text:
            raise ValueError(f"column {text[0]!r} holds text where numbers belong.")
        X = np.stack([table[name] for name in features], axis=1).astype(float)
        classes = tuple(table[f"{target} names"].tolist()) if f"{target} names" in table else ()
        return Dataset(X, table[target].astype(float), features, target, classes)
