"""Notebook 01: gradient descent, and what it costs."""

import numpy as np

from helpers.checks.exercises import Code, Number
from helpers.checks.predictions import Option, Prediction


def _slopes(W, X, y):
    """The gradient of mean (XW - y)²."""
    return 2 / len(y) * (X @ W - y) @ X


_X = np.array([[1.0, 0.5, 0.3], [-0.4, 2.0, -1.1], [0.3, -1.2, 0.8], [2.0, 1.0, -0.5], [-1.5, 0.2, 0.6]])
_y = np.array([0.7, -1.0, 0.4, 2.5, -0.6])

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
            1 / 3: "There the flat direction arrives in one step. What does the steep one do?",
        },
        otherwise="Not yet. Find the curvature of each direction, then the limit of each. Both must converge.",
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
            "That is the rise. Divide it by the distance of the two points.": lambda f, w, h: f(w + h) - f(w - h),
        },
        otherwise="Not yet. A slope is a rise divided by a distance. Take the two points h to the left and h to the right of w.",
    ),
    "full gradient step": Code(
        solution=lambda W, X, y, rate: W - rate * _slopes(W, X, y),
        signature="gradient_step(W, X, y, learning_rate)",
        trials=((np.array([0.5, -1.0, 2.0]), _X, _y, 0.1), (np.zeros(3), _X[:2], _y[:2], 0.7), (np.ones(3), _X, _y, 0.01)),
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
            "You divide by the number of weights. The mean runs over the examples.": (
                lambda W, X, y, rate: W - rate * len(y) / len(W) * _slopes(W, X, y)
            ),
        },
        otherwise="Not yet. The residual of each example, times its row of X, times 2; then the mean over the "
        "examples, and a step against it.",
    ),
}

PREDICTIONS = {
    "smaller h": Prediction(
        question="The slope at w = 3.3 is estimated by a difference with step h. You make h smaller and smaller, from 0.1 "
        "down to 10⁻¹⁵. What happens to the error?",
        options=(
            Option(
                "it keeps falling: the smaller h, the better",
                "So it would be with all digits of every number. A computer keeps 16, and two losses that agree in 15 of them "
                "leave one digit for their difference.",
            ),
            Option(
                "it falls, and then it rises again",
                "Down to about h = 10⁻⁵ the curve looks straighter and straighter. Then the rounding of the two losses, divided "
                "by 2h, takes over.",
                right=True,
            ),
            Option(
                "it stays the same: a slope is a slope",
                "The limit is one number, but the difference is not yet the limit: it is the slope of a secant.",
            ),
        ),
        look="Move h from right to left, and follow the square on the right. Which digits above the picture agree?",
    ),
    "below the limit": Prediction(
        question="The curvature is λ = 2, and the start is w = 10. At η = 0.5 one step lands on the minimum. "
        "What does the point do at η = 0.9?",
        options=(
            Option(
                "it runs away: above 1/λ = 0.5 the steps are too long",
                "Each step is too long, so the point lands on the other side. But it lands closer than it was: 1 − ηλ = −0.8.",
            ),
            Option(
                "it jumps from side to side, and still arrives",
                "Each step multiplies w by 1 − ηλ = −0.8. The sign changes, the size shrinks. "
                "Only at 2/λ does it stop shrinking.",
                right=True,
            ),
            Option(
                "it walks down on one side, faster than at 0.5",
                "A longer step is a faster one while it ends before the minimum. Beyond 1/λ it ends on the other side.",
            ),
        ),
        look="Set η to 0.45, 0.5, 0.9, 1 and 1.1. Read the name of each case on the axis below. Then change λ: "
        "where do the marks go?",
    ),
    "two curvatures": Prediction(
        question="Two weights: the loss curves little along one direction, λ₁ = 0.26, and much along the other, λ₂ = 3.74. "
        "You raise η slowly from 0.2. Above which η does the point run away?",
        options=(
            Option(
                "2/λ₁ = 7.8: the flat direction decides",
                "The flat direction would allow it. But the point moves along both at once, and the steep one blows up "
                "long before.",
            ),
            Option(
                "2/λ₂ = 0.53: the steep direction decides",
                "One direction that grows is enough to diverge, and the steepest is the first to grow.",
                right=True,
            ),
            Option(
                "2 divided by the mean curvature = 1",
                "The two directions do not average: each has a limit of its own, and the smaller limit counts.",
            ),
        ),
        look="Raise η in small steps. Which of the two rows of dots turns upwards? Which one is slow at every η that works?",
    ),
    "two starts": Prediction(
        question="Two starts, w = 3.6 and w = 3.8, with η = 0.2. The minimum near w = 2 is the deepest of all. "
        "Where do they end?",
        options=(
            Option(
                "both in the deepest minimum",
                "That would need a look around. The slope knows one place only, and at 3.8 it points to the right.",
            ),
            Option(
                "w = 3.6 in the deepest minimum, w = 3.8 in another",
                "There is a hill between the two starts. Each walks down on its own side.",
                right=True,
            ),
            Option(
                "both in the same minimum, since they start so close together",
                "Close starts do end together, unless a hill stands between them. Here one does.",
            ),
        ),
        look="Drag the start over the whole axis. Then raise η to 0.8 and to 1.6: which minima can no longer hold the point?",
    ),
    "a better start": Prediction(
        question="Least squares: the loss is a parabola in w. Does it matter where gradient descent starts, with η = 0.2?",
        options=(
            Option(
                "yes: a bad start ends in a worse minimum",
                "That is so for sin(wx). A parabola has one minimum, and its slope points there from everywhere.",
            ),
            Option(
                "only for the number of steps: every start ends in the same minimum",
                "The distance shrinks by the same factor at each step, wherever the path begins.",
                right=True,
            ),
            Option(
                "yes: from far away the steps are so long that the point runs away",
                "The steps are longer there, and so is the way. The factor 1 − ηλ knows nothing of the start.",
            ),
        ),
        look="Drag the start. How many letters does the axis show? Then raise η to 0.9, 1 and 1.1.",
    ),
    "more examples": Prediction(
        question="From N = 1 000 examples to N = 327 346. How many times the multiplications does one step of gradient descent "
        "take, and how many one step of SGD with B = 32?",
        options=(
            Option(
                "327 times for both: more data, more work",
                "An epoch of SGD does take 327 times as long. One step of it reads 32 examples, however many there are.",
            ),
            Option(
                "327 times for gradient descent, and the same number as before for SGD",
                "Gradient descent adds up a slope for each example. SGD adds up 32.",
                right=True,
            ),
            Option(
                "the same for both: NumPy does the sum in one call",
                "One call, and yet every row is multiplied. The call hides the loop, and does not remove it.",
            ),
        ),
        look="Read the two numbers above the left picture at the smallest and at the largest N. Then press measure.",
    ),
}
