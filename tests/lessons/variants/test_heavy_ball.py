"""Momentum on a bowl: the regions of its speed, its runs, and what the figure draws of them."""

import numpy as np
import pytest

from helpers import theory
from helpers.apps import momentum
from helpers.lessons.variants.figures.momentum import (
    BEST,
    BEST_PLAIN,
    FASTER,
    FLAT,
    HERE,
    LOSS,
    PLANE,
    RUN,
    STEEP,
    THEORY,
    WAYS,
)
from helpers.lessons.variants.heavy_ball import LEVELS, STEPS, clean_run, measured_factor, noisy_run, regions, ways
from helpers.live.words import number
from tests.shared.agreement import check
from tests.shared.layout import overlapping


@pytest.mark.parametrize("kappa", [2, 20, 100, 1000])
def test_the_regions_hold_where_the_larger_root_is_below_their_level(kappa):
    rng = np.random.default_rng(0)
    for η, β in np.column_stack([rng.uniform(0.01, 4.05, 400), rng.uniform(0, 0.99, 400)]):
        roots = [np.abs(np.roots([1, -(1 + β - η * λ), β])).max() for λ in (1 / kappa, 1)]
        assert max(roots) == pytest.approx(theory.momentum_factor(η, np.array([1 / kappa, 1]), β).max())
        for level, corners in zip(LEVELS, regions(kappa)):
            if abs(max(roots) - level) > 1e-6:
                assert (corners is not None and _within(corners, η, β)) == (max(roots) < level)


def _within(corners, x, y):
    """Whether a point lies in a convex polygon with corners in turn."""
    edges = np.roll(corners, -1, axis=0) - corners
    turns = edges[:, 0] * (y - corners[:, 1]) - edges[:, 1] * (x - corners[:, 0])
    return bool((turns >= -1e-12).all() or (turns <= 1e-12).all())


