"""Notebook 05: what its figures, exercises and predictions say to bad arguments and to wrong answers."""

import nbformat
import numpy as np
import pytest

from helpers.apps import cures, faster, oscillation, stable
from helpers.checks import EXERCISES, check, noise
from tests.garbage import gets_sentences
from tests.test_house import ROOT


@pytest.mark.parametrize(
    "make, settings, says",
    [
        (faster, {"axis": "hours"}, "axis must be one of updates, examples, seconds; got 'hours'"),
        (faster, {"data": None}, "data must be one of flights, penguins; got None"),
        (faster, {"batch_size": 1}, "batch_size must be one of 2, 4, 8, 16, 32, 64, 128, 256, 512; got 1"),
        (faster, {"scale": 3}, "scale must be a number between 0.125 and 2; got 3"),
        (faster, {"goal": 100}, "goal must be one of 50, 80, 90, 95, 98, 99; got 100"),
        (faster, {"seed": -1}, "seed must be a whole number between 0 and 99; got -1"),
        (oscillation, {"model": "sine"}, "model must be one of mean, slope; got 'sine'"),
        (oscillation, {"order": True}, "order must be one of independent, reshuffled; got True"),
        (oscillation, {"against": "B"}, "against must be one of rate, batch; got 'B'"),
        (oscillation, {"learning_rate": 0}, "learning_rate must be a number between 0.02 and 0.8; got 0"),
        (oscillation, {"batch_size": 3}, "batch_size must be one of 1, 2, 4, 8, 16; got 3"),
        (oscillation, {"seed": 1.5}, "seed must be a whole number between 0 and 99; got 1.5"),
        (oscillation, {"step": 513}, "step must be a whole number between 0 and 512; got 513"),
        (cures, {"schedule": "linear"}, "schedule must be one of 1/t, step decay, cosine; got 'linear'"),
        (cures, {"average_from": 5}, "average_from must be one of 0, 8, 16, 32, 64, 128, 256; got 5"),
        (cures, {"learning_rate": np.nan}, "learning_rate must be a number between 0.02 and 0.8; got nan"),
        (cures, {"batch_size": 8}, "batch_size must be one of 1, 2, 4; got 8"),
        (cures, {"seed": "0"}, "seed must be a whole number between 0 and 99; got '0'"),
        (stable, {"learning_rate": 2}, "learning_rate must be a number between 0.05 and 1.2; got 2"),
        (stable, {"batch_size": 5}, "batch_size must be one of 1, 2, 3, .*64; got 5"),
        (stable, {"seed": 100}, "seed must be a whole number between 0 and 99; got 100"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(make, settings, says):
    with pytest.raises(ValueError, match=says):
        make(**settings)


RIGHT = {
    "noise floor": [0.1, 1 / 10, np.float64(0.1), 0.2 * 12 / (2 * 10 * (2 - 0.8)), np.array([0.1])],
    "stable rate": [0.2, 1 / 5, 4 / (16 + 12 / 3), np.array(0.2)],
    "running average": [
        lambda path: np.cumsum(path) / np.arange(1, len(path) + 1),
        lambda path: [np.mean(path[: t + 1]) for t in range(len(path))],
        lambda path: np.array([sum(path[:t]) / t for t in range(1, len(path) + 1)]),
    ],
}


@pytest.mark.parametrize("name", noise.EXERCISES)
def test_right_answers_in_several_forms(name):
    for answer in RIGHT[name]:
        assert check(name, answer).correct, check(name, answer).message


def _loop(path):
    mean = [path[0]]
    for w in path[1:]:
        mean.append((mean[-1] + w) / 2)
    return mean


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


@pytest.mark.parametrize("name", noise.EXERCISES)
def test_likely_mistakes_get_the_hint_that_helps(name):
    assert len(WRONG[name]) >= 5
    for answer, words in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.correct and words in verdict.message and verdict.message != EXERCISES[name].otherwise


def test_an_average_that_forgets_is_none_of_the_usual_mistakes():
    verdict = check("running average", _loop)
    assert not verdict.correct and verdict.message == EXERCISES["running average"].otherwise
    assert "shape (5,)" in check("running average", np.mean).message, "one number, not one for each step"


@pytest.mark.parametrize("name", noise.EXERCISES)
def test_garbage_gets_a_sentence_and_no_hint_holds_the_solution(name):
    gets_sentences(name)
    exercise = EXERCISES[name]
    hints = [*(exercise.wrong if callable(getattr(exercise, "solution", None)) else exercise.wrong.values()), exercise.otherwise]
    solutions = {"noise floor": ("0.1",), "stable rate": ("0.2 ", "0.2."), "running average": ("cumsum", "arange")}
    assert not any(solution in hint for solution in solutions[name] for hint in hints)


def test_the_notebook_uses_every_exercise_and_prediction_of_its_own():
    notebook = nbformat.read(ROOT / "notebooks" / "05-why-noise-helps.ipynb", as_version=4)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for name in noise.EXERCISES:
        assert f'check("{name}", None)' in code
    for name in noise.PREDICTIONS:
        assert f'predict("{name}", ' in code
