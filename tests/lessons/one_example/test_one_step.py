"""One example at a time: the loop line by line, against the same loop written plainly."""

import numpy as np
import pytest

from helpers.apps import one_step
from helpers.checks import check
from helpers.lessons.one_example.figures import one_step as shown
from helpers.lessons.one_example.six_points import POINTS, run
from helpers.live.curves import NOTICE, SLOPE
from helpers.live.panel import TITLE
from helpers.live.words import number
from helpers.models import LinearRegression
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train

X, Y = np.array([-1.0, -0.5, 0.5, 1.0, 1.5, 2.0]), np.array([-2.0, 0.0, 1.5, 1.0, 3.0, 2.5])


def sides(text):
    """The two sides of the last = of a line, worked out."""
    text = text.replace("−", "-").replace("×", "*").replace("²", "**2")
    return [eval(side) for side in text.split("=")[-2:]]


def test_each_line_has_the_numbers_of_the_loop_written_plainly():
    """60 steps in plain Python beside the five lines of the figure and the path of train()."""
    app, w = one_step(start=0.5, learning_rate=0.1, seed=3, phase=4), 0.5
    order = np.concatenate(reshuffled(np.random.default_rng(3), 6, 1, 10))
    path = train(LinearRegression(X[:, None], Y), sgd(), [0.5], order[:, None], 0.1).params[:, 0]
    for step, i in enumerate(order):
        app.controls["step"].value = step
        prediction = w * X[i]
        gradient = 2 * (prediction - Y[i]) * X[i]
        following = w - 0.1 * gradient
        _, (take, forward, loss, slope, update) = app.frame[shown.RECIPE][shown.LOOP]
        assert f"i = {i}: x = {number(X[i])}, y = {number(Y[i])}" in take
        for text, value in ((forward, prediction), (loss, (prediction - Y[i]) ** 2), (slope, gradient), (update, following)):
            assert sides(text) == [pytest.approx(value, abs=0.01), pytest.approx(value, rel=6e-4, abs=1e-9)]
        assert path[step] == pytest.approx(w) and path[step + 1] == pytest.approx(following)
        assert f"w = {number(w)} → {number(following)}" in app.frame[shown.LANDSCAPE][TITLE]
        w = following


def test_the_picture_shows_the_example_its_loss_its_slope_and_the_step():
    app = one_step(start=0.5, seed=3, phase=4)
    batches, weights, *_ = run(0.5, 0.1, 3)
    for step in range(12):
        app.controls["step"].value = step
        (i,), w, following = batches[step], *weights[step : step + 2]
        fit, art = app.sheet[shown.FIT], app.sheet[shown.LANDSCAPE]
        ends, grid = fit[shown.MODEL].get_xdata(), art[shown.BATCH_LOSS].get_xdata()
        assert fit[shown.TAKEN].get_xydata().tolist() == [[X[i], Y[i]]]
        assert np.ptp(fit[shown.RESIDUAL].get_ydata()) == pytest.approx(abs(w * X[i] - Y[i]))
        assert fit[shown.MODEL].get_ydata() == pytest.approx(w * ends) and fit[shown.AFTER].get_ydata() == pytest.approx(
            following * ends
        )
        assert art[shown.BATCH_LOSS].get_ydata() == pytest.approx((grid * X[i] - Y[i]) ** 2)
        assert art[shown.FULL_LOSS].get_ydata() == pytest.approx(np.mean((grid[:, None] * X - Y) ** 2, axis=1))
        for artist, x, y in (
            (fit[shown.PREDICTION], X[i], w * X[i]),
            (art[shown.NOW], w, (w * X[i] - Y[i]) ** 2),
            (art[shown.NEXT], following, (following * X[i] - Y[i]) ** 2),
            (art[shown.FULL_NOW], w, np.mean((w * X - Y) ** 2)),
            (art[shown.FULL_NEXT], following, np.mean((following * X - Y) ** 2)),
        ):
            assert artist.get_xydata() == pytest.approx(np.array([[x, y]]))
        slope = np.divide(*np.ptp(art[SLOPE].get_xydata(), axis=0)[::-1])
        assert slope == pytest.approx(abs(2 * (w * X[i] - Y[i]) * X[i]))


def test_the_lines_light_one_after_the_other_and_fill_in_their_numbers():
    app = one_step()
    _, arrow, *texts = app.sheet[shown.RECIPE][shown.LOOP]
    titles, formulas = texts[:5], texts[5:]
    for phase in range(5):
        app.controls["phase"].value = phase
        assert [title.get_fontweight() for title in titles] == ["bold" if line == phase else "normal" for line in range(5)]
        assert [text.get_text()[-1] in "0123456789" for text in formulas] == [line <= phase for line in range(5)]
        assert arrow.get_position()[1] == titles[phase].get_position()[1]
        there = app.frame[shown.FIT] | app.frame[shown.LANDSCAPE]
        appear = (shown.PREDICTION, shown.NOW, SLOPE, shown.NEXT)
        assert [there[mark] is not None for mark in appear] == [phase >= first for first in (1, 2, 3, 4)]


def test_the_full_loss_rises_at_about_half_of_the_steps_near_the_minimum():
    """Not so for gradient descent from the same start."""
    rises = [np.mean(np.diff(run(1.5, 0.2, seed)[2]) > 0) for seed in range(20)]
    assert 0.4 < np.mean(rises) < 0.65 and min(rises) > 0.2
    descent = train(POINTS, sgd(), [0.0], [None] * 60, 0.2).losses(POINTS)
    assert (np.diff(descent) <= 1e-15).all()


def test_on_average_the_direction_is_that_of_the_full_gradient():
    for w in np.linspace(-1, 4, 11):
        each = POINTS.gradient([w], np.arange(6)[:, None])[:, 0]
        assert each == pytest.approx(2 * (w * X - Y) * X)
        assert each.mean() == pytest.approx(POINTS.gradient([w]).item())


def test_a_run_that_diverges_says_so():
    app = one_step(learning_rate=1.0, step=59, phase=4)
    first = np.flatnonzero(run(0.0, 1.0, 1)[2] <= 1000)[-1] + 1  # from there on the full loss is above 1000
    assert f"diverged at step {first}." in app.words
    assert app.frame[shown.LANDSCAPE][NOTICE].startswith(f"diverged at step {first}:")
    app.controls["step"].value = first.item() - 1
    assert "diverged" not in app.words


def test_no_notice_speaks_of_a_batch_loss_that_is_not_there_yet():
    app = one_step(start=-0.5, seed=1, phase=4)
    assert "batch loss" in app.frame[shown.LANDSCAPE][NOTICE]
    app.controls["phase"].value = 1
    assert app.frame[shown.LANDSCAPE][NOTICE] is None


def test_the_exercises_have_the_answers_of_the_helpers():
    model = LinearRegression([[3.0]], [5.0])
    assert check("one example step", train(model, sgd(), [1.0], [[0]], 0.05).params[-1, 0]).correct
    assert check("chain rule", 2 * 0.5 * -2 * (1 - 0.6**2) * 1.5).correct

    def one_epoch(w, x, y, learning_rate):
        batches = np.arange(len(x))[:, None]
        return train(LinearRegression(x[:, None], y), sgd(), [w], batches, learning_rate).params[-1, 0]

    assert check("one epoch", one_epoch).correct
