"""Numbers as words, the same in every figure, and the room that words take."""

from functools import lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath


def number(value: float) -> str:
    """Four significant digits, with a true minus sign; what has run away says so.

    >>> number(-0.0123456), number(12345678.0), number(float("nan"))
    ('−0.01235', '1.235e+07', 'not a number')
    """
    if np.isnan(value):
        return "not a number"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.4g}".replace("-", "−") if value else "0"


def spaced(count: int) -> str:
    """A whole number in groups of three digits.

    >>> spaced(2618772)
    '2 618 772'
    """
    return f"{count:,}".replace(",", " ")


def seconds(value: float) -> str:
    """A time in the unit that suits it.

    >>> seconds(2.5), seconds(1.23e-3), seconds(12.3e-6), seconds(0.25e-6)
    ('2.5 s', '1.2 ms', '12 µs', '0.25 µs')
    """
    unit, factor = ("s", 1) if value >= 1 else ("ms", 1e3) if value >= 1e-3 else ("µs", 1e6)
    return f"{number(float(f'{value * factor:.2g}'))} {unit}"


def power_of_ten(power: int) -> str:
    """A label for a log axis.

    >>> power_of_ten(-12), power_of_ten(0)
    ('10⁻¹²', '1')
    """
    return {0: "1", 1: "10"}.get(power, "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")))


@lru_cache(maxsize=1024)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """The width of a line of text in points."""
    if not text.strip():
        return 0.0
    path = TextPath((0, 0), text, size=size, prop=FontProperties(weight=weight))
    return float(np.ptp(path.vertices[path.codes != path.CLOSEPOLY, 0]))  # as get_extents says, in a fifth of its time
