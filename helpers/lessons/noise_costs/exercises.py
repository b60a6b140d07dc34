"""Exercises of notebook 06."""

import numpy as np

from helpers.answers.exercises import Code, Number

_paths = np.array([4.0, 2.0, 3.0, 1.0, 2.5]), np.array([-1.0, 0.5, 0.25, 0.0, -0.5, 1.0, 2.0]), np.array([3.0, 5.0])


def _forgetting(path, keep, first):
    """A running mean that keeps a part of itself and takes the rest from each new weight."""
    means = [path[0] if first else (1 - keep) * path[0]]
    for w in path[1:]:
        means.append(keep * means[-1] + (1 - keep) * w)
    return means


def _means(path):
    return np.cumsum(path) / np.arange(1, len(path) + 1)


EXERCISES = {
    "noise floor": Number(
        answer=0.1,
        praise="Right: so far above the minimum the full loss stays, on average, for ever.",
        wrong={
            0.05: "That is the variance of w. The loss above the minimum is ½λ times it.",
            0.06: "That holds for ηλ much smaller than 2. Here ηλ is 0.8.",
            1: "That is the floor of B = 1. The batch has 10 examples.",
            0.5: "That leaves out η, or puts 1 in its place. How does a longer step change the floor?",
            0.2: "The ½ of the loss ½λw² is missing, or the 2 in front of B.",
            0.025: "That is half of the variance of w. The curvature λ belongs to the loss too.",
            0.0289: "The number 12 is the variance σ² itself. No root is needed.",
            0.3162: "That divides by √B. The variance of a mean of B draws falls as 1/B.",
            0.0429: "The sign in the bracket is turned: the floor must grow without end where ηλ comes near 2.",
        },
        otherwise="Not yet. Find the variance of w in the text above, put in λ, σ², η and B, and multiply by ½λ.",
    ),
    "stable rate": Number(
        answer=0.2,
        praise="Right. Gradient descent bears 0.25 here, and a single example in the batch would bear 0.143.",
        wrong={
            0.25: "That is the limit of gradient descent. It leaves out how the curvature differs from batch to batch.",
            0.4: "That is the limit for a loss with a factor ½. The loss here has none, so its curvature is twice as large.",
            0.1429: "That is the limit of B = 1. A mean over 3 examples differs less.",
            0.5: "One h in the formula is a square.",
            0.2333: "That divides the standard deviation by B. It is the variance that falls as 1/B.",
            4 / (16 + 12 / 9): "That divides the variance by B². It is the standard deviation whose square falls as 1/B.",
            0.0769: "That multiplies the variance by B. A mean over more examples differs less.",
        },
        otherwise="Not yet. Divide the variance by B, add h², and divide h by the result.",
    ),
    "running average": Code(
        solution=_means,
        signature="running_average(path)",
        trials=tuple((path,) for path in _paths),
        praise="Right: the average moves less and less, while the weight itself goes on shaking.",
        wrong={
            "That is the sum so far. Divide it by how many weights are in it.": lambda path: np.cumsum(path),
            "That divides each sum by the number of all weights. At entry t only t + 1 are in it.": (
                lambda path: np.cumsum(path) / len(path)
            ),
            "That divides by one too many. How many weights are in the first entry?": (
                lambda path: np.cumsum(path) / np.arange(2, len(path) + 2)
            ),
            "That is the mean of all weights everywhere. Entry t may use only the weights up to t.": (
                lambda path: np.full(len(path), np.mean(path))
            ),
            "That averages from each entry to the end. The future is not known yet: average from the start.": (
                lambda path: _means(path[::-1])[::-1]
            ),
            "The weight of step t is missing: a slice path[:t] ends before it.": (
                lambda path: [np.mean(path[:t]) if t else np.nan for t in range(len(path))],
                lambda path: [np.mean(path[: max(t, 1)]) for t in range(len(path))],
            ),
            "That average forgets: old weights count less and less. Here all weights so far count the same.": (
                lambda path: _forgetting(path, 0.5, True),
                lambda path: _forgetting(path, 0.9, True),
                lambda path: _forgetting(path, 0.9, False),
            ),
            "That averages each weight with the one before it. Take all weights up to it.": (
                lambda path: (path + np.append(path[:1], path[:-1])) / 2
            ),
        },
        otherwise="Not yet. Entry t is the mean of the weights from the first to that of step t, and as long as the path.",
    ),
}
