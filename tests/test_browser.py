"""The notebooks in JupyterLab, in a real browser, with real keys and a real pointer."""

import io
import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from helpers.apps import magic, magic_slides
from helpers.apps.scenes import NAMES
from helpers.views.style import BATCH
from tests import driving
from tests.driving import no_errors

FLAGSHIP = "04-the-magic.ipynb"


@pytest.fixture(scope="module")
def page(open_notebook):
    return open_notebook(FLAGSHIP)


@pytest.fixture
def flagship(page):
    page.page.set_viewport_size({"width": 1280, "height": 900})
    return run(page)


def run(notebook):
    """All cells run, a prediction chosen, and the figure that it opens in view."""
    notebook.run_all()
    notebook.button("jumping around near w = 2").click()
    figure = notebook.figure()
    figure.button("play").wait_for()
    return driving.in_view(figure)


def state(notebook):
    """What the controls on the screen say."""
    reads = {name: notebook.readout(label).inner_text() for name, label in LABELS.items()}
    return {
        "model": MODELS[notebook.menu("model").evaluate("menu => menu.selectedIndex")],
        "learning_rate": float(reads["learning_rate"]),
        "start": float(reads["start"].replace("−", "-")),
        **{name: int(reads[name]) for name in ("batch_size", "seed", "step")},
    }


LABELS = {
    "learning_rate": "learning rate η",
    "batch_size": "batch size B",
    "start": "start weight",
    "seed": "shuffle seed",
    "step": "step",
}
MODELS = list(NAMES)


def same_as_controls(notebook):
    """Picture, words and alternative text are those of a figure made from what the controls on the screen say."""
    notebook.settle()
    expected = magic(**state(notebook))
    size = notebook.stage.evaluate("stage => [stage.clientWidth, devicePixelRatio]")
    expected.picture.size = dict(zip(("width", "ratio"), size))
    assert notebook.words == expected.words
    assert notebook.image.get_attribute("aria-label") == expected.words
    driving.same_picture(notebook, expected)


def test_the_saved_notebook_shows_its_picture_before_anything_runs(open_notebook):
    notebook = open_notebook(FLAGSHIP)
    still = notebook.page.locator(".jp-OutputArea-output img").first
    still.scroll_into_view_if_needed()
    assert still.evaluate("image => image.naturalWidth") == 2000


def test_start_here_runs_and_leads_to_the_flagship(open_notebook):
    notebook = open_notebook("00-start-here.ipynb")
    notebook.run_all()
    link = notebook.page.get_by_role("link", name="04 · The magic").first
    link.scroll_into_view_if_needed()
    link.click()
    notebook.page.wait_for_function("() => jupyterapp.shell.currentWidget?.title.label === '04-the-magic.ipynb'")
    no_errors(notebook)


def test_the_figure_opens_live_and_fills_the_cell(flagship):
    same_as_controls(flagship)
    stage = flagship.stage.bounding_box()
    cell = flagship.root.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-child')]").last.bounding_box()
    assert stage["width"] > 0.85 * cell["width"]
    assert flagship.image.evaluate("canvas => canvas.width") == int(stage["width"])
    no_errors(flagship)


def test_the_last_frame_of_a_fast_drag_equals_the_sliders(flagship):
    before = flagship.pixels()
    flagship.drag(flagship.slider("learning rate η"), [*np.linspace(0.65, 0.1, 60), *np.linspace(0.1, 0.8, 60)])
    assert state(flagship)["learning_rate"] != 0.4 and not np.array_equal(flagship.pixels(), before)
    same_as_controls(flagship)
    flagship.drag(flagship.slider("batch size B"), [*np.linspace(0.3, 1, 40), *np.linspace(1, 0, 40), 0.5], pause=0.002)
    assert state(flagship)["batch_size"] == 8
    same_as_controls(flagship)
    flagship.drag(flagship.slider("step"), np.linspace(0, 0.3, 80))
    assert state(flagship)["step"] > 100
    same_as_controls(flagship)
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
        same_as_controls(flagship)
    assert state(flagship) == dict(model="least squares", learning_rate=0.001, batch_size=342, seed=3, start=-0.6, step=5)
    flagship.button("back").focus()
    page.keyboard.press("Enter")
    flagship.wait_for_words("step 4 of 500")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    flagship.wait_for_words("step 5 of 500")
    no_errors(flagship)


