"""Notebook 06: what its figures, exercises and predictions say to bad arguments and to wrong answers."""

import numpy as np
import pytest

from helpers.apps import cures, oscillation, stable
from helpers.checks import EXERCISES, check
from helpers.lessons.noise_costs import exercises
from tests.shared.garbage import gets_sentences


@pytest.mark.parametrize("make", [oscillation, cures, stable])
def test_the_same_settings_draw_the_same_bytes_and_another_seed_others(make):
    assert make(seed=3).canvas.png() == make(seed=3).canvas.png() != make(seed=4).canvas.png()


@pytest.mark.parametrize(
    "make, settings, says",
    [
        (oscillation, {"order": True}, "order must be one of independent, reshuffled; got True"),
        (cures, {"learning_rate": np.nan}, "learning_rate must be a number between 0.02 and 0.8; got nan"),
        (stable, {"batch_size": 5}, "batch_size must be one of 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64; got 5"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(make, settings, says):
    with pytest.raises(ValueError) as said:
        make(**settings)
    assert str(said.value) == f"{says}."


def _means(path):
    return np.cumsum(path) / np.arange(1, len(path) + 1)


RIGHT = {
    "noise floor": [0.1, 1 / 10, np.float64(0.1), 0.2 * 12 / (2 * 10 * (2 - 0.8)), np.array([0.1])],
    "stable rate": [0.2, 1 / 5, 4 / (16 + 12 / 3), np.array(0.2)],
    "running average": [
        _means,
        lambda path: [np.mean(path[: t + 1]) for t in range(len(path))],
        lambda path: np.array([sum(path[:t]) / t for t in range(1, len(path) + 1)]),
    ],
}
WRONG = {
    "noise floor": [
        (0.2 * 12 / (10 * 4 * 1.2), "variance of w"),
        (0.2 * 12 / (2 * 10 * 2), "much smaller"),
        (0.2 * 12 / (2 * 1.2), "B = 1"),
        (12 / (2 * 10 * 1.2), "leaves out η"),
        (0.2 * np.sqrt(12) / (2 * 10 * 1.2), "No root"),
        (0.2 * 12 / (2 * np.sqrt(10) * 1.2), "√B"),
        (0.2 * 12 / (2 * 10 * 2.8), "sign"),
    ],
    "stable rate": [
        (1 / 4, "gradient descent"),
        (2 * 4 / (16 + 4), "factor ½"),
        (4 / (16 + 12), "B = 1"),
        (4 / (4 + 4), "square"),
        (4 / (16 + np.sqrt(12) / 3), "standard deviation"),
        (4 / (16 + 12 * 3), "multiplies"),
    ],
    "running average": [
        (np.cumsum, "sum so far"),
        (lambda path: np.cumsum(path) / len(path), "all weights"),
        (lambda path: np.cumsum(path) / (np.arange(len(path)) + 2), "one too many"),
        (lambda path: np.full_like(path, path.mean()), "everywhere"),
        (lambda path: [path[t:].mean() for t in range(len(path))], "future"),
        (lambda path: (path + np.concatenate([path[:1], path[:-1]])) / 2, "before it"),
    ],
}
SOLUTIONS = {"noise floor": ("0.1",), "stable rate": ("0.2 ", "0.2."), "running average": ("cumsum", "arange")}


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_in_several_forms_and_likely_mistakes_get_the_hint_that_helps(name):
    for answer in RIGHT[name]:
        assert check(name, answer).correct, check(name, answer).message
    assert len(WRONG[name]) >= 5
    for answer, words in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.correct and words in verdict.message and verdict.message != EXERCISES[name].otherwise


@pytest.mark.parametrize("name", exercises.EXERCISES)
def test_garbage_gets_a_sentence_and_no_hint_holds_the_solution(name):
    gets_sentences(name)
    exercise = EXERCISES[name]
    hints = [
        *(exercise.wrong if callable(getattr(exercise, "solution", None)) else exercise.wrong.values()),
        exercise.otherwise,
    ]
    assert not any(solution in hint for solution in SOLUTIONS[name] for hint in hints)


def test_one_average_for_the_whole_path_is_told_what_is_missing():
    message = check("running average", np.mean).message
    assert "one number, where 5 are asked for" in message and "shape (5,)" in message
