"""Exercises and predictions of all notebooks: the right hint for each usual mistake, never a traceback, never the solution."""

from importlib import import_module

import ipywidgets
import numpy as np
import pytest

from helpers import checks
from helpers.answers.exercises import Code, Number
from helpers.answers.predictions import Option, Prediction
from helpers.apps import magic, predict
from helpers.checks import EXERCISES, PREDICTIONS, check
from helpers.lessons import LESSONS
from helpers.live.predicted import Predicted
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
        assert f"{task.answer:g}" not in hint.replace("2 − 0.5", "").split()
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


@pytest.mark.parametrize("name", PREDICTIONS)
def test_a_prediction_has_one_right_option_and_a_reason_for_each(name):
    prediction = PREDICTIONS[name]
    assert len(prediction.options) >= 3 and len({option.text for option in prediction.options}) == len(prediction.options)
    assert all(len(option.why) > 20 and option.why[-1] in ".?)" for option in prediction.options)
    assert prediction.question.endswith("?") and prediction.look


def test_a_prediction_needs_exactly_one_right_option():
    with pytest.raises(ValueError, match=r"exactly one option must be right; got .False, False"):
        Prediction("Is it?", (Option("yes", "so"), Option("no", "so")), "look")


def asked_and_voted(*votes, confidence="certain"):
    """The prediction of four examples once its figure is open."""
    asked = predict("four examples", magic, batch_size=4)
    asked.options[votes[0]].click()
    asked.sure[asked.prediction.levels.index(confidence)].click()
    for vote in votes[1:]:
        asked.options[vote].click()
    asked.ready.click()
    return asked


def test_the_figure_opens_after_a_vote_its_confidence_and_a_talk():
    asked = predict("four examples", magic, batch_size=4)
    assert all(isinstance(child, ipywidgets.HTML | ipywidgets.Button) for child in asked.children)
    asked.options[0].click()
    asked.options[2].click()
    assert [made.icon for made in asked.options] == ["square-o", "square-o", "check-square-o", "square-o"]
    assert "How sure" in asked.children[-1].children[0].value
    asked.sure[1].click()
    assert "neighbour" in asked.children[-2].value and asked.ready in asked.children[-1].children
    assert asked.app is None and not any(made.disabled for made in asked.options)
    asked.ready.click()
    assert asked.app in asked.children and asked.chosen is asked.first is asked.prediction.options[2]


def test_a_reason_of_ones_own_comes_before_the_answer_but_nobody_is_held_up():
    asked = asked_and_voted(2)
    asked.reason.value = " "
    asked.reveal.click()
    assert "press once more" in asked.answer.value and "✓" not in asked.answer.value
    asked.reveal.click()
    assert "✓ right" in asked.answer.value and asked.reason not in asked.children
    asked = asked_and_voted(2)
    asked.reason.value = "because it jumps"
    asked.reveal.click()
    assert "✓ right" in asked.answer.value and asked.reason in asked.children and asked.reason.disabled


@pytest.mark.parametrize(
    "votes, confidence, said",
    [
        ((1,), "a guess", "you called it a guess. Can you say now"),
        ((1,), "fairly sure", "Right."),
        ((1,), "certain", "Right, as you were certain"),
        ((0,), "a guess", "a question of yours"),
        ((0,), "fairly sure", "tempting"),
        ((0,), "certain", "What surprises is remembered"),
        ((0, 1), "certain", "were right to"),
        ((1, 2), "a guess", "What moved you away"),
        ((0, 2, 3), "a guess", "Neither was right"),
        ((0, 2, 0), "certain", "What surprises is remembered"),
    ],
)
def test_the_answer_says_what_has_become_of_the_votes(votes, confidence, said):
    asked = asked_and_voted(*votes, confidence=confidence)
    asked.reason.value = "so it is"
    asked.reveal.click()
    assert said in asked.answer.value


def test_the_figure_opens_with_the_choice_and_the_reasons_with_the_answer():
    asked = asked_and_voted(2)
    asked.reason.value = "it jumps"
    assert asked.app in asked.children and asked.app.call.startswith("magic(model='sine', learning_rate=0.4, batch_size=4")
    assert all(button.disabled for button in asked.options) and asked.options[2].icon == "check-square-o"
    assert "✓" not in asked.answer.value and asked.prediction.look in asked.look.value
    asked.reveal.click()
    assert asked.answer in asked.children and asked.reveal not in asked.children
    first, *others = asked.explained
    assert first[0] == "✗ not so" and first[1] is asked.prediction.options[2]
    assert sorted(mark for mark, _ in others) == sorted(["✓ right"] + ["✗ not so"] * (len(others) - 1))
    assert all(option.why in asked.answer.value for option in asked.prediction.options)


def test_a_saved_prediction_shows_the_question_and_the_figure():
    data, _ = predict("a parabola", magic, model="least squares", batch_size=342)._repr_mimebundle_()
    assert data["text/plain"].startswith("Predict. Least squares on penguins") and "- η = 2/λ = 1" in data["text/plain"]
    assert "image/png" in data and "application/vnd.jupyter.widget-view+json" in data


def test_words_of_a_prediction_are_text_and_not_markup():
    odd = Prediction("Is 1 < 2?", (Option("a <b>", "why & how", right=True), Option("no", "because")), "look > here")
    asked = Predicted(odd, magic)
    for made in (asked.options[0], asked.sure[0], asked.ready, asked.reveal, asked.reveal):
        made.click()
    assert "1 &lt; 2" in asked.question.value and "a &lt;b&gt;" in asked.answer.value and "look &gt; here" in asked.look.value


def test_an_unknown_prediction_is_named():
    with pytest.raises(ValueError, match=r"name must be one of .*a parabola.*; got 'luck'"):
        predict("luck", magic)


@pytest.mark.parametrize("kind", ["EXERCISES", "PREDICTIONS"])
def test_no_two_notebooks_use_one_name(kind):
    modules = [import_module(f"helpers.lessons.{lesson}.{kind.lower()}") for lesson in LESSONS]
    names = [name for module in modules for name in getattr(module, kind)]
    assert len(names) == len(set(names)) == len(getattr(checks, kind))
