"""The site in a real browser: notebook 04 runs in the page, and its figure answers; pages fit a telephone."""

import re
from urllib.parse import urlsplit

import pytest
from nbformat.v4 import new_code_cell

from helpers.apps import magic
from tests.browser.flagship import fresh
from tests.browser.reader import violations
from tests.conftest import NOTEBOOKS
from tools.lite import Lite

pytestmark = [pytest.mark.site, pytest.mark.browser, pytest.mark.slow]
APPEND = """cell => {
    const { sharedModel } = jupyterapp.shell.currentWidget.content.model;
    sharedModel.insertCell(sharedModel.cells.length, cell);
}"""
TABLE = "\n".join(["size,weight,colour", *(f"{row % 7},{1.5 * row},{'red' if row % 2 else 'blue'}" for row in range(60))])
SWEEP = """from helpers.sweeps import sweep
print(sweep(lambda rate, seed: rate * seed, {"rate": [0.5, 2], "seed": [1, 3]}, progress=True).tolist())"""
PAGES = ["index", *sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))]


@pytest.fixture(scope="module")
def notebook(browser, address):
    opened = Lite(browser, address, "04-the-magic")
    yield opened
    opened.close()


def test_the_flagship_runs_in_the_page_and_says_what_it_says_here(notebook, address):
    notebook.run_all()
    figure = fresh(notebook)
    assert figure.words == magic(batch_size=4).words
    before = figure.pixels()
    figure.slider("learning rate η").press("ArrowRight")
    figure.settle()
    rate = float(re.search(r"η = ([\d.]+)", figure.words)[1])
    assert rate > 0.4 and figure.words == magic(batch_size=4, learning_rate=rate).words
    assert (figure.pixels() != before).any()
    hosts = {urlsplit(url).netloc for url in notebook.asked if not url.startswith(("blob:", "data:"))}
    assert hosts == {urlsplit(address).netloc}


def test_the_landing_page_says_how_much_is_loaded(notebook, built):
    told = re.search(r"loads about (\d+) MB", (built / "index.html").read_text(encoding="utf-8"))
    assert float(told[1]) == pytest.approx(notebook.loaded / 1e6, abs=3)


def test_the_keyboard_alone_turns_a_slider_and_steps(notebook):
    figure, keyboard = fresh(notebook), notebook.page.keyboard
    figure.menu("model").focus()
    for wanted, key in (("learning rate η", "ArrowRight"), ("step", "Enter")):
        for _ in range(20):
            keyboard.press("Tab")
            focus = "() => document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"
            tag = notebook.page.evaluate("() => document.activeElement.tagName")
            if notebook.page.evaluate(focus) == wanted and (key != "Enter" or tag == "BUTTON"):
                break
        keyboard.press(key)
        figure.settle()
    rate = float(re.search(r"η = ([\d.]+)", figure.words)[1])
    assert rate > 0.4 and figure.words == magic(batch_size=4, learning_rate=rate, step=1).words


@pytest.mark.parametrize("theme, says", [("dark", "false"), ("light", "true")])
def test_the_page_follows_the_reader_s_theme_and_axe_finds_nothing_in_figures_and_predictions(notebook, theme, says):
    notebook.page.emulate_media(color_scheme=theme)
    notebook.page.locator(f"body[data-jp-theme-light={says}]").wait_for(state="attached")
    assert violations(notebook) == []


def test_a_table_by_name_and_a_reader_s_own_are_learnt_from(notebook):
    notebook.page.evaluate(APPEND, new_code_cell("from helpers.apps import train_network\ntrain_network(data='penguins')"))
    notebook.run_cells("^from helpers.apps import train_network")
    figure = notebook.page.locator(".sgd-app", has=notebook.page.locator("input[type=file]"))
    assert figure.locator("figcaption").inner_text().startswith("penguins, species: ")
    figure.locator("input[type=file]").set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    figure.get_by_text("mine.csv has 3 columns and 60 rows.").wait_for()
    figure.get_by_label("target").select_option("colour")
    figure.get_by_text("Learning colour (2 classes) from size, weight: 30 rows").wait_for()
    figure.get_by_title("to the end of this epoch").click()
    notebook.settle()
    assert re.match(r"mine\.csv: 30 examples, update [1-9]", figure.locator("figcaption").inner_text())


def test_a_sweep_shows_its_bar_where_there_are_no_threads(notebook):
    assert notebook.execute(SWEEP) == "[[0.5, 1.5], [2.0, 6.0]]\n"


@pytest.mark.parametrize(
    "exercise, answer, said",
    [
        ("weights of a network", "354", "Right: "),
        ("one epoch in batches", "lambda *given: 1.0", "Not yet. "),
        ("one epoch in batches", "lambda *given: [0 for _ in iter(int, 1)]", "did not end within 2 seconds"),
    ],
)
def test_an_answer_is_judged_in_the_page_where_there_are_no_threads(notebook, exercise, answer, said):
    printed = notebook.execute(f"from helpers.checks import check\nprint(repr(check({exercise!r}, {answer})))")
    assert said in printed and "Traceback" not in printed


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_no_wider_than_a_telephone(browser, address, name):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{address}/{name}.html")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()


@pytest.mark.parametrize("theme, paper", [("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 24, 38)")])
def test_the_landing_page_follows_the_theme_and_keeps_still_where_that_is_wished(browser, address, theme, paper):
    page = browser.new_page(color_scheme=theme, reduced_motion="reduce" if theme == "dark" else "no-preference")
    page.goto(f"{address}/index.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    shown = page.locator(".moving img").evaluate("image => image.currentSrc")
    assert shown.endswith("flagship-dark.png" if theme == "dark" else "flagship.gif")
    page.close()
