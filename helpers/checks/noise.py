"""Notebook 05: faster, never at rest, the cures, and the largest stable rate."""

import numpy as np

from helpers.checks.exercises import Code, Number
from helpers.checks.predictions import Option, Prediction

_paths = np.array([4.0, 2.0, 3.0, 1.0, 2.5]), np.array([-1.0, 0.5, 0.25, 0.0, -0.5, 1.0, 2.0]), np.array([3.0, 5.0])


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
            "That averages each weight with the one before it. Take all weights up to it.": (
                lambda path: (path + np.append(path[:1], path[:-1])) / 2
            ),
        },
        otherwise="Not yet. Entry t is the mean of the weights from the first to that of step t, and as long as the path.",
    ),
}

PREDICTIONS = {
    "fewest updates": Prediction(
        question="All three start from W = 0, on 327 346 flights, and all go 95 % of the way down. "
        "Which of them needs the fewest updates?",
        options=(
            Option("gradient descent", "Each of its updates uses all flights: no noise, and the longest steps.", right=True),
            Option(
                "mini-batches of 32",
                "They come close. But a batch is a rough guide, so its steps must be shorter.",
            ),
            Option(
                "SGD with one example at a time",
                "That is how “SGD is faster” sounds. Its updates are the cheapest, but they are also the worst guided.",
            ),
        ),
        look="Read the column of updates in the table. Then move the rates: does the order change?",
    ),
    "fewest examples": Prediction(
        question="The same runs once more. Now count the examples that each has looked at: an update of gradient descent "
        "looks at 327 346. Which of them has seen the fewest at the goal?",
        options=(
            Option(
                "all about the same: each example tells as much to one as to the other",
                "A thousand flights at the same W mostly say the same thing. Gradient descent asks all of them before it moves.",
            ),
            Option(
                "gradient descent, as it needs so few updates",
                "Few updates, but a single one already costs more examples than the whole run of SGD.",
            ),
            Option(
                "SGD with one example at a time", "It moves after every example, and so wastes none of them.", right=True
            ),
        ),
        look="Read the column of examples. How many times as many does gradient descent need? Then choose the penguins.",
    ),
    "half the rate": Prediction(
        question="200 runs of SGD with B = 1 shake about the minimum. You halve η, from 0.2 to 0.1, and wait. "
        "What happens to the variance of w?",
        options=(
            Option(
                "it stays: the noise of the examples is the same",
                "The noise of a gradient is the same, but the step multiplies it by η.",
            ),
            Option("it falls to about a half", "The theory says η/(1 − η) here: 0.25 becomes 0.11.", right=True),
            Option(
                "it falls to a quarter, as η² does",
                "Each push is half as long, so its square is a quarter. But the way back is half as fast too: "
                "twice as many pushes are still felt.",
            ),
            Option(
                "it falls to 0, if you wait long enough",
                "At a constant rate there is always a new push. Play on: nothing changes after the first steps.",
            ),
        ),
        look="Set η to 0.1 and look at the point on the right. (The variance is the square of the spread above the histogram, "
        "and here it is also the loss above the minimum.) Then halve η again, and again.",
    ),
    "which cure": Prediction(
        question="At a constant η the loss stays above its floor. Three changes are tried: η falls as 1/t; the iterates are "
        "averaged from step 32 on; the batches grow. Which of them goes well below the floor?",
        options=(
            Option(
                "only the falling rate",
                "It does. But it is not the step alone that can be made small: the noise can be averaged away too, "
                "before the step or after it.",
            ),
            Option(
                "the falling rate and the growing batches",
                "The averaged run goes on shaking, that is true. Its mean does not: pushes to both sides cancel.",
            ),
            Option("all three", "Shorter steps, less noise in a step, or a mean over many steps.", right=True),
            Option("none: the floor belongs to the data", "The floor belongs to η and B. The formula has both in it."),
        ),
        look="Compare the ends of the four curves, and read the table. What does each cure cost? Then try the other schedules.",
    ),
    "stable rate and B": Prediction(
        question="Gradient descent on this parabola settles for any η below 1. For which η is the mean squared distance of SGD "
        "with B = 1 sure to shrink?",
        options=(
            Option(
                "below 1 as well: on average its gradient is the full one",
                "On average, yes. But the square of a distance does not average like that: one long step away costs more "
                "than one short step gains.",
            ),
            Option(
                "for larger η too, as each step uses only one example",
                "One example does not make the step shorter. Some of them have a far larger curvature than the mean.",
            ),
            Option("only for smaller η, below about 0.55", "And the limit rises with B, up to 1 at B = N.", right=True),
        ),
        look="Follow the yellow line from left to right. Then put the circle on both sides of it, at B = 8.",
    ),
}
