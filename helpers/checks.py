"""Exercises and predictions: a learner's answer -> a verdict and a hint, never the solution.

check("next weight", 2.1)        an exercise: a number to compute, or a function to write; the verdict is true or false
PREDICTIONS["stuck or not"]      a question to answer before a figure opens
"""

from importlib import import_module

from helpers.lessons import LESSONS


def _collected(kind):
    """{name: one of the kind} of all lessons."""
    modules = (import_module(f"helpers.lessons.{lesson}.{kind.lower()}") for lesson in LESSONS)
    return {name: each for module in modules for name, each in getattr(module, kind).items()}


EXERCISES, PREDICTIONS = _collected("EXERCISES"), _collected("PREDICTIONS")

__all__ = ["EXERCISES", "PREDICTIONS", "check"]


def check(exercise, answer):
    """The verdict on an answer to the exercise of that name.

    >>> check("steps per epoch", 6)
    Six batches of 10 see only 60 of the 64 examples. An epoch sees them all.
    """
    if not isinstance(exercise, str) or exercise not in EXERCISES:
        raise ValueError(f"exercise must be one of {', '.join(EXERCISES)}; got {exercise!r}.")
    return EXERCISES[exercise].check(answer)
