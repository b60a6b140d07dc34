"""Goals of notebook 07: batches that are as good as asked for."""

import numpy as np

from helpers import theory
from helpers.answers.goals import Goal
from helpers.lessons.batch_size.descents import FEATURES, compared, descent
from helpers.lessons.batch_size.one_step import hessian, moments
from helpers.problems.bowls import bowl

LARGEST, NEAR, WAY = 64, 0.1, 0.5  # batch; distance from gradient descent; share of its way to the minimum
LOW, HIGH = 0.45, 0.55  # share of the best rate without noise


def _apart(s):
    minimum, path = bowl(FEATURES).minimum, descent(s.learning_rate)
    left, whole = np.linalg.norm(path[[-1, 0]] - minimum, axis=-1)
    far = compared(s.batch_size, s.learning_rate, s.in_order, s.seed)[1].max()
    if s.batch_size > LARGEST:
        return (
            f"A batch of {s.batch_size} is {s.batch_size - LARGEST} examples too large: {LARGEST} are allowed. "
            "What else brings the runs closer to descent?"
        )
    if not far <= NEAR:
        return (
            f"A run strays {far:.3g} from gradient descent, {far - NEAR:.2g} too far. "
            "How much of its noise does a step take along, and how many examples share the noise?"
        )
    if left > (1 - WAY) * whole:
        return (
            f"The runs keep to the path, but in 40 steps descent has made {1 - left / whole:.0%} of its way. Half is asked for. "
            "Whose steps are longer, and what pays for their noise?"
        )
    return ""


def _share(s):
    _, G, covariance = moments(s.distance)
    rates = [theory.best_step_size(G, hessian(), noise, s.batch_size).item() for noise in (covariance, 0 * covariance)]
    best = rates[0] / rates[1]
    said = f"The best rate here is {best:.1%} of that without noise; {LOW:.0%} to {HIGH:.0%} is asked for."
    if best < LOW:
        return f"{said} There is too much noise for this gradient. Which controls change that?"
    if best > HIGH:
        return f"{said} There is too little noise for this gradient. Which controls change that?"
    return ""


GOALS = {
    "keep to the path": Goal(
        figure="full_batch",
        missing=_apart,
        praise="Right: small steps average over the batches that follow each other, so 64 examples lead where all do.",
    ),
    "half the best rate": Goal(
        figure="best_step",
        missing=_share,
        praise="Right: B is the noise scale of this place. More examples at most double the step from here.",
    ),
}
