"""Notebook 02: one example at a time."""

import numpy as np

from helpers.checks.exercises import Code, Number
from helpers.checks.predictions import Option, Prediction


def _loop(w, x, y, learning_rate, gradient):
    """One epoch in order with any rule for the gradient."""
    for xi, yi in zip(x, y):
        w = w - learning_rate * gradient(w, xi, yi)
    return w


def _right(w, xi, yi):
    return 2 * (w * xi - yi) * xi


def _mean_gradient(w, x, y):
    return np.mean(2 * (w * x - y) * x)


EXERCISES = {
    "one example step": Number(
        answer=1.6,
        praise="Right: ŷ = 3, the gradient is 2 × (3 − 5) × 3 = −12, and 1 − 0.05 × (−12) = 1.6.",
        wrong={
            0.4: "That step climbs. The gradient is negative, and the update subtracts it: which way does w go?",
            1.3: "The slope is half of what it should be. What does the square bring down in front when you take the derivative?",
            1.2: "The derivative of (wx − y)² with respect to w has an inner part. By the chain rule, what stands beside w?",
            13: "That step is the gradient alone. Multiply it by the learning rate first.",
            0.6: "That is the change of w. Where does it take the weight that was 1?",
            -0.6: "That is η times the gradient. The update subtracts it from the weight.",
            -12: "That is the gradient. One line of the loop is left.",
            0.8: "That takes η times the loss away. The update takes η times the gradient of the loss.",
            1.1: "The slope lacks the factor of the square and the one of the chain rule.",
        },
        otherwise="Not yet. Write the lines down one by one: the prediction, its difference from y, the gradient, the update.",
    ),
    "chain rule": Number(
        answer=-1.92,
        praise="Right: 2 × 0.5 × (−2) × (1 − 0.6²) × 1.5 = −1.92. Each factor is one link of the way back.",
        wrong={
            -0.96: "One factor is missing at the start of the way back: the derivative of the square.",
            -3: "The way back goes through tanh too. Its derivative is a number below 1.",
            -1.8: "The value of the unit is not the derivative of tanh. Which expression of h₁ is?",
            -1.2: "The derivative of tanh holds the square of h₁.",
            -1.28: "That is the slope for the bias of the unit. The weight is multiplied by its input.",
            1.92: "The size is right. Look at the signs once more: one of the factors is negative.",
            0.6: "That is the gradient of the output weight v₁. Go one layer further back.",
            0.96: "The weight v₁ is missing. It carries the slope from the output to the unit.",
        },
        otherwise="Not yet. Start at the loss and multiply, link by link: the output, v₁, tanh, the input.",
    ),
    "one epoch": Code(
        solution=lambda w, x, y, learning_rate: _loop(w, x, y, learning_rate, _right),
        trials=(
            (0.0, np.array([-1.0, -0.5, 0.5, 1.0, 1.5, 2.0]), np.array([-2.0, 0.0, 1.5, 1.0, 3.0, 2.5]), 0.1),
            (1.5, np.array([2.0, 0.3, -1.0]), np.array([1.0, 2.0, 0.5]), 0.05),
        ),
        praise="Right. One call is one epoch: each example takes its step, and each step starts where the last one ended.",
        wrong={
            "This is one step with the mean gradient of all the examples: gradient descent. How many steps has an epoch?": (
                lambda w, x, y, rate: w - rate * _mean_gradient(w, x, y)
            ),
            "Every gradient is taken at the first w. The second example should see the w that the first one left.": (
                lambda w, x, y, rate: w - rate * np.sum(2 * (w * x - y) * x)
            ),
            "Each step climbs. Check the sign of the update, and of the difference.": (
                lambda w, x, y, rate: _loop(w, x, y, -rate, _right)
            ),
            "Each step is half as long as it should be. Take the derivative of the square once more.": (
                lambda w, x, y, rate: _loop(w, x, y, rate / 2, _right)
            ),
            "It returns after the first example. Is return inside the loop?": (
                lambda w, x, y, rate: _loop(w, x[:1], y[:1], rate, _right)
            ),
            "Each of the steps takes the mean gradient of all the examples. A step of SGD knows its own example only.": (
                lambda w, x, y, rate: _loop(w, x, y, rate, lambda w, xi, yi: _mean_gradient(w, x, y))
            ),
            "The gradient lacks a factor: the derivative of wx with respect to w.": (
                lambda w, x, y, rate: _loop(w, x, y, rate, lambda w, xi, yi: 2 * (w * xi - yi))
            ),
            "The last example is never taken. An epoch sees them all.": (
                lambda w, x, y, rate: _loop(w, x[:-1], y[:-1], rate, _right)
            ),
            "The examples come in the opposite order. Begin with the first.": (
                lambda w, x, y, rate: _loop(w, x[::-1], y[::-1], rate, _right)
            ),
            "Only the last example leaves a trace. Does each step start from the w of the step before?": (
                lambda w, x, y, rate: _loop(w, x[-1:], y[-1:], rate, _right)
            ),
        },
        otherwise="Not yet. Try it by hand with two examples: take the first, make its step, then take the second from there.",
        signature="one_epoch(w, x, y, learning_rate)",
    ),
}

