"""Notebooks of the site run in a real browser, figures and all, and say what the course's own say.

Three run by default; SGD_NOTEBOOKS=all runs every one, which takes some minutes.
"""

import os
from contextlib import closing
from functools import partial

import nbformat
import pytest

from helpers.apps import six_steps
from helpers.checks import PREDICTIONS
from tests.browser.reader import opened, says_what_controls_say, vote
from tests.conftest import NOTEBOOKS
from tools.lite import Lite

pytestmark = [pytest.mark.site, pytest.mark.browser, pytest.mark.slow]
QUICK = ["01-gradient-descent", "03-mini-batches", "06-what-noise-costs"]
WALKED, PREDICTION = "03-mini-batches", "third batch"
ALL = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
MEMORY = "from pyodide_js import _module\nprint(_module.HEAPU8.length)"
MOST = 500  # MB; the page itself takes some 500 more, and a telephone ends a page of more than 1 GB
FOCUS = """() => {  // what has it, in which cell, and whether it looks otherwise than without
    let found = document.activeElement;
    const cell = jupyterapp.shell.currentWidget.content.widgets.findIndex(({ node }) => node.contains(found));
    const [name, what] = [found.ariaLabel ?? found.textContent.trim(), found.outerHTML];
    while (found.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    const look = () => {
        const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(found);
        return [outline, boxShadow, borderColor, backgroundColor].join();
    };
    const focused = look();
    found.blur();
    const shown = look() !== focused;
    found.focus();
    return { name, what, cell, shown };
}"""
TIMED = "nbval-ignore-output"  # the tag of a cell that measures time, and says something else in each run


def said(cell):
    """What a cell's outputs say: what was printed, which may come in pieces, and the words of a figure."""
    return "".join("".join(each["text"] if "text" in each else each["data"].get("text/plain", "")) for each in cell["outputs"])


def code(cells):
    return [cell for cell in cells if cell["cell_type"] == "code"]


@pytest.fixture(scope="module", params=ALL if os.environ.get("SGD_NOTEBOOKS") == "all" else QUICK)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def notebook(browser, address, name):
    with closing(Lite(browser, address, name)) as opened:
        yield opened


class Keys:
    """A reader who has a keyboard and nothing else."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page

    def press(self, key):
        """Press a key, and wait for what it brings about; where the focus is then."""
        self.page.keyboard.press(key)
        self.notebook.settle()
        return self.page.evaluate(FOCUS)

    def tab_to(self, wanted):
        """Press Tab until the focus is on what has that name: it moves on each time, and is seen each time."""
        before = None
        for _ in range(20):
            here = self.press("Tab")
            assert here["shown"] and here["what"] != before, here
            before = here["what"]
            if here["name"] == wanted:
                return
        raise AssertionError(f"twenty times Tab do not lead to {wanted!r}")


@pytest.mark.parametrize("name", [WALKED], indirect=True)
def test_keys_alone_lead_through_every_cell_into_a_prediction_and_its_figure_and_out_again(notebook):
    keys, sources = Keys(notebook), [cell["source"] for cell in notebook.cells()]
    for place, source in enumerate(sources):
        here = notebook.page.evaluate(FOCUS)
        assert here["cell"] == place and here["shown"], here
        if PREDICTION in source:
            keys.press("Control+Enter")
            answer(keys)
            assert keys.press("Escape")["cell"] == place
            keys.press("ArrowDown")
        else:
            keys.press("Shift+Enter" if place + 1 < len(sources) else "Control+Enter")  # which adds no cell
    assert not notebook.errors()


def answer(keys):
    """Vote, open the figure, and move its first slider."""
    for name in (PREDICTIONS[PREDICTION].options[0].text, "a guess", "open the figure"):
        keys.tab_to(name)
        keys.press("Enter")
    figure = opened(keys.notebook, PREDICTION)
    figure.image.wait_for()
    before = figure.words
    keys.tab_to("batch size B")
    keys.press("ArrowRight")
    assert figure.words != before
    says_what_controls_say(figure, partial(six_steps, batch_size=5))


def test_in_the_page_every_cell_says_what_the_notebook_has_stored_and_every_figure_is_drawn(notebook, name):
    stored = code(nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells)
    notebook.run_all()
    assert not notebook.errors()
    run = code(notebook.cells())
    pairs = [(said(old), said(new)) for old, new in zip(stored, run, strict=True) if TIMED not in old.metadata.get("tags", ())]
    equal = sum(old == new for old, new in pairs)
    memory = int(notebook.execute(MEMORY)) / 1e6
    print(f"{name}: {len(run)} cells, 0 errors, outputs equal in {equal} of the {len(pairs)} that measure no time", end=", ")
    print(f"{memory:.0f} MB of memory in the kernel")
    assert memory < MOST
    assert [new for _, new in pairs] == [old for old, _ in pairs]
    for asked in notebook.page.locator(".sgd-predicted").all():
        vote(asked, asked.locator(".sgd-option").first)
    notebook.settle()
    pictures = sum("image/png" in output.get("data", ()) for cell in stored for output in cell.outputs)
    assert notebook.page.locator(".sgd-stage[data-number]").count() == pictures
