"""Exercises, goals and predictions: a learner's answer -> a verdict and a hint, never the solution.

check("next weight", 2.1)          an exercise: a number to compute, or a function to write; the verdict is true or false
check("as still as can be", app)   a goal: a figure whose controls have been set
PREDICTIONS["stuck or not"]        a question to answer before a figure opens
"""

from importlib import import_module
from importlib.util import find_spec

from helpers.lessons import LESSONS


def _collected(kind):
    """{name: one of the kind} of all lessons that have some."""
    paths = (f"helpers.lessons.{lesson}.{kind.lower()}" for lesson in LESSONS)
    return {name: each for path in paths if find_spec(path) for name, each in getattr(import_module(path), kind).items()}


EXERCISES, GOALS, PREDICTIONS = _collected("EXERCISES"), _collected("GOALS"), _collected("PREDICTIONS")

__all__ = ["EXERCISES", "GOALS", "PREDICTIONS", "check"]


def check(exercise, answer):
    """The verdict on an answer to the exercise, or the goal, of that name.

    >>> check("steps per epoch", 6)
    Six batches of 10 see only 60 of the 64 examples. An epoch sees them all.
    """
    tasks = EXERCISES | GOALS
    if not isinstance(exercise, str) or exercise not in tasks:
        raise ValueError(f"exercise must be one of {', '.join(tasks)}; got {exercise!r}.")
    return tasks[exercise].check(answer)
