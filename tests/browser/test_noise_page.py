"""Notebook 05 in JupyterLab, in a real browser: predictions, every control of its figures, and a measurement."""

import pytest

from helpers.apps import escape, faster, swarm
from helpers.lessons.noise.escaping import BLOCK
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
    "fewest updates": faster,
    "fewest examples": lambda: faster(axis="examples"),
    "escape luck": swarm,
    "escape batch": lambda: escape(runs=100),
    "escape twice the rate": lambda: escape(learning_rate=0.8, runs=100),
    "escape and stay": lambda: swarm(start=2.05, batch_size=1),
}
SHOWN = {  # those that open at once
    "seconds": lambda: faster(axis="seconds", data="penguins"),
}
FIGURES = ASKED | SHOWN
DRIVEN = ("fewest examples", "escape twice the rate", "escape and stay")  # each figure once


@pytest.fixture(scope="module")
def notebook(open_notebook):
    """The notebook run, a wrong option chosen everywhere, so that all figures are open."""
    return predict_wrongly(open_notebook("05-why-noise-helps.ipynb"), ASKED, open_before=len(SHOWN))


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_opens_as_the_notebook_says(notebook, name):
    opens_as(figure_of(notebook, name, SHOWN), FIGURES[name])
    no_errors(notebook)


@pytest.mark.parametrize("name", DRIVEN)
def test_keys_take_every_control_to_both_ends(notebook, name):
    drive(figure_of(notebook, name, SHOWN), FIGURES[name])
    no_errors(notebook)


def test_playing_adds_runs_and_narrows_the_band(notebook):
    figure = figure_of(notebook, "escape batch", SHOWN)
    figure.button("play").click()
    figure.wait_to_reach(148, r"(\d+) runs of 300 steps")
    figure.button("pause").click()
    figure.settle()
    assert int(figure.readout("runs").inner_text()) >= 100 + 12 * BLOCK
    same_as_controls(figure, escape)
    figure.button("back").click()
    same_as_controls(figure, escape)
    figure.button("reset").click()
    figure.wait_for_words(f"{BLOCK} runs of 300 steps")
    no_errors(notebook)


def test_the_swarm_plays_and_stops(notebook):
    figure = figure_of(notebook, "escape luck", SHOWN)
    figure.button("play").click()
    figure.wait_to_reach(25)
    figure.button("pause").click()
    same_as_controls(figure, swarm)
    no_errors(notebook)


def test_measure_fills_the_axis_of_seconds_while_the_page_lives(notebook):
    figure = figure_of(notebook, "seconds", SHOWN)
    figure.button("measure").click()
    figure.root.locator(".progress-bar").first.wait_for()
    figure.wait_for_words("seconds measured on this machine")
    figure.settle()
    assert " µs" in figure.words or " ms" in figure.words
    no_errors(notebook)


def test_the_answers_say_why_each_wrong_one_tempts(notebook):
    answers_explain(notebook, ASKED)
