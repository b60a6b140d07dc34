"""The closed forms of batches of a finite data set, against sums over all batches and orders, and runs of `train`."""

from itertools import permutations, product

import numpy as np
import pytest

from helpers import theory
from helpers.models import LinearRegression, Quadratic
from helpers.optimizers import sgd
from helpers.sampling import reshuffled, with_replacement
from helpers.schedules import inverse_time
from helpers.training import train
from tests.shared.agreement import CENTRES, RUNS, agrees, all_batches, check, last_weights, mean_square
from tests.shared.problems import MODELS

X, Y = np.random.default_rng(4).normal(size=(2, 6)) + [[1.0], [0.0]]


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
@pytest.mark.parametrize("batch_size", [1, 2, 10, 11])
def test_the_losses_of_all_batches_average_to_the_full_loss(model, batch_size):
    params = np.random.default_rng(3).normal(size=(4, 1, model.n_params))
    mean = model.loss(params, all_batches(model.n_examples, batch_size)).mean(-1)
    check(mean, model.loss(params[:, 0]), **({"summed_losses": batch_size * mean} if batch_size > 1 else {}))


def test_the_gradients_of_all_batches_vary_as_the_formula_says():
    model, w = MODELS["sine"], [0.7]
    n, sizes = model.n_examples, np.arange(1, 12)
    s2 = model.gradient(w, np.arange(n)[:, None]).var()
    put_back = s2 / sizes
    measured = [model.gradient(w, all_batches(n, B)).var() for B in sizes]
    right = theory.batch_gradient_variance(s2, n, sizes)
    unbiased, off_by_one = right * n / (n - 1), put_back * (n - sizes) / n
    check(measured[:-1], right[:-1], put_back=put_back[:-1], unbiased=unbiased[:-1], off_by_one=off_by_one[:-1])
    assert right[-1] == 0 and measured[-1] < 1e-30 and theory.batch_gradient_variance(1, 1, 1) == 0
    measured = [model.gradient(w, all_batches(n, B, replacement=True)).var() for B in (1, 2, 3)]
    right = theory.batch_gradient_variance(s2, n, sizes[:3], replacement=True)
    not_put_back = theory.batch_gradient_variance(s2, n, sizes[:3])
    check(measured, right, not_put_back=not_put_back, no_batch=s2, squared=s2 / sizes[:3] ** 2)
    np.testing.assert_array_equal(theory.finite_population_factor(n, sizes), (n - sizes) / (n - 1))


@pytest.mark.parametrize("replacement", [False, True])
def test_least_squares_under_every_batch_settles_as_the_formula_says(replacement):
    """The mean and the mean square of w - w* are carried on exactly, over all the batches that a step can draw."""
    model = LinearRegression(X[:, None], Y)  # its loss has no ½: half the gradients below
    h, spread = np.mean(X**2), np.var(X**2)
    best, sizes = X @ Y / (X @ X), np.arange(1, 5)
    f = theory.batch_gradient_variance(1, 6, sizes, replacement)
    limit = theory.least_squares_limit(X, sizes, replacement)
    variance, measured_limit = [], []
    for B, rate in zip(sizes, 0.7 * limit):
        batches = all_batches(6, B, replacement)
        m = model.gradient([best], batches)[:, 0] / 2
        curvature = model.gradient([best + 1], batches)[:, 0] / 2 - m
        measured_limit.append(2 * curvature.mean() / np.mean(curvature**2))  # where E[(1 - η h_b)²] = 1
        mean, square, keep = 1.0, 1.0, 1 - rate * curvature
        for _ in range(400):
            square = np.mean(keep**2) * square - 2 * rate * np.mean(keep * m) * mean + rate**2 * np.mean(m**2)
            mean = keep.mean() * mean - rate * m.mean()
        variance.append(square)
    other = theory.least_squares_limit(X, sizes, not replacement)
    check(
        measured_limit, limit, descent=2 / h, other_draws=other, mean_curvature=2 * h / (h**2 + spread), steepest=2 / max(X**2)
    )
    assert (np.diff(limit) > 0).all() and theory.least_squares_limit(X, 6) == pytest.approx(2 / h)

    rate, noise = 0.7 * limit, np.mean((X * (best * X - Y)) ** 2)
    wrong = {
        "additive": theory.stationary_variance(rate, h, f * noise),
        "no_batch_in_spread": rate * f * noise / np.abs(2 * h - rate * h**2 - rate * spread),
        "half_lost": theory.least_squares_variance(X, Y, rate / 2, sizes, replacement),
        "other_draws": theory.least_squares_variance(X, Y, rate, sizes, not replacement),
        "targets_for_residuals": rate * f * np.var(X * Y) / (2 * h - rate * h**2 - rate * f * spread),
    }
    check(variance, theory.least_squares_variance(X, Y, rate, sizes, replacement), **wrong)
    assert np.isinf(theory.least_squares_variance(X, Y, 1.001 * limit, sizes, replacement)).all()


