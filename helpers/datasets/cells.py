"""From the text of a file to its cells: the delimiter, the header, and the line where each row ends."""

import csv
import io
import re
import warnings
from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.datasets.columns import MISSING, is_value
from helpers.types import Indices, Names

DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar |"}
YEAR = re.compile(r"(1[89]|20)\d\d")
SEPARATOR = re.compile(r'"?sep=(.)"?\1*', re.I)  # a line that a spreadsheet writes for itself
SNIFFED = 100_000  # characters that the delimiter is found in


class Cells(NamedTuple):
    """names: of the columns, "" where there is none.  rows: (N, columns) of text.  lines: (N,), where each row ends."""

    names: Names
    rows: NDArray[Any]
    lines: Indices
    delimiter: str
    notes: Names


def cells_of(source: str, text: str, delimiter: str | None = None, header: bool | None = None) -> Cells:
    """The cells of a table.

    delimiter: one character; None finds it.  header: whether the first line names the columns; None finds out.
    """
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n'):
        raise ValueError(f"delimiter must be one character, such as ',' or ';' or a tab, or None; got {delimiter!r}.")
    first, _, rest = text.lstrip("\n").partition("\n")
    skipped = 0
    if said := SEPARATOR.fullmatch(first.strip(" ")):
        skipped, delimiter, text = text.count("\n") - rest.count("\n"), delimiter or said[1], rest
    found = delimiter or _sniffed(text)
    table = _split(source, text, found)
    long = [1 + sum(cell.count("\n") for cell in row) for row in table.tolist()] if '"' in text else [1] * len(table)
    lines = skipped + np.cumsum(long, dtype=np.intp)
    table = np.array([[cell.strip() for cell in row] for row in table.tolist()], dtype=object).reshape(table.shape)
    filled = (table != "").any(axis=1)
    table, lines = table[filled], lines[filled]
    if not len(table):
        raise ValueError(f"{source} is empty; its first line must name the columns.")
    table = table[:, : max(int(np.flatnonzero((table != "").any(axis=0))[-1]) + 1, 1)]
    if table.shape[1] < 2:
        apart = f"is the delimiter {delimiter!r}?" if delimiter else f"{', '.join(DELIMITERS.values())} may set columns apart."
        raise ValueError(f"{source} has one column, {_short(table[0, 0])}, and needs two or more; {apart}")
    notes = () if found == "," else (f"The columns of {source} are set apart by {DELIMITERS.get(found, repr(found))}.",)
    if header is False or (header is None and _is_headless(table)):
        names = tuple(f"column {k + 1}" for k in range(table.shape[1]))
        return Cells(
            names, table, lines, found, (*notes, f"The first line of {source} names no columns: they are {_few(names)}.")
        )
    names = tuple(" ".join(name.splitlines()) for name in table[0])
    _check(source, names, table, lines)
    return Cells(names, table[1:], lines[1:], found, notes)


def _sniffed(text: str) -> str:
    """The delimiter that cuts most of the first lines into one number of fields; a comma may also be a decimal point."""
    head = text[:SNIFFED]
    head = head if len(head) == len(text) else head[: head.rfind("\n") + 1]

    def score(sign: str) -> tuple[float, bool, int]:
        try:
            reader = csv.reader(io.StringIO(head, newline=""), delimiter=sign, skipinitialspace=True)
            widths = Counter(len(row) for row in reader if any(row))
        except csv.Error:
            return 0.0, False, 0
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        return (count / widths.total(), sign != ",", width) if width > 1 else (0.0, False, 0)

    return max(DELIMITERS, key=score)


def _split(source: str, text: str, sign: str) -> NDArray[Any]:
    """(rows, columns) of text; a row that is short is filled with empty cells, and a blank line is a row of them."""
    import pandas  # here, as it takes long to load

    width = max(line.count(sign) for line in text.split("\n")) + 1
    said = "its rows differ much in length"
    while width * (text.count("\n") + 1) < 3 * len(text) + 1_000_000:  # a cell takes a sign, and rows have much the same length
        try:
            return _read(text, sign, width)
        except pandas.errors.EmptyDataError:
            return np.empty((0, width), dtype=object)
        except pandas.errors.ParserWarning:
            width *= 2  # quoted lines made one row that is wider than any line
        except (pandas.errors.ParserError, ValueError) as error:
            said = " ".join(str(error).split(":")[-1].split())
            if "saw " not in said:
                break
            width = max(width + 1, int(said.rsplit("saw ", 1)[1]))
    raise ValueError(f"{source} is no CSV: {said}; is a quote left open?")


def _read(text: str, sign: str, width: int) -> NDArray[Any]:
    import pandas

    with warnings.catch_warnings():
        warnings.simplefilter("error", pandas.errors.ParserWarning)  # it is about cells that are lost
        frame = pandas.read_csv(
            io.StringIO(text, newline=""),
            sep=sign,
            header=None,
            names=range(width),
            dtype=object,
            na_filter=False,
            skipinitialspace=sign != " ",
            skip_blank_lines=False,
            index_col=False,
        )
    return np.asarray(frame, dtype=object)


def _is_headless(table: NDArray[Any]) -> bool:
    """Whether the first row holds data: a number in it, and no name above numbers; or nothing that its column lacks below."""
    first, below = table[0], table[1:51]
    if not len(below):
        return False
    values = [is_value(cell) for cell in first]
    if any(values):
        years = [column for cell, column in zip(first, below.T) if YEAR.fullmatch(cell)]
        if len(years) == sum(values) and not any(all(YEAR.fullmatch(cell) for cell in column) for column in years):
            return False  # a column for each year
        return not any(
            cell not in MISSING and not value and all(is_value(each) for each in column if each not in MISSING)
            for cell, value, column in zip(first, values, below.T)
        )
    return all(cell in column for cell, column in zip(first, below.T)) and len(below) > 3


def _check(source: str, names: Names, table: NDArray[Any], lines: Indices) -> None:
    last = max((k for k, name in enumerate(names) if name), default=0)
    for column, name in enumerate(names):
        if name and name in names[:column]:
            raise ValueError(f"{source} has two columns with the name {name!r}; rename one.")
    if last + 1 < len(names):
        row = int((table[:, last + 1 :] != "").any(axis=1).argmax())
        has = int(np.flatnonzero(table[row] != "")[-1]) + 1
        if not last:
            above = f"begins with {_short(names[0])}, and line {lines[row]} has {has} fields"
            raise ValueError(f"{source} {above}; delete what stands above the names of the columns, or name them all.")
        raise ValueError(f"line {lines[row]} of {source} must have {last + 1} fields, as the header has; it has {has}.")


def _short(cell: str) -> str:
    return repr(cell if len(cell) < 40 else cell[:37] + "...")


def _few(names: Names) -> str:
    return ", ".join(names) if len(names) < 4 else f"{names[0]}, {names[1]}, ..., {names[-1]}"
