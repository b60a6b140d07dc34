"""The largest stable rate against the batch size: the map, the line and the runs; each claim by name, for ten other seeds."""

import numpy as np
import pytest

from helpers import theory
from helpers.apps import stable
from helpers.lessons.noise_costs.figures.stable import FATE, FULL_BATCH, GROWS, HERE, LIMIT, MAP, MEAN, MEDIAN, OPEN, SHRINKS
from helpers.lessons.noise_costs.stability import GRID, SIZES, factor, forecast, growth, growths, limits, runs, seen
from helpers.optimizers import sgd
from helpers.problems.sixty_four import batch_means, best, penguins, walk
from helpers.sampling import reshuffled
from helpers.training import train
from tests.shared import agreement

OTHER_SEEDS = range(1, 11)


def test_the_line_is_the_closed_form_and_ends_at_the_limit_of_gradient_descent():
    art, h = stable().sheet[MAP], 2 * penguins().X[:, 0] ** 2
    line = art[LIMIT].get_ydata()
    spread = h.var() / np.array(SIZES) * (64 - np.array(SIZES)) / 63
    np.testing.assert_allclose(line, 2 * h.mean() / (h.mean() ** 2 + spread))
    assert line[-1] == pytest.approx(theory.largest_stable_rate(h.mean())) and (np.diff(line) > 0).all()
    assert art[FULL_BATCH].get_xydata().tolist() == [[64, line[-1]]] and art[HERE].get_xydata().tolist() == [[8, 0.8]]


@pytest.mark.parametrize("seed", [0, *OTHER_SEEDS])
def test_claim_the_largest_stable_rate_grows_with_the_batch_as_theory_says_for_ten_other_seeds(seed):
    """Growth measured at each place of the map, within its error; no place beyond doubt is on the wrong side of the line."""
    measured, error = np.transpose([growth(rate, seen(size, seed)[0]) for size, rate in GRID])
    right, (sizes, rates) = np.array([factor(rate, size) for size, rate in GRID]), np.array(GRID).T
    h = 2 * penguins().X[:, 0] ** 2
    agreement.check(
        measured,
        right,
        error + 1e-12,
        gradient_descent=(1 - rates * h.mean()) ** 2,
        with_replacement=(1 - rates * h.mean()) ** 2 + rates**2 * h.var() / sizes,
        no_batch=(1 - rates * h.mean()) ** 2 + rates**2 * h.var(),
        half=(1 - rates * h.mean() / 2) ** 2 + rates**2 * h.var() / 4 / sizes,
    )
    sure = np.abs(measured - 1) > 4.5 * error + 1e-9
    limit = dict(zip(SIZES, limits()))
    np.testing.assert_array_equal((measured > 1)[sure], np.array([rate > limit[size] for size, rate in GRID])[sure])
    assert sure.mean() > 0.9
    found = [np.mean(seen(size, seed)[0]) / np.mean(seen(size, seed)[0] ** 2) for size in (1, 2, 4, 16, 64)]
    assert (np.diff(found) > 0).all(), "it rises"


def test_the_marks_of_the_map_are_the_measured_growth():
    art = stable(seed=2).sheet[MAP]
    grows, shrinks, open_ = ({tuple(place) for place in art[mark].get_xydata()} for mark in (GROWS, SHRINKS, OPEN))
    assert len(grows) + len(shrinks) + len(open_) == len(GRID)
    for place, value, error in zip(GRID, *growths(2)):
        side = grows if value - 2 * error > 1 + 1e-9 else shrinks if value + 2 * error < 1 - 1e-9 else open_
        assert place in side
    assert (64, 1.0) in open_ and (1, 0.3) in shrinks and (1, 1.2) in grows


def test_the_runs_at_the_chosen_place_are_those_of_train_and_follow_theory_at_first():
    art = stable(learning_rate=0.9, batch_size=4, seed=3).sheet[FATE]
    order = reshuffled(np.random.default_rng(3), 64, 64, 12, 300).order
    history = train(penguins(), sgd(), np.full((300, 1), best(penguins()) + 30.0), order[..., :4], 0.9)
    squares = ((history.params[..., 0] - best(penguins())) / 30) ** 2
    np.testing.assert_allclose(art[MEAN][1].get_ydata(), squares.mean(1), rtol=1e-9)
    np.testing.assert_allclose(art[MEDIAN].get_ydata(), np.median(squares, axis=1), rtol=1e-9)
    for seed in (0, *OTHER_SEEDS):
        squares, right = runs(0.9, 16, seed)[:3], forecast(0.9, 16)[:3]
        assert agreement.agrees(squares.mean(1), right, 1.02 * squares.std(1) / np.sqrt(300) + 1e-3 * right)


def test_the_forecast_is_the_mean_over_very_many_runs():
    order = reshuffled(np.random.default_rng(8), 64, 64, 3, 40_000).order[..., :2]
    h, m = batch_means(penguins(), order)
    squares = (walk(30.0, np.full((3, 1), 0.7), h, m) / 30) ** 2
    assert agreement.agrees(squares.mean(1), forecast(0.7, 2)[:4], squares.std(1) / 200 + 2e-3)


def test_claim_most_runs_shrink_at_b_1_where_the_mean_grows_for_ten_other_seeds():
    assert factor(0.6, 1) > 1.15
    for seed in (0, *OTHER_SEEDS):
        measured, error = growth(0.6, seen(1, seed)[0])
        assert measured - 2 * error > 1 and np.median(runs(0.6, 1, seed)[-1]) < 0.05


def test_what_is_handed_out_cannot_be_changed():
    assert not any(each.flags.writeable for each in [growths(0), runs(0.6, 1, 0), *seen(1, 0)])
