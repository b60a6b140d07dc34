"""One learning rate on a bowl with a flat and a steep direction: the steep one sets the limit."""

from functools import lru_cache

import numpy as np

from helpers.lessons.gradient_descent.descent import STEPS, bounded, on_bowl
from helpers.lessons.gradient_descent.marks import EVERY, FLAT, FORMULA, NOW, STEEP, STEP, RateAxis, distances, rates, seen
from helpers.lessons.gradient_descent.settings import RATES
from helpers.live import (
    TITLE,
    Axis,
    Frame,
    Kept,
    Line,
    Outside,
    Panel,
    Points,
    Text,
    X,
    Y,
    above,
    beside,
    between,
    choice,
    figure,
    whole,
)
from helpers.live.curves import directions
from helpers.live.looks import FULL, SHADES
from helpers.live.words import number, rounded
from helpers.problems.bowls import FEATURES, bowl, penguin_model
from helpers.theory import best_rate, largest_stable_rate, regime

RINGS = Line("lines of equal full loss", still=True, color=FULL, lw=1.3, sample=dict(lw=1.6))
LABELLED = slice(1, 5)  # of the rings: the first has no room for its loss, the last leaves the picture
HEIGHTS = [
    Text(still=True, size=10.5, ha="center", bbox=dict(facecolor="white", edgecolor="none", pad=1)) for _ in range(6)[LABELLED]
]
PATH, TAKEN, OFF = Line(color=SHADES[2], lw=1.6), Points(**STEP | {"ms": 5.5, "mew": 1.5}), Outside()
EXPECTED, OTHER = Line("the formula", **FORMULA), Line(**FORMULA)
LIMITS = RateAxis("steep", "flat")

BOWL = Panel(left=58, height=(228, 228), equal=True)
SIZES, AXIS = distances("distance along each direction"), rates(rows=2)


@lru_cache(maxsize=1)
def menu():
    """{features: what the menu says}."""
    said = {}
    for key in FEATURES:
        first, second = bowl(key).names
        r = np.corrcoef(penguin_model(key).X.T)[0, 1]
        said[key] = f"{first} and {second}, correlation {number(round(r, 2))}"
    return said


class Bowl(Kept):
    """The controls of gradient descent on two features."""

    features: str = choice("features", lambda s: menu(), "strong", about="how strongly the two are correlated")
    learning_rate: float = between("learning rate η", RATES, 0.2)
    step: int = whole("step", 0, STEPS, 10, plays=120)


@lru_cache(maxsize=8)
def still(features):
    """What the features alone decide: what stands still in the bowl's panel, and the marks on the axis of rates."""
    found = bowl(features)
    flat, steep = found.curvatures
    axes = (Axis(f"weight of {name}", *ends) for name, ends in zip(found.names, found.window))
    landscape = {**dict(zip((X, Y), axes)), RINGS: tuple(found.rings.T), **directions(found), **heights(found, features)}
    best, limit = best_rate(flat, steep).item(), largest_stable_rate(steep).item()
    signs = (best, f"best: 2/(λ₁ + λ₂) = {number(best)}"), (limit, f"limit: 2/λ₂ = {number(limit)}")
    return landscape, (steep, flat), signs


def heights(found, features):
    """What the marks of the losses show: {mark: data}, each on its ring, straight above the minimum."""
    x, y = found.minimum
    least, upward = penguin_model(features).loss(found.minimum).item(), found.curvatures @ found.directions[:, 1] ** 2
    levels = found.levels[LABELLED]
    return {mark: (x, y + np.sqrt(2 * level / upward), rounded(least + level, 2)) for mark, level in zip(HEIGHTS, levels)}


@figure(
    above(beside(BOWL, SIZES, share=0.57), AXIS),
    legend=(RINGS, FLAT, STEEP, NOW, EXPECTED),
    ghosts=(TAKEN, PATH, FLAT, STEEP),
)
def two_weights(s: Bowl):
    """Gradient descent on least squares with two weights: penguins, in standard units."""
    run, (landscape, (steep, flat), signs) = on_bowl(s.features, s.learning_rate), still(s.features)
    W, loss, path = run.path[s.step], run.losses[s.step], bounded(run.path[: s.step + 1], 1e4)
    cases = ", ".join(f"{name} {regime(s.learning_rate, each)}" for name, each in (("steep", steep), ("flat", flat)))
    landscape = {
        **landscape,
        PATH: path.T,
        TAKEN: path.T,
        NOW: path[-1],
        OFF: (*W, f"off the picture: loss {number(loss)}"),
        TITLE: f"step {s.step}   loss {number(loss)}",
    }
    sizes = {
        EXPECTED: (EVERY, run.forecast[0]),
        OTHER: (EVERY, run.forecast[1]),
        FLAT: seen(run.sizes[0], s.step),
        STEEP: seen(run.sizes[1], s.step),
    }
    axis = {LIMITS: (s.learning_rate, (steep, flat), signs), TITLE: f"η = {number(s.learning_rate)}: {cases}"}
    words = (
        f"least squares on penguins, {menu()[s.features]}: λ₁ = {number(flat)}, λ₂ = {number(steep)}, "
        f"η = {number(s.learning_rate)}, {cases}, best η = {number(signs[0][0])}, limit 2/λ₂ = {number(signs[1][0])}, "
        f"step {s.step} of {STEPS}, W = ({', '.join(map(number, W))}), loss {number(loss)}."
    )
    return Frame({BOWL: landscape, SIZES: sizes, AXIS: axis}, words)
