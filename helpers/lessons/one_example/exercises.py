"""Exercises of notebook 02: one example at a time."""

import numpy as np

from helpers.answers.exercises import Code, Number


def _loop(w, x, y, learning_rate, gradient):
    """One epoch in order with any rule for the gradient."""
    for xi, yi in zip(x, y):
        w = w - learning_rate * gradient(w, xi, yi)
    return w


def _right(w, xi, yi):
    return 2 * (w * xi - yi) * xi


def _each_weight(w, x, y, learning_rate):
    """All weights of the epoch, in order."""
    return [_loop(w, x[:stop], y[:stop], learning_rate, _right) for stop in range(1, len(x) + 1)]


def _last_gradient(w, x, y, learning_rate):
    return _right(_loop(w, x[:-1], y[:-1], learning_rate, _right), x[-1], y[-1])


def _mean_gradient(w, x, y):
    return np.mean(2 * (w * x - y) * x)


def _backward(x, h, hidden, slope):
    """The derivatives for the weights (3, 2) between inputs and hidden units, from the red numbers of these."""
    return np.outer(hidden * slope * np.ones_like(h), x)


EXERCISES = {
    "one example step": Number(
        answer=1.6,
        praise="Right: ŷ = 3, the gradient is 2 × (3 − 5) × 3 = −12, and 1 − 0.05 × (−12) = 1.6.",
        wrong={
            0.4: "That step climbs. The gradient is negative, and the update subtracts it: which way does w go?",
            1.3: "The slope is half of what it should be. What does the square bring down in front when you take the derivative?",
            1.2: "The derivative of (wx − y)² with respect to w has an inner part. By the chain rule, what stands beside w?",
            13: "That step is the gradient alone. Multiply it by the learning rate first.",
            0.6: "That is the change of w. Where does it take the weight that was 1?",
            -0.6: "That is η times the gradient. The update subtracts it from the weight.",
            -12: "That is the gradient. One line of the loop is left.",
            0.7: "That step climbs, and its slope is half of what it should be. What does the square bring down in front?",
            -11: "That adds the gradient. The update subtracts η times the gradient.",
            0.8: "That takes η times the loss away. The update takes η times the gradient of the loss.",
            1.1: "The slope lacks the factor of the square and the one of the chain rule.",
        },
        otherwise="Not yet. Write the lines down one by one: the prediction, its difference from y, the gradient, the update.",
    ),
    "chain rule": Number(
        answer=-1.92,
        praise="Right: 2 × 0.5 × (−2) × (1 − 0.6²) × 1.5 = −1.92. Each factor is one link of the way back.",
        wrong={
            -0.96: "One factor is missing at the start of the way back: the derivative of the square.",
            -3: "The way back goes through tanh too. Its derivative is a number below 1.",
            -1.8: "The value of the unit is not the derivative of tanh. Which expression of h₁ is?",
            -1.2: "The derivative of tanh holds the square of h₁.",
            -1.28: "That is the slope for the bias of the unit. The weight is multiplied by its input.",
            1.92: "The size is right. Look at the signs once more: one of the factors is negative.",
            0.6: "That is the gradient of the output weight v₁. Go one layer further back.",
            -1.5: "Two factors are missing: the derivative of the square, and that of tanh.",
            -0.9: "The derivative of the square is missing, and the value of the unit is not the derivative of tanh.",
            0.96: "The weight v₁ is missing. It carries the slope from the output to the unit.",
        },
        otherwise="Not yet. Start at the loss and multiply, link by link: the output, v₁, tanh, the input.",
    ),
    "backward pass": Code(
        solution=lambda x, h, v, error: _backward(x, h, 2 * error * v, 1 - h * h),
        signature="backward(x, h, v, error)",
        trials=(
            (np.array([1.5, -1.0]), np.array([0.6, -0.2, 0.9]), np.array([-2.0, 0.5, 1.0]), 0.5),
            (np.array([0.3, 2.0]), np.array([0.1, 0.7, -0.8]), np.array([1.0, -1.5, 0.4]), -1.2),
        ),
        praise="Right. Each layer multiplies what comes back to it by one factor, and all six derivatives are there at once.",
        wrong={
            "The weights v are missing: they carry the red number of the output to the hidden units.": (
                lambda x, h, v, error: _backward(x, h, 2 * error, 1 - h * h)
            ),
            "The slope of tanh is missing: the numbers have to go back through it.": (
                lambda x, h, v, error: _backward(x, h, 2 * error * v, 1)
            ),
            "That takes the value of the unit for the slope of tanh. The slope is 1 − h².": (
                lambda x, h, v, error: _backward(x, h, 2 * error * v, h)
            ),
            "h (1 − h) is the slope of the logistic function. That of tanh is 1 − h².": (
                lambda x, h, v, error: _backward(x, h, 2 * error * v, h * (1 - h))
            ),
            "Is it (1 − h)² or 1 − h²?": lambda x, h, v, error: _backward(x, h, 2 * error * v, (1 - h) ** 2),
            "The red number of the output goes back, not the error alone: it has the 2 of the square.": (
                lambda x, h, v, error: _backward(x, h, error * v, 1 - h * h)
            ),
            "Both gaps have v in them. It comes in once, on the way from the output to the hidden units.": (
                lambda x, h, v, error: _backward(x, h, 2 * error * v * v, 1 - h * h)
            ),
        },
        otherwise="Not yet. The first gap: the red number of the output, times the weight on the way. The second: what came "
        "back, times the slope of tanh.",
    ),
    "one epoch": Code(
        solution=lambda w, x, y, learning_rate: _loop(w, x, y, learning_rate, _right),
        trials=(
            (0.0, np.array([-1.0, -0.5, 0.5, 1.0, 1.5, 2.0]), np.array([-2.0, 0.0, 1.5, 1.0, 3.0, 2.5]), 0.1),
            (1.5, np.array([2.0, 0.3, -1.0]), np.array([1.0, 2.0, 0.5]), 0.05),
        ),
        praise="Right. One call is one epoch: each example takes its step, and each step starts where the last one ended.",
        wrong={
            "This is one step with the mean gradient of all the examples: gradient descent. How many steps has an epoch?": (
                lambda w, x, y, rate: w - rate * _mean_gradient(w, x, y)
            ),
            "Every gradient is taken at the first w. The second example should see the w that the first one left.": (
                lambda w, x, y, rate: w - rate * np.sum(2 * (w * x - y) * x)
            ),
            "Each step climbs. Check the sign of the update, and of the difference.": (
                lambda w, x, y, rate: _loop(w, x, y, -rate, _right)
            ),
            "Each step is half as long as it should be. Take the derivative of the square once more.": (
                lambda w, x, y, rate: _loop(w, x, y, rate / 2, _right)
            ),
            "It returns after the first example. Is return inside the loop?": (
                lambda w, x, y, rate: _loop(w, x[:1], y[:1], rate, _right)
            ),
            "Each of the steps takes the mean gradient of all the examples. A step of SGD knows its own example only.": (
                lambda w, x, y, rate: _loop(w, x, y, rate, lambda w, xi, yi: _mean_gradient(w, x, y))
            ),
            "The gradient lacks a factor: the derivative of wx with respect to w.": (
                lambda w, x, y, rate: _loop(w, x, y, rate, lambda w, xi, yi: 2 * (w * xi - yi))
            ),
            "The learning rate is missing.": lambda w, x, y, rate: _loop(w, x, y, 1, _right),
            "You divide by the number of examples. A step here looks at one of them only, so there is no mean to take.": (
                lambda w, x, y, rate: _loop(w, x, y, rate / len(x), _right)
            ),
            "All weights come back. Return the last one only.": (
                _each_weight,
                lambda w, x, y, rate: [w, *_each_weight(w, x, y, rate)],
            ),
            "That is the last gradient. Return the weight.": (
                _last_gradient,
                lambda w, x, y, rate: _right(_loop(w, x, y, rate, _right), x[-1], y[-1]),
            ),
            "Your function begins at 0. It is given the w to begin with.": lambda w, x, y, rate: _loop(0, x, y, rate, _right),
            "The last example is never taken. An epoch sees them all.": (
                lambda w, x, y, rate: _loop(w, x[:-1], y[:-1], rate, _right)
            ),
            "The examples come in the opposite order. Begin with the first.": (
                lambda w, x, y, rate: _loop(w, x[::-1], y[::-1], rate, _right)
            ),
            "Only the last example leaves a trace. Does each step start from the w of the step before?": (
                lambda w, x, y, rate: _loop(w, x[-1:], y[-1:], rate, _right)
            ),
        },
        otherwise="Not yet. Try it by hand with two examples: take the first, make its step, then take the second from there.",
        signature="one_epoch(w, x, y, learning_rate)",
    ),
}
