"""The site in a real browser: notebook 04 runs in the page, and its figure answers; pages fit a telephone."""

import re
from urllib.parse import urlsplit

import pytest

from helpers.apps import magic
from tests.browser.flagship import fresh
from tests.conftest import NOTEBOOKS
from tools.lite import Lite

pytestmark = [pytest.mark.site, pytest.mark.browser, pytest.mark.slow]
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


def test_the_landing_page_says_how_much_is_loaded(notebook, built):
    told = re.search(r"loads about (\d+) MB", (built / "index.html").read_text(encoding="utf-8"))
    assert float(told[1]) == pytest.approx(notebook.loaded / 1e6, abs=3)


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
    shown = page.locator("picture img").evaluate("image => image.currentSrc")
    assert shown.endswith("flagship.png" if theme == "dark" else "flagship.gif")
    page.close()
