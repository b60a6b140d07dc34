"""Gradient descent on a parabola and on a bowl: each number against one worked out another way."""

import numpy as np
import pytest

from helpers.apps import learning_rate, two_weights
from helpers.datasets import penguins
from helpers.lessons.gradient_descent.descent import CURVATURES, on_bowl, on_parabola
from helpers.lessons.gradient_descent.figures import learning_rate as parabola
from helpers.lessons.gradient_descent.figures import two_weights as bowl
from helpers.lessons.gradient_descent.marks import FLAT, NOW, RATES, STEEP
from helpers.live import TITLE
from helpers.live.curves import CROSS
from helpers.problems.bowls import FEATURES, penguin_model
from tests.shared.layout import overlapping


def descent(slope_at, w, rate, steps):
    """Gradient descent, written out."""
    for _ in range(steps):
        w = w - rate * slope_at(w)
    return w


def axis(app):
    """The parts of the axis of rates: (bands, the rates that matter, current rate, its head, words below, words beside)."""
    figure = parabola if app.name == "learning_rate" else bowl
    return figure.LIMITS.parts(app.sheet[figure.AXIS][figure.LIMITS])


def marked(app):
    """The rates that matter, from left to right."""
    at = axis(app)[1].get_xdata()
    return sorted({*at[np.isfinite(at)]})


def correlation(features):
    *pair, target = FEATURES[features]
    return abs(np.corrcoef(penguins(tuple(pair), target).X.T)[0, 1])


@pytest.mark.parametrize("width", [420, 1000])
def test_the_words_on_the_axis_of_rates_keep_apart_at_every_rate(width):
    for app in (learning_rate(curvature=0.5), learning_rate(curvature=4), *map(two_weights, FEATURES)):
        app.picture.size = {"width": width, "ratio": 1}
        for _, rate in app.controls["learning_rate"].options[::3]:
            app.controls["learning_rate"].value = rate
            assert overlapping(app) == [], app.call


@pytest.mark.parametrize("make", [learning_rate, two_weights])
def test_the_axis_of_rates_holds_every_rate_of_the_slider(make):
    values = [value for _, value in make().controls["learning_rate"].options]
    assert RATES[0] <= values[0] and values[-1] <= RATES[1]


# The parabola


@pytest.mark.parametrize("rate, expected", [(0.05, 3.486784), (0.2, 0.060466), (1.1, 61.917364)])
def test_ten_steps_on_a_parabola_end_where_the_book_says(rate, expected):
    app = learning_rate(rate, curvature=2, step=10)
    assert app.sheet[parabola.PARABOLA][NOW].get_xdata()[0] == pytest.approx(expected, abs=5e-7)
    assert f"w = {expected:.4g}" in app.words


@pytest.mark.parametrize("curvature", CURVATURES)
def test_the_limit_is_two_over_the_curvature(curvature):
    app = learning_rate(0.2, curvature)
    assert marked(app) == pytest.approx([1 / curvature, 2 / curvature])
    assert f"limit: 2/λ = {2 / curvature:g}" in [sign.get_text() for sign in axis(app)[-1]]
    ends = {}
    for times in (0.98, 1, 1.02):
        run = learning_rate(times * 2 / curvature, curvature, step=30)
        ends[times] = abs(descent(lambda w: curvature * w, 10.0, times * 2 / curvature, 30))
        assert run.sheet[parabola.SIZES][FLAT].get_ydata()[-1] == pytest.approx(ends[times], rel=1e-9)
        assert ("divergent" in run.words) == (times > 1)
    assert ends[0.98] < 10 * 0.4 and ends[1] == pytest.approx(10) and ends[1.02] > 10 * 3


@pytest.mark.parametrize("curvature", CURVATURES)
def test_one_step_arrives_at_one_over_the_curvature(curvature):
    app = learning_rate(1 / curvature, curvature, step=1)
    assert app.sheet[parabola.PARABOLA][NOW].get_xdata()[0] == pytest.approx(0, abs=1e-12)
    assert "one step" in app.words and app.sheet[parabola.SIZES][FLAT].get_ydata() == pytest.approx([10])


