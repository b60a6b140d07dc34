"""Goals to reach with a figure: what reaches them, what misses, how far and on which side, and what is no figure of theirs."""

from types import SimpleNamespace

import numpy as np
import pytest

from helpers import apps
from helpers.checks import EXERCISES, GOALS, check
from helpers.lessons.variants.heavy_ball import factor
from helpers.optimizers import Optimizer
from tests.shared.garbage import gets_sentences

SQUARES = dict(model="least squares", batch_size=342)
FEW = dict(share=0.1)


def row(name, opening, *near, reached, fixed=()):
    """opening, near: (settings, words), as the figure opens and on each side.  fixed: {setting: a value that is not it}."""
    return name, (opening, *near), reached, dict(fixed)


ROWS = [
    row(
        "arrive in a hundred steps",
        ({}, "At 2 of the steps 90 to 100"),
        (dict(learning_rate=0.1), "no nearer than 1.12 to the deep valley. The pushes are too weak"),
        (dict(batch_size=64), "too weak"),
        (dict(learning_rate=0.32), "160, 60 steps too late. What makes the pushes stronger?"),
        (dict(batch_size=1, learning_rate=1.0), "be shaken less"),
        (dict(seed=4), "5.03 beyond the hill on the wrong side"),
        reached=[dict(seed=2), dict(learning_rate=0.5, batch_size=8), dict(learning_rate=0.45, batch_size=2)],
        fixed=dict(model="least squares", start=2.0),
    ),
    row(
        "as still as can be",
        ({}, "standard deviation 0.116, 0.026 too much. What keeps shaking it"),
        (dict(seed=2), "0.095, 0.005 too much"),
        (dict(learning_rate=0.2), "at 0. It has to get there first"),
        (dict(batch_size=64), "at 0."),
        (dict(learning_rate=0.36), "one that is too wild does not stay"),
        reached=[dict(learning_rate=0.28), dict(learning_rate=0.32, seed=2), dict(learning_rate=0.5, batch_size=8)],
        fixed=dict(model="least squares", start=2.0),
    ),
    row(
        "diverge at step 10",
        (SQUARES, "does not diverge in 500 steps"),
        (SQUARES | dict(learning_rate=1.1), "at step 15, 5 too late. What makes the distance to the minimum grow faster"),
        (SQUARES | dict(learning_rate=1.25), "at step 7, 3 too early. What makes the distance to the minimum grow more slowly"),
        reached=[SQUARES | dict(learning_rate=1.25, start=0.5), SQUARES | dict(learning_rate=1.15)],
        fixed=dict(model="sine"),
    ),
    row(
        "keep to the path",
        ({}, "strays 0.405 from gradient descent, 0.31 too far. How much of its noise"),
        (dict(learning_rate=0.05), "0.101 from gradient descent, 0.0014 too far"),
        (dict(learning_rate=0.1, batch_size=64), "0.124 from"),
        (dict(learning_rate=0.02, batch_size=64), "42% of its way. Half is asked for. Whose steps are longer"),
        (dict(learning_rate=0.05, batch_size=128), "64 examples too large"),
        reached=[dict(learning_rate=0.05, batch_size=64), dict(learning_rate=0.07, batch_size=64, seed=5)],
    ),
    row(
        "half the best rate",
        ({}, "is 38.5% of that without noise; 45% to 55% is asked for. There is too much noise"),
        (dict(batch_size=32), "is 55.6% of that without noise; 45% to 55% is asked for. There is too little noise"),
        (dict(batch_size=4, distance=0.5), "43.6%"),
        (dict(batch_size=4, distance=0.7), "55.4%"),
        reached=[dict(batch_size=2, distance=1.0), dict(batch_size=1, distance=3.0), dict(distance=0.25)],
    ),
    row(
        "the largest stable rate",
        ({}, "39.5% of the largest at which this momentum settles. There is room"),
        (dict(learning_rate=3.6), "94.7% of the largest"),
        (dict(learning_rate=3.8), "100.0% of the limit: the steep direction does not settle"),
        (dict(learning_rate=1.95, momentum=0.0), "0.5 below what is asked for"),
        reached=[dict(learning_rate=3.7), dict(learning_rate=2.9, momentum=0.5), dict(learning_rate=3.65, kappa=10)],
        fixed=dict(noise=True),
    ),
    row(
        "Adam ahead of momentum",
        ({}, "6.1e+06 times that of momentum. In a ravine without noise"),
        (dict(batch_size=4), "0.59 times that of momentum. What raises the floor"),
        (dict(scale=8.0), "run away: from step 1 on its loss is above that of the start"),
        (dict(scale=8.0, batch_size=4), "with smaller rates"),
        reached=[dict(batch_size=4, scale=2.0), dict(batch_size=16, scale=3.0), dict(batch_size=1, scale=1.0, step=0)],
        fixed=dict(landscape="bowl"),
    ),
    row(
        "0.1 within 3000 examples",
        ({}, "At update 0 the full loss is 0.826. Train the network"),
        (dict(updates=105), "After 3000 examples the full loss is 0.290, and 0 are left. Take more updates out of them"),
        (dict(learning_rate=1.0, batch_size=4, updates=700), "is 0.258, and 200 are left"),
        (dict(learning_rate=0.32, batch_size=16, updates=195), "0.110"),
        (dict(learning_rate=10.0, updates=90), "diverged at update 3"),
        (dict(learning_rate=0.32, batch_size=8, updates=376), "3008 examples, 8 too many. Reset, and pause earlier"),
        reached=[
            dict(learning_rate=0.32, batch_size=8, updates=375),
            dict(batch_size=4, updates=750),
            dict(optimizer="adam", learning_rate=0.028, batch_size=16, updates=195),
        ],
        fixed=dict(data="xor", share=0.8, hidden="64"),
    ),
    row(
        "learning by heart",
        ({}, "1.1 times the full loss, and 10 times are asked for. How few examples"),
        (dict(updates=700), "1.4 times"),
        (FEW | dict(updates=600), "6.3 times"),
        (dict(learning_rate=10.0, updates=200), "diverged at update 3. Reset: which controls"),
        reached=[FEW | dict(updates=1000), dict(share=0.05, updates=100)],
        fixed=dict(data="xor"),
    ),
    row(
        "stop in time",
        (FEW, "0.851, 0.661 too high, and still on its way down"),
        (FEW | dict(updates=400), "0.208, 0.018 too high, and still on its way down"),
        (FEW | dict(updates=1000), "0.201, 0.011 too high, and it was lower on the way"),
        (FEW | dict(updates=460), "It shakes about the goal"),
        (FEW | dict(learning_rate=0.5, batch_size=8, updates=400), "learnt too fast by heart"),
        (FEW | dict(learning_rate=10.0, updates=90), "diverged at update"),
        reached=[
            FEW | dict(updates=600),
            FEW | dict(l2=0.003, updates=1000),
            FEW | dict(optimizer="momentum", learning_rate=0.028, updates=300),
        ],
        fixed=dict(share=0.2, hidden="64", data="xor"),
    ),
    row(
        "three in four",
        ({}, "63.5% of the runs are in the global valley, 75% are asked for"),
        (dict(learning_rate=0.63), "88.5% have been there. More find the valley than stay"),
        (dict(batch_size=8), "14.5% of the runs"),
        (dict(learning_rate=0.71, batch_size=8), "65.0%"),
        reached=[dict(learning_rate=0.5), dict(learning_rate=0.32, batch_size=2), dict(learning_rate=0.25, batch_size=1)],
        fixed=dict(start=2.05),
    ),
    row(
        "lost on average",
        ({}, "multiplies the squared distance by 0.59: more than 1"),
        (dict(learning_rate=0.9), "by 0.93"),
        (dict(learning_rate=1.05), "the median is 0.067, and at most 0.01"),
        reached=[dict(learning_rate=0.95), dict(learning_rate=1.0), dict(learning_rate=1.0, seed=4)],
        fixed=dict(batch_size=4),
    ),
]


