"""Predictions of notebook 01."""

from helpers.answers.predictions import Option, Prediction

PREDICTIONS = {
    "smaller h": Prediction(
        question="The slope at w = 3.3 is estimated by a difference with step h. You make h smaller and smaller, from 0.1 "
        "down to 10⁻¹⁵. What happens to the error?",
        options=(
            Option(
                "it keeps falling: the smaller h, the better",
                "So it would be with all digits of every number. A computer keeps 16, and two losses that agree in 15 of them "
                "leave one digit for their difference.",
            ),
            Option(
                "it falls, and then it rises again",
                "Down to about h = 10⁻⁵ the curve looks straighter and straighter. Then the rounding of the two losses, "
                "divided by 2h, takes over.",
                right=True,
            ),
            Option(
                "it stays the same: a slope is a slope",
                "The limit is one number, but the difference is not yet the limit: it is the slope of a secant.",
            ),
        ),
        look="Move h from right to left, and follow the square on the right. Which digits above the picture agree?",
    ),
    "below the limit": Prediction(
        question="The curvature is λ = 2, and the start is w = 10. At η = 0.5 one step lands on the minimum. "
        "What does the point do at η = 0.9?",
        options=(
            Option(
                "it runs away: above 1/λ = 0.5 the steps are too long",
                "Each step is too long, so the point lands on the other side. But it lands closer than it was: 1 − ηλ = −0.8.",
            ),
            Option(
                "it jumps from side to side, and still arrives",
                "Each step multiplies w by 1 − ηλ = −0.8. The sign changes, the size shrinks. "
                "Only at 2/λ does it stop shrinking.",
                right=True,
            ),
            Option(
                "it walks down on one side, faster than at 0.5",
                "A longer step is a faster one while it ends before the minimum. Beyond 1/λ it ends on the other side.",
            ),
        ),
        look="Set η to 0.45, 0.5, 0.9, 1 and 1.1. Read the name of each case on the axis below. Then change λ: "
        "where do the marks go?",
    ),
    "two curvatures": Prediction(
        question="Two weights: the loss curves little along one direction, λ₁ = 0.26, and much along the other, λ₂ = 3.74. "
        "You raise η slowly from 0.2. Above which η does the point run away?",
        options=(
            Option(
                "2/λ₁ = 7.8: the flat direction decides",
                "The flat direction would allow it. But the point moves along both at once, and the steep one blows up "
                "long before.",
            ),
            Option(
                "2/λ₂ = 0.53: the steep direction decides",
                "One direction that grows is enough to diverge, and the steepest is the first to grow.",
                right=True,
            ),
            Option(
                "2 divided by the mean curvature = 1",
                "The two directions do not average: each has a limit of its own, and the smaller limit counts.",
            ),
        ),
        look="Raise η in small steps. Which of the two rows of dots turns upwards? Which one is slow at every η that works?",
    ),
    "two starts": Prediction(
        question="Two starts, w = 3.6 and w = 3.8, with η = 0.2. The minimum near w = 2 is the deepest of all. "
        "Where do they end?",
        options=(
            Option(
                "both in the deepest minimum",
                "That would need a look around. The slope knows one place only, and at 3.8 it points to the right.",
            ),
            Option(
                "w = 3.6 in the deepest minimum, w = 3.8 in another",
                "There is a hill between the two starts. Each walks down on its own side.",
                right=True,
            ),
            Option(
                "both in the same minimum, since they start so close together",
                "Close starts do end together, unless a hill stands between them. Here one does.",
            ),
        ),
        look="Drag the start over the whole axis. Then raise η to 0.8 and to 1.6: which minima can no longer hold the point?",
    ),
    "a better start": Prediction(
        question="Least squares: the loss is a parabola in w. Does it matter where gradient descent starts, with η = 0.2?",
        options=(
            Option(
                "yes: a bad start ends in a worse minimum",
                "That is so for sin(wx). A parabola has one minimum, and its slope points there from everywhere.",
            ),
            Option(
                "only for the number of steps: every start ends in the same minimum",
                "The distance shrinks by the same factor at each step, wherever the path begins.",
                right=True,
            ),
            Option(
                "yes: from far away the steps are so long that the point runs away",
                "The steps are longer there, and so is the way. The factor 1 − ηλ knows nothing of the start.",
            ),
        ),
        look="Drag the start. How many letters does the axis show? Then raise η to 0.9, 1 and 1.1.",
    ),
    "more examples": Prediction(
        question="From N = 1 000 examples to N = 327 346. How many times the multiplications does one step of gradient descent "
        "take, and how many one step of SGD with B = 32?",
        options=(
            Option(
                "327 times for both: more data, more work",
                "An epoch of SGD does take 327 times as long. One step of it reads 32 examples, however many there are.",
            ),
            Option(
                "327 times for gradient descent, and the same number as before for SGD",
                "Gradient descent adds up a slope for each example. SGD adds up 32.",
                right=True,
            ),
            Option(
                "the same for both: NumPy does the sum in one call",
                "One call, and yet every row is multiplied. The call hides the loop, and does not remove it.",
            ),
        ),
        look="Read the two numbers above the left picture at the smallest and at the largest N. Then press measure.",
    ),
}
