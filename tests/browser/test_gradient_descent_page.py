"""Notebook 01 in JupyterLab, in a real browser: predictions, every control of every figure, and the measurement."""

import numpy as np
import pytest

from tests.browser.lines import Figures, Lines
from tests.browser.reader import no_errors, same_as_controls

pytestmark = pytest.mark.browser
LINES = Lines("01-gradient-descent.ipynb")
TestFigures = Figures


@pytest.mark.parametrize("name, label", [("smaller h", "weight w"), ("two starts", "start weight")])
def test_a_drag_on_the_picture_sets_the_weight(notebook, name, label):
    figure = LINES.on(notebook, name)
    box, app = figure.image.bounding_box(), LINES.figures[name]()
    app.picture.size = {"width": box["width"], "ratio": 1}
    left, top, right, bottom = app.picture.zone
    y = box["y"] + box["height"] * (top + bottom) / 2
    mouse, before = notebook.page.mouse, figure.readout(label).inner_text()
    mouse.move(box["x"] + box["width"] * (left + 0.8 * (right - left)), y)
    mouse.down()
    for share in np.linspace(0.8, 0.4, 15):
        mouse.move(box["x"] + box["width"] * (left + share * (right - left)), y)
    mouse.up()
    same_as_controls(figure, LINES.figures[name])
    assert figure.readout(label).inner_text() != before
    no_errors(notebook)


def test_play_takes_steps_of_gradient_descent(notebook):
    figure = LINES.on(notebook, "below the limit")
    figure.button("reset").click()
    figure.wait_for_words("step 0 of 30")
    figure.button("play").click()
    figure.wait_to_reach(4)
    figure.button("pause").click()
    same_as_controls(figure, LINES.figures["below the limit"])
    no_errors(notebook)


def test_the_measurement_ends_and_its_seconds_reach_the_words(notebook):
    figure = LINES.on(notebook, "more examples")
    assert "seconds not measured yet" in figure.words
    figure.button("measure").click()
    figure.wait_for_words("measured on this machine")
    figure.settle()
    assert figure.image.get_attribute("aria-label") == figure.words
    assert figure.button("measure").is_enabled()
    no_errors(notebook)
