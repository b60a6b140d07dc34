"""train_network as its buttons and controls drive it: a run that goes on, and a figure that is what its settings say."""

import numpy as np
import pytest

from helpers.apps import train_network
from helpers.lessons.real_network.figures.train_network import (
    CHANGES,
    HERE,
    LANDSCAPE,
    LOSSES,
    LOST,
)
from helpers.lessons.real_network.plane import plane_of
from helpers.lessons.real_network.player import LONG
from helpers.lessons.real_network.run import Run
from tests.shared.driving import same, same_data


def press(app, name):
    next(button for button in app.player.buttons if button.description == name).click()


def seen(app, times=1):
    """What the page says when it has shown the newest frame."""
    for _ in range(times):
        app.picture.asked({"more": app.picture.number})


def same_anew(app):
    assert np.array_equal(same_data(app).weights, app.weights)


def test_sliced_by_frames_with_changes_on_the_way_is_the_figure_made_anew():
    app = train_network(speed=10)
    press(app, "play")
    for frame in range(40):
        seen(app)
        if frame in (5, 20):
            app.controls["learning_rate"].value = 0.4 if frame == 5 else 0.05
        if frame == 12:
            app.controls["batch_size"].value = 4
        if frame == 30:
            app.controls["optimizer"].value, app.controls["l2"].value = "adam", 0.01
    press(app, "pause")
    names = [change[1] for change in app.state.changes]
    assert app.state.updates == 410 and names == ["learning_rate", "batch_size", "learning_rate", "optimizer", "l2"]
    assert [at for at, *_ in app.state.changes] == [*app.sheet[LOSSES][CHANGES].get_xdata()[::3]]
    same_anew(app)
    same(app)
    press(app, "step")
    assert app.state.updates == 411
    same_anew(app)
    press(app, "epoch")
    assert app.state.run.examples_seen % app.state.material.n == 0
    same_anew(app)
    rule = app.state.run.rule
    press(app, "reset")
    assert app.state.updates == 0 and app.state.run.rule == rule and "changes=()" in app.call
    same_anew(app)
    same(app)


def test_a_change_taken_back_at_one_place_leaves_no_trace():
    app = train_network(optimizer="momentum", updates=30)
    app.set(optimizer="adam", learning_rate=0.5)
    assert app.state.changes == ((30, "optimizer", "adam"), (30, "learning_rate", 0.5))
    assert "optimizer='momentum'" in app.call and app.controls["optimizer"].value == "adam", "the line begins at update 0"
    app.set(optimizer="momentum", learning_rate=0.1)
    assert app.state.changes == ()
    press(app, "step")
    same_anew(app)


@pytest.mark.parametrize(
    "name, value", [("data", "xor"), ("hidden", "4"), ("activation", "relu"), ("seed", 7), ("share", 0.8), ("beside", "adam")]
)
def test_other_data_network_or_seed_begin_at_update_0_and_say_so(name, value):
    app = train_network(updates=20, changes=[(10, "learning_rate", 0.3)])
    app.controls[name].value = value
    assert app.state.updates == 0 and app.state.changes == () and app.state.learning_rate == 0.3, "the rule stays as it is"
    assert app.player.said.value == f"{app.controls[name].description}: training starts anew"
    same_anew(app)


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("learning_rate", 0.2, "learning rate η = 0.2"),
        ("batch_size", 4, "batch size B = 4"),
        ("optimizer", "adam", "optimizer = Adam"),
        ("schedule", "cosine", "schedule = cosine to 0 at 5000"),
        ("l2", 0.01, "l2 penalty = 0.01"),
    ],
)
def test_rules_change_while_it_trains_without_a_reset(name, value, said):
    app = train_network(updates=20)
    app.controls[name].value = value
    assert app.state.updates == 20 and app.state.changes == ((20, name, value),)
    assert app.player.said.value == f"{said} from update 20 on"
    same_anew(app)


