"""Predictions of all notebooks: votes, a talk, the figure, a reason, the answer; and none is answered before it is asked."""

import re

import ipywidgets
import nbformat
import pytest

from helpers.answers.predictions import VOTES, Option, Prediction
from helpers.apps import magic, predict
from helpers.checks import PREDICTIONS
from helpers.live.predicted import Predicted
from tests.conftest import NOTEBOOKS

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)")


def asked_before():
    """{name: all that its notebook has said before it asks that prediction}."""
    said = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        before = ""
        for cell in nbformat.read(path, as_version=4).cells:
            for name in re.findall(r'^predict\("(.+?)"', cell.source, re.MULTILINE) if cell.cell_type == "code" else ():
                said[name] = before
            outputs = (output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", ()))
            before = "\n".join([before, cell.source, *outputs])
    return said


def given_away(prediction, before):
    """Numbers of the right option alone, with a decimal point or of two digits, that the text has within a hundredth."""
    right = next(option for option in prediction.options if option.right)
    others = {
        *NUMBER.findall(" ".join([prediction.question, *(option.text for option in prediction.options if option is not right)]))
    }
    telling = {
        number for number in NUMBER.findall(right.text) if number not in others and ("." in number or float(number) > 10)
    }
    known = [float(number) for number in NUMBER.findall(before)]
    return {number for number in telling if any(abs(each - float(number)) <= 0.01 * float(number) for each in known)}


def test_no_prediction_is_answered_by_a_number_above_it():
    before = asked_before()
    assert before.keys() == PREDICTIONS.keys()
    assert {name: found for name, text in before.items() if (found := given_away(PREDICTIONS[name], text))} == {}


def test_a_number_that_gives_the_answer_away_is_seen():
    asked = Prediction("Is it?", (Option("0.55", "so", right=True), Option("0.8", "not so"), Option("1", "nor")), "look")
    assert given_away(asked, "largest stable rate 0.5545") == {"0.55"} and given_away(asked, "0.8, 1, 0.6 and 10.55") == set()


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
        ((0,), "certain", "that is the one to remember"),
        ((0, 1), "certain", "though you were certain, and were right to"),
        ((1, 2), "a guess", "which was a guess. It was right. What moved you away"),
        ((0, 2, 3), "a guess", "Neither was right"),
        ((0, 2, 0), "certain", "that is the one to remember"),
    ],
)
def test_the_answer_says_what_has_become_of_the_votes(votes, confidence, said):
    asked = asked_and_voted(*votes, confidence=confidence)
    asked.reason.value = "so it is"
    asked.reveal.click()
    assert said in asked.answer.value


def test_answers_sum_up_how_sure_the_learner_was_and_how_rightly(monkeypatch):
    """First votes count, each question once: the last time that it was answered."""
    monkeypatch.setattr(VOTES, "known", {})
    for name, vote, confidence in (
        ("four examples", 0, "certain"),
        ("a parabola", 0, "a guess"),
        ("four examples", 0, "fairly sure"),
        ("one best", 2, "certain"),
        ("another unit", 2, "certain"),
    ):
        options = PREDICTIONS[name].options
        said = PREDICTIONS[name].judge(options[vote], confidence, options[1])
        assert ("first votes" in said) == (len(VOTES.known) > 1)
    rights = {name: PREDICTIONS[name].options[vote].right for name, vote in (("a parabola", 0), ("four examples", 0))}
    assert said.endswith(
        f"Your first votes so far: certain, 2 of 2 right; fairly sure, {rights['four examples']:d} of 1; "
        f"a guess, {rights['a parabola']:d} of 1."
    )


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
