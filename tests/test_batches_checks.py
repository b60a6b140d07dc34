"""Notebook 03: what its figures, exercises and predictions say to bad arguments and to wrong answers."""

import nbformat
import numpy as np
import pytest

from helpers.apps import epoch_curves, six_steps, spread, sum_or_mean
from helpers.checks import EXERCISES, check, mini_batches
from tests.garbage import gets_sentences
from tests.test_house import ROOT


@pytest.mark.parametrize(
    "make, settings, says",
    [
        (six_steps, {"learning_rate": 2}, "learning_rate must be a number between 0.01 and 1; got 2"),
        (six_steps, {"learning_rate": "fast"}, "learning_rate must be a number between 0.01 and 1; got 'fast'"),
        (six_steps, {"batch_size": 7}, "batch_size must be one of 1, 2, 3, 4, 5, 6, 8, 12; got 7"),
        (six_steps, {"batch_size": None}, "batch_size must be one of 1, 2, 3, 4, 5, 6, 8, 12; got None"),
        (six_steps, {"seed": 1.5}, "seed must be a whole number between 0 and 99; got 1.5"),
        (six_steps, {"step": 131}, "step must be a whole number between 0 and 130; got 131"),
        (epoch_curves, {"model": "network"}, "model must be one of sine, least squares, logistic; got 'network'"),
        (epoch_curves, {"model": ["sine"]}, r"model must be one of sine, least squares, logistic; got \['sine'\]"),
        (epoch_curves, {"batch_loss": "median"}, "batch_loss must be one of mean, sum; got 'median'"),
        (epoch_curves, {"batch_size": 5}, "batch_size must be one of 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64; got 5"),
        (epoch_curves, {"lit": 17}, "lit must be a whole number between 0 and 16; got 17"),
        (epoch_curves, {"w": 7}, "w must be a number between 0.0 and 6.5; got 7"),
        (epoch_curves, {"seed": -1}, "seed must be a whole number between 0 and 99; got -1"),
        (spread, {"model": 3}, "model must be one of sine, least squares, logistic; got 3"),
        (spread, {"replacement": "yes"}, "replacement must be one of False, True; got 'yes'"),
        (spread, {"batch_size": 100}, "batch_size must be one of 1, .*64; got 100"),
        (spread, {"draws": 30}, "draws must be one of 20, 50, 100, 200, 500, 1000, 2000; got 30"),
        (spread, {"w": np.nan}, "w must be a number between 0.0 and 6.5; got nan"),
        (spread, {"seed": 100}, "seed must be a whole number between 0 and 99; got 100"),
        (sum_or_mean, {"model": "x"}, "model must be one of sine, least squares, logistic; got 'x'"),
        (sum_or_mean, {"learning_rate": 0}, "learning_rate must be a number between 0.001 and 1; got 0"),
        (sum_or_mean, {"batch_size": 65}, "batch_size must be one of 1, .*342; got 65"),
        (sum_or_mean, {"seed": "0"}, "seed must be a whole number between 0 and 99; got '0'"),
        (sum_or_mean, {"step": 41}, "step must be a whole number between 0 and 40; got 41"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(make, settings, says):
    with pytest.raises(ValueError, match=says):
        make(**settings)


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


@pytest.mark.parametrize("name", mini_batches.EXERCISES)
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


@pytest.mark.parametrize("name", mini_batches.EXERCISES)
def test_likely_mistakes_get_the_hint_that_helps(name):
    assert len(WRONG[name]) >= 5
    for answer, words in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.correct and words in verdict.message and verdict.message != EXERCISES[name].otherwise


@pytest.mark.parametrize("name", mini_batches.EXERCISES)
def test_garbage_gets_a_sentence_and_no_hint_holds_the_solution(name):
    gets_sentences(name)
    exercise = EXERCISES[name]
    hints = [*(exercise.wrong.values() if name in ("spread at 16", "rate for the sum") else exercise.wrong), exercise.otherwise]
    for solution in ("0.5", "0.05", "np.mean(2", "* sizes", "weights=sizes"):
        assert not any(solution in hint for hint in hints)


def test_the_notebook_uses_every_exercise_and_prediction_of_its_own():
    notebook = nbformat.read(ROOT / "notebooks" / "03-mini-batches.ipynb", as_version=4)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for name in mini_batches.EXERCISES:
        assert f'check("{name}", None)' in code
    for name in mini_batches.PREDICTIONS:
        assert f'predict("{name}", ' in code
