"""Exercises and predictions: a learner's answer -> a verdict and a hint, never the solution.

    check("next weight", 2.1)        an exercise: a number to compute, or a function to write
    PREDICTIONS["stuck or not"]      a question to answer before a figure opens
"""

from helpers.checks import batch_size, escape, gradient_descent, magic, mini_batches, noise, one_example, real_network, variants
from helpers.checks.exercises import Code, Number, Verdict
from helpers.checks.predictions import Option, Prediction

NOTEBOOKS = (gradient_descent, one_example, mini_batches, magic, noise, escape, batch_size, real_network, variants)
EXERCISES = {name: exercise for notebook in NOTEBOOKS for name, exercise in notebook.EXERCISES.items()}
PREDICTIONS = {name: prediction for notebook in NOTEBOOKS for name, prediction in notebook.PREDICTIONS.items()}

__all__ = ["check", "EXERCISES", "PREDICTIONS", "Number", "Code", "Verdict", "Prediction", "Option"]


def check(exercise, answer):
    """The verdict on an answer to the exercise of that name.

    >>> check("steps per epoch", 6)
    Six batches of 10 see only 60 of the 64 examples. An epoch sees them all.
    """
    if not isinstance(exercise, str) or exercise not in EXERCISES:
        raise ValueError(f"exercise must be one of {', '.join(EXERCISES)}; got {exercise!r}.")
    return EXERCISES[exercise].check(answer)
