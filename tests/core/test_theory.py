"""The closed forms of a parabola and of one step, against eigenvalues, sums over all batches, and runs of `train`."""

import numpy as np
import pytest

from helpers import theory
from helpers.models import Quadratic
from helpers.optimizers import adam, momentum, sgd
from helpers.training import train
from tests.shared.agreement import CENTRES, RUNS, all_batches, check, last_weights, mean_square
from tests.shared.problems import MODELS

# Descent without noise


def test_gradient_descent_is_the_path_that_train_takes():
    rates, steps = np.array([0.05, 0.5, 0.75, 1.2]), np.arange(13)
    path = train(Quadratic([2.0]), sgd(), [3.0], [None] * 12, rates[:, None]).params[..., 0]
    right, flat, steep = (theory.gradient_descent(3.0, rates, curvature, steps[:, None]) for curvature in (2, 1, 4))
    check(path, right, curvature_halved=flat, curvature_doubled=steep, one_step_late=np.roll(right, 1, axis=0))


def test_gradient_descent_on_the_books_parabola():
    """Dive into Deep Learning, section 12.3: f = x², from 10, ten steps."""
    end = theory.gradient_descent(10, [0.2, 0.05, 1.1], curvature=2, steps=10)
    np.testing.assert_allclose(end, [0.060466, 3.486784, 61.917364], rtol=0, atol=5e-7)


def test_regime_names_what_the_path_does():
    rates = np.array([0.1, 0.45, 0.5, 0.55, 0.95, 1.0, 1.05])
    w = train(Quadratic([2.0]), sgd(), [1.0], [None] * 4, rates[:, None]).params[..., 0]
    size, turns = np.abs(w[-1]), w[1] < 0
    tests = [size == 0, size == 1, size > 1, turns]
    seen = np.select(tests, ["one step", "cycle", "divergent", "zig-zag"], "monotone")
    assert theory.regime(rates, curvature=2.0).tolist() == seen.tolist()
    assert len(set(seen)) == 5 and theory.regime(0.3, curvature=1.0) == "monotone"


def test_the_largest_stable_rate_parts_runs_that_settle_from_runs_that_do_not():
    measured, spacing, curvature, beta = [], 0.005, np.array([1.0, 3.0, 0.5]), np.array([0.0, 0.5, 0.8])
    for λ, β in zip(curvature, beta):
        rates = np.arange(spacing / 2, 8, spacing)
        path = train(Quadratic([λ]), momentum(β), [1.0], [None] * 1500, rates[:, None]).params[..., 0]
        measured.append(rates[np.abs(path[-1]) < 1].max() + spacing / 2)
    wrong = {"one_over": 1 / curvature, "no_momentum": 2 / curvature, "minus": 2 * (1 - beta) / curvature}
    wrong |= {"averaged_velocity": (2 + 2 * beta) / (1 - beta) / curvature, "no_curvature": 2 + 2 * beta}
    check(measured, theory.largest_stable_rate(curvature, beta), standard_error=spacing / 4.5, **wrong)


def radius(rate, curvature, beta):
    """What a heavy-ball step leaves of the distance in the long run, by the eigenvalues of its matrix on (w, v)."""
    rate, curvature, beta = np.broadcast_arrays(rate, curvature, beta)
    step = np.array([[1 - rate * curvature, -rate * beta], [curvature, beta]])
    return np.abs(np.linalg.eigvals(np.moveaxis(step, (0, 1), (-2, -1)))).max(-1)


