"""Notebook 08 in JupyterLab, in a real browser: predictions, every control of every figure, and an optimizer of one's own."""

from functools import partial

import pytest

from helpers.apps import first_step, momentum, race
from tests.browser.reader import (
    answers_explain,
    drive,
    in_view,
    no_errors,
    opened,
    opens_as,
    predict_wrongly,
    same_as_controls,
    unasked,
)

pytestmark = pytest.mark.browser
FIGURES = {  # as the notebook opens them, from top to bottom
    "in the ravine": race,
    "square root": momentum,
    "price of momentum": partial(momentum, kappa=10, learning_rate=0.1, momentum=0.9, noise=True),
    "another unit": first_step,
    "one best": partial(race, landscape="network", focus="adam", batch_size=4, step=100),
}
DRIVEN = ("in the ravine", "price of momentum", "another unit")  # each figure once


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, a wrong option chosen everywhere, so that all figures are open."""
    return predict_wrongly(open_notebook("08-variants.ipynb"), FIGURES, open_before=1)


@pytest.mark.parametrize("name", FIGURES)
def test_a_prediction_opens_its_figure_as_the_notebook_says(notebook, name):
    opens_as(in_view(opened(notebook, name)), FIGURES[name])
    no_errors(notebook)


@pytest.mark.parametrize("name", DRIVEN)
def test_keys_take_every_control_to_both_ends(notebook, name):
    drive(in_view(opened(notebook, name)), FIGURES[name])
    no_errors(notebook)


def test_the_point_of_the_plane_is_dragged_with_the_mouse(notebook):
    figure = in_view(opened(notebook, "square root"))
    box = figure.stage.bounding_box()
    left, top, right, bottom = momentum().picture.zone
    x, y = box["x"] + box["width"] * (left + right) / 2, box["y"] + box["height"] * (top + 0.4 * (bottom - top))
    notebook.page.mouse.move(x - 40, y + 20)
    notebook.page.mouse.down()
    notebook.page.mouse.move(x, y, steps=5)
    notebook.page.mouse.up()
    same_as_controls(figure, FIGURES["square root"])
    assert figure.readout("learning rate η").inner_text() != "1.5"
    no_errors(notebook)


def test_the_buttons_move_the_race(notebook):
    figure = in_view(opened(notebook, "one best"))
    figure.button("step").click()
    figure.wait_for_words("step 101 of 300")
    figure.button("play").click()
    figure.wait_to_reach(104)
    figure.button("pause").click()
    figure.button("reset").click()
    figure.wait_for_words("step 0 of 300")
    same_as_controls(figure, FIGURES["one best"])
    no_errors(notebook)


def test_an_optimizer_of_ones_own_races_and_a_broken_one_gets_a_sentence(notebook):
    figure = in_view(unasked(notebook))
    assert "in focus yours" in figure.words and "yours" in figure.words
    figure.slider("step").focus()
    figure.page.keyboard.press("End")
    figure.wait_for_words("step 300 of 300")
    said = notebook.execute(
        "def broken():\n    return Optimizer(np.zeros_like, lambda g, state, W: g)\nprint(race(own=broken).words)"
    )
    assert "update must return the pair (direction, state)" in said and "Traceback" not in said
    no_errors(notebook)


def test_the_answers_say_why_each_wrong_one_tempts(notebook):
    answers_explain(notebook, FIGURES)
