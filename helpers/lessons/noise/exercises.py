"""Exercises of notebook 05."""

import numpy as np

from helpers.answers.exercises import Code, Number

_paths = np.array([4.0, 2.0, 3.0, 1.0, 2.5]), np.array([-1.0, 0.5, 0.25, 0.0, -0.5, 1.0, 2.0]), np.array([3.0, 5.0])


def _forgetting(path, keep, first):
    """A running mean that keeps a part of itself and takes the rest from each new weight."""
    means = [path[0] if first else (1 - keep) * path[0]]
    for w in path[1:]:
        means.append(keep * means[-1] + (1 - keep) * w)
    return means


_ends = np.array([2.1, 5.0, -0.3, 1.9, 3.2, 2.4, 40.0, 1.2])


def _means(path):
    return np.cumsum(path) / np.arange(1, len(path) + 1)


def _inside(ends, low, high):
    return (low < ends) & (ends < high)


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
    "escape rate": Number(
        answer=1,
        count=True,
        praise="Right. At a small rate even the noise of single examples is not too much, and every larger batch has too little.",
        wrong={
            2: "That is one of the best of η = 0.4. Move the slider of the learning rate to 0.2 and look for the star again.",
            8: "That is the best of η = 0.8. Move the slider of the learning rate to 0.2 and look for the star again.",
            4: "At that size hardly any run gets away at η = 0.2. Read the row of the map, not its column.",
            64: "With all examples in the batch no run leaves. Where in the row is the star?",
            0.2: "That is the learning rate. The question asks for the batch size in its row.",
            0.77: "That is a share. At which batch size does it stand?",
            77: "That is a share in per cent. At which batch size does it stand?",
        },
        otherwise="Not yet. Set the learning rate to 0.2, play to 500 runs, and look for the star.",
    ),
    "escape runs": Number(
        answer=1600,
        count=True,
        praise="Right. The width of the band goes with 1/√runs, so half the width costs four times the runs.",
        wrong={
            800: "Twice the runs make the band narrower by √2 only. What does its width go with?",
            200: "Fewer runs make the band wider. Turn it round.",
            100: "That is a quarter of the runs, and the band is twice as wide. Turn it round.",
            566: "That is √2 times the runs. The root belongs to the width: it goes with 1/√runs.",
            1601: "A count is exact, and nothing has to be added at the end.",
            1200: "So many runs must be added. How many are there then altogether?",
            4: "That is the factor. How many runs does it make?",
        },
        otherwise="Not yet. The width goes with √(p(1 − p)/runs), and p stays the same.",
    ),
    "escape share": Code(
        solution=lambda ends, low, high: np.mean(_inside(ends, low, high)),
        signature="share_in(ends, low, high)",
        trials=((_ends, 0.7, 3.7), (_ends, -1.0, 2.15), (_ends[:3], 6.0, 7.0), (_ends, -1.0, 50.0)),
        praise="Right: a run counts where it lies between the two hills, and the mean of true and false is the share.",
        wrong={
            "That is a count. Divide it by the number of runs.": lambda ends, low, high: np.sum(_inside(ends, low, high)),
            "That counts the runs on the right of the left hill. Some of them are beyond the right hill.": (
                lambda ends, low, high: np.mean(ends > low)
            ),
            "That counts the runs on the left of the right hill. Some of them are beyond the left hill.": (
                lambda ends, low, high: np.mean(ends < high)
            ),
            "That is the share of runs outside the valley.": lambda ends, low, high: 1 - np.mean(_inside(ends, low, high)),
            "You divide by 200. Your function must fit any number of ends.": (
                lambda ends, low, high: np.sum(_inside(ends, low, high)) / 200
            ),
            "That gives true or false for each run. Take the share of true.": _inside,
            "That is in per cent. A share lies between 0 and 1.": (
                lambda ends, low, high: 100 * np.mean(_inside(ends, low, high))
            ),
            "With “or” every run counts. It must be right of the one hill and left of the other.": (
                lambda ends, low, high: np.mean((low < ends) | (ends < high))
            ),
        },
        otherwise="Not yet. Compare each end with low and with high, take both together, and then the mean.",
    ),
}
