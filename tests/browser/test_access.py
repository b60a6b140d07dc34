"""Typed numbers and a screen reader: names and values in words, the line that tells the words."""

import pytest

from helpers.apps import magic
from tests.browser.reader import in_view, no_errors, same_as_controls, violations

pytestmark = pytest.mark.browser
HANDLES = """root => [...root.querySelectorAll(".widget-slider")].map(slider => {
    const [label, readout] = [".widget-label", ".widget-readout"].map(part => slider.querySelector(part).textContent);
    const handle = slider.querySelector(".noUi-handle");
    return [label, readout, handle.getAttribute("aria-label"), handle.getAttribute("aria-valuetext")];
})"""
LISTEN = """root => {  // what is told, between the words of the frames
    window.heard = [];
    new MutationObserver(() => window.heard.push(["told", root.querySelector(".sgd-said").textContent]))
        .observe(root.querySelector(".sgd-said"), { childList: true, characterData: true, subtree: true });
    new MutationObserver(() => window.heard.push(["shown", root.querySelector("figcaption").textContent]))
        .observe(root.querySelector(".sgd-stage"), { attributeFilter: ["data-number"] });
}"""


@pytest.fixture(scope="module")
def page(open_cells):
    return open_cells("from helpers.apps import magic\nmagic()")


@pytest.fixture
def figure(page):
    page.run_all()
    page.image.wait_for()
    return in_view(page.figure())


def enter(figure, label, text):
    """Type a text in place of the number beside a slider."""
    figure.readout(label).click()
    figure.page.keyboard.press("ControlOrMeta+A")
    figure.page.keyboard.type(text)
    figure.page.keyboard.press("Enter")
    figure.settle()


@pytest.mark.parametrize(
    "label, good, bad",
    [
        ("learning rate η", ("0,37", "0.37"), ("fast", "1000", "")),
        ("batch size B", ("8", "8"), ("5", "many")),
        ("start weight", ("1,25", "1.25"), ("-50", "fast")),
        ("shuffle seed", ("7", "7"), ("fast", "")),
    ],
)
def test_a_number_can_be_typed_and_what_is_none_returns_to_the_truth(figure, label, good, bad):
    typed, says = good
    enter(figure, label, typed)
    assert figure.readout(label).inner_text() == says
    same_as_controls(figure, magic)
    for text in bad:
        enter(figure, label, text)
        assert figure.readout(label).inner_text() == says, text
        same_as_controls(figure, magic)


def test_a_whole_number_out_of_range_becomes_the_nearest(figure):
    enter(figure, "shuffle seed", "1000")
    assert figure.readout("shuffle seed").inner_text() == str(magic().controls["seed"].max)
    same_as_controls(figure, magic)


def named(figure):
    """Every slider has its name and its value in words; how many there are."""
    handles = figure.root.evaluate(HANDLES)
    assert all(name == label and value == readout != "" for label, readout, name, value in handles), handles
    return len(handles)


def test_every_slider_has_its_name_and_its_value_in_words(figure):
    sliders = named(figure)
    assert sliders == 5
    figure.slider("learning rate η").press("ArrowRight")
    figure.settle()
    assert figure.slider("learning rate η").get_attribute("aria-valuetext") == figure.readout("learning rate η").inner_text()
    named(figure)
    figure.menu("model").select_option(index=1)
    figure.wait_for_words("least squares, penguins")
    figure.settle()
    assert named(figure) == sliders


def test_the_words_are_told_at_rest_and_not_at_every_frame(figure):
    figure.root.evaluate(LISTEN)
    figure.button("play").click()
    figure.wait_to_reach(20)
    figure.button("pause").click()
    figure.settle()
    said = figure.root.locator(".sgd-said")
    assert said.get_attribute("aria-live") == "polite"
    figure.page.wait_for_function("() => window.heard.at(-1)[0] === 'told'")
    heard = figure.page.evaluate("() => window.heard")
    told = [words for what, words in heard if what == "told"]
    assert told[-1] == figure.words == said.inner_text()
    assert len(heard) - len(told) >= 20 and len(told) <= 3


def test_axe_sees_what_lacks_a_name(figure):
    assert violations(figure) == []
    figure.slider("step").evaluate("handle => handle.removeAttribute('aria-label')")
    assert [rule for rule, *_ in violations(figure)] == ["aria-input-field-name"]
    no_errors(figure.notebook)
