"""Notebook 07 in JupyterLab, in a real browser: predictions, every control of every figure, and a measurement."""

import numpy as np
import pytest

from helpers.apps import best_step, full_batch, linear_scaling, powers_of_two
from tests.browser.reader import answers_explain, drive, in_view, no_errors, opened, opens_as, predict_wrongly, same_as_controls

pytestmark = pytest.mark.browser
FIGURES = {  # as the notebook opens them, from top to bottom
    "one more than 64": lambda: powers_of_two(batch_size=63),
    "all but one": lambda: full_batch(batch_size=341),
    "the last digit": lambda: full_batch(batch_size=342),
    "from 256 to 512": lambda: best_step(batch_size=256),
    "nearer the minimum": lambda: best_step(distance=1),
    "eight times": lambda: linear_scaling(learning_rate=0.2, factor=8),
}
DRIVEN = ("one more than 64", "the last digit", "nearer the minimum", "eight times")  # each figure once


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, a wrong option chosen everywhere, so that all figures are open."""
    return predict_wrongly(open_notebook("07-batch-size.ipynb"), FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_a_prediction_opens_its_figure_as_the_notebook_says(notebook, name):
    opens_as(in_view(opened(notebook, name)), FIGURES[name])
    no_errors(notebook)


@pytest.mark.parametrize("name", DRIVEN)
def test_keys_take_every_control_to_both_ends(notebook, name):
    drive(in_view(opened(notebook, name)), FIGURES[name])
    no_errors(notebook)


def test_a_fast_drag_ends_with_the_picture_of_the_slider(notebook):
    figure = in_view(opened(notebook, "from 256 to 512"))
    figure.drag(figure.slider("distance from the minimum"), [*np.linspace(0.5, 1, 30), *np.linspace(1, 0.1, 40)])
    same_as_controls(figure, FIGURES["from 256 to 512"])
    no_errors(notebook)


def test_measuring_fills_the_panels_and_lets_the_sliders_move_again(notebook):
    figure = in_view(opened(notebook, "one more than 64"))
    assert "seconds not measured yet" in figure.words
    figure.button("measure").click()
    figure.wait_for_words("measuring, 5 of 40 rounds done")
    figure.wait_for_words("measured on this machine: a step at a power of 2 takes")
    figure.settle()
    assert figure.button("measure").is_enabled()
    figure.slider("batch size B").focus()
    figure.page.keyboard.press("End")
    figure.wait_for_words("B = 513 takes 4 steps an epoch")
    assert "over 7 powers of 2 and 40 rounds" in figure.words
    no_errors(notebook)


def test_the_answers_say_why_each_wrong_one_tempts(notebook):
    answers_explain(notebook, FIGURES)
