"""Goals of notebook 05: many runs that arrive."""

from helpers.answers.goals import Goal
from helpers.lessons.noise.escaping import START, STEPS
from helpers.lessons.noise.swarming import best_valley, paths, shares

HOME = 0.75  # share of the runs at the end


def _strayed(s):
    weights = paths(s.learning_rate, s.batch_size, s.start, s.seed, STEPS)
    share, _, been = shares(weights, s.batch_size)
    if share[-1] >= HOME:
        return ""
    said = f"At step {STEPS} {share[-1]:.1%} of the runs are in the global valley, {HOME:.0%} are asked for, "
    _, (_, hill) = best_valley()
    beyond = (weights[-1] > hill).mean()
    if been[-1] >= HOME:
        return f"{said}and {been[-1]:.1%} have been there. More find the valley than stay in it: what drives them out again?"
    return f"{said}and {beyond:.1%} are on the right of its hill. Too few have crossed it: what makes the pushes stronger?"


GOALS = {
    "three in four": Goal(
        figure="swarm",
        fixed={"start": START},
        missing=_strayed,
        praise="Right: this is the noise that drives most runs out of the bad valley and few out of the good one.",
    ),
}
