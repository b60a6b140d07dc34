"""Notebook 02 in JupyterLab, in a real browser: predictions, every control of every figure, the buttons of the phases."""

import pytest

from helpers.apps import epoch, network, one_step, orders
from tests.browser.reader import (
    answers_explain,
    drive,
    figure_of,
    narrow,
    no_errors,
    opens_as,
    predict_wrongly,
    same_as_controls,
)

pytestmark = pytest.mark.browser
ASKED = {  # as the notebook opens them, from top to bottom; one_step stands open above them
    "every step": lambda: one_step(start=1.5, learning_rate=0.2, phase=4),
    "thirteen weights": network,
    "steps of an epoch": lambda: epoch(50, 8),
    "drawn and put back": lambda: orders(step=20),
    "four orders": orders,
}
SHOWN = {"one step": one_step}
FIGURES = SHOWN | ASKED
DRIVEN = ("one step", "thirteen weights", "steps of an epoch", "four orders")  # each figure once


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, a wrong option chosen everywhere, so that all figures are open."""
    return predict_wrongly(open_notebook("02-one-example-at-a-time.ipynb", height=1000), ASKED, open_before=1)


@pytest.mark.parametrize("name", FIGURES)
def test_the_figure_opens_as_its_line_says(notebook, name):
    opens_as(figure_of(notebook, name, SHOWN), FIGURES[name])
    no_errors(notebook)


@pytest.mark.parametrize("name", DRIVEN)
def test_keys_take_every_control_to_both_ends(notebook, name):
    drive(figure_of(notebook, name, SHOWN), FIGURES[name])
    no_errors(notebook)


def test_next_runs_the_lines_one_after_the_other(notebook):
    figure = figure_of(notebook, "one step", SHOWN)
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
    figure.wait_to_reach(1, r"Step (\d+) of")
    figure.button("pause").click()
    same_as_controls(figure, one_step)
    no_errors(notebook)


def test_the_answers_explain_every_option(notebook):
    answers_explain(notebook, ASKED)


def test_the_figures_lay_themselves_out_anew_when_the_cell_narrows(notebook):
    narrow(notebook, 700)
    for name in ("one step", "thirteen weights"):
        same_as_controls(figure_of(notebook, name, SHOWN), FIGURES[name])
    no_errors(notebook)
