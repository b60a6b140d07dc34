"""The run beside a run: on the same shuffle, in step, under a rule made of the first one's rule."""

from dataclasses import asdict

import numpy as np
import pytest

from helpers.apps import train_network
from helpers.lessons.real_network.beside import BESIDE
from helpers.lessons.real_network.figures.train_network import LOSSES, OTHER, OTHER_HELD, OTHER_SAYS
from tests.shared.driving import same, same_data

OTHERS = [name for name in BESIDE if name != "none"]
RULE = dict(optimizer="sgd", schedule="constant", learning_rate=0.1, batch_size=32, l2=0)
DIFFERS = {
    "larger batch": dict(batch_size=200),  # of 200 examples
    "smaller batch": dict(batch_size=4),
    "higher rate": dict(learning_rate=0.4),
    "lower rate": dict(learning_rate=0.025),
    "momentum": dict(optimizer="momentum"),
    "adam": dict(optimizer="adam"),
    "l2": dict(l2=0.1),
}


@pytest.mark.parametrize("name", OTHERS)
def test_it_is_the_run_of_its_own_rule_and_both_shuffles_are_one(name):
    app = train_network(beside=name, updates=130)
    run, other = app.state.run, app.state.run.beside
    alone = train_network(updates=130, **{**RULE, **DIFFERS[name]}).state.run
    assert asdict(other.rule) == {**RULE, **DIFFERS[name]} and other.updates == run.updates
    assert np.array_equal(other.params, alone.params)
    assert np.array_equal(run.params, train_network(updates=130).weights), "the first run does not feel it"
    steps, full, _, validation = map(np.array, [*zip(*alone.way())][:4])
    for mark, losses in ((OTHER, full), (OTHER_HELD, validation)):
        assert np.array_equal(app.sheet[LOSSES][mark].get_data(), (steps, losses))
    said = f"{BESIDE[name][0]}: full {full[-1]:.4g}"
    assert app.sheet[LOSSES][OTHER_SAYS].get_text() == f"fainter: {said}" and app.words.endswith(f"beside it, with {said}.")


def test_with_nothing_beside_it_nothing_is_drawn_or_said():
    app = train_network(updates=20)
    assert app.state.run.beside is None and "beside it" not in app.words
    assert [app.frame[LOSSES][mark] for mark in (OTHER, OTHER_HELD, OTHER_SAYS)] == [None] * 3


@pytest.mark.parametrize("name", ["larger batch", "higher rate", "momentum"])
def test_after_a_walk_with_changes_it_is_the_figure_made_anew(name):
    app = train_network(beside=name, speed=10)
    app.player.play.click()
    for frame in range(24):
        app.picture.asked({"more": app.picture.number})
        if frame == 4:
            app.controls["learning_rate"].value = 0.2
        if frame == 9:
            app.controls["batch_size"].value = 4
        if frame == 14:
            app.controls["optimizer"].value = "adam"
            app.controls["optimizer"].value = "sgd"  # taken back at once: no trace
        if frame == 19:
            app.controls["l2"].value = 0.01
    app.player.play.click()
    other, again = app.state.run.beside, same_data(app).state.run.beside
    assert np.array_equal(other.params, again.params) and other.rule == again.rule and other.updates == app.state.updates
    app.player.epoch.click()
    assert app.state.run.beside.updates == app.state.updates
    same_data(app)
    app.player.reset.click()
    assert app.state.run.beside.updates == 0
    same_data(app)


def test_one_that_diverges_says_so_and_the_other_goes_on():
    app = train_network(learning_rate=2.5, beside="higher rate", updates=100)
    run = app.state.run
    assert run.diverged is None and run.beside.diverged < run.updates == 100
    assert app.sheet[LOSSES][OTHER_SAYS].get_text().endswith(f"diverged at update {run.beside.diverged}")
    app.player.step.click()
    assert app.state.updates == 101 and app.state.run.beside.updates == run.beside.diverged
    same(app)


@pytest.mark.parametrize("speed", [1, "fast"])
def test_a_frame_trains_both_and_what_was_shown_before_stays(speed):
    app = train_network(beside="adam", speed=speed)
    first = app.state.run
    app.player.play.click()
    run = app.state.run
    assert run.updates == run.beside.updates > 0 == first.updates == first.beside.updates


def test_a_bad_one_gets_one_clear_sentence():
    with pytest.raises(ValueError, match="beside must be one of none, larger batch, .*, l2; got 'two'"):
        train_network(beside="two")
