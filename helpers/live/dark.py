"""The dark look: what a colour becomes on dark paper."""

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike

from helpers.live.looks import DARK, PAPER
from helpers.types import Array

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # what red, green and blue weigh in it, as WCAG says
LEAST = 3  # the contrast with dark paper of a colour that the course does not name


def darkened(colour: str) -> Array:
    """The counterpart of a colour of the light look: its red, green and blue.

    One that the course does not name keeps its hue and, as far as a screen can show it, its contrast with the paper.
    """
    if colour in DARK:
        return np.array(to_rgb(DARK[colour]))
    light = np.array(to_rgb(colour))
    turned = light + 1 - light.max() - light.min()  # a pale tint becomes a deep one
    return lifted(turned, np.maximum(contrast(light, to_rgb(PAPER)), LEAST))


def lifted(colours: ArrayLike, least: ArrayLike) -> Array:
    """Colours (..., 3) made lighter where their contrast with dark paper is less than `least` (...)."""
    light = np.minimum(_linear(colours) + 1e-9, 1)
    wanted = np.minimum((_linear(to_rgb(DARK[PAPER])) @ LUMINANCE + 0.05) * least - 0.05, 1)
    light *= np.clip(wanted / (light @ LUMINANCE), 1, 1 / light.max(-1))[..., None]  # of the same hue as far as that goes,
    missing = np.maximum(wanted - light @ LUMINANCE, 0) / (1 + 1e-9 - light @ LUMINANCE)  # and then with white
    light += missing[..., None] * (1 - light)
    coded: Array = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return coded.clip(0, 1)


def contrast(colours: ArrayLike, paper: ArrayLike) -> Array:
    """That of colours (..., 3) with a paper, 1 to 21, as WCAG says."""
    one, other = (_linear(each) @ LUMINANCE + 0.05 for each in (colours, paper))
    ratio: Array = np.maximum(one, other) / np.minimum(one, other)
    return ratio


def _linear(colours: ArrayLike) -> Array:
    """The light that red, green and blue, 0 to 1, stand for."""
    parts = np.asarray(colours, dtype=float)
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
