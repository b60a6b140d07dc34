"""The reader's own optimizer in the race."""

import sys

import numpy as np
import pytest

from helpers.apps import race
from helpers.lessons.variants.figures.race import AHEAD, BOLD, LANDSCAPE
from helpers.lessons.variants.racing import Race, racers
from helpers.live import LINE
from helpers.optimizers import Optimizer, sgd
from helpers.optimizers import momentum as heavy_ball
from helpers.problems.two_weights import N, problem
from helpers.training import train
from tests.shared.layout import overlapping


def my_optimizer():
    return heavy_ball(0.8)


def broken(result):
    return lambda: Optimizer(np.zeros_like, lambda gradient, state, params: result(gradient, state))


def test_my_own_optimizer_races_as_the_tenth():
    app = race(own=my_optimizer, focus="yours", step=40)
    assert app.call.endswith("own=my_optimizer)") and "yours" in app.words and "in focus yours, η = 0.25" in app.words
    alone = train(problem("ravine").model, heavy_ball(0.8), problem("ravine").start, [None] * 40, 0.25)
    np.testing.assert_allclose(np.transpose(app.sheet[LANDSCAPE][BOLD].get_data()), alone.params)
    assert eval(app.call, {"race": race, "my_optimizer": my_optimizer}).canvas.png() == app.canvas.png()
    assert race(own=heavy_ball(0.8)).call.endswith("own=my_optimizer)") and "own=" not in race().call


def test_my_own_optimizer_is_made_once_however_the_controls_move():
    made = []
    app = race(own=lambda: made.append(1) or heavy_ball(0.8), step=10)
    for name, value in (("step", 20), ("landscape", "bowl"), ("focus", "yours")):
        app.controls[name].value = value
    app.player.move(1)
    assert made == [1] and "step 21 of" in app.words


@pytest.mark.parametrize(
    "own, says",
    [
        (broken(lambda g, s: 1 / 0), "stopped at step 1: your function stopped with ZeroDivisionError: division by zero."),
        (broken(lambda g, s: g), "update must return the pair (direction, state); yours returned ndarray."),
        (broken(lambda g, s: (g[:1], s)), "the direction must have the shape of params, (2,); yours has (1,)."),
        (broken(lambda g, s: (g * np.nan, s)), "the direction must be finite; yours holds nan."),
        (broken(lambda g, s: ("up", s)), "the direction must hold numbers; yours is str."),
        (broken(lambda g, s: (1j * g, s)), "the direction must hold numbers; yours is ndarray."),
        (broken(lambda g, s: sys.exit()), "at step 1: your function leaves Python with exit; return the answer in its place."),
        (broken(lambda g, s: (g.fill(0), s)), "update changed the gradient or the params it was given"),
        (lambda: Optimizer(lambda params: params.nope, sgd().update), "at step 0: your function stopped with AttributeError"),
    ],
)
def test_a_broken_optimizer_gets_one_sentence_and_the_others_race_on(own, says, capsys):
    app = race(own=own, focus="yours", step=20)
    assert says in app.words and app.words.count("stopped at step") == 1
    assert "see the words below" in app.frame[LANDSCAPE][LINE]
    stage = problem("ravine")
    plain = Race(stage, racers(None), N, "constant", 1.0, False, stage.start, 0)
    np.testing.assert_array_equal(app.state.run.until(20).paths[:, :-1], plain.until(20).paths)
    assert overlapping(app) == [] and capsys.readouterr().err == ""


@pytest.mark.parametrize("own, says", [(3, "this is int"), (np.sin, "sin stopped with TypeError"), (lambda: 5, "this is int")])
def test_what_is_no_optimizer_is_refused_in_a_sentence(own, says):
    with pytest.raises(ValueError, match=f"own: .*{says}"):
        race(own=own)


def adam_by_hand():
    def update(g, state, W):
        m, s, t = state
        m, s, t = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2, t + 1
        return m / (1 - 0.9**t) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8), (m, s, t)

    return Optimizer(lambda W: (0 * W, 0 * W, 0), update)


def test_yours_is_drawn_over_the_variant_that_it_is_to_be_like():
    """The same rule goes the same way, whatever the landscape, the batches and the rates; another says where it parts."""
    app = race(own=adam_by_hand, like="adam", focus="yours", batch_size=4)
    for landscape in ("aligned", "beale", "network"):
        app.set(landscape=landscape, step=40, scale=2.0)
        assert "yours goes the way of Adam" in app.words and app.frame[LANDSCAPE][LINE] in app.words
        wide, narrow = app.sheet[LANDSCAPE][AHEAD], app.sheet[LANDSCAPE][BOLD]
        np.testing.assert_allclose(wide.get_xydata(), narrow.get_xydata(), rtol=1e-6)
        assert wide.get_linewidth() > 2 * narrow.get_linewidth()
    assert app.call.endswith("own=adam_by_hand, like='adam')")
    app.set(focus="adam", scale=1.0)
    assert "the way of" not in app.words and "lowest of the others" in app.frame[LANDSCAPE][LINE]


def test_it_says_at_which_step_another_rule_leaves_the_way():
    def slow_to_clip():
        return Optimizer(lambda W: 0, lambda g, step, W: (g if step < 7 else np.clip(g, -1e-6, 1e-6), step + 1))

    app = race(own=slow_to_clip, like="sgd", focus="yours", step=7)
    assert "yours goes the way of SGD" in app.words
    app.set(step=30)
    assert "yours leaves the way of SGD at step 8" in app.words
    assert overlapping(app) == []


@pytest.mark.parametrize(
    "given, says",
    [
        (dict(own=my_optimizer, like="adamax"), "like must be one of sgd, .*; got 'adamax'"),
        (dict(like="adam"), "like must be None where there is no own; got 'adam'"),
    ],
)
def test_what_yours_cannot_be_like_is_refused_in_a_sentence(given, says):
    with pytest.raises(ValueError, match=says):
        race(**given)


def test_yours_is_in_the_menu_only_where_there_is_one():
    with pytest.raises(ValueError, match="focus must be one of sgd, .*; got 'yours'"):
        race(focus="yours")
    assert "from (1.234, 6.1)" in race(start_1=1.234).words, "a start between the marks joins its slider"
