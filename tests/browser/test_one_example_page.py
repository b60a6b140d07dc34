"""Notebook 02 in JupyterLab, in a real browser: predictions, every control of every figure, the buttons of the phases."""

import pytest

from helpers.apps import one_step
from tests.browser.lines import Figures, Lines
from tests.browser.reader import narrow, no_errors, same_as_controls

pytestmark = pytest.mark.browser
LINES = Lines("02-one-example-at-a-time.ipynb", height=1000)
(ONE_STEP,) = LINES.shown
TestFigures = Figures


def test_next_runs_the_lines_one_after_the_other(notebook):
    figure = LINES.on(notebook, ONE_STEP)
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


def test_the_figures_lay_themselves_out_anew_when_the_cell_narrows(notebook):
    narrow(notebook, 700)
    for name in (ONE_STEP, "thirteen weights"):
        same_as_controls(LINES.on(notebook, name), LINES.figures[name])
    no_errors(notebook)
