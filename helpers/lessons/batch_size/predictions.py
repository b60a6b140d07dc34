"""Predictions of notebook 07."""

from helpers.answers.predictions import Option, Prediction

PREDICTIONS = {
    "one more than 64": Prediction(
        question="A step with a batch of 64 needs some memory. You take one example more, B = 65. How many bytes more does "
        "the step need?",
        options=(
            Option(
                "many: 64 filled a block of memory, and a new one is begun",
                "Whole systems do reserve memory in blocks. The arrays of a step do not: each is as long as it must be.",
            ),
            Option(
                "as many as from 63 to 64",
                "Every example brings its row of inputs, its hidden values and its errors. That is the same for each.",
                right=True,
            ),
            Option("none: 65 still fits", "Nothing has been kept free: the arrays are made for exactly 64."),
        ),
        look="Move B from 63 to 64 and to 65, and read the bytes above the left panel. Then press measure, and look below.",
    ),
    "all but one": Prediction(
        question="There are N = 342 penguins. A batch holds 341 of them, all but one. How far from gradient descent is SGD?",
        options=(
            Option(
                "every second step is far off",
                "After 341 examples one is left, and it is a batch of its own: a step of SGD with B = 1.",
                right=True,
            ),
            Option(
                "it is never off by more than a hair",
                "The batch of 341 is that close. But an epoch shows every example, so a batch of one follows.",
            ),
            Option("it is the same", "Only a batch of all examples has no spread at all."),
        ),
        look="Look at steps 1 and 2 on the right. Then compare with B = 256, whose last batch holds 86.",
    ),
    "the last digit": Prediction(
        question="Now the batch holds all 342 penguins, in the order in which they were shuffled. Gradient descent takes them "
        "in the order of their numbers. How far are the weights apart after 40 steps?",
        options=(
            Option("by about 1/√342", "That is how a part of the data strays. Here there is no part: all examples are in."),
            Option(
                "not at all, to the last bit",
                "On paper it is so. A computer rounds each partial sum, and another order has other partial sums.",
            ),
            Option(
                "by some 10⁻¹⁶, the rounding of a sum",
                "The same terms in another order: only the rounding of the sum differs.",
                right=True,
            ),
        ),
        look="Read the axis on the right. Then choose sorted by number in the menu, and look for the triangles.",
    ),
    "from 256 to 512": Prediction(
        question="At this place the noise scale is 25.5. The best learning rate at B = 256 is 0.244. You double the batch. "
        "What is the best rate now?",
        options=(
            Option(
                "twice as large, 0.487",
                "Far below the noise scale it would be so. At 256 nearly all of the noise is gone already.",
            ),
            Option("√2 times as large, 0.344", "The spread falls by √2. But the best rate is bounded by the curvature."),
            Option(
                "hardly larger, 0.255",
                "It is the best rate without noise, divided by 1 + B_noise/B. Beyond the noise scale it hardly changes.",
                right=True,
            ),
        ),
        look="Put B at 256, then at 512, and read the best η on the right. Then do the same for B = 1 and 2.",
    ),
    "nearer the minimum": Prediction(
        question="The distance from the minimum goes down from 1 to 0.05. The examples disagree about as much as before. "
        "What becomes of the noise scale?",
        options=(
            Option(
                "it grows",
                "The gradient that all agree on becomes short, the disagreement stays. More examples must be asked.",
                right=True,
            ),
            Option(
                "it shrinks, as all gradients shrink", "Only their mean does. Near the minimum the examples pull both ways."
            ),
            Option(
                "it stays: it belongs to the data", "It compares the noise with the gradient, and the gradient depends on W."
            ),
        ),
        look="Move the distance to both ends, and follow the dashed line on the right. What does a batch of 16 gain at each?",
    ),
    "eight times": Prediction(
        question="η = 0.2 with B = 4 settles on a parabola with λ = 1. You take 8 times the batch and 8 times the rate: "
        "B = 32, η = 1.6. Both see the same examples. What becomes of the noise floor?",
        options=(
            Option(
                "it stays: 8 times the rate and 8 times the batch cancel",
                "So says the rule, and for a small ηλ it is nearly true. But the floor also holds a factor 1/(2 − ηλ).",
            ),
            Option("it is several times higher", "2 − ηλ has gone down from 1.8 to 0.4, so the floor goes up.", right=True),
            Option("there is none: it diverges", "That comes at kηλ = 2. Here it is 1.6."),
        ),
        look="Compare the two levels on the left, and the red mark on the right. Then move η down, until the two agree.",
    ),
}
