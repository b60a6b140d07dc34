"""Goals of notebook 09: training that is quick, that goes too far, and that stops in time."""

from helpers.answers.goals import Goal

LOSS, EXAMPLES = 0.1, 3000  # full loss to reach, and what may be seen on the way
TIMES = 10  # the validation loss, in full losses
HELD = 0.19  # validation loss to stop at
RECENT = 0.8  # share of the updates: a loss that was lowest after it may fall further


def _gone(run):
    return f"Training has diverged at update {run.diverged}. Reset: which controls make its steps shorter, or steadier?"


def _slow(s):
    run, full = s.run, s.run.place.full
    if run.diverged is not None:
        return _gone(run)
    if not run.updates:
        return f"At update 0 the full loss is {full:.3f}. Train the network, then hand in the figure once more."
    if run.examples_seen > EXAMPLES:
        return (
            f"It has seen {run.examples_seen} examples, {run.examples_seen - EXAMPLES} too many. "
            "Reset, and pause earlier. What makes more of each example?"
        )
    if not full <= LOSS:
        return (
            f"After {run.examples_seen} examples the full loss is {full:.3f}, and {EXAMPLES - run.examples_seen} are left. "
            "Take more updates out of them, or longer ones: which controls do that, and what is too much of it?"
        )
    return ""


def _general(s):
    full, validation = s.run.place.full, s.run.place.validation
    if s.run.diverged is not None:
        return _gone(s.run)
    if not full < validation / TIMES:
        return (
            f"The validation loss is {validation / full:.2g} times the full loss, and {TIMES} times are asked for. "
            "How few examples does a network of this size know one by one, and how long does it take?"
        )
    return ""


def _untimely(s):
    run, held = s.run, s.run.place.validation
    if run.diverged is not None:
        return _gone(run)
    lowest, at = min((validation, at) for at, _, _, validation, _ in run.way())
    if held <= HELD:
        return ""
    if lowest <= HELD and at >= RECENT * run.updates:
        return (
            f"The validation loss is {held:.3f}, {held - HELD:.3f} too high, but was {lowest:.3f} at update {at}. "
            "It shakes about the goal. Press step a few times."
        )
    if lowest <= HELD:
        return (
            f"The validation loss is {held:.3f}, {held - HELD:.3f} too high, and it was lower on the way. "
            "Since then the network learns by heart. Reset, and look at the dashed line."
        )
    if at >= RECENT * run.updates:
        return f"The validation loss is {held:.3f}, {held - HELD:.3f} too high, and still on its way down. Where will it turn?"
    return (
        f"The validation loss is {held:.3f}, and at its lowest was {lowest:.3f}, {lowest - HELD:.3f} too high. "
        "This run has learnt too fast by heart. What slows it down, or holds the weights back?"
    )


GOALS = {
    "0.1 within 3000 examples": Goal(
        figure="train_network",
        fixed={"data": "moons", "share": 0.5, "hidden": "16-16"},
        missing=_slow,
        praise="Right: examples are used well by many updates, as long as each of them is not too noisy for its rate.",
    ),
    "learning by heart": Goal(
        figure="train_network",
        fixed={"data": "moons"},
        missing=_general,
        praise="Right: it is nearly sure of the examples it has seen, and no better on others. The full loss alone hides that.",
    ),
    "stop in time": Goal(
        figure="train_network",
        fixed={"data": "moons", "share": 0.1, "hidden": "16-16"},
        missing=_untimely,
        praise="Right: 40 examples are enough for that, if one stops before the network knows them by heart.",
    ),
}