PREDICTIONS = {
    "every step": Prediction(
        question="The weight starts at w = 1.5, next to the best weight for all six examples. "
        "Each step goes down the loss of one example. What happens to the full loss, the one of all six?",
        options=(
            Option(
                "it falls at every step",
                "The loss of the example that is taken falls. The other five are not asked, and their losses may rise by more.",
            ),
            Option(
                "it rises at some steps and falls at others",
                "Every dotted curve has a minimum of its own. Near the solid one's, about half of the steps lead away from it.",
                right=True,
            ),
            Option(
                "it does not change: the weight is already the best",
                "Best for all six together is not best for each. The slope of one example is hardly ever 0 there.",
            ),
        ),
        look="Move the slider step, and keep the phase at update. The dark ring is the full loss after the step: when is "
        "it higher than the dark point?",
    ),
    "thirteen weights": Prediction(
        question="One penguin goes forward through a network of 13 weights, and the loss comes back. "
        "How many of the 13 weights does this one step change?",
        options=(
            Option("one: the weight that is most to blame", "The update has no such choice. Each weight has its own derivative."),
            Option(
                "four: those of the output layer, which make ŷ",
                "They come first on the way back. But the chain rule goes on, through tanh, to the layer before.",
            ),
            Option(
                "all 13",
                "The loss depends on each of them, so each has a slope, and takes a step of its own length.",
                right=True,
            ),
        ),
        look="Press next until the way back has reached the first layer, and read the red numbers.",
    ),
    "steps of an epoch": Prediction(
        question="There are N = 50 examples, and a batch holds B = 8. How many steps does one epoch take?",
        options=(
            Option("6", "Six batches hold 48 examples. An epoch sees all 50."),
            Option("7", "Six batches of 8, and a short one with the 2 examples that are left.", right=True),
            Option("8", "That is the size of a batch. The number of batches is what counts."),
            Option("50", "It would be 50 with one example at a time. Here a step takes 8."),
        ),
        look="Press step until the counter says epoch 2. How many examples are in the last batch of a row?",
    ),
    "drawn and put back": Prediction(
        question="With replacement: 20 times one of the 20 penguins is drawn, weighed and put back. "
        "Which share of the penguins is weighed at least once, on average?",
        options=(
            Option("all of them: 20 draws, 20 penguins", "Only if no penguin came twice, and that hardly ever happens."),
            Option("about half", "A good guess, but too low: each draw misses a given penguin with probability 19/20."),
            Option(
                "about two thirds",
                "A penguin is missed 20 times in a row with probability (19/20)²⁰ = 36 %, so 64 % are seen.",
                right=True,
            ),
        ),
        look="Look at the lines under the four panels, and move the seed.",
    ),
    "four orders": Prediction(
        question="The same 20 penguins, four orders, one penguin a step. Over many runs: "
        "in which order is w nearest to the best w at the end of an epoch?",
        options=(
            Option(
                "reshuffled each epoch",
                "Every epoch is complete, so its light and heavy penguins balance, and the order takes no side.",
                right=True,
            ),
            Option(
                "with replacement, the most random one",
                "More random is not more exact: one penguin counts twice in an epoch, another not at all.",
            ),
            Option(
                "in order, from light to heavy",
                "An epoch is complete here too. But it always ends with the heavy ones, and they have the last word.",
            ),
            Option(
                "no difference: all of them have the same mean",
                "The last examples count most, so it matters who they are.",
            ),
        ),
        look="Compare the dark points with the dashed line. The last line under each panel says how far off 400 runs end.",
    ),
}
