"""Exercises of notebook 04."""

import numpy as np

from helpers.answers.exercises import Code, Number


def _slopes(w, x, y):
    """The gradient of each example's loss (sin(wx) - y)²."""
    return 2 * (np.sin(w * x) - y) * np.cos(w * x) * x


def _mean(w, x, y, batch, slopes=_slopes):
    return np.mean(slopes(w, x[batch], y[batch]))


_x, _y = np.array([-2.0, -0.5, 0.3, 1.1, 2.4, 2.9]), np.array([0.4, -0.9, 0.7, 0.2, -0.6, 0.1])

EXERCISES = {
    "next weight": Number(
        answer=2.3,
        praise="Right: 2 − 0.5 × (−0.6) = 2.3. The slope of the dotted curve decides, and the step goes downhill on it.",
        wrong={
            1.95: "That step uses the slope of the full loss. Which curve does SGD step down?",
            1.7: "That step climbs. The update subtracts η times the gradient, and this gradient is negative.",
            2.6: "That step is the gradient alone. Multiply it by the learning rate first.",
            1.4: "That step climbs, and the learning rate is missing. Write the update rule down once more.",
            2.05: "That step uses the slope of the full loss, and climbs on it. Which curve does SGD step down?",
            2.25: "That step uses the sum of the two gradients. Which of the two curves does SGD step down?",
            0.3: "That is the change of w. Where does it take the weight that was 2?",
            -0.3: "That is η times the gradient. The update subtracts it from the weight.",
        },
        otherwise="Not yet. The update is w − η × (gradient on the batch). Put the three numbers in, signs included.",
    ),
    "steps per epoch": Number(
        answer=7,
        praise="Right: six batches of 10 make 60, and the last batch holds the 4 examples that are left. "
        "Does your way of counting also give 8 steps for batches of 8?",
        count=True,
        wrong={
            6: "Six batches of 10 see only 60 of the 64 examples. An epoch sees them all.",
            6.4: "A step is taken whole. What happens to the examples that do not fill a batch?",
            10: "That is the batch size. How many batches of that size does it take to see all 64 examples?",
            64: "That is the number of examples. One step sees a whole batch of them.",
            640: "That multiplies where it should divide. One step sees 10 examples.",
        },
        otherwise="Not yet. Count batches until every one of the 64 examples has been seen once.",
        rule=Code(
            solution=lambda N, B: -(-N // B),
            signature="steps_per_epoch(N, B)",
            trials=((64, 10), (64, 8), (64, 64), (7, 3), (8, 3), (5, 1), (3, 10)),
            praise="Right: also where the batches come out even, and where one batch holds more than all examples.",
            wrong={
                "That adds a step where the batches come out even: 64 examples are 8 batches of 8.": lambda N, B: N // B + 1,
                "The short batch at the end is missing. An epoch sees all examples.": lambda N, B: N // B,
                "A step is taken whole. What happens to the examples that do not fill a batch?": lambda N, B: N / B,
                "That rounds to the nearest. A batch that is less than half full is a batch too.": lambda N, B: round(N / B),
                "That counts examples. One step sees a batch of them.": lambda N, B: N,
            },
            otherwise="Not yet. Count batches until every example has been seen once.",
        ),
    ),
    "sgd step": Code(
        solution=lambda w, x, y, batch, rate: w - rate * _mean(w, x, y, batch),
        signature="sgd_step(w, x, y, batch, learning_rate)",
        trials=(
            (4.9, _x, _y, np.array([0, 3]), 0.4),
            (2.0, _x, _y, np.array([1, 2, 5]), 0.1),
            (0.7, _x, _y, np.array([4]), 1.5),
        ),
        praise="Right: the mean slope of the batch, and a step against it. This is all that SGD does.",
        wrong={
            "That is a step of gradient descent: it uses all examples. Which ones does the batch name?": (
                lambda w, x, y, batch, rate: w - rate * np.mean(_slopes(w, x, y))
            ),
            "That step climbs. Check the sign of the update, and that of the derivative of the sine.": (
                lambda w, x, y, batch, rate: w + rate * _mean(w, x, y, batch)
            ),
            "That is the sum over the batch. This course takes the mean.": (
                lambda w, x, y, batch, rate: w - rate * len(batch) * _mean(w, x, y, batch)
            ),
            "A factor is missing: what is the derivative of a square?": (
                lambda w, x, y, batch, rate: w - rate / 2 * _mean(w, x, y, batch)
            ),
            "The chain rule has one factor more: what is the derivative of wx with respect to w?": (
                lambda w, x, y, batch, rate: w - rate * _mean(w, x, y, batch, lambda w, x, y: _slopes(w, x, y) / x)
            ),
            "The chain rule has one factor more: what is the derivative of the sine?": (
                lambda w, x, y, batch, rate: w - rate * _mean(w, x, y, batch, lambda w, x, y: 2 * (np.sin(w * x) - y) * x)
            ),
            "The learning rate is missing.": lambda w, x, y, batch, rate: w - _mean(w, x, y, batch),
            "That is the gradient of the model wx. Here the model is sin(wx).": (
                lambda w, x, y, batch, rate: w - rate * _mean(w, x, y, batch, lambda w, x, y: 2 * (w * x - y) * x)
            ),
            "The chain rule has two factors more: the derivative of the sine, and that of wx with respect to w.": (
                lambda w, x, y, batch, rate: w - rate * _mean(w, x, y, batch, lambda w, x, y: 2 * (np.sin(w * x) - y))
            ),
            "The cosine is taken at x. The sine has wx inside, and so has its derivative.": (
                lambda w, x, y, batch, rate: (
                    w - rate * _mean(w, x, y, batch, lambda w, x, y: 2 * (np.sin(w * x) - y) * np.cos(x) * x)
                )
            ),
            "That divides by the number of all examples. The mean is over the batch.": (
                lambda w, x, y, batch, rate: w - rate * len(batch) / len(x) * _mean(w, x, y, batch)
            ),
            "That multiplies η by the loss. The step needs the derivative of the loss.": (
                lambda w, x, y, batch, rate: w - rate * _mean(w, x, y, batch, lambda w, x, y: (np.sin(w * x) - y) ** 2)
            ),
            "The mean over the batch is missing: your function gives a weight for each example.": (
                lambda w, x, y, batch, rate: w - rate * _slopes(w, x[batch], y[batch])
            ),
            "That is the change of w. Return the new weight.": lambda w, x, y, batch, rate: -rate * _mean(w, x, y, batch),
            "That is the gradient. Take the step with it, and return the new weight.": (
                lambda w, x, y, batch, rate: _mean(w, x, y, batch)
            ),
        },
        otherwise="Not yet. Take x[batch] and y[batch], differentiate by the chain rule, take the mean, step against it.",
    ),
}
