"""Notebook 01 in JupyterLab, in a real browser: predictions, every control of every figure, and the measurement."""

import numpy as np
import pytest

from helpers.apps import basins, cost, learning_rate, slope, two_weights
from tests.browser.reader import answers_explain, drive, in_view, no_errors, opened, opens_as, predict_wrongly, same_as_controls

pytestmark = pytest.mark.browser
FIGURES = {  # as the notebook opens them, from top to bottom
    "smaller h": lambda: slope(w=3.3, h=0.1),
    "below the limit": lambda: learning_rate(0.2, 2, 10),
    "two curvatures": lambda: two_weights("strong", 0.2),
    "two starts": lambda: basins("sine", 0.2, 3.6),
    "a better start": lambda: basins("least squares", 0.2),
    "more examples": lambda: cost(327_346, 32),
}
DRIVEN = ("smaller h", "below the limit", "two curvatures", "two starts", "more examples")  # each figure once


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, a wrong option chosen everywhere, so that all figures are open."""
    return predict_wrongly(open_notebook("01-gradient-descent.ipynb"), FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_a_prediction_opens_its_figure_as_the_notebook_says(notebook, name):
    opens_as(in_view(opened(notebook, name)), FIGURES[name])
    no_errors(notebook)


@pytest.mark.parametrize("name", DRIVEN)
def test_keys_take_every_control_to_both_ends(notebook, name):
    drive(in_view(opened(notebook, name)), FIGURES[name])
    no_errors(notebook)


@pytest.mark.parametrize("name, label", [("smaller h", "weight w"), ("two starts", "start weight")])
def test_a_drag_on_the_picture_sets_the_weight(notebook, name, label):
    figure = in_view(opened(notebook, name))
    box, app = figure.image.bounding_box(), FIGURES[name]()
    app.picture.size = {"width": box["width"], "ratio": 1}
    left, top, right, bottom = app.picture.zone
    y = box["y"] + box["height"] * (top + bottom) / 2
    mouse, before = notebook.page.mouse, figure.readout(label).inner_text()
    mouse.move(box["x"] + box["width"] * (left + 0.8 * (right - left)), y)
    mouse.down()
    for share in np.linspace(0.8, 0.4, 15):
        mouse.move(box["x"] + box["width"] * (left + share * (right - left)), y)
    mouse.up()
    same_as_controls(figure, FIGURES[name])
    assert figure.readout(label).inner_text() != before
    no_errors(notebook)


def test_play_takes_steps_of_gradient_descent(notebook):
    figure = in_view(opened(notebook, "below the limit"))
    figure.button("reset").click()
    figure.wait_for_words("step 0 of 30")
    figure.button("play").click()
    figure.wait_to_reach(4)
    figure.button("pause").click()
    same_as_controls(figure, FIGURES["below the limit"])
    no_errors(notebook)


def test_the_measurement_ends_and_its_seconds_reach_the_words(notebook):
    figure = in_view(opened(notebook, "more examples"))
    assert "seconds not measured yet" in figure.words
    figure.button("measure").click()
    figure.wait_for_words("measured on this machine")
    figure.settle()
    assert figure.image.get_attribute("aria-label") == figure.words
    assert figure.button("measure").is_enabled()
    no_errors(notebook)


def test_the_answers_explain_every_option(notebook):
    answers_explain(notebook, FIGURES)