@pytest.mark.parametrize("curvature", CURVATURES)
def test_the_path_lies_on_the_parabola_and_the_bands_end_at_the_marks(curvature):
    app = learning_rate(0.9 / curvature, curvature, step=5)
    grid, curve = app.sheet[parabola.PARABOLA][parabola.LOSS].get_data()
    np.testing.assert_allclose(curve, curvature * grid**2 / 2)
    w, losses = app.sheet[parabola.PARABOLA][parabola.TAKEN].get_data()
    np.testing.assert_allclose(w, 10 * 0.1 ** np.arange(6.0), rtol=1e-9)
    np.testing.assert_allclose(losses, curvature * w**2 / 2)
    bands = [(band.get_x(), band.get_x() + band.get_width()) for band in axis(app)[0]]
    np.testing.assert_allclose(bands, [(RATES[0], 1 / curvature), (1 / curvature, 2 / curvature), (2 / curvature, RATES[1])])


@pytest.mark.parametrize("rate", [0.05, 0.5, 0.9, 1, 1.1, 10])
def test_the_dots_follow_the_dashed_formula(rate):
    art = learning_rate(rate, 2, step=30).sheet[parabola.SIZES]
    formula = 10 * np.abs(1 - 2 * rate) ** np.arange(31.0)
    np.testing.assert_allclose(art[parabola.EXPECTED].get_ydata(), np.clip(formula, 1e-30, 1e30), rtol=1e-9)
    steps, sizes = art[FLAT].get_data()
    np.testing.assert_allclose(sizes, formula[steps], rtol=1e-9)


@pytest.mark.parametrize(
    "rate, word", [(0.2, "monotone"), (0.5, "one step"), (0.9, "zig-zag"), (1, "cycle"), (1.1, "divergent")]
)
def test_the_case_is_named_and_lit_on_the_axis(rate, word):
    app = learning_rate(rate, 2)
    assert word in app.words and app.frame[parabola.AXIS][TITLE].endswith(word)
    _, _, now, _, below, _ = axis(app)
    bold = [text.get_text() for text in below if text.get_fontweight() == "bold"]
    assert bold == [{"one step": "zig-zag", "cycle": "divergent"}.get(word, word)]
    assert now.get_xdata()[0] == rate


def test_what_has_left_the_picture_says_so():
    app = learning_rate(10, 4, step=30)
    art = app.sheet[parabola.PARABOLA]
    assert "divergent" in app.words and "off the picture" in art[parabola.OFF].get_text()
    assert np.isfinite(art[NOW].get_data()).all()
    app.controls["learning_rate"].value = 0.2
    assert not art[parabola.OFF].get_visible()
    assert "off the picture" in two_weights(learning_rate=10, step=30).sheet[bowl.BOWL][bowl.OFF].get_text()


# Two weights


@pytest.mark.parametrize("features", FEATURES)
def test_each_loss_that_is_written_on_a_ring_is_the_full_loss_there(features):
    art, model = two_weights(features).sheet[bowl.BOWL], penguin_model(features)
    rings = np.transpose(art[bowl.RINGS].get_data())
    for mark in bowl.HEIGHTS:
        here = np.array(art[mark].get_position())
        assert float(art[mark].get_text()) == pytest.approx(model.loss(here), rel=0.05), "two digits"
        assert np.nanmin(np.linalg.norm(rings - here, axis=1)) < 0.06