def test_a_figure_opens_with_a_prediction_and_the_reasons_after_it(page):
    page.run_all()
    assert page.figure().button("play").count() == 0  # eight steps side by side are open, the flagship is not
    choice = page.button("η = 1/λ = 0.5")
    choice.scroll_into_view_if_needed()
    choice.focus()
    page.page.keyboard.press("Enter")
    opened = page.figure(1)
    opened.button("play").wait_for()
    opened.wait_for_words("least squares, penguins: η = 0.45, B = 342 of N = 342, step 0")
    assert choice.is_disabled() and page.button("η = 2/λ = 1").is_disabled()
    page.button("show the answer").click()
    reasons = page.page.locator(".sgd-predicted li")
    reasons.last.wait_for()
    assert reasons.count() == 3 and "✗ not so: η = 1/λ = 0.5" in reasons.first.inner_text()
    no_errors(page)


def test_eight_steps_side_by_side_follow_their_controls(page):
    page.run_all()
    figure = page.figure()
    figure.settle()
    figure.stage.scroll_into_view_if_needed()
    driving.drive_in_browser(figure, lambda: magic_slides(batch_size=4, seed=2))
    no_errors(page)


def test_the_settings_are_copied_as_a_line_of_python(flagship):
    flagship.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    flagship.slider("step").focus()
    flagship.page.keyboard.press("ArrowRight")
    flagship.settle()
    flagship.root.get_by_text("copy settings").click()
    flagship.root.get_by_text("copied").wait_for()
    line = flagship.page.evaluate("() => navigator.clipboard.readText()")
    assert line == f"from helpers.apps import magic; magic({', '.join(driving.shown(flagship, magic()))})"
    assert flagship.root.get_by_label("the settings").input_value() == line
    driving.same_as_controls(flagship, magic)
    flagship.slider("step").focus()
    assert not flagship.root.get_by_label("the settings").is_visible(), "the line is shown until one leaves it"


def test_on_a_projector_type_and_controls_are_larger(flagship):
    def sizes():
        flagship.settle()
        label = flagship.root.locator(".widget-label").first
        return [flagship.root.locator(".sgd-stage").bounding_box()["height"], label.evaluate("e => e.clientHeight")]

    before = sizes()
    flagship.button("projector").click()
    on_projector = flagship.root.and_(flagship.page.locator(".sgd-projector"))
    on_projector.wait_for()
    after = sizes()
    flagship.slider("step").scroll_into_view_if_needed()
    flagship.drag(flagship.slider("step"), [0, 0.5, 1])
    flagship.wait_for_words("step 500 of 500")
    flagship.slider("step").focus()
    flagship.page.keyboard.press("Home")
    flagship.wait_for_words("step 0 of 500")
    flagship.button("projector").click()
    on_projector.wait_for(state="detached")
    assert after[0] > 1.1 * before[0] and after[1] > 1.3 * before[1]
    assert sizes() == before
    driving.same_as_controls(flagship, magic)
    no_errors(flagship)


def test_buttons_save_the_picture_and_the_animation(flagship, server):
    folder, _ = server
    for kind in ("PNG", "GIF"):
        flagship.button(kind).click()
        flagship.root.get_by_text(re.compile(rf"saved magic-\d+\.{kind.lower()} beside this notebook")).wait_for(timeout=60_000)
        saved = Image.open(io.BytesIO(next(folder.glob(f"magic-*.{kind.lower()}")).read_bytes()))
        assert getattr(saved, "n_frames", 1) == (21 if kind == "GIF" else 1)
    no_errors(flagship)


def test_a_preset_is_one_click(flagship):
    flagship.button("diverged").click()
    flagship.wait_for_words("diverged at step 15")
    same_as_controls(flagship)
    flagship.button("escaped").click()
    flagship.wait_for_words("step 60 of 500")
    same_as_controls(flagship)
    no_errors(flagship)


@pytest.mark.parametrize("model", NAMES)
def test_every_slider_goes_to_both_ends_in_every_model(flagship, model):
    flagship.menu("model").select_option(index=MODELS.index(model))
    flagship.wait_for_words(NAMES[model])
    for label in LABELS.values():
        for key in ("End", "Home") if label != "step" else ("Home", "End"):
            flagship.slider(label).focus()
            flagship.page.keyboard.press(key)
            same_as_controls(flagship)
    no_errors(flagship)


