"""Notebook 07 in JupyterLab, in a real browser: predictions, every control of every figure, and a measurement."""

import numpy as np
import pytest

from tests.browser.lines import Figures, Lines
from tests.browser.reader import no_errors, same_as_controls

pytestmark = pytest.mark.browser
LINES = Lines("07-batch-size.ipynb")
TestFigures = Figures


def test_a_fast_drag_ends_with_the_picture_of_the_slider(notebook):
    figure = LINES.on(notebook, "from 256 to 512")
    figure.drag(figure.slider("distance from the minimum"), [*np.linspace(0.5, 1, 30), *np.linspace(1, 0.1, 40)])
    same_as_controls(figure, LINES.figures["from 256 to 512"])
    no_errors(notebook)


def test_measuring_fills_the_panels_and_lets_the_sliders_move_again(notebook):
    figure = LINES.on(notebook, "one more than 64")
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