@pytest.mark.parametrize("features", FEATURES)
def test_the_steep_direction_sets_the_limit_of_two_weights(features):
    """In standard units 2/N XᵀX has the curvatures 2(1 - |r|) and 2(1 + |r|), r the correlation of the two features."""
    r, app, model = correlation(features), two_weights(features), penguin_model(features)
    assert marked(app) == pytest.approx([0.5, 1 / (1 + r)])
    W = np.array(app.sheet[bowl.BOWL][bowl.TAKEN].get_data())[:, 0]
    best = np.linalg.lstsq(model.X, model.y)[0]
    ends = [descent(model.gradient, W, times / (1 + r), 400) for times in (0.99, 1.01)]
    assert np.linalg.norm(ends[0] - best) < 0.1 * np.linalg.norm(W - best)
    assert np.linalg.norm(ends[1] - best) > 10 * np.linalg.norm(W - best)
    for times, word in ((0.99, "zig-zag"), (1.01, "divergent")):
        assert f"steep {word}" in two_weights(features, times / (1 + r)).words
    assert 1.01 / (1 + r) < 0.9 / (1 - r), "the flat direction alone would still converge"


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.6])
def test_each_direction_of_two_weights_shrinks_by_its_own_factor(rate):
    art, r = two_weights("strong", rate, step=8).sheet[bowl.SIZES], correlation("strong")
    for dots, line, curvature in ((FLAT, bowl.EXPECTED, 2 * (1 - r)), (STEEP, bowl.OTHER, 2 * (1 + r))):
        expected = np.abs(1 - rate * curvature) ** np.arange(31.0)
        np.testing.assert_allclose(art[line].get_ydata(), expected, rtol=1e-6)
        steps, sizes = art[dots].get_data()
        assert len(steps) == 9
        np.testing.assert_allclose(sizes, expected[steps], rtol=1e-6)


@pytest.mark.parametrize("features", FEATURES)
def test_no_rate_is_faster_than_the_best_one_that_is_marked(features):
    model = penguin_model(features)
    curvatures = np.linalg.eigvalsh(2 / len(model.y) * model.X.T @ model.X)
    slowest = [np.abs(1 - rate * curvatures).max() for rate in np.linspace(0.01, 1, 991)]
    assert np.linspace(0.01, 1, 991)[np.argmin(slowest)] == pytest.approx(2 / curvatures.sum(), abs=1e-3)
    assert f"best η = {2 / curvatures.sum():.4g}" in two_weights(features).words


def test_the_ellipses_are_lines_of_equal_loss_and_the_path_is_gradient_descent():
    model, art = penguin_model("medium"), two_weights("medium", 0.3, step=12).sheet[bowl.BOWL]
    rings = np.stack(art[bowl.RINGS].get_data(), axis=1)
    ends = np.flatnonzero(np.isnan(rings[:, 0]))
    losses = [model.loss(ring[~np.isnan(ring[:, 0])]) for ring in np.split(rings, ends)[:-1]]
    assert all(np.ptp(loss) < 1e-9 for loss in losses) and len({round(loss[0], 6) for loss in losses}) == len(losses) == 6
    path = np.stack(art[bowl.TAKEN].get_data(), axis=1)
    for before, after in zip(path, path[1:]):
        by_hand = 2 / len(model.y) * model.X.T @ (model.X @ before - model.y)
        np.testing.assert_allclose(after, before - 0.3 * by_hand, rtol=1e-9)


@pytest.mark.parametrize("width", [420, 1000, 1440])
def test_the_two_directions_of_the_bowl_meet_at_a_right_angle_on_paper(width):
    app = two_weights()
    app.picture.size = {"width": width, "ratio": 1}
    cross = app.sheet[bowl.BOWL].points(*app.sheet[bowl.BOWL][CROSS].get_data())
    (a, b), (c, d) = cross[:2], cross[3:5]
    assert (b - a) @ (d - c) == pytest.approx(0, abs=1e-6 * np.linalg.norm(b - a) ** 2)


def test_what_a_cache_hands_out_can_only_be_read():
    for run in (on_parabola(0.2, 2), on_bowl("weak", 0.2)):
        for array in vars(run).values():
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0
