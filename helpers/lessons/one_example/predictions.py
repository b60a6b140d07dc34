"""Predictions of notebook 02: one example at a time."""

from helpers.answers.predictions import Option, Prediction

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
        look="Move the slider step, and keep the phase at update. The ring on the solid curve is the full loss after the step: "
        "when is it higher than the point there?",
    ),
    "thirteen weights": Prediction(
        question="One penguin goes forward through a network of 13 weights, and the loss comes back. "
        "How many of the 13 weights does this one step change?",
        options=(
            Option(
                "one: the weight that is most to blame", "The update has no such choice. Each weight has its own derivative."
            ),
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
                "shuffled once, and then always in that order",
                "Close behind. But its luck stays with it for good, while every new order has luck of its own.",
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
        look="Compare the round points with the dashed line. The last line under each panel says how far from it 400 runs end: "
        "the root of the mean square.",
    ),
}
