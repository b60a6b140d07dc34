"""Notebook 02 in JupyterLab, in a real browser: predictions, every control of every figure, the buttons of the phases."""

import pytest

from helpers.apps import epoch, network, one_step, orders
from helpers.checks.one_example import PREDICTIONS
from tests import driving
from tests.driving import drive_in_browser, no_errors, same_as_controls

FIGURES = [  # as the notebook has them, from top to bottom
    (None, one_step),
    ("every step", lambda: one_step(start=1.5, learning_rate=0.2, phase=4)),
    ("thirteen weights", network),
    ("steps of an epoch", lambda: epoch(50, 8)),
    ("drawn and put back", lambda: orders(step=20)),
    ("four orders", orders),
]
ASKED = [name for name, _ in FIGURES if name]
DRIVEN = [0, 2, 3, 5]  # each kind of figure once


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, the first option chosen everywhere, so that all figures are open."""
    notebook = open_notebook("02-one-example-at-a-time.ipynb", height=1000)
    notebook.run_all()
    assert notebook.page.locator(".sgd-app").count() == 1, "the others open after a prediction"
    for number, name in enumerate(ASKED):
        asked = notebook.page.locator(".sgd-predicted").nth(number)
        asked.scroll_into_view_if_needed()
        asked.locator(".sgd-option").first.click()
        notebook.figure(number + 1).image.wait_for()
        assert PREDICTIONS[name].look[:40] in asked.inner_text()
    return notebook


def in_view(notebook, number):
    return driving.in_view(notebook.figure(number))


@pytest.mark.parametrize("number", range(len(FIGURES)), ids=[name or "one step" for name, _ in FIGURES])
def test_the_figure_opens_as_its_line_says_and_keys_take_every_control_to_both_ends(notebook, number):
    figure = in_view(notebook, number)
    assert figure.words == FIGURES[number][1]().words
    if number in DRIVEN:
        drive_in_browser(figure, FIGURES[number][1])
    else:
        same_as_controls(figure, FIGURES[number][1])
    no_errors(notebook)


def test_next_runs_the_lines_one_after_the_other(notebook):
    figure = in_view(notebook, 0)
    figure.button("reset").click()
    figure.wait_for_words("Step 0 of 59")
    lines = ("forward: ŷ", "calculate the loss: L", "its gradient: ∂L", "Update the weight: w*", "Step 1 of 59")
    for words in lines:
        figure.button("next").click()
        figure.wait_for_words(words)
    same_as_controls(figure, one_step)
    figure.button("back").click()
    figure.wait_for_words("Step 0 of 59")
    figure.button("play").click()
    figure.wait_for_words("Step 1 of 59")
    figure.button("pause").click()
    same_as_controls(figure, one_step)
    no_errors(notebook)


def test_the_answers_explain_every_option(notebook):
    for number, name in enumerate(ASKED):
        asked = notebook.page.locator(".sgd-predicted").nth(number)
        asked.locator("button", has_text="show the answer").click()
        asked.get_by_text("Explain.").wait_for()
        for option in PREDICTIONS[name].options:
            assert option.why in asked.inner_text()
    no_errors(notebook)


def test_the_figures_lay_themselves_out_anew_when_the_cell_narrows(notebook):
    notebook.page.set_viewport_size({"width": 700, "height": 1000})
    for number in (0, 2):
        same_as_controls(in_view(notebook, number), FIGURES[number][1])
    no_errors(notebook)
