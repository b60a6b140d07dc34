"""An off-screen figure whose frames are cheap: the still part is drawn and sent once, each frame adds what moves."""

from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image, ImageDraw, ImageFont

from helpers.live.layers import TILE, Layers, Pixels, changed, places, png_of, runs
from helpers.live.looks import plain_style
from helpers.live.palettes import dark_palette, palette
from helpers.live.sheet import Sheet

WIDTH = 1000  # CSS pixels, until the front end tells its own
KEPT = 8  # still parts: a menu or a slider that changes the axes goes to and fro between a few
LIMITS = {"width": (320, 2400), "ratio": (1, 3)}


class Background:
    """A still part: its pixels, and its runs once a frame on it has been encoded."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        self.runs: bytes | None = None


class Canvas:
    """Turns a sheet into pixels. width is in CSS pixels, ratio is the display's device pixels per CSS pixel."""

    def __init__(self, sheet: Sheet, width: float = WIDTH, ratio: float = 1) -> None:
        self.sheet = sheet
        self._agg: Any = FigureCanvasAgg(sheet.figure)  # which has no types
        self._palette = palette(sheet.inks)
        self._colours = bytes(self._palette.getpalette() or []), dark_palette(sheet.inks)
        self._backgrounds: dict[Hashable, Background] = {}
        self.resize(width, ratio)

    def resize(self, width: float, ratio: float) -> None:
        """Lay the sheet out for a new width and pixel ratio, each kept within LIMITS."""
        self.width = round(min(max(width, LIMITS["width"][0]), LIMITS["width"][1]))
        self.ratio = min(max(ratio, LIMITS["ratio"][0]), LIMITS["ratio"][1])
        self._backgrounds.clear()
        self.sheet.lay_out(self.width, self.ratio)

    def draw(self) -> None:
        """Draw one frame."""
        background = self._background()
        renderer, pixels = self._agg.get_renderer(), self._pixels()
        pixels[:] = background.pixels
        with plain_style():
            for artist in self.sheet.moving:
                artist.draw(renderer)
        image = Image.frombuffer("RGBX", self._size, pixels, "raw", "RGBX", 0, 1)
        image.readonly = 0  # the pixels themselves are written on: to convert them all takes longer than to write
        for label in self.sheet.labels:
            write(image, label)

    def encode(self) -> Layers:
        """The frame last drawn as Layers."""
        background, pixels = self._background(), self._pixels()
        if background.runs is None:
            background.runs = runs(np.asarray(self.quantised(self._image(background.pixels))))
        tiles = changed(pixels, background.pixels)
        squares = sliding_window_view(pixels, (TILE, TILE))[places(tiles, *self._size)]
        rows = Image.frombytes("RGB", (TILE**2, len(squares)), squares, "raw", "RGBX")  # a square in each
        moving = runs(np.asarray(self.quantised(rows)))
        return Layers(*self._colours, self._size, background.runs, moving, tiles.astype("<u4").tobytes())

    def layers(self) -> Layers:
        """One frame as Layers."""
        self.draw()
        return self.encode()

    def image(self) -> Image.Image:
        """The frame last drawn, whole, as an RGB image."""
        return self._image(self._pixels())

    def quantised(self, image: Image.Image) -> Image.Image:
        """The image in the colours of the palette."""
        return image.quantize(palette=self._palette, dither=Image.Dither.NONE)

    def png(self) -> bytes:
        """One frame, whole, as the bytes of a PNG."""
        self.draw()
        return png_of(self.quantised(self.image()))

    def print(self, path: Path) -> None:
        """Write the figure in lines, .svg or .pdf."""
        with plain_style():
            self.sheet.figure.savefig(path, metadata={"Date": None} if str(path).endswith(".svg") else None)

    def _background(self) -> Background:
        """The still part, drawn if it is new."""
        background = self._backgrounds.pop(self.sheet.still_key, None)
        if background is None:
            with plain_style():
                self._agg.draw()
            background = Background(self._pixels().copy())
        self._backgrounds[self.sheet.still_key] = background  # the newest last
        if len(self._backgrounds) > KEPT:
            del self._backgrounds[next(iter(self._backgrounds))]
        return background

    @property
    def _size(self) -> tuple[int, int]:
        size: tuple[int, int] = self._agg.get_width_height(physical=True)
        return size

    def _pixels(self) -> Pixels:
        """The pixels of the figure in memory, one number for each."""
        pixels: Pixels = np.asarray(self._agg.buffer_rgba()).view(np.uint32)[..., 0]
        return pixels

    def _image(self, pixels: Pixels) -> Image.Image:
        return Image.frombytes("RGB", self._size, pixels, "raw", "RGBX")  # alpha left out


def write(image: Image.Image, label: Text) -> None:
    """Write a matplotlib text with Pillow, which takes a fifteenth of the time: 0.2 ms a line, and less the second time."""
    x, y = label.get_transform().transform(label.get_position())
    font = font_of(label.get_fontweight(), float(label.get_fontsize()) * label.figure.dpi / 72)
    anchor = {"baseline": "ls", "center": "lm"}[label.get_verticalalignment()]
    (left, right), (top, down) = divmod(x, 1), divmod(image.height - y, 1)
    mask, (before, above) = _written(label.get_text(), font, anchor, right, down)
    image.paste(to_hex(label.get_color()), (int(left) + before, int(top) + above), mask)


@lru_cache(maxsize=256)
def _written(text: str, font: ImageFont.FreeTypeFont, anchor: str, x: float, y: float) -> tuple[Image.Image, tuple[int, int]]:
    """How much of each pixel the ink covers, and where that lies, if the text stands at x and y, fractions of a pixel."""
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text, anchor=anchor))
    before, above = left - 2, top - 2
    mask = Image.new("L", (max(right - left, 0) + 5, max(bottom - top, 0) + 5))
    ImageDraw.Draw(mask).text((x - before, y - above), text, 255, font, anchor)
    return mask, (before, above)


@lru_cache(maxsize=64)
def font_of(weight: str, size: float) -> ImageFont.FreeTypeFont:
    with plain_style():
        path = font_manager.findfont(font_manager.FontProperties(weight=weight))
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
