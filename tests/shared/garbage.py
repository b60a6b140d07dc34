"""What a learner may hand in by accident: each gets a sentence, never a traceback."""

import numpy as np

from helpers.checks import check


def fails(*given):
    raise RuntimeError("no")


FUNCTIONS = [fails, lambda: 1, *(lambda *given, result=result: result for result in (None, "w", np.nan, np.zeros((2, 3))))]
GARBAGE = [None, "x", "", np.nan, np.inf, [1, 2], np.ones(3), {}, *FUNCTIONS]


def gets_sentences(name):
    """The exercise of that name answers each with a sentence, and takes none for right."""
    for garbage in GARBAGE:
        verdict = check(name, garbage)
        sentence = verdict.message.endswith((".", "?", "no", "given")) and "Traceback" not in verdict.message
        assert not verdict.correct and sentence, garbage