def test_step_back_play_pause_and_reset(flagship):
    for _ in range(3):
        flagship.button("step").click()
    flagship.button("back").click()
    flagship.wait_for_words("step 2 of 500")
    flagship.button("play").click()
    flagship.wait_for_words("step 9 of 500")
    flagship.button("pause").click()
    flagship.settle()
    stopped = state(flagship)["step"]
    assert 9 <= stopped < 30
    flagship.page.wait_for_timeout(600)
    assert state(flagship)["step"] == stopped
    same_as_controls(flagship)
    flagship.button("play").click()
    flagship.wait_for_words(f"step {stopped + 3} of 500")
    flagship.button("reset").click()
    flagship.wait_for_words("step 0 of 500")
    same_as_controls(flagship)
    no_errors(flagship)


def test_play_shows_each_step_once_and_in_order(flagship):
    flagship.page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => window.seen.push(document.querySelector(".sgd-stage canvas").ariaLabel))
                .observe(document.querySelector(".sgd-stage"), { attributeFilter: ["data-frame"] });
        }"""
    )
    flagship.button("play").click()
    flagship.wait_for_words("step 20 of 500")
    flagship.button("pause").click()
    steps = [int(re.search(r"step (\d+) of", words)[1]) for words in flagship.page.evaluate("() => window.seen")]
    assert steps[:20] == list(range(1, 21))


def test_dragging_the_point_on_the_figure_sets_the_start(flagship):
    flagship.button("step").click()
    flagship.wait_for_words("step 1 of 500")
    box, app = flagship.image.bounding_box(), magic()
    left, top, right, bottom = app.view.zone
    x, y = (lambda f: box["x"] + f * box["width"]), box["y"] + 0.4 * box["height"]
    mouse = flagship.page.mouse
    mouse.move(x(left + 0.75 * (right - left)), y)
    assert flagship.stage.evaluate("stage => stage.style.cursor") == "grab"
    mouse.down()
    for share in np.linspace(0.75, 0.25, 25):
        mouse.move(x(left + share * (right - left)), y)
    mouse.up()
    flagship.settle()
    assert state(flagship)["step"] == 0
    assert state(flagship)["start"] == pytest.approx(0.25 * 6.5, abs=0.1)
    same_as_controls(flagship)
    mouse.move(x(0.9), y)  # the right-hand panel is no handle
    mouse.down()
    mouse.up()
    flagship.settle()
    assert state(flagship)["start"] == pytest.approx(0.25 * 6.5, abs=0.1)
    no_errors(flagship)


def test_the_picture_lays_itself_out_anew_when_the_cell_narrows(flagship):
    for width in (1600, 760):
        flagship.page.set_viewport_size({"width": width, "height": 900})
        flagship.page.wait_for_timeout(300)
        same_as_controls(flagship)
    assert flagship.image.evaluate("canvas => canvas.height / canvas.width") > 0.8
    no_errors(flagship)


def test_a_display_of_ratio_two_gets_two_pixels_for_one(open_notebook):
    notebook = run(open_notebook(FLAGSHIP, ratio=2))
    image = notebook.image
    assert image.evaluate("canvas => canvas.width") == 2 * int(image.bounding_box()["width"])
    same_as_controls(notebook)


def test_the_screenshot_shows_the_dotted_curve_where_the_numbers_say(flagship):
    flagship.button("step").click()
    flagship.wait_for_words("step 1 of 500")
    flagship.settle()
    shot = Image.open(io.BytesIO(flagship.image.screenshot())).convert("RGB")
    red = (np.asarray(shot) == np.round(255 * np.array(to_rgb(BATCH)))).all(-1)
    numbers = flagship.notebook.execute(
        "from helpers.sampling import reshuffled\n"
        "batch = reshuffled(np.random.default_rng(0), 64, 4, 1)[1]\n"
        "grid = np.linspace(0, 6.5, 200)[:, None]\n"
        "print(*model.loss(grid, batch), 1.5 * model.loss(np.linspace(0, 6.5, 401)[:, None]).max())"
    )
    *losses, ceiling = map(float, numbers.split())
    app = magic()
    app.picture.size = {"width": shot.width, "ratio": 1}
    left, top, right, bottom = app.view.zone
    x = shot.width * (left + np.linspace(0, 1, 200) * (right - left))
    y = shot.height * (bottom - (np.array(losses) + 0.03 * ceiling) / (1.03 * ceiling) * (bottom - top))
    inside = (y > shot.height * top + 6) & (x > 8 + x[0]) & (x < x[-1] - 8)

    def found(shift):
        points = zip(x[inside].astype(int), (y[inside] + shift).astype(int))
        return np.mean([red[v - 4 : v + 5, u - 4 : u + 5].any() for u, v in points])

    assert inside.sum() > 150
    assert found(0) > 0.97
    assert found(20) < 0.5 and found(-20) < 0.5
