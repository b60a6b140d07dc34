"""An off-screen figure whose frames are cheap: the still part is drawn and sent once, each frame adds what moves.

A view is any object with
    figure         a matplotlib Figure; its changing artists are `animated=True`
    labels         those of them that are lines of text, left-aligned, written on top of everything
    moving         the others, in drawing order
    still          a hashable key: the still part is drawn again when it changes
    inks           the colours used, for the palette
    lay_out(width, ratio)  set the figure's size, the last frame kept
"""

import io
from contextlib import contextmanager
from functools import lru_cache
from math import ceil
from typing import NamedTuple

import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image, ImageDraw, ImageFont

from helpers.live.looks import plain_style

WIDTH = 1000  # CSS pixels, until the front end tells its own
KEPT = 8  # still parts: a menu or a slider that changes the axes goes to and fro between a few
TILE = 16  # pixels, a multiple of 8: the side of the squares in which a frame is compared with its background, and sent
LIMITS = {"width": (320, 2400), "ratio": (1, 3)}


class Layers(NamedTuple):
    """A frame in two layers, in the colours of the palette.

    still: the PNG of the still part, one object for as long as it stays.  moving: the PNG of the tiles, squares of TILE pixels,
    in which the frame differs from it, side by side in rows; empty if none does.  tiles: their numbers in reading order over
    the picture, as little-endian 32-bit integers. A tile that would stand over the right or lower edge ends there.
    """

    still: bytes
    moving: bytes
    tiles: bytes


class Background:
    """A still part: its pixels, and its PNG once a frame on it has been encoded."""

    def __init__(self, pixels):
        self.pixels, self.png = pixels, None


class Canvas:
    """Turns a view into frames. width is in CSS pixels, ratio is the display's device pixels per CSS pixel."""

    def __init__(self, view, width=WIDTH, ratio=1):
        self.view = view
        self._agg = FigureCanvasAgg(view.figure)
        self._palette = palette(view.inks)
        self._backgrounds = {}
        self.resize(width, ratio)

    def resize(self, width, ratio):
        """Lay the view out for a new width and pixel ratio, each kept within LIMITS."""
        self.width = round(min(max(width, LIMITS["width"][0]), LIMITS["width"][1]))
        self.ratio = min(max(ratio, LIMITS["ratio"][0]), LIMITS["ratio"][1])
        self._backgrounds.clear()
        self.view.lay_out(self.width, self.ratio)

    def draw(self):
        """Draw one frame."""
        background = self._background()
        renderer, pixels = self._agg.get_renderer(), self._pixels()
        pixels[:] = background.pixels
        with plain_style():
            for artist in self.view.moving:
                artist.draw(renderer)
        image = Image.frombuffer("RGBX", self._size, pixels, "raw", "RGBX", 0, 1)
        image.readonly = 0  # the pixels themselves are written on: to convert them all takes longer than to write
        for label in self.view.labels:
            write(image, label)

    def encode(self):
        """The frame last drawn as Layers."""
        background, pixels = self._background(), self._pixels()
        if background.png is None:
            background.png = _png(self.quantised(self._image(background.pixels)))
        tiles = _changed(pixels, background.pixels)
        if not len(tiles):
            return Layers(background.png, b"", b"")
        squares = sliding_window_view(pixels, (TILE, TILE))[places(tiles, *self._size)]
        rows = Image.frombytes("RGB", (TILE**2, len(squares)), squares, "raw", "RGBX")  # a square in each
        colours = np.asarray(self.quantised(rows)).reshape(squares.shape)
        moving = Image.fromarray(_side_by_side(colours, self._size[0]))
        moving.putpalette(self._palette.getpalette())
        return Layers(background.png, _png(moving), tiles.astype("<u4").tobytes())

    def frame(self):
        """One frame as Layers."""
        self.draw()
        return self.encode()

    def image(self):
        """The frame last drawn, whole, as an RGB image."""
        return self._image(self._pixels())

    def quantised(self, image):
        """The image in the colours of the palette."""
        return image.quantize(palette=self._palette, dither=Image.Dither.NONE)

    def png(self):
        """One frame, whole, as the bytes of a PNG."""
        self.draw()
        return _png(self.quantised(self.image()))

    @contextmanager
    def resized(self, width, ratio):
        """Another size for a while."""
        live = self.width, self.ratio
        self.resize(width, ratio)
        try:
            yield
        finally:
            self.resize(*live)

    def snapshot(self, width=WIDTH, ratio=2):
        """A PNG of another size, the live size kept."""
        with self.resized(width, ratio):
            return self.png()

    def print(self, path):
        """Write the figure in lines, .svg or .pdf, at its usual width."""
        with self.resized(WIDTH, 1), plain_style():
            self.view.figure.savefig(path, metadata={"Date": None} if str(path).endswith(".svg") else None)

    def _background(self):
        """The still part, drawn if it is new."""
        background = self._backgrounds.pop(self.view.still, None)
        if background is None:
            with plain_style():
                self._agg.draw()
            background = Background(self._pixels().copy())
        self._backgrounds[self.view.still] = background  # the newest last
        if len(self._backgrounds) > KEPT:
            del self._backgrounds[next(iter(self._backgrounds))]
        return background

    @property
    def _size(self):
        return self._agg.get_width_height(physical=True)

    def _pixels(self):
        """The pixels of the figure in memory, one number for each."""
        return np.asarray(self._agg.buffer_rgba()).view(np.uint32)[..., 0]

    def _image(self, pixels):
        return Image.frombytes("RGB", self._size, pixels, "raw", "RGBX")  # alpha left out


