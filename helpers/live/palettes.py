"""The colours that a picture may hold: 256, so that it is sent as one byte a pixel."""

from functools import lru_cache

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import NDArray
from PIL import Image

Shades = NDArray[np.uint8]  # numbers of colours in a palette


@lru_cache(maxsize=64)
def palette(inks: tuple[str, ...], apart: float = 10) -> Image.Image:
    """A palette image of at most 256 colours: each ink in even steps towards white, and towards the first ink.

    Antialiased edges lie on the way from an ink to what is under it, so these steps are the colours a frame needs.
    Pillow looks for the nearest colour on a grid of 4 levels: steps less than `apart` from white or from an ink would
    take its place, and are left out.
    """
    whole = np.array([(1.0, 1.0, 1.0), *map(to_rgb, inks)])
    steps = [ink + (1 - ink) * t for ink in whole[1:] for t in np.linspace(0, 1, 14)]
    steps += [ink + (whole[1] - ink) * t for ink in whole[2:] for t in (0.25, 0.5, 0.75)]
    colours = list(np.unique(np.round(255 * whole), axis=0))
    for step in np.round(255 * np.array(steps)):
        if min(np.linalg.norm(step - colour) for colour in colours) >= apart:
            colours.append(step)
    if len(colours) > 256:
        raise ValueError(f"a palette holds 256 colours; {len(inks)} inks need {len(colours)}.")
    image = Image.new("P", (1, 1))
    image.putpalette(np.array(colours, dtype=np.uint8).tobytes())
    return image
