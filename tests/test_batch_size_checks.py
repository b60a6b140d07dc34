"""Notebook 06: what its figures, exercises and predictions say to bad arguments and to wrong answers."""

import nbformat
import numpy as np
import pytest

from helpers.apps import best_step, full_batch, linear_scaling, powers_of_two
from helpers.apps.best_step import hessian, moments
from helpers.checks import EXERCISES, batch_size, check
from tests.garbage import gets_sentences
from tests.test_house import ROOT


@pytest.mark.parametrize(
    "make, settings, says",
    [
        (powers_of_two, {"model": "sine"}, "model must be one of moons, flights; got 'sine'"),
        (powers_of_two, {"batch_size": 10}, "batch_size must be one of 7, 8, 9, 15, .*513; got 10"),
        (powers_of_two, {"batch_size": "64"}, "batch_size must be one of 7, .*513; got '64'"),
        (full_batch, {"batch_size": 343}, "batch_size must be one of 1, .*341, 342; got 343"),
        (full_batch, {"learning_rate": 0.6}, "learning_rate must be a number between 0.02 and 0.5; got 0.6"),
        (full_batch, {"learning_rate": np.nan}, "learning_rate must be a number between 0.02 and 0.5; got nan"),
        (full_batch, {"in_order": 1}, "in_order must be one of False, True; got 1"),
        (full_batch, {"seed": 100}, "seed must be a whole number between 0 and 99; got 100"),
        (best_step, {"batch_size": 3}, "batch_size must be one of 1, 2, 4, .*1024; got 3"),
        (best_step, {"distance": 0}, "distance must be a number between 0.05 and 3; got 0"),
        (best_step, {"distance": None}, "distance must be a number between 0.05 and 3; got None"),
        (best_step, {"seed": 1.5}, "seed must be a whole number between 0 and 99; got 1.5"),
        (linear_scaling, {"learning_rate": 2}, "learning_rate must be a number between 0.03 and 1.6; got 2"),
        (linear_scaling, {"factor": 3}, "factor must be one of 2, 4, 8, 16, 32; got 3"),
        (linear_scaling, {"factor": [2]}, r"factor must be one of 2, 4, 8, 16, 32; got \[2\]"),
        (linear_scaling, {"seed": -1}, "seed must be a whole number between 0 and 99; got -1"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(make, settings, says):
    with pytest.raises(ValueError, match=says):
        make(**settings)


def solved(small, big, B_small, B_big):
    noise = (small - big) / (1 / B_small - 1 / B_big)
    return noise / (big - noise / B_big)


def by_matrix(small, big, B_small, B_big):
    square, noise = np.linalg.solve([[1, 1 / B_small], [1, 1 / B_big]], [small, big])
    return noise / square


RIGHT = {
    "noise scale": [9, 9.0, 36 / 2**2, np.array(9), np.int64(9), (2 * 36) / (2 * 2 * 2)],
    "best rate at 3": [0.125, 1 / 8, 0.5 / (1 + 9 / 3), np.float64(0.125)],
    "ratio of floors": [1.8, (2 - 0.2) / (2 - 5 * 0.2), np.array([1.8])],
    "estimate": [solved, by_matrix, lambda a, b, m, n: np.float64(m * n * (a - b) / (n * b - m * a))],
}


@pytest.mark.parametrize("name", batch_size.EXERCISES)
def test_right_answers_in_several_forms(name):
    for answer in RIGHT[name]:
        assert check(name, answer).correct, check(name, answer).message


def noise(small, big, B_small, B_big):
    return (small - big) / (1 / B_small - 1 / B_big)


WRONG = {
    "noise scale": [
        (36 / 2, "square"),
        (6 / 2, "variance"),
        (36, "compared"),
        (4 / 36, "Upside"),
        (36 / 8, "λ"),
        (144, "multip"),
    ],
    "best rate at 3": [
        (1 / 2, "without any noise"),
        (0.5 / (1 + 3 / 9), "larger batch"),
        (0.5 * 3 / 9, "in proportion"),
        (0.25, "half of"),
        (0.5 * 4, "multiplies"),
    ],
    "ratio of floors": [(1, "hopes"), (5, "brackets"), (1 / 1.8, "Upside"), (2, "bracket of its own"), (0.8, "difference")],
    "estimate": [
        (noise, "tr Σ alone"),
        (lambda a, b, m, n: b - noise(a, b, m, n) / n, "alone"),
        (lambda *given: 1 / solved(*given), "Upside"),
        (lambda a, b, m, n: noise(a, b, m, n) / b, "still holds"),
        (lambda *given: -solved(*given), "sign"),
        (lambda a, b, m, n: (a - b) / b, "squared length"),
    ],
}


@pytest.mark.parametrize("name", batch_size.EXERCISES)
def test_likely_mistakes_get_the_hint_that_helps(name):
    assert len(WRONG[name]) >= 5
    for answer, words in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.correct and words in verdict.message and verdict.message != EXERCISES[name].otherwise


@pytest.mark.parametrize("name", batch_size.EXERCISES)
def test_garbage_gets_a_sentence_and_no_hint_holds_the_solution(name):
    gets_sentences(name)
    exercise = EXERCISES[name]
    hints = [*(exercise.wrong if name == "estimate" else exercise.wrong.values()), exercise.otherwise]
    for solution in (" 9", "0.125", "1.8", "(small - big) /", "noise / square"):
        assert not any(solution in hint for hint in hints)


def test_the_estimate_finds_the_noise_scale_of_real_gradients():
    """With the mean squared lengths that theory gives, the exercise's function has tr Σ / |G|²."""
    _, G, Σ = moments(0.2)
    small, big = (G @ G + np.trace(Σ) / size for size in (4, 64))
    assert solved(small, big, 4, 64) == pytest.approx(np.trace(Σ) / (G @ G))
    assert solved(small, big, 4, 64) == pytest.approx(np.trace(hessian() @ Σ) / (G @ hessian() @ G), rel=0.1)


def test_the_notebook_uses_every_exercise_and_prediction_of_its_own():
    notebook = nbformat.read(ROOT / "notebooks" / "06-batch-size.ipynb", as_version=4)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for name in batch_size.EXERCISES:
        assert f'check("{name}", None)' in code
    for name in batch_size.PREDICTIONS:
        assert f'predict("{name}", ' in code