@pytest.mark.parametrize("smallest, largest", [(1.0, 9.0), (0.3, 40.0)])
def test_no_rate_and_no_momentum_are_faster_than_the_best(smallest, largest):
    curvatures = np.array([smallest, (smallest + largest) / 2, largest])

    def slowest(rate, beta):
        return radius(np.asarray(rate)[..., None], curvatures, np.asarray(beta)[..., None]).max(-1)

    rates = np.linspace(0, 4 / largest, 4001)[1:]
    measured, κ = rates[slowest(rates, 0.0).argmin()], largest / smallest
    wrong = {"over_largest": 2 / largest, "one_over_sum": 1 / (smallest + largest), "over_smallest": 2 / smallest}
    wrong |= {"geometric": 1 / np.sqrt(smallest * largest), "one_over_largest": 1 / largest}
    check(measured, theory.best_rate(smallest, largest), standard_error=rates[0] / 4.5, **wrong)
    assert slowest(theory.best_rate(smallest, largest), 0.0) == pytest.approx((κ - 1) / (κ + 1))

    rate, beta = theory.best_momentum(smallest, largest)
    best = slowest(rate, beta)
    assert best == pytest.approx(np.sqrt(beta), abs=1e-6)  # a double eigenvalue, so known to the root of rounding
    assert best == pytest.approx((np.sqrt(κ) - 1) / (np.sqrt(κ) + 1), abs=1e-6)
    assert slowest(rates[::8, None], np.linspace(0, 0.99, 400)).min() >= best - 1e-6
    for other in [(rate, np.sqrt(beta)), (rate, beta**2), (2 / (smallest + largest), beta), (np.sqrt(rate), beta)]:
        assert slowest(*other) > best + 1e-3


# The noise floor


def test_runs_spread_as_the_stationary_variance_says():
    """λ, η, B, β, and enough steps for the start to be forgotten below a hundredth of a standard error."""
    cases = [(1, 0.2, 1, 0, 60), (2, 0.9, 3, 0, 60), (0.5, 1, 2, 0, 40), (1, 0.3, 2, 0.8, 140), (2, 1.2, 1, 0.5, 80)]
    λ, η, B, β = np.array(cases)[:, :4].T
    spread, loss = [], []
    for curvature, rate, batch_size, decay, steps in cases:
        model = Quadratic([curvature], CENTRES[:, None])
        w = last_weights(model, momentum(decay), rate, batch_size, steps)
        spread.append(mean_square(w - CENTRES.mean()))
        excess = model.loss(w[:, None]) - model.loss([CENTRES.mean()])
        loss.append((excess.mean(), excess.std() / np.sqrt(RUNS)))
    σ2 = λ**2 * CENTRES.var()  # of one example's gradient λ(w - a)
    right = theory.stationary_variance(η, λ, σ2, B, β)
    wrong = {
        "doubled": 2 * right,
        "standard_deviation": np.sqrt(right),
        "small_rate": η * σ2 / (2 * B * λ * (1 - β)),
        "limit_at_1": η * σ2 * (1 + β) / (B * λ * (1 - β) * (1 + β - η * λ)),
        "no_batch": theory.stationary_variance(η, λ, σ2, 1, β),
        "batch_squared": theory.stationary_variance(η, λ, σ2, B**2, β),
        "no_momentum": theory.stationary_variance(η, λ, σ2, B),
        "effective_rate": theory.stationary_variance(η / (1 - β), λ, σ2, B),
        "averaged_velocity": theory.stationary_variance(η * (1 - β), λ, σ2, B, β),
        "not_put_back": theory.stationary_variance(η, λ, theory.batch_gradient_variance(σ2, 12, B), 1, β),
        "curvature_in_noise": theory.stationary_variance(η, λ, CENTRES.var(), B, β),
    }
    measured, error = np.transpose(spread)
    check(measured, right, error, **wrong)
    measured, error = np.transpose(loss)
    floor = theory.excess_loss(η, λ, σ2, B, β)
    check(measured, floor, error, half_lost=2 * floor, no_curvature=right / 2, squared_curvature=λ**2 * right / 2)


def lyapunov(rate, curvature, noise, beta):
    """The stationary variance of w from P = A P Aᵀ + Q on (w, v), solved as a linear system."""
    A = np.array([[1 - rate * curvature, -rate * beta], [curvature, beta]])
    Q = noise * np.outer([-rate, 1], [-rate, 1])
    return np.linalg.solve(np.eye(4) - np.kron(A, A), Q.ravel())[0]


