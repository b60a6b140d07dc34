"""The slope by a formula and by a difference: each number against one worked out another way."""

import numpy as np
import pytest

from helpers.apps import slope
from helpers.lessons.gradient_descent.figures.slope import APART, BEND, CURVE, ERRORS, PAIR, SECANT, SLOPE
from helpers.lessons.gradient_descent.slopes import STEPS, errors
from helpers.problems.one_weight import problem

MODEL = problem("sine").model


def loss(w):
    return np.mean((np.sin(w * MODEL.x) - MODEL.y) ** 2)


def sine_slope(w):
    """The derivative of that, by hand."""
    return np.mean(2 * (np.sin(w * MODEL.x) - MODEL.y) * np.cos(w * MODEL.x) * MODEL.x)


def drawn_slope(line):
    (x0, x1), (y0, y1) = line.get_data()
    return (y1 - y0) / (x1 - x0)


def test_the_tangent_has_the_slope_of_the_formula_and_the_secant_goes_through_its_two_points():
    art, pair = slope(w=3.3, h=0.5).sheet[CURVE], [loss(2.8), loss(3.8)]
    assert drawn_slope(art[SLOPE]) == pytest.approx(sine_slope(3.3))
    assert np.mean(art[SLOPE].get_data(), axis=1) == pytest.approx([3.3, loss(3.3)])
    np.testing.assert_allclose(art[PAIR].get_data(), [[2.8, 3.8], pair])
    assert drawn_slope(art[SECANT]) == pytest.approx(pair[1] - pair[0])
    assert np.interp([2.8, 3.8], *art[SECANT].get_data()) == pytest.approx(pair)


def test_the_secant_reaches_both_points_however_far_they_are_apart():
    x, _ = slope(w=3.3, h=1.0).sheet[CURVE][SECANT].get_data()
    assert x[0] <= 2.3 and x[1] >= 4.3


@pytest.mark.parametrize("w", [0.5, 3.3, 4.9])
def test_the_difference_misses_the_derivative_by_the_third_derivative_times_h_squared_over_six(w):
    s, c = np.sin(w * MODEL.x), np.cos(w * MODEL.x)
    third = np.mean(2 * MODEL.x**3 * (MODEL.y - 4 * s) * c)
    art = slope(w=w).sheet[APART]
    steps, error = art[ERRORS].get_data()
    falling = (1e-4 <= steps) & (steps <= 1e-2)
    np.testing.assert_allclose(error[falling], abs(third) / 6 * steps[falling] ** 2, rtol=0.01)
    np.testing.assert_allclose(art[BEND].get_ydata()[falling], abs(third) / 6 * steps[falling] ** 2, rtol=1e-4)


@pytest.mark.parametrize("w", [0.5, 3.3, 4.9])
def test_the_error_rises_again_by_rounding_as_one_over_h(w):
    """Each loss is uncertain by some 10⁻¹⁶ of itself; a difference of two, over 2h, is uncertain by that over h."""
    steps, error = slope(w=w).sheet[APART][ERRORS].get_data()
    rounding = 2.2e-16 * loss(w) / steps
    tiny = steps <= 1e-7
    assert (error[tiny] <= 4 * rounding[tiny]).all()
    assert np.exp(np.mean(np.log(error[tiny] / rounding[tiny]))) > 0.02
    assert 1e-7 <= steps[error.argmin()] <= 1e-4, "the best h is in between"
    assert error[steps == 1e-15] > 1e6 * error.min()


def test_a_parabola_has_no_error_of_its_bend():
    art = slope("least squares").sheet[APART]
    steps, error = art[ERRORS].get_data()
    assert (error[steps >= 0.01] < 1e-11).all()
    assert (art[BEND].get_ydata() < 1e-20).all()


def test_the_words_of_the_slope_carry_both_slopes_in_twelve_digits():
    app, by_difference = slope(w=3.3, h=0.1), (loss(3.4) - loss(3.2)) / 0.2
    for value, mark in ((sine_slope(3.3), SLOPE), (by_difference, SECANT)):
        assert f"{value:.12f}"[:-1] in app.words
        assert f"{value:.12f}"[:-1] in app.sheet.legend.texts[mark].get_text()
    assert f"they differ by {abs(by_difference - sine_slope(3.3)):.4g}." in app.words


def test_what_did_not_change_is_not_computed_again():
    app = slope(w=2.0)
    errors.cache_clear()
    for h in STEPS:
        app.controls["h"].value = h
    assert errors.cache_info().misses == 1
