"""Where the axes end: at few round numbers, as a new axis is drawn anew."""

from functools import lru_cache

import numpy as np

STEPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
COARSE = (1, 2, 5, 10)


def last(updates):
    """The last update on the axis."""
    return round_up(max(50, updates), COARSE)


def ceiling(material, validation):
    """The top of the losses, where that loss of validation shall be seen: 1.5 times that of who knows nothing, or more.

    Who knows nothing takes all classes for as likely, or the mean for every example.
    """
    untrained = np.log(len(material.classes)) if material.classes else 1.0
    return round_up(max(1.5 * untrained, 1.1 * validation), STEPS)


def height(full):
    """The top of the loss along the step: twice what the full loss, T numbers, has lately been."""
    lately = float(np.median(np.nan_to_num(full[-15:], nan=1.0, posinf=1.0)))
    return round_up(2 * max(lately, 1e-3), COARSE)


@lru_cache(maxsize=4)
def span(material):
    """Both ends of the picture of a fit: outliers are left out."""
    low, high = np.quantile(material.y, (0.005, 0.995))
    return low - 0.2, high + 0.2


def round_up(value, steps):
    """The next of round numbers.

    >>> round_up(0.11, STEPS), round_up(50, COARSE), round_up(81, COARSE)
    (0.12, 50.0, 100.0)
    """
    power = 10.0 ** np.floor(np.log10(value))
    return next(float(f"{step * power:.6g}") for step in steps if value <= step * power * (1 + 1e-9))
