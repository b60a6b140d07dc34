"""A run that is kept, pale, behind the next one: part of the settings, and of all that follows from them."""

from threading import Thread
from unittest import mock

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from helpers.live import Axis, Frame, Kept, Panel, X, between, choice, figure, switch, whole
from helpers.live.looks import GHOST
from helpers.live.marks import Band, Histogram, Level, Line, Measured, Points, Rule
from helpers.live.marks.base import frozen
from tests.live.small import Number
from tests.shared.driving import same, shown
from tests.shared.layout import crowded, overlapping

PATH, NOW, FULL = (
    Line("path", color="#16263f", lw=2),
    Points("now", color="#d7263d", ms=8),
    Level(still=True, color="#16263f", lw=3),
)
PANEL = Panel(Axis("x", 0, 10), Axis("y", -1, 10))
WORLDS = {"near": "a near world", "far": "a far world"}
NAMES = {"near": "x", "far": "far x"}
DRAWN = []  # the settings that have been drawn


class Run(Kept):
    world: str = choice("world", WORLDS, "near")
    rate: float = between("learning rate η", (-1.0, 0.5, 1.0), 1.0)
    shuffled: bool = switch("shuffled")
    step: int = whole("step", 0, 10, 4, plays=100)


@figure(PANEL, legend=(PATH, NOW), presets={"slow": dict(rate=0.5)}, ghosts=(PATH, NOW))
def walk(s: Run):
    """A line as far as it is walked."""
    DRAWN.append(s)
    x, y = np.arange(s.step + 1), s.rate * np.arange(s.step + 1)
    values = {X: Axis(NAMES[s.world], 0, 10), FULL: 9, PATH: (x, y), NOW: (x[-1], y[-1])}
    return Frame({PANEL: values}, f"step {s.step}.")


def of(app, mark):
    """The data of a mark as they are drawn."""
    return app.sheet[PANEL][mark].get_xydata()


def entries(app):
    return [text.get_text() for text in app.sheet.legend.texts.values()]


def ghosts(app):
    """How many pixels of the picture have the ghosts' colour."""
    pixels = np.asarray(app.canvas.image())
    return int((np.abs(pixels - np.round(255 * np.array(to_rgb(GHOST)))) < 3).all(-1).sum())


def test_what_is_kept_stays_while_the_controls_move_until_it_is_released():
    app, path, now = shown(walk()), walk.plan.ghosts.marks[PATH], walk.plan.ghosts.marks[NOW]
    before, first, look = app.picture.png, app.state, of(app, PATH)
    app.tools.keep.value = True
    assert app.state.kept == first and entries(app) == ["path", "now", "the kept run"]
    app.controls["rate"].value = 0.5
    app.controls["step"].value = 9
    assert np.array_equal(of(app, path), look) and np.array_equal(of(app, now), look[-1:])
    assert len(of(app, PATH)) == 10 and ghosts(app) > 50
    app.player.rewind()
    app._preset("slow")
    app.tools.projector.value = True
    app.tools.projector.value = False
    assert app.state.kept == first and np.array_equal(of(app, path), look), "nor does a button take it away"
    app.picture.size = {}
    app.picture.size = {"width": 1000, "ratio": 1}
    assert ghosts(app) > 50, "it is there again with the figure that returns to the page"
    app.tools.keep.value = False
    assert app.state.kept is None and entries(app) == ["path", "now"]
    app.set(rate=1.0, step=4)
    assert app.picture.png == before and app.state == first


@pytest.mark.parametrize(
    ("moves", "clause"),
    (
        ({}, "the same run is kept"),
        ({"rate": -1.0}, "kept: η = 1"),
        ({"world": "far"}, "kept: world = a near world"),
        ({"shuffled": True, "step": 6}, "kept: shuffled = no, step = 4"),
        ({"rate": 0.5, "step": 0}, "kept: η = 1, step = 4"),
    ),
)
def test_the_words_name_the_controls_that_differ(moves, clause):
    app = shown(walk())
    app.tools.keep.value = True
    app.set(**moves)
    assert app.words == app.picture.words == f"step {app.state.step}; {clause}."
    assert overlapping(app) == crowded(app) == []
    app.tools.keep.value = False
    assert app.words == f"step {app.state.step}."


def test_a_number_below_zero_has_its_sign():
    app = walk(rate=-1.0)
    app.tools.keep.value = True
    app.set(rate=0.5)
    assert app.words == "step 4; kept: η = −1."


def test_the_line_of_python_and_each_kind_of_file_hold_it(tmp_path):
    app = shown(walk(rate=0.5))
    app.tools.keep.value = True
    app.set(rate=1.0)
    settings = "world='near', rate={}, shuffled=False, step=4"
    kept = "{'world': 'near', 'rate': 0.5, 'shuffled': False, 'step': 4}"
    assert app.call == f"walk({settings.format(1.0)}, kept={kept})"
    again = eval(app.call, {"walk": walk})
    assert again.state == app.state and hash(again.state) == hash(app.state) and again.tools.keep.value is True
    assert (again.words, again.canvas.png()) == (app.words, app.picture.png)
    same(app)
    assert app.save(tmp_path / "a.png").read_bytes() == again.snapshot() != walk().snapshot()
    assert GHOST in app.save(tmp_path / "a.svg").read_text(encoding="utf-8")
    with Image.open(app.save(tmp_path / "a.gif", steps=[0, 1])) as animation:
        colours = {colour for _, colour in animation.convert("RGB").getcolors(1 << 16)}
    assert tuple(np.round(255 * np.array(to_rgb(GHOST))).astype(int)) in colours


