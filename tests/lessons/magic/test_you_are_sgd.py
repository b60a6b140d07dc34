"""The game in the place of SGD: what it shows before the end, how it is moved, and the scores, by its real controls."""

from dataclasses import replace

import numpy as np
import pytest
from ipywidgets import Button

from helpers.apps import you_are_sgd
from helpers.lessons.magic.figures import you_are_sgd as game
from helpers.lessons.magic.figures.you_are_sgd import ENDS, GAPS, LANDSCAPE, PATHS, RING, SEEN, TRAIL, UNSEEN, WALKS
from helpers.lessons.magic.rounds import RATE, REACH, ROUNDS, dealt, descents, hidden, verdict
from helpers.lessons.magic.walk import run
from helpers.live.curves import BATCH_LOSS, FULL_LOSS, NOTICE, NOW, SLOPE
from helpers.live.panel import LINE, TITLE
from helpers.models import SineRegression
from helpers.problems.one_weight import problem
from tests.shared.driving import made_anew, same
from tests.shared.layout import cluttered

BUTTONS = NEXT, BACK, AGAIN = "next round", "back", "start again"


@pytest.fixture
def app():
    return you_are_sgd()


def press(app, label, times=1):
    buttons = [child for row in app.children for child in getattr(row, "children", ()) if isinstance(child, Button)]
    (found,) = (button for button in buttons if button.description == label)
    for _ in range(times):
        found.click()


def choose(app, *weights):
    """Play a round for each weight."""
    for w in weights:
        app.controls["next_weight"].value = w
        press(app, NEXT)


@pytest.mark.parametrize("batch_size", [1, 4, 16, 64])
def test_who_holds_the_rate_fixed_is_sgd(batch_size):
    app = you_are_sgd(batch_size=batch_size, rule=RATE)
    press(app, NEXT, ROUNDS)
    np.testing.assert_allclose(app.state.path, run("sine", RATE, batch_size, 4.9, 0).weights[: ROUNDS + 1], rtol=1e-9)
    assert "level with SGD" in app.words


@pytest.mark.parametrize("data", ["sine", "new"])
@pytest.mark.parametrize("rounds", [0, 5])
@pytest.mark.parametrize("rule", ["own", 0.4])
def test_a_round_tells_nothing_of_examples_that_no_batch_has_shown(monkeypatch, data, rounds, rule):
    """With other examples in their place, words and picture are the same: the full loss, which they change, cannot leak."""
    seen, stage = np.concatenate(dealt(64, 4, 0)[: rounds + 1]), hidden(data, 0)
    y = np.full(64, 5.0)
    y[seen] = stage.model.y[seen]
    app = you_are_sgd(data=data, rule=rule)
    press(app, NEXT, rounds)
    monkeypatch.setattr(game, "hidden", lambda data, seed: replace(stage, model=SineRegression(stage.model.x, y)))
    other = made_anew(app.call)
    assert len(app.state.weights) == rounds and stage.model.loss([2.0]) != other.state.stage.model.loss([2.0])
    assert other.words == app.words and other.canvas.png() == app.canvas.png()


@pytest.mark.parametrize("data", ["sine", "new"])
def test_the_solid_curve_and_what_belongs_to_it_come_at_the_end_and_go_again(data):
    app = you_are_sgd(data=data)
    heights = app.sheet[LANDSCAPE].limits[1]
    press(app, NEXT, ROUNDS - 1)
    for label, over in ((NEXT, True), (BACK, False), (NEXT, True), (AGAIN, False)):
        press(app, label)
        drawn, below = app.sheet[LANDSCAPE], app.sheet[PATHS]
        at_the_end = [drawn[mark] for mark in (FULL_LOSS, TRAIL, GAPS, *ENDS.values())] + [
            below[mark] for mark in ENDS.values()
        ]
        assert {len(art.get_xdata()) > 0 for art in at_the_end} == {over}
        assert {len(drawn[mark].get_xdata()) > 0 for mark in (BATCH_LOSS, SLOPE, RING, NOW)} == {not over}
        assert ("full loss" in app.words.lower()) == over and drawn.limits[1] == heights


