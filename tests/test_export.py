"""Figures as files: what is saved is what is shown, and the live figure is as it was."""

import io
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image

from helpers import export
from helpers.apps import magic, magic_slides
from helpers.apps.magic import PRESETS
from helpers.widgets import tools
from tests.driving import drive


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return magic(step=5)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_a_png_is_the_picture_at_twice_the_size(app, tmp_path):
    path = export.save(app, tmp_path / "a.png")
    assert path.read_bytes() == app.canvas.snapshot() and pixels(path.read_bytes()).shape == (880, 2000, 3)


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_lines_for_print_hold_the_words_and_leave_the_live_figure_alone(app, kind):
    before = app.canvas.png()
    path = export.save(app, f"a.{kind}")
    assert app.canvas.png() == before
    if kind == "svg":
        drawing = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        assert drawing.get("width") == "1000pt"
        assert "<!-- step 5   w = " in path.read_text(encoding="utf-8")  # texts that change are in it too
    else:
        assert path.read_bytes().startswith(b"%PDF")


def test_an_animation_holds_each_step_as_it_is_drawn(app):
    told = []
    path = export.save(app, "a.gif", steps=range(3, 9), seen=lambda done, total: told.append((done, total)))
    animation = Image.open(io.BytesIO(path.read_bytes()))
    assert animation.n_frames == 6 and told == [(done, 6) for done in range(1, 7)]
    for frame, step in enumerate(range(3, 9)):
        animation.seek(frame)
        expected = pixels(magic(step=step).picture.png)
        assert np.abs(np.asarray(animation.convert("RGB")).astype(int) - expected).max() <= 1
    assert app.controls["step"].value == 5 and app.picture.png == magic(step=5).picture.png


def test_an_animation_goes_from_the_start_to_the_current_step(app):
    for step, frames in ((5, 21), (30, 31)):
        app.controls["step"].value = step
        assert Image.open(io.BytesIO(export.save(app, "a.gif").read_bytes())).n_frames == frames


def test_buttons_save_beside_the_notebook_and_never_over_another_file(app, tmp_path):
    for kind in (".png", ".png", ".svg", ".pdf", ".gif"):
        app.tools.savers[kind].click()
    saved = ["magic-1.gif", "magic-1.pdf", "magic-1.png", "magic-1.svg", "magic-2.png"]
    assert sorted(path.name for path in tmp_path.iterdir()) == saved
    assert app.tools.said.value == "saved magic-1.gif beside this notebook"
    assert app.tools.progress.value == app.tools.progress.max == 21 and app.tools.progress.layout.display == "none"


def test_a_folder_that_takes_no_files_gets_a_sentence(app, monkeypatch):
    monkeypatch.setattr(tools, "_free", lambda name, kind: f"nowhere/{name}{kind}")
    app.tools.savers[".png"].click()
    assert app.tools.said.value == "could not write nowhere/magic.png: No such file or directory"


def test_an_unknown_kind_is_named(app):
    with pytest.raises(ValueError, match="path must end in .png, .svg, .pdf, .gif; got 'a.bmp'"):
        export.save(app, "a.bmp")


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_click(name):
    app = magic(step=3)
    next(child for child in app.children[-2].children if getattr(child, "description", "") == name).click()
    expected = magic(**PRESETS[name])
    assert app.settings == expected.settings and app.words == expected.words and app.picture.png == expected.picture.png


def test_presets_show_what_their_names_say():
    def last(name):
        app = magic(**PRESETS[name])
        return app, app.view.landscape.point.get_xdata()[0], app.words

    assert 4.5 < last("stuck")[1] < 5.8 and 4.5 < last("full batch")[1] < 5.8
    assert 1.5 < last("escaped")[1] < 2.6 and 1.5 < last("oscillating")[1] < 2.6
    assert "diverged at step 15" in last("diverged")[2]
    weights = last("oscillating")[0].view.landscape.trail.get_xdata()[-40:]
    assert np.ptp(weights) > 0.2, "it does not come to rest"


def test_eight_steps_are_eight_frames_of_the_flagship():
    app = drive(magic_slides())
    for later, panel in enumerate(app.view.steps):
        flagship = magic(seed=2, step=34 + later).view.landscape
        np.testing.assert_array_equal(panel.dotted.get_ydata(), flagship.dotted.get_ydata())
        np.testing.assert_array_equal(panel.full.get_ydata(), flagship.full.get_ydata())
        assert panel.point.get_xydata().tolist() == flagship.point.get_xydata().tolist()
        assert panel.next.get_xydata().tolist() == flagship.next.get_xydata().tolist()


def test_each_of_the_eight_steps_has_a_dotted_curve_of_its_own_and_one_solid_curve():
    steps = magic_slides().view.steps
    assert len({panel.dotted.get_ydata().tobytes() for panel in steps}) == 8
    assert len({panel.full.get_ydata().tobytes() for panel in steps}) == 1
