"""How far the examples disagree along the weight, against brute force, and the figure that shows it."""

import numpy as np
import pytest

from helpers.apps import disagreement
from helpers.lessons.magic.disagreement import along, gradients, weights
from helpers.lessons.magic.figures.disagreement import DEVIATION, EACH, GRADIENTS, LOSS, LOSSES, MINIMA, NOW, SPREAD
from helpers.live.panel import TITLE
from helpers.problems.one_weight import NAMES, problem

SAID = {2.05: "0.52", 5.14: "1.77", 6.66: "2.16"}  # in notebook 04


@pytest.mark.parametrize("key", NAMES)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_the_spread_is_that_of_central_differences_of_each_examples_loss(key, share):
    path, model, h = along(key), problem(key).model, 1e-5
    place = int(share * len(path.weights))
    w, singles = path.weights[place], np.arange(model.n_examples)[:, None]
    after, before = (model.loss([w + sign * h], singles) for sign in (1, -1))
    slopes = (after - before) / (2 * h)
    np.testing.assert_allclose(gradients(key, w), slopes, atol=1e-7)
    assert path.deviations[place] == pytest.approx(np.std(slopes), abs=1e-7)
    assert path.losses[place] == pytest.approx(model.loss([w], singles).mean(), rel=1e-9)


def test_the_spread_of_least_squares_is_that_of_the_formula():
    """The gradient of (wx − y)² is 2x(wx − y): a line in w for each example, so its variance is a parabola in w."""
    x, y = problem("least squares").model.X[:, 0], problem("least squares").model.y
    path = along("least squares")
    square, cross = 2 * x * x, 2 * x * y
    covariance = np.cov(square, cross, bias=True)
    expected = covariance[0, 0] * path.weights**2 - 2 * covariance[0, 1] * path.weights + covariance[1, 1]
    np.testing.assert_allclose(path.deviations**2, expected)


@pytest.mark.parametrize("key, said", [("sine", [2.05, 5.14, 6.66]), ("least squares", [0.87])])
def test_the_minima_are_where_the_gradients_cancel(key, said):
    minima = along(key).minima
    np.testing.assert_allclose(minima, said, atol=0.006)
    for w in minima:
        assert abs(gradients(key, w).mean()) < 1e-3


@pytest.mark.parametrize("key", NAMES)
def test_the_weights_reach_a_tenth_beyond_those_of_the_flagship(key):
    stage, every = problem(key), weights(key)
    assert set(stage.starts) <= {*every}
    assert (every[-1] - stage.high) / (stage.high - stage.low) == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize("w", SAID)
def test_a_drag_to_a_minimum_says_its_spread_and_shows_it(w):
    app = disagreement()
    left, top, right, bottom = app.dragging.zone
    app.picture.pointer = [left + w / 7.15 * (right - left), (top + bottom) / 2, 1]
    assert app.controls["w"].value == pytest.approx(w, abs=0.011)
    app.controls["w"].value = w
    assert f"w = {w}" in app.words and app.words.endswith(f"standard deviation {SAID[w]}.")
    assert app.frame[SPREAD][TITLE].endswith(SAID[w])
    for panel, curve in ((LOSSES, LOSS), (SPREAD, DEVIATION)):
        art = app.sheet[panel]
        for mark in (NOW, MINIMA):
            np.testing.assert_allclose(art[mark].get_ydata(), np.interp(art[mark].get_xdata(), *art[curve].get_data()))
    heights, edges, _ = app.sheet[GRADIENTS][EACH].get_data()
    each = gradients("sine", w)
    for height, low, high in zip(heights / heights.sum(), edges, edges[1:]):
        assert height == pytest.approx(np.mean((low <= each) & (each < high)))


def test_gradients_beyond_the_picture_are_counted():
    app = disagreement(model="least squares", w=-1.0)
    end = app.sheet[GRADIENTS].axes.get_xlim()[1]
    assert f", {np.sum(np.abs(gradients('least squares', -1.0)) > end)} beyond" in app.frame[GRADIENTS][TITLE]


def test_claim_on_the_plateau_of_the_network_errors_are_large_and_gradients_small():
    path, model = along("network"), problem("network").model
    plateau, (best,) = np.array([6.0]), path.minima
    assert model.loss(plateau) > 3 * model.loss([best])
    assert gradients("network", 6.0).std() < 0.1 * gradients("network", best).std()
    features, h = model.model.X, 1e-4
    answers = (model.predict(plateau + h, features) - model.predict(plateau - h, features)) / (2 * h)
    near = (model.predict([best + h], features) - model.predict([best - h], features)) / (2 * h)
    assert np.mean(np.abs(answers)) < 0.1 * np.mean(np.abs(near))
