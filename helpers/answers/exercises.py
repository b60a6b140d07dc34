"""The two kinds of exercise: a number to compute, and a function to write."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.answers.calls import Stopped, called, described
from helpers.answers.reading import Reading, numbers, read
from helpers.answers.shapes import cause
from helpers.types import Array, Numbers

Function = Callable[..., Numbers]
Trial = tuple[Any, ...]  # the arguments of a call
NO_ANSWER = "No answer yet: put {what} where it says None, and run the cell again."
EXACTLY, NEARLY, ALIKE = 1e-3, 1e-2, 1e-2  # shares: of a right answer, of one rounded too far, of a usual mistake
SMALLEST = 1e-6  # what any number may be off, a count and 0 too


@dataclass(frozen=True)
class Verdict:
    """What a notebook shows below the answer; true where it is right."""

    correct: bool
    message: str

    def __repr__(self) -> str:
        return self.message

    def __bool__(self) -> bool:
        return self.correct


@dataclass(frozen=True)
class Code:
    """A function to write.

    solution: what it should do.  trials: the arguments of each call that compares the two.  wrong: {hint: a function
    with a usual mistake, or several}; the first that gives the learner's results gives its hint, though the learner's may
    stop after some of the trials.  signature: how the function is called, for messages.
    """

    solution: Function
    trials: tuple[Trial, ...]
    praise: str
    wrong: dict[str, Function | tuple[Function, ...]]
    otherwise: str
    signature: str = "f(x)"

    def check(self, answer: object) -> Verdict:
        if answer is None or answer is ...:
            return Verdict(False, NO_ANSWER.format(what="the name of your function"))
        if not callable(answer):
            what = described(answer)
            return Verdict(False, f"The answer is a function, {self.signature}, without calling it; this is {what}.")
        results, changed, trouble = self._tried(answer)
        right = self._agree(results, self.solution)
        if right and not trouble:
            return Verdict(True, f"{self.praise}{changed}")
        hints = [hint for hint, mistakes in self.wrong.items() if any(self._agree(results, each) for each in _all(mistakes))]
        if hints and not right:
            return Verdict(False, f"{hints[0]}{changed}")
        return Verdict(False, f"{trouble or self._unsteady(answer, results[0]) or self.otherwise}{changed}")

    def _tried(self, answer: Callable[..., Any]) -> tuple[list[Array], str, str]:
        """The results of all trials up to one without any, a note on changed arguments, and what else is wrong with them."""
        results: list[Array] = []
        changed = trouble = ""
        for trial in self.trials:
            given, call = _copies(trial), f"{self._name}({', '.join(_short(value) for value in trial)})"
            expected = np.asarray(self.solution(*_copies(trial)), dtype=float)
            try:
                result = called(answer, *given)
            except Stopped as stopped:
                return results, "", f"{call} {stopped}"
            if result is None:
                return results, "", f"{call} gave None. Does your function end with return?"
            try:
                array: Array = called(numbers, result)
            except Stopped:
                return results, "", f"{call} should give numbers; it gave {described(result)}."
            array = array.reshape(()) if array.size == 1 and expected.shape == () else array
            changed = changed or self._changed(trial, given)
            trouble = trouble or self._odd(trial, array, expected.shape, call)
            results.append(array)
        return results, changed, trouble

    def _odd(self, trial: Trial, given: Array, expected: tuple[int, ...], call: str) -> str:
        if given.shape != expected:
            lengths = {name: len(value) for name, value in zip(self._arguments, trial) if np.ndim(value)}
            return f"{cause(given, expected, lengths)} {call} should have the shape {expected}; yours has {given.shape}."
        if not np.isfinite(given).all():
            return f"{call} should be finite; yours holds {given[~np.isfinite(given)].flat[0]}."
        return ""

    def _changed(self, trial: Trial, given: list[Any]) -> str:
        for name, before, after in zip(self._arguments, trial, given):
            if isinstance(before, np.ndarray) and not np.array_equal(before, after):
                return f" One thing more: your function changes {name}, which others still need. Make a new array."
        return ""

    def _unsteady(self, answer: Callable[..., Any], first: Array) -> str:
        """A sentence where the same call gives another result: no table of mistakes can hold what chance does."""
        try:
            again: Array = called(numbers, called(answer, *_copies(self.trials[0])))
        except Stopped as stopped:
            return f"{self._name} {stopped}"
        if again.size == first.size and np.allclose(again.ravel(), first.ravel()):
            return ""
        return "Two calls with the same arguments give different numbers. This exercise leaves nothing to chance."

    def _agree(self, results: list[Array], function: Function) -> bool:
        """Whether a function gives these results; nan is a result too."""
        try:
            with np.errstate(all="ignore"):
                expected = [np.asarray(function(*_copies(trial)), dtype=float) for trial, _ in zip(self.trials, results)]
        except ValueError:  # a mistake may fit the shapes of some trials only
            return False
        return bool(results) and all(map(_alike, results, expected))

    @property
    def _name(self) -> str:
        return self.signature.partition("(")[0]

    @property
    def _arguments(self) -> list[str]:
        return self.signature.partition("(")[2].rstrip(")").split(", ")


@dataclass(frozen=True)
class Number:
    """A number to find.

    wrong: {value of a usual mistake: the hint that helps}, and the nearest counts.  start: where the change begins that is
    asked for; a right answer misses by a thousandth of that change at most, or by 10⁻⁶.  count: it has no such slack.
    rule: the function that a learner may hand in instead, so that more than one case is tried.
    """

    answer: float
    praise: str
    wrong: dict[float, str]
    otherwise: str
    start: float = 0.0
    count: bool = False
    rule: Code | None = None

    def check(self, answer: object) -> Verdict:
        if answer is None or answer is ...:
            return Verdict(False, NO_ANSWER.format(what="a number"))
        reading = read(answer)
        if reading is not None:
            return self._judged(reading)
        if callable(answer) and not issubclass(type(answer), type):
            if self.rule is not None:
                return self.rule.check(answer)
            return Verdict(False, "The answer is one finite number; this is a function. Hand in the number that it returns.")
        return Verdict(False, f"The answer is one finite number; this is {described(answer)}.")

    def _judged(self, reading: Reading) -> Verdict:
        verdicts = [(value, self._verdict(value)) for value in reading.values]
        value, verdict = max(verdicts, key=lambda each: (each[1].correct, each[1].message != self.otherwise))
        return Verdict(verdict.correct, f"{verdict.message} {reading.note.format(f'{value:.10g}')}".rstrip())

    def _verdict(self, value: float) -> Verdict:
        if self._off(value, self.answer) <= (0 if self.count else EXACTLY) or abs(value - self.answer) <= SMALLEST:
            return Verdict(True, self.praise)
        off, hint = min(((self._off(value, wrong), hint) for wrong, hint in self.wrong.items()), default=(np.inf, ""))
        if off <= (EXACTLY if self.count else ALIKE):
            return Verdict(False, hint)
        if self.count and abs(value - self.answer) <= 1:
            return Verdict(False, "Nearly. This is a count, and must be exact: look at its first and its last once more.")
        if not self.count and self._off(value, self.answer) <= NEARLY:
            return Verdict(False, "Nearly. It may be rounded too far: give three digits at least, or write the calculation.")
        return Verdict(False, self.otherwise)

    def _off(self, value: float, target: float) -> float:
        """How far a value misses, as a share of the change from the start to the target."""
        return abs(value - target) / max(abs(target - self.start), SMALLEST)


def _alike(a: Array, b: Array) -> bool:
    return (a.shape == b.shape or a.size == b.size == 1) and np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)


def _all(mistakes: Function | tuple[Function, ...]) -> tuple[Function, ...]:
    return mistakes if isinstance(mistakes, tuple) else (mistakes,)


def _copies(trial: Trial) -> list[Any]:
    """Arguments of their own for each call: a function may change what it is given."""
    return [value.copy() if isinstance(value, np.ndarray) else value for value in trial]


def _short(value: object) -> str:
    words = f"an array of shape {value.shape}" if isinstance(value, np.ndarray) else repr(value)
    return words if len(words) < 40 else words[:37] + "..."
