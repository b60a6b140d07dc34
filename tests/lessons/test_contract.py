"""What holds for every figure of the course. A new figure is here by itself: the names come from `helpers.apps`."""

import inspect
import re

import ipywidgets
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from helpers import apps
from helpers.live.room import ROOM
from tests.shared.driving import drive, ends, made_anew, same
from tests.shared.layout import crowded, overlapping

FIGURES = [name for name in apps.__all__ if name != "predict"]
SIZES = [(1440, False), (1000, False), (600, False), (400, False), (1000, True), (720, True), (400, True)]
WALK = 12  # moves of random controls
LIGHT = np.array([0.299, 0.587, 0.114])  # what a colour weighs in grey

figures = pytest.mark.parametrize("name", FIGURES)


@pytest.fixture(autouse=True)
def closed():
    """No figure of one test is redrawn by the next."""
    yield
    ROOM.turn(False)
    ipywidgets.Widget.close_all()


def opened(name, **settings):
    return getattr(apps, name)(**settings)


@figures
def test_every_control_goes_to_both_ends_and_the_picture_is_that_of_a_figure_made_anew(name):
    drive(opened(name))


@figures
def test_after_any_walk_the_picture_is_that_of_a_figure_made_anew(name):
    app, rng = opened(name), np.random.default_rng(0)
    for _ in range(WALK):
        control = app.controls[rng.choice([*app.controls])]
        control.value = rng.choice(np.array(values(control), dtype=object))
    same(app)


def values(control):
    """What a control can say."""
    if isinstance(control, ipywidgets.IntSlider):
        return [*range(control.min, control.max + 1, control.step)]
    if hasattr(control, "options"):
        return [value for _, value in control.options]
    return ends(control)


@figures
def test_bad_values_get_their_sentence_and_change_nothing(name):
    app = opened(name)
    for field, control in app.state.controls.items():
        for bad in ("nonsense", -(10**9), 10**9, [1], object()):
            if control.allows(bad, app.state):
                continue
            allowed = re.escape(control.range(app.state))
            with pytest.raises(ValueError, match=f"{field} must be {allowed}; got {re.escape(repr(bad))}"):
                opened(name, **{field: bad})
    before = app.state, app.picture.png
    with pytest.raises(ValueError, match="must be"):
        app.set(**{next(iter(app.controls)): object()})
    assert (app.state, app.picture.png) == before
    with pytest.raises(TypeError, match=rf"{name}\(\) got an unexpected keyword argument 'wrong'"):
        opened(name, wrong=1)


@figures
def test_the_function_says_its_arguments(name):
    make, app = getattr(apps, name), opened(name)
    assert [*inspect.signature(make).parameters][: len(app.controls)] == [*app.controls] or set(app.controls) <= set(
        inspect.signature(make).parameters
    )
    for field, control in app.state.controls.items():
        assert re.search(rf"^{field}: .+\.$", make.__doc__, re.MULTILINE), field
        assert app.controls[field].description == control.label != ""


@figures
def test_nothing_overlaps_or_is_cut(name):
    app = opened(name)
    for width, projected in SIZES:
        ROOM.turn(projected)
        app.picture.size = {"width": width, "ratio": 1}
        assert overlapping(app) == [], (width, projected)
        assert crowded(app) == [], (width, projected)


@figures
def test_the_line_below_the_picture_is_its_alternative_text_and_makes_it_again(name):
    app, again = opened(name), {}
    exec(f"{app.line.split('; ')[0]}\nagain = {app.line.split('; ')[1]}", again)
    assert again["again"].words == app.words == app.picture.words and app.picture.line == app.line
    assert made_anew(app.settings).picture.png == app.picture.png
    assert app.words.endswith(".") and "nan" not in app.words


@figures
def test_it_becomes_a_file_of_each_kind(name, tmp_path):
    app = opened(name)
    assert app.save(tmp_path / "a.png").read_bytes() == app.canvas.snapshot()
    assert app.save(tmp_path / "a.svg").read_text(encoding="utf-8").rstrip().endswith("</svg>")
    assert app.save(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    if ".gif" in app.tools.savers:
        with Image.open(app.save(tmp_path / "a.gif", steps=[0, 1])) as animation:
            assert animation.n_frames == 2
    else:
        with pytest.raises(ValueError, match=f"an animation needs something that plays; {name} has nothing that does"):
            app.save(tmp_path / "a.gif")


@figures
def test_the_legend_can_be_read_in_grey(name):
    """Two entries differ in their lightness, or in the line, the mark or the thickness."""
    samples = opened(name).view.legend.samples
    for place, one in enumerate(samples):
        for other in samples[:place]:
            assert look(one) != look(other) or abs(grey(one) - grey(other)) > 0.08, (one, other)


def look(sample):
    hollow = sample.get_markerfacecolor() in ("white", "none")
    return sample.get_linestyle(), sample._dash_pattern, sample.get_marker(), hollow, round(sample.get_linewidth() / 2)


def grey(sample):
    """The lightness of a line, or of a point's face, or of the edge where it is hollow."""
    colour = sample.get_color()
    if sample.get_linestyle() == "None":
        face = sample.get_markerfacecolor()
        colour = sample.get_markeredgecolor() if face in ("white", "none") else face
    return float(np.array(to_rgb(colour)) @ LIGHT)
