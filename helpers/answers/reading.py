"""A number out of what a learner wrote: 6.4, "6.4", 6,4, [6.4], Fraction(32, 5), an array of one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.answers.calls import Stopped, called
from helpers.types import Array

GROUPS = re.compile(r"(?<=\d)[ \u00a0\u202f'](?=\d{3}\b)")  # 1 600, as the figures write it
LONGEST = 40  # characters of a number


@dataclass(frozen=True)
class Reading:
    """values: what is meant, the likelier first; note: how to write it, with {} for the number."""

    values: tuple[float, ...]
    note: str = ""


def read(answer: object) -> Reading | None:
    """The finite number that is meant; None where there is none.

    >>> read((6, 4)).values, read(" 6.4 ").values, read([[6.4]]).values, read("six")
    ((6.4,), (6.4,), (6.4,), None)
    """
    try:
        found: Reading = called(_read, answer)
    except Stopped:
        return None
    return found if np.isfinite(found.values).all() else None


def numbers(result: Any) -> Array:
    """The result of a call as floats; TypeError, ValueError or OverflowError where it is none, or a part would be lost."""
    if np.iscomplexobj(result):
        raise TypeError("complex numbers")
    return np.asarray(result, dtype=float)


def _read(answer: Any) -> Reading:
    if isinstance(answer, str):
        return Reading(_values(answer), "A number needs no quotes: {}.")
    if isinstance(answer, tuple) and len(answer) == 2 and all(type(part) is int for part in answer) and answer[1] >= 0:
        return Reading(
            _values("{},{}".format(*answer)), "Python takes the comma to part two numbers. The decimal sign is a point: {}."
        )
    if isinstance(answer, list | tuple | set | frozenset) and len(answer) == 1:
        return _read(_only(answer))
    if isinstance(answer, bool | type):
        raise ValueError
    if hasattr(answer, "__array__"):
        array = np.asarray(answer)
        return _read(None if array.size != 1 or array.dtype.kind in "mM" else array.item())
    if isinstance(answer, complex) and answer.imag == 0:
        answer = answer.real
    return Reading((float(answer),))


def _only(answers: Iterable[object]) -> object:
    (one,) = answers
    return one


def _values(text: str) -> tuple[float, ...]:
    """What a text can mean: 1,600 is 1.6 where the comma is decimal, and 1600 where it parts thousands."""
    text = GROUPS.sub("", text.strip().replace("−", "-"))
    if len(text) > LONGEST:
        raise ValueError
    if "/" in text:
        above, below = text.split("/")
        return (float(above) / float(below),)
    meant = [float(text.replace(",", "."))]
    if "," in text and len(text.rpartition(",")[2]) == 3:
        meant.append(float(text.replace(",", "")))
    return tuple(meant)