def test_one_sees_the_loss_of_this_batch_as_far_as_one_may_go(app):
    model = problem("sine").model
    for round_, w in enumerate((4.5, 4.3, 4.75)):
        art, batch, now = app.sheet[LANDSCAPE], dealt(64, 4, 0)[round_], app.state.path[-1]
        x, y = art[BATCH_LOSS].get_data()
        np.testing.assert_allclose((x[0], x[-1]), (now - REACH, now + REACH))
        np.testing.assert_allclose(y, [model.loss([each], batch).item() for each in x])
        marks = [mark for _, mark in app.controls["next_weight"].options]
        assert marks[0] >= x[0] - 1e-9 and marks[-1] <= x[-1] + 1e-9 and now in marks
        shade = art[UNSEEN].get_paths()[0]
        assert [shade.contains_point((place, 1.0)) for place in (x[0] - 0.1, x[0] + 0.1, x[-1] - 0.1, x[-1] + 0.1)] == [
            1,
            0,
            0,
            1,
        ]
        app.controls["next_weight"].value = w
        (ring,), (height,) = art[RING].get_data()
        assert ring == w and height == pytest.approx(model.loss([w], batch).item())
        press(app, NEXT)
    np.testing.assert_array_equal(app.sheet[LANDSCAPE][SEEN].get_xdata(), (4.9, 4.5, 4.3))


@pytest.mark.parametrize("panel", [LANDSCAPE, PATHS])
def test_the_ring_is_dragged_in_the_picture_and_goes_no_further_than_one_sees(app, panel):
    (low, high), (left, top, right, bottom) = app.sheet[panel].limits[0], app.sheet[panel].box
    assert app.dragging.zone[1] <= top and bottom <= app.dragging.zone[3]
    for count, (w, got) in enumerate(((4.52, 4.5), (5.1, 5.1), (1.0, 4.15), (7.0, 5.65)), start=1):
        app.picture.pointer = [left + (w - low) / (high - low) * (right - left), (top + bottom) / 2, count]
        assert app.controls["next_weight"].value == got == app.sheet[LANDSCAPE][RING].get_xdata()[0]


@pytest.mark.parametrize(
    "name, value, goes_on",
    [
        ("rule", 0.1, True),
        ("batch_size", 16, False),
        ("seed", 3, False),
        ("start", 2.0, False),
        ("data", "new", False),
    ],
)
def test_other_batches_begin_anew_and_another_rule_goes_on(app, name, value, goes_on):
    choose(app, 4.5, 4.3)
    app.controls[name].value = value
    assert app.state.weights == ((4.5, 4.3) if goes_on else ())
    assert f", round {3 if goes_on else 1} of 20, " in app.words
    same(app)


def test_with_a_fixed_rate_the_ring_stands_where_the_step_leads(app):
    choose(app, 4.5)
    app.controls["rule"].value = 0.1
    leads = 4.5 - 0.1 * problem("sine").model.gradient([4.5], dealt(64, 4, 0)[1]).item()
    assert [mark for _, mark in app.controls["next_weight"].options] == [pytest.approx(leads)]
    press(app, NEXT)
    app.controls["rule"].value = "own"
    assert app.state.weights == (4.5, pytest.approx(leads)) and app.state.next_weight == pytest.approx(leads)


def test_one_can_go_back_and_start_again(app):
    opening = app.call
    press(app, BACK)
    assert app.call == opening
    choose(app, 4.5, 4.3, 4.35)
    press(app, BACK)
    assert (app.state.weights, app.state.next_weight) == ((4.5, 4.3), 4.35), "the ring stands where it stood"
    app.controls["rule"].value = 1.0
    press(app, BACK)
    assert app.state.weights == (4.5,) and app.state.next_weight == app.state.leads
    press(app, NEXT, ROUNDS + 3)
    assert len(app.state.weights) == ROUNDS and app.state.over
    press(app, AGAIN)
    app.controls["rule"].value = "own"
    assert app.call == opening


