"""Your own data: from arrays, from a pandas data frame, or from a file.

What nobody can learn from is refused in one sentence. A constant feature that is asked for is not: a column of ones is an
intercept.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.arrays import same_length
from helpers.datasets.assembled import assembled
from helpers.datasets.columns import Values
from helpers.datasets.files import File
from helpers.datasets.record import Dataset
from helpers.datasets.tables import csv_table, frame_table


def from_arrays(
    X: ArrayLike, y: ArrayLike, features: str | Iterable[str] | None = None, target: str = "y", missing: str = "error"
) -> Dataset:
    """A data set from arrays or lists. For a table of mixed columns, see `from_frame`.

    X: (N, P) numbers.  y: (N,) numbers, or text, whose values become the classes 0, 1, ... in alphabetical order.
    features: P names, by default those of a frame's columns, or x1, x2, ...  target: the name of y.  missing: "error", or
    "drop" to leave out the rows that lack a value: nan, None, or a word such as NA, ? or -.

    >>> data = from_arrays([[1.5], [2.5], [4.0]], ["tea", "milk", "tea"], features="cups")
    >>> data.y.tolist(), data.classes, data.features
    ([1.0, 0.0, 1.0], ('milk', 'tea'), ('cups',))
    """
    named = tuple(map(str, getattr(X, "columns", ())))
    X, y = _array("X", X, ndim=2, shape="(N, P)"), _array("y", y, ndim=1, shape="(N,)")
    same_length(X, y)
    names = (named or [f"x{j + 1}" for j in range(X.shape[1])]) if features is None else features
    names = (names,) if isinstance(names, str) else tuple(names)
    if len(names) != X.shape[1]:
        raise ValueError(f"features must hold one name for each column of X, shape {X.shape}; got {names}.")
    return assembled([*X.T, y], names, target, missing, place="at index {}".format)


def from_frame(
    frame: Any,
    target: str,
    features: str | Iterable[str] | None = None,
    missing: str = "error",
    classes: bool | None = None,
) -> Dataset:
    """A data set from a pandas DataFrame, or from what `pandas.DataFrame` takes: {name: column}, or a list of rows as dicts.

    The index is no column. The arguments and the rules are those of `from_csv`.

    >>> data = from_frame({"cups": [1, 2, 4], "drink": ["tea", "milk", "tea"]}, target="drink")
    >>> data.X.tolist(), data.classes
    ([[1.0], [2.0], [4.0]], ('milk', 'tea'))
    """
    return frame_table(frame).dataset(target, features, missing, classes)


def from_csv(
    path: File,
    target: str,
    features: str | Iterable[str] | None = None,
    delimiter: str | None = None,
    missing: str = "error",
    max_bytes: float = 100_000_000,
    classes: bool | None = None,
    header: bool | None = None,
) -> Dataset:
    """A data set from a file with a row a line: comma, semicolon, tab or | between the cells.

    path: the file's name, looked for beside the notebook and in the course's folder, or an open file.  target: the column to
    predict.  features: names of columns, by default all that say something.  delimiter: None finds it.  missing: "error", or
    "drop" to leave out the rows that lack a value in these columns.  classes: whether the values of the target are classes;
    None takes words, and up to three different whole numbers, as classes.  header: whether the first line names the columns;
    None finds out.

    Each column is read as a whole: numbers with a decimal point or comma, in groups or in percent; dates, as days since the
    first; true and false, as 1 and 0; up to ten words that come again, as columns of 0 and 1. The notes of the data set say
    what was read and how, and which columns were left out and why.

    >>> import io
    >>> data = from_csv(io.StringIO("cups;drink\\n1,5;tea\\n2;milk\\n4;tea"), target="drink")
    >>> data.X.tolist(), data.notes[1]
    ([[1.5], [2.0], [4.0]], 'cups: read 1,5 as 1.5.')
    """
    return csv_table(path, delimiter, max_bytes, header).dataset(target, features, missing, classes)


def csv_columns(path: File, delimiter: str | None = None, max_bytes: float = 100_000_000) -> dict[str, bool]:
    """What a file holds: {name of a column: whether its values are numbers}. Arguments as in `from_csv`.

    >>> import io
    >>> csv_columns(io.StringIO("cups,drink\\n1,tea\\n,milk"))
    {'cups': True, 'drink': False}
    """
    return {column.name: column.values is not None for column in csv_table(path, delimiter, max_bytes).columns}


def _array(name: str, values: ArrayLike, ndim: int, shape: str) -> Values:
    try:
        values = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must have shape {shape}; its rows differ in length.") from None
    if values.ndim != ndim or not values.size:
        raise ValueError(f"{name} must have shape {shape} and hold at least one value; got shape {values.shape}.")
    return values
