"""What holds for every figure of the course. A new figure is here by itself: the names come from `helpers.apps`."""

import inspect
import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from helpers import apps
from helpers.live.dark import darkened
from tests.shared.colours import difference, lab, linear, without_green
from tests.shared.driving import drive, shown
from tests.shared.layout import cluttered, crowded, overlapping
from tests.shared.reading import faint

LIGHT = np.array([0.299, 0.587, 0.114])  # what a colour weighs in grey
CLEAR = 18  # ΔE of two colours that stand for two things; 2.3 is just noticeable side by side


@pytest.fixture(scope="module", params=apps.FIGURES)
def app(request):
    """Each figure as it opens; the tests that move its controls come last."""
    app = shown(getattr(apps, request.param)())
    yield app
    app.close()


def test_bad_values_get_their_sentence_and_change_nothing(app):
    make = getattr(apps, app.name)
    for field, control in app.state.controls.items():
        for bad in ("nonsense", -(10**9), 10**9, [1], object()):
            if control.allows(bad, app.state):
                continue
            allowed = re.escape(control.range(app.state))
            with pytest.raises(ValueError, match=f"{field} must be {allowed}; got {re.escape(repr(bad))}"):
                make(**{field: bad})
    before = app.state, app.picture.png
    with pytest.raises(ValueError, match="must be"):
        app.set(**{next(iter(app.controls)): object()})
    assert (app.state, app.picture.png) == before
    with pytest.raises(TypeError, match=rf"{app.name}\(\) got an unexpected keyword argument 'wrong'"):
        make(wrong=1)


def test_the_function_says_its_arguments(app):
    make = getattr(apps, app.name)
    assert {*app.controls} <= {*inspect.signature(make).parameters}
    for field, control in app.state.controls.items():
        assert re.search(rf"^{field}: .+\.$", make.__doc__, re.MULTILINE), field
        assert app.controls[field].description == control.label != ""


def test_nothing_overlaps_or_is_cut(app):
    assert cluttered(app) == {}


def test_the_line_below_the_picture_is_its_alternative_text_and_makes_it_again(app):
    again = {}
    exec(f"{app.cell.split('; ')[0]}\nagain = {app.cell.split('; ')[1]}", again)
    assert again["again"].words == app.words == app.picture.words and app.picture.cell == app.cell
    again["again"].picture.size = app.picture.size
    assert again["again"].picture.png == app.picture.png
    again["again"].close()
    assert app.words.endswith(".") and "nan" not in app.words


def test_it_becomes_a_file(app, tmp_path):
    """A picture of one kind, each figure the next: the kinds share all but the last step, which is matplotlib's or Pillow's."""
    kind = (".png", ".svg", ".pdf")[apps.FIGURES.index(app.name) % 3]
    written = app.save(tmp_path / f"a{kind}").read_bytes()
    assert {
        ".png": lambda: written == app.snapshot(),
        ".svg": lambda: written.rstrip().endswith(b"</svg>"),
        ".pdf": lambda: written.startswith(b"%PDF"),
    }[kind]()
    if ".gif" in app.tools.savers:
        with Image.open(app.save(tmp_path / "a.gif", steps=[0, 1])) as animation:
            assert animation.n_frames == 2
    else:
        with pytest.raises(ValueError, match=f"an animation needs something that plays; {app.name} has nothing that does"):
            app.save(tmp_path / "a.gif")


def test_the_legend_can_be_read_in_grey(app):
    """Two entries differ in their lightness, or in the line, the mark or the thickness; in the dark look too."""
    assert alike(app) == alike(app, darkened) == []


def test_the_legend_can_be_read_by_a_deuteranope(app):
    """Two entries of one line and mark differ enough in colour to one who does not tell red from green."""
    assert confused(app) == confused(app, darkened) == []


def test_its_text_can_be_read_in_the_dark_look(app):
    assert faint(app.canvas) == []


def test_a_deuteranope_confuses_red_and_green_but_not_blue_and_yellow():
    np.testing.assert_allclose(lab(linear([1, 0, 0])), [53.24, 80.09, 67.20], atol=0.01)
    assert without_green("#777777") == pytest.approx(linear([0x77 / 255] * 3), rel=1e-3)
    assert difference("#c44e00", "#6b7a00") < CLEAR < difference("#2c6ea3", "#f0a202")
    assert difference("#c44e00", "#6b7a00", seen=lambda colour: linear(to_rgb(colour))) > 2 * CLEAR


def alike(app, worn=to_rgb):
    """Pairs of entries of the legend that cannot be told apart in grey."""
    return [pair for pair in of_one_look(app) if abs(np.subtract(*(worn(ink(each)) @ LIGHT for each in pair))) <= 0.08]


def confused(app, worn=to_rgb):
    """Pairs of entries that a deuteranope cannot tell apart at a glance."""
    return [pair for pair in of_one_look(app) if difference(*(worn(ink(each)) for each in pair)) < CLEAR]


def of_one_look(app):
    """Pairs of entries of the legend that differ in colour at most."""
    samples = [*app.sheet.legend.samples.values()]
    pairs = [(one, other) for place, one in enumerate(samples) for other in samples[:place]]
    return [(one, other) for one, other in pairs if look(one) == look(other)]


def look(sample):
    hollow = sample.get_markerfacecolor() in ("white", "none")
    return sample.get_linestyle(), sample._dash_pattern, sample.get_marker(), hollow, round(sample.get_linewidth() / 2)


def ink(sample):
    """The colour of a line, or of a point's face, or of the edge where it is hollow."""
    if sample.get_linestyle() != "None":
        return sample.get_color()
    face = sample.get_markerfacecolor()
    return sample.get_markeredgecolor() if face in ("white", "none") else face


def test_a_run_can_be_kept_behind_the_next_where_a_figure_declares_ghosts(app):
    assert (app.tools.keep is None) == (app.plan.ghosts is None)
    if app.tools.keep:
        app.tools.keep.value = True
        assert app.words.endswith("; the same run is kept.")
        for width in (600, 1440):
            app.picture.size = {"width": width, "ratio": 1}
            assert overlapping(app) == crowded(app) == [], width
        for worn in (to_rgb, darkened):
            assert alike(app, worn) == confused(app, worn) == []
        shown(app)
        assert {*app.plan.ghosts.marks} <= {mark for drawn in app.sheet.panels.values() for mark in drawn.artists}


def test_every_control_goes_to_both_ends_and_the_picture_is_that_of_a_figure_made_anew(app):
    """Before a run that is kept, where there can be one: with its ghosts it has all its marks."""
    if app.tools.keep:
        app.tools.keep.value = True
    drive(app)
