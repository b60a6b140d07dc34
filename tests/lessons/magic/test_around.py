"""Two weights: lines of equal loss against the losses, the way around the hill against its height, and who finds it."""

import numpy as np
import pytest

from helpers.apps import around_the_hill
from helpers.lessons.magic import around
from helpers.lessons.magic.around import FREQUENCIES, MODEL, STEPS, at_amplitude, level_lines, run
from helpers.lessons.magic.figures.around_the_hill import CUT, FULL_CUT
from helpers.optimizers import sgd
from helpers.problems.one_weight import problem
from helpers.training import train

START = (4.9, 1.0)


@pytest.mark.parametrize("batch", [None, [3, 9, 14, 15], [5]])
def test_every_point_of_a_line_has_its_loss(batch):
    for level in (0.1, 0.4, 0.6, 1.4):
        w, a = map(np.asarray, level_lines([level], batch))
        there = ~np.isnan(w) & (np.abs(a) < around.FAR)
        np.testing.assert_allclose(MODEL.loss(np.stack([w, a], axis=-1)[there], batch), level, rtol=1e-9)


def test_a_line_parts_what_is_lower_from_what_is_higher():
    """Between two neighbours of a grid on different sides of the level lies a point of the line."""
    level, a = 0.6, 0.5
    w, up = map(np.asarray, level_lines([level]))
    crossings = FREQUENCIES[:-1][np.diff(at_amplitude(a) < level)]
    with np.errstate(invalid="ignore"):
        met = w[:-1][np.diff(up > a) & ~np.isnan(up[1:] + up[:-1])]
    assert len(crossings) == 3 and all(np.abs(met - crossing).min() < 0.05 for crossing in crossings)


def test_at_amplitude_one_it_is_the_curve_of_one_weight():
    np.testing.assert_allclose(at_amplitude(1.0), problem("sine").model.loss(FREQUENCIES[:, None]), rtol=1e-12)
    np.testing.assert_allclose(
        at_amplitude(0.3, [4, 7]), MODEL.loss(np.stack([FREQUENCIES, FREQUENCIES * 0 + 0.3], -1), [4, 7])
    )


def test_claim_the_way_around_is_a_hundredth_as_high_as_the_hill():
    one = problem("sine").model
    minimum = train(MODEL, sgd(), START, [None] * 2000, 0.2).params[-1]
    assert np.abs(MODEL.gradient(minimum)).max() < 1e-6 and minimum == pytest.approx([4.861, 0.101], abs=2e-3)
    around_it = MODEL.loss([3.0, 0.0]) - MODEL.loss(minimum)
    over_it = one.loss([3.674]) - one.loss([5.141])
    assert MODEL.loss([3.0, 0.0]) == pytest.approx(np.mean(MODEL.y**2), rel=1e-12) and 0 < around_it < over_it / 50
    assert over_it == pytest.approx(0.39, abs=0.01) and around_it == pytest.approx(0.005, abs=0.001)


def test_claim_gradient_descent_stays_and_some_runs_of_sgd_find_the_way():
    """Counts of 100 seeds: three standard errors of a share near a quarter are 13."""
    assert run(0.4, 64, *START, 0)[0][-1] == pytest.approx([4.861, 0.101], abs=2e-3)
    found = sum(run(0.4, 4, *START, seed)[1].min() < 0.2 for seed in range(100))
    assert 12 <= found <= 44
    assert sum(run(0.1, 4, *START, seed)[1].min() < 0.2 for seed in range(10)) == 0


def test_the_figure_shows_the_run_and_the_cut_through_it():
    app = around_the_hill(step=40)
    weights, full, losses = run(0.4, 4, *START, 2)
    assert len(weights) == STEPS + 2 and f"w = {weights[40, 0]:.4g}," in app.words and f"full loss {full[40]:.4g}" in app.words
    np.testing.assert_allclose(app.sheet[CUT][FULL_CUT].get_ydata(), at_amplitude(weights[40, 1]))
    assert losses[40] == pytest.approx(MODEL.loss(weights[40], [*around.batches(64, 4, 2)][40]))
    app.set(start=3.0, amplitude=0.5)
    assert app.state.step == 0 and "w = 3, a = 0.5" in app.words
