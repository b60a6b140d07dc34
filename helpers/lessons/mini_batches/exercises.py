"""Exercises of notebook 03."""

import numpy as np

from helpers.answers.exercises import Code, Number


def _each(w, x, y):
    """The gradient of each example's loss (wx - y)²."""
    return 2 * (w * x - y) * x


_x, _y = np.array([-1.5, -0.4, 0.3, 0.8, 1.9]), np.array([-1.0, 0.2, -0.3, 0.9, 1.4])
_losses, _sizes = np.array([0.9, 0.4, 1.6]), np.array([5, 5, 2])

EXERCISES = {
    "spread at 16": Number(
        answer=0.5,
        praise="Right: 2 / √16 = 0.5. Sixteen times the examples buy a quarter of the spread.",
        wrong={
            0.125: "That divides by B. The variance falls as 1/B. What does the standard deviation do?",
            0.25: "That is the variance of the mean. Which number is its standard deviation?",
            2: "That is the spread of one example. Does a mean of 16 spread as widely?",
            8: "That is larger than the spread of one example. A mean spreads less, not more.",
            32: "That is how a sum would grow if all 16 examples were alike. Take the mean.",
            1: "That divides the variance by √B. Either both are variances, or both are standard deviations.",
            1 / 16: "That leaves out σ, and a standard deviation does not fall as 1/B.",
            4: "That is √16, or σ². Which of the two numbers is divided by which?",
        },
        otherwise="Not yet. The variance of a mean of B draws is σ²/B. Put σ and B in. Which of the two is asked for?",
    ),
    "rate for the sum": Number(
        answer=0.05,
        praise="Right: the sum is 8 times as long as the mean, so η is 8 times as small.",
        wrong={
            3.2: "That multiplies. The sum is longer than the mean, so its rate must be smaller.",
            0.4: "At the same η the step of the sum is longer. How many times?",
            0.1414: "A spread falls with √B. Here two steps are compared, not two spreads: how long is a sum of 8?",
            0.00625: "That divides by B twice. How many times is the sum as long as the mean?",
            0.125: "That is 1/B. By what must it be multiplied, so that the step stays what it was?",
            20: "That is B/η. The product of rate and gradient must stay what it was.",
        },
        otherwise="Not yet. Sum = B × mean. Which η makes η × sum equal to 0.4 × mean?",
    ),
    "mean gradient": Code(
        solution=lambda w, x, y, batch: np.mean(_each(w, x[batch], y[batch])),
        signature="mean_gradient(w, x, y, batch)",
        trials=(
            (-0.6, _x, _y, np.array([0, 3, 4])),
            (1.2, _x, _y, np.array([1, 2])),
            (0.3, _x, _y, np.array([4])),
        ),
        praise="Right: one gradient for each example of the batch, and their mean.",
        wrong={
            "That is the sum over the batch. Steps 4 and 5 of the list take the mean.": (
                lambda w, x, y, batch: np.sum(_each(w, x[batch], y[batch]))
            ),
            "That is the mean over all examples. The batch names the ones to take.": lambda w, x, y, batch: np.mean(
                _each(w, x, y)
            ),
            "That divides by the number of all examples. The mean is over the batch.": (
                lambda w, x, y, batch: np.sum(_each(w, x[batch], y[batch])) / len(x)
            ),
            "A factor is missing: what is the derivative of a square?": (
                lambda w, x, y, batch: np.mean(_each(w, x[batch], y[batch])) / 2
            ),
            "The chain rule has one factor more: what is the derivative of wx with respect to w?": (
                lambda w, x, y, batch: np.mean(2 * (w * x[batch] - y[batch]))
            ),
            "The sign is turned: the loss is the square of wx − y. The update subtracts later, the gradient does not.": (
                lambda w, x, y, batch: -np.mean(_each(w, x[batch], y[batch]))
            ),
            "The mean over the batch is missing: your function gives a gradient for each example.": (
                lambda w, x, y, batch: _each(w, x[batch], y[batch])
            ),
            "That is a product of two means. Multiply for each example first, and take the mean of the products.": (
                lambda w, x, y, batch: np.mean(2 * (w * x[batch] - y[batch])) * np.mean(x[batch])
            ),
            "That is a new weight. Only the gradient is asked for: the update comes later.": (
                lambda w, x, y, batch: w - np.mean(_each(w, x[batch], y[batch]))
            ),
            "Those are the first examples of the data, as many as the batch has. The batch holds the numbers of its own.": (
                lambda w, x, y, batch: np.mean(_each(w, x[: len(batch)], y[: len(batch)]))
            ),
            "That is the mean error. The chain rule has two factors more: one from the square, one from wx.": (
                lambda w, x, y, batch: np.mean(w * x[batch] - y[batch])
            ),
            "That is the batch loss. Its derivative with respect to w is wanted.": (
                lambda w, x, y, batch: np.mean((w * x[batch] - y[batch]) ** 2)
            ),
        },
        otherwise=(
            "Not yet. Take x[batch] and y[batch], differentiate (wx − y)² with respect to w for each, then take the mean."
        ),
    ),
    "full loss": Code(
        solution=lambda losses, sizes: np.average(losses, weights=sizes),
        signature="full_loss(losses, sizes)",
        trials=((_losses, _sizes), (np.array([2.0, 1.0, 0.5, 3.0]), np.array([4, 4, 4, 1])), (np.array([0.7]), np.array([12]))),
        praise="Right: each batch counts by its size, as every example counts the same.",
        wrong={
            "That is the plain mean. A batch of 2 then counts as much as a batch of 5.": lambda losses, sizes: np.mean(losses),
            "That is the total over all examples. The full loss is the mean of them.": lambda losses, sizes: losses @ sizes,
            "That divides by the number of batches. How many examples are in the total?": lambda losses, sizes: (
                losses @ sizes / len(sizes)
            ),
            "A mean loss times the size of its batch is the batch's total. Where do the sizes come in?": (
                lambda losses, sizes: np.sum(losses) / np.sum(sizes)
            ),
            "That adds up means. Turn each into the total of its batch first.": lambda losses, sizes: np.sum(losses),
            "You divide by 12, which is right for one case only. The sizes say how many examples there are.": (
                lambda losses, sizes: losses @ sizes / 12
            ),
            "You divide by the sizes. The losses are means already: what turns a mean back into a total?": (
                lambda losses, sizes: np.sum(losses / sizes),
                lambda losses, sizes: np.mean(losses / sizes),
                lambda losses, sizes: losses / sizes,
            ),
            "That leaves out the short batch. Its examples belong to the data too.": (
                lambda losses, sizes: np.average(losses[sizes == sizes[0]], weights=sizes[sizes == sizes[0]])
            ),
        },
        otherwise="Not yet. What do the examples of one batch add up to? Add these up, then divide by the number of examples.",
    ),
}
