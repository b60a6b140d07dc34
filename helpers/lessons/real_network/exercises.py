"""Exercises of notebook 09: a real network on real data."""

import numpy as np

from helpers.answers.exercises import Code, Number


def _epoch(w, x, y, order, batch_size, rate, pick=None, last=None, scale=None, sign=-1, stay=False, inner=np.array):
    """One epoch for the loss (wx - y)²; the other arguments make the usual mistakes."""
    order = order if pick is None else pick(order)
    start, starts = w, range(0, len(order), batch_size)
    for at in starts if last is None else starts[:last]:
        batch = order[at : at + batch_size]
        slopes = 2 * ((start if stay else w) * x[batch] - y[batch]) * inner(x[batch])
        w = w + sign * rate * (slopes.mean() if scale is None else scale(slopes, batch_size))
    return w


def _before_a_rise(validation):
    return np.argmax(np.append(np.diff(validation) > 0, True))


_x = np.array([0.5, -1.0, 1.5, 2.0, -0.5, 1.0, -2.0])
_y = np.array([0.7, -0.6, 1.9, 1.1, -0.8, 0.4, -1.6])
_rising = np.array([0.9, 0.5, 0.3, 0.35, 0.28, 0.31, 0.4, 0.6])

EXERCISES = {
    "weights of a network": Number(
        answer=354,
        count=True,
        praise="Right: 3 × 16 + 17 × 16 + 17 × 2 = 48 + 272 + 34 = 354. Each unit has a weight for each input, and a bias.",
        wrong={
            320: "Those are the weights alone. Each unit also has a bias.",
            34: "Those are the units. Each of them has a weight for each of its inputs, and a bias.",
            36: "Those are inputs and units. How many connections does a layer have to the next one?",
            352: "The units of the last layer have biases too.",
            338: "Both hidden layers have biases, 16 each, and the last layer has its own.",
            322: "There are biases in the hidden layers too, one for each unit.",
            82: "That is a network with one hidden layer. Between the two hidden layers there are weights too.",
            304: "Is the last layer whole? Each of its two units has a weight for each unit before it, and a bias.",
            512: "The layers stand one after the other, so their weights are added and not multiplied.",
        },
        otherwise="Not yet. For each layer: (inputs + 1) × units. Add up the three layers.",
    ),
    "updates in all": Number(
        answer=120,
        count=True,
        praise="Right: an epoch has 5 whole batches and a short one of 11, so 6 updates. Twenty epochs have 20 times as many.",
        wrong={
            100: "That leaves out the short batch at the end of each epoch. An epoch sees every penguin.",
            107: "Batches do not run on into the next epoch: each epoch ends with a short one.",
            106.875: "An update is made whole, and each epoch ends with a short batch. Count one epoch first.",
            110: "Each epoch has the same whole number of updates, so the answer is a multiple of 20.",
            5: "Those are the whole batches of one epoch. A short one follows them, and there are more epochs.",
            6: "That is one epoch. How many are there?",
            3420: "That is how many examples are seen. One update sees 32 of them.",
            220: "That takes all penguins. Half of them are kept for validation.",
            640: "That is epochs times batch size. How many batches has an epoch?",
        },
        otherwise="Not yet. How many batches does it take to see 171 penguins once? Then count the epochs.",
    ),
    "one epoch in batches": Code(
        solution=_epoch,
        signature="one_epoch(w, x, y, order, batch_size, learning_rate)",
        trials=(
            (0.3, _x, _y, np.array([3, 0, 6, 2, 5, 1, 4]), 3, 0.05),
            (-0.4, _x, _y, np.array([6, 5, 4, 3, 2, 1, 0]), 2, 0.1),
            (1.2, _x, _y, np.array([1, 2, 0, 4, 3, 6, 5]), 1, 0.02),
        ),
        praise="Right: pick, feed, mean gradient, update, for each batch of the shuffled order. Every training loop is this one.",
        wrong={
            "The last batch is missing. It is short, and an epoch sees it too.": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate, last=len(order) // size)
            ),
            "The examples come in the order of the file. Which order were you given?": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate, pick=np.sort)
            ),
            "That is one step. An epoch goes through all the batches.": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate, last=1)
            ),
            "Each gradient is taken at the weight of the start. After an update the weight is another.": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate, stay=True)
            ),
            "That is the sum over the batch. This course takes the mean.": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate, scale=lambda s, size: s.sum())
            ),
            "The short batch is divided by the full batch size. Its mean is over the examples it has.": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate, scale=lambda s, size: s.sum() / size)
            ),
            "The loop goes one batch too far where the batches come out even, and the mean of an empty batch is nan.": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate) if len(order) % size else np.nan
            ),
            "The learning rate is missing.": lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, 1),
            "A factor is missing: what is the derivative of a square?": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate / 2)
            ),
            "A factor is missing: what is the derivative of wx with respect to w?": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate, inner=np.ones_like)
            ),
            "That divides by the number of all examples. The mean is over the batch.": (
                lambda w, x, y, order, size, rate: _epoch(
                    w, x, y, order, size, rate, scale=lambda slopes, size: slopes.sum() / len(x)
                )
            ),
            "Each batch holds one example only. Its slice is as long as the batch size.": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, 1, rate)
            ),
            "That is one step with all examples: gradient descent. An epoch of mini-batches takes a step for each batch.": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, len(order), rate)
            ),
            "Your function begins at 0. It is given the w to begin with.": (
                lambda w, x, y, order, size, rate: _epoch(0, x, y, order, size, rate)
            ),
            "Those steps climb. The update subtracts η times the gradient.": (
                lambda w, x, y, order, size, rate: _epoch(w, x, y, order, size, rate, sign=1)
            ),
        },
        otherwise="Not yet. For each start 0, B, 2B, …: take order[start : start + B], the mean gradient there, and one step.",
    ),
    "when to stop": Code(
        solution=lambda updates, validation: updates[np.argmin(validation)],
        signature="when_to_stop(updates, validation)",
        trials=(
            (np.arange(0, 800, 100), _rising),
            (np.arange(0, 400, 50), _rising[::-1].copy()),
            (np.arange(0, 1600, 200), _rising + np.array([0, 0, 0, 0, 0.05, 0, 0, 0])),
        ),
        praise="Right: this is early stopping. It costs nothing but a look at the validation loss.",
        wrong={
            "That is the end of the run. Where was the validation loss at its lowest?": lambda updates, validation: updates[-1],
            "That is a place in the list. Which update stands there?": lambda updates, validation: np.argmin(validation),
            "That is the loss itself. After which update was it reached?": lambda updates, validation: np.min(validation),
            "That is where the validation loss is highest.": lambda updates, validation: updates[np.argmax(validation)],
            "That is one record too late.": (
                lambda updates, validation: updates[min(np.argmin(validation) + 1, len(updates) - 1)]
            ),
            "That stops at the first rise. The loss is noisy: it may fall further later on.": (
                lambda updates, validation: updates[_before_a_rise(validation)],
                lambda updates, validation: updates[min(_before_a_rise(validation) + 1, len(updates) - 1)],
            ),
        },
        otherwise="Not yet. Find the place of the lowest validation loss, and return the update that stands there.",
    ),
}
