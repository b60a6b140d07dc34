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


def height(full, now=0.0, then=0.0):
    """The top of the loss along the step: twice what the full loss, T numbers, has lately been.

    Up to 10 times it where the step leaps from the loss `now` to the loss `then`: one sees how high it lands.
    """
    lately = max(float(np.median(np.nan_to_num(full[-15:], nan=1.0, posinf=1.0))), 1e-3)
    leap = 1.1 * then if then > 3 * max(now, lately) else 0.0
    return round_up(max(2 * lately, min(leap, 10 * lately)), COARSE)


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


def stops(low, high):
    """At most 5 round numbers between two ends: (where they lie, from 0 to 1, and the numbers).

    >>> [each.tolist() for each in stops(1.0, 6.0)]
    [[0.2, 0.6, 1.0], [2.0, 4.0, 6.0]]
    """
    step = round_up((high - low) / 4.5, COARSE)
    values = step * np.arange(np.ceil(low / step), np.floor(high / step) + 1)
    return (values - low) / (high - low), values


def log_stops(low, high):
    """The same where equal ratios are equally long, at most 7 over 6 powers of ten; where that leaves less than 2, as above.

    >>> log_stops(0.1, 10.0)[1].tolist()
    [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]
    """
    powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    for parts in (STEPS, COARSE, (1,)):
        values = np.unique([float(f"{part * power:.3g}") for power in powers for part in parts])
        values = values[(values >= low) & (values <= high)]
        if len(values) <= 7:
            break
    values = values if len(values) > 1 else stops(low, high)[1]
    return np.log(values / low) / np.log(high / low), values