def test_the_stationary_variance_solves_the_lyapunov_equation():
    rng = np.random.default_rng(2)
    λ, β, σ2 = rng.uniform(0.1, 5, 50), rng.uniform(0, 0.95, 50), rng.uniform(0.1, 3, 50)
    η = rng.uniform(0.01, 0.99, 50) * theory.largest_stable_rate(λ, β)
    exact = [lyapunov(*case) for case in zip(η, λ, σ2, β)]
    np.testing.assert_allclose(theory.stationary_variance(η, λ, σ2, momentum=β), exact, rtol=1e-8)
    limit = theory.largest_stable_rate(λ, β)
    assert (radius(limit * 0.999, λ, β) < 1).all() and (radius(limit * 1.001, λ, β) > 1).all()
    assert np.isinf(theory.stationary_variance(limit * 1.001, λ, σ2, momentum=β)).all()
    assert np.isfinite(theory.stationary_variance(limit * 0.999, λ, σ2, momentum=β)).all()


def test_linear_scaling_keeps_the_noise_floor_of_small_rates_only():
    λ, k, rates = 1.0, 4, np.array([0.05, 0.3, 0.45])
    model, measured, error = Quadratic([λ], CENTRES[:, None]), [], []
    for rate in rates:
        one = last_weights(model, sgd(), rate, 1, steps=10 / rate)
        many = last_weights(model, sgd(), k * rate, k, steps=max(40, 10 / rate / k))
        (low, low_error), (high, high_error) = (mean_square(w - CENTRES.mean()) for w in (one, many))
        measured.append(high / low)
        error.append(high / low * np.hypot(low_error / low, high_error / high))  # relative errors add in squares
    right = theory.linear_scaling_ratio(rates, λ, k)
    check(measured, right, error, holds_always=1.0, upside_down=1 / right, rate_alone=k * right, batch_alone=right / k)
    assert right[-1] > 7 and theory.linear_scaling_ratio(1e-4, λ, k) == pytest.approx(1, abs=1e-3)
    assert theory.linear_scaling_ratio(0.5, λ, k) == np.inf


# One step


@pytest.mark.parametrize("replacement", [False, True])
@pytest.mark.parametrize("batch_size", [1, 2, 3])
def test_one_step_of_every_batch_gains_what_the_formula_says(batch_size, replacement):
    model = MODELS["least squares"]
    n, w, H = model.n_examples, np.array([0.3, -0.2, 0.5]), 2 / model.n_examples * model.X.T @ model.X
    each, batches = model.gradient(w, np.arange(n)[:, None]), all_batches(n, batch_size, replacement)
    G, S = each.mean(0), np.cov(each.T, bias=True) * (1 if replacement else theory.finite_population_factor(n, batch_size))
    rates = np.linspace(0, 1, 2001)
    steps = model.gradient(w, batches)
    mean = np.array([model.loss(w - rate * steps).mean() for rate in rates[::100]])

    def predicted(H=H, S=S, batch_size=batch_size):
        return theory.expected_loss_after_step(model.loss(w), G, H, S, rates, batch_size)

    wrong = {"no_noise": predicted(S=0 * S), "unbiased": predicted(S=S * n / (n - 1)), "half_lost": predicted(H=2 * H)}
    wrong |= {"one_more": predicted(batch_size=batch_size + 1), "first_order": predicted(H=0 * H)}
    check(mean, predicted()[::100], **{name: loss[::100] for name, loss in wrong.items()})

    best, longest = theory.best_step_size(G, H, S, batch_size), theory.best_step_size(G, H, 0 * S, batch_size)
    noise = theory.noise_scale(G, H, S)
    half, trace = G @ G / (2 * (G @ H @ G + np.trace(H @ S) / batch_size)), np.trace(S) / (G @ G)
    check(rates[predicted().argmin()], best, rates[1] / 4.5, no_noise=longest, half=half, doubled=2 * best)
    check(best, longest / (1 + noise / batch_size), identity_for_hessian=longest / (1 + trace / batch_size))


