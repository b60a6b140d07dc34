"""The section of escape in JupyterLab, in a real browser: predictions, and every control of both figures."""

import nbformat
import pytest

from helpers.apps import escape, swarm
from helpers.apps.escape import BLOCK
from tests import driving
from tests.conftest import NOTEBOOKS
from tests.driving import answers_explain, drive_in_browser, no_errors, predict_wrongly, same_as_controls
from tools.browser import Notebook
from tools.refresh import METADATA

FIGURES = {  # as the notebook opens them, from top to bottom
    "escape luck": ("swarm", "", swarm),
    "escape batch": ("escape", "", escape),
    "escape twice the rate": ("escape", ", learning_rate=0.8", lambda: escape(learning_rate=0.8)),
    "escape and stay": ("swarm", ", start=2.05, batch_size=1", lambda: swarm(start=2.05, batch_size=1)),
}


@pytest.fixture(scope="module")
def notebook(browser, server):
    """A notebook with the cells of the four predictions, run, and a wrong option chosen everywhere."""
    folder, address = server
    cells = [nbformat.v4.new_code_cell("from helpers.apps import escape, predict, swarm")]
    cells += [nbformat.v4.new_code_cell(f'predict("{name}", {made}{more})') for name, (made, more, _) in FIGURES.items()]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), folder / "escape.ipynb")
    notebook = Notebook(browser, address, "escape.ipynb")
    yield predict_wrongly(notebook, FIGURES)
    notebook.close()


def test_the_section_of_notebook_05_asks_these_questions():
    course = nbformat.read(NOTEBOOKS / "05-why-noise-helps.ipynb", as_version=4)
    asked = [line for cell in course.cells for line in cell.source.splitlines() if line.startswith('predict("escape')]
    assert asked == [f'predict("{name}", {made}{more})' for name, (made, more, _) in FIGURES.items()]


def in_view(notebook, name):
    return driving.in_view(notebook.figure([*FIGURES].index(name)))


@pytest.mark.parametrize("name", FIGURES)
def test_a_prediction_opens_its_figure_as_the_notebook_says(notebook, name):
    same_as_controls(in_view(notebook, name), FIGURES[name][2])
    no_errors(notebook)


def test_playing_adds_runs_and_narrows_the_band(notebook):
    figure = in_view(notebook, "escape batch")
    figure.button("play").click()
    figure.wait_for_words("48 runs of 300 steps")
    figure.button("pause").click()
    figure.settle()
    assert int(figure.readout("runs").inner_text()) >= 12 * BLOCK
    same_as_controls(figure, escape)
    figure.button("back").click()
    same_as_controls(figure, escape)
    figure.button("reset").click()
    figure.wait_for_words(f"{BLOCK} runs of 300 steps")
    no_errors(notebook)


def test_the_swarm_plays_and_stops(notebook):
    figure = in_view(notebook, "escape luck")
    figure.button("play").click()
    figure.wait_for_words("step 25 of 300")
    figure.button("pause").click()
    same_as_controls(figure, swarm)
    no_errors(notebook)


@pytest.mark.parametrize("name", ["escape twice the rate", "escape and stay"])
def test_keys_take_every_control_to_both_ends(notebook, name):
    drive_in_browser(in_view(notebook, name), FIGURES[name][2])
    no_errors(notebook)


def test_the_answers_say_why_each_wrong_one_tempts(notebook):
    answers_explain(notebook, FIGURES)