def made(name, settings):
    return getattr(apps, GOALS[name].figure)(**settings)


def told(name, settings, moved=None):
    """What a goal knows of such a figure once its controls are moved; it need not be drawn for that."""
    plan = getattr(apps, GOALS[name].figure).plan
    return SimpleNamespace(name=plan.name, state=plan.settings(**settings).moved_to(moved or {}), call="")


@pytest.mark.parametrize(("name", "near", "reached", "fixed"), ROWS, ids=[name for name, *_ in ROWS])
def test_a_goal_says_how_far_off_the_figure_is_and_which_way_to_think(name, near, reached, fixed):
    assert GOALS.keys() == {name for name, *_ in ROWS} and not GOALS.keys() & EXERCISES.keys()
    for settings, words in near:
        verdict = check(name, told(name, settings))
        assert not verdict and words in verdict.message and verdict.message.endswith((".", "?")), verdict
    assert not check(name, made(name, near[0][0])) and check(name, made(name, reached[0]))
    for settings in reached:
        verdict = check(name, told(name, settings))
        assert verdict and verdict.message == GOALS[name].praise and verdict.message.startswith("Right: "), verdict
    assert fixed.keys() == GOALS[name].fixed.keys()
    for setting, value in fixed.items():
        verdict = check(name, told(name, near[0][0], {setting: value}))
        assert not verdict and f"keeps {setting}=" in verdict.message and f"your figure {setting}={value!r}" in verdict.message


