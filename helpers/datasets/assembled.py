"""From columns to a data set: gaps, finite numbers, classes."""

import reprlib
from dataclasses import replace
from typing import Any

import numpy as np

from helpers.datasets.columns import MISSING, Place, Values
from helpers.datasets.record import Dataset
from helpers.types import Array, Bools, Names


def assembled(
    columns: list[Values], features: Names, target: str, missing: str, place: Place, sources: Names | None = None
) -> Dataset:
    """columns: P features and the target, (N,) each.  place(row) says where a row stands.

    sources: of each feature the column of the reader's table that it comes from, where that has another name.
    """
    if missing not in ("error", "drop"):
        raise ValueError(f"missing must be 'error' or 'drop'; got {missing!r}.")
    gaps = np.array([_gaps(values) for values in columns])
    if missing == "error":
        for name, gap in zip((*(sources or features), target), gaps):
            if gap.any():
                raise ValueError(
                    f"column {name!r} lacks {gap.sum()} of {gap.size} values, the first {place(gap.argmax())}; "
                    f"fill them in, leave the column out, or leave out the rows with missing='drop'."
                )
    kept = np.flatnonzero(~gaps.any(axis=0))
    if len(kept) < 2:
        raise ValueError(f"there must be at least 2 rows without a missing value; got {len(kept)}.")
    *columns, y = [values[kept] for values in columns]
    X = [_numbers(values, name, lambda row: place(kept[row])) for values, name in zip(columns, features)]
    y, classes = _target(y, target, lambda row: place(kept[row]))
    return Dataset(np.stack(X, axis=1), y, features, target, classes)


def as_classes(data: Dataset) -> Dataset:
    """The same data, each number of the target a class, in the order of the numbers."""
    kinds, y = np.unique(data.y, return_inverse=True)
    if len(kinds) > (len(data) + 1) / 2:
        raise ValueError(f"target {data.target!r} has {len(kinds)} different values in {len(data)} rows: too many for classes.")
    return replace(data, y=y.astype(float), classes=tuple(f"{kind:.10g}" for kind in kinds))


def _gaps(values: Values) -> Bools:
    if values.dtype.kind in "biuf":
        return np.isnan(values)
    return np.array([str(value).strip() in MISSING for value in values], dtype=bool)


def _numbers(values: Values, name: str, place: Place) -> Array:
    """(N,) values -> (N,) float64."""
    numbers, text = _read(values)
    for wrong, why in ((text, "text where numbers belong"), (~np.isfinite(numbers), "a number that is not finite")):
        if wrong.any():
            row = wrong.argmax()
            raise ValueError(f"column {name!r} holds {why}: {reprlib.repr(str(values[row]))} {place(row)}.")
    return numbers


def _target(values: Values, name: str, place: Place) -> tuple[Array, Names]:
    """(N,) values -> (N,) float64 and the names of the classes."""
    _, text = _read(values)
    if text.any():
        words = [str(value) for value in values]
        classes = tuple(sorted({*words}))
        if len(classes) > (len(words) + 1) / 2:
            row = text.argmax()
            raise ValueError(
                f"target {name!r} holds text, such as {reprlib.repr(words[row])} {place(row)}, with {len(classes)} different "
                f"values in {len(words)} rows: too many for classes; choose another target or mend the text."
            )
        number = {word: float(k) for k, word in enumerate(classes)}
        y = np.array([number[word] for word in words])
    else:
        y, classes = _numbers(values, name, place), ()
    if y.min() == y.max():
        raise ValueError(f"target {name!r} is {reprlib.repr(str(values[0]))} in every row, so there is nothing to learn.")
    return y, classes


def _read(values: Values) -> tuple[Array, Bools]:
    """(N,) values -> the numbers they say, (N,) float64 with nan for text, and where text is, (N,) bool."""
    if values.dtype.kind in "biuf":
        return values.astype(float), np.zeros(len(values), dtype=bool)
    numbers = [_number(value) for value in values]
    return np.array(numbers, dtype=float), np.array([number is None for number in numbers])


def _number(value: Any) -> float | None:
    """What float makes of the value, or None; 1_000 is text, although Python reads it as a number."""
    try:
        return None if "_" in str(value) else float(value)
    except (OverflowError, TypeError, ValueError):
        return None
