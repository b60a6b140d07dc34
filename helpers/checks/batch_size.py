"""Notebook 06: the batch size."""

from helpers.checks.exercises import Code, Number
from helpers.checks.predictions import Option, Prediction


def _parts(small, big, B_small, B_big):
    """|G|² and tr Σ from the mean squared lengths of batch gradients of two sizes."""
    return (B_big * big - B_small * small) / (B_big - B_small), (small - big) / (1 / B_small - 1 / B_big)


def _noise_scale(small, big, B_small, B_big):
    square, noise = _parts(small, big, B_small, B_big)
    return noise / square


EXERCISES = {
    "noise scale": Number(
        answer=9,
        praise="Right: 36 / 2² = 9. At B = 9 the noise costs as much as the curvature. λ has dropped out.",
        wrong={
            18: "That divides by G. Curvature costs λG², with a square. And the noise?",
            3: "That compares σ with G. Compare the variance with the square of the gradient.",
            36: "That is the variance of one example's gradient. What is it compared with?",
            1 / 9: "Upside down: a large variance must give a large noise scale.",
            4.5: "λ stands in both costs, the one of noise and the one of curvature. What is left of it?",
            144: "That multiplies by G². Far from the minimum, where G is large, the noise scale is small.",
        },
        otherwise="Not yet. At which B is the noise's part, σ²/B, as large as G²?",
    ),
    "best rate at 3": Number(
        answer=0.125,
        praise="Right: 0.5 / (1 + 9/3) = 0.125. At a third of the noise scale the best rate is a quarter of η_max.",
        wrong={
            0.5: "That is η_max, the best rate without any noise. With 3 examples there is some.",
            0.375: "That divides by 1 + B/B_noise. A larger batch should allow a larger rate.",
            0.166667: "That is in proportion to B, which holds only far below the noise scale. The formula has a 1 + in it.",
            0.25: "That is the best rate at the noise scale itself, half of η_max. Here B is smaller.",
            2: "That multiplies by 1 + B_noise/B. Noise makes the best rate smaller.",
            1.5: "That is larger than η_max. Noise makes the best rate smaller.",
        },
        otherwise="Not yet. Find η_max = 1/λ first, then divide it by 1 + B_noise/B.",
    ),
    "ratio of floors": Number(
        answer=1.8,
        praise="Right: (2 − 0.2) / (2 − 1) = 1.8. The rule hopes for 1.",
        wrong={
            1: "That is what the rule hopes for. Put both rates into the formula of the floor.",
            5: "The factor k stands above and below: kη/(kB) = η/B. What is left are the brackets (2 − ηλ).",
            0.555556: "Upside down: the larger rate has the higher floor.",
            2: "Nearly: the floor at η has a bracket of its own, and 0.2 of it is missing.",
            0.8: "That is the difference of the brackets. What is their quotient?",
            9: "Is kηλ a product? 5 × 0.2 must be taken from 2.",
        },
        otherwise="Not yet. The floor is ησ² / (2B(2 − ηλ)). Write it for kη and kB, and divide.",
    ),
    "estimate": Code(
        solution=_noise_scale,
        signature="noise_scale(small, big, B_small, B_big)",
        trials=((5.0, 2.0, 2, 8), (9.5, 1.25, 1, 64), (3.0, 2.5, 16, 32)),
        praise="Right: two equations for |G|² and tr Σ, and the quotient of the two. No Hessian is needed.",
        wrong={
            "That is tr Σ alone. The noise scale compares it with |G|².": lambda *given: _parts(*given)[1],
            "That is |G|² alone. The noise scale compares tr Σ with it.": lambda *given: _parts(*given)[0],
            "Upside down: more noise must give a larger noise scale.": lambda *given: _parts(*given)[0] / _parts(*given)[1],
            "The big batch's squared length still holds tr Σ / B_big of noise.": lambda small, big, B_small, B_big: (
                _parts(small, big, B_small, B_big)[1] / big
            ),
            "The sign is turned: the small batch's gradient is the longer one, and 1/B is larger for it.": lambda *given: (
                -_noise_scale(*given)
            ),
            "Noise falls as 1/B, not as B: divide the difference by 1/B_small − 1/B_big.": lambda small, big, B_small, B_big: (
                (small - big) / (B_big - B_small) / _parts(small, big, B_small, B_big)[0]
            ),
            "You divided the difference by the big batch's squared length. Solve the two equations for tr Σ and |G|² first.": (
                lambda small, big, B_small, B_big: (small - big) / big
            ),
        },
        otherwise="Not yet. small = |G|² + tr Σ / B_small, and the same for big. Subtract to get tr Σ, put it in to get |G|².",
    ),
}

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
                "The best rate is η_max / (1 + B_noise/B). Beyond the noise scale it comes close to η_max and stays.",
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
            Option("it shrinks, as all gradients shrink", "Only their mean does. Near the minimum the examples pull both ways."),
            Option("it stays: it belongs to the data", "It compares the noise with the gradient, and the gradient depends on W."),
        ),
        look="Move the distance to both ends, and follow the dashed line on the right. What does a batch of 16 gain at each?",
    ),
    "eight times": Prediction(
        question="η = 0.2 with B = 4 settles on a parabola with λ = 1. You take 8 times the batch and 8 times the rate: B = 32, "
        "η = 1.6. Both see the same examples. What becomes of the noise floor?",
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
