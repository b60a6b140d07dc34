"""Notebook 03 in JupyterLab, in a real browser: predictions, and every control of every figure."""

import numpy as np
import pytest

from helpers.apps import epoch_curves, six_steps, spread, sum_or_mean
from tests.browser.reader import answers_explain, drive, in_view, no_errors, opened, opens_as, predict_wrongly, same_as_controls

pytestmark = pytest.mark.browser
FIGURES = {  # as the notebook opens them, from top to bottom
    "third batch": lambda: six_steps(batch_size=5),
    "epoch mean": epoch_curves,
    "cross-entropy": lambda: epoch_curves(model="logistic", batch_size=48),
    "sum for mean": lambda: sum_or_mean(batch_size=16, step=10),
    "four times the batch": lambda: spread(replacement=True),
    "all in one batch": lambda: spread(batch_size=32),
}
DRIVEN = ("third batch", "cross-entropy", "sum for mean", "all in one batch")  # each figure once


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, a wrong option chosen everywhere, so that all figures are open."""
    return predict_wrongly(open_notebook("03-mini-batches.ipynb"), FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_a_prediction_opens_its_figure_as_the_notebook_says(notebook, name):
    opens_as(in_view(opened(notebook, name)), FIGURES[name])
    no_errors(notebook)


@pytest.mark.parametrize("name", DRIVEN)
def test_keys_take_every_control_to_both_ends(notebook, name):
    drive(in_view(opened(notebook, name)), FIGURES[name])
    no_errors(notebook)


def test_a_fast_drag_of_the_batch_size_renews_the_slider_of_batches(notebook):
    figure = in_view(opened(notebook, "epoch mean"))
    figure.drag(figure.slider("batch size B"), [*np.linspace(0.2, 1, 40), *np.linspace(1, 0.3, 40)])
    same_as_controls(figure, FIGURES["epoch mean"])
    size = int(figure.readout("batch size B").inner_text())
    assert size not in (1, 64)
    figure.slider("lit batch").focus()
    figure.page.keyboard.press("End")
    figure.settle()
    assert int(figure.readout("lit batch").inner_text()) == -(-64 // size)
    same_as_controls(figure, FIGURES["epoch mean"])
    no_errors(notebook)


def test_the_buttons_walk_down_the_list_and_around_it(notebook):
    figure = in_view(opened(notebook, "third batch"))
    figure.button("reset").click()
    figure.wait_for_words("step 1 of the list, divide the data")
    for words in ("step 2 of the list, pick", "step 3 of the list, feed", "step 4 of the list, calculate"):
        figure.button("step").click()
        figure.wait_for_words(words)
    figure.button("back").click()
    figure.wait_for_words("step 3 of the list, feed")
    figure.button("play").click()
    figure.wait_for_words("step 5 of the list, update the weight with it: w ←")
    figure.button("pause").click()
    same_as_controls(figure, FIGURES["third batch"])
    no_errors(notebook)


def test_the_answers_say_why_each_wrong_one_tempts(notebook):
    answers_explain(notebook, FIGURES)
