"""Goals of notebook 04: settings of the flagship to find."""

import numpy as np

from helpers.answers.goals import Goal
from helpers.problems.valleys import valleys, wide

SOON, HOME = 100, slice(90, 101)  # the step to have arrived by, and those at which it must be there
LAST = slice(-101, -1)  # the last hundred steps of a run
STILL = 0.09  # standard deviation of w over them
LOST = 10  # the step to diverge at


def _hills():
    """The hills at both ends of the deep valley, and the next one on the right, beyond the valley of the start."""
    minima, ends = valleys("sine")
    deep = wide("sine").model.loss(minima[:, None]).argmin()
    return (*ends[deep], ends[deep + 1, 1])


def _inside(weights):
    """At which of the weights (T,) the run is in the deep valley."""
    low, high, _ = _hills()
    return (low < weights) & (weights < high)


def _late(s):
    weights, (low, hill, far) = s.run.weights, _hills()
    w, there = weights[SOON], _inside(weights)
    if there[HOME].all():
        return ""
    if there[: SOON + 1].any():
        return (
            f"At {there[HOME].sum()} of the steps 90 to 100 it is in the deep valley, and all 11 are asked for. "
            "It has been there: can it come earlier, or be shaken less once it is there?"
        )
    if not low < w < far:
        return (
            f"At step {SOON} it is {_outside(w, low, far)} beyond the hill on the wrong side. "
            "Noise pushes both ways, and more of it is not always better. Or was it bad luck?"
        )
    if there.any():
        return (
            f"It comes to the deep valley at step {there.argmax()}, {there.argmax() - SOON} steps too late. "
            "What makes the pushes stronger?"
        )
    return (
        f"In {SOON} steps it comes no nearer than {np.abs(weights[: SOON + 1] - hill).min():.2f} to the deep valley. "
        "The pushes are too weak for the hill. What makes a push strong: how many examples share it, and how far does it go?"
    )


def _outside(w, low, high):
    return f"{max(low - w, w - high):.3g}" if np.isfinite(w) else "infinitely far"


def _restless(s):
    weights = s.run.weights[LAST]
    there = int(_inside(weights).sum())
    if there < len(weights):
        return (
            f"Of the last 100 steps it is in the deep valley at {there}. It has to get there first, and then stay: "
            "a walk that is too calm does not cross the hill, and one that is too wild does not stay. Some shuffles have luck."
        )
    spread = weights.std()
    if spread > STILL:
        return (
            f"It is there, but over the last 100 steps w has the standard deviation {spread:.3f}, {spread - STILL:.3f} too much. "
            "What keeps shaking it at the bottom, and how little of that still carries it over the hill?"
        )
    return ""


def _off(s):
    at = s.run.diverged
    if at is None:
        return "It does not diverge in 500 steps, and step 10 is asked for. How long is a step that leaps further each time?"
    if at > LOST:
        return (
            f"It diverges at step {at}, {at - LOST} too late. What makes the distance to the minimum grow faster, "
            "or be larger from the start?"
        )
    if at < LOST:
        return (
            f"It diverges at step {at}, {LOST - at} too early. What makes the distance to the minimum grow more slowly, "
            "or be smaller at the start?"
        )
    return ""


GOALS = {
    "arrive in a hundred steps": Goal(
        figure="magic",
        fixed={"model": "sine", "start": 4.9},
        missing=_late,
        praise="Right: it has arrived, and stays for ten steps at least. Try another seed: how much of it was luck?",
    ),
    "as still as can be": Goal(
        figure="magic",
        fixed={"model": "sine", "start": 4.9},
        missing=_restless,
        praise="Right: enough noise to leave, and little enough to rest. A rate that falls on the way would have both.",
    ),
    "diverge at step 10": Goal(
        figure="magic",
        fixed={"model": "least squares"},
        missing=_off,
        praise="Right: each step multiplies the distance by 1 − ηλ, and after ten of them the loss is out of reach.",
    ),
}
