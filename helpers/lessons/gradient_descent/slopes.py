"""The slope of a loss of one weight, by its formula and by the difference of two losses."""

from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.problems.one_weight import problem

STEPS = (*(float(f"{digit}e{power}") for power in range(-15, 0) for digit in (1, 2, 5)), 1.0)
EVERY = np.array(STEPS)


def difference(model, w, h):
    """The central difference (L(w + h) − L(w − h)) / 2h of a model of one weight, for each h (H,)."""
    before, after = (model.loss((w + sign * np.asarray(h))[..., None]) for sign in (-1, 1))
    return (after - before) / (2 * h)


@lru_cache(maxsize=8)
def errors(key, w):
    """The derivative at w, (H,) errors of the difference for each of STEPS, and the two causes of them, (H,) each."""
    model = problem(key).model
    derivative = model.gradient([w]).item()
    near = 1e-3
    before, after = model.gradient([[w - near], [w + near]])[:, 0]
    third = (before - 2 * derivative + after) / near**2  # the third derivative of the loss, 0 for a parabola
    third = abs(third) if abs(third) > 1e-6 else 0.0
    found = (
        np.abs(difference(model, w, EVERY) - derivative),
        third / 6 * EVERY**2,
        np.finfo(float).eps * model.loss([w]) / EVERY,
    )
    return derivative, *map(read_only, found)
