"""The figures of gradient descent: each driven by its controls, each number against one worked out another way."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from helpers.apps import basins, cost, learning_rate, slope, two_weights
from helpers.apps.basins import wide
from helpers.apps.learning_rate import CURVATURES, FEATURES, penguin_model
from helpers.apps.scenes import scene
from helpers.apps.slope import STEPS
from helpers.datasets import penguins
from helpers.views.basins import COLOURS, LETTERS
from helpers.views.descent import RATES
from helpers.views.style import SPENT
from tests.driving import drive, ends
from tests.layout import overlapping


def sine_slope(w):
    """The derivative of mean (sin(wx) - y)², by hand; w (...)."""
    model, w = scene("sine").model, np.asarray(w)[..., None]
    return np.mean(2 * (np.sin(w * model.x) - model.y) * np.cos(w * model.x) * model.x, axis=-1)


def descent(slope_at, w, rate, steps):
    """Gradient descent, written out."""
    for _ in range(steps):
        w = w - rate * slope_at(w)
    return w


@pytest.mark.parametrize("figure", [slope, learning_rate, two_weights, basins])
def test_every_control_to_both_ends_draws_what_a_figure_made_anew_draws(figure):
    drive(figure())


@pytest.mark.parametrize("width", [320, 420, 719, 720, 1000, 2400])
@pytest.mark.parametrize("figure", [slope, learning_rate, two_weights, basins, cost])
def test_no_line_of_text_lies_over_another_or_leaves_the_picture(figure, width):
    app = figure()
    app.picture.size = {"width": width, "ratio": 1}
    for name in [*app.controls]:
        for value in ends(app.controls[name]):
            app.controls[name].value = value
            assert overlapping(app) == [], app.settings


@pytest.mark.parametrize("width", [420, 1000])
def test_the_words_on_the_axis_of_rates_keep_apart_at_every_rate(width):
    for app in (learning_rate(curvature=0.5), learning_rate(curvature=4), *map(two_weights, FEATURES)):
        app.picture.size = {"width": width, "ratio": 1}
        for _, rate in app.controls["learning_rate"].options[::3]:
            app.controls["learning_rate"].value = rate
            assert overlapping(app) == [], app.settings


def test_an_opened_figure_holds_a_picture_and_its_words():
    for figure in (slope, learning_rate, two_weights, basins):
        data, _ = figure()._repr_mimebundle_()
        assert data["text/plain"] == figure().words and data["image/png"]


# The slope


def test_the_tangent_has_the_slope_of_the_formula_and_the_secant_goes_through_its_two_points():
    art = slope(w=3.3, h=0.5).view.curve
    (x0, x1), (y0, y1) = art.tangent.get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(sine_slope(3.3).item())
    model = scene("sine").model
    loss = [np.mean((np.sin(w * model.x) - model.y) ** 2) for w in (2.8, 3.3, 3.8)]
    assert np.mean([x0, x1]) == pytest.approx(3.3) and np.mean([y0, y1]) == pytest.approx(loss[1])
    np.testing.assert_allclose(art.pair.get_data(), [[2.8, 3.8], [loss[0], loss[2]]])
    (x0, x1), (y0, y1) = art.secant.get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx((loss[2] - loss[0]) / 1.0)
    assert np.interp([2.8, 3.8], [x0, x1], [y0, y1]) == pytest.approx([loss[0], loss[2]])


@pytest.mark.parametrize("w", [0.5, 3.3, 4.9])
def test_the_difference_misses_the_derivative_by_the_third_derivative_times_h_squared_over_six(w):
    model = scene("sine").model
    s, c = np.sin(w * model.x), np.cos(w * model.x)
    third = np.mean(2 * model.x**3 * (model.y - 4 * s) * c)
    errors = slope(w=w).view.errors
    steps, error = errors.line.get_data()
    falling = (1e-4 <= steps) & (steps <= 1e-2)
    np.testing.assert_allclose(error[falling], abs(third) / 6 * steps[falling] ** 2, rtol=0.01)
    np.testing.assert_allclose(errors.shape.get_ydata()[falling], abs(third) / 6 * steps[falling] ** 2, rtol=1e-4)


@pytest.mark.parametrize("w", [0.5, 3.3, 4.9])
def test_the_error_rises_again_by_rounding_as_one_over_h(w):
    """Each loss is uncertain by some 10⁻¹⁶ of itself; a difference of two, over 2h, is uncertain by that over h."""
    model = scene("sine").model
    steps, error = slope(w=w).view.errors.line.get_data()
    rounding = 2.2e-16 * model.loss([w]) / steps
    tiny = steps <= 1e-7
    assert (error[tiny] <= 4 * rounding[tiny]).all()
    assert np.exp(np.mean(np.log(error[tiny] / rounding[tiny]))) > 0.02
    assert 1e-7 <= steps[error.argmin()] <= 1e-4, "the best h is in between"
    assert error[steps == 1e-15] > 1e6 * error.min()


def test_a_parabola_has_no_error_of_its_bend():
    steps, error = slope("least squares").view.errors.line.get_data()
    assert (error[steps >= 0.01] < 1e-11).all()
    assert (slope("least squares").view.errors.shape.get_ydata() < 1e-20).all()


def test_the_words_of_the_slope_carry_both_slopes_in_twelve_digits():
    model = scene("sine").model
    loss = [np.mean((np.sin(w * model.x) - model.y) ** 2) for w in (3.2, 3.4)]
    app = slope(w=3.3, h=0.1)
    for value in (sine_slope(3.3).item(), (loss[1] - loss[0]) / 0.2):
        assert f"{value:.12f}"[:-1] in app.words and f"{value:.12f}"[:-1] in " ".join(t.get_text() for t in app.view.names.texts)
    assert f"they differ by {abs((loss[1] - loss[0]) / 0.2 - sine_slope(3.3)):.4g}." in app.words


@pytest.mark.parametrize("figure, name", [(slope, "w"), (basins, "start")])
def test_dragging_on_the_picture_moves_the_weight(figure, name):
    app = figure()
    left, top, right, bottom = app.picture.zone
    low, high = app.controls[name].options[0][1], app.controls[name].options[-1][1]
    for share in (0.25, 0.9):
        app.picture.pointer = [left + share * (right - left), (top + bottom) / 2, share]
        assert app.controls[name].value == pytest.approx(low + share * (high - low), abs=0.03)
    app.picture.pointer = [left - 1, 0, 3]
    assert app.controls[name].value == low
    app.picture.pointer = [right + 1, 0, 4]
    assert app.controls[name].value == high


# The learning rate


def test_ten_steps_on_a_parabola_end_where_the_book_says():
    for rate, expected in [(0.05, 3.486784), (0.2, 0.060466), (1.1, 61.917364)]:
        app = learning_rate(rate, curvature=2, step=10)
        assert app.view.parabola.now.get_xdata()[0] == pytest.approx(expected, abs=5e-7)
        assert f"w = {expected:.4g}" in app.words


@pytest.mark.parametrize("curvature", CURVATURES)
def test_the_limit_is_two_over_the_curvature(curvature):
    app = learning_rate(0.2, curvature)
    marks = app.view.rates.marks.get_xdata()
    assert sorted({*marks[np.isfinite(marks)]}) == pytest.approx([1 / curvature, 2 / curvature])
    assert f"limit: 2/λ = {2 / curvature:g}" in [sign.get_text() for sign in app.view.rates.signs]
    ends = {}
    for times in (0.98, 1, 1.02):
        run = learning_rate(times * 2 / curvature, curvature, step=30)
        ends[times] = abs(descent(lambda w: curvature * w, 10.0, times * 2 / curvature, 30))
        sizes = run.view.decay.dots[0].get_ydata()
        np.testing.assert_allclose(sizes[-1], ends[times], rtol=1e-9)
        assert ("divergent" in run.words) == (times > 1)
    assert ends[0.98] < 10 * 0.4 and ends[1] == pytest.approx(10) and ends[1.02] > 10 * 3


@pytest.mark.parametrize("curvature", CURVATURES)
def test_one_step_arrives_at_one_over_the_curvature(curvature):
    app = learning_rate(1 / curvature, curvature, step=1)
    assert app.view.parabola.now.get_xdata()[0] == pytest.approx(0, abs=1e-12)
    assert "one step" in app.words and app.view.decay.dots[0].get_ydata() == pytest.approx([10])


@pytest.mark.parametrize("curvature", CURVATURES)
def test_the_path_lies_on_the_parabola_and_the_bands_end_at_the_marks(curvature):
    app = learning_rate(0.9 / curvature, curvature, step=5)
    grid, curve = app.view.parabola.curve.get_data()
    np.testing.assert_allclose(curve, curvature * grid**2 / 2)
    w, losses = app.view.parabola.dots.get_data()
    np.testing.assert_allclose(w, 10 * 0.1 ** np.arange(6.0), rtol=1e-9)
    np.testing.assert_allclose(losses, curvature * w**2 / 2)
    bands = [(band.get_x(), band.get_x() + band.get_width()) for band in app.view.rates.bands[0]]
    np.testing.assert_allclose(bands, [(RATES[0], 1 / curvature), (1 / curvature, 2 / curvature), (2 / curvature, RATES[1])])


@pytest.mark.parametrize("rate", [0.05, 0.5, 0.9, 1, 1.1, 10])
def test_the_dots_follow_the_dashed_formula(rate):
    decay = learning_rate(rate, 2, step=30).view.decay
    formula = 10 * np.abs(1 - 2 * rate) ** np.arange(31.0)
    np.testing.assert_allclose(decay.lines[0].get_ydata(), np.clip(formula, 1e-30, 1e30), rtol=1e-9)
    steps, sizes = decay.dots[0].get_data()
    np.testing.assert_allclose(sizes, formula[steps], rtol=1e-9)


@pytest.mark.parametrize("rate, word", [(0.2, "monotone"), (0.5, "one step"), (0.9, "zig-zag"), (1, "cycle"), (1.1, "divergent")])
def test_the_case_is_named_and_lit_on_the_axis(rate, word):
    app = learning_rate(rate, 2)
    assert word in app.words and app.view.rates.title.get_text().endswith(word)
    bold = [text.get_text() for text in app.view.rates.texts[0] if text.get_fontweight() == "bold"]
    assert bold == [{"one step": "zig-zag", "cycle": "divergent"}.get(word, word)]
    assert app.view.rates.now.get_xdata()[0] == rate


def test_what_has_left_the_picture_says_so():
    app = learning_rate(10, 4, step=30)
    assert "divergent" in app.words and "off the picture" in app.view.parabola.notice.get_text()
    assert np.isfinite(app.view.parabola.now.get_data()).all()
    app.controls["learning_rate"].value = 0.2
    assert not app.view.parabola.notice.get_visible()
    assert "off the picture" in two_weights(learning_rate=10, step=30).view.contours.notice.get_text()


# Two weights


@pytest.mark.parametrize("features", FEATURES)
def test_the_steep_direction_sets_the_limit_of_two_weights(features):
    """In standard units 2/N XᵀX has the curvatures 2(1 - |r|) and 2(1 + |r|), r the correlation of the two features."""
    *pair, target = FEATURES[features]
    data = penguins(tuple(pair), target)
    r = abs(np.corrcoef(data.X.T)[0, 1])
    app = two_weights(features)
    marks = app.view.rates.marks.get_xdata()
    assert sorted({*marks[np.isfinite(marks)]}) == pytest.approx([0.5, 1 / (1 + r)])
    model, start = penguin_model(features), app.view.contours.dots.get_data()
    W = np.array(start)[:, 0]
    best = np.linalg.lstsq(model.X, model.y)[0]
    ends = [descent(model.gradient, W, times / (1 + r), 400) for times in (0.99, 1.01)]
    assert np.linalg.norm(ends[0] - best) < 0.1 * np.linalg.norm(W - best)
    assert np.linalg.norm(ends[1] - best) > 10 * np.linalg.norm(W - best)
    for times, word in ((0.99, "zig-zag"), (1.01, "divergent")):
        assert f"steep {word}" in two_weights(features, times / (1 + r)).words
    assert 1.01 / (1 + r) < 0.9 / (1 - r), "the flat direction alone would still converge"


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.6])
def test_each_direction_of_two_weights_shrinks_by_its_own_factor(rate):
    app = two_weights("strong", rate, step=8)
    r = abs(np.corrcoef(penguin_model("strong").X.T)[0, 1])
    for dots, line, curvature in zip(app.view.decay.dots, app.view.decay.lines, (2 * (1 - r), 2 * (1 + r))):
        expected = np.abs(1 - rate * curvature) ** np.arange(31.0)
        np.testing.assert_allclose(line.get_ydata(), expected, rtol=1e-6)
        steps, sizes = dots.get_data()
        np.testing.assert_allclose(sizes, expected[steps], rtol=1e-6)


@pytest.mark.parametrize("features", FEATURES)
def test_no_rate_is_faster_than_the_best_one_that_is_marked(features):
    model = penguin_model(features)
    curvatures = np.linalg.eigvalsh(2 / len(model.y) * model.X.T @ model.X)
    slowest = [np.abs(1 - rate * curvatures).max() for rate in np.linspace(0.01, 1, 991)]
    assert np.linspace(0.01, 1, 991)[np.argmin(slowest)] == pytest.approx(2 / curvatures.sum(), abs=1e-3)
    assert f"best η = {2 / curvatures.sum():.4g}" in two_weights(features).words


def test_the_ellipses_are_lines_of_equal_loss_and_the_path_is_gradient_descent():
    app = two_weights("medium", 0.3, step=12)
    model, art = penguin_model("medium"), app.view.contours
    rings = np.stack(art.ellipses.get_data(), axis=1)
    ends = np.flatnonzero(np.isnan(rings[:, 0]))
    losses = [model.loss(ring[~np.isnan(ring[:, 0])]) for ring in np.split(rings, ends)[:-1]]
    assert all(np.ptp(loss) < 1e-9 for loss in losses) and len({round(loss[0], 6) for loss in losses}) == len(losses) == 6
    path = np.stack(art.dots.get_data(), axis=1)
    for before, after in zip(path, path[1:]):
        by_hand = 2 / len(model.y) * model.X.T @ (model.X @ before - model.y)
        np.testing.assert_allclose(after, before - 0.3 * by_hand, rtol=1e-9)


def test_both_axes_of_rates_hold_every_rate_of_the_slider():
    for app in (learning_rate(), two_weights()):
        values = [value for _, value in app.controls["learning_rate"].options]
        assert RATES[0] <= values[0] and values[-1] <= RATES[1]


# Basins


def colours(app):
    return app.view.starts.cells.get_colors()


def letters(app):
    """The letter of each start, by the colour of its cell."""
    names = {to_rgba(colour): name for colour, name in zip((*COLOURS, SPENT), LETTERS + "-")}
    return "".join(names[tuple(colour)] for colour in colours(app))


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.8, 1.6])
def test_the_start_decides_the_minimum_where_gradient_descent_ends(rate):
    """Each cell's letter is the valley that gradient descent, written out here, is in after its last steps."""
    starts = np.array(wide("sine").starts)
    grid = np.linspace(-4, 11, 15001)
    signs = np.sign(sine_slope(grid))
    turns = np.flatnonzero(signs[1:] != signs[:-1])
    minima, hills = (grid[turns[signs[turns] == sign]] for sign in (-1, 1))
    inside = minima[(-0.8 < minima) & (minima < 7.2)]
    w, valleys = descent(sine_slope, starts, rate, 36), []
    for _ in range(15):
        valleys.append(np.searchsorted(hills, w))
        w = descent(sine_slope, w, rate, 1)
    letter = {np.searchsorted(hills, minimum): name for minimum, name in zip(inside, LETTERS)}
    expected = ["-" if len({*each}) > 1 else letter.get(each[0], "-") for each in np.array(valleys).T]
    assert letters(basins("sine", rate)) == "".join(expected)


