"""Two threads at once: the page asks for more while a button still trains. It happens where comms have threads of their own."""

from threading import Thread

import pytest

from helpers.apps import magic, train_network


def ask_early(app):
    """As soon as the page knows that the figure plays, it asks for more; the asking thread, to be joined."""
    asking = Thread(target=lambda: app.picture.asked({"more": app.picture.number}))

    def ask(change):
        if change["new"]:
            asking.start()
            asking.join(0.3)

    app.picture.observe(ask, "playing")
    return asking


@pytest.mark.parametrize("button, updates", [("epoch", 7), ("long", 140)])
def test_a_run_that_has_reached_its_goal_trains_no_further(button, updates):
    app = train_network()
    asking = ask_early(app)
    getattr(app.player, button).click()
    asking.join()
    while app.picture.playing:
        app.picture.asked({"more": app.picture.number})
    assert app.state.run.updates == updates


def test_play_at_the_end_begins_anew_though_more_is_asked_for_at_once():
    app = magic(step=500)
    asking = ask_early(app)
    app.player.play.click()
    asking.join()
    assert app.picture.playing and app.state.step == 2
