"""What a learner may hand in by accident: each gets a sentence, never a traceback."""

import sys

import numpy as np

from helpers.checks import check


def fails(*given):
    raise RuntimeError("no")


class Hostile:
    """Nothing of it can be asked."""

    def __repr__(self):
        raise RuntimeError("no")

    __float__ = __array__ = __len__ = __iter__ = __repr__


def calls_itself(*given):
    return calls_itself(*given)


def yields(*given):
    yield from given


FUNCTIONS = [
    fails,
    calls_itself,
    yields,
    lambda *given: sys.exit(),
    lambda *given: Hostile(),
    lambda: 1,
    *(lambda *given, result=result: result for result in (None, "w", np.nan, np.zeros((2, 3)))),
]
THINGS = [int, Hostile, np, (number for number in ()), 10**400, -(10**9000), "7" * 10**6, Hostile(), [Hostile()] * 2, b"x"]
GARBAGE = [None, "x", "", np.nan, np.inf, [1, 2], np.ones(3), {}, *THINGS, *FUNCTIONS]


def gets_sentences(name):
    """The exercise of that name answers each with a sentence, and takes none for right."""
    for garbage in GARBAGE:
        verdict = check(name, garbage)
        assert not verdict and verdict.message.endswith((".", "?")), verdict
        assert "Traceback" not in verdict.message and "\n" not in verdict.message and len(verdict.message) < 400
