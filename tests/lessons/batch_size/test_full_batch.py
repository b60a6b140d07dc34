"""A large batch is gradient descent: nearly, and at B = N to the last bit or to rounding."""

from itertools import product

import numpy as np
import pytest

from helpers.apps import full_batch
from helpers.lessons.batch_size.descents import SIZES, compared, descent, runs
from helpers.lessons.batch_size.figures.full_batch import (
    APART,
    BEGINNING,
    DISTANCE,
    EXTENT,
    GD,
    GD_END,
    PATHS,
    SAME,
    SGD,
    SGD_END,
    ZERO,
)
from helpers.live.curves import CROSS, TIPS
from helpers.optimizers import sgd
from helpers.problems.bowls import bowl, penguin_model
from helpers.sampling import reshuffled
from helpers.training import train

OTHER_SEEDS = range(1, 11)


def by_hand(rate):
    """Gradient descent in plain NumPy."""
    model, path = penguin_model("strong"), [bowl("strong").minimum + bowl("strong").directions.sum(0)]
    for _ in range(40):
        path.append(path[-1] - rate * 2 * (model.X @ path[-1] - model.y) @ model.X / len(model.y))
    return np.array(path)


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5])
def test_all_examples_in_a_batch_are_gradient_descent_for_ten_other_seeds(rate):
    straight = descent(rate)
    np.testing.assert_allclose(straight, by_hand(rate), atol=1e-12)
    for seed in OTHER_SEEDS:
        assert (runs(342, rate, True, seed) == straight[:, None]).all(), "the same terms in the same order"
        rounded = np.abs(runs(342, rate, False, seed) - straight[:, None]).max()
        assert 0 < rounded < 1e-13, "the same terms in another order"


def test_fewer_examples_are_not_gradient_descent_for_ten_other_seeds():
    for size, seed in product(SIZES[:-1], OTHER_SEEDS):
        assert compared(size, 0.2, True, seed)[1].max(0).min() > 1e-3, "every run strays"


def test_all_but_one_leave_a_step_of_one_example_for_ten_other_seeds():
    """The second step has one example: on its own it moves W as far from gradient descent as B = 1 does at its first step."""
    for seed in OTHER_SEEDS:
        distance = np.linalg.norm(runs(341, 0.2, False, seed) - descent(0.2)[:, None], axis=-1)
        assert np.median(distance[2]) > 30 * np.median(distance[1]) > 0
    assert "2 steps an epoch" in full_batch(batch_size=341).words


def test_the_paths_and_the_distances_drawn_are_those_of_train():
    app, straight = full_batch(batch_size=64, seed=5), by_hand(0.2)
    batches = reshuffled(np.random.default_rng(5), 342, 64, 7, 50)[:40]
    of_runs = zip(*batches)
    paths = np.array([train(penguin_model("strong"), sgd(), straight[0], [*each], 0.2).params for each in of_runs])
    distances, (band,) = np.linalg.norm(paths - straight, axis=-1), app.sheet[DISTANCE][EXTENT].get_paths()
    low, high = (band.vertices[part, 1] for part in (slice(80, 40, -1), slice(1, 41)))
    for drawn, expected in (
        (np.transpose(app.sheet[PATHS][SGD].get_data()), paths[0]),
        (np.transpose(app.sheet[PATHS][GD].get_data()), straight),
        ([app.sheet[PATHS][mark].get_xydata()[0] for mark in (BEGINNING, GD_END)], straight[[0, -1]]),
        (app.sheet[PATHS][SGD_END].get_xydata()[0], paths[0, -1]),
        (app.sheet[DISTANCE][APART].get_ydata()[1:], distances[0, 1:]),
        ([low, high], [distances.min(0)[1:], distances.max(0)[1:]]),
    ):
        np.testing.assert_allclose(drawn, expected, rtol=1e-9)
    assert f"largest distance {distances.max():.4g}" in app.words


@pytest.mark.parametrize("in_order", [True, False])
def test_a_distance_of_0_has_a_mark_of_its_own(in_order):
    art = full_batch(batch_size=342, in_order=in_order).sheet[DISTANCE]
    same, others = art[SAME].get_ydata(), art[SGD].get_ydata()
    assert len(same) + len(others) == 41 and (len(same) == 41 if in_order else 0 < len(same) < 41)
    assert (others < 1e-13).all() and (same == ZERO).all()
    assert art.axes.get_yticks()[0] == ZERO and art.axes.get_yticklabels()[0].get_text() == "0"


def test_what_diverges_says_so():
    words = [full_batch(batch_size=1, learning_rate=0.5, seed=seed).words for seed in range(4)]
    lost = [each for each in words if "diverged" in each]
    assert lost and all("nan" not in each and "inf" not in each for each in lost)


@pytest.mark.parametrize("width", [420, 1440])
def test_each_direction_of_the_bowl_has_its_name_beside_it(width):
    app = full_batch()
    app.picture.size = {"width": width, "ratio": 1}
    art = app.sheet[PATHS]
    lines = art.points(*art[CROSS].get_data())
    assert np.diff(lines[:2], axis=0)[0] @ np.diff(lines[3:5], axis=0)[0] == pytest.approx(0, abs=1e-3), (
        "a right angle on paper"
    )
    for name, tip, line in zip(("flat", "steep"), TIPS, (lines[:2], lines[3:5])):
        x, y = art.points(*art[tip].get_position())
        beside = np.interp(y, *line[line[:, 1].argsort()].T[::-1])
        assert art[tip].get_text() == name and 0 < x - beside < 20 and 0 < y < art.size[1]
