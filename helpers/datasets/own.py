"""Your own data, from arrays or from a CSV file.

What nobody can learn from is refused in one sentence. A constant feature is not: a column of ones is an intercept.
"""

import csv
import io
import reprlib
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.arrays import same_length
from helpers.datasets.record import Dataset, asked
from helpers.types import Array, Bools, Names

File = str | PathLike[str] | IO[str]
Values = NDArray[Any]  # numbers, text, or objects, (N,)
Place = Callable[[np.intp], str]  # says where a row stands
MISSING = {"", "NA", "N/A", "<NA>", "NaN", "nan", "NULL", "null", "None"}


def from_arrays(
    X: ArrayLike, y: ArrayLike, features: str | Iterable[str] | None = None, target: str = "y", missing: str = "error"
) -> Dataset:
    """A data set from arrays, lists or data frames.

    X: (N, P) numbers.  y: (N,) numbers, or text, whose values become the classes 0, 1, ... in alphabetical order.
    features: P names, by default x1, x2, ...  target: the name of y.  missing: "error", or "drop" to leave out the rows
    that lack a value: nan, None, or one of the words in MISSING.

    >>> data = from_arrays([[1.5], [2.5], [4.0]], ["tea", "milk", "tea"], features="cups")
    >>> data.y.tolist(), data.classes, data.features
    ([1.0, 0.0, 1.0], ('milk', 'tea'), ('cups',))
    """
    X, y = _array("X", X, ndim=2, shape="(N, P)"), _array("y", y, ndim=1, shape="(N,)")
    same_length(X, y)
    names = [f"x{j + 1}" for j in range(X.shape[1])] if features is None else features
    names = (names,) if isinstance(names, str) else tuple(names)
    if len(names) != X.shape[1]:
        raise ValueError(f"features must hold one name for each column of X, shape {X.shape}; got {names}.")
    return _dataset([*X.T, y], names, target, missing, place="at index {}".format)


def from_csv(
    path: File,
    target: str,
    features: str | Iterable[str] | None = None,
    delimiter: str = ",",
    missing: str = "error",
    max_bytes: float = 100_000_000,
) -> Dataset:
    """A data set from a CSV file in UTF-8, whose first line names the columns.

    path: the file's name, or an open text file.  target: the column to predict; if it holds anything but numbers, its
    values become the classes 0, 1, ... in alphabetical order.  features: names of numeric columns, by default every other
    column that has a name.  missing: "error", or "drop" to leave out the rows that lack a value in these columns.

    >>> from_csv(io.StringIO("cups,drink\\n1,tea\\n2,milk\\n4,tea"), target="drink").X.tolist()
    [[1.0], [2.0], [4.0]]
    """
    source, text = _text(path, max_bytes)
    header, rows, lines = _table(source, text, delimiter)
    features = [name for name in header if name not in ("", target)] if features is None else features
    features = asked(source, header, features, target)
    chosen = [header.index(name) for name in (*features, target)]
    columns = [np.array([row[column] for row in rows], dtype=object) for column in chosen]
    return _dataset(columns, features, target, missing, place=lambda row: f"on line {lines[row]}")


def csv_columns(path: File, delimiter: str = ",", max_bytes: float = 100_000_000) -> dict[str, bool]:
    """What a CSV file holds: {name of a column: whether its values are numbers}. Arguments as in `from_csv`.

    >>> csv_columns(io.StringIO("cups,drink\\n1,tea\\n,milk"))
    {'cups': True, 'drink': False}
    """
    header, rows, _ = _table(*_text(path, max_bytes), delimiter)
    whether = {}
    for column, name in enumerate(header):
        whether[name] = all(row[column] in MISSING or _number(row[column]) is not None for row in rows)
    return {name: numbers for name, numbers in whether.items() if name}


def _array(name: str, values: ArrayLike, ndim: int, shape: str) -> Values:
    try:
        values = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must have shape {shape}; its rows differ in length.") from None
    if values.ndim != ndim or not values.size:
        raise ValueError(f"{name} must have shape {shape} and hold at least one value; got shape {values.shape}.")
    return values


def _text(path: File, max_bytes: float) -> tuple[str, str]:
    """What to call the file, and its text."""
    is_open = hasattr(path, "read")
    source = Path(str(getattr(path, "name", "the file"))).name if is_open else str(path)
    try:
        with nullcontext(path) if hasattr(path, "read") else Path(path).open("rb") as file:
            text = file.read(int(max_bytes) + 1)
    except TypeError:
        raise ValueError(f"path must be the name of a file or an open text file; got {path!r}.") from None
    except (OSError, ValueError) as error:
        raise ValueError(f"cannot read {source}: {getattr(error, 'strerror', None) or error}.") from None
    if len(text) > max_bytes:
        raise ValueError(f"{source} holds more than max_bytes = {max_bytes:,}; cut it to fewer rows, or raise max_bytes.")
    try:
        return source, (text.decode() if isinstance(text, bytes) else text).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ValueError(f"{source} is not UTF-8 text (see byte {error.start + 1}); save it as CSV UTF-8.") from None


def _table(source: str, text: str, delimiter: str) -> tuple[list[str], list[list[str]], list[int]]:
    """The header, the rows, all without spaces around the cells, and the number of the line where each row ends."""
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n':
        raise ValueError(f"delimiter must be one character, such as ',' or ';' or a tab; got {delimiter!r}.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != " ", strict=True)
    rows, lines = [], []
    try:
        for row in reader:
            if row not in ([], [""]):
                rows.append([cell.strip() for cell in row])
                lines.append(reader.line_num)
    except csv.Error as error:
        after = lines[-1] if lines else 0
        raise ValueError(f"{source} is no CSV after line {after}: {error}; is a quote left open?") from None
    if not rows:
        raise ValueError(f"{source} is empty; its first line must name the columns.")
    header = rows[0]
    if len(header) < 2:
        raise ValueError(f"{source} has one column, {header[0]!r}, and needs two or more; is the delimiter {delimiter!r}?")
    for column, name in enumerate(header):
        if name and name in header[:column]:
            raise ValueError(f"{source} has two columns with the name {name!r}; rename one.")
    for row, line in zip(rows, lines):
        if len(row) != len(header):
            raise ValueError(f"line {line} of {source} must have {len(header)} fields, as the header has; it has {len(row)}.")
    return header, rows[1:], lines[1:]


def _dataset(columns: list[Values], features: Names, target: str, missing: str, place: Place) -> Dataset:
    """columns: P features and the target, (N,) each.  place(row) says where a row stands."""
    if missing not in ("error", "drop"):
        raise ValueError(f"missing must be 'error' or 'drop'; got {missing!r}.")
    gaps = np.array([_gaps(values) for values in columns])
    if missing == "error":
        for name, gap in zip((*features, target), gaps):
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
