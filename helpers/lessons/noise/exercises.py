"""Exercises of notebook 05."""

import numpy as np

from helpers.answers.exercises import Code, Number

_ends = np.array([2.1, 5.0, -0.3, 1.9, 3.2, 2.4, 40.0, 1.2])


def _inside(ends, low, high):
    return (low < ends) & (ends < high)


def _steps_to_leave(w, batches, gradient, rate, low, high, sign=1):
    for step, batch in enumerate(batches, start=1):
        w = w - sign * rate * gradient(w, batch)
        if w < low or high < w:
            return step
    return 0


EXERCISES = {
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
    "steps to leave": Code(
        solution=lambda *given: _steps_to_leave(*given),
        signature="steps_to_leave(w, batches, gradient, learning_rate, low, high)",
        trials=(
            (4.9, [2.0, 0.2, -1.6, -2.0, -1.0, 0.5, -2.2, -0.5], lambda w, batch: batch, 0.4, 3.67, 6.02),
            (4.9, [-0.4, 1.2, 0.5, 0.8, -1.4, -0.3, 1.7, 3.3], lambda w, batch: batch, 0.4, 3.67, 6.02),
            (4.9, [-2.8, 3.3, 3.0, 1.7], lambda w, batch: batch, 0.4, 3.67, 6.02),
            (4.9, [0.1, -0.2, 0.1], lambda w, batch: w * batch, 0.4, 3.67, 6.02),
        ),
        praise="Right. A run has left at the first step that ends outside, on either side.",
        wrong={
            "Your run is outside at its first step already. Is a gap still open, or does your question ask for the inside?": (
                lambda *given: 1
            ),
            "It climbs: a step subtracts.": lambda *given: _steps_to_leave(*given, sign=-1),
            "The learning rate is missing.": lambda w, batches, gradient, rate, low, high: _steps_to_leave(
                w, batches, gradient, 1, low, high
            ),
            "Only one side counts as outside. A run may leave over either hill.": (
                lambda *given: _steps_to_leave(*given[:5], np.inf),
                lambda *given: _steps_to_leave(*given[:4], -np.inf, given[5]),
            ),
            "Each step starts from the w of the beginning. It should start where the last one ended.": (
                lambda w, batches, gradient, rate, low, high: next(
                    (k for k, b in enumerate(batches, 1) if not low < w - rate * gradient(w, b) < high), 0
                )
            ),
            "You count from 0. The first step is step 1.": lambda *given: max(_steps_to_leave(*given) - 1, 0),
            "A step never ends below one hill and above the other at once. Which word joins the two, and or or?": (
                lambda *given: 0
            ),
        },
        otherwise="Not yet. The first gap: w minus the learning rate times gradient(w, batch). The second: below low, or above "
        "high.",
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