def test_a_goal_is_reached_on_the_way_of_the_sliders():
    app, said = apps.magic(), []
    for rate in (0.36, 0.32, 0.28, 0.25):
        app.controls["learning_rate"].value = rate
        said.append(check("as still as can be", app).correct)
    assert said == [False, False, True, False]


def test_a_prediction_may_be_handed_in_for_its_figure_once_that_is_open():
    asked = apps.predict("four examples", apps.magic, learning_rate=0.28)
    assert "this is Predicted" in check("as still as can be", asked).message
    asked.app = apps.magic(learning_rate=0.28)
    assert check("as still as can be", asked)


@pytest.fixture(scope="module")
def other():
    """A figure that no goal asks for."""
    return apps.first_step()


@pytest.mark.parametrize("name", GOALS)
def test_what_is_no_figure_of_the_goal_gets_one_sentence(name, other):
    figure = GOALS[name].figure
    ask = f"The answer is your figure of {figure}, called app in its own cell; this is "
    said = {
        "a figure of first_step.": other,
        "int 3.": 3,
        "str 'app'.": "app",
        "the type int.": int,
        "the type App.": type(other),
        "the module numpy.": np,
        "a function, without its brackets.": getattr(apps, figure),
    }
    for words, answer in said.items():
        verdict = check(name, answer)
        assert not verdict and verdict.message == ask + words
    for nothing in (None, ...):
        assert check(name, nothing).message.startswith("No answer yet: put app, the name of your figure,")
    gets_sentences(name)


@pytest.mark.parametrize("name", GOALS)
def test_what_poses_as_a_figure_gets_one_sentence(name):
    poser = SimpleNamespace(name=GOALS[name].figure, state=SimpleNamespace(**GOALS[name].fixed), call="")
    assert check(name, poser).message.startswith("The figure cannot be read: it stopped with AttributeError: ")


def test_an_optimizer_that_fails_harms_no_goal():
    broken = Optimizer(np.zeros_like, lambda gradient, state, params: None)
    assert check("Adam ahead of momentum", apps.race(own=broken, batch_size=4, scale=2.0))


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.99])
def test_the_largest_stable_rate_is_where_heavy_ball_stops_to_settle(beta):
    limit = 2 * (1 + beta)
    assert factor(100, 0.99 * limit, beta) < 1 < factor(100, 1.01 * limit, beta)
    assert check("the largest stable rate", apps.momentum(learning_rate=0.96 * limit, momentum=beta))
