"""The way to the flagship from notebook 00, its buttons, and the teacher's tools, in a real browser."""

import io
import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from helpers.apps import magic
from helpers.live.looks import BATCH
from tests.browser.flagship import CELL, SIZE, again, state
from tests.browser.reader import no_errors, same_as_controls

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(open_cells):
    page = open_cells("import numpy as np\nfrom helpers.apps import magic", CELL, **SIZE)
    page.run_all()
    return page


@pytest.fixture
def flagship(page):
    return again(page)


def test_start_here_leads_to_the_flagship_whose_saved_picture_is_there_before_anything_runs(open_notebook):
    notebook = open_notebook("00-start-here.ipynb")
    notebook.run_all()
    link = notebook.page.get_by_role("link", name="04 · The magic").first
    link.scroll_into_view_if_needed()
    link.click()
    notebook.page.wait_for_function("() => jupyterapp.shell.currentWidget?.title.label === '04-the-magic.ipynb'")
    no_errors(notebook)
    still = notebook.page.locator(".jp-OutputArea-output img").first
    still.scroll_into_view_if_needed()
    assert still.evaluate("image => image.naturalWidth") == 2000


def test_the_settings_are_copied_as_a_line_of_python(flagship):
    flagship.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    flagship.slider("step").focus()
    flagship.page.keyboard.press("ArrowRight")
    flagship.settle()
    flagship.root.get_by_text("copy settings").click()
    flagship.root.get_by_text("copied").wait_for()
    line = flagship.page.evaluate("() => navigator.clipboard.readText()")
    assert (
        line
        == f"from helpers.apps import magic; magic({', '.join(f'{key}={value!r}' for key, value in state(flagship).items())})"
    )
    assert flagship.root.get_by_label("the settings").input_value() == line
    same_as_controls(flagship, magic)
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
    same_as_controls(flagship, magic)
    no_errors(flagship)


def test_buttons_save_the_picture_and_the_animation(flagship, server):
    folder, _ = server
    for kind in ("PNG", "GIF"):
        flagship.button(kind).click()
        flagship.root.get_by_text(re.compile(rf"saved .*magic-\d+\.{kind.lower()}$")).wait_for(timeout=60_000)
        saved = Image.open(io.BytesIO(next(folder.glob(f"magic-*.{kind.lower()}")).read_bytes()))
        assert getattr(saved, "n_frames", 1) == (21 if kind == "GIF" else 1)
    no_errors(flagship)


def test_a_run_is_kept_behind_the_next_with_the_keyboard(flagship):
    flagship.slider("step").press("End")
    flagship.wait_for_words("step 500 of 500")
    kept = state(flagship)
    flagship.button("keep").press("Enter")
    flagship.wait_for_words("; the same run is kept.")
    flagship.slider("learning rate η").press("ArrowLeft")
    flagship.wait_for_words("; kept: η = 0.4.")
    same_as_controls(flagship, magic, kept=kept)
    flagship.button("keep").press("Enter")
    flagship.settle()
    assert "kept" not in flagship.words
    same_as_controls(flagship, magic)
    no_errors(flagship)


def test_a_preset_is_one_click(flagship):
    flagship.button("diverged").click()
    flagship.wait_for_words("diverged at step 15")
    same_as_controls(flagship, magic)
    flagship.button("escaped").click()
    flagship.wait_for_words("step 60 of 500")
    same_as_controls(flagship, magic)
    no_errors(flagship)


def test_step_back_play_pause_and_reset(flagship):
    for _ in range(3):
        flagship.button("step").click()
    flagship.button("back").click()
    flagship.wait_for_words("step 2 of 500")
    flagship.button("play").click()
    flagship.wait_to_reach(9)
    flagship.button("pause").click()
    flagship.settle()
    stopped = state(flagship)["step"]
    assert 9 <= stopped < 30
    flagship.button("play").wait_for()
    flagship.settle()
    assert state(flagship)["step"] == stopped
    same_as_controls(flagship, magic)
    flagship.button("play").click()
    flagship.wait_to_reach(stopped + 3)
    flagship.button("reset").click()
    flagship.wait_for_words("step 0 of 500")
    same_as_controls(flagship, magic)
    no_errors(flagship)


def test_play_shows_each_step_once_and_in_order(flagship):
    flagship.page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => window.seen.push(document.querySelector(".sgd-stage canvas").ariaLabel))
                .observe(document.querySelector(".sgd-stage"), { attributeFilter: ["data-number"] });
        }"""
    )
    flagship.button("play").click()
    flagship.wait_to_reach(20)
    flagship.button("pause").click()
    steps = [int(re.search(r"step (\d+) of", words)[1]) for words in flagship.page.evaluate("() => window.seen")]
    assert steps[:20] == list(range(1, 21))


def test_dragging_the_point_on_the_figure_sets_the_start(flagship):
    flagship.button("step").click()
    flagship.wait_for_words("step 1 of 500")
    box, app = flagship.image.bounding_box(), magic()
    app.picture.size = {"width": box["width"], "ratio": 1}
    left, _, right, _ = app.picture.zone
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
    same_as_controls(flagship, magic)
    mouse.move(x(0.9), y)  # the right-hand panel is no handle
    mouse.down()
    mouse.up()
    flagship.settle()
    assert state(flagship)["start"] == pytest.approx(0.25 * 6.5, abs=0.1)
    no_errors(flagship)


def test_the_screenshot_shows_the_dotted_curve_where_the_numbers_say(flagship):
    flagship.button("step").click()
    flagship.wait_for_words("step 1 of 500")
    flagship.settle()
    shot = Image.open(io.BytesIO(flagship.image.screenshot())).convert("RGB")
    red = (np.asarray(shot) == np.round(255 * np.array(to_rgb(BATCH)))).all(-1)
    numbers = flagship.notebook.execute(
        "from helpers.problems.one_weight import problem\n"
        "from helpers.sampling import reshuffled\n"
        "model = problem('sine').model\n"
        "batch = reshuffled(np.random.default_rng(0), 64, 4, 1)[1]\n"
        "grid = np.linspace(0, 6.5, 200)[:, None]\n"
        "print(*model.loss(grid, batch), 1.5 * model.loss(np.linspace(0, 6.5, 401)[:, None]).max())"
    )
    *losses, ceiling = map(float, numbers.split())
    app = magic()
    app.picture.size = {"width": shot.width, "ratio": 1}
    left, top, right, bottom = app.picture.zone
    x = shot.width * (left + np.linspace(0, 1, 200) * (right - left))
    y = shot.height * (bottom - (np.array(losses) + 0.03 * ceiling) / (1.03 * ceiling) * (bottom - top))
    inside = (y > shot.height * top + 6) & (x > 8 + x[0]) & (x < x[-1] - 8)

    def found(shift):
        points = zip(x[inside].astype(int), (y[inside] + shift).astype(int))
        return np.mean([red[v - 4 : v + 5, u - 4 : u + 5].any() for u, v in points])

    assert inside.sum() > 150
    assert found(0) > 0.97
    assert found(20) < 0.5 and found(-20) < 0.5
