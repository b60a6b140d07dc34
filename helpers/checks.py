"""Exercises: a learner's answer -> a verdict and a hint, never the solution."""

from dataclasses import dataclass
from numbers import Real

import numpy as np


@dataclass(frozen=True)
class Exercise:
    """A number to find. wrong: {value of a usual mistake: the hint that helps}."""

    answer: float
    praise: str
    wrong: dict
    otherwise: str


@dataclass(frozen=True)
class Verdict:
    """What a notebook shows below the answer."""

    correct: bool
    message: str

    def __repr__(self):
        return self.message


EXERCISES = {
    "next weight": Exercise(
        answer=2.3,
        praise="Right: 2 − 0.5 × (−0.6) = 2.3. The slope of the dotted curve decides, and the step goes downhill on it.",
        wrong={
            1.95: "That step uses the slope of the full loss. Which curve does SGD step down?",
            1.7: "That step climbs. The update subtracts η times the gradient, and this gradient is negative.",
            2.6: "That step is the gradient alone. Multiply it by the learning rate first.",
            1.4: "That step climbs, and the learning rate is missing. Write the update rule down once more.",
            2.05: "That step uses the slope of the full loss, and climbs on it. Which curve does SGD step down?",
            0.3: "That is the change of w. Where does it take the weight that was 2?",
            -0.3: "That is η times the gradient. The update subtracts it from the weight.",
        },
        otherwise="Not yet. The update is w − η × (gradient on the batch). Put the three numbers in, signs included.",
    ),
    "steps per epoch": Exercise(
        answer=7,
        praise="Right: six batches of 10 make 60, and the last batch holds the 4 examples that are left.",
        wrong={
            6: "Six batches of 10 see only 60 of the 64 examples. An epoch sees them all.",
            6.4: "A step is taken whole. What happens to the examples that do not fill a batch?",
            10: "That is the batch size. How many batches of that size does it take to see all 64 examples?",
            64: "That is the number of examples. One step sees a whole batch of them.",
            640: "That multiplies where it should divide. One step sees 10 examples.",
        },
        otherwise="Not yet. Count batches until every one of the 64 examples has been seen once.",
    ),
}


def check(exercise, answer):
    """The verdict on an answer to the exercise of that name.

    >>> check("steps per epoch", 6)
    Six batches of 10 see only 60 of the 64 examples. An epoch sees them all.
    """
    if exercise not in EXERCISES:
        raise ValueError(f"exercise must be one of {', '.join(EXERCISES)}; got {exercise!r}.")
    task = EXERCISES[exercise]
    if answer is None or answer is ...:
        return Verdict(False, "No answer yet: put a number where it says None, and run the cell again.")
    number = _number(answer)
    if number is None:
        return Verdict(False, f"The answer is one finite number; this is {_short(answer)}.")
    if _same(number, task.answer):
        return Verdict(True, task.praise)
    for wrong, hint in task.wrong.items():
        if _same(number, wrong):
            return Verdict(False, hint)
    return Verdict(False, task.otherwise)


def _number(answer):
    """A finite float from a number or an array of one number; None from anything else."""
    if isinstance(answer, np.ndarray) and answer.size == 1:
        answer = answer.item()
    if isinstance(answer, Real) and not isinstance(answer, bool) and np.isfinite(float(answer)):
        return float(answer)
    return None


def _same(a, b):
    return abs(a - b) <= 1e-3 * max(1, abs(b))


def _short(answer):
    words = f"{type(answer).__name__} {answer!r}"
    return words if len(words) < 60 else words[:57] + "..."
