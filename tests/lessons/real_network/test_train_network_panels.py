"""What train_network shows of its run, and what it says to bad arguments."""

import numpy as np
import pytest

from helpers.apps import train_network
from helpers.lessons.real_network.along import along, before_and_after
from helpers.lessons.real_network.data import material
from helpers.lessons.real_network.figures.train_network import (
    BATCH_LOSSES,
    DOTTED,
    FULL_LOSS,
    FULL_LOSSES,
    HERE,
    LANDSCAPE,
    LEARNT,
    LEGEND,
    LOSSES,
    NEXT,
    NEXT_STEP,
    NOW,
    START,
    VALIDATION,
)
from helpers.lessons.real_network.marks import CLASSES, EXAMPLES, KEY, LIT
from helpers.lessons.real_network.place import HIDDEN
from helpers.live import LINE, Y
from helpers.models import MLP
from helpers.problems import variants
from tests.shared.layout import crowded


def test_the_pictures_show_the_numbers_of_the_run():
    app = train_network(updates=37, optimizer="adam", learning_rate=0.05, l2=0.01)
    run, curves, view = app.state.run, along(app.state.run), app.sheet
    steps, full, batch, validation = np.array([record[:4] for record in run.way()]).T
    for mark, losses in ((FULL_LOSSES, full), (BATCH_LOSSES, batch), (VALIDATION, validation)):
        assert np.array_equal(view[LOSSES][mark].get_data(), (steps, losses))
    assert np.array_equal(view[NEXT_STEP][FULL_LOSS].get_data(), curves.full)
    assert np.array_equal(view[NEXT_STEP][DOTTED].get_data(), curves.batch)
    ends = [[data[0] for data in view[NEXT_STEP][mark].get_data()] for mark in (NOW, NEXT)]
    now, then = before_and_after(curves.batch)
    assert ends == [[0, now], [1, then]], "in steps"
    assert view[NEXT_STEP][FULL_LOSS].get_linestyle() == "-" != view[NEXT_STEP][DOTTED].get_linestyle()
    shown = [view[LEARNT][mark].get_data() for mark in EXAMPLES]
    assert [len(x) for x, _ in shown[:2]] == [*np.bincount(run.material.y[:200].astype(int))] and len(shown[2][0]) == 0
    assert np.array_equal(view[LEARNT][LIT].get_data(), run.material.X[run.batch].T)


def test_a_fit_shows_predictions_against_the_truth_of_validation_and_losses_of_a_fixed_thousand():
    app = train_network(data="flights", learning_rate=0.02, updates=40)
    given = material("flights", 0.5)
    held, model = given.held[:400], MLP(given.X, given.y, HIDDEN["16-16"])
    x, y = app.sheet[LEARNT][EXAMPLES[0]].get_data()
    assert np.array_equal(x, given.y[held])
    np.testing.assert_allclose(y, model.predict(app.weights, given.X[held]))
    assert f"validation off by {app.state.run.place.score:.4g}" in app.words
    assert app.sheet[LOSSES][FULL_LOSSES].get_ydata()[-1] == pytest.approx(model.loss(app.weights, np.arange(1000)))
    assert "(1 000 of 163 673)" in app.frame[LOSSES][LINE] and "at most 200 examples" in app.frame[LEGEND][LINE]
    assert app.frame[LEARNT][LINE] == f"1 standard unit of arr delay is {given.unit:.4g} minutes"


def test_the_key_shows_each_class_in_the_colour_of_its_marks():
    app = train_network(data="penguins")
    signs = [text for text in app.sheet[LEARNT][KEY] if text.get_text() in set("●■▲")]
    assert [sign.get_color() for sign in signs] == [colour for _, colour, _ in CLASSES[:3]]
    assert [mark.look["color"] for mark in EXAMPLES[:3]] == [sign.get_color() for sign in signs]
    names = [text.get_text() for text in app.sheet[LEARNT][KEY] if len(text.get_text()) > 1]
    assert names == [*app.state.material.classes, "this batch"]


def test_the_start_is_seen_around_the_point_that_has_not_moved():
    assert START.look["ms"] > HERE.look["ms"] + 2
    app = train_network()
    artists = [*app.sheet.panels[LANDSCAPE].artists]
    assert artists.index(START) < artists.index(HERE), "the point is drawn over it"


@pytest.mark.parametrize("hidden", ["none", "4"])
def test_the_numbers_of_a_small_plane_keep_clear_of_its_neighbour_and_of_its_name(hidden):
    app = train_network(hidden=hidden)
    app.canvas.resize(1000, 1)
    assert crowded(app) == []


def test_the_loss_along_the_step_is_within_its_axes_with_a_penalty_too():
    app = train_network(l2=0.1)
    (low, high), (_, (now,)) = app.frame[NEXT_STEP][Y], app.sheet[NEXT_STEP][NOW].get_data()
    assert low < now < high / 2


def test_the_menu_of_optimizers_is_that_of_the_registry():
    app = train_network()
    assert app.controls["optimizer"].options == tuple((words, key) for key, words in variants.menu().items())
    assert {"SGD", "momentum 0.9", "Nesterov 0.9", "AdaGrad", "RMSProp", "Adam"} <= {*variants.menu().values()}


@pytest.mark.parametrize(
    "settings, says",
    [
        ({"data": "cats"}, "data must be one of moons, .*, file; got 'cats'"),
        ({"data": "file"}, "your own data wants file, the name of a CSV file, and target, one of its columns."),
        ({"data": "file", "file": "none.csv", "target": "y"}, "cannot read none.csv: No such file"),
        ({"share": 0}, "share must be a number between 0.01 and 0.99; got 0"),
        ({"l2": -1}, "l2 must be a number between 0 and 1; got -1"),
        ({"optimizer": "best"}, "optimizer must be one of sgd, momentum, .*adam, .*; got 'best'"),
        ({"batch_size": 3}, "batch_size must be one of 1, 2, 4, 8, 16, 32, 64, 128, 200; got 3"),
        ({"updates": 1.5}, "updates must be a whole number between 0 and 10000000; got 1.5"),
        ({"changes": 5}, r"changes must hold \(update, name, value\) for each change; got 5"),
        (
            {"updates": 9, "changes": ((10, "l2", 0.1),)},
            "the update of the change of l2 must be a whole number between 0 and 9",
        ),
        ({"updates": 9, "changes": ((3, "seed", 1),)}, "the name of a change must be one of optimizer, .*; got 'seed'"),
        ({"updates": 9, "changes": ((3, "l2", "x"),)}, "l2 must be a number between 0 and 1; got 'x'"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(settings, says):
    with pytest.raises(ValueError, match=says) as raised:
        train_network(**settings)
    assert "\n" not in str(raised.value)
