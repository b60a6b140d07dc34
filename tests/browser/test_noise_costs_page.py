"""Notebook 06 in JupyterLab, in a real browser: predictions, and every control of its figures."""

import pytest

from helpers.apps import cures, oscillation, stable
from tests.browser.reader import (
    answers_explain,
    drive,
    figure_of,
    no_errors,
    opens_as,
    predict_wrongly,
    same_as_controls,
)

pytestmark = pytest.mark.browser
ASKED = {  # as the notebook opens them, from top to bottom
    "half the rate": oscillation,
    "which cure": cures,
    "stable rate and B": stable,
}
SHOWN = {  # those that open at once
    "reshuffled": lambda: oscillation(order="reshuffled", against="batch", learning_rate=0.05, batch_size=4, step=512),
}
FIGURES = ASKED | SHOWN


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, a wrong option chosen everywhere, so that all figures are open."""
    return predict_wrongly(open_notebook("06-what-noise-costs.ipynb"), ASKED, open_before=len(SHOWN))


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_opens_as_the_notebook_says(notebook, name):
    opens_as(figure_of(notebook, name, SHOWN), FIGURES[name])
    no_errors(notebook)


@pytest.mark.parametrize("name", ASKED)
def test_keys_take_every_control_to_both_ends(notebook, name):
    drive(figure_of(notebook, name, SHOWN), FIGURES[name])
    no_errors(notebook)


def test_play_moves_the_cloud_and_the_words_follow(notebook):
    figure = figure_of(notebook, "reshuffled", SHOWN)
    figure.button("reset").click()
    figure.wait_for_words("step 0 of 512")
    figure.button("step").click()
    figure.wait_for_words("step 1 of 512")
    figure.button("play").click()
    figure.wait_to_reach(5)
    figure.button("pause").click()
    same_as_controls(figure, FIGURES["reshuffled"])
    no_errors(notebook)


def test_the_answers_say_why_each_wrong_one_tempts(notebook):
    answers_explain(notebook, ASKED)