def test_runs_of_least_squares_spread_as_the_formula_says():
    """A fresh batch of 2 without replacement at each step; far below the limit, where the spread has thin tails."""
    rng, rate = np.random.default_rng(0), 0.4 * theory.least_squares_limit(X, 2)
    batches = (rng.permuted(np.tile(np.arange(6), (RUNS, 1)), axis=1)[:, :2] for _ in range(40))
    w = train(LinearRegression(X[:, None], Y), sgd(), np.zeros((RUNS, 1)), batches, rate / 2).params[-1, :, 0]
    best, h = X @ Y / (X @ X), np.mean(X**2)
    measured, error = mean_square(w - best)
    noise = theory.batch_gradient_variance(np.mean((X * (best * X - Y)) ** 2), 6, 2)
    additive = theory.stationary_variance(rate, h, noise)
    put_back = theory.least_squares_variance(X, Y, rate, 2, replacement=True)
    half_lost = theory.least_squares_variance(X, Y, rate / 2, 2)
    right = theory.least_squares_variance(X, Y, rate, 2)
    check(measured, right, error, additive=additive, put_back=put_back, half_lost=half_lost)


def test_a_rate_of_one_over_t_averages_in_any_order():
    model, n = Quadratic([1.0], CENTRES[:, None]), len(CENTRES)
    batches = reshuffled(np.random.default_rng(0), n, 1, epochs=1, runs=50)
    w = train(model, sgd(), np.full((50, 1), 7.0), batches, inverse_time(1.0)).params
    np.testing.assert_allclose(w[-1], CENTRES.mean(), rtol=1e-13)
    late = train(model, sgd(), np.full((50, 1), 7.0), batches, lambda step: 1 / (step + 2)).params[-1]
    assert not agrees(late, CENTRES.mean())
    np.testing.assert_allclose(theory.example_weights(1 / np.arange(1, n + 1)), 1 / n, rtol=1e-13)


def test_example_weights_make_the_last_weight_of_any_schedule():
    rates = np.random.default_rng(1).uniform(0, 1.5, (3, len(CENTRES)))
    model, order = Quadratic([1.0], CENTRES[:, None]), np.arange(len(CENTRES))[:, None]
    w = train(model, sgd(), np.full((3, 1), 7.0), order, lambda step: rates[:, step, None]).params[-1, :, 0]
    weights, start = theory.example_weights(rates), np.prod(1 - rates, axis=1)
    check(w, weights @ CENTRES + 7 * start, reversed=weights[:, ::-1] @ CENTRES + 7 * start, start_lost=weights @ CENTRES)
    np.testing.assert_allclose(weights.sum(-1) + start, 1, rtol=1e-12)


def at_the_end_of_all_epochs(rate, batch_size, centres):
    """The stationary variance at the end of an epoch, from all orders of a few examples."""
    batches = np.array([*permutations(range(len(centres)))]).T
    batches = [batches[k : k + batch_size].T for k in range(0, len(centres), batch_size)]
    ends = train(Quadratic([1.0], centres[:, None]), sgd(), np.zeros((1, 1)), batches, rate).params[-1, :, 0]
    return ends.var() / (1 - (1 - rate) ** (2 * len(batches)))


def test_reshuffled_epochs_end_as_close_as_the_formula_says():
    few, cases = CENTRES[:5], np.array([(0.1, 1), (0.7, 1), (1.4, 1), (0.1, 2), (0.7, 3), (1.4, 4)])
    exact = [at_the_end_of_all_epochs(rate, int(B), few) for rate, B in cases]
    right = np.array([theory.reshuffled_variance(rate, few.var(), 5, B) for rate, B in cases])
    η, B = cases.T
    fresh = theory.stationary_variance(η, 1, theory.batch_gradient_variance(few.var(), 5, B))
    wrong = {"put_back": theory.stationary_variance(η, 1, few.var(), B), "fresh_batches": fresh}
    check(exact, right, unbiased_forgotten=right * 4 / 5, whole_batches=right * 5 / (B * -(-5 // B)), **wrong)
    assert right[0] < wrong["put_back"][0] and right[2] > wrong["put_back"][2]
    np.testing.assert_allclose(theory.reshuffled_variance([0.0, 0.5, 1.9], 1, 8, batch_size=8), 0, atol=1e-30)

    rate, n = 0.1, len(CENTRES)  # and by runs, with which the formula is told from draws with replacement
    w = last_weights(Quadratic([1.0], CENTRES[:, None]), sgd(), rate, 1, steps=120, sampler=reshuffled)
    measured, error = mean_square(w - CENTRES.mean())
    right, put_back = theory.reshuffled_variance(rate, CENTRES.var(), n), theory.stationary_variance(rate, 1, CENTRES.var())
    wrong = {"unbiased_forgotten": right * (n - 1) / n, "memoryless": right * (1 - (1 - rate) ** (2 * n))}
    check(measured, right, error, put_back=put_back, **wrong)


def test_draws_with_replacement_touch_the_expected_share():
    cases = np.array([(1, 1), (2, 2), (4, 4), (5, 3), (3, 6), (4, 0)])
    exact = [np.mean([len(set(draws)) / n for draws in product(range(n), repeat=d)]) for n, d in cases]
    n, d = cases.T
    wrong = {
        "limit": 1 - np.exp(-d / n),
        "every_one": np.minimum(d / n, 1),
        "one_less": 1 - (1 - 1 / n) ** np.maximum(d - 1, 0),
    }
    check(exact, theory.share_touched(n, d), missed=1 - theory.share_touched(n, d), **wrong)
    order = with_replacement(np.random.default_rng(0), 16, 16, epochs=1, runs=4000)[0]
    shares = np.array([len(set(row)) for row in order.tolist()]) / 16
    check(shares.mean(), theory.share_touched(16), shares.std() / np.sqrt(4000), all=1.0, limit=1 - np.exp(-1))
