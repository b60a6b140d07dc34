"""The learning rate as a function of the step: schedule(step) -> learning rate, for step = 0, 1, ..."""


def constant(learning_rate):
    """The same learning rate at every step.

    >>> constant(0.1)(7)
    0.1
    """
    return lambda step: learning_rate
