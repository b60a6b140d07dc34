"""The figures of the batch size: driven by their controls, artists against numbers worked out here, each claim by name."""

from importlib import import_module
from itertools import product

import numpy as np
import pytest

from helpers import theory
from helpers.apps import best_step, full_batch, linear_scaling
from helpers.apps.best_step import DISTANCES, hessian, moments, weights_at
from helpers.apps.learning_rate import bowl, penguin_model
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train
from helpers.views.full_batch import ZERO
from tests.agreement import agrees, check
from tests.driving import drive
from tests.layout import crowded

MODULES = ("best_step", "linear_scaling", "full_batch")  # their names in the package are the functions
step_app, scaling_app, batch_app = (import_module(f"helpers.apps.{name}") for name in MODULES)
FIGURES = {"full_batch": full_batch, "best_step": best_step, "linear_scaling": linear_scaling}
OTHER_SEEDS = range(1, 11)


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_every_control_goes_to_both_ends_and_the_picture_equals_a_new_one(make):
    drive(make())


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_the_same_settings_draw_the_same_bytes(make):
    assert make(seed=3).picture.png == make(seed=3).picture.png != make(seed=4).picture.png


EXTREMES = [
    (full_batch, dict(batch_size=1, learning_rate=0.5)),
    (full_batch, dict(batch_size=342, in_order=True)),
    (best_step, dict(batch_size=1, distance=0.05)),
    (best_step, dict(batch_size=1024, distance=3)),
    (linear_scaling, dict(learning_rate=1.6, factor=32)),
    (linear_scaling, dict(learning_rate=0.03, factor=2)),
]


@pytest.mark.parametrize("make, settings", EXTREMES)
@pytest.mark.parametrize("width", [400, 720, 2400])
def test_no_line_of_text_leaves_the_picture_or_meets_another(make, settings, width):
    app = make(**settings)
    app.picture.size = {"width": width, "ratio": 1}
    assert crowded(app) == []


def test_a_value_between_the_marks_of_a_slider_is_taken():
    for app in (full_batch(learning_rate=0.123), best_step(distance=0.123), linear_scaling(learning_rate=0.123, factor=4)):
        assert "0.123" in app.settings and "0.123" in app.words
    ratio, _, expected = linear_scaling(learning_rate=0.123, factor=4).view._frame.now
    assert ratio == pytest.approx(expected, rel=0.1) and expected == pytest.approx((2 - 0.123) / (2 - 0.492))


# a large batch is gradient descent


def by_hand(rate, steps=40):
    """Gradient descent in plain NumPy."""
    model, W = penguin_model("strong"), bowl("strong").minimum + bowl("strong").directions.sum(0)
    path = [W]
    for _ in range(steps):
        W = W - rate * 2 * (model.X @ W - model.y) @ model.X / len(model.y)
        path.append(W)
    return np.array(path)


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5])
def test_all_examples_in_a_batch_are_gradient_descent_for_ten_other_seeds(rate):
    straight = batch_app.descent(rate)
    np.testing.assert_allclose(straight, by_hand(rate), atol=1e-12)
    for seed in OTHER_SEEDS:
        same = batch_app.runs(342, rate, True, seed) - straight[:, None]
        assert (same == 0).all(), "the same terms in the same order"
        rounded = np.abs(batch_app.runs(342, rate, False, seed) - straight[:, None]).max()
        assert 0 < rounded < 1e-13, "the same terms in another order"


def test_fewer_examples_are_not_gradient_descent_for_ten_other_seeds():
    for size, seed in product(batch_app.SIZES[:-1], OTHER_SEEDS):
        paths = batch_app.runs(size, 0.2, True, seed) - batch_app.descent(0.2)[:, None]
        assert np.linalg.norm(paths, axis=-1).max(0).min() > 1e-3, "every run strays"


def test_all_but_one_leave_a_step_of_one_example_for_ten_other_seeds():
    """The second step has one example: on its own it moves W as far from gradient descent as B = 1 does at its first step."""
    for seed in OTHER_SEEDS:
        distance = np.linalg.norm(batch_app.runs(341, 0.2, False, seed) - batch_app.descent(0.2)[:, None], axis=-1)
        assert np.median(distance[2]) > 30 * np.median(distance[1]) > 0
    assert "2 steps an epoch" in full_batch(batch_size=341).words


