"""The teacher's tools are below every figure of the course: settings, files, type for a projector."""

import numpy as np
import pytest
from PIL import Image

from helpers import apps
from helpers.canvas import WIDTH
from helpers.views.sheet import PROJECTED
from helpers.widgets.tools import ROOM
from tests.layout import overlapping

FIGURES = [name for name in apps.__all__ if name != "predict"]


@pytest.fixture
def projector():
    ROOM.projector = True
    yield
    ROOM.projector = False
    ROOM.unobserve_all()


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_says_its_settings_and_becomes_a_file(name, tmp_path):
    app = getattr(apps, name)()
    again = {}
    exec(f"{app.line.split('; ')[0]}\nagain = {app.line.split('; ')[1]}", again)
    assert again["again"].words == app.words == app.picture.words and app.picture.line == app.line
    assert app.save(tmp_path / "a.png").read_bytes() == app.canvas.snapshot()
    assert app.save(tmp_path / "a.svg").read_text(encoding="utf-8").rstrip().endswith("</svg>")
    assert app.save(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (".gif" in app.tools.savers) == ("step" in app.controls)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("width", (400, 720, WIDTH))
def test_on_a_projector_type_is_larger_and_nothing_overlaps(name, width, projector):
    app = getattr(apps, name)()
    app.picture.size = {"width": width, "ratio": 1}
    assert overlapping(app) == []
    large = app.view.figure.dpi
    app.tools.projector.value = False
    assert overlapping(app) == []
    assert large >= (1.25 if width >= 800 else 1) * app.view.figure.dpi * (1 - 1e-9)


def test_the_projector_is_switched_in_one_figure_and_on_in_all(projector):
    first, second = apps.magic(), apps.slope()
    assert first.view.projector and "sgd-projector" in second._dom_classes
    for app in (first, second):  # the page tells the size of what it shows
        app.picture.size = {"width": WIDTH, "ratio": 1.0}
    frame, button = second.picture.frame, first.tools.projector
    button.value = False
    assert not second.view.projector and second.picture.frame == frame + 1
    assert "sgd-projector" not in second._dom_classes
    assert second.picture.png == apps.slope().picture.png
    assert first.view.figure.get_size_inches()[0] * 72 == pytest.approx(WIDTH)
    second.tools.projector.value = True
    assert button.value and first.view.figure.get_size_inches()[0] * 72 == pytest.approx(PROJECTED)


def test_slow_plays_eight_times_slower_until_it_is_switched_off():
    app = apps.magic()
    usual = app.picture.interval
    app.tools.slow.value = True
    assert app.picture.interval == 8 * usual
    app.tools.slow.value = False
    assert app.picture.interval == usual
    assert app.tools.slow in app.tools.row.children and (tools := apps.slope().tools).slow not in tools.row.children


def test_a_figure_without_steps_says_that_it_has_no_animation(tmp_path):
    with pytest.raises(ValueError, match="an animation needs a control named step; slope has"):
        apps.slope().save(tmp_path / "a.gif")


def test_the_animation_of_a_figure_is_saved_by_its_own_method(tmp_path):
    app = apps.epoch()
    with Image.open(app.save(tmp_path / "a.gif", steps=[0, 1, 2])) as animation:
        assert animation.n_frames == 3
        frames = []
        for frame in range(3):
            animation.seek(frame)
            frames.append(np.asarray(animation.convert("RGB")))
    assert not np.array_equal(frames[0], frames[2])
