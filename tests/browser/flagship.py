"""The flagship of notebook 04, opened anew for each test on one page."""

from helpers.apps import magic
from tests.browser.reader import in_view, opened, question, said, vote

SIZE = {"width": 1280, "height": 900}
NAME = "four examples"
TWIN = magic()


def fresh(notebook):
    """The flagship as it opens: its cell run again, a prediction chosen, and the figure in view."""
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
