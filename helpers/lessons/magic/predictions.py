"""Predictions of notebook 04."""

from helpers.answers.predictions import Option, Prediction

PREDICTIONS = {
    "all examples": Prediction(
        question="The point starts at w = 4.9, in the valley of a local minimum, and every batch holds all 64 examples. "
        "You press play. Where is the point after 500 steps?",
        options=(
            Option("in the global minimum near w = 2", "It would be, if a step could see that far. It sees the slope only."),
            Option(
                "at the bottom of the valley it starts in",
                "The dotted curve is the solid one. At the bottom the slope is 0, and so is the step.",
                right=True,
            ),
            Option("jumping around near w = 5", "It jumps where batches differ. Here every batch is the whole data."),
        ),
        look="Press play and wait. How far apart are the two curves?",
    ),
    "four examples": Prediction(
        question="The same start, but now 4 examples in a batch. You press play. Where is the point after 500 steps?",
        options=(
            Option(
                "at the bottom of the valley it starts in",
                "The solid curve has its minimum there. But the step goes down the dotted curve, which is seldom flat there.",
            ),
            Option(
                "most likely jumping around near w = 2: it depends on the shuffle",
                "A run of dotted slopes carries it over the hill, and in the deep valley it never comes to rest. "
                "So it ends with 74 of the seeds 0 to 99. With 25 it went over the hill on the right, with one it is still here.",
                right=True,
            ),
            Option(
                "jumping around near w = 5",
                "For a while. But one run of slopes to the same side is enough, and 500 steps are many.",
            ),
            Option("at rest in the global minimum", "Every batch has a minimum of its own, so the slope is hardly ever 0."),
        ),
        look="Press play and wait. Which curve changes from step to step, and which never does?",
    ),
    "a parabola": Prediction(
        question="Least squares on penguins, all 342 examples in a batch: a parabola of curvature λ = 2. "
        "You raise the learning rate η slowly. Above which η does the point run away?",
        options=(
            Option(
                "η = 1/λ = 0.5", "At 1/λ one step lands on the minimum. Above it the point zig-zags, but still comes closer."
            ),
            Option(
                "η = 2/λ = 1", "Each step multiplies the distance by 1 − ηλ, which is below −1 for η above 2/λ.", right=True
            ),
            Option("η = λ = 2", "Steeper curves want smaller steps, so λ belongs below the line."),
        ),
        look="Move the learning rate to 0.45, 0.5, 0.71, 0.9, 1 and 1.1, and press play at each.",
    ),
}