def test_with_a_small_rate_the_hills_are_the_borders():
    starts, shown = np.array(wide("sine").starts), letters(basins("sine", 0.1))
    borders = [starts[i : i + 2].mean() for i in range(len(shown) - 1) if shown[i] != shown[i + 1]]
    assert len(borders) == 3 and [*dict.fromkeys(shown)] == ["A", "B", "C", "D"]
    for border in borders:
        assert sine_slope(border - 0.05) > 0 > sine_slope(border + 0.05), "a hill"


def test_two_starts_beside_a_hill_end_in_two_minima():
    ends = {start: basins("sine", 0.2, start).view.valleys.end.get_xdata()[0] for start in (3.6, 3.8)}
    assert ends[3.6] == pytest.approx(2.046, abs=1e-3) and ends[3.8] == pytest.approx(5.141, abs=1e-3)
    assert "ends in B, the global minimum" in basins("sine", 0.2, 3.6).words
    assert "ends in C, a local minimum" in basins("sine", 0.2, 3.8).words


def test_a_rate_above_two_over_its_curvature_empties_the_global_minimum():
    curvature = (sine_slope(2.0457 + 1e-4) - sine_slope(2.0457 - 1e-4)) / 2e-4
    assert 2 / curvature == pytest.approx(1.167, abs=0.01)
    counts = [letters(basins("sine", rate)).count("B") for rate in (1.1, 1.6)]
    assert counts[0] > 40 and counts[1] == 0
    assert "never comes to rest around B" in basins("sine", 1.2, 2.0).words


