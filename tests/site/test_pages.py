"""The pages to read in a real browser: access, the keyboard, the search, telephones, paper."""

from urllib.parse import urlsplit

import pytest

from tests.shared.packages import package

pytestmark = [pytest.mark.site, pytest.mark.browser, pytest.mark.slow]
PAGES = ("index", "04-the-magic", "gallery", "reference/index", "reference/api/training", "reference/docs/compared")
AXE = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => [id, help, html.slice(0, 120)]));
}"""
FOCUS = """() => {
    const seen = document.activeElement;
    return [seen.getAttribute("href") ?? seen.outerHTML.slice(0, 60), getComputedStyle(seen).outlineStyle !== "none"];
}"""


@pytest.fixture(scope="module")
def shown(browser):
    """One page for all tests of this file."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def opened(shown, address):
    """opened(name, width=1280, **media) -> the page of that name"""

    def open_one(name, width=1280, **media):
        shown.set_viewport_size({"width": width, "height": 740})
        shown.emulate_media(**{"media": "screen", "color_scheme": "light", **media})
        shown.goto(f"{address}/{name}.html")
        return shown

    return open_one


def violations(page):
    """What axe-core finds on the whole page."""
    page.evaluate(package("axe-core/axe.min.js").read_text(encoding="utf-8"))
    return page.evaluate(AXE)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_both_themes_wide_and_narrow(opened, name):
    for theme, width in (("light", 1280), ("dark", 360)):
        assert violations(opened(name, width, color_scheme=theme)) == [], theme


@pytest.mark.parametrize("name", PAGES)
def test_a_page_to_read_loses_nothing_on_a_telephone_and_at_twice_the_size(opened, name):
    for width in (360, 640):  # 640: a window of 1280 pixels, enlarged to 200 %
        page = opened(name, width)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator("pagefind-searchbox input").is_visible() and page.locator("main").is_visible()


def test_the_keyboard_goes_from_the_landing_page_to_a_notebook_that_runs_and_shows_where_it_is(opened):
    page = opened("index")
    for wanted, until in (("04-the-magic.html", "load"), ("live/notebooks/index.html?path=04-the-magic.ipynb", "commit")):
        for _ in range(40):
            page.keyboard.press("Tab")
            focus, outlined = page.evaluate(FOCUS)
            assert outlined, focus
            if focus == wanted:
                break
        assert focus == wanted
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{wanted}", wait_until=until)


def test_the_skip_link_leads_past_the_header(opened):
    page = opened("reference/index")
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_the_search_finds_momentum_from_the_keyboard_and_asks_no_other_host(opened, address):
    asked = []
    page = opened("reference/docs/architecture")
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("Control+k")
    page.keyboard.type("momentum")
    page.locator("pagefind-searchbox [aria-selected=true]").wait_for()
    found = page.locator("pagefind-searchbox [role=option]").evaluate_all("options => options.map(each => each.pathname)")
    prefix = urlsplit(address).path
    assert f"{prefix}/08-variants.html" in found and f"{prefix}/reference/api/optimizers.html" in found
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "architecture" not in url)
    assert "momentum" in page.locator("main").inner_text().lower()
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(address).netloc}


def test_without_javascript_there_is_no_search_box_and_all_else(browser, address):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/gallery.html")
        assert page.locator(".site nav").is_visible() and page.locator("main img").first.is_visible()
        assert not page.locator("pagefind-searchbox").is_visible()


def test_on_paper_there_is_no_navigation_and_solutions_are_unfolded(opened):
    page = opened("04-the-magic", media="print", color_scheme="dark")
    assert not page.locator("nav:visible, .site:visible, .button:visible").count()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    folded = page.locator("details:not([open])")
    assert folded.count() and all(folded.nth(place).locator("> :last-child").is_visible() for place in range(folded.count()))


def test_the_flagship_can_be_held_still(opened):
    page = opened("index")
    assert page.locator(".moving").is_visible() and not page.locator(".still").is_visible()
    page.get_by_label("hold it still").check()
    assert page.locator(".still").is_visible() and not page.locator(".moving").is_visible()


@pytest.mark.parametrize("name", ["index", "gallery"])
def test_pictures_of_cards_are_dark_on_a_dark_screen_and_light_on_paper(opened, name):
    for media, theme, dark in (("screen", "dark", True), ("print", "dark", False), ("screen", "light", False)):
        page = opened(name, media=media, color_scheme=theme)
        image = page.locator(".cards img").nth(1)
        image.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete", arg=image.element_handle())
        assert image.evaluate("image => image.currentSrc").endswith("-dark.png") is dark, (media, theme)


def test_a_stored_picture_stays_as_it_is_and_has_a_quiet_frame_on_a_dark_screen_alone(opened):
    for media, framed in (("screen", True), ("print", False)):
        image = opened("04-the-magic", media=media, color_scheme="dark").locator("figure img").first
        look = image.evaluate(
            "image => (({ padding, filter }) => [padding !== '0px', filter !== 'none'])(getComputedStyle(image))"
        )
        assert look == [framed, framed] and image.get_attribute("src") == "pictures/04-the-magic-1.png"
