"""The best step of SGD: it saturates with the batch size, at the noise scale."""

import numpy as np
import pytest

from helpers import theory
from helpers.apps import best_step
from helpers.lessons.batch_size.figures import best_step as drawn
from helpers.lessons.batch_size.one_step import DRAWS, SIZES, gradients, hessian, measured_bests, moments, weights_at
from helpers.problems.bowls import penguin_model
from tests.shared.agreement import agrees, check

OTHER_SEEDS, ALL, H = range(1, 11), np.array(SIZES), hessian()


def frame(**settings):
    """What the figure draws, without its widgets."""
    return best_step.plan.draw(drawn.Step(**settings))


def exact_mean(W, rate, size):
    """The mean full loss over all batches of 1 or 2 that can be drawn with replacement."""
    model = penguin_model("strong")
    each = 2 * (model.X @ W - model.y)[:, None] * model.X
    g = each if size == 1 else ((each[:, None] + each) / 2).reshape(-1, 2)
    return np.mean(model.loss(W - rate * g))


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("distance", [0.05, 1])
def test_the_mean_loss_after_a_step_is_that_of_the_formula(size, distance):
    W, (loss, G, Σ), app = weights_at(distance), moments(distance), best_step(batch_size=size, distance=distance)
    gain = 0.5 * (G @ G) ** 2 / (G @ H @ G)  # at best, without noise
    for rate, change in np.transpose(app.sheet[drawn.LOSS][drawn.THEORY].get_data())[[10, 50, 100]]:
        slope, curved, noise = rate * G @ G, 0.5 * rate**2 * G @ H @ G, 0.5 * rate**2 * np.trace(H @ Σ) / size
        check(
            loss + gain * change,
            exact_mean(W, rate, size),
            no_noise=loss - slope + curved,
            noise_not_divided_by_2=loss - slope + curved + 2 * noise,
            trace_without_curvature=loss - slope + curved + 0.5 * rate**2 * np.trace(Σ) / size,
        )


def test_the_best_rate_without_noise_stands_on_its_line_as_the_notebook_writes_it():
    app = best_step()
    said, (_, G, _) = app.sheet[drawn.RATES][drawn.SAID], moments(0.2)
    top = G @ G / (G @ H @ G)
    assert said.get_text() == rf"$\eta_{{\max}}$ = {top:.4g}" and 0 < said.get_position()[1] - top < 0.1 * top
    assert "_" not in app.words + "".join(text.get_text() for text in app.sheet.legend.texts.values())


@pytest.mark.parametrize("distance", [0.1, 0.2, 1])
def test_the_best_rate_saturates_with_the_batch_for_ten_other_seeds(distance):
    """η_max / (1 + B_noise / B), measured at every batch size."""
    _, G, Σ = moments(distance)
    top, scale = G @ G / (G @ H @ G), np.trace(H @ Σ) / (G @ H @ G)
    right, results = top / (1 + scale / ALL), [measured_bests(distance, seed) for seed in OTHER_SEEDS]
    assert all(agrees(bests, right, errors) for bests, errors in results)
    bests, errors = np.mean([best for best, _ in results], axis=0), [error for _, error in results]
    misprints = dict(no_noise=top, in_proportion=top * ALL / scale, root=top / np.sqrt(1 + scale / ALL))
    check(bests, right, np.linalg.norm(errors, axis=0) / len(results), **misprints)


def test_the_mean_losses_measured_agree_for_ten_other_seeds():
    for seed in OTHER_SEEDS:
        panel = frame(seed=seed)[drawn.LOSS]
        rates, mean, error = panel[drawn.MEASURED]
        assert len(rates) == 15 and agrees(mean, np.interp(rates, *panel[drawn.THEORY]), error)


def test_the_gradients_of_the_batches_are_those_of_the_model():
    batches = np.random.default_rng(4).integers(342, size=(1024, DRAWS))
    for place, size in ((0, 1), (4, 16), (9, 512)):
        expected = penguin_model("strong").gradient(weights_at(0.3), batches[:size].T[:5])
        np.testing.assert_allclose(gradients(0.3, 4)[place, :5], expected, atol=1e-12)


def test_the_lengths_of_batch_gradients_hold_the_noise_for_ten_other_seeds():
    """|g|² is |G|² + tr Σ / B on average: two sizes of batches give both."""
    _, G, Σ = moments(0.2)
    squares = np.concatenate([(gradients(0.2, seed) ** 2).sum(-1) for seed in OTHER_SEEDS], axis=1)
    square, noise, error = G @ G, np.trace(Σ), squares.std(1) / np.sqrt(squares.shape[1])
    misprints = dict(no_noise=square, noise_alone=noise / ALL, root=square + noise / ALL**0.5)
    check(squares.mean(1), square + noise / ALL, error, **misprints)


def test_the_best_rate_is_half_at_the_noise_scale_which_is_marked():
    art, (_, G, Σ) = best_step(distance=0.2).sheet[drawn.RATES], moments(0.2)
    (_, scale, down), (half, level, _) = art[drawn.SCALE].get_data()
    sizes, line = art[drawn.THEORY].get_data()
    assert art[drawn.NOISELESS].get_ydata()[0] == pytest.approx(G @ G / (G @ H @ G)) == 2 * half == 2 * level
    assert scale == down == pytest.approx(theory.noise_scale(G, H, Σ))
    assert np.interp(scale, sizes, line) == pytest.approx(half, rel=1e-3)
    np.testing.assert_allclose(line[::50], theory.best_step_size(G, H, Σ / drawn.EVERY[::50, None, None], 1))


def test_the_noise_scale_grows_towards_the_minimum():
    scales = [frame(distance=distance)[drawn.RATES][drawn.SCALE][0][1] for distance in drawn.DISTANCES]
    assert (np.diff(scales) < 0).all() and scales[0] > 300 and scales[-1] < 2
    noise = [np.trace(moments(distance)[2]) for distance in (0.05, 1)]
    assert noise[1] / noise[0] < 3, "the examples disagree about as much"


def test_at_twice_the_best_rate_the_step_gains_nothing():
    (best, _), (least, _) = frame(batch_size=16)[drawn.LOSS][drawn.AT]
    _, G, Σ = moments(0.2)
    assert theory.expected_loss_after_step(0, G, H, Σ, 2 * best, 16) == pytest.approx(0, abs=1e-15)
    assert least == pytest.approx(-1 / (1 + theory.noise_scale(G, H, Σ) / 16))