def test_the_path_is_gradient_descent_from_the_start_on_the_curve():
    art = basins("sine", 0.3, 1.0).view.valleys
    path, losses = art.path.get_data()
    assert len(path) == 51 and path[0] == 1.0 == art.start.get_xdata()[0]
    np.testing.assert_allclose(path[1:], descent(sine_slope, path[:-1], 0.3, 1), rtol=1e-9)
    np.testing.assert_allclose(losses, scene("sine").model.loss(path[:, None]))


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5, 0.9])
def test_a_convex_loss_has_one_basin(rate):
    assert {*letters(basins("least squares", rate))} == {"A"}


def test_above_the_limit_the_convex_loss_holds_no_start():
    app = basins("least squares", 1.1)
    assert {*letters(app)} == {"-"} and "76 in none of them" in app.words
    assert "is off the picture" in app.view.valleys.notice.get_text()


def test_a_start_between_the_marks_is_kept_and_walked():
    app = basins("sine", 0.2, 3.333)
    assert app.controls["start"].value == 3.333
    assert app.view.valleys.end.get_xdata()[0] == pytest.approx(descent(sine_slope, 3.333, 0.2, 50))


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: slope(model="cnn"), "model must be one of sine, least squares, logistic, network; got 'cnn'"),
        (lambda: slope(w=99), "w must be a number between 0.0 and 6.5; got 99"),
        (lambda: slope(h=0), "h must be a number between 1e-15 and 1; got 0"),
        (lambda: learning_rate(learning_rate="big"), "learning_rate must be a number between 0.05 and 10; got 'big'"),
        (lambda: learning_rate(curvature=-1), "curvature must be a number between 0.5 and 4; got -1"),
        (lambda: learning_rate(step=31), "step must be a whole number between 0 and 30; got 31"),
        (lambda: learning_rate(step=1.5), "step must be a whole number between 0 and 30; got 1.5"),
        (lambda: two_weights(features="none"), "features must be one of weak, medium, strong; got 'none'"),
        (lambda: two_weights(learning_rate=11), "learning_rate must be a number between 0.05 and 10; got 11"),
        (lambda: two_weights(step=-1), "step must be a whole number between 0 and 30; got -1"),
        (lambda: basins(model="network"), "model must be one of sine, least squares; got 'network'"),
        (lambda: basins(learning_rate=3), "learning_rate must be a number between 0.05 and 2.5; got 3"),
        (lambda: basins(start=8), "start must be a number between -0.8 and 7.2; got 8"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(make, says):
    with pytest.raises(ValueError, match=f"^{says}.$"):
        make()


def test_what_did_not_change_is_not_computed_again():
    from helpers.apps.slope import errors

    app = slope(w=2.0)
    errors.cache_clear()
    for h in STEPS:
        app.controls["h"].value = h
    assert errors.cache_info().misses == 1
