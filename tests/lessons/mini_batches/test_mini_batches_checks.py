"""The exercises and predictions of notebook 03: right answers in several forms, usual mistakes, and garbage."""

import numpy as np
import pytest

from helpers.checks import check
from helpers.lessons.mini_batches.exercises import EXERCISES
from tests.shared.garbage import gets_sentences

RIGHT = {
    "spread at 16": [0.5, 1 / 2, np.float64(0.5), 2 / np.sqrt(16), np.array(0.5)],
    "rate for the sum": [0.05, 0.4 / 8],
    "mean gradient": [
        lambda w, x, y, batch: np.mean(2 * (w * x[batch] - y[batch]) * x[batch]),
        lambda w, x, y, batch: sum(2 * (w * x[i] - y[i]) * x[i] for i in batch) / len(batch),
        lambda w, x, y, batch: float(2 * (w * x - y)[batch] @ x[batch]) / batch.size,
    ],
    "full loss": [
        lambda losses, sizes: np.sum(losses * sizes) / np.sum(sizes),
        lambda losses, sizes: sum(loss * size for loss, size in zip(losses, sizes)) / sum(sizes),
        lambda losses, sizes: np.repeat(losses, sizes).mean(),
    ],
}


@pytest.mark.parametrize("name", EXERCISES)
def test_right_answers_in_several_forms(name):
    for answer in RIGHT[name]:
        assert check(name, answer).correct, check(name, answer).message


WRONG = {
    "spread at 16": [(2 / 16, "divides by B"), (4 / 16, "variance"), (2, "mean of 16"), (2 * 4, "less"), (2 * 16, "mean")],
    "rate for the sum": [
        (0.4 * 8, "multiplies"),
        (0.4, "longer"),
        (0.4 / np.sqrt(8), "√B"),
        (0.4 / 64, "twice"),
        (1 / 8, "1/B"),
        (20, "B/η"),
    ],
    "mean gradient": [
        (lambda w, x, y, batch: np.sum(2 * (w * x[batch] - y[batch]) * x[batch]), "sum"),
        (lambda w, x, y, batch: np.mean(2 * (w * x - y) * x), "all examples"),
        (lambda w, x, y, batch: np.mean((w * x[batch] - y[batch]) * x[batch]), "derivative of a square"),
        (lambda w, x, y, batch: np.mean(2 * (w * x[batch] - y[batch])), "derivative of wx"),
        (lambda w, x, y, batch: np.mean(2 * (y[batch] - w * x[batch]) * x[batch]), "sign"),
        (lambda w, x, y, batch: np.mean((y[batch] - w * x[batch]) ** 2), "derivative"),
    ],
    "full loss": [
        (lambda losses, sizes: losses.mean(), "plain mean"),
        (lambda losses, sizes: (losses * sizes).sum(), "total"),
        (lambda losses, sizes: (losses * sizes).mean(), "number of batches"),
        (lambda losses, sizes: losses.sum() / sizes.sum(), "batch's total"),
        (lambda losses, sizes: losses.sum(), "adds up means"),
    ],
}


@pytest.mark.parametrize("name", EXERCISES)
def test_likely_mistakes_get_the_hint_that_helps(name):
    assert len(WRONG[name]) >= 5
    for answer, words in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.correct and words in verdict.message and verdict.message != EXERCISES[name].otherwise


@pytest.mark.parametrize("name", EXERCISES)
def test_garbage_gets_a_sentence_and_no_hint_holds_the_solution(name):
    gets_sentences(name)
    exercise = EXERCISES[name]
    hints = [*(exercise.wrong.values() if name in ("spread at 16", "rate for the sum") else exercise.wrong), exercise.otherwise]
    for solution in ("0.5", "0.05", "np.mean(2", "* sizes", "weights=sizes"):
        assert not any(solution in hint for hint in hints)
