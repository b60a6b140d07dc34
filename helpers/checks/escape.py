"""Notebook 05, past a local minimum."""

import numpy as np

from helpers.checks.exercises import Code, Number
from helpers.checks.predictions import Option, Prediction


def _inside(ends, low, high):
    return (low < ends) & (ends < high)


_ends = np.array([2.1, 5.0, -0.3, 1.9, 3.2, 2.4, 40.0, 1.2])

EXERCISES = {
    "escape rate": Number(
        answer=1,
        praise="Right. At a small rate even the noise of single examples is not too much, and every larger batch has too little.",
        wrong={
            2: "That is one of the best of η = 0.4. Move the slider of the learning rate to 0.2 and look for the star again.",
            8: "That is the best of η = 0.8. Move the slider of the learning rate to 0.2 and look for the star again.",
            4: "At that size hardly any run gets away at η = 0.2. Read the row of the map, not its column.",
            64: "With all examples in the batch no run leaves. Where in the row is the star?",
            0.2: "That is the learning rate. The question asks for the batch size in its row.",
            77: "That is a share in per cent. At which batch size does it stand?",
        },
        otherwise="Not yet. Set the learning rate to 0.2, play to 500 runs, and look for the star.",
    ),
    "escape runs": Number(
        answer=1600,
        praise="Right. The width of the band goes with 1/√runs, so half the width costs four times the runs.",
        wrong={
            800: "Twice the runs make the band narrower by √2 only. What does its width go with?",
            200: "Fewer runs make the band wider. Turn it round.",
            100: "That is a quarter of the runs, and the band is twice as wide. Turn it round.",
            566: "That is √2 times the runs. The root belongs to the width: it goes with 1/√runs.",
            1200: "So many runs must be added. How many are there then altogether?",
            4: "That is the factor. How many runs does it make?",
        },
        otherwise="Not yet. The width goes with √(p(1 − p)/runs), and p stays the same.",
    ),
    "escape share": Code(
        solution=lambda ends, low, high: np.mean(_inside(ends, low, high)),
        signature="share_in(ends, low, high)",
        trials=((_ends, 0.7, 3.7), (_ends, -1.0, 2.1), (_ends[:3], 6.0, 7.0), (_ends, -1.0, 50.0)),
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

PREDICTIONS = {
    "escape luck": Prediction(
        question="In notebook 04 one run with B = 4 and η = 0.4 left the local minimum. Here are 200 such runs, each with "
        "its own shuffles. How many of them are in the global valley after 300 steps?",
        options=(
            Option("all 200, sooner or later", "That one did. But others cross the hill on the other side, or are still there."),
            Option(
                "more than half, but not all",
                "Each run has its own luck. Most find the deep valley, and some go the other way, over the lower hill.",
                right=True,
            ),
            Option("fewer than 20", "One run in ten would make the run of notebook 04 a lucky one. It was an ordinary one."),
        ),
        look="Press play. Follow the red run, then look at the histogram, then at the curve of the share.",
    ),
    "escape batch": Prediction(
        question="The same runs with other batch sizes, η = 0.4. Which batch size brings the most runs into the global valley?",
        options=(
            Option("B = 1: noise is what it takes", "It opens the way out of the local valley, and out of the global one too."),
            Option("a size between", "Enough noise to leave the shallow valley, not enough to leave the deep one.", right=True),
            Option("B = 64: the exact slope", "The exact slope leads to the bottom of the valley it starts in, and no further."),
        ),
        look="Press play and let the runs add up. When is the band narrow enough to be sure?",
    ),
    "escape twice the rate": Prediction(
        question="At η = 0.4 the best batches hold 2 to 4 examples. You double η to 0.8. Where is the best size now?",
        options=(
            Option("at a smaller batch", "A larger rate makes larger jumps already. A smaller batch adds noise to them."),
            Option("at 2 to 4, as before", "The batch size sets the noise of a slope, but the rate says how far it carries."),
            Option("at a larger batch", "Larger steps carry the noise further, and a larger batch has less of it.", right=True),
        ),
        look="Press play, and compare the dashed curve at half the rate. Then read the map, row by row.",
    ),
    "escape and stay": Prediction(
        question="Now all 200 runs start in the global minimum, w = 2.05, and the batch is a single example, η = 0.4. "
        "How many are still in its valley after 300 steps?",
        options=(
            Option("all: it is the deepest valley", "The solid curve is deepest there. The dotted ones often are not."),
            Option("most: nine in ten", "That is so at B = 2. A single example has twice the variance."),
            Option("fewer than half", "What helps out of a bad minimum helps out of the good one as well.", right=True),
        ),
        look="Press play. Then set the batch size to 2, 4 and 8 and look at the share after 300 steps.",
    ),
}
