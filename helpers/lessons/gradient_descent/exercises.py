"""Exercises of notebook 01."""

import numpy as np

from helpers.answers.exercises import Code, Number


def _slopes(W, X, y):
    """The gradient of mean (XW - y)²."""
    return 2 / len(y) * (X @ W - y) @ X


_X = np.array([[1.0, 0.5, 0.3], [-0.4, 2.0, -1.1], [0.3, -1.2, 0.8], [2.0, 1.0, -0.5], [-1.5, 0.2, 0.6]])
_y = np.array([0.7, -1.0, 0.4, 2.5, -0.6])


def _one_by_one(W, X, y, rate):
    """An epoch of SGD, in order."""
    for row, target in zip(X, y):
        W = W - rate * 2 * (row @ W - target) * row
    return W


def _as_column(W, X, y, rate):
    W = W[:, None]
    return W - rate * 2 / len(y) * X.T @ (X @ W - y[:, None])


EXERCISES = {
    "two steps": Number(
        answer=6.4,
        praise="Right: each step multiplies w by 1 − 0.1 × 2 = 0.8, so 10 becomes 8, and 8 becomes 6.4.",
        wrong={
            8: "That is the weight after one step. Take one more, with the slope at the new place.",
            6: "The second step has a slope of its own: at w = 8 the curve is less steep than at w = 10.",
            8.1: "A factor is missing: what is the derivative of w²?",
            14.4: "Those steps climb. The update subtracts η times the slope.",
            12: "That step climbs. The update subtracts η times the slope, and there are two steps to take.",
            9: "The slope of w² at 10 is not 10, and there are two steps to take.",
            4.6: "That is momentum: the first slope pushes once more. Plain gradient descent uses the slope where it stands.",
            5.12: "That is one step too many. Two are asked for.",
            10: "Without the learning rate each step jumps to the other side and back. The step is η times the slope.",
        },
        otherwise="Not yet. Write down the slope at w = 10, take one step, write down the slope there, take the second.",
    ),
    "largest rate": Number(
        answer=0.25,
        praise="Right: the curvatures are 3 and 8, and the steeper one decides: 2/8.",
        wrong={
            2 / 3: "Below that rate the flat direction converges. Does the steep one?",
            0.125: "There the steep direction arrives in one step. It still converges at larger rates.",
            2 / 11: "That is the best rate, 2/(λ₁ + λ₂). How far can you go before a direction diverges?",
            0.5: "The curvature is the second derivative. Of ½ · 8w² it is not 4.",
            8: "That is a curvature. Steeper curves want smaller steps.",
            4: "The limit falls as the curvature rises, so λ belongs below the line.",
            3 / 8: "That is one curvature over the other. Each direction has a limit of its own: what stands above the line?",
            4
            / 3: "That is from half of the smaller curvature. The second derivative takes the ½ away, and both directions count.",
            1 / 3: "There the flat direction arrives in one step. What does the steep one do?",
        },
        otherwise="Not yet. Find the curvature of each direction, then the limit of each. Both must converge.",
        rule=Code(
            solution=lambda first, second: 2 / max(first, second),
            signature="largest_rate(first, second)",
            trials=((3, 8), (4, 1), (0.5, 0.2), (7, 7)),
            praise="Right: the steeper direction decides, at any two curvatures.",
            wrong={
                "That is 1/λ, where a step arrives at once. A longer step may still converge: how long can it be?": (
                    lambda first, second: 1 / max(first, second)
                ),
                "Below that rate the flat direction converges. Does the steep one?": lambda first, second: (
                    2 / min(first, second)
                ),
                "That is from half of the curvature. The second derivative takes the ½ away.": (
                    lambda first, second: 4 / max(first, second)
                ),
                "That is the best rate. How far can you go before a direction diverges?": (
                    lambda first, second: 2 / (first + second)
                ),
                "The second direction is not always the steeper one.": lambda first, second: 2 / second,
            },
            otherwise="Not yet. Find the limit of each of the two curvatures. Both directions must converge.",
        ),
    ),
    "central difference": Code(
        solution=lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h),
        signature="central_difference(f, w, h)",
        trials=((np.sin, 0.5, 0.1), (np.exp, 1.0, 0.2), (np.cos, 2.0, 0.05)),
        praise="Right: the error falls as h². With it you can check any derivative that you have worked out by hand.",
        wrong={
            "That is the difference to one side. Its error falls only as h. Look to both sides of w.": (
                lambda f, w, h: (f(w + h) - f(w)) / h
            ),
            "That is the difference to the left. Its error falls only as h. Look to both sides of w.": (
                lambda f, w, h: (f(w) - f(w - h)) / h
            ),
            "It is twice too large: how far apart are the two points?": lambda f, w, h: (f(w + h) - f(w - h)) / h,
            "The sign is wrong: where the function rises, the slope is positive.": (
                lambda f, w, h: (f(w - h) - f(w + h)) / (2 * h)
            ),
            "Python divides by 2 and then multiplies by h. Put brackets around 2 * h.": (
                lambda f, w, h: (f(w + h) - f(w - h)) / 2 * h
            ),
            "That is the second derivative. The slope compares two points, not three.": (
                lambda f, w, h: (f(w + h) - 2 * f(w) + f(w - h)) / h**2
            ),
            "h is squared there. A slope is a rise divided by a distance, and the distance is not h².": (
                lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h**2)
            ),
            "Python divides only the second value. Put brackets around the difference above the line.": (
                lambda f, w, h: f(w + h) - f(w - h) / (2 * h)
            ),
            "The points are w and w + h, and so only h apart, but you divide by 2h. Look to both sides of w.": (
                lambda f, w, h: (f(w + h) - f(w)) / (2 * h)
            ),
            "That adds the two values. A rise is their difference.": lambda f, w, h: (f(w + h) + f(w - h)) / (2 * h),
            "That is a central difference with half the distance. Here each point lies a whole h from w.": (
                lambda f, w, h: (f(w + h / 2) - f(w - h / 2)) / h
            ),
            "That is the rise. Divide it by the distance of the two points.": lambda f, w, h: f(w + h) - f(w - h),
        },
        otherwise="Not yet. A slope is a rise divided by a distance. "
        "Take the two points h to the left and h to the right of w.",
    ),
    "full gradient step": Code(
        solution=lambda W, X, y, rate: W - rate * _slopes(W, X, y),
        signature="gradient_step(W, X, y, learning_rate)",
        trials=(
            (np.array([0.5, -1.0, 2.0]), _X[2:], _y[2:], 0.2),  # square: here X and its transpose both fit
            (np.array([0.5, -1.0, 2.0]), _X, _y, 0.1),
            (np.zeros(3), _X[:2], _y[:2], 0.7),
            (np.ones(3), _X, _y, 0.01),
        ),
        praise="Right: the mean slope of all examples, and a step against it. It reads every row of X.",
        wrong={
            "That step climbs. The update subtracts η times the gradient.": lambda W, X, y, rate: W + rate * _slopes(W, X, y),
            "A factor is missing: what is the derivative of a square?": lambda W, X, y, rate: W - rate / 2 * _slopes(W, X, y),
            "That is the sum over the examples. This course takes the mean.": (
                lambda W, X, y, rate: W - rate * len(y) * _slopes(W, X, y)
            ),
            "That is the sum over the examples, and a factor is missing: what is the derivative of a square?": (
                lambda W, X, y, rate: W - rate / 2 * len(y) * _slopes(W, X, y)
            ),
            "That is the gradient. Take the step with it, and return the new weights.": lambda W, X, y, rate: _slopes(W, X, y),
            "That is the change of the weights. Return the new weights.": lambda W, X, y, rate: -rate * _slopes(W, X, y),
            "The learning rate is missing.": lambda W, X, y, rate: W - _slopes(W, X, y),
            "That multiplies by X where its transpose belongs. Each weight gets one number, a sum over the examples.": (
                lambda W, X, y, rate: W - rate * 2 / len(y) * X @ (X @ W - y)
            ),
            "The 2 of the square stands below the line. Its derivative brings it down in front.": (
                lambda W, X, y, rate: W - rate / 4 * _slopes(W, X, y)
            ),
            "You divide by the number of entries of X. How many examples are there?": (
                lambda W, X, y, rate: W - rate / X.shape[1] * _slopes(W, X, y)
            ),
            "The weights come back as a column. Let W and y stay flat arrays, and the prediction is flat too.": _as_column,
            "That is SGD: one example after the other, a step for each. Gradient descent takes one step with their mean.": (
                _one_by_one
            ),
            "Your mean makes one number of all slopes. It runs over the examples, and leaves each weight a slope of its own.": (
                lambda W, X, y, rate: W - rate * np.mean(2 * X.T @ (X @ W - y)),
                lambda W, X, y, rate: W - rate * np.mean(2 * X * (X @ W - y)[:, None]),
            ),
            "You divide by the number of weights. The mean runs over the examples.": (
                lambda W, X, y, rate: W - rate * len(y) / len(W) * _slopes(W, X, y)
            ),
        },
        otherwise="Not yet. The residual of each example, times its row of X, times 2; then the mean over the "
        "examples, and a step against it.",
    ),
}
