"""Exercises of all notebooks: the right hint for each usual mistake, never a traceback, never the solution."""

from importlib import import_module

import numpy as np
import pytest

from helpers import checks
from helpers.answers.exercises import Code, Number
from helpers.checks import EXERCISES, check
from helpers.lessons import LESSONS
from tests.shared.garbage import gets_sentences

NUMBERS = {name: task for name, task in EXERCISES.items() if isinstance(task, Number)}
CODE = {name: task for name, task in EXERCISES.items() if isinstance(task, Code)}
RULES = {name: task.rule for name, task in NUMBERS.items() if task.rule}
GARBAGE = ("seven", "", np.nan, np.inf, -np.inf, [1, 2], np.ones(3), np.array([np.nan]), {}, (), True, object(), 1j)


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_get_the_verdict_they_deserve(name):
    task = NUMBERS[name]
    for right in (task.answer, np.float64(task.answer), np.array([[task.answer]]), [task.answer], task.answer + 1e-7):
        assert check(name, right) and repr(check(name, right)) == task.praise
    assert len(task.wrong) >= 5
    for wrong, hint in task.wrong.items():
        assert not check(name, wrong).correct and check(name, wrong).message == hint
        assert f"{task.answer:g}" not in hint.split()
    assert check(name, 123.4567).message == task.otherwise
    for garbage in GARBAGE:
        assert not check(name, garbage) and "one finite number" in check(name, garbage).message
    for function in (print, lambda: 1 / 0):
        words = "one finite number; this is a function" if task.rule is None else task.rule.signature.partition("(")[0]
        assert not check(name, function) and words in check(name, function).message


@pytest.mark.parametrize("name", CODE | RULES)
def test_functions_get_the_verdict_they_deserve(name):
    task = (CODE | RULES)[name]
    verdict = check(name, task.solution)
    assert verdict.correct and verdict.message == task.praise
    assert check(name, lambda *given: np.asarray(task.solution(*given)) + 1e-12).correct
    assert len(task.wrong) >= 5
    for hint, mistakes in task.wrong.items():
        for mistake in mistakes if isinstance(mistakes, tuple) else (mistakes,):
            assert not check(name, mistake) and check(name, mistake).message == hint, "another gives the same numbers"
    assert check(name, lambda *given: np.asarray(task.solution(*given)) * 1.23 + 4.56).message == task.otherwise


@pytest.mark.parametrize("name", CODE)
def test_functions_that_fail_get_a_sentence(name):
    def fails(*given):
        return 1 / 0

    said = {
        "stopped with ZeroDivisionError": fails,
        "stopped with TypeError": lambda: 1,
        "gave None. Does your function end with return?": lambda *given: None,
        "should give numbers": lambda *given: "w",
        "should have the shape": lambda *given: np.zeros((2, 3, 4)),
        "should be finite": lambda *given: np.full(np.shape(CODE[name].solution(*given)), np.nan),
        "The answer is a function": 3.0,
    }
    for words, answer in said.items():
        verdict = check(name, answer)
        assert not verdict.correct and words in verdict.message and "Traceback" not in verdict.message
    for garbage in GARBAGE:
        assert not check(name, garbage).correct


@pytest.mark.parametrize("name", CODE)
def test_a_function_that_changes_its_arguments_harms_nobody(name):
    def greedy(*given):
        result = CODE[name].solution(*given)
        for value in given:
            if isinstance(value, np.ndarray):
                value[...] = 0
        return result

    arrays = any(isinstance(value, np.ndarray) for trial in CODE[name].trials for value in trial)
    assert check(name, greedy) and ("your function changes" in check(name, greedy).message) == arrays
    assert check(name, CODE[name].solution).message == CODE[name].praise


@pytest.mark.parametrize("name", EXERCISES)
def test_whatever_is_handed_in_gets_one_sentence(name):
    gets_sentences(name)


@pytest.mark.parametrize("name", EXERCISES)
def test_no_answer_yet(name):
    assert "No answer yet" in check(name, None).message and "No answer yet" in check(name, ...).message


def test_an_unknown_exercise_is_named():
    with pytest.raises(ValueError, match=r"exercise must be one of .*next weight.*; got 'x'"):
        check("x", 1)


@pytest.mark.parametrize("kind", ["EXERCISES", "PREDICTIONS"])
def test_no_two_notebooks_use_one_name(kind):
    modules = [import_module(f"helpers.lessons.{lesson}.{kind.lower()}") for lesson in LESSONS]
    names = [name for module in modules for name in getattr(module, kind)]
    assert len(names) == len(set(names)) == len(getattr(checks, kind))
