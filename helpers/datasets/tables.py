"""A table as it was read: its columns, what was said while reading, and the data sets that it gives."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

import numpy as np

from helpers.datasets.assembled import as_classes, assembled
from helpers.datasets.cells import cells_of
from helpers.datasets.columns import COUNTS, Column, Place, column_of, days, measured, worded
from helpers.datasets.files import File, text_of
from helpers.datasets.record import Dataset, asked
from helpers.types import Names

HEAD = 5  # rows that are kept as they were written
FEW = 3  # different whole numbers at most that are taken as classes without being asked


@dataclass(frozen=True, eq=False)
class Table:
    """A table of named columns, of N rows each.

    source: what to call it.  notes: sentences on how it was read.  head: the first rows, as they were written.

    >>> table = frame_table({"id": [1, 2, 3, 4], "cups": [2, 5, 3, 1], "drink": ["tea", "milk", "tea", "milk"]})
    >>> table.left_out("cups"), table.dataset("drink").features
    ({'id': 'only counts the rows'}, ('cups',))
    """

    source: str
    columns: tuple[Column, ...]
    place: Place
    notes: Names = ()
    head: tuple[Names, ...] = ()

    def __len__(self) -> int:
        return len(self.columns[0].gaps)

    @property
    def names(self) -> Names:
        """What the columns are called."""
        return tuple(column.name for column in self.columns)

    def usable(self, target: str) -> Names:
        """The columns to predict the target from: all that say something; one that counts the rows only where no other does."""
        good = [column for column in self.columns if column.name != target and not column.fault]
        names = tuple(column.name for column in good if not column.idle)
        return names or tuple(column.name for column in good if column.idle == COUNTS)

    def left_out(self, target: str) -> dict[str, str]:
        """{name: why} of the columns that are not usable, other than the target."""
        usable = {*self.usable(target), target}
        return {column.name: column.fault or column.idle for column in self.columns if column.name not in usable}

    def dataset(
        self, target: str, features: str | Iterable[str] | None = None, missing: str = "error", classes: bool | None = None
    ) -> Dataset:
        """The data set, as `helpers.datasets.from_csv` has it; its notes say what was read and how."""
        target = str(target)  # a frame may count its columns
        features = features if features is None or isinstance(features, str) else [str(name) for name in features]
        if classes not in (None, True, False):
            raise ValueError(f"classes must be True, False or None, which decides by the target; got {classes!r}.")
        names = asked(self.source, self.names, self._features(target, features), target)
        by_name = {column.name: column for column in self.columns}
        chosen, goal = [by_name[name] for name in names], by_name[target]
        for column in chosen:
            if column.fault:
                raise ValueError(f"column {column.name!r} {column.fault}.")
        parts = [(column.name, name, values) for column in chosen for name, values in column.features().items()]
        sources, features_of, taken = zip(*parts)
        y: Any = goal.values if goal.words is None or classes is False else goal.words
        if y is None:
            raise ValueError(f"target {target!r} holds words, which can only be classes.")
        data = assembled([*taken, y], features_of, target, missing, self.place, sources)
        data, said = _goal(data, classes)
        data, lost = self._without_constants(data, () if features is None else names)
        notes = [f"{column.name}: {column.note}." for column in chosen if column.note]
        notes += [f"{goal.name}: {goal.note}."] if goal.note and not data.classes else []
        out = self.left_out(target) if features is None else {}
        notes += [f"{name} is left out: it {why}." for name, why in out.items()]
        notes += [f"{name} is left out: it is the same in every row that is left." for name in lost]
        return replace(data, notes=(*self.notes, *notes, said))

    def _features(self, target: str, features: str | Iterable[str] | None) -> str | Iterable[str]:
        if features is not None or target not in self.names:
            return self.names if features is None else features
        if usable := self.usable(target):
            return usable
        if len(self) < 2:
            raise ValueError(f"{self.source} must hold at least 2 rows to learn from; got {len(self)}.")
        why = shorten("; ".join(f"{name} {why}" for name, why in self.left_out(target).items()), 400, placeholder=" ...")
        raise ValueError(f"{self.source} has no column left to predict {target!r} from{': ' * bool(why)}{why}.")

    def _without_constants(self, data: Dataset, named: Names) -> tuple[Dataset, Names]:
        """Without the columns that are the same in all rows that were kept, but those that the reader named; and which."""
        says = [name in named or bool(low < high) for name, low, high in zip(data.features, data.X.min(0), data.X.max(0))]
        if not any(says):
            raise ValueError(f"{self.source} has no column left to predict {data.target!r} from, once rows with gaps are out.")
        kept, lost = (tuple(name for name, good in zip(data.features, says) if good is want) for want in (True, False))
        return replace(data, X=data.X[:, says], features=kept), lost


def csv_table(
    path: File, delimiter: str | None = None, max_bytes: float = 100_000_000, header: bool | None = None, as_name: str = ""
) -> Table:
    """The table in a file. as_name: what to call it, instead of the file's own name. The others as in `from_csv`.

    >>> import io
    >>> table = csv_table(io.StringIO("cups;note\\n1,5;good\\n2;too hot"))
    >>> table.names, table.head[0], table.left_out("cups")
    (('cups', 'note'), ('1,5', 'good'), {'note': "holds text where numbers belong: 'good' on line 2"})
    """
    source, text, notes = text_of(path, max_bytes, as_name)
    cells = cells_of(source, text, delimiter, header)

    def place(row: np.intp) -> str:
        return f"on line {cells.lines[row]}"

    european = cells.delimiter == ";"
    columns = [column_of(name, cells.rows[:, k], place, european) for k, name in enumerate(cells.names) if name]
    named = [k for k, name in enumerate(cells.names) if name]
    head = tuple(tuple(row) for row in cells.rows[:HEAD, named].tolist())
    return Table(source, tuple(columns), place, (*notes, *cells.notes), head)


def frame_table(frame: Any, source: str = "the frame") -> Table:
    """The table in a pandas DataFrame, or in whatever `pandas.DataFrame` takes: a dict of columns, a list of rows.

    >>> frame_table([{"cups": 1, "drink": "tea"}, {"cups": 2, "drink": "milk"}]).names
    ('cups', 'drink')
    """
    import pandas  # here, as it takes long to load

    try:
        frame = pandas.DataFrame(None if isinstance(frame, str) else frame)
    except (TypeError, ValueError) as error:
        said = " ".join(str(error).split()).rstrip(".")
        raise ValueError(f"frame must be a pandas DataFrame, or columns or rows that make one; {said}.") from None
    names = [str(name) for name in frame.columns]
    if not len(frame) or not names:
        raise ValueError(f"{source} must hold at least one row and one column; it has shape {frame.shape}.")
    for k, name in enumerate(names):
        if name in names[:k]:
            raise ValueError(f"{source} has two columns with the name {name!r}; rename one.")
    place = "at index {}".format
    columns = tuple(_typed(name, frame.iloc[:, k], place) for k, name in enumerate(names))
    head = tuple(tuple(_words(row)) for _, row in frame.head(HEAD).iterrows())
    return Table(source, columns, place, (), head)


def _typed(name: str, series: Any, place: Place) -> Column:
    """A column of a frame, whose type may already say what it holds."""
    import pandas
    import pandas.api.types as types

    if types.is_bool_dtype(series.dtype):
        column = measured(name, series.to_numpy(float, na_value=np.nan), place, "read True as 1 and False as 0")
        return replace(column, words=np.array(_words(series), dtype=object))
    if types.is_numeric_dtype(series.dtype) and series.dtype.kind != "c":
        return measured(name, series.to_numpy(float, na_value=np.nan), place)
    if isinstance(series.dtype, pandas.PeriodDtype):
        series = series.dt.to_timestamp()
    if types.is_datetime64_any_dtype(series.dtype) and series.notna().any():
        values = np.full(len(series), np.nan)
        known = pandas.DatetimeIndex(series.dropna())
        said = days(known, f"{known[0]:%Y-%m-%d}")
        values[series.notna()] = said.values
        return measured(name, values, place, said.note)
    if types.is_timedelta64_dtype(series.dtype):
        return measured(name, series.dt.total_seconds().to_numpy(float) / 86400, place, "read as days")
    cells = _words(series)
    if isinstance(series.dtype, types.CategoricalDtype) and any(cells):
        return worded(name, np.array(cells, dtype=object), place)
    return column_of(name, cells, place)


def _words(series: Any) -> list[str]:
    """The cells of a series as text, "" where one is missing."""
    return ["" if gap else str(value).strip() for value, gap in zip(series, series.isna())]


def _goal(data: Dataset, classes: bool | None) -> tuple[Dataset, str]:
    """The data with the target as a number or as classes, and a sentence that says which."""
    name, kinds = data.target, np.unique(data.y)
    if data.classes:
        return data, f"{name} is taken as {len(data.classes)} classes."
    few = len(kinds) <= 10 and len(kinds) <= (len(data) + 1) / 2 and bool((kinds == np.round(kinds)).all())
    if classes or (classes is None and few and len(kinds) <= FEW):
        made = as_classes(data)
        other = "; classes=False takes it as a number" if classes is None else ""
        return made, f"{name} holds {len(kinds)} different numbers and is taken as classes{other}."
    other = "; classes=True takes its values as classes" if few and classes is None else ""
    return data, f"{name} is taken as a number{other}."
