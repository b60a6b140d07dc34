"""Notebook 01 in JupyterLab, in a real browser: predictions, every control of every figure, and the measurement."""

import numpy as np
import pytest

from helpers.apps import basins, cost, learning_rate, slope, two_weights
from helpers.checks.gradient_descent import PREDICTIONS
from tests import driving
from tests.driving import drive_in_browser, no_errors, same_as_controls

FIGURES = [  # as the notebook opens them, from top to bottom
    ("smaller h", lambda: slope(w=3.3, h=0.1)),
    ("below the limit", lambda: learning_rate(0.2, 2, 10)),
    ("two curvatures", lambda: two_weights("strong", 0.2)),
    ("two starts", lambda: basins("sine", 0.2, 3.6)),
    ("a better start", lambda: basins("least squares", 0.2)),
    ("more examples", lambda: cost(327_346, 32)),
]


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, a wrong option chosen everywhere, so that all figures are open."""
    notebook = open_notebook("01-gradient-descent.ipynb")
    notebook.run_all()
    assert notebook.page.locator(".sgd-app").count() == 0, "no figure before a prediction"
    for number, (name, _) in enumerate(FIGURES):
        asked = notebook.page.locator(".sgd-predicted").nth(number)
        asked.locator(".sgd-option").first.click()
        figure = notebook.figure(number)
        figure.image.wait_for()
        figure.settle()
        assert PREDICTIONS[name].look[:40] in asked.inner_text()
    return notebook


def in_view(notebook, number):
    return driving.in_view(notebook.figure(number))


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5], ids=["slope", "learning_rate", "two_weights", "basins", "cost"])
def test_keys_take_every_control_to_both_ends(notebook, number):
    drive_in_browser(in_view(notebook, number), FIGURES[number][1])
    no_errors(notebook)


@pytest.mark.parametrize("number, label", [(0, "weight w"), (3, "start weight")])
def test_a_drag_on_the_picture_sets_the_weight(notebook, number, label):
    figure = in_view(notebook, number)
    box, view = figure.image.bounding_box(), FIGURES[number][1]().view
    view.lay_out(box["width"], 1)
    left, top, right, bottom = view.zone
    y = box["y"] + box["height"] * (top + bottom) / 2
    mouse, before = notebook.page.mouse, figure.readout(label).inner_text()
    mouse.move(box["x"] + box["width"] * (left + 0.8 * (right - left)), y)
    mouse.down()
    for share in np.linspace(0.8, 0.4, 15):
        mouse.move(box["x"] + box["width"] * (left + share * (right - left)), y)
    mouse.up()
    same_as_controls(figure, FIGURES[number][1])
    assert figure.readout(label).inner_text() != before
    no_errors(notebook)


def test_play_takes_steps_of_gradient_descent(notebook):
    figure = in_view(notebook, 1)
    figure.button("reset").click()
    figure.wait_for_words("step 0 of 30")
    figure.button("play").click()
    figure.wait_for_words("step 4 of 30")
    figure.button("pause").click()
    same_as_controls(figure, FIGURES[1][1])
    no_errors(notebook)


def test_the_measurement_ends_and_its_seconds_reach_the_words(notebook):
    figure = in_view(notebook, 5)
    assert "seconds not measured yet" in figure.words
    figure.button("measure").click()
    figure.wait_for_words("measured on this machine")
    figure.settle()
    assert figure.image.get_attribute("aria-label") == figure.words
    assert figure.button("measure").is_enabled()
    no_errors(notebook)


def test_the_answers_explain_every_option(notebook):
    for number, (name, _) in enumerate(FIGURES):
        asked = notebook.page.locator(".sgd-predicted").nth(number)
        asked.locator("button", has_text="show the answer").click()
        asked.get_by_text("Explain.").wait_for()
        for option in PREDICTIONS[name].options:
            assert option.why in asked.inner_text()
    no_errors(notebook)
