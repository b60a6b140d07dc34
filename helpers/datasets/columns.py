"""One column of a table: numbers, however they are written, dates, yes and no, or words. The whole column decides."""

import re
import reprlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.types import Array, Bools, Names

Values = NDArray[Any]  # numbers, text, or objects, (N,)
Place = Callable[[np.intp], str]  # says where a row stands
GAPS = ("NA", "N/A", "n.a.", "k.A.", "<NA>", "NaN", "null", "#N/A", "#NV", "#VALUE!", "#WERT!", "#DIV/0!", "#NUM!", "#NULL!")
MISSING = {"", "?", "-", "–", "--", ".", "...", "…", "None", "NONE"}  # "none" may be a word like others
MISSING |= {spelt(gap) for gap in GAPS for spelt in (str, str.lower, str.upper, str.capitalize)}
COUNTS = "only counts the rows"
CATEGORIES = 10  # words at most that become columns of 0 and 1

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?inf(inity)?", re.I)
ENGLISH = re.compile(r"[+-]?([1-9]\d{0,2}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?")  # 1,234.5
GERMAN = re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})+|\d+)?(,\d*)?([eE][+-]?\d+)?")  # 1.234,5
GROUPS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))")  # 1 234 and 1'234
DATES = (
    *("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y"),
    *("%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S"),
)
NAMES_ROWS = re.compile(r"((?i:(^|[\W_])(id|nr)|^(index|row|key))|[a-z]I[dD])\.?$")  # student_id, Nr., PassengerId
STAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d")
TRUTHS = (("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"), ("nein", "ja"))


class Said(NamedTuple):
    """What words stand for, and how they were read, "" where that goes without saying."""

    values: Array
    note: str


@dataclass(frozen=True, eq=False)
class Column:
    """A column of N rows. A column may be text for a network and classes for a target.

    values: (N,) float64 with nan for what is missing, None for words.  words: (N,) text with "" for what is missing, None
    for numbers.  note: how it was read.  fault: why nobody can learn from it.  idle: why one would not, though one can.
    """

    name: str
    values: Array | None
    words: Values | None = None
    note: str = ""
    fault: str = ""
    idle: str = ""

    @property
    def gaps(self) -> Bools:
        """(N,): where a value is missing."""
        return np.asarray(self.words == "" if self.values is None else np.isnan(self.values), dtype=bool)

    @property
    def kinds(self) -> Names:
        """The words of a column that becomes columns of 0 and 1, in alphabetical order; () for numbers."""
        return () if self.values is not None or self.fault else tuple(sorted({*self.words} - {""}))  # type: ignore[misc]

    def features(self) -> dict[str, Array]:
        """{name: (N,) numbers} to learn from: of k words, k columns of 0 and 1, or one of them where there are two."""
        if self.values is not None:
            return {self.name: self.values}
        kinds = self.kinds[1:] if len(self.kinds) == 2 else self.kinds
        return {f"{self.name} = {kind}": np.where(self.gaps, np.nan, self.words == kind) for kind in kinds}


def column_of(name: str, cells: Iterable[str], place: Place, european: bool = False) -> Column:
    """A column from its cells. european: whether 1,234 is rather a little more than one."""
    import pandas  # here, as it takes long to load

    known = np.array([None if cell in MISSING else cell for cell in cells], dtype=object)
    codes, words = pandas.factorize(known)
    kinds = [str(word) for word in words]
    if not kinds:
        return Column(name, np.full(len(known), np.nan), fault="holds no value")
    said = numbers(kinds, european) or dates(kinds)
    if said:
        return measured(name, _spread(said.values, codes), place, said.note)
    text = np.array(["" if cell is None else cell for cell in known], dtype=object)
    if truth := truths(kinds):
        column = measured(name, _spread(truth.values, codes), place, truth.note)
        return Column(name, column.values, text, column.note, column.fault, column.idle)
    return worded(name, text, place)


def measured(name: str, values: Array, place: Place, note: str = "") -> Column:
    """A column of numbers, and what is wrong with it."""
    fault, idle = "", ""
    known = values[~np.isnan(values)]
    wrong = np.isinf(values)
    if not len(known):
        fault = "holds no value"
    elif wrong.any():
        row = wrong.argmax()
        fault = f"holds a number that is not finite: {str(values[row])!r} {place(row)}"
    elif known.min() == known.max():
        idle = f"is {known[0]:.6g} in every row"
    elif not note and _counts(name, values):
        idle = COUNTS
    return Column(name, values, None, note, fault, idle)


