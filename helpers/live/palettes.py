"""The colours that a picture may hold: 256, so that it is sent as one byte a pixel.

Each has a counterpart on dark paper, so that a picture is drawn once for both looks: a page takes the one that suits it.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from helpers.live.dark import contrast, darkened, lifted
from helpers.live.looks import PAPER
from helpers.types import Array

Shades = NDArray[np.uint8]  # numbers of colours in a palette


@lru_cache(maxsize=64)
def palette(inks: tuple[str, ...], apart: float = 10) -> Image.Image:
    """A palette image of at most 256 colours: each ink in even steps towards white, and towards the first ink.

    Antialiased edges lie on the way from an ink to what is under it, so these steps are the colours a frame needs.
    Pillow looks for the nearest colour on a grid of 4 levels: steps less than `apart` from white or from an ink would
    take its place, and are left out.
    """
    image = Image.new("P", (1, 1))
    image.putpalette(_colours(inks, apart)[0])
    return image


def dark_palette(inks: tuple[str, ...], apart: float = 10) -> bytes:
    """The counterparts of the colours of that palette on dark paper, three bytes each."""
    return _colours(inks, apart)[1]


@lru_cache(maxsize=64)
def _colours(inks: tuple[str, ...], apart: float) -> tuple[bytes, bytes]:
    """Those of the palette, and their counterparts."""
    light, dark = (_steps(ends) for ends in ([to_rgb(PAPER), *map(to_rgb, inks)], [*map(darkened, (PAPER, *inks))]))
    light, dark = np.round(255 * light), np.round(255 * lifted(dark, contrast(light, to_rgb(PAPER))))
    kept = [*np.unique(light[: 1 + len(inks)], axis=0, return_index=True)[1]]
    for place in range(1 + len(inks), len(light)):
        if np.linalg.norm(light[kept] - light[place], axis=1).min() >= apart:
            kept.append(place)
    if len(kept) > 256:
        raise ValueError(f"a palette holds 256 colours; {len(inks)} inks need {len(kept)}.")
    near = np.exp(-((light[kept][:, None] - light) ** 2).sum(2) / apart**2)  # steps that are alike on white are alike
    counterparts = np.round(near @ dark / near.sum(1, keepdims=True))
    counterparts[: 1 + len(inks)] = dark[kept[: 1 + len(inks)]]  # paper and inks themselves
    return light[kept].astype(np.uint8).tobytes(), counterparts.astype(np.uint8).tobytes()


def _steps(ends: Sequence[ArrayLike]) -> Array:
    """Paper and inks, each ink in even steps towards the paper, and towards the first ink."""
    paper, first, *others = whole = np.array(ends)
    steps = [ink + (paper - ink) * t for ink in whole[1:] for t in np.linspace(0, 1, 14)]
    steps += [ink + (first - ink) * t for ink in others for t in (0.25, 0.5, 0.75)]
    return np.array([*whole, *steps])
