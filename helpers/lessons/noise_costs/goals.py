"""Goals of notebook 06: a rate that loses the mean, and not the median."""

import numpy as np

from helpers.answers.goals import Goal
from helpers.lessons.noise_costs.stability import STEPS, factor, runs

HOME = 0.01  # median of the squared distance at the end, that of the start being 1


def _settled(s):
    median = np.median(runs(s.learning_rate, s.batch_size, s.seed)[-1])
    mean = factor(s.learning_rate, s.batch_size)
    if mean <= 1:
        return (
            f"On average a step multiplies the squared distance by {mean:.2f}: more than 1 is asked for. "
            "On which side of the curve does that happen?"
        )
    if median > HOME:
        return (
            f"The mean grows, but after {STEPS} steps the median is {median:.2g}, and at most {HOME} is asked for. "
            "How far beyond the curve do most runs still come home?"
        )
    return ""


GOALS = {
    "lost on average": Goal(
        figure="stable",
        fixed={"batch_size": 8},
        missing=_settled,
        praise="Right: most runs come home, and a few go so far that the mean grows. A mean can hide what most runs do.",
    ),
}
