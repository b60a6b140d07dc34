"""Predictions of notebook 09: a real network on real data."""

from helpers.answers.predictions import Option, Prediction

PREDICTIONS = {
    "a hundred times as fast": Prediction(
        question="At η = 0.1 the network learns the two moons in some hundred updates of 32 examples. "
        "The figure opens with η = 10, and you press play. What happens?",
        options=(
            Option(
                "it learns a hundred times as fast",
                "The slope tells downhill near the point only. At η = 10 the dotted curve has long risen again.",
            ),
            Option(
                "the loss leaps to more than 20 within a few updates, and stays of no use",
                "The third panel shows it before the first update: at η the dotted curve is far up the other side, more than "
                "three times as high as now.",
                right=True,
            ),
            Option(
                "it hops to and fro, but the loss falls",
                "So it does at a rate a little above the best one. At 10 the first leaps land far up the other side.",
            ),
        ),
        look="Look at the third panel before you play: how high is the dotted curve at η? Then press play. Lower η to 0.1, "
        "press reset and play again.",
    ),
    "one or all": Prediction(
        question="Two networks see the same number of examples, 2 000 of them: one in 2 000 updates with B = 1, the other in "
        "10 updates with B = N = 200, both with η = 0.1. Which has the lower full loss?",
        options=(
            Option(
                "B = 200: its gradients are exact",
                "Exact gradients, but only ten of them. A rough gradient is far more than a two-hundredth as good.",
            ),
            Option(
                "B = 1: it has made 200 times as many steps",
                "Every other step or so goes uphill on the full loss. But on average they go down, and there are so many.",
                right=True,
            ),
            Option(
                "the same: both have seen the same examples",
                "The examples are the cost. What they buy depends on how they are used.",
            ),
        ),
        look="Press epoch ten times. Then choose B = 200, reset, and press epoch ten times again. Compare the full loss.",
    ),
    "twenty examples": Prediction(
        question="Now 20 examples are for training and 380 for validation. B = 20, so the solid curve falls at every step. "
        "What does the dashed curve, the validation loss, do in 4 000 updates?",
        options=(
            Option(
                "it falls along with the full loss, a little above it",
                "At first it does. Then the network learns what is peculiar to its 20 examples.",
            ),
            Option(
                "it falls, then it rises again",
                "The network becomes ever surer of borders that only fit its 20 examples, and pays wherever they are wrong.",
                right=True,
            ),
            Option("it stays where it is: 20 examples teach nothing", "Twenty examples already show where the two moons lie."),
        ),
        look="Press play, and watch the two curves and the border between the regions. Then raise the l2 penalty to 0.1, and "
        "press reset and play.",
    ),
    "flights": Prediction(
        question="163 673 flights, B = 32: an epoch has more than 5 000 updates. Of all that five epochs can teach, how much "
        "has the network learnt after the first?",
        options=(
            Option("about a fifth", "Each epoch shows the same flights again. What can the second one tell that is new?"),
            Option("about a half", "Look at how early the curve turns: long before the first epoch is over."),
            Option(
                "nearly everything",
                "Flights resemble one another. A few thousand of them say how the delay at departure leads to that at arrival.",
                right=True,
            ),
        ),
        look="Press 20 epochs. Watch the bar, and press pause whenever you like: what is reached is kept.",
    ),
}
