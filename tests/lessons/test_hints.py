"""Plausible wrong answers, as students make them, and the words of the hint that each gets: none is left with the general one."""

import numpy as np
import pytest

from helpers.checks import EXERCISES, check


def table(exercise, **answers):
    """Rows (exercise, wrong answer, words); the answers are {words: wrong answer}, with _ for a space."""
    return [(exercise, wrong, words.replace("_", " ")) for words, wrong in answers.items()]


NUMBERS = [
    ("next weight", 2 - 0.5 * (-0.6 + 0.1), "sum of the two gradients"),
    ("two steps", 10 - 0.1 * 10, "slope of w²"),
    ("two steps", 8 - 0.1 * (16 + 0.9 * 20), "momentum"),
    ("two steps", 10 * 0.8**3, "one step too many"),
    ("largest rate", 3 / 8, "one curvature over the other"),
    ("largest rate", 2 / 1.5, "second derivative"),
    ("largest rate", 1 / 8, "still converges at larger rates"),
    ("one example step", 1 + 0.05 * -6, "climbs"),
    ("one example step", 1 + 2 * (3 - 5) * 3, "subtracts"),
    ("chain rule", 0.5 * -2 * 1.5, "Two factors"),
    ("chain rule", 0.5 * -2 * 0.6 * 1.5, "derivative of the square is missing"),
    ("spread at 16", 4 / np.sqrt(16), "variance by √B"),
    ("spread at 16", 1 / 16, "leaves out σ"),
    ("noise floor", 0.2 * 12 / (10 * (2 - 0.8)), "½"),
    ("noise floor", 0.05 / 2, "curvature λ belongs"),
    ("noise floor", 0.2 * 12**0.5 / (2 * 10 * 1.2), "No root"),
    ("stable rate", 4 / (16 + 12 / 9), "B²"),
    ("noise scale", 36 * 2, "product"),
    ("noise scale", np.sqrt(36), "That is σ"),
    ("best rate at 3", 1 / (2 + 9 / 3), "begins with 1, whatever λ is"),
    ("best rate at 3", 0.5 / (3 + 9), "B + B_noise"),
    ("best rate at 3", 0.13, "three digits"),
    ("ratio of floors", (2 - 0.1) / (2 - 0.5), "η alone"),
    ("best momentum at 49", 6 / 7, "then the fraction is squared"),
    ("best momentum at 49", (6 / 7) ** 2, "sum of both roots"),
    ("best momentum at 49", 0.56, "rounded"),
    ("best momentum at 49", (49 / 50) ** 2, "squares κ/(κ + 1)"),
    ("best momentum at 49", 0.96, "without momentum"),
    ("first step of Adam", 1 + 0.01 * 0.9, "β₁ in it"),
    ("weights of a network", 3 * 16 + 17 * 2, "one hidden layer"),
    ("weights of a network", 3 * 16 + 16 * 16, "last layer whole"),
    ("updates in all", 110, "multiple of 20"),
    ("updates in all", 171 // 32, "whole batches of one epoch"),
    ("escape rate", 0.77, "That is a share"),
    ("escape runs", 1601, "A count is exact"),
    ("escape runs", 400 * np.sqrt(2), "root belongs to the width"),
    ("steps per epoch", 8, "must be exact"),
]


def g(w, x, y):
    return 2 * (np.sin(w * x) - y) * np.cos(w * x) * x


def one_by_one(W, X, y, rate):
    for i in range(len(y)):
        W = W - rate * 2 * X[i] * (X[i] @ W - y[i])
    return W


def sgd(w, x, y, rate, keep=False, reset=False, slope=False):
    weights = []
    w = 0 if reset else w
    for xi, yi in zip(x, y):
        gradient = 2 * (w * xi - yi) * xi
        w = w - rate * gradient
        weights.append(w)
    return weights if keep else gradient if slope else w


def shuffled(w, x, y, rate):
    order = np.random.permutation(len(x))  # noqa: NPY002
    return sgd(w, x[order], y[order], rate)


def epoch(w, x, y, order, size, rate, factor=2, inner=True, divide=None, batches=None):
    for i in range(batches(len(order), size) if batches else -(-len(order) // size)):
        b = order[i * size : (i + 1) * size]
        slopes = factor * (w * x[b] - y[b]) * (x[b] if inner else 1)
        w = w - rate * (np.mean(slopes) if divide is None else np.sum(slopes) / divide(len(x)))
    return w


def forgets(path, β):
    means = [path[0]]
    for w in path[1:]:
        means.append(β * means[-1] + (1 - β) * w)
    return np.array(means)


def after_first_rise(updates, validation):
    for t in range(1, len(validation)):
        if validation[t] > validation[t - 1]:
            return updates[t]
    return updates[-1]


CODE = [
    *table(
        "sgd step",
        learning_rate_is_missing=lambda w, x, y, b, rate: w - np.mean(g(w, x[b], y[b])),
        model_wx=lambda w, x, y, b, rate: w - rate * np.mean(2 * (w * x[b] - y[b]) * x[b]),
        two_factors_more=lambda w, x, y, b, rate: w - rate * np.mean(2 * (np.sin(w * x[b]) - y[b])),
        cosine_is_taken_at_x=lambda w, x, y, b, rate: w - rate * np.mean(2 * (np.sin(w * x[b]) - y[b]) * np.cos(x[b]) * x[b]),
        number_of_all_examples=lambda w, x, y, b, rate: w - rate * np.sum(g(w, x[b], y[b])) / len(x),
        η_by_the_loss=lambda w, x, y, b, rate: w - rate * np.mean((np.sin(w * x[b]) - y[b]) ** 2),
        derivative_of_the_sine=lambda w, x, y, b, rate: (
            w - rate * np.mean(2 * (np.sin(w * x[b]) - y[b]) * -np.cos(w * x[b]) * x[b])
        ),
        mean_over_the_batch_is_missing=lambda w, x, y, b, rate: w - rate * g(w, x[b], y[b]),
    ),
    *table(
        "mean gradient",
        mean_over_the_batch_is_missing=lambda w, x, y, b: 2 * (w * x[b] - y[b]) * x[b],
        product_of_two_means=lambda w, x, y, b: 2 * np.mean(w * x[b] - y[b]) * np.mean(x[b]),
        a_new_weight=lambda w, x, y, b: w - np.mean(2 * (w * x[b] - y[b]) * x[b]),
        first_examples=lambda w, x, y, b: np.mean(2 * (w * x - y)[: len(b)] * x[: len(b)]),
        mean_error=lambda w, x, y, b: np.mean(w * x[b] - y[b]),
    ),
    *table(
        "full gradient step",
        transpose=lambda W, X, y, rate: W - rate * 2 / len(y) * X @ (X @ W - y),
        below_the_line=lambda W, X, y, rate: W - rate * X.T @ (X @ W - y) / (2 * len(y)),
        number_of_entries_of_X=lambda W, X, y, rate: W - rate * 2 / X.size * X.T @ (X @ W - y),
        come_back_as_a_column=lambda W, X, y, rate: (
            W.reshape(-1, 1) - rate * 2 / len(y) * X.T @ (X @ W.reshape(-1, 1) - y.reshape(-1, 1))
        ),
        one_example_after_the_other=one_by_one,
        one_number_of_all_slopes=lambda W, X, y, rate: W - rate * (2 * X.T @ (X @ W - y)).mean(),
        column_has_met_a_row=lambda W, X, y, rate: W - rate * 2 / len(y) * (X.T @ (X @ W - y)).reshape(-1, 1),
    ),
    *table(
        "full loss",
        divide_by_12=lambda losses, sizes: np.sum(losses * sizes) / 12,
        divide_by_the_sizes=lambda losses, sizes: np.sum(losses / sizes),
        means_already=lambda losses, sizes: losses / sizes,
    ),
    *table(
        "central difference",
        only_the_second_value=lambda f, w, h: f(w + h) - f(w - h) / (2 * h),
        only_h_apart=lambda f, w, h: (f(w + h) - f(w)) / (2 * h),
        adds_the_two_values=lambda f, w, h: (f(w + h) + f(w - h)) / (2 * h),
        half_the_distance=lambda f, w, h: (f(w + h / 2) - f(w - h / 2)) / h,
    ),
    *table(
        "one epoch",
        nothing_to_chance=shuffled,
        no_mean_to_take=lambda w, x, y, rate: sgd(w, x, y, rate / len(x)),
        learning_rate_is_missing=lambda w, x, y, rate: sgd(w, x, y, 1),
        last_one_only=lambda *given: sgd(*given, keep=True),
        Return_the_last=lambda w, *given: [w, *sgd(w, *given, keep=True)],
        last_gradient=lambda *given: sgd(*given, slope=True),
        begins_at_0=lambda *given: sgd(*given, reset=True),
    ),
    *table(
        "one epoch in batches",
        derivative_of_a_square=lambda *given: epoch(*given, factor=1),
        derivative_of_wx=lambda *given: epoch(*given, inner=False),
        number_of_all_examples=lambda *given: epoch(*given, divide=lambda n: n),
        one_example_only=lambda w, x, y, order, size, rate: epoch(w, x, y, order, 1, rate),
        gradient_descent=lambda w, x, y, order, size, rate: epoch(w, x, y, order, len(order), rate),
        learning_rate_is_missing=lambda w, x, y, order, size, rate: epoch(w, x, y, order, size, 1),
        one_batch_too_far=lambda *given: epoch(*given, batches=lambda n, size: n // size + 1),
        begins_at_0=lambda w, *given: epoch(0.0, *given),
    ),
    *table(
        "running average",
        step_t_is_missing=lambda path: [path[:1].mean(), *(path[:t].mean() for t in range(1, len(path)))],
        average_forgets=lambda path: forgets(path, 0.9),
        old_weights=lambda path: forgets(path, 0.5),
    ),
    *table(
        "momentum step",
        inside=lambda w, v, gradient, rate, β: (w + β * v - rate * gradient, β * v - rate * gradient),
        Only_the_weight=lambda w, v, gradient, rate, β: w - rate * (β * v + gradient),
    ),
    *table("when to stop", first_rise=after_first_rise),
    *table(
        "escape share",
        each_in_brackets=lambda ends, low, high: np.mean(low < ends < high),
        of_a_whole_array=lambda ends, low, high: np.mean(low < ends and ends < high),
        brackets_around_each=lambda ends, low, high: np.mean(low < ends & ends < high),
        divide_by_200=lambda ends, low, high: np.sum((low < ends) & (ends < high)) / 200,
        true_or_false=lambda ends, low, high: (low < ends) & (ends < high),
    ),
    *table(
        "estimate",
        even_more_of_it=lambda s, b, m, n: (s - b) / (1 / m - 1 / n) / s,
        swapped=lambda s, b, m, n: (b - s) / (1 / m - 1 / n) / (s - (b - s) / (1 / m - 1 / n) / n),
    ),
    *table(
        "steps per epoch",
        come_out_even=lambda N, B: N // B + 1,
        short_batch=lambda N, B: N // B,
        taken_whole=lambda N, B: N / B,
        half_full=lambda N, B: round(N / B),
    ),
    *table(
        "largest rate",
        arrives_at_once=lambda a, b: 1 / max(a, b),
        steep_one=lambda a, b: 2 / min(a, b),
        not_always=lambda a, b: 2 / b,
    ),
]


@pytest.mark.parametrize("exercise, wrong, words", [*NUMBERS, *CODE])
def test_a_plausible_wrong_answer_gets_a_hint_of_its_own(exercise, wrong, words):
    verdict = check(exercise, wrong)
    assert not verdict and words in verdict.message and verdict.message != EXERCISES[exercise].otherwise


@pytest.mark.parametrize(
    "exercise, right",
    [
        ("steps per epoch", lambda N, B: int(np.ceil(N / B))),
        ("steps per epoch", lambda N, B: len(range(0, N, B))),
        ("largest rate", lambda a, b: min(2 / a, 2 / b)),
        ("escape share", lambda ends, low, high: np.mean((low <= ends) & (ends <= high))),
        ("escape share", lambda ends, low, high: sum(low < end < high for end in ends) / len(ends)),
        ("one epoch in batches", epoch),
        ("one epoch", sgd),
        ("when to stop", lambda updates, validation: updates[list(validation).index(min(validation))]),
    ],
)
def test_a_rule_or_a_loop_in_its_own_words_is_right(exercise, right):
    assert check(exercise, right)
