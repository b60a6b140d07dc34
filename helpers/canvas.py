"""An off-screen figure whose frames are cheap: the still part is drawn once, each frame adds what moves.

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

import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from PIL import Image, ImageDraw, ImageFont

WIDTH = 1000  # CSS pixels, until the front end tells its own
KEPT = 8  # still parts: a menu or a slider that changes the axes goes to and fro between a few
LIMITS = {"width": (320, 2400), "ratio": (1, 3)}


class Canvas:
    """Turns a view into PNG frames. width is in CSS pixels, ratio is the display's device pixels per CSS pixel."""

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
        """Draw one frame; returns it as an RGB image."""
        background = self._backgrounds.pop(self.view.still, None)
        if background is None:
            self._agg.draw()
            background = self._agg.copy_from_bbox(self.view.figure.bbox)
        self._backgrounds[self.view.still] = background  # the newest last
        if len(self._backgrounds) > KEPT:
            del self._backgrounds[next(iter(self._backgrounds))]
        self._agg.restore_region(background)
        for artist in self.view.moving:
            self.view.figure.draw_artist(artist)
        size = self._agg.get_width_height(physical=True)
        image = Image.frombytes("RGB", size, self._agg.buffer_rgba(), "raw", "RGBX")  # alpha left out
        for label in self.view.labels:
            _write(image, label)
        return image

    def quantised(self, image):
        """The image in the colours of the palette."""
        return image.quantize(palette=self._palette, dither=Image.Dither.NONE)

    def encode(self, image):
        """The image as a palette PNG: a third of the size and a fifth of the time of a full-colour one."""
        png = io.BytesIO()
        self.quantised(image).save(png, "PNG", compress_level=1)
        return png.getvalue()

    def png(self):
        """One frame as the bytes of a PNG."""
        return self.encode(self.draw())

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
        with self.resized(WIDTH, 1):
            self.view.figure.savefig(path, metadata={"Date": None} if str(path).endswith(".svg") else None)


def _write(image, label):
    """Write a matplotlib text with Pillow, which takes a fifteenth of the time: 0.2 ms a line."""
    x, y = label.get_transform().transform(label.get_position())
    font = _font(label.get_fontweight(), label.get_fontsize() * label.figure.dpi / 72)
    anchor = {"baseline": "ls", "center": "lm"}[label.get_verticalalignment()]
    ImageDraw.Draw(image).text((x, image.height - y), label.get_text(), to_hex(label.get_color()), font, anchor)


@lru_cache
def _font(weight, size):
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
