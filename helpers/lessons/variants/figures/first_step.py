"""The first step of each variant from a gradient of any size, and what bias correction is for."""

import numpy as np

from helpers.lessons.variants.first_steps import GRID, SIZES, STAYED, STEPS, UNCORRECTED, beginners, formula, steps_of
from helpers.lessons.variants.marks import DIVIDED, GROWING, Each, colour, shape
from helpers.lessons.variants.settings import OfVariants
from helpers.live import LINE, TITLE, Axis, Frame, Line, Panel, Points, Rule, Tags, Text, beside, between, figure, powers
from helpers.live.looks import BATCH, QUIET
from helpers.live.words import number

LENGTHS, LATER = (1e-5, 1e5), (0.1, 100)  # the ends of the axes
SHOWN = 2 ** np.arange(9)  # the steps measured
PLACES = {"rmsprop": (2.1, 9, "bottom"), "uncorrected": (17, 7.6, "bottom"), "adam": (2.1, 0.8, "top")}  # where names stand

RAW = Line("Adam without bias correction", color=BATCH, lw=2.2, ls=(0, (4, 1.5)))
SHAPES = Points("shapes: measured; lines: the formula", color=QUIET, ms=8, mec="white")
LINES = Each(lambda variant: RAW.but() if variant is UNCORRECTED else Line(color=colour(variant), lw=2.2))
STILL_LINES = Each(lambda variant: LINES[variant].but(still=True))
MARKS = Each(lambda variant: Points(mec="white", mew=0.8, **shape(variant, larger=1)))
TEXTS = {key: Text(still=True, va=place[2]) for key, place in PLACES.items()}
HERE, NAMES = Rule(color=QUIET, lw=1.2, ls=(0, (2, 2))), Tags(shift=10)

FIRST = Panel(
    Axis("size of the gradient", *SIZES, log=True, ticks=powers(-6, 6, 3)),
    Axis("length of the first step / η", *LENGTHS, log=True),
    height=(322, 300),
)
STAY = Panel(
    Axis("step, while the gradient stays the same", 0.9, 1.1 * STEPS, log=True, ticks=(1, 3, 10, 30, 100, 300)),
    Axis("", *LATER, log=True),
    title="length of a step / η",
    height=(322, 200),
)


class Gradient(OfVariants):
    """The controls of the size of a first step."""

    gradient: float = between("size of the gradient", (10.0 ** np.arange(-6, 7)).tolist(), 100.0)

    def entered(self):
        return beginners()


@figure(beside(FIRST, STAY, share=0.56), legend=(GROWING, DIVIDED, RAW, SHAPES))
def first_step(s: Gradient):
    """How long the first step of each variant is for a gradient of that size, and the steps after it if the gradient stays."""
    g, steps, variants = s.gradient, np.arange(1.0, STEPS + 1), {each.key: each for each in s.variants}
    lengths = {key: steps_of(each, g, 1)[0] for key, each in variants.items()}
    later = {key: steps_of(variants[key], g, STEPS) for key in STAYED}
    first = {
        **{STILL_LINES[each]: (GRID, formula(each)) for each in s.variants if each.first},
        HERE: g,
        NAMES: (np.full(len(lengths), g), np.clip([*lengths.values()], *LENGTHS), [each.name for each in s.variants]),
        **{MARKS[each]: (g, np.clip(lengths[key], *LENGTHS)) for key, each in variants.items()},
        TITLE: f"gradient {number(g)}: Adam's first step is {number(lengths['adam'])} η",
        LINE: f"SGD's is {number(lengths['sgd'])} η, uncorrected Adam's {number(lengths['uncorrected'])} η",
    }
    stay = {
        **{LINES[variants[key]]: (steps, formula(steps, g)) for key, formula in STAYED.items()},
        **{MARKS[variants[key]]: (SHOWN, np.clip(each[SHOWN - 1], *LATER)) for key, each in later.items()},
        **{TEXTS[key]: (*PLACES[key][:2], variants[key].name) for key in STAYED},
    }
    words = (
        f"gradient of size {number(g)}: length of the first step / η: "
        f"{', '.join(f'{each.name} {number(lengths[key])}' for key, each in variants.items())}; after {STEPS} steps with "
        f"the same gradient: {', '.join(f'{variants[key].name} {number(each[-1])}' for key, each in later.items())}."
    )
    return Frame({FIRST: first, STAY: stay}, words)
