"""What plays: buttons, frames asked for ahead of their time, a stop that is one at once."""

import pytest
from ipywidgets import Button

from helpers.apps import escape, magic, slope
from helpers.lessons.magic.walk import STEPS
from tests.live.small import phased
from tests.shared.driving import same


def press(app, label):
    buttons = [child for row in app.children for child in getattr(row, "children", ()) if isinstance(child, Button)]
    next(button for button in buttons if button.description == label).click()


def more(app):
    """The page asks for a frame, and has seen the last."""
    app.picture.asked({"more": app.picture.number})


def test_buttons_step_back_forth_and_reset():
    app = magic()
    for label, step in (("back", 0), ("step", 1), ("step", 2), ("step", 3), ("back", 2), ("reset", 0)):
        press(app, label)
        assert app.controls["step"].value == app.state.step == step
    app.controls["step"].value = STEPS
    press(app, "step")
    assert app.controls["step"].value == STEPS


def test_play_takes_a_step_for_each_frame_asked_for_and_stops_when_told():
    app = magic()
    more(app)
    assert app.state.step == 0, "it is not playing"
    press(app, "play")
    assert app.picture.playing and app.state.step == 1
    for expected in (2, 3):
        more(app)
        assert app.controls["step"].value == expected
    press(app, "pause")
    more(app)
    assert app.state.step == 3 and not app.picture.playing


def test_play_stops_at_the_end_and_starts_again_from_the_start():
    app = magic(step=STEPS - 1)
    press(app, "play")
    assert app.state.step == STEPS
    more(app)
    assert app.state.step == STEPS and not app.picture.playing
    press(app, "play")
    assert app.state.step == 1 and app.picture.playing


def test_a_stop_goes_back_to_the_frame_that_the_page_shows():
    app = magic()
    press(app, "play")
    for _ in range(5):
        seen = app.picture.number, app.state.step
        for _ in range(3):  # under way
            more(app)
    app.controls["learning_rate"].value = 0.2
    app.picture.asked({"halt": seen[0]})
    assert not app.picture.playing and app.state.step == seen[1] and app.state.learning_rate == 0.2
    same(app)


def test_a_stop_at_a_frame_long_past_stays_where_the_figure_is():
    app = magic()
    press(app, "play")
    more(app)
    app.picture.asked({"halt": -1})
    assert not app.picture.playing and app.state.step == 2


def test_whatever_brings_the_figure_back_to_its_start_stops_it():
    app = magic()
    press(app, "play")
    app.controls["model"].value = "logistic"
    assert app.state.step == 0 and not app.picture.playing


def test_a_step_with_phases_is_one_counter():
    app = phased()
    seen = []
    for _ in range(6):
        seen.append((app.state.step, app.state.phase))
        press(app, "next")
    assert seen == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)] and (app.state.step, app.state.phase) == (2, 1)
    press(app, "back")
    assert (app.state.step, app.state.phase) == (2, 0) and app.picture.interval == 300


@pytest.mark.parametrize("make, plays", [(magic, True), (escape, True), (slope, False)])
def test_what_plays_has_the_slow_switch_and_the_animation(make, plays):
    app = make()
    assert hasattr(app.tools, "slow") == (".gif" in app.tools.savers) == bool(app.player) == plays


def test_slow_plays_eight_times_slower_until_it_is_switched_off():
    app = magic()
    usual = app.picture.interval
    for slow, factor in ((True, 8), (False, 1)):
        app.tools.slow.value = slow
        assert app.picture.interval == factor * usual
