"""Notebook 07: what its exercises and predictions say, its figures to unusual arguments, and what its caches hand out."""

import numpy as np
import pytest

from helpers.apps import best_step, full_batch, linear_scaling
from helpers.checks import check
from helpers.lessons.batch_size import descents, one_step, scaling
from helpers.lessons.batch_size.exercises import EXERCISES
from helpers.lessons.batch_size.figures.best_step import AT, LOSS, RATES, SCALE, Step
from helpers.lessons.batch_size.one_step import hessian, moments
from tests.shared.garbage import gets_sentences
from tests.shared.layout import crowded

EXTREMES = [
    (full_batch, dict(batch_size=1, learning_rate=0.5)),
    (full_batch, dict(batch_size=342, in_order=True)),
    (best_step, dict(batch_size=1, distance=0.05)),
    (best_step, dict(batch_size=1024, distance=3)),
    (linear_scaling, dict(learning_rate=1.6, factor=32)),
    (linear_scaling, dict(learning_rate=0.03, factor=2)),
]


@pytest.mark.parametrize("make, settings", EXTREMES)
@pytest.mark.parametrize("width", [400, 720, 2400])
def test_at_the_extremes_no_line_of_text_leaves_the_picture_or_meets_another(make, settings, width):
    app = make(**settings)
    app.picture.size = {"width": width, "ratio": 1}
    assert crowded(app) == []


@pytest.mark.parametrize(
    "make, settings", [(full_batch, {"learning_rate": 0.123}), (best_step, {"distance": 0.123}), (linear_scaling, {})]
)
def test_a_value_between_the_marks_is_taken_and_another_seed_is_another_picture(make, settings):
    app = make(**settings, seed=3)
    assert all(f"{name}={value}" in app.call and f"{value}" in app.words for name, value in settings.items())
    assert make(**settings, seed=4).canvas.png() != app.canvas.png()


@pytest.mark.parametrize(
    "make, setting, value, allowed",
    [
        (full_batch, "learning_rate", np.nan, "a number between 0.02 and 0.5"),
        (best_step, "distance", None, "a number between 0.05 and 3"),
        (linear_scaling, "seed", 1.5, "a whole number between 0 and 99"),
    ],
)
def test_unusual_settings_get_one_clear_sentence(make, setting, value, allowed):
    with pytest.raises(ValueError, match=f"{setting} must be {allowed}; got {value}"):
        make(**{setting: value})


def test_what_a_cache_hands_out_can_only_be_read():
    for found in (
        (descents.descent(0.2), *descents.compared(32, 0.2, False, 0)),
        (one_step.hessian(), one_step.ends(0), *one_step.along(0.2, 0), *one_step.measured_bests(0.2, 0)),
        (scaling.weights((0.05,), 1, 0), *scaling.ratios((0.05,), 8, 0)),
    ):
        for array in found:
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0


def noise(small, big, B_small, B_big):
    return (small - big) / (1 / B_small - 1 / B_big)


def solved(small, big, B_small, B_big):
    found = noise(small, big, B_small, B_big)
    return found / (big - found / B_big)


def by_matrix(small, big, B_small, B_big):
    square, noise = np.linalg.solve([[1, 1 / B_small], [1, 1 / B_big]], [small, big])
    return noise / square


RIGHT = {
    "noise scale": [9, 9.0, 36 / 2**2, np.array(9), np.int64(9), (2 * 36) / (2 * 2 * 2)],
    "best rate at 3": [0.125, 1 / 8, 0.5 / (1 + 9 / 3), np.float64(0.125)],
    "ratio of floors": [1.8, (2 - 0.2) / (2 - 5 * 0.2), np.array([1.8])],
    "estimate": [solved, by_matrix, lambda a, b, m, n: np.float64(m * n * (a - b) / (n * b - m * a))],
}
WRONG = {
    "noise scale": {18: "square", 3: "variance", 36: "compared", 4 / 36: "Upside", 36 / 8: "λ", 144: "multip"},
    "best rate at 3": {
        1 / 2: "without any noise",
        0.5 / (1 + 3 / 9): "larger batch",
        0.5 * 3 / 9: "in proportion",
        0.25: "half of",
        0.5 * 4: "multiplies",
    },
    "ratio of floors": {1: "hopes", 5: "brackets", 1 / 1.8: "Upside", 2: "bracket of its own", 0.8: "difference"},
    "estimate": {
        noise: "tr Σ alone",
        lambda a, b, m, n: b - noise(a, b, m, n) / n: "alone",
        lambda *given: 1 / solved(*given): "Upside",
        lambda a, b, m, n: noise(a, b, m, n) / b: "still holds",
        lambda *given: -solved(*given): "sign",
        lambda a, b, m, n: (a - b) / b: "squared length",
    },
}


@pytest.mark.parametrize("name", EXERCISES)
def test_right_answers_in_several_forms_and_the_hint_that_helps_for_likely_mistakes(name):
    for answer in RIGHT[name]:
        assert check(name, answer).correct, check(name, answer).message
    for answer, words in WRONG[name].items():
        verdict = check(name, answer)
        assert not verdict.correct and words in verdict.message and verdict.message != EXERCISES[name].otherwise


@pytest.mark.parametrize("name", EXERCISES)
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


def test_the_numbers_of_the_predictions():
    at = [best_step.plan.draw(Step(batch_size=size)) for size in (256, 512)]
    best = [frame[LOSS][AT][0][0] for frame in at]
    assert f"{at[0][RATES][SCALE][0][1]:.1f}" == "25.5"
    assert [f"{value:.3f}" for value in (*best, 2 * best[0], np.sqrt(2) * best[0])] == ["0.244", "0.255", "0.487", "0.344"]
    assert f"theory {1.8 / 0.4:.4g};" in linear_scaling(0.2, 8).words
    assert 342 % 256 == 86
