"""The exercises and predictions of notebook 01: right answers in several forms, usual mistakes, and garbage."""

from fractions import Fraction

import numpy as np
import pytest

from helpers.apps import basins, cost, learning_rate, predict, slope, two_weights
from helpers.checks import check
from helpers.lessons.gradient_descent.exercises import EXERCISES
from helpers.lessons.gradient_descent.figures.cost import COUNTS, GD
from helpers.lessons.gradient_descent.predictions import PREDICTIONS


def central(f, w, h):
    return (f(w + h) - f(w - h)) / 2 / h


def step(W, X, y, learning_rate):
    gradient = np.zeros_like(W)
    for row, target in zip(X, y):
        gradient += 2 * (row @ W - target) * row
    return W - learning_rate * gradient / len(y)


@pytest.mark.parametrize(
    "name, answer",
    [
        ("two steps", 6.4),
        ("two steps", np.float64(10 * 0.8**2)),
        ("two steps", np.array([6.4])),
        ("two steps", Fraction(32, 5)),
        ("largest rate", 2 / 8),
        ("largest rate", np.array(0.25)),
        ("central difference", central),
        ("central difference", lambda f, w, h: (f(w + h) - f(w)) / (2 * h) + (f(w) - f(w - h)) / (2 * h)),
        ("full gradient step", step),
        ("full gradient step", lambda W, X, y, rate: (W - 2 * rate / len(y) * X.T @ (X @ W - y)).tolist()),
        ("full gradient step", lambda W, X, y, rate: W + rate * np.mean(2 * (y - X @ W)[:, None] * X, axis=0)),
    ],
)
def test_a_right_answer_is_right_in_any_form(name, answer):
    verdict = check(name, answer)
    assert verdict.correct and verdict.message.startswith("Right")


@pytest.mark.parametrize("name", ["two steps", "largest rate"])
def test_each_usual_mistake_in_a_number_gets_its_own_hint(name):
    wrong = EXERCISES[name].wrong
    assert len({*wrong.values()}) == len(wrong) >= 5
    for value, hint in wrong.items():
        verdict = check(name, value)
        assert not verdict.correct and verdict.message == hint


@pytest.mark.parametrize(
    "answer, hint",
    [
        (10 - 0.1 * 20, "after one step"),
        (10 - 2 * 0.1 * 20, "slope of its own"),
        (10 * 0.9**2, "derivative of w²"),
        (10 * 1.2**2, "climb"),
        (10 - 20 + 20, "learning rate"),
    ],
)
def test_mistakes_in_two_steps_as_students_make_them(answer, hint):
    assert hint in check("two steps", answer).message


@pytest.mark.parametrize(
    "function, hint",
    [
        (lambda f, w, h: (f(w + h) - f(w)) / h, "one side"),
        (lambda f, w, h: (f(w) - f(w - h)) / h, "left"),
        (lambda f, w, h: (f(w + h) - f(w - h)) / h, "twice too large"),
        (lambda f, w, h: (f(w - h) - f(w + h)) / (2 * h), "sign"),
        (lambda f, w, h: (f(w + h) - f(w - h)) / 2 * h, "brackets"),
        (lambda f, w, h: (f(w + h) - 2 * f(w) + f(w - h)) / h**2, "second derivative"),
        (lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h**2), "squared"),
        (lambda f, w, h: f(w + h) - f(w - h), "Divide it"),
        (lambda f, w, h: 0.0, "Not yet"),
    ],
)
def test_usual_mistakes_in_the_central_difference(function, hint):
    verdict = check("central difference", function)
    assert not verdict.correct and hint in verdict.message


