"""One entry is all that a new variant needs: every menu, race, legend and test over the variants reads the registry."""

import numpy as np
import pytest

from helpers.answers.own_optimizer import Guarded
from helpers.apps import first_step, race
from helpers.lessons.variants.figures.first_step import FIRST, MARKS, STILL_LINES
from helpers.lessons.variants.figures.race import LANDSCAPE, LENGTH, LOSSES, RANKS, VELOCITY, WHO
from helpers.lessons.variants.marks import HEADS, PATHS
from helpers.lessons.variants.racing import inner, race_of, racers
from helpers.lessons.variants.tournament import tournament
from helpers.live import TITLE
from helpers.models import Quadratic
from helpers.optimizers import Optimizer
from helpers.optimizers import momentum as heavy_ball
from helpers.problems import two_weights
from helpers.problems.variants import DIVIDE, GROW, VARIANTS, Variant, menu, register
from helpers.training import train
from tests.shared.driving import same


def signed_momentum(decay=0.9):
    """A new optimizer: the sign of the velocity."""

    def update(gradient, velocity, params):
        velocity = decay * velocity + gradient
        return np.sign(velocity), velocity

    return Optimizer(np.zeros_like, update)


@pytest.fixture
def added():
    """The entry that makes a variant of it, taken out again."""
    entry = Variant("signed", "signed", signed_momentum, "p", DIVIDE, 0.3, "velocity", " = η", "signed 0.9", first=np.ones_like)
    try:
        yield register(entry)
    finally:
        del VARIANTS["signed"]


@pytest.mark.parametrize("key", VARIANTS)
def test_every_variant_is_a_pair_of_pure_functions_on_stacks_too(key):
    """A stack of starts and rates takes the paths of the runs one by one, and nothing that was given is changed."""
    variant, model = VARIANTS[key], Quadratic([0.1, 1.0])
    starts, rates = np.array([[1.0, 2.0], [-3.0, 0.5], [0.0, 40.0]]), np.array([[0.1], [0.05], [0.01]])
    stacked = train(model, variant.make(), starts, [None] * 30, rates).params
    for run, (start, rate) in enumerate(zip(starts, rates)):
        alone = train(model, Guarded(variant.make), start, [None] * 30, rate.item()).params
        np.testing.assert_allclose(stacked[:, run], alone, rtol=1e-12)


@pytest.mark.parametrize("key", VARIANTS)
@pytest.mark.parametrize("landscape", two_weights.NAMES)
def test_the_usual_rate_brings_every_variant_down_on_every_landscape(key, landscape):
    stage, variant = two_weights.problem(landscape), VARIANTS[key]
    losses = train(stage.model, variant.optimizer(stage), stage.start, [None] * 100, variant.rate(stage)).losses(stage.model)
    assert losses[-1] < losses[0]


def test_menus_say_names_with_their_parameters():
    assert {"sgd": "SGD", "momentum": "momentum 0.9", "nesterov": "Nesterov 0.9", "adam": "Adam"}.items() <= menu().items()
    assert [*menu()] == [*VARIANTS] and all(each.key == key for key, each in VARIANTS.items())


def test_a_new_variant_is_in_the_race(added):
    app = race(focus="signed", step=40)
    assert ("signed", "signed") in app.controls["focus"].options and "in focus signed" in app.words
    assert "signed" in app.frame[LANDSCAPE][WHO][2] and "signed" in app.frame[LOSSES][RANKS][2]
    assert [text.get_text() for text in app.sheet.labels].count("signed") == 2
    path = train(app.state.stage.model, signed_momentum(), app.state.stage.start, [None] * 40, 0.03).params
    for panel, mark, expected in (
        (LANDSCAPE, PATHS[added], path.T),
        (LANDSCAPE, HEADS[added], path[-1, :, None]),
        (LOSSES, PATHS[added], (np.arange(41), app.state.stage.model.loss(path))),
    ):
        np.testing.assert_allclose(app.sheet[panel][mark].get_data(), expected)
    assert app.sheet[LANDSCAPE][HEADS[added]].get_marker() == "p"
    assert app.frame[VELOCITY][TITLE] == "velocity |v|" and app.frame[LENGTH][TITLE] == "step |Δw| = η"
    for name, value in (("landscape", "beale"), ("step", 300), ("focus", "sgd")):
        app.controls[name].value = value
        same(app)


