"""Notebook 04 in JupyterLab, in a real browser, with real keys and a real pointer: its figures and their controls."""

import numpy as np
import pytest

from helpers.apps import around_the_hill, disagreement, magic, magic_slides
from helpers.problems.one_weight import NAMES
from tests.browser.flagship import CELL, SIZE, TWIN, again, state
from tests.browser.reader import (
    drive,
    narrow,
    no_errors,
    opened,
    opens_as,
    question,
    same_as_controls,
    saying,
    show_figures,
    violations,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(open_notebook):
    notebook = open_notebook("04-the-magic.ipynb", CELL, **SIZE)
    show_figures(notebook)
    return notebook


@pytest.fixture
def flagship(page):
    return again(page)


def test_the_figure_opens_live_and_fills_the_cell(flagship):
    same_as_controls(flagship, magic)
    stage = flagship.stage.bounding_box()
    cell = flagship.root.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-child')]").last.bounding_box()
    assert stage["width"] > 0.85 * cell["width"]
    assert flagship.image.evaluate("canvas => canvas.width") == int(stage["width"])
    no_errors(flagship)


def test_the_last_frame_of_a_fast_drag_equals_the_sliders(flagship):
    before = flagship.pixels()
    flagship.drag(flagship.slider("learning rate η"), [*np.linspace(0.65, 0.1, 60), *np.linspace(0.1, 0.8, 60)])
    assert state(flagship)["learning_rate"] != 0.4 and not np.array_equal(flagship.pixels(), before)
    same_as_controls(flagship, magic)
    flagship.drag(flagship.slider("batch size B"), [*np.linspace(0.3, 1, 40), *np.linspace(1, 0, 40), 0.5], pause=0.002)
    assert state(flagship)["batch_size"] == 8
    same_as_controls(flagship, magic)
    flagship.drag(flagship.slider("step"), np.linspace(0, 0.3, 80))
    assert state(flagship)["step"] > 100
    same_as_controls(flagship, magic)
    no_errors(flagship)


def test_keys_alone_drive_every_control(flagship):
    page = flagship.page
    flagship.menu("model").focus()
    page.keyboard.press("ArrowDown")
    flagship.wait_for_words("least squares, penguins")
    keys_for = {
        "learning rate η": ["Home"],
        "batch size B": ["End"],
        "shuffle seed": ["ArrowRight"] * 3,
        "start weight": ["ArrowRight"] * 2,
        "step": ["ArrowRight"] * 5,
    }
    for label, keys in keys_for.items():
        flagship.slider(label).focus()
        for key in keys:
            page.keyboard.press(key)
        same_as_controls(flagship, magic)
    assert state(flagship) == dict(model="least squares", learning_rate=0.001, batch_size=342, seed=3, start=-0.6, step=5)
    flagship.button("back").focus()
    page.keyboard.press("Enter")
    flagship.wait_for_words("step 4 of 500")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    flagship.wait_for_words("step 5 of 500")
    no_errors(flagship)


def test_a_figure_opens_with_a_prediction_and_the_reasons_after_it(page):
    page.run_cells('predict."a parabola"')
    asked = question(page, "a parabola")
    assert asked.locator(".sgd-app").count() == 0
    choice = page.button("η = 1/λ = 0.5")
    choice.press("Enter")
    asked.get_by_role("button", name="certain").press("Enter")
    stands = asked.get_by_role("button", name="open the figure")
    stands.wait_for()
    for option in (page.button("η = 2/λ = 1"), choice):  # after the talk another vote, and back
        option.press("Enter")
        option.locator(".fa-check-square-o").wait_for()
    stands.press("Enter")
    figure = opened(page, "a parabola")
    figure.button("play").wait_for()
    figure.wait_for_words("least squares, penguins: η = 0.45, B = 342 of N = 342, step 0")
    assert choice.is_disabled() and page.button("η = 2/λ = 1").is_disabled()
    answer = asked.locator("button", has_text="show the answer")
    answer.click()
    asked.get_by_text("press once more").wait_for()
    answer.click()
    reasons = asked.locator("li")
    reasons.last.wait_for()
    assert reasons.count() == 3 and "✗ not so: η = 1/λ = 0.5" in reasons.first.inner_text()
    assert violations(page) == []
    no_errors(page)


def test_the_spread_of_the_gradients_follows_the_weight(page):
    figure, make = saying(page, "the gradients of the 64 examples: mean"), lambda: disagreement(w=5.14)
    opens_as(figure, make)
    drive(figure, make)


def test_eight_steps_side_by_side_follow_their_controls(page):
    figure, make = saying(page, "steps 34 to 41"), lambda: magic_slides(batch_size=4, seed=2)
    opens_as(figure, make)
    drive(figure, make)
    no_errors(page)


def test_a_walk_with_two_weights_follows_its_controls(page):
    figure = saying(page, "a sin(wx), toy data")
    opens_as(figure, around_the_hill)
    drive(figure, around_the_hill)
    no_errors(page)


@pytest.mark.parametrize("model", NAMES)
def test_every_slider_goes_to_both_ends_in_every_model(flagship, model):
    flagship.menu("model").select_option(index=[*NAMES].index(model))
    flagship.wait_for_words(NAMES[model])
    for name, control in TWIN.controls.items():
        for key in () if name == "model" else ("Home", "End") if name == "step" else ("End", "Home"):
            flagship.slider(control.description).press(key)
            same_as_controls(flagship, magic)
    no_errors(flagship)


def test_the_picture_lays_itself_out_anew_when_the_cell_narrows(flagship):
    for width in (1600, 760):
        narrow(flagship, width)
        same_as_controls(flagship, magic)
    assert flagship.image.evaluate("canvas => canvas.height / canvas.width") > 0.8
    no_errors(flagship)


def test_a_display_of_ratio_two_gets_two_pixels_for_one(flagship):
    pixels = (
        "([stage, ratio]) => devicePixelRatio === ratio && stage.firstChild.width === ratio * Math.floor(stage.clientWidth)"
    )
    stage, device = flagship.stage.element_handle(), flagship.page.context.new_cdp_session(flagship.page)
    for ratio in (2, 1):
        metrics = {"width": SIZE["width"] - ratio, "height": SIZE["height"], "deviceScaleFactor": ratio, "mobile": False}
        device.send("Emulation.setDeviceMetricsOverride", metrics)
        flagship.page.wait_for_function(pixels, arg=[stage, ratio])
        same_as_controls(flagship, magic)
    device.detach()
