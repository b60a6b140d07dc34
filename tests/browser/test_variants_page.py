"""Notebook 08 in JupyterLab, in a real browser: predictions, every control of every figure, and an optimizer of one's own."""

import pytest

from helpers.apps import momentum
from tests.browser.lines import Figures, Lines
from tests.browser.reader import in_view, no_errors, same_as_controls, unasked

pytestmark = pytest.mark.browser
LINES = Lines("08-variants.ipynb", driven=("in the ravine", "price of momentum", "another unit"))
TestFigures = Figures


def test_the_point_of_the_plane_is_dragged_with_the_mouse(notebook):
    figure = LINES.on(notebook, "square root")
    box = figure.stage.bounding_box()
    left, top, right, bottom = momentum().picture.zone
    x, y = box["x"] + box["width"] * (left + right) / 2, box["y"] + box["height"] * (top + 0.4 * (bottom - top))
    notebook.page.mouse.move(x - 40, y + 20)
    notebook.page.mouse.down()
    notebook.page.mouse.move(x, y, steps=5)
    notebook.page.mouse.up()
    same_as_controls(figure, LINES.figures["square root"])
    assert figure.readout("learning rate η").inner_text() != "1.5"
    no_errors(notebook)


def test_the_buttons_move_the_race(notebook):
    figure = LINES.on(notebook, "one best")
    figure.button("step").click()
    figure.wait_for_words("step 101 of 300")
    figure.button("play").click()
    figure.wait_to_reach(104)
    figure.button("pause").click()
    figure.button("reset").click()
    figure.wait_for_words("step 0 of 300")
    same_as_controls(figure, LINES.figures["one best"])
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