def test_adams_first_step_has_one_length():
    g, η, ε = np.array([-3e-3, 5e-4, -0.5, 2.0, 3e6]), 0.01, 1e-8
    optimizer = adam()
    measured = η * optimizer.update(g, optimizer.init(g), g)[0]
    right, uncorrected = (theory.adam_first_step(g, η, bias_correction=on) for on in (True, False))
    check(measured, right, uncorrected=uncorrected, gradient=η * g, inside_the_root=η * g / np.sqrt(g * g + ε), uphill=-right)
    np.testing.assert_allclose(right, η * np.sign(g), rtol=1e-4)
    np.testing.assert_allclose(theory.adam_first_step(g, η, eps=0), η * np.sign(g), rtol=1e-15)
    np.testing.assert_allclose(uncorrected, (0.1 / np.sqrt(0.001)) * η * np.sign(g), rtol=1e-3)


# What all of them do with their arguments


def test_arguments_broadcast_and_what_does_not_settle_is_inf():
    rates = np.array([0.0, 0.1, 2.0, 50.0])
    variance = theory.stationary_variance(rates[:, None], 1.0, 1.0, batch_size=[1, 2])
    assert variance.shape == (4, 2) and (variance[0] == 0).all() and np.isinf(variance[2:]).all()
    assert theory.reshuffled_variance(rates, 1.0, 500).tolist()[2:] == [np.inf] * 2
    assert theory.reshuffled_variance(50.0, 1.0, 1) == np.inf and theory.reshuffled_variance(0.5, 1.0, 1) == 0
    assert theory.least_squares_variance([1.0, 2.0], [3.0, 1.0], rates[:, None], [1, 2]).shape == (4, 2)
    assert theory.gradient_descent(1.0, rates, 1.0, 1000).tolist() == [1.0, 0.9**1000, 1.0, np.inf]
    assert theory.gradient_descent(0.0, 50.0, 1.0, 1000) == 0
    G, H = np.ones((4, 3)), np.eye(3)
    assert (
        theory.best_step_size(G, H, H, [[1], [2]]).shape == (2, 4) and theory.noise_scale(0 * G, H, H).tolist() == [np.inf] * 4
    )


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: theory.gradient_descent(1, -0.1, 1, 5), "learning_rate must be at least 0 and finite; got -0.1"),
        (lambda: theory.gradient_descent(1, 0.1, 1, 2.5), "steps must be a whole number of at least 0; got 2.5"),
        (lambda: theory.regime([0.1, np.nan], 1), "learning_rate must be at least 0 and finite; got nan"),
        (lambda: theory.largest_stable_rate(0), "curvature must be positive and finite; got 0"),
        (lambda: theory.stationary_variance(0.1, 1, 1, momentum=1), "momentum must be at least 0 and below 1; got 1"),
        (lambda: theory.excess_loss(0.1, 1, "much"), "noise_variance must be at least 0 and finite; got 'much'"),
        (lambda: theory.excess_loss(0.1, 1, 1, batch_size=0), "batch_size must be a whole number of at least 1; got 0"),
        (lambda: theory.best_rate(9, 1), "smallest must be at most largest = 1; got 9"),
        (lambda: theory.batch_gradient_variance(1, 5, 6), "batch_size must be at most n = 5, the examples; got 6"),
        (lambda: theory.least_squares_limit([0.0, 0.0], 1), r"x must have shape \(N,\) and not be all 0; got shape \(2,\)"),
        (lambda: theory.least_squares_variance([1.0], [1.0, 2.0], 0.1, 1), r"y must have the shape of x, \(1,\); got \(2,\)"),
        (lambda: theory.reshuffled_variance(0.1, 1, [5, 6]), r"n must be one whole number; got \[5, 6\]"),
        (lambda: theory.noise_scale([1.0, 2.0], np.eye(3), np.eye(2)), r"hessian must have shape .* got \(3, 3\)"),
        (lambda: theory.adam_first_step(1.0, 0.1, betas=(0.9, 1.0)), "betas must be at least 0 and below 1; got 1"),
    ],
)
def test_bad_arguments_get_one_clear_sentence(make, says):
    with pytest.raises(ValueError, match=says):
        make()
