"""Exercises of notebook 07."""

from helpers.answers.exercises import Code, Number


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
            72: "That is a product. The noise scale compares: it is a quotient of two parts of the cost.",
            6: "That is σ. Its square is given, and it is to be compared with the square of the gradient.",
            144: "That multiplies by G². Far from the minimum, where G is large, the noise scale is small.",
        },
        otherwise="Not yet. At which B is the noise's part, σ²/B, as large as G²?",
    ),
    "best rate at 3": Number(
        answer=0.125,
        praise="Right: 0.5 / (1 + 9/3) = 0.125. At a third of the noise scale it is a quarter of the rate without noise.",
        wrong={
            0.5: "That is the best rate without any noise. With 3 examples there is some.",
            0.375: "That divides by 1 + B/B_noise. A larger batch should allow a larger rate.",
            0.166667: "That is in proportion to B, which holds only far below the noise scale. The formula has a 1 + in it.",
            0.2: "The bracket begins with 1, whatever λ is.",
            0.5 / 12: "That divides by B + B_noise. The bracket holds 1 + the quotient of the two.",
            0.13: "That is rounded. Give three digits, or write the calculation.",
            0.25: "That is the best rate at the noise scale itself, half of the one without noise. Here B is smaller.",
            2: "That multiplies by 1 + B_noise/B. Noise makes the best rate smaller.",
            1.5: "That is larger than the best rate without noise. Noise makes it smaller.",
        },
        otherwise="Not yet. Find the best rate without noise first, 1/λ, then divide it by 1 + B_noise/B.",
    ),
    "ratio of floors": Number(
        answer=1.8,
        praise="Right: (2 − 0.2) / (2 − 1) = 1.8. The rule hopes for 1.",
        wrong={
            1: "That is what the rule hopes for. Put both rates into the formula of the floor.",
            5: "The factor k stands above and below: kη/(kB) = η/B. What is left are the brackets (2 − ηλ).",
            0.555556: "Upside down: the larger rate has the higher floor.",
            2: "Nearly: the floor at η has a bracket of its own, and 0.2 of it is missing.",
            1.9 / 1.5: "In the brackets stands ηλ. You took η alone.",
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
            "The small batch's squared length holds noise too, even more of it. Divide by |G|² alone.": (
                lambda small, big, B_small, B_big: _parts(small, big, B_small, B_big)[1] / small
            ),
            "The two batches are swapped: small belongs to B_small, and big to B_big.": lambda small, big, B_small, B_big: (
                _noise_scale(big, small, B_small, B_big)
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