def test_a_long_run_stops_where_it_is_told_or_at_its_end():
    app = train_network(data="penguins", batch_size=1)
    press(app, f"{LONG} epochs")
    seen(app)
    assert app.picture.playing and app.player.play.description == "pause" and app.player.progress.layout.visibility == "visible"
    reached = app.state.updates
    press(app, "pause")
    seen(app)
    assert reached == app.state.updates > 0 and not app.picture.playing and app.player.progress.layout.visibility == "hidden"
    goal = app.state.run.epochs + LONG
    press(app, f"{LONG} epochs")
    for _ in range(200):
        seen(app)
        if not app.picture.playing:
            break
    assert app.state.run.epochs == goal and app.state.run.examples_seen == goal * app.state.material.n
    same_anew(app)


def test_playing_waits_for_what_is_seen_and_its_pieces_are_as_long_as_its_speed():
    for speed in (1, 10, 100):
        app = train_network(speed=speed)
        press(app, "play")
        assert app.state.updates == speed
        app.picture.asked({"more": app.picture.number - 1})
        app.project()  # draws, as whatever else may meanwhile
        assert app.state.updates == speed, "the page has not shown the newest frame"
        seen(app, 3)
        assert app.state.updates == 4 * speed
    assert app.picture.interval <= 20


@pytest.mark.parametrize("change, updates", [({}, 10), ({"speed": 1}, 10), ({"learning_rate": 0.2}, 20), ({"seed": 1}, 0)])
def test_pause_goes_back_to_the_frame_on_the_screen_unless_a_control_has_moved_since(change, updates):
    app = train_network(speed=10)
    press(app, "play")
    shown = app.picture.number
    seen(app)
    app.set(**change)
    app.picture.asked({"halt": shown})
    assert not app.picture.playing and app.state.updates == updates
    assert {name: app.controls[name].value for name in change} == change
    same_anew(app)


def test_two_figures_that_train_do_not_disturb_each_other():
    one, other = train_network(speed=10), train_network(speed=10)
    for app in (one, other):
        press(app, "play")
    for turn in range(6):
        seen(one)
        seen(other, 2)
        if turn == 2:
            one.controls["learning_rate"].value = 0.4
    for app in (one, other):
        press(app, "pause")
        same_anew(app)
    assert (one.state.updates, other.state.updates) == (70, 130) and other.state.changes == ()


@pytest.mark.parametrize("place", ["train", "draw"])
def test_an_interrupt_while_it_trains_stops_it_and_leaves_what_was_shown(place, monkeypatch):
    app = train_network(speed=100)
    press(app, "play")
    seen(app, 2)
    before, stop = (app.call, app.words), {"train": "_record", "draw": "way"}[place]

    def interrupted(run):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Run, stop, interrupted)
        seen(app)
    assert not app.picture.playing and (app.call, app.words) == before
    press(app, "play")
    seen(app, 2)
    press(app, "pause")
    assert app.state.updates == 600
    same_anew(app)


def test_while_playing_a_plane_serves_for_some_frames_and_pausing_draws_a_new_one():
    app = train_network(speed=10)
    press(app, "play")
    planes = []
    for _ in range(30):
        seen(app)
        planes.append(app.state.landscape)
        at = planes[-1].project([app.weights])[0]
        assert [*at] == pytest.approx([data[0] for data in app.sheet[LANDSCAPE][HERE].get_data()])
    assert 1 < len({id(plane) for plane in planes}) < 5
    press(app, "pause")
    assert app.state.plane is None and app.state.landscape is plane_of(app.state.run) is not planes[-1]
    same_anew(app)


def test_with_a_rate_too_large_it_says_so_and_a_smaller_one_after_a_reset_goes_on():
    app = train_network(learning_rate=10.0)
    press(app, "play")
    gone = app.state.run.diverged
    assert gone and not app.picture.playing and f"diverged at update {gone}" in app.words
    assert app.sheet[LOSSES][LOST].get_text() == f"diverged at update {gone}"
    same_anew(app)
    for _ in range(3):
        press(app, "step")
    assert app.state.updates == gone
    assert train_network(learning_rate=10.0, updates=300).call == app.call, "no updates after it"
    app.controls["learning_rate"].value = 0.1
    press(app, "reset")
    assert app.player.said.value == "back to update 0"
    press(app, "epoch")
    assert app.state.run.diverged is None and app.state.updates == 7