@pytest.mark.parametrize(
    "function, hint",
    [
        (lambda W, X, y, rate: W + rate * 2 / len(y) * X.T @ (X @ W - y), "climbs"),
        (lambda W, X, y, rate: W - rate / len(y) * X.T @ (X @ W - y), "derivative of a square"),
        (lambda W, X, y, rate: W - rate * 2 * X.T @ (X @ W - y), "sum over the examples"),
        (lambda W, X, y, rate: W - rate * X.T @ (X @ W - y), "and a factor is missing"),
        (lambda W, X, y, rate: 2 / len(y) * X.T @ (X @ W - y), "Take the step"),
        (lambda W, X, y, rate: -rate * 2 / len(y) * X.T @ (X @ W - y), "change of the weights"),
        (lambda W, X, y, rate: W - 2 / len(y) * X.T @ (X @ W - y), "learning rate is missing"),
        (lambda W, X, y, rate: W - rate * 2 / len(W) * X.T @ (X @ W - y), "number of weights"),
        (lambda W, X, y, rate: W, "Not yet"),
    ],
)
def test_usual_mistakes_in_the_gradient_step(function, hint):
    verdict = check("full gradient step", function)
    assert not verdict.correct and hint in verdict.message


def _raises(*arguments):
    raise KeyError("oops")


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize(
    "answer",
    [
        None,
        ...,
        "six",
        "",
        [],
        [1, 2],
        {},
        float("nan"),
        float("inf"),
        True,
        np.zeros(3),
        np.array("a"),
        object(),
        3 + 4j,
        print,
        _raises,
        lambda: 1,
        lambda *arguments: None,
        lambda *arguments: "text",
        lambda *arguments: np.full(2, np.nan),
        lambda *arguments: np.zeros((3, 3)),
        lambda *arguments: [[1], [1, 2]],
        lambda *arguments: arguments,
    ],
)
def test_garbage_gets_a_sentence(name, answer):
    verdict = check(name, answer)
    assert not verdict.correct and verdict.message and "Traceback" not in verdict.message and "\n" not in verdict.message


def test_the_solution_is_in_no_hint():
    for name, exercise in EXERCISES.items():
        hints = [*(exercise.wrong.values() if hasattr(exercise, "answer") else exercise.wrong), exercise.otherwise]
        for hint in hints:
            if hasattr(exercise, "answer"):
                assert f"{exercise.answer:g}" not in hint and not (name == "largest rate" and "2/8" in hint)
            else:
                assert "f(w + h) - f(w - h)" not in hint and "X @ W" not in hint and "X.T" not in hint


FIGURES = {
    "smaller h": lambda: predict("smaller h", slope, w=3.3, h=0.1),
    "below the limit": lambda: predict("below the limit", learning_rate, learning_rate=0.2, curvature=2, step=10),
    "two curvatures": lambda: predict("two curvatures", two_weights, features="strong", learning_rate=0.2),
    "two starts": lambda: predict("two starts", basins, model="sine", learning_rate=0.2, start=3.6),
    "a better start": lambda: predict("a better start", basins, model="least squares", learning_rate=0.2),
    "more examples": lambda: predict("more examples", cost, n=327_346, batch_size=32),
}


@pytest.mark.parametrize("name", PREDICTIONS)
def test_the_figure_opens_with_the_choice_and_every_option_is_explained(name):
    asked = FIGURES[name]()
    assert asked.app is None
    for made in (asked.options[0], asked.sure[0], asked.ready):
        made.click()
    assert asked.app is not None and asked.app in asked.children
    asked.reason.value = "I see it"
    asked.reveal.click()
    for option in PREDICTIONS[name].options:
        assert len(option.why) > 40
    assert asked.answer.value.count("✓ right") == 1 and asked.answer.value.count("✗ not so") == 2


def test_the_figures_answer_the_questions_as_the_options_say():
    """The numbers in questions and options, read off the figures."""
    assert "zig-zag" in learning_rate(0.9, 2).words and "w = 1.074" in learning_rate(0.9, 2, 10).words
    assert "λ₁ = 0.2576, λ₂ = 3.742" in two_weights("strong").words and "limit 2/λ₂ = 0.5344" in two_weights("strong").words
    assert 2 / 0.2576 == pytest.approx(7.8, abs=0.05) and 2 / ((0.2576 + 3.742) / 2) == pytest.approx(1, abs=1e-3)
    assert "flat monotone" in two_weights("strong", 0.56).words and "steep divergent" in two_weights("strong", 0.56).words
    assert "ends in B" in basins("sine", 0.2, 3.6).words and "ends in C" in basins("sine", 0.2, 3.8).words
    full = cost(n=1000).sheet[COUNTS][GD].get_ydata()
    assert round(full[-1] / full[0]) == 327