def test_the_paths_and_the_distances_drawn_are_those_of_train():
    app = full_batch(batch_size=64, seed=5)
    model, start = penguin_model("strong"), bowl("strong").minimum + bowl("strong").directions.sum(0)
    batches = reshuffled(np.random.default_rng(5), 342, 64, 7, 50)[:40]
    paths = np.array([train(model, sgd(), start, [batch[run] for batch in batches], 0.2).params for run in range(50)])
    straight = train(model, sgd(), start, [None] * 40, 0.2).params
    art = app.view.distance
    np.testing.assert_allclose(np.transpose(app.view.paths.sgd.get_data()), paths[0], rtol=1e-9)
    np.testing.assert_allclose(np.transpose(app.view.paths.descent.get_data()), straight, rtol=1e-9)
    distances = np.linalg.norm(paths - straight, axis=-1)
    np.testing.assert_allclose(art.joined.get_ydata()[1:], distances[0, 1:], rtol=1e-9)
    low, high = art.band.get_xy()[:41, 1], art.band.get_xy()[41:82, 1][::-1]
    np.testing.assert_allclose(low[1:], distances.min(0)[1:], rtol=1e-9)
    np.testing.assert_allclose(high[1:], distances.max(0)[1:], rtol=1e-9)
    assert f"largest distance {distances.max():.4g}" in app.words


def test_a_distance_of_0_has_a_mark_of_its_own():
    art = full_batch(batch_size=342, in_order=True).view.distance
    assert len(art.same.get_xdata()) == 41 and not len(art.dots.get_xdata())
    assert art.axes.get_yticks()[0] == ZERO and art.axes.get_yticklabels()[0].get_text() == "0"
    art = full_batch(batch_size=342).view.distance
    assert 0 < len(art.same.get_xdata()) < 41 and len(art.same.get_xdata()) + len(art.dots.get_xdata()) == 41
    assert art.dots.get_ydata().max() < 1e-13


def test_what_diverges_says_so():
    bold = [full_batch(batch_size=1, learning_rate=0.5, seed=seed) for seed in range(4)]
    lost = [app for app in bold if "diverged" in app.words]
    assert lost and all("nan" not in app.words and "inf" not in app.words for app in lost)
    gone = linear_scaling(learning_rate=0.4, factor=8)
    assert "so the scaled run diverged; no ratio" in gone.words and "kηλ = 3.2" in gone.view.losses.notice.get_text()
    assert not len(gone.view.ratio.here.points.get_xdata())
    assert "no floor" in gone.view.ratio.words.get_text()


# the best step


def exact_mean(W, rate, size):
    """The mean full loss over all batches of 1 or 2 that can be drawn with replacement."""
    model = penguin_model("strong")
    each = 2 * (model.X @ W - model.y)[:, None] * model.X
    g = each if size == 1 else ((each[:, None] + each) / 2).reshape(-1, 2)
    return np.mean(model.loss(W - rate * g))


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("distance", [0.05, 1])
def test_the_mean_loss_after_a_step_is_that_of_the_formula(size, distance):
    app, W = best_step(batch_size=size, distance=distance), weights_at(distance)
    (loss, G, Σ), H, gain = moments(distance), hessian(), app.view._frame.gain
    for place in (10, 50, 100):
        rate, drawn = (part[place] for part in app.view.loss.theory.get_data())
        slope, curved, noise = rate * G @ G, 0.5 * rate**2 * G @ H @ G, 0.5 * rate**2 * np.trace(H @ Σ) / size
        check(
            loss + gain * drawn,
            exact_mean(W, rate, size),
            no_noise=loss - slope + curved,
            noise_not_divided_by_2=loss - slope + curved + 2 * noise,
            trace_without_curvature=loss - slope + curved + 0.5 * rate**2 * np.trace(Σ) / size,
        )