def test_a_new_variant_is_in_the_first_step_and_in_the_tournament(added):
    app = first_step(gradient=1000)
    assert ", signed 1, " in app.words
    assert np.ravel(app.sheet[FIRST][MARKS[added]].get_data()).tolist() == [1000, 1]
    assert (app.sheet[FIRST][STILL_LINES[added]].get_ydata() == 1).all()
    assert len(tournament("bowl", runs=3, steps=2)["signed"]) == 3


def test_one_entry_without_more_does_too():
    """No rate, no formula, no words for its state: it races at the rate of SGD, and its shape stands without a line."""
    try:
        plain = register(Variant("plain", "plain", signed_momentum, "h"))
        app = race(focus="plain", step=3)
        assert app.frame[VELOCITY][TITLE] == "its state is its own" and app.frame[LENGTH][TITLE] == "step |Δw|"
        assert "in focus plain, η = 0.5" in app.words and inner(plain, [np.ones(2)]) == (None, None)
        assert MARKS[plain] in first_step().frame[FIRST] and STILL_LINES[plain] not in first_step().frame[FIRST]
    finally:
        del VARIANTS["plain"]


def test_an_open_figure_stays_as_it_is_when_a_variant_is_registered_or_changed():
    apps = race(step=10), first_step()
    before = [app.words for app in apps]
    try:
        register(Variant("late", "late", signed_momentum, "p"))
        for app, name, value in zip(apps, ("step", "gradient"), (11, 1.0)):
            first = app.controls[name].value
            app.controls[name].value = value
            app.controls[name].value = first
        apps[0].player.move(1)
        apps[0].player.move(-1)
        assert [app.words for app in apps] == before and "late" in race(step=10).words
        register(Variant("late", "later", heavy_ball, "p"))
        assert "later" in race(step=10).words
    finally:
        del VARIANTS["late"]
    assert "late" not in race(step=10).words


def test_another_optimizer_under_the_same_key_runs_another_race():
    settings = two_weights.problem("bowl"), racers(), 64, "constant", 1.0, False, (1.0, 1.0), 0
    before = race_of(*settings)
    assert race_of(*settings) is before
    entry = VARIANTS["sgd"]
    try:
        register(Variant("sgd", "SGD", signed_momentum, "o", GROW))
        assert race_of(settings[0], racers(), *settings[2:]).until(1).paths[1, 0, 1] != before.until(1).paths[1, 0, 1]
    finally:
        VARIANTS["sgd"] = entry


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: Variant("a", "a", signed_momentum, "p", "shrink"), "steps must be one of grow, divide; got 'shrink'"),
        (lambda: Variant("a", "a", signed_momentum, "p", keeps="v"), "keeps must be one of nothing, .*; got 'v'"),
        (lambda: register(Variant("a", "Adam", signed_momentum, "p")), "name must be one of its own; got 'Adam', .* of 'adam'"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_in_a_sentence(make, says):
    with pytest.raises(ValueError, match=says):
        make()


def test_a_new_landscape_is_in_the_menu_and_in_the_tournament():
    try:
        bowl = two_weights.problem("bowl")
        two_weights.registered("dell", "a dell")(
            lambda: two_weights.Problem("dell", bowl.model, bowl.window, (1.0, 1.0), 0.1, 0.1, (1e-7, 1e2))
        )
        app = race()
        assert ("a dell", "dell") in app.controls["landscape"].options
        app.controls["landscape"].value = "dell"
        assert app.words.startswith("a dell: ") and "from (1, 1)" in app.words
        assert "SGD" in tournament("dell", runs=3, steps=2)
    finally:
        del two_weights.NAMES["dell"], two_weights._MAKERS["dell"]
