"""Predictions of notebook 05."""

from helpers.answers.predictions import Option, Prediction

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
            Option("SGD with one example at a time", "It moves after every example, and so wastes none of them.", right=True),
        ),
        look="Read the column of examples. How many times as many does gradient descent need? Then choose the penguins.",
    ),
    "escape luck": Prediction(
        question="In notebook 04 one run with B = 4 and η = 0.4 left the local minimum. Here are 200 such runs, each with "
        "its own shuffles. How many of them are in the global valley after 300 steps?",
        options=(
            Option(
                "all 200, sooner or later", "That one did. But others cross the hill on the other side, or are still there."
            ),
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
            Option(
                "B = 64: the exact slope", "The exact slope leads to the bottom of the valley it starts in, and no further."
            ),
        ),
        look="Press reset, then play, and let the runs add up. When is the band narrow enough to be sure?",
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