def _counts(name: str, values: Array) -> bool:
    """Whether they are 0, 1, 2, ... or 1, 2, 3, ..., up or down; or whole, each another one, with a name that says what for."""
    known = values[~np.isnan(values)]
    if len(values) < 3:
        return False
    if NAMES_ROWS.search(name) and np.array_equal(known, np.round(known)):
        return len(np.unique(known)) == len(known)
    offsets = [(column - np.arange(len(column)))[~np.isnan(column)] for column in (values, values[::-1])]
    return any(start[0] in (0, 1) and bool((start == start[0]).all()) for start in offsets)


def worded(name: str, text: Values, place: Place) -> Column:
    """A column of words, "" for what is missing."""
    known = text[text != ""]
    kinds = {*known}
    slips = [word for word in kinds if numbers([word])]
    if len(kinds) == 1:
        return Column(name, None, text, fault=f"is {reprlib.repr(known[0])} in every row")
    if len(kinds) <= min(CATEGORIES, len(known) / 2) and len(slips) < len(kinds) / 2:
        count = "a column" if len(kinds) == 2 else f"{len(kinds)} columns"
        return Column(name, None, text, note=f"becomes {count} of 0 and 1")
    row = next(np.intp(k) for k, word in enumerate(text) if word and (len(slips) == len(kinds) or word not in slips))
    return Column(name, None, text, fault=f"holds text where numbers belong: {reprlib.repr(text[row])} {place(row)}")


def numbers(words: Sequence[str], european: bool = False) -> Said | None:
    """The numbers that all these words are, or None.

    >>> numbers(["1,5", "1.000,25"])
    Said(values=array([   1.5 , 1000.25]), note='read 1,5 as 1.5')
    """
    bare = [GROUPS.sub("", word.removesuffix("%").strip().replace("−", "-")) for word in words]
    if not all(NUMBER.fullmatch(word) for word in bare):
        if not all(any(sign.isdigit() for sign in word) for word in bare):
            return None
        forms = [(GERMAN, ".", ","), (ENGLISH, ",", ".")]
        for form, group, point in forms if european else forms[::-1]:
            plain = [word.replace(group, "").replace(point, ".") for word in bare]
            if all(form.fullmatch(word) and NUMBER.fullmatch(one) for word, one in zip(bare, plain)):
                bare = plain
                break
        else:
            return None
    values = np.array([float(word) for word in bare])
    example = next((k for k, word in enumerate(words) if word.replace("−", "-") != bare[k]), None)
    more = ", in percent" if any(word.endswith("%") for word in words) else ""
    if european and example is None and all(map(GERMAN.fullmatch, bare)):
        example = next((k for k, word in enumerate(bare) if "." in word), None)
        more = "" if example is None else f", not as {bare[example].replace('.', '')}"
    return Said(values, "" if example is None else f"read {words[example]} as {values[example]:.10g}{more}")


def dates(words: Sequence[str]) -> Said | None:
    """The days since the first of these dates, or None where one is none.

    >>> dates(["1.2.2024", "31.12.2023"])
    Said(values=array([32.,  0.]), note='read 1.2.2024 as 2024-02-01, in days since 2023-12-31')
    """
    if not _is_date(words[0]):
        return None
    import pandas  # here, as it takes long to load

    for form in ("ISO8601",) if STAMP.match(words[0]) else DATES:
        times = pandas.to_datetime([*words], format=form, errors="coerce", utc=True)
        if not times.hasnans:
            return days(times, words[0])
    return None


def days(times: Any, word: str) -> Said:
    """The days since the first of a pandas index of times; word: how the first of them is written."""
    values = np.asarray((times - times.min()).total_seconds(), dtype=float) / 86400
    was = "" if word.startswith(f"{times[0]:%Y-%m-%d}") else f"{word} as {times[0]:%Y-%m-%d}, in "
    return Said(values, f"read {was}days since {times.min():%Y-%m-%d}" if was else f"read as days since {times.min():%Y-%m-%d}")


def truths(words: Sequence[str]) -> Said | None:
    """0 and 1 for true and false, yes and no, or None."""
    small = [word.lower() for word in words]
    for pair in TRUTHS:
        if {*small} <= {*pair}:
            return Said(np.array([float(pair.index(word)) for word in small]), f"read {pair[1]} as 1 and {pair[0]} as 0")
    return None


def is_value(cell: str) -> bool:
    """Whether a cell is a number or a date, which no name of a column is."""
    return cell not in MISSING and (numbers([cell]) is not None or _is_date(cell))


def _is_date(word: str) -> bool:
    return any(sign.isdigit() for sign in word) and (bool(STAMP.match(word)) or any(_reads(word, form) for form in DATES))


def _reads(word: str, form: str) -> bool:
    try:
        datetime.strptime(word, form)
    except ValueError:
        return False
    return True


def _spread(values: Iterable[float], codes: NDArray[np.intp]) -> Array:
    """One value for each row, nan where its code is -1."""
    return np.append(np.asarray(values, dtype=float), np.nan)[codes]
