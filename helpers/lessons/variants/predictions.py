"""The predictions of notebook 08: momentum, Adam and the other variants."""

from helpers.answers.predictions import Option, Prediction

PREDICTIONS = {
    "in the ravine": Prediction(
        question="The ravine is 200 times as steep across as along. All variants start on its wall, without noise. "
        "After 60 steps, which kind of variant has the lowest full loss?",
        options=(
            Option(
                "plain SGD: without noise nothing beats the gradient itself",
                "The gradient points down the steepest way, and that is across the ravine, not along it.",
            ),
            Option(
                "momentum and Nesterov",
                "Across the ravine the steps cancel in the velocity. Along it they add up.",
                right=True,
            ),
            Option(
                "Adam and those like it: they rescale each direction",
                "They rescale each weight. This ravine lies at an angle, so neither weight is its direction.",
            ),
        ),
        look="Press reset, then play, and follow the heads. Then bring others into focus, and compare their velocities below.",
    ),
    "square root": Prediction(
        question="A quadratic has κ = 100. Gradient descent at its best rate leaves 0.98 of the distance after each step. "
        "In the long run, how many such steps is one step of momentum worth, with the best η and β?",
        options=(
            Option("about 2", "That is much too little when κ is large. Multiply 0.98 by itself until 0.82 is reached."),
            Option(
                "about 10",
                "A step leaves (√κ − 1)/(√κ + 1) in place of (κ − 1)/(κ + 1): √100 = 10, and 0.98¹⁰ is near 0.82.",
                right=True,
            ),
            Option(
                "about 100, as κ is 100",
                "Then κ would not matter at all. Its root still does.",
            ),
        ),
        look="Drag the red point to the star. Read how much of the distance a step leaves, with and without momentum.",
    ),
    "price of momentum": Prediction(
        question="Now each step sees one example of 64. Plain SGD at η = 0.1 hovers above the minimum at some height. "
        "At the same η with β = 0.9, how high does momentum hover?",
        options=(
            Option(
                "lower: the velocity averages the noise away",
                "It averages, but it also takes longer steps: a sum, not a mean.",
            ),
            Option("as high: the noise is the same", "The same noise enters, but each gradient now acts for about ten steps."),
            Option(
                "about ten times as high", "Each gradient counts 1 + β + β² + … = 1/(1 − β) = 10 times in the end.", right=True
            ),
        ),
        look="Compare the two lines with the dashed ones of theory. Then lower η for momentum until the floors are equal.",
    ),
    "another unit": Prediction(
        question="You measure the loss in other units, and all gradients become 1000 times as large. "
        "What happens to Adam's first step?",
        options=(
            Option("it is 1000 times as long", "That is what plain SGD does, and why its rate must be chosen anew."),
            Option("it is √1000 times as long", "The root is taken of g². That gives the size of g back."),
            Option("it stays as it is", "Adam divides the gradient by its own size. What is left is its sign.", right=True),
        ),
        look="Move the size of the gradient, and watch which shapes stay where they are.",
    ),
    "one best": Prediction(
        question="Each variant gets the best of nine rates, from many starts, on seven landscapes, with small batches. "
        "Which variant has the lowest loss on all seven?",
        options=(
            Option(
                "Adam: it is what most people use",
                "It needs little tuning, and that is worth a lot. It is not the lowest everywhere.",
            ),
            Option("Nesterov", "It is lowest on some of them, and low on most. But not where a ravine lies along a weight."),
            Option("none of them", "Each rule is an assumption about the landscape, and the seven differ.", right=True),
        ),
        look="Go through the landscapes in the menu, with B = 4 and B = 64. Move the rates for all. Who is in front?",
    ),
}
