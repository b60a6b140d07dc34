"""The engine of the figures in JupyterLab: memory, a kernel that is gone or interrupted, and a line that is slow."""

import re

import pytest

from helpers.apps import magic
from tests.browser.reader import ERRORS, in_view, no_errors, same_as_controls

pytestmark = pytest.mark.browser
GONE = "The kernel of this figure is gone: run this cell again."
RUNS, MOST = 30, 25e6  # of a cell; bytes that the kernel may grow by
CLEAR = "() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
STEP = r"step (\d+) of"
WATCH = """() => {  // the step of each new picture, and the one that stands as the button is let go
    const app = document.querySelector(".sgd-app"), stage = app.querySelector(".sgd-stage");
    const step = () => stage.querySelector("canvas").ariaLabel.match(/step (\\d+) of/)[1];
    window.seen = [step()];
    new MutationObserver(() => step() !== window.seen.at(-1) && window.seen.push(step()))
        .observe(stage, { attributeFilter: ["data-number"] });
    app.addEventListener("mouseup", () => { window.landed = step(); }, true);
}"""
MEASURED = """
import ctypes, gc, platform, psutil
from helpers.live.app import App
gc.collect()
if platform.libc_ver()[0] == "glibc":
    ctypes.CDLL(None).malloc_trim(0)  # what is kept for later is not taken
print(psutil.Process().memory_info().rss, sum(isinstance(each, App) and each._canvas is not None for each in gc.get_objects()))
"""


@pytest.fixture(scope="module")
def notebook(open_cells):
    return open_cells(
        "from helpers.apps import cost, escape, magic, race", "app = magic()\napp", "race()", "escape()", "cost()"
    )


@pytest.fixture
def flagship(notebook):
    return shown(notebook, "magic")


def shown(notebook, name):
    """The figure of that name, in view, its cell run anew and no other figure on the page."""
    notebook.page.evaluate(CLEAR)
    notebook.run_cells(rf"import|{name}\(\)")
    notebook.image.wait_for()
    return in_view(notebook.figure())


@pytest.mark.slow
def test_cells_that_run_again_and_again_take_no_more_memory(notebook):
    """Two cells by turns, so that each figure is on the page once; from the tenth run on, when what is shared is there."""
    notebook.run_cells("^from")
    taken = []
    for number in range(RUNS + 2):
        notebook.run_cells(("^app = magic", "^race")[number % 2])
        notebook.stage.nth(min(number, 1)).locator("canvas").wait_for()
        if number % 10 == 1:
            taken.append([int(number) for number in notebook.execute(MEASURED).split()])
    memory, canvases = zip(*taken)
    assert set(canvases) == {2}, "a figure whose view has left holds a canvas"
    assert memory[-1] - memory[1] < MOST * 20 / 30, [round(each / 1e6) for each in memory]


def test_a_figure_whose_kernel_is_gone_says_so_and_lives_again_after_its_cell(notebook, flagship):
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    gone = notebook.page.locator(".sgd-app.sgd-gone")
    gone.wait_for()
    assert gone.evaluate("app => getComputedStyle(app, '::after').content") == f'"{GONE}"'
    assert gone.locator(".sgd-said").inner_text() == GONE
    figure = shown(notebook, "magic")
    assert notebook.page.locator(".sgd-gone").count() == 0
    figure.slider("step").press("ArrowRight")
    figure.wait_for_words("step 1 of 500")
    same_as_controls(figure, magic)


def test_it_plays_on_after_cells_that_run_meanwhile_and_that_may_set_it(notebook, flagship):
    flagship.button("play").click()
    flagship.wait_to_reach(3)
    assert "η = 0.2," in notebook.execute("import time; time.sleep(1); app.set(learning_rate=0.2); print(app.words)")
    flagship.wait_for_words("η = 0.2,")
    flagship.wait_to_reach(int(re.search(STEP, flagship.words)[1]) + 3)
    flagship.button("pause").click()
    same_as_controls(flagship, magic)
    no_errors(notebook)


def test_an_interrupt_brings_the_button_that_measures_back(notebook):
    figure = shown(notebook, "cost")
    measure, bar = figure.button("measure"), figure.root.locator(".widget-hprogress").first
    measure.click()
    bar.wait_for()
    assert measure.is_disabled()
    notebook.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")
    bar.wait_for(state="hidden")
    figure.settle()
    assert measure.is_enabled() and "measured on this machine" not in figure.words


def test_what_plays_can_be_slowed_and_saved_as_an_animation(notebook):
    figure = shown(notebook, "escape")
    slow = figure.button("slow")
    slow.click()
    figure.settle()
    assert slow.get_attribute("aria-pressed") == "true"
    assert figure.button("GIF").is_enabled()
    no_errors(notebook)


@pytest.fixture(scope="module")
def lines(notebook, open_cells, slow_port):
    """The same figure on two pages: nearby, and behind a slow line."""
    pages = [notebook, open_cells("from helpers.apps import magic", "app = magic()\napp", port=slow_port)]
    for page in pages:
        shown(page, "magic").page.evaluate(WATCH)
    return pages


def test_play_behind_a_slow_line_shows_as_many_pictures_and_none_is_skipped(lines):
    """Two looks at each page, by turns, so that what else the machine does weighs on both."""
    passed = dict.fromkeys(lines, 0)
    for page in lines * 2:
        passed[page] += played(page)
    near, far = passed.values()
    assert far >= 0.9 * near, (near, far)
    for page in lines:
        steps = [int(step) for step in page.page.evaluate("() => window.seen")]
        assert steps == list(range(steps[0], steps[0] + len(steps)))


def test_pause_is_at_once_behind_a_slow_line_too(lines):
    """The step shown as the click lands stays, and is the kernel's."""
    for page in lines:
        page.button("play").click()
        page.wait_to_reach(step_of(page) + 10)
        page.button("pause").click()
        landed = int(page.page.evaluate("() => window.landed"))
        page.page.wait_for_timeout(1000)
        assert step_of(page) == landed == int(page.execute("print(app.state.step)"))


def played(page, seconds=2):
    """The steps that pass between two looks while the page plays."""
    page.button("play").click()
    page.button("pause").wait_for()
    first = step_of(page)
    page.page.wait_for_timeout(1000 * seconds)
    last = step_of(page)
    page.button("pause").click()
    page.settle()
    return last - first


def step_of(page):
    return int(re.search(STEP, page.words)[1])


def test_in_notebook_7_a_figure_answers_as_in_jupyterlab(open_cells):
    page = open_cells("from helpers.apps import magic\nmagic()", program="notebooks")
    assert page.page.evaluate("() => jupyterapp.name") == "Jupyter Notebook"
    page.run_all()
    figure = in_view(page.figure())
    figure.slider("step").press("ArrowRight")
    figure.wait_for_words("step 1 of 500")
    figure.slider("learning rate η").press("End")
    same_as_controls(figure, magic)
    assert page.page.locator(ERRORS).count() == 0  # on its console Notebook 7 has complaints of its own