def test_the_momentum_figure_marks_the_best_points_and_draws_both_runs():
    app = momentum(kappa=50, learning_rate=2, momentum=0.7)
    low, high = np.sqrt(1 / 50), 1
    (η,), (β,) = app.sheet[PLANE][BEST].get_data()
    assert (η, β) == pytest.approx(((2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2))
    assert np.ravel(app.sheet[PLANE][BEST_PLAIN].get_data()) == pytest.approx([2 / (1 / 50 + 1), 0])
    assert np.ravel(app.sheet[PLANE][HERE].get_data()) == pytest.approx([2, 0.7])
    w, v, losses = np.ones(2), np.zeros(2), []
    for _ in range(STEPS + 1):
        losses.append(0.5 * np.sum(np.array([1 / 50, 1]) * w**2))
        v = 0.7 * v + np.array([1 / 50, 1]) * w
        w = w - 2 * v
    np.testing.assert_allclose(app.sheet[RUN][LOSS].get_ydata(), np.clip(losses, 1e-13, 1e4), rtol=1e-6)
    dashed = app.sheet[RUN][THEORY].get_ydata()
    factor = theory.momentum_factor(2, np.array([1 / 50, 1]), 0.7).max()
    assert dashed[1] / dashed[0] == pytest.approx(factor**2)


@pytest.mark.parametrize("kappa, η, β", [(10, 1, 0.9), (100, 1.5, 0.9), (100, 1, 0.5), (1000, 3, 0.95), (5, 1, 0.3)])
def test_the_measured_factor_meets_the_theory_at_many_points(kappa, η, β):
    losses, measured = clean_run(kappa, η, β)
    assert f"a step leaves {number(measured)} of the distance" in momentum(kappa=kappa, learning_rate=η, momentum=β).words
    right = theory.momentum_factor(η, np.array([1 / kappa, 1]), β).max()
    assert measured == measured_factor(losses) == pytest.approx(right, abs=0.004)
    assert abs(measured - abs(1 - η / kappa)) > 0.004 or β < 0.4, "that is gradient descent's"


@pytest.mark.parametrize("β", [0.0, 0.9])
def test_the_floor_of_the_noisy_runs_is_that_of_theory(β):
    _, floor, error = noisy_run(0.1, β, seed=3)
    right = float(theory.excess_loss(0.1, 1, 1, momentum=β))
    check(floor, right, error, twice=2 * right, half=right / 2)


def test_the_point_of_the_momentum_figure_is_dragged():
    app = momentum()
    left, top, right, bottom = app.dragging.zone
    app.picture.pointer = [left + (right - left) * 2.05 / 4.1, bottom - (bottom - top) * 0.51 / 1.02, 1]
    assert (app.controls["learning_rate"].value, app.controls["momentum"].value) == (2.05, 0.51)
    app.picture.pointer = [1.0, 0.0, 2]
    assert (app.controls["learning_rate"].value, app.controls["momentum"].value) == (4.0, 0.99)
    assert "η = 1.234" in momentum(learning_rate=1.234).words, "a rate between the marks joins its slider"


def test_a_run_beyond_the_limit_of_momentum_says_so():
    assert "diverges, factor" in momentum(learning_rate=3.85, momentum=0.9).words
    assert "diverges" not in momentum(learning_rate=3.75, momentum=0.9).words.split("limit")[0]
    assert "diverged at step" in momentum(learning_rate=4, momentum=0).words
    assert "∞, it diverges" in momentum(learning_rate=2.5, momentum=0.9, noise=True).words


@pytest.mark.parametrize("kappa, seen", [(100, ["0.98", "0.95", "0.9"]), (1000, ["0.98"])])
def test_a_region_has_its_number_where_it_is_high_enough(kappa, seen):
    texts = momentum(kappa=kappa).sheet[PLANE][FASTER][len(LEVELS) :]
    assert [text.get_text() for text in texts if text.get_text()] == seen


@pytest.mark.parametrize("kappa", [2, 20, 1000])
@pytest.mark.parametrize("noise", [False, True])
def test_no_text_of_the_momentum_figure_overlaps(kappa, noise):
    app = momentum(kappa=kappa, noise=noise)
    for width in (400, 720, 1000):
        app.picture.size = {"width": width, "ratio": 1}
        for η, β in ((0.05, 0), (4, 0), (4, 0.99), (2, 0.5)):
            app.set(learning_rate=η, momentum=β)
            assert overlapping(app) == [], (app.call, width)


@pytest.mark.parametrize("κ, η, β", [(100, 1.5, 0.9), (100, 3.306, 0.6694), (10, 1.0, 0.0), (2, 3.99, 0.99)])
def test_each_direction_follows_its_own_recurrence(κ, η, β):
    """x(t+1) = (1 + β - ηλ) x(t) - β x(t-1), of which the flat and the steep direction differ in λ alone (Polyak 1964)."""
    found = ways(κ, η, β)
    for place, λ in enumerate((1 / κ, 1.0)):
        x = [1.0, 1 - η * λ]
        while len(x) < len(found):
            x.append((1 + β - η * λ) * x[-1] - β * x[-2])
        np.testing.assert_allclose(found[:, place], x, rtol=1e-9, atol=1e-12)


def test_at_the_star_both_directions_are_near_and_beside_it_one_lags():
    """The reason for the star: with more momentum the steep one swings longer, at a smaller rate the flat one creeps."""

    def left(η, β):
        return np.abs(ways(100, η, β)[-8:]).max(0)

    η, β = theory.best_momentum(0.01, 1)
    assert left(η, β).max() < 0.005
    assert left(η, 0.9)[1] > 0.05 and left(0.5, β)[0] > 0.4 > 0.001 > left(0.5, β)[1]
    drawn = momentum(learning_rate=3.3, momentum=0.67).sheet[WAYS]
    for mark, along in zip((FLAT, STEEP), ways(100, 3.3, 0.67).T):
        np.testing.assert_array_equal(drawn[mark].get_ydata(), along)