@pytest.mark.parametrize("distance", [0.1, 0.2, 1])
def test_the_best_rate_saturates_with_the_batch_for_ten_other_seeds(distance):
    """η_max / (1 + B_noise / B), measured at every batch size."""
    (_, G, Σ), H, sizes = moments(distance), hessian(), np.array(step_app.SIZES)
    top, scale = G @ G / (G @ H @ G), np.trace(H @ Σ) / (G @ H @ G)
    results = [step_app.measured_bests(distance, seed) for seed in OTHER_SEEDS]
    for bests, errors in results:
        assert agrees(bests, top / (1 + scale / sizes), errors)
    bests = np.mean([best for best, _ in results], axis=0)
    errors = np.linalg.norm([error for _, error in results], axis=0) / len(results)
    check(
        bests,
        top / (1 + scale / sizes),
        errors,
        no_noise=top,
        in_proportion=top * sizes / scale,
        root=top / np.sqrt(1 + scale / sizes),
    )


def test_the_mean_losses_measured_agree_for_ten_other_seeds():
    for seed in OTHER_SEEDS:
        frame = step_app.compute(step_app.State(16, 0.2, seed))
        assert agrees(frame.mean, np.interp(frame.marks, frame.rates, frame.expected), frame.error)


def test_the_gradients_of_the_batches_are_those_of_the_model():
    model = penguin_model("strong")
    drawn = np.random.default_rng(4).integers(342, size=(1024, step_app.DRAWS))
    for place, size in ((0, 1), (4, 16), (9, 512)):
        expected = model.gradient(weights_at(0.3), drawn[:size].T[:5])
        np.testing.assert_allclose(step_app.gradients(0.3, 4)[place, :5], expected, atol=1e-12)


def test_the_lengths_of_batch_gradients_hold_the_noise_for_ten_other_seeds():
    """|g|² is |G|² + tr Σ / B on average: two sizes of batches give both."""
    (_, G, Σ), sizes = moments(0.2), np.array(step_app.SIZES)
    squares = np.concatenate([(step_app.gradients(0.2, seed) ** 2).sum(-1) for seed in OTHER_SEEDS], axis=1)
    error = squares.std(1) / np.sqrt(squares.shape[1])
    square, noise = G @ G, np.trace(Σ)
    check(
        squares.mean(1),
        square + noise / sizes,
        error,
        no_noise=square,
        noise_alone=noise / sizes,
        root=square + noise / sizes**0.5,
    )


def test_the_best_rate_is_half_at_the_noise_scale_which_is_marked():
    frame = best_step(distance=0.2).view._frame
    x, y = best_step(distance=0.2).view.best.scale.get_data()
    G, H, Σ = moments(0.2)[1], hessian(), moments(0.2)[2]
    assert x[1] == x[2] == pytest.approx(theory.noise_scale(G, H, Σ)) and y[0] == y[1] == pytest.approx(frame.top / 2)
    assert np.interp(x[1], frame.every, frame.line) == pytest.approx(frame.top / 2, rel=1e-3)
    np.testing.assert_allclose(frame.line[::50], theory.best_step_size(G, H, Σ / frame.every[::50, None, None], 1))
    assert best_step(distance=0.2).view.best.top.get_ydata()[0] == pytest.approx(G @ G / (G @ H @ G))


def test_the_noise_scale_grows_towards_the_minimum():
    scales = [step_app.compute(step_app.State(16, distance, 0)).noise_scale for distance in DISTANCES]
    assert (np.diff(scales) < 0).all() and scales[0] > 300 and scales[-1] < 2
    noise = [np.trace(moments(distance)[2]) for distance in (0.05, 1)]
    assert noise[1] / noise[0] < 3, "the examples disagree about as much"


def test_the_numbers_of_the_predictions():
    at = {size: best_step(batch_size=size).view._frame for size in (256, 512)}
    assert f"{at[256].noise_scale:.1f}" == "25.5"
    assert [f"{value:.3f}" for value in (at[256].best, at[512].best)] == ["0.244", "0.255"]
    assert [f"{at[256].best * times:.3f}" for times in (2, np.sqrt(2))] == ["0.487", "0.344"]
    assert linear_scaling(0.2, 8).view._frame.now[2] == pytest.approx(1.8 / 0.4)
    assert 342 % 256 == 86


def test_at_twice_the_best_rate_the_step_gains_nothing():
    frame = best_step(batch_size=16).view._frame
    G, H, Σ = moments(0.2)[1], hessian(), moments(0.2)[2]
    assert theory.expected_loss_after_step(0, G, H, Σ, 2 * frame.best, 16) == pytest.approx(0, abs=1e-15)
    assert frame.best_change == pytest.approx(-1 / (1 + frame.noise_scale / 16))
