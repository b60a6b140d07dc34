"""Numbers as words, the same in every figure, and the room that words take."""

from functools import lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import TextPath

from helpers.browser import IN_BROWSER

MACHINE = "in this browser" if IN_BROWSER else "on this machine"  # where seconds are measured


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


def plain(value: float) -> str:
    """A number as it was set, with a true minus sign.

    >>> plain(-0.5), plain(300)
    ('−0.5', '300')
    """
    return f"{value:g}".replace("-", "−")


def rounded(value: float, digits: int) -> str:
    """A number with fewer significant digits.

    >>> rounded(0.0123456, 2), rounded(1234.5, 2)
    ('0.012', '1200')
    """
    return number(float(f"{value:.{digits}g}"))


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
    return f"{rounded(value * factor, 2)} {unit}"


def power_of_ten(power: int) -> str:
    """A label for a log axis.

    >>> power_of_ten(-12), power_of_ten(0)
    ('10⁻¹²', '1')
    """
    return {0: "1", 1: "10"}.get(power, "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")))


def cut(words: str, most: int = 40) -> str:
    """Words of a reader's own on one line of at most so many characters.

    >>> cut("weight\\n(kg)"), cut("a long name", 6)
    ('weight (kg)', 'a lon…')
    """
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def legible(words: str, most: int = 40) -> str:
    """The same for a picture: what its font lacks is a box.

    >>> legible("温度 T")
    '□□ T'
    """
    return "".join(sign if ord(sign) in _signs() else "□" for sign in cut(words, most))


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """The characters that the font of all figures holds."""
    return frozenset(get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap())


@lru_cache(maxsize=1024)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """The width of a line of text in points. A $ is one, as in every text of a figure.

    >>> text_width("2 $ + 3 $", 12) > text_width("2 $ + 3", 12)
    True
    """
    if not text.strip():
        return 0.0
    path = TextPath((0, 0), text.replace("$", r"\$"), size=size, prop=FontProperties(weight=weight))
    return float(np.ptp(path.vertices[path.codes != path.CLOSEPOLY, 0]))  # as get_extents says, in a fifth of its time
