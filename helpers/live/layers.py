"""A frame as it travels to the browser: two layers of squares, each as runs of one colour."""

import io
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from helpers.live.palettes import Shades

TILE = 16  # pixels, a multiple of 8: the side of the squares in which a frame is compared with its background, and sent

Pixels = NDArray[np.uint32]  # (height, width)
Tiles = NDArray[np.intp]  # numbers in reading order


class Layers(NamedTuple):
    """A frame in two layers, each as runs of one colour: two bytes each, its number in the palette and its length less 1.

    A page can lay them out at once, while it would learn that a PNG is decoded only when it has time: by then a slider is on.

    palette: its colours, three bytes each.  dark: their counterparts on dark paper.  size: (width, height) in pixels.
    still: the runs of the still part in reading order, one object for as long as it stays.  moving: those of the tiles, squares
    of TILE pixels, in which the frame differs from it, one tile after the other.  tiles: their numbers in reading order over the
    picture, as little-endian 32-bit integers. A tile that would stand over the right or lower edge ends there.
    """

    palette: bytes
    dark: bytes
    size: tuple[int, int]
    still: bytes
    moving: bytes
    tiles: bytes


def runs(shades: Shades) -> bytes:
    """The runs of an array of shades, read in order, as pairs of bytes: the shade and the length less 1.

    A run ends with every 256th of the array at the latest, so that its length is one byte.
    """
    shades = shades.ravel()
    ends = np.ones(len(shades), bool)
    np.not_equal(shades[1:], shades[:-1], out=ends[:-1])
    ends[255::256] = True
    last = np.flatnonzero(ends)
    pairs = np.empty((len(last), 2), np.uint8)
    pairs[:, 0] = shades[last]
    pairs[:, 1] = np.diff(last, prepend=-1) - 1
    return pairs.tobytes()


def laid_out(runs: bytes) -> Shades:
    """The shades that the runs stand for, in order."""
    pairs = np.frombuffer(runs, np.uint8).reshape(-1, 2)
    return np.repeat(pairs[:, 0], pairs[:, 1].astype(int) + 1)


def composed(layers: Layers) -> bytes:
    """The whole picture that Layers show, as the bytes of a PNG."""
    width, height = layers.size
    pixels, squares = laid_out(layers.still).reshape(height, width), laid_out(layers.moving).reshape(-1, TILE, TILE)
    tiles = np.frombuffer(layers.tiles, "<u4").astype(int)
    sliding_window_view(pixels, (TILE, TILE), writeable=True)[places(tiles, width, height)] = squares
    image = Image.fromarray(pixels)
    image.putpalette(layers.palette)
    return png_of(image)


def places(tiles: Tiles, width: int, height: int) -> tuple[Tiles, Tiles]:
    """The first row and column of these tiles in a picture of this size."""
    rows, columns = np.divmod(tiles, ceil(width / TILE))
    return np.minimum(TILE * rows, height - TILE), np.minimum(TILE * columns, width - TILE)


def changed(pixels: Pixels, before: Pixels) -> Tiles:
    """The numbers of the tiles in which a pixel changed."""
    height, width = pixels.shape
    down, across = ceil(height / TILE), ceil(width / TILE)
    differ = np.zeros((down * TILE, across * TILE), bool)
    np.not_equal(pixels, before, out=differ[:height, :width])
    eights = np.bitwise_or.reduce(differ.view(np.uint64).reshape(down, TILE, -1), axis=1)  # pixels at once
    return np.flatnonzero(eights.reshape(down * across, -1).any(1))


def png_of(image: Image.Image) -> bytes:
    """A palette PNG: a third of the size and a fifth of the time of a full-colour one."""
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=1)
    return png.getvalue()
