"""Predictions of notebook 03."""

from helpers.answers.predictions import Option, Prediction

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
                "Longer steps do arrive sooner, unless they overshoot, as these do. Those of B = 4 hardly do: try it.",
            ),
            Option("the weight runs away", "It is the mean at η = 16 × 0.1 = 1.6, above the limit of 1.", right=True),
        ),
        look="Press reset, then play. Then take smaller B: up to which one does the sum still settle? Look at the rings, too.",
    ),
    "four times the batch": Prediction(
        question="Batches of 4 are drawn with replacement, and their gradients have a standard deviation near 0.98. "
        "You make the batches 4 times as large. What is the standard deviation of their gradients now?",
        options=(
            Option("near 0.24, a quarter", "The variance is a quarter. The standard deviation is its square root."),
            Option("near 0.49, a half", "The variance falls as 1/B, so the standard deviation falls as 1/√B.", right=True),
            Option(
                "near 0.98, as before", "The examples are the same, but in a mean of more of them more ups and downs cancel."
            ),
        ),
        look="Move B from 4 to 16 and read the numbers above the right-hand panel. What does the next factor of 4 do?",
    ),
    "all in one batch": Prediction(
        question="Now the batches are drawn without replacement: no example comes twice in one batch. "
        "They grow to B = N = 64. How much do their gradients spread?",
        options=(
            Option(
                "as σ/√64, an eighth of one example's spread",
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
