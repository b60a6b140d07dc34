"""Notebook 06 in JupyterLab, in a real browser: predictions, and every control of its figures."""

import pytest

from tests.browser.lines import Figures, Lines
from tests.browser.reader import no_errors, same_as_controls

pytestmark = pytest.mark.browser
LINES = Lines("06-what-noise-costs.ipynb")
(RESHUFFLED,) = LINES.shown
TestFigures = Figures


def test_play_moves_the_cloud_and_the_words_follow(notebook):
    figure = LINES.on(notebook, RESHUFFLED)
    figure.button("reset").click()
    figure.wait_for_words("step 0 of 512")
    figure.button("step").click()
    figure.wait_for_words("step 1 of 512")
    figure.button("play").click()
    figure.wait_to_reach(5)
    figure.button("pause").click()
    same_as_controls(figure, LINES.figures[RESHUFFLED])
    no_errors(notebook)
