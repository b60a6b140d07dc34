"""Goals of notebook 08: where momentum is at its limit, and where Adam is ahead of it."""

from helpers.answers.goals import Goal
from helpers.lessons.variants.racing import STEPS
from helpers.problems.two_weights import N
from helpers.training import diverged_at

NEAR, LEAST = 0.95, 0.5  # share of the largest stable rate; momentum
LAST, LEAD = 100, 0.5  # steps at the end of a race; Adam's loss there, as a share of that of momentum


def _below(s):
    limit = 2 * (1 + s.momentum)  # the steep curvature is 1
    share = s.learning_rate / limit
    if s.momentum < LEAST:
        return (
            f"A momentum of {s.momentum:g} is {LEAST - s.momentum:g} below what is asked for. "
            "What does more of it do to the right-hand edge?"
        )
    if share >= 1:
        return (
            f"Your rate is {share:.1%} of the limit: the steep direction does not settle. "
            "Less of the rate helps. What else moves the limit?"
        )
    if share < NEAR:
        return (
            f"Your rate is {share:.1%} of the largest at which this momentum settles. There is room. "
            "Where on the plane is the edge?"
        )
    return ""


def _behind(s):
    keys = [each.key for each in s.variants]
    losses = s.run.until(STEPS).losses[:, [keys.index("adam"), keys.index("momentum")]]
    away = diverged_at(losses[:, 1], limit=losses[0, 1])
    if away is not None:
        return (
            f"Momentum has run away: from step {away} on its loss is above that of the start. "
            "Win a race that both finish, with smaller rates."
        )
    adam, momentum = losses[-LAST:].mean(0)
    if adam > LEAD * momentum:
        ahead = f"In the last {LAST} of {STEPS} steps Adam's loss is {adam / momentum:.2g} times that of momentum. "
        return ahead + (
            "In a ravine without noise momentum is hard to beat. When did it cost something, in round 3?"
            if s.batch_size == N
            else "What raises the floor of momentum more than that of Adam?"
        )
    return ""


GOALS = {
    "the largest stable rate": Goal(
        figure="momentum",
        fixed={"noise": False},
        missing=_below,
        praise="Right: heavy ball settles up to ηλ = 2(1 + β), nearly twice the limit of plain descent. Is it fast there?",
    ),
    "Adam ahead of momentum": Goal(
        figure="race",
        fixed={"landscape": "ravine"},
        missing=_behind,
        praise="Right: noise costs momentum more than it costs Adam. No variant is best everywhere.",
    ),
}
