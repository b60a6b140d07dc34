"""The flagship of notebook 04, opened anew for each test on one page."""

import re

from helpers.apps import magic
from tests.browser.reader import in_view, opened, question, said, vote
from tools.browser import Live

SIZE = {"width": 1280, "height": 900}
NAME = "four examples"
TWIN = magic()
CELL = "magic()"


def again(page):
    """The flagship as it opens: the cell CELL run again, and the figure, the last of the page, in view."""
    page.page.set_viewport_size(SIZE)
    page.run_cells(f"^{re.escape(CELL)}$")
    figure = Live(page, page.page.locator(".sgd-app").last)
    figure.image.wait_for()
    return in_view(figure)


def fresh(notebook):
    """The same behind its prediction: its cell run again, a prediction chosen, and the figure in view."""
    notebook.page.set_viewport_size(SIZE)
    notebook.run_cells(f'predict."{NAME}", magic')
    asked = question(notebook, NAME)
    vote(asked, asked.locator(".sgd-option", has_text="jumping around near w = 2"))
    figure = opened(notebook, NAME)
    figure.image.wait_for()
    return in_view(figure)


def state(figure):
    """{name: value} of what the controls on the screen say."""
    return said(TWIN, figure.look()["controls"])
