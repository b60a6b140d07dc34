"""Notebook 08: what its exercises say to right and wrong answers, and that it uses them all."""

import inspect
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import optimizers, theory
from helpers.answers import calls
from helpers.answers.exercises import Code
from helpers.answers.own_optimizer import Faulty, Guarded
from helpers.apps import race
from helpers.checks import EXERCISES, check
from helpers.lessons.variants import exercises
from helpers.lessons.variants.exercises import CURVATURES, RATES, START, STEPS
from helpers.models import Quadratic
from helpers.optimizers import Optimizer, adam, adamw, nesterov, sgd
from helpers.optimizers import momentum as heavy_ball
from helpers.training import train

NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "08-variants.ipynb"


def with_velocity():
    def update(gradient, velocity, params):
        velocity = 0.9 * velocity + gradient
        return velocity, velocity

    return Optimizer(np.zeros_like, update)


def running_mean():
    """A velocity with the factor 1 - β, in a dict."""

    def update(gradient, state, params):
        state = {"v": 0.9 * state["v"] + 0.1 * gradient}
        return state["v"], state

    return Optimizer(lambda params: {"v": np.zeros_like(params)}, update)


def rewritten(make):
    """The maker of an optimizer of the course, as if a learner had typed it."""
    cell = {"__name__": "cell"}
    exec(compile(inspect.getsource(optimizers), "cell", "exec"), cell)
    return cell[make.__name__]


def step_of_adam(w, m, s, g, t, learning_rate, square=np.square, β=0.999, share=0.001, correction=lambda t: 1 - 0.999**t):
    m, s = 0.9 * m + 0.1 * g, β * s + share * square(g)
    return w - learning_rate * m / (1 - 0.9**t) / (np.sqrt(s / correction(t)) + 1e-8), m, s


def step_of_the_helper(w, m, s, g, t, learning_rate):
    direction, (_, m, s) = adam().update(g, (t - 1, m, s), w)
    return w - learning_rate * direction, m, s


RIGHT = {
    "adam step": [step_of_adam, step_of_the_helper, lambda *given: np.array(step_of_adam(*given))],
    "best momentum at 49": [0.5625, 9 / 16, 0.75**2, np.float64(0.5625), theory.best_momentum(1, 49)[1]],
    "first step of Adam": [1.01, 1 + 0.01, np.array([1.01]), 1 - theory.adam_first_step(-250.0, 0.01)],
    "momentum step": [
        lambda w, v, gradient, learning_rate, beta: (w - learning_rate * (beta * v + gradient), beta * v + gradient),
        lambda w, v, g, rate, beta: np.stack([w - rate * (g + v * beta), g + v * beta]),
        lambda *given: np.array([given[0] - given[3] * (given[4] * given[1] + given[2]), given[4] * given[1] + given[2]]),
    ],
    "your optimizer": [
        with_velocity,
        with_velocity(),
        running_mean,
        *(rewritten(make) for make in (heavy_ball, nesterov, adam, adamw)),
    ],
}


@pytest.mark.parametrize("name", exercises.EXERCISES)
def test_right_answers_in_several_forms(name):
    for answer in RIGHT[name]:
        assert check(name, answer).correct, check(name, answer).message


def endless(gradient, state, params):
    while True:
        pass


def own(update, init=np.zeros_like):
    return lambda: Optimizer(init, update)


def uphill(gradient, velocity, params):
    velocity = 0.9 * velocity + gradient
    return -velocity, velocity


def forgets(gradient, velocity, params):
    return 0.9 * velocity + gradient, velocity


def in_place(gradient, velocity, params):
    gradient += 0.9 * velocity
    return gradient, gradient.copy()


def only_direction(gradient, velocity, params):
    return 0.9 * velocity + gradient


def wrong_shape(gradient, velocity, params):
    return np.linalg.norm(gradient), velocity


