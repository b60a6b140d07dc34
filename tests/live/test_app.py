"""A live figure as a whole: controls, settings, frame and picture are one, whatever happens and in whatever order."""

import gc
import inspect
import io
import weakref
from base64 import b64decode
from threading import Thread
from time import sleep
from unittest import mock

import ipywidgets
import matplotlib.style
import pytest
from PIL import Image

from helpers import live
from helpers.apps import magic, slope
from helpers.lessons.magic.figures.magic import LANDSCAPE
from helpers.live.curves import FULL_LOSS
from helpers.live.room import ROOM
from helpers.problems.one_weight import NAMES
from tests.live.small import LINE, PANEL, coming, dependent, failing, phased
from tests.shared.driving import made_anew, same, shown


def test_every_control_redraws_once():
    app = shown(magic())
    for name, value in {
        "learning_rate": 0.1,
        "batch_size": 16,
        "seed": 5,
        "step": 9,
        "start": 3.0,
        "model": "logistic",
    }.items():
        before, number = app.picture.png, app.picture.number
        app.controls[name].value = value
        assert app.picture.number == number + 1 and app.picture.png != before


def test_one_message_a_frame_holds_only_what_has_changed():
    app, sent = shown(magic()), []
    with mock.patch.object(type(app.picture), "send_state", lambda picture, names: sent.append(set(names))):
        app.controls["step"].value = 5
    assert sent == [{"moving", "tiles", "words", "cell", "number"}]


def test_the_picture_follows_the_width_and_ratio_it_is_told():
    app = shown(magic())
    before = app.picture.png
    app.picture.size = {"width": 1440, "ratio": 2}
    assert Image.open(io.BytesIO(app.picture.png)).width == 2880
    app.picture.size = {"width": 600, "ratio": 1}
    image = Image.open(io.BytesIO(app.picture.png))
    assert image.width == 600 and image.height > 500, "narrow: one panel above the other"
    app.picture.size = {"width": 1000, "ratio": 1}
    assert app.picture.png == before


def test_the_bundle_holds_a_live_view_a_picture_and_the_words():
    app = shown(magic())
    frame = app.picture.png
    data, _ = app._repr_mimebundle_()
    assert data["text/plain"] == app.words
    assert Image.open(io.BytesIO(b64decode(data["image/png"]))).width == 2000
    assert "application/vnd.jupyter.widget-view+json" in data
    app.project()
    assert app.picture.png == frame


