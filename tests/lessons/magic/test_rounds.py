"""What a game in the place of SGD is made of: batches, the paths to compare with, scores, and data that nobody has seen."""

import numpy as np
import pytest

from helpers.lessons.magic.rounds import RATE, REACH, ROUNDS, dealt, descents, hidden, verdict
from helpers.lessons.magic.walk import run
from helpers.problems.one_weight import problem


def slope(w, batch):
    """By hand, of the mean of (sin(wx) − y)²."""
    x, y = problem("sine").model.x[batch], problem("sine").model.y[batch]
    return np.mean(2 * (np.sin(w * x) - y) * np.cos(w * x) * x)


@pytest.mark.parametrize("batch_size", [1, 4, 16, 64])
@pytest.mark.parametrize("seed", [0, 7])
def test_the_two_to_beat_are_sgd_on_the_same_batches_and_gradient_descent(batch_size, seed):
    seen, walks = dealt(64, batch_size, seed), {"SGD": [4.9], "gradient descent": [4.9]}
    for batch in seen:
        for name, examples in (("SGD", batch), ("gradient descent", np.arange(64))):
            walks[name].append(walks[name][-1] - 0.4 * slope(walks[name][-1], examples))
    found = descents(problem("sine").model, 4.9, seen)
    assert len(seen) == ROUNDS and RATE == 0.4 and [*found] == [*walks]
    for name, walk in walks.items():
        np.testing.assert_allclose(found[name], walk, rtol=1e-9)
    np.testing.assert_array_equal(found["SGD"], run("sine", 0.4, batch_size, 4.9, seed).weights[: ROUNDS + 1])


@pytest.mark.parametrize(
    "yours, others, said",
    [
        (0.1, (0.9, 0.8), "lower than SGD and gradient descent"),
        (1.1, (0.9, 0.8), "higher than SGD and gradient descent"),
        (0.85, (0.9, 0.8), "lower than SGD, higher than gradient descent"),
        (0.9, (0.9, 0.8), "level with SGD, higher than gradient descent"),
        (0.9, (0.9, 0.9 + 1e-12), "level with SGD and gradient descent"),
    ],
)
def test_the_verdict_names_who_is_beaten(yours, others, said):
    assert verdict(yours, dict(zip(("SGD", "gradient descent"), others))) == said


def test_new_data_have_their_deep_valley_on_either_side_of_the_start_and_within_reach():
    ways = []
    for seed in range(100):
        stage = hidden("new", seed)
        away = stage.grid[stage.full_curve.argmin()] - stage.start
        assert 1.4 < abs(away) < 3 < ROUNDS * REACH
        ways.append(away > 0)
    assert 30 < sum(ways) < 70
