"""Notebook 03 in JupyterLab, in a real browser: predictions, and every control of every figure."""

import numpy as np
import pytest

from tests.browser.lines import Figures, Lines
from tests.browser.reader import no_errors, same_as_controls

pytestmark = pytest.mark.browser
LINES = Lines("03-mini-batches.ipynb")
TestFigures = Figures


def test_a_fast_drag_of_the_batch_size_renews_the_slider_of_batches(notebook):
    figure = LINES.on(notebook, "epoch mean")
    figure.drag(figure.slider("batch size B"), [*np.linspace(0.2, 1, 40), *np.linspace(1, 0.3, 40)])
    same_as_controls(figure, LINES.figures["epoch mean"])
    size = int(figure.readout("batch size B").inner_text())
    assert size not in (1, 64)
    figure.slider("lit batch").focus()
    figure.page.keyboard.press("End")
    figure.settle()
    assert int(figure.readout("lit batch").inner_text()) == -(-64 // size)
    same_as_controls(figure, LINES.figures["epoch mean"])
    no_errors(notebook)


def test_the_buttons_walk_down_the_list_and_around_it(notebook):
    figure = LINES.on(notebook, "third batch")
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
    same_as_controls(figure, LINES.figures["third batch"])
    no_errors(notebook)
