"""Notebook 03: mini-batches."""

import numpy as np

from helpers.checks.exercises import Code, Number
from helpers.checks.predictions import Option, Prediction


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
            4: "That is √16, or s². Which of the two numbers is divided by which?",
        },
        otherwise="Not yet. The variance of a mean of B draws is s²/B. Put s and B in. Which of the two is asked for?",
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
            "That is the batch loss. Its derivative with respect to w is wanted.": (
                lambda w, x, y, batch: np.mean((w * x[batch] - y[batch]) ** 2)
            ),
        },
        otherwise="Not yet. Take x[batch] and y[batch], differentiate (wx − y)² with respect to w for each, then take the mean.",
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
            "That leaves out the short batch. Its examples belong to the data too.": (
                lambda losses, sizes: np.average(losses[sizes == sizes[0]], weights=sizes[sizes == sizes[0]])
            ),
        },
        otherwise="Not yet. What do the examples of one batch add up to? Add these up, then divide by the number of examples.",
    ),
}

PREDICTIONS = {
    "third batch": Prediction(
        question="There are 12 penguins, and a batch holds 5. After two batches 10 of them have been seen. "
        "What is the third batch?",
        options=(
            Option(
                "the 2 penguins that are left", "An epoch shows every example once, so the last batch may be short.", right=True
            ),
            Option(
                "there is none: the epoch is over after two whole batches",
                "Some programs do this, to have batches of one size. Then 2 penguins go unseen in this epoch.",
            ),
            Option(
                "the 2 that are left, and 3 from the next epoch",
                "That would fill the batch. But the data are reshuffled first, and one of the 2 might come twice in it.",
            ),
        ),
        look="Press step until the third batch is framed. Count its columns, and read what line 6 says when it is done.",
    ),
    "epoch mean": Prediction(
        question="Sixteen batches of 4 share out 64 examples. At one weight, w = 4.9, each batch has a loss of its own. "
        "What is the mean of the 16 batch losses?",
        options=(
            Option(
                "near the full loss, and nearer for larger batches",
                "That is true of one batch. All batches together hold each example exactly once, whatever their size.",
            ),
            Option("exactly the full loss", "The 16 batches hold each of the 64 losses once: it is the same sum.", right=True),
            Option(
                "the full loss, but only at the minimum",
                "The curves lie close together there. The mean is the full loss where they are far apart, too.",
            ),
        ),
        look="Compare the two numbers above the bars. Then move w, B and the seed. Which B leave a short last batch?",
    ),
    "cross-entropy": Prediction(
        question="Now the model tells male from female penguins, and its loss is the cross-entropy. There are 333 penguins "
        "and batches of 48, so the last one holds 45. What is the mean of the batch losses, each counted by its size?",
        options=(
            Option(
                "near the full loss: only squares average exactly",
                "No square was needed. The loss is a mean of one number for each example, and that is all.",
            ),
            Option("a little off, as the last batch is short", "The plain mean is a little off. Counted by size it is exact."),
            Option("exactly the full loss", "Each example's loss is in the mean once, with weight 1/333.", right=True),
        ),
        look="Compare the two numbers above the bars. Move w and B, then choose the other models in the menu.",
    ),
    "sum for mean": Prediction(
        question="Least squares with η = 0.1 and batches of 16. Gradient descent on this parabola takes any η below 1. "
        "Now the step uses the sum of the 16 gradients in place of their mean, at the same η. What happens?",
        options=(
            Option(
                "the same path: sum and mean point the same way",
                "They do, from the same point. But the step of the sum is 16 times as long.",
            ),
            Option(
                "the same path, travelled 16 times as fast",
                "Longer steps do arrive sooner, as long as they do not overshoot. These do: try B = 4.",
            ),
            Option("the weight runs away", "It is the mean at η = 16 × 0.1 = 1.6, above the limit of 1.", right=True),
        ),
        look="Press play. Then take smaller B: up to which one does the sum still settle? Look at the rings all the time.",
    ),
    "four times the batch": Prediction(
        question="Batches of 4 are drawn with replacement, and their gradients have a standard deviation near 0.98. "
        "You make the batches 4 times as large. What is the standard deviation of their gradients now?",
        options=(
            Option("near 0.24, a quarter", "The variance is a quarter. The standard deviation is its square root."),
            Option("near 0.49, a half", "The variance falls as 1/B, so the standard deviation falls as 1/√B.", right=True),
            Option("near 0.98, as before", "The examples are the same, but in a mean of more of them more ups and downs cancel."),
        ),
        look="Move B from 4 to 16 and read the numbers above the right-hand panel. What does the next factor of 4 do?",
    ),
    "all in one batch": Prediction(
        question="Now the batches are drawn without replacement: no example comes twice in one batch. "
        "They grow to B = N = 64. How much do their gradients spread?",
        options=(
            Option(
                "as s/√64, an eighth of one example's spread",
                "That is right with replacement: such a batch misses some examples.",
            ),
            Option(
                "a little, since the data are noisy", "The noise of the data is the same in every batch: they hold the same 64."
            ),
            Option("not at all", "There is only one batch of all 64 examples, whatever their order.", right=True),
        ),
        look="Move B to the right, slowly at the end. Then draw with replacement, and compare.",
    ),
}
