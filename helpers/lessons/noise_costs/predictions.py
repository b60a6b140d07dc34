"""Predictions of notebook 06."""

from helpers.answers.predictions import Option, Prediction

PREDICTIONS = {
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
