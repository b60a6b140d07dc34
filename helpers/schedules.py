"""The learning rate as a function of the step: schedule(step) -> learning rate, for step = 0, 1, ...

A learning rate may be an array, one rate a run.
"""

import math

from helpers.arrays import at_least, between, numbers
from helpers.types import Rate, Schedule


def constant(learning_rate: Rate) -> Schedule:
    """The same learning rate η at every step.

    >>> constant(0.1)(7)
    0.1
    """
    return lambda step: learning_rate


def step_decay(learning_rate: Rate, every: int, factor: Rate = 0.1) -> Schedule:
    """η factor^⌊step / every⌋: the rate drops by `factor` each `every` steps (PyTorch's StepLR).

    >>> [step_decay(1.0, every=2, factor=0.5)(step) for step in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    at_least("every", every, 1, whole=True)
    between("factor", factor, 0, 1)
    return lambda step: learning_rate * factor ** (step // every)


def exponential(learning_rate: Rate, decay: Rate) -> Schedule:
    """η decay^step (PyTorch's ExponentialLR).

    >>> exponential(1.0, decay=0.5)(3)
    0.125
    """
    between("decay", decay, 0, 1)
    return lambda step: learning_rate * decay**step


def inverse_time(learning_rate: Rate, decay: float = 1.0) -> Schedule:
    """η / (1 + decay step): the sum diverges and the sum of squares does not, as Robbins and Monro (1951) ask.

    With η = 1, decay = 1 and a loss ½ (w - a_i)², the path is the running mean of the a_i.

    >>> [inverse_time(1.0)(step) for step in range(4)]
    [1.0, 0.5, 0.3333333333333333, 0.25]
    """
    at_least("decay", decay, 0)
    return lambda step: learning_rate / (1 + decay * step)


def cosine(learning_rate: Rate, steps: int, final: float = 0.0) -> Schedule:
    """Half a cosine from η at step 0 to `final` at `steps`, and `final` from there on (Loshchilov and Hutter 2017).

    >>> [round(cosine(1.0, steps=4)(step), 3) for step in (0, 1, 2, 4, 9)]
    [1.0, 0.854, 0.5, 0.0, 0.0]
    """
    at_least("steps", steps, 1, whole=True)
    at_least("final", final, 0)
    return lambda step: final + (learning_rate - final) * (1 + math.cos(math.pi * min(step / steps, 1))) / 2


def warmup(schedule: Rate | Schedule, steps: int) -> Schedule:
    """A linear rise, (step + 1) / steps of the rate, over the first `steps` steps, then the schedule (Goyal et al. 2017).

    schedule: a schedule, or a number for a constant one. It is asked for the step itself, so its own clock is not delayed.

    >>> [warmup(1.0, steps=4)(step) for step in range(5)]
    [0.25, 0.5, 0.75, 1.0, 1.0]
    """
    at_least("steps", steps, 1, whole=True)
    schedule = as_schedule(schedule)
    return lambda step: schedule(step) * min((step + 1) / steps, 1)


def as_schedule(learning_rate: Rate | Schedule) -> Schedule:
    """learning_rate itself if it is a schedule, else the constant one.

    >>> as_schedule(0.1)(3)
    0.1
    """
    if callable(learning_rate):
        return learning_rate
    numbers("learning_rate", learning_rate)
    return constant(learning_rate)