def composed(layers):
    """The whole picture that Layers show, as the bytes of a PNG."""
    still = Image.open(io.BytesIO(layers.still))
    pixels = np.array(still)
    if layers.moving:
        moving = np.asarray(Image.open(io.BytesIO(layers.moving)))
        down, across = (length // TILE for length in moving.shape)
        tiles = np.frombuffer(layers.tiles, "<u4")
        squares = moving.reshape(down, TILE, across, TILE).swapaxes(1, 2).reshape(-1, TILE, TILE)[: len(tiles)]
        sliding_window_view(pixels, (TILE, TILE), writeable=True)[places(tiles, *still.size)] = squares
    whole = Image.fromarray(pixels)
    whole.putpalette(still.getpalette())
    return _png(whole)


def places(tiles, width, height):
    """The first row and column of these tiles in a picture of this size."""
    rows, columns = np.divmod(tiles, ceil(width / TILE))
    return np.minimum(TILE * rows, height - TILE), np.minimum(TILE * columns, width - TILE)


def _changed(pixels, before):
    """The numbers of the tiles in which a pixel changed."""
    height, width = pixels.shape
    down, across = ceil(height / TILE), ceil(width / TILE)
    differ = np.zeros((down * TILE, across * TILE), bool)
    np.not_equal(pixels, before, out=differ[:height, :width])
    eights = np.bitwise_or.reduce(differ.view(np.uint64).reshape(down, TILE, -1), axis=1)  # pixels at once
    return np.flatnonzero(eights.reshape(down * across, -1).any(1))


def _side_by_side(squares, width):
    """One image of these squares, in rows no wider than a picture of this width needs."""
    across = min(ceil(width / TILE), len(squares))
    numbers, sheet = np.arange(len(squares)), np.zeros((ceil(len(squares) / across), TILE, across, TILE), np.uint8)
    sheet[numbers // across, :, numbers % across] = squares
    return sheet.reshape(-1, TILE * across)


def _png(image):
    """A palette PNG: a third of the size and a fifth of the time of a full-colour one."""
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=1)
    return png.getvalue()


def write(image, label):
    """Write a matplotlib text with Pillow, which takes a fifteenth of the time: 0.2 ms a line."""
    x, y = label.get_transform().transform(label.get_position())
    font = font_of(label.get_fontweight(), label.get_fontsize() * label.figure.dpi / 72)
    anchor = {"baseline": "ls", "center": "lm"}[label.get_verticalalignment()]
    ImageDraw.Draw(image).text((x, image.height - y), label.get_text(), to_hex(label.get_color()), font, anchor)


@lru_cache(maxsize=64)
def font_of(weight, size):
    with plain_style():
        path = font_manager.findfont(font_manager.FontProperties(weight=weight))
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def palette(inks, apart=10):
    """A palette image of at most 256 colours: each ink in even steps towards white, and towards the first ink.

    Antialiased edges lie on the way from an ink to what is under it, so these steps are the colours a frame needs.
    Pillow looks for the nearest colour on a grid of 4 levels: steps less than `apart` from white or from an ink would
    take its place, and are left out.
    """
    inks = np.array([(1.0, 1.0, 1.0), *map(to_rgb, inks)])
    steps = [ink + (1 - ink) * t for ink in inks[1:] for t in np.linspace(0, 1, 14)]
    steps += [ink + (inks[1] - ink) * t for ink in inks[2:] for t in (0.25, 0.5, 0.75)]
    colours = list(np.unique(np.round(255 * inks), axis=0))
    for step in np.round(255 * np.array(steps)):
        if min(np.linalg.norm(step - colour) for colour in colours) >= apart:
            colours.append(step)
    if len(colours) > 256:
        raise ValueError(f"a palette holds 256 colours; {len(inks)} inks need {len(colours)}.")
    image = Image.new("P", (1, 1))
    image.putpalette(np.array(colours, dtype=np.uint8).tobytes())
    return image