WRONG = {
    "adam step": [
        (lambda *given: step_of_adam(*given, square=np.array), "or of their squares"),
        (lambda *given: step_of_adam(*given, β=0.9, share=0.1, correction=lambda t: 1 - 0.9**t), "belongs to s"),
        (lambda *given: step_of_adam(*given, correction=lambda t: 1), "no correction of s"),
        (lambda *given: step_of_adam(*given, correction=lambda t: 1 - 0.999), "to the power of t"),
        (lambda *given: step_of_adam(*given, share=1), "small share"),
        (lambda w, m, s, g, t, rate: (w - rate * ..., m, s), "a gap to fill"),
    ],
    "best momentum at 49": [
        (0.75, "√β"),
        (48 / 50, "roots"),
        ((48 / 50) ** 2, "squared"),
        (16 / 9, "upside"),
        (0.9, "default"),
        (1 / 16, "rate"),
    ],
    "first step of Adam": [
        (0.99, "uphill"),
        (3.5, "plain SGD"),
        (-1.5, "uphill"),
        (1.0316, "bias"),
        (0.01, "arrive"),
        (1.001, "1 − β₁"),
    ],
    "momentum step": [
        (lambda w, v, g, rate, beta: (w - rate * v, beta * v + g), "old velocity"),
        (lambda w, v, g, rate, beta: (w + rate * (beta * v + g), beta * v + g), "uphill"),
        (lambda w, v, g, rate, beta: (w - rate * g, g), "forgotten"),
        (lambda w, v, g, rate, beta: (w - rate * (beta * v + (1 - beta) * g), beta * v + (1 - beta) * g), "running mean"),
        (lambda w, v, g, rate, beta: (w - rate * (g + beta * (beta * v + g)), beta * v + g), "Nesterov"),
        (lambda w, v, g, rate, beta: (w - (beta * v + rate * g), beta * v + rate * g), "learning rate"),
        (lambda w, v, g, rate, beta: (beta * v + g, w - rate * (beta * v + g)), "order"),
    ],
    "your optimizer": [
        (own(uphill), "uphill"),
        (own(forgets), "state never changes"),
        (rewritten(sgd), "state never changes"),
        *((make, "course's own optimizer") for make in (sgd, heavy_ball, nesterov(), adam, lambda: adamw())),
        (own(lambda g, state, W: adam().update(g, state, W), adam().init), "course's own optimizer"),
        (own(lambda g, s, p: (p, s)), "opposite gradient"),
        (own(lambda g, s, p: (np.array([0.1, -0.2]), s)), "opposite gradient"),
        (own(lambda g, s, p: (g + 0.1 * p, g)), "yours reaches"),
        (own(lambda g, s, p: (1j * g, s)), "must hold numbers"),
        (own(in_place), "Make new ones"),
        (own(only_direction), "state for the next one"),
        (own(wrong_shape), "one number for each weight"),
        (own(lambda g, s, p: (g / 0 if np.isscalar(g) else g / (0 * g), s)), "division by 0"),
        (own(lambda g, s, p: nothing), "message say"),  # noqa: F821
        (own(lambda g, s, p: (g / 2, s + 1)), "yours reaches"),
    ],
}


@pytest.mark.parametrize("name", exercises.EXERCISES)
def test_likely_mistakes_get_the_hint_that_helps(name):
    assert len(WRONG[name]) >= 5
    for answer, words in WRONG[name]:
        verdict = check(name, answer)
        assert not verdict.correct and words in verdict.message and verdict.message != EXERCISES[name].otherwise


def test_an_optimizer_without_end_is_ended(monkeypatch):
    monkeypatch.setattr(calls, "SECONDS", 0.2)
    verdict = check("your optimizer", own(endless))
    assert not verdict and verdict.message.startswith("Your optimizer did not end within 0.2 seconds")


@pytest.mark.parametrize("name", exercises.EXERCISES)
def test_garbage_gets_a_sentence_and_no_hint_holds_the_solution(name):
    def fails(*given):
        raise RuntimeError("no")

    functions = [fails, lambda: 1, *(lambda *given, result=result: result for result in (None, "w", np.nan, np.zeros((2, 3))))]
    optimizers = [
        own(lambda *given, result=result: result) for result in (None, "ab", (1,), (None, None), (np.nan, 0), ("w", 0))
    ]
    optimizers += [own(fails), own(lambda *given: given, init=fails), Optimizer(None, None), Optimizer(np.zeros_like, 3)]
    for garbage in (None, "x", "", np.nan, np.inf, [1, 2], np.ones(3), {}, *functions, *optimizers):
        verdict = check(name, garbage)
        assert not verdict.correct and len(verdict.message) > 20 and "Traceback" not in verdict.message, garbage
    exercise = EXERCISES[name]
    hints = [*(exercise.wrong if isinstance(exercise, Code) else exercise.wrong.values()), exercise.otherwise]
    for solution in ("0.5625", "1.01", "beta * v + gradient", "velocity = ", "return velocity, velocity"):
        assert not any(solution in hint for hint in hints)


def test_the_exercise_measures_what_train_measures():
    """Plain SGD at its best rate, and momentum at its own, on the quadratic that the exercise says."""
    model = Quadratic(CURVATURES)
    assert CURVATURES[1] / CURVATURES[0] == 50 and len(RATES) == 16 and STEPS == 100
    ends = {
        make: min(model.loss(train(model, make(), START, [None] * STEPS, rate).params[-1]) for rate in RATES)
        for make in (sgd, with_velocity)
    }
    assert (
        f"reaches a loss of {ends[with_velocity]:.2g}, plain SGD {ends[sgd]:.2g}"
        in check("your optimizer", with_velocity).message
    )


def test_an_optimizer_is_called_with_copies_of_its_own():
    def greedy(gradient, state, params):
        direction = gradient.copy()
        params[...] = 0
        return direction, state

    params = np.ones(2)
    with pytest.raises(Faulty, match="changed the gradient or the params"):
        Guarded(own(greedy)).update(np.ones(2), (), params)
    assert params.tolist() == [1.0, 1.0]


def test_the_worked_solutions_and_the_notebooks_own_optimizer_are_right():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    (solutions,) = [cell.source for cell in notebook.cells if "Worked solutions" in cell.source]
    scope = {"np": np, "Optimizer": Optimizer}
    for block in solutions.split("```python\n")[1:]:
        exec(block.split("```")[0], scope)
    assert check("momentum step", scope["momentum_step"]).correct and check("your optimizer", scope["my_optimizer"]).correct
    (given,) = [cell.source for cell in notebook.cells if "def my_optimizer" in cell.source and cell.cell_type == "code"]
    exec(given.split("race(")[0], scope)
    assert "yours" in race(own=scope["my_optimizer"], focus="yours").words
