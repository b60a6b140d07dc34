"""Notebook 05 in JupyterLab, in a real browser: predictions, every control of its figures, and a measurement."""

import pytest

from helpers.apps import cures, faster, oscillation, stable
from helpers.checks.noise import PREDICTIONS
from tests import driving
from tests.driving import drive_in_browser, no_errors, same_as_controls

ASKED = {
    "fewest updates": faster,
    "fewest examples": lambda: faster(axis="examples"),
    "half the rate": oscillation,
    "which cure": cures,
    "stable rate and B": stable,
}
SHOWN = {  # those that open at once
    "seconds": lambda: faster(axis="seconds", data="penguins"),
    "reshuffled": lambda: oscillation(order="reshuffled", against="batch", learning_rate=0.05, batch_size=4, step=512),
}


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, a wrong option chosen everywhere, so that all figures are open."""
    notebook = open_notebook("05-why-noise-helps.ipynb")
    notebook.run_all()
    for name, prediction in PREDICTIONS.items():
        wrong = next(place for place, option in enumerate(prediction.options) if not option.right)
        asked = question(notebook, name)
        asked.locator(".sgd-option").nth(wrong).click()
        asked.locator(".sgd-stage canvas").wait_for()
        assert prediction.look[:40] in asked.inner_text()
    return notebook


def question(notebook, name):
    return notebook.page.locator(".sgd-predicted", has_text=PREDICTIONS[name].question[:40])


def in_view(notebook, name):
    """The figure of that name, scrolled to."""
    if name in ASKED:
        number = notebook.page.locator(".sgd-app").evaluate_all(
            "(apps, asked) => apps.findIndex(app => asked.contains(app))", question(notebook, name).element_handle()
        )
    else:
        words = SHOWN[name]().words
        number = notebook.page.locator(".sgd-app").evaluate_all(
            "(apps, words) => apps.findIndex(app => app.querySelector('figcaption').textContent.includes(words))", words
        )
    assert number >= 0, name
    return driving.in_view(notebook.figure(number))


@pytest.mark.parametrize("name", [*ASKED, *SHOWN])
def test_each_figure_opens_as_the_notebook_says(notebook, name):
    same_as_controls(in_view(notebook, name), {**ASKED, **SHOWN}[name])
    no_errors(notebook)


@pytest.mark.parametrize("name", ["fewest examples", "half the rate", "which cure", "stable rate and B"])
def test_keys_take_every_control_to_both_ends(notebook, name):
    drive_in_browser(in_view(notebook, name), ASKED[name])
    no_errors(notebook)


def test_play_moves_the_cloud_and_the_words_follow(notebook):
    figure = in_view(notebook, "reshuffled")
    figure.button("reset").click()
    figure.wait_for_words("step 0 of 512")
    figure.button("step").click()
    figure.wait_for_words("step 1 of 512")
    figure.button("play").click()
    figure.wait_for_words("step 5 of 512")
    figure.button("pause").click()
    same_as_controls(figure, SHOWN["reshuffled"])
    no_errors(notebook)


def test_measure_fills_the_axis_of_seconds_while_the_page_lives(notebook):
    figure = in_view(notebook, "seconds")
    figure.button("measure").click()
    figure.root.locator(".progress-bar").first.wait_for()
    figure.wait_for_words("seconds measured on this machine")
    figure.settle()
    assert " µs" in figure.words or " ms" in figure.words
    no_errors(notebook)


def test_the_answers_say_why_each_wrong_one_tempts(notebook):
    for name, prediction in PREDICTIONS.items():
        asked = question(notebook, name)
        asked.locator("button", has_text="show the answer").click()
        asked.locator("li").last.wait_for()
        assert asked.locator("li").count() == len(prediction.options)
        assert "✗ not so" in asked.locator("li").first.inner_text()
    no_errors(notebook)
