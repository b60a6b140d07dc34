"""How far batch gradients stray: measured against theory at every size, and the artists against the numbers."""

import numpy as np
import pytest

from helpers import theory
from helpers.apps import spread
from helpers.lessons.mini_batches.batches import batch_sizes
from helpers.lessons.mini_batches.figures.spread import BAND, BARS, GRADIENTS, MEASURED, SPREAD, THEORY, UPHILL
from helpers.lessons.mini_batches.predictions import PREDICTIONS
from helpers.lessons.mini_batches.spread import forecast, gradients, limit, measure
from helpers.live import LINE
from helpers.problems.one_weight import NAMES, problem
from tests.shared import agreement


def now(app):
    """Of the batch size that is chosen: (measured, its standard error, theory)."""
    s = app.state
    place = batch_sizes(s.n).index(s.batch_size)
    _, deviation, error = measure(s.model, s.w, s.draws, s.seed, s.replacement)
    return deviation[place], error[place], forecast(s.model, s.w)[s.replacement][s.batch_size - 1]


def of_batches(app):
    """(D,): the gradients in the histogram."""
    s = app.state
    return measure(s.model, s.w, s.draws, s.seed, s.replacement)[0][batch_sizes(s.n).index(s.batch_size)]


@pytest.mark.parametrize("model", NAMES)
@pytest.mark.parametrize("replacement", [False, True])
def test_claim_the_spread_of_batch_gradients_is_as_theory_says(model, replacement):
    """Within the standard error, at every size; and no usual misprint fits."""
    stage = problem(model)
    n, sizes = stage.model.n_examples, np.array(batch_sizes(stage.model.n_examples))
    each = stage.model.gradient([stage.start], np.arange(n)[:, None])[:, 0]
    found, deviation, error = measure(model, stage.start, 4000, 11, replacement)
    s2 = np.mean((each - each.mean()) ** 2)
    right = s2 / sizes * (1 if replacement else (n - sizes) / (n - 1))
    other = s2 / sizes * (1 if not replacement else (n - sizes) / (n - 1))
    wrong = dict(other=np.sqrt(other), variance=right, no_batch=np.sqrt(s2 + 0 * sizes), divided_by_b=np.sqrt(s2) / sizes)
    agreement.check(deviation, np.sqrt(right), error + 1e-12, **wrong)
    assert agreement.agrees(found.mean(1), each.mean(), found.std(1) / np.sqrt(4000) + 1e-12), "no preference for a side"


@pytest.mark.parametrize("model", NAMES)
def test_claim_all_examples_in_one_batch_do_not_spread(model):
    n = problem(model).model.n_examples
    assert "measured 0 ± 0 (two standard errors), theory 0" in spread(model, batch_size=n).words
    whole = spread(model, replacement=True, batch_size=n)
    measured, _, expected = now(whole)
    assert expected == pytest.approx(gradients(model, whole.state.w).std() / np.sqrt(n)) and measured > 0


def test_claim_four_times_the_batch_halves_the_spread():
    four, sixteen = (now(spread(replacement=True, batch_size=size)) for size in (4, 16))
    assert four[2] / sixteen[2] == pytest.approx(2)
    assert four[0] / sixteen[0] == pytest.approx(2, abs=4.5 * 2 * np.hypot(four[1] / four[0], sixteen[1] / sixteen[0]))
    assert "near 0.49, a half" in [option.text for option in PREDICTIONS["four times the batch"].options if option.right]
    assert (round(four[2], 2), round(sixteen[2], 2)) == (0.98, 0.49)


def test_the_spread_panel_draws_both_formulas_and_the_measured_points():
    app = spread("least squares", batch_size=48, w=1.5)
    model, art = problem("least squares").model, app.sheet[SPREAD]
    s = np.std(2 * (1.5 * model.X[:, 0] - model.y) * model.X[:, 0])
    every = np.arange(1, 343)
    np.testing.assert_allclose(art[THEORY[True]].get_ydata(), s / np.sqrt(every))
    np.testing.assert_allclose(art[THEORY[False]].get_ydata()[:-1], (s * np.sqrt((342 - every) / 341 / every))[:-1], rtol=1e-9)
    assert art[THEORY[False]].get_ydata()[-1] < art.axes.get_ylim()[0], "0 is below any logarithmic axis"
    for way, sizes in ((False, [size for size in batch_sizes(342) if size < 342]), (True, batch_sizes(342))):
        bars, points = art[MEASURED[way]]
        _, deviation, error = measure("least squares", 1.5, 500, 0, way)
        np.testing.assert_array_equal(points.get_xdata(), sizes)
        np.testing.assert_allclose(points.get_ydata(), deviation[: len(sizes)])
        np.testing.assert_allclose(bars.get_ydata()[1::3] - points.get_ydata(), 2 * error[: len(sizes)])


def test_the_histogram_counts_the_drawn_gradients_and_hatches_those_uphill():
    app = spread(batch_size=4, draws=1000)
    found, art = of_batches(app), app.sheet[GRADIENTS]
    heights, edges, _ = art[BARS].get_data()
    counts, _ = np.histogram(found, edges)
    np.testing.assert_allclose(heights, counts / counts.max())
    hatched, _, _ = art[UPHILL].get_data()
    full = problem("sine").model.gradient([4.9]).item()
    assert (hatched[edges[1:] <= 0] == 0).all() and full < 0 and hatched[edges[:-1] >= 0].max() > 0.5
    assert f"{np.mean(found > 0):.0%} point uphill" in app.words
    ends = art[BAND].get_xdata()
    assert np.mean(ends) == pytest.approx(full) and np.ptp(ends) == pytest.approx(2 * now(app)[2])
    off = spread("logistic", batch_size=1, draws=2000, w=4.0)
    beyond = np.sum(np.abs(of_batches(off)) > limit("logistic"))
    assert ("beyond the picture" in off.frame[GRADIENTS][LINE]) == bool(beyond)


@pytest.mark.parametrize("w, low, high", [(1.25, 0, 0.1), (4.9, 0.3, 1)])
def test_claim_many_batches_point_uphill_where_the_slope_is_small_and_few_where_it_is_large(w, low, high):
    app = spread(replacement=True, w=w, batch_size=4, draws=2000)
    uphill = np.mean(of_batches(app) * gradients("sine", w).mean() < 0)
    assert low <= uphill < high and f"{uphill:.0%} point uphill" in app.words


def test_what_did_not_change_is_not_measured_again():
    app = spread(seed=77)
    before = measure.cache_info().misses
    for size in batch_sizes(64):
        app.controls["batch_size"].value = size
    app.controls["replacement"].value = True
    assert measure.cache_info().misses == before


def test_the_closed_form_is_the_one_of_the_course():
    s2 = gradients("sine", 4.9).var()
    np.testing.assert_allclose(forecast("sine", 4.9)[False] ** 2, theory.batch_gradient_variance(s2, 64, np.arange(1, 65)))
