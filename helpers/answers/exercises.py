"""The two kinds of exercise: a number to compute, and a function to write."""

from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

import numpy as np

from helpers.types import Array, Numbers

Function = Callable[..., Numbers]
Trial = tuple[Any, ...]  # the arguments of a call
NO_ANSWER = "No answer yet: put {what} where it says None, and run the cell again."


@dataclass(frozen=True)
class Verdict:
    """What a notebook shows below the answer."""

    correct: bool
    message: str

    def __repr__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Number:
    """A number to find. wrong: {value of a usual mistake: the hint that helps}."""

    answer: float
    praise: str
    wrong: dict[float, str]
    otherwise: str

    def check(self, answer: object) -> Verdict:
        if answer is None or answer is ...:
            return Verdict(False, NO_ANSWER.format(what="a number"))
        number = _number(answer)
        if number is None:
            return Verdict(False, f"The answer is one finite number; this is {_short(answer)}.")
        if _same(number, self.answer):
            return Verdict(True, self.praise)
        hints = [hint for value, hint in self.wrong.items() if _same(number, value)]
        return Verdict(False, hints[0] if hints else self.otherwise)


@dataclass(frozen=True)
class Code:
    """A function to write.

    solution: what it should do.  trials: the arguments of each call that compares the two.  wrong: {hint: a function
    with a usual mistake}; the first that agrees with the learner's in every trial gives its hint.  signature: how the
    function is called, for messages.
    """

    solution: Function
    trials: tuple[Trial, ...]
    praise: str
    wrong: dict[str, Function]
    otherwise: str
    signature: str = field(default="f(x)")

    def check(self, answer: object) -> Verdict:
        if answer is None or answer is ...:
            return Verdict(False, NO_ANSWER.format(what="the name of your function"))
        if not callable(answer):
            return Verdict(False, f"The answer is a function, {self.signature}, without calling it; this is {_short(answer)}.")
        results = []
        for trial in self.trials:
            expected = np.asarray(self.solution(*_copies(trial)), dtype=float)
            call = f"{self.signature.split('(')[0]}({', '.join(_short_value(value) for value in trial)})"
            try:
                given = answer(*_copies(trial))
            except Exception as error:  # whatever the learner's code does, the lesson goes on
                return Verdict(False, f"{call} stopped with {type(error).__name__}: {error}")
            if given is None:
                return Verdict(False, f"{call} gave None. Does your function end with return?")
            try:
                given = np.asarray(given, dtype=float)
            except (TypeError, ValueError):
                return Verdict(False, f"{call} should give numbers; it gave {_short(given)}.")
            if given.shape != expected.shape:
                return Verdict(False, f"{call} should have the shape {expected.shape}; yours has {given.shape}.")
            if not np.isfinite(given).all():
                return Verdict(False, f"{call} should be finite; yours holds {given[~np.isfinite(given)].flat[0]}.")
            results.append(given)
        if self._agrees(results, self.solution):
            return Verdict(True, self.praise)
        hints = [hint for hint, mistake in self.wrong.items() if self._agrees(results, mistake)]
        return Verdict(False, hints[0] if hints else self.otherwise)

    def _agrees(self, results: list[Array], function: Function) -> bool:
        expected = [np.asarray(function(*_copies(trial)), dtype=float) for trial in self.trials]
        pairs = zip(results, expected)
        return all(a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=1e-9) for a, b in pairs)


def _number(answer: object) -> float | None:
    """A finite float from a number or an array of one number; None from anything else."""
    if isinstance(answer, np.ndarray) and answer.size == 1:
        answer = answer.item()
    if isinstance(answer, Real) and not isinstance(answer, bool) and np.isfinite(float(answer)):
        return float(answer)
    return None


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-3 * max(1, abs(b))


def _copies(trial: Trial) -> list[Any]:
    """Arguments of their own for each call: a function may change what it is given."""
    return [value.copy() if isinstance(value, np.ndarray) else value for value in trial]


def _short(answer: object) -> str:
    words = f"{type(answer).__name__} {answer!r}"
    return words if len(words) < 60 else words[:57] + "..."


def _short_value(value: object) -> str:
    words = f"an array of shape {value.shape}" if isinstance(value, np.ndarray) else repr(value)
    return words if len(words) < 40 else words[:37] + "..."