def test_what_a_dict_leaves_out_stands_as_in_the_figure():
    assert walk(step=7, kept={"rate": 0.5}).state.kept == Run(rate=0.5, step=7)
    assert walk(step=7, kept={}).words == "step 7; the same run is kept."
    assert walk(kept=None).call == walk().call


@pytest.mark.parametrize(
    ("bad", "says"),
    (
        ({"rate": 7}, "rate must be a number between -1 and 1; got 7"),
        ({"world": "flat"}, "world must be one of near, far; got 'flat'"),
        ({"step": 2.5}, "step must be a whole number between 0 and 10; got 2.5"),
        ({"speed": 1}, r"kept must be None or a dict with keys among world, rate, shuffled, step; got {'speed': 1}"),
        ({"kept": {}}, r"kept must be None or a dict with keys among world, rate, shuffled, step; got {'kept': {}}"),
        (0.5, "kept must be None or a dict with keys among world, rate, shuffled, step; got 0.5"),
    ),
)
def test_a_run_that_cannot_be_kept_gets_a_sentence(bad, says):
    with pytest.raises(ValueError, match=says):
        walk(kept=bad)


def test_help_and_signature_name_it_last_and_a_figure_without_ghosts_has_no_button():
    assert walk.__doc__.splitlines()[-1] == "kept: a run to keep, faint, behind this one; a dict of its controls, or None."
    with pytest.raises(TypeError, match=r"walk\(\) too many positional arguments"):
        walk("near", 1.0, False, 4, {})

    def bare(s: Number):
        return Frame({PANEL: {PATH: None}}, ".")

    assert figure(PANEL)(bare)().tools.keep is None
    with pytest.raises(ValueError, match="ghosts need settings that are Kept; got Number"):
        figure(PANEL, ghosts=(PATH,))(bare)


def test_a_panel_whose_axis_has_another_name_shows_no_ghost():
    app, path = walk(kept={"world": "far"}), walk.plan.ghosts.marks[PATH]
    assert app.words == "step 4; kept: world = a far world." and len(of(app, path)) == 0
    app.set(world="far")
    assert np.array_equal(of(app, path), of(app, PATH))


def test_the_kept_run_is_drawn_once_and_sent_once():
    """What moves with the controls is what moves without it."""
    app, sent = shown(walk()), []
    app.tools.keep.value = True
    DRAWN.clear()
    with mock.patch.object(type(app.picture), "send_state", lambda picture, names: sent.append(set(names))):
        for step in (5, 6, 7):
            app.controls["step"].value = step
    assert [s.step for s in DRAWN] == [5, 6, 7]
    assert sent == [{"moving", "tiles", "words", "cell", "number"}] * 3


def test_runs_that_differ_have_keys_that_differ_however_they_end():
    """Else what was drawn of one would stand for the other."""
    ends = (0, np.inf, -np.inf, np.nan)
    runs = [np.array([start, end]) for start in (0, 1.0, 2.0) for end in ends] + [np.array([0]), np.array([7, 0])]
    assert len({frozen(run) for run in runs}) == len(runs)
    assert frozen(np.array([1.0, np.inf])) == frozen(np.array([1.0 + 1e-12, np.inf])), "rounding is no difference"


def test_two_threads_keep_and_move():
    app = shown(walk())

    def turn(widget, values):
        for value in values:
            widget.value = value

    jobs = [
        (app.tools.keep, [True, False] * 5 + [True]),
        (app.controls["step"], range(11)),
        (app.controls["rate"], [0.5, 1.0] * 6),
    ]
    threads = [Thread(target=turn, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert app.tools.keep.value is True and app.state.kept is not None and (app.state.step, app.state.rate) == (10, 1.0)
    same(app)


X_Y, HIGH = (np.array([2.0, 5.0]), np.array([3.0, 6.0])), np.array([9.0, 9.0])


@pytest.mark.parametrize(
    ("mark", "data"),
    (
        (Line(color="#d7263d", lw=2), X_Y),
        (Points(ms=5, mfc="white", mec="#d7263d", mew=2), X_Y),
        (Rule(color="#d7263d", lw=2), 5),
        (Level(color="#d7263d", lw=2), 5),
        (Measured(color="#d7263d", ms=6), (*X_Y, 1.0)),
        (Band(), (*X_Y, HIGH)),
        (Histogram(), (np.array([3.0, 5.0]), np.array([1.0, 4.0, 8.0]))),
    ),
    ids=lambda each: type(each).__name__ if hasattr(each, "ghost") else "",
)
def test_each_kind_of_mark_has_a_ghost_that_comes_and_goes(mark, data):
    class Shown(Kept):
        shown: int = whole("shown", 0, 1)

    @figure(PANEL, ghosts=(mark,), legend=())
    def one(s: Shown):
        return Frame({PANEL: {mark: data if s.shown else None}}, ".")

    empty, app = shown(one(kept={})), shown(one(shown=1))
    app.tools.keep.value = True
    app.set(shown=0)
    assert ghosts(app) > ghosts(empty), "more than in the legend"
    same(app)
