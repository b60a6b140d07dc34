"""A link to one figure, on the site: it opens the figure as it says, the figure gives such a link, and saves its picture."""

from urllib.parse import urlencode

import pytest

from helpers.apps import magic
from tests.shared.packages import package

pytestmark = [pytest.mark.site, pytest.mark.browser, pytest.mark.slow]
AXE = """async () => {
    const rules = { "aria-required-children": { enabled: false } };  // JupyterLab's list of cells
    const { violations } = await axe.run(document, { resultTypes: ["violations"], rules });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => [id, help, html.slice(0, 120)]));
}"""
ANSWER = ".sgd-picture figcaption, .jp-OutputArea-output pre"


@pytest.fixture(scope="module")
def page(browser, address):
    opened = browser.new_page(viewport={"width": 1000, "height": 900})
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.goto(f"{address}/figure.html?figure=magic&learning_rate=0.4&step=3")
    opened.frame_locator("iframe").locator(ANSWER).first.wait_for(timeout=90_000)
    yield opened
    opened.close()


@pytest.fixture
def frame(page):
    return page.frame_locator("iframe")


def test_a_link_opens_its_figure_with_its_settings_and_nothing_else(frame):
    assert frame.locator("figcaption").inner_text() == magic(learning_rate=0.4, step=3).words
    shown = [frame.locator(part).first.is_visible() for part in (".sgd-tools", ".jp-InputArea", ".jp-Toolbar", "#menu-panel")]
    assert shown == [True, False, False, False]


def test_the_figure_gives_the_link_that_opens_it_as_it_stands(page, frame, address):
    frame.get_by_text("copy link").click()
    frame.get_by_text("copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    settings = {"model": "sine", "learning_rate": 0.4, "batch_size": 4, "start": 4.9, "seed": 0, "step": 3}
    assert link == f"{address}/figure.html?{urlencode({'figure': 'magic', **settings})}"
    assert frame.get_by_label("the link").input_value() == link


@pytest.mark.parametrize("kind, begins", [("PNG", b"\x89PNG"), ("SVG", b"<?xml")])
def test_a_saved_picture_is_downloaded(page, frame, kind, begins):
    with page.expect_download() as saved:
        frame.get_by_role("button", name=kind).click()
    assert saved.value.suggested_filename == f"magic-1.{kind.lower()}"
    with open(saved.value.path(), "rb") as file:
        assert file.read().startswith(begins)
    frame.get_by_text(f"downloaded magic-1.{kind.lower()}").wait_for()


def test_the_frame_is_of_the_page_in_the_dark_too_and_stays_bare_at_every_width(page, frame):
    page.evaluate(package("axe-core/axe.min.js").read_text(encoding="utf-8"))
    page.frames[1].evaluate(package("axe-core/axe.min.js").read_text(encoding="utf-8"))
    for theme, paper in (("dark", "rgb(17, 17, 17)"), ("light", "rgb(255, 255, 255)")):
        page.emulate_media(color_scheme=theme)
        frame.locator(f"body[data-jp-theme-light={str(theme == 'light').lower()}]").wait_for(state="attached")
        page.frames[1].wait_for_function("paper => getComputedStyle(document.body).backgroundColor === paper", arg=paper)
        for width in (360, 1000):
            page.set_viewport_size({"width": width, "height": 900})
            page.frames[1].wait_for_function("width => document.body.clientWidth <= width", arg=width)
            assert not frame.locator("#top-panel-wrapper, #menu-panel-wrapper, .jp-Toolbar").locator("visible=true").count()
        assert page.evaluate(AXE) == []


def test_a_link_that_asks_for_what_is_not_allowed_is_answered_in_a_sentence_and_never_run(browser, address):
    page, run = browser.new_page(), """0.4"); __import__("js").fetch("/stolen") #\n"""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/figure.html?{urlencode({'figure': 'magic', 'learning_rate': run})}")
    said = page.frame_locator("iframe").locator(ANSWER).first
    said.wait_for(timeout=90_000)
    assert said.inner_text().strip() == f"learning_rate must be a number between 0.001 and 10; got {run!r}."
    assert not [url for url in asked if url.endswith("/stolen")]
    page.close()


def test_a_link_without_a_figure_leads_to_the_gallery(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/figure.html")
    page.get_by_text("This address names no figure: choose one in the gallery.").wait_for()
    assert page.get_by_role("main").get_by_role("link").get_attribute("href") == "gallery.html"
    assert not page.locator("iframe").is_visible()
    page.close()