@pytest.mark.parametrize("data, seed", [("sine", 0), ("new", 3)])
def test_the_end_shows_the_full_loss_the_three_ends_and_says_the_score(data, seed):
    app = you_are_sgd(data=data, seed=seed)
    choose(app, *(app.state.start + step for step in (0.5, 0.25)))
    press(app, NEXT, ROUNDS)
    model, art = hidden(data, seed).model, app.sheet[LANDSCAPE]
    grid, curve = art[FULL_LOSS].get_data()
    np.testing.assert_allclose(curve, [model.loss([w]).item() for w in grid])
    walks = {"you": app.state.path, **descents(model, app.state.start, dealt(64, 4, seed))}
    losses = {name: model.loss(walk[-1:]).item() for name, walk in walks.items()}
    for name, walk in walks.items():
        np.testing.assert_allclose(art[ENDS[name]].get_xydata(), [(walk[-1], losses[name])])
        np.testing.assert_array_equal(app.sheet[PATHS][WALKS[name]].get_xydata(), np.column_stack([walk, range(ROUNDS + 1)]))
        assert f"{name} {losses[name]:.4g} at w = " in app.words
        assert f"{name} {losses[name]:.3f}" in app.frame[LANDSCAPE][LINE]
    np.testing.assert_allclose(art[TRAIL].get_ydata(), [model.loss([w]).item() for w in walks["you"]])
    assert app.words.endswith(f"You end {verdict(losses.pop('you'), losses)}.")
    assert app.frame[LANDSCAPE][TITLE].startswith("the end")


def test_a_walk_that_leaves_the_axis_takes_it_along():
    app = you_are_sgd(batch_size=1, rule=1.0, seed=4)
    weights = []
    for _ in range(ROUNDS):
        (low, high), (w,) = app.sheet[LANDSCAPE].limits[0], app.sheet[LANDSCAPE][NOW].get_xdata()
        assert low <= w - REACH and w + REACH <= high and low < app.state.next_weight < high
        weights.append(w)
        press(app, NEXT)
    assert min(weights) < -0.8 or max(weights) > 7.2, "it has left"
    same(app)


@pytest.mark.parametrize("near, far", [((0.0, 0.2), 0.3), ((6.3, 6.5), 6.2)])
def test_the_axis_grows_by_halves_so_that_starts_side_by_side_share_it(near, far):
    ends = [you_are_sgd(start=w).sheet[LANDSCAPE].limits[0] for w in (*near, far)]
    assert all(low <= w - REACH and w + REACH <= high for (low, high), w in zip(ends, (*near, far)))
    assert ends[0] == ends[1] != ends[2]


def test_a_loss_above_the_picture_is_announced():
    app = you_are_sgd(batch_size=1, seed=4, rule=0.4)
    said = set()
    for _ in range(ROUNDS):
        loss, box = app.state.seen[1], app.sheet[LANDSCAPE][NOTICE]
        assert box.get_visible() == (loss > 2.2)
        said.add(box.get_visible())
        press(app, NEXT)
    assert said == {True, False}


@pytest.mark.parametrize("weights", ["4.5", 4.5, ("x",), (np.nan,), (np.inf,), (None,), (1.0,) * (ROUNDS + 1)])
def test_weights_that_are_none_get_a_sentence(weights):
    with pytest.raises(ValueError, match="weights must be at most 20 finite numbers, one for each round played; got "):
        you_are_sgd(weights=weights)


def test_a_game_is_taken_up_again_from_its_line_of_python(app):
    choose(app, 4.5, 4.3)
    app.controls["next_weight"].value = 4.0
    assert app.call.endswith("rule='own', next_weight=4.0, weights=(4.5, 4.3))")
    again = you_are_sgd(weights=[4.5, 4.3], next_weight=4.0)
    assert again.state == app.state and again.words == app.words


def test_random_games_end_in_the_picture_of_a_figure_made_anew(app):
    rng = np.random.default_rng(0)
    for move in range(60):
        if rng.random() < 0.7:
            press(app, BUTTONS[rng.choice(3, p=(0.85, 0.12, 0.03))])
        else:
            control = app.controls[("rule", "next_weight")[rng.integers(2)]]
            control.value = [value for _, value in control.options][rng.integers(len(control.options))]
        if move % 12 == 0:
            same(app)
    same(app)


@pytest.mark.parametrize("rounds", [4, ROUNDS])
def test_nothing_overlaps_in_the_middle_or_at_the_end(rounds):
    app = you_are_sgd(batch_size=1, rule=0.4)
    press(app, NEXT, rounds)
    assert cluttered(app) == {}
