"""Notebook 05 in JupyterLab, in a real browser: predictions, every control of its figures, and a measurement."""

import pytest

from helpers.apps import escape, swarm
from helpers.lessons.noise.escaping import BLOCK
from tests.browser.lines import Figures, Lines
from tests.browser.reader import no_errors, same_as_controls

pytestmark = pytest.mark.browser
LINES = Lines("05-why-noise-helps.ipynb")
(SECONDS,) = LINES.shown
TestFigures = Figures


def test_playing_adds_runs_and_narrows_the_band(notebook):
    figure = LINES.on(notebook, "escape batch")
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
    figure = LINES.on(notebook, "escape luck")
    figure.button("play").click()
    figure.wait_to_reach(25)
    figure.button("pause").click()
    same_as_controls(figure, swarm)
    no_errors(notebook)


def test_measure_fills_the_axis_of_seconds_while_the_page_lives(notebook):
    figure = LINES.on(notebook, SECONDS)
    figure.button("measure").click()
    figure.root.locator(".progress-bar").first.wait_for()
    figure.wait_for_words("seconds measured on this machine")
    figure.settle()
    assert " µs" in figure.words or " ms" in figure.words
    no_errors(notebook)