def test_events_in_several_threads_draw_one_after_the_other():
    """ipykernel 7 may handle them so; without the lock a frame shows parts of two."""
    app = shown(magic())
    draw, drawing, together = app.canvas.draw, [], []

    def slow_draw():
        drawing.append(1)
        together.append(len(drawing))
        sleep(0.002)  # lets another thread in, if it may
        draw()
        drawing.pop()

    def turn(name, values):
        for value in values:
            app.controls[name].value = value

    app.canvas.draw = slow_draw
    jobs = [("learning_rate", [0.1, 0.2] * 8), ("step", range(60, 76)), ("model", [*NAMES] * 3)]
    threads = [Thread(target=turn, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(together) == {1} and len(together) > 30
    same(app)
    assert {name: control.value for name, control in app.controls.items()} == {
        name: app.state.value(name) for name in app.controls
    }


def test_a_control_follows_those_above_it():
    app = dependent(size=3, far=True)
    assert (app.state.n, app.state.size, app.state.far, app.state.half) == (3, 3, True, 1)
    app.controls["n"].value = 5
    assert (app.state.size, app.state.far, app.state.half) == (5, False, 2), "the last stays the last; its own half"
    assert [value for _, value in app.controls["size"].options] == [1, 2, 3, 4, 5] and app.controls["half"].max == 2
    assert app.controls["far"].value is False
    app.set(size=4, n=3)
    assert app.state.size == 3
    for bad, says in (
        ({"size": 4}, "size must be one of 1, 2, 3; got 4"),
        ({"far": 1}, "far must be one of False, True; got 1"),
    ):
        with pytest.raises(ValueError, match=says):
            dependent(**bad)


def test_a_figure_that_fails_leaves_everything_as_it_was():
    app = shown(failing())
    before = app.call, app.words, app.picture.png
    for attempt in (lambda: app.set(k=2), lambda: setattr(app.controls["k"], "value", 2)):
        with pytest.raises(ZeroDivisionError):
            attempt()
        assert (app.call, app.words, app.picture.png) == before and app.controls["k"].value == 0
    app.set(k=3)
    assert app.picture.png == failing(k=3).canvas.png()


def test_a_still_mark_may_come_and_go_and_what_is_still_follows_its_data():
    app = shown(coming())
    for k in (2, 0, 1, 3, 0):
        app.set(k=k)
        assert app.picture.png == coming(k=k).canvas.png(), k


def test_the_function_has_the_signature_and_the_words_of_its_settings():
    assert str(inspect.signature(phased)).startswith("(step: int = 0, phase: int = 0)")
    assert "far: far; one of False, True." in dependent.__doc__
    with pytest.raises(TypeError, match=r"dependent\(\) got an unexpected keyword argument 'wrong'"):
        dependent(wrong=1)


def test_a_frame_with_other_marks_and_rows_with_other_controls_get_a_sentence():
    app = coming()
    with pytest.raises(ValueError, match="each frame has data, or None, for the marks of the first; wrong: Level"):
        app.sheet.update(live.Frame({PANEL: {LINE: None}}, ""))
    with pytest.raises(ValueError, match="rows must hold each of k once"):
        live.figure(PANEL, rows=("kk",))(coming.plan.draw)


def test_the_users_style_changes_nothing():
    plain = shown(magic(step=3))
    with matplotlib.rc_context(), matplotlib.style.context("dark_background"):
        matplotlib.rcParams.update({"font.size": 20, "axes.unicode_minus": False, "path.simplify": False, "lines.linewidth": 5})
        styled = shown(magic(step=3))
        assert styled.picture.png == plain.picture.png
        styled.controls["model"].value = "logistic"
        styled.picture.size = {"width": 600, "ratio": 1}
        assert styled.sheet[LANDSCAPE][FULL_LOSS].get_color() != "white"
    plain.controls["model"].value = "logistic"
    plain.picture.size = {"width": 600, "ratio": 1}
    assert styled.picture.png == plain.picture.png


def test_a_figure_that_leaves_the_page_keeps_its_settings_and_draws_again_when_it_returns():
    app, size = magic(step=7), {"width": 900, "ratio": 2}
    app.picture.size = size
    before, figure = app.picture.png, weakref.ref(app.sheet.figure)
    app.picture.size = {}
    gc.collect()
    assert figure() is None and app.picture.still == b"", "its pixels are gone"
    app.controls["step"].value = 8
    app.controls["step"].value = 7
    app.picture.size = size
    assert app.picture.png == before


def test_a_figure_is_drawn_when_it_is_shown_and_not_again_where_its_page_tells_what_the_last_one_told():
    ROOM.size = {"width": 900, "ratio": 1}
    app = magic()
    app.set(step=3)
    assert app.picture.still == b"" and app.picture.words == app.words, "on no page it has words alone"
    app._repr_mimebundle_()
    assert app.picture.png == made_anew("magic(step=3)", ROOM.size).picture.png, "before the page has told its size"
    number = app.picture.number
    app.picture.size = {"width": 900, "ratio": 1}
    assert app.picture.number == number
    app.picture.size = {"width": 901, "ratio": 1}
    assert app.picture.number == number + 1 and ROOM.size["width"] == 901


@pytest.mark.parametrize("make", (magic, slope))
def test_a_closed_figure_is_freed(make):
    app = make()
    app.picture.size = {"width": 600, "ratio": 1}
    figure, freed = weakref.ref(app.sheet.figure), weakref.ref(app)
    app.close()
    del app
    gc.collect()
    assert figure() is None and freed() is None


def test_a_press_finds_no_place_on_a_figure_that_is_not_dragged():
    left, top, right, bottom = coming().picture.zone
    assert left > right and top > bottom, "not even the corner"


def test_what_stands_on_a_page_no_more_is_not_redrawn_by_the_projector():
    ipywidgets.Widget.close_all()  # the figures of the tests before
    gone, there = shown(magic()), shown(magic())
    gone.picture.size = {}
    frames = gone.picture.number, there.picture.number
    there.tools.projector.value = True
    try:
        assert gone.picture.number == frames[0] and there.picture.number > frames[1]
    finally:
        there.tools.projector.value = False
