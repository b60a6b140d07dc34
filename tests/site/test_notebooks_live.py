"""Notebooks of the site run in a real browser, figures and all, and say what the course's own say.

Three run by default; SGD_NOTEBOOKS=all runs every one, which takes some minutes.
"""

import os
from contextlib import closing

import nbformat
import pytest

from tests.browser.reader import vote
from tests.conftest import NOTEBOOKS
from tools.lite import Lite

pytestmark = [pytest.mark.site, pytest.mark.browser, pytest.mark.slow]
QUICK = ["01-gradient-descent", "03-mini-batches", "06-what-noise-costs"]
ALL = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
MEMORY = "from pyodide_js import _module\nprint(_module.HEAPU8.length)"
MOST = 500  # MB; the page itself takes some 500 more, and a telephone ends a page of more than 1 GB
TIMED = "nbval-ignore-output"  # the tag of a cell that measures time, and says something else in each run


def said(cell):
    """What a cell's outputs say: what was printed, which may come in pieces, and the words of a figure."""
    return "".join("".join(each["text"] if "text" in each else each["data"].get("text/plain", "")) for each in cell["outputs"])


def code(cells):
    return [cell for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.parametrize("name", ALL if os.environ.get("SGD_NOTEBOOKS") == "all" else QUICK)
def test_in_the_page_every_cell_says_what_the_notebook_has_stored_and_every_figure_is_drawn(browser, address, name):
    stored = code(nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells)
    with closing(Lite(browser, address, name)) as notebook:
        notebook.run_all()
        assert not notebook.errors()
        run = code(notebook.cells())
        pairs = [
            (said(old), said(new)) for old, new in zip(stored, run, strict=True) if TIMED not in old.metadata.get("tags", ())
        ]
        equal = sum(old == new for old, new in pairs)
        memory = int(notebook.execute(MEMORY)) / 1e6
        print(
            f"{name}: {len(run)} cells, 0 errors, outputs equal in {equal} of the {len(pairs)} that measure no time", end=", "
        )
        print(f"{memory:.0f} MB of memory in the kernel")
        assert memory < MOST
        assert [new for _, new in pairs] == [old for old, _ in pairs]
        for asked in notebook.page.locator(".sgd-predicted").all():
            vote(asked, asked.locator(".sgd-option").first)
        notebook.settle()
        pictures = sum("image/png" in output.get("data", ()) for cell in stored for output in cell.outputs)
        assert notebook.page.locator(".sgd-stage[data-frame]").count() == pictures
