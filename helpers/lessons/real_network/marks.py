"""Marks and colours of the network in training."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb

from helpers.lessons.real_network.plane import BANDS
from helpers.live import Mark, Points
from helpers.live.looks import FULL, QUIET, SHADES, TANGENT

CLASSES = (  # marker, its colour, and the colour of its region
    ("o", SHADES[5], SHADES[3]),
    ("s", TANGENT, TANGENT),
    ("^", FULL, QUIET),
    ("D", SHADES[1], SHADES[0]),
    ("v", QUIET, SHADES[5]),
    ("P", SHADES[3], FULL),
)
SIGNS = "●■▲◆▼✚"  # the same markers in a line of text
STRENGTHS = (0.14, 0.28, 0.42)  # of a region's colour, from unsure to sure

EXAMPLES = tuple(Points(marker=marker, color=colour, ms=6, mec="white", mew=0.7) for marker, colour, _ in CLASSES)


def _tint(colour, strength):
    """A colour mixed with white, as one number that holds its red, green, blue and alpha as bytes."""
    mixed = 1 - strength * (1 - np.array(to_rgb(colour)))
    return np.append(np.round(255 * mixed), 255).astype(np.uint8).view(np.uint32)[0]


TINTS = np.array([[_tint(colour, strength) for strength in STRENGTHS] for _, _, colour in CLASSES])
BORDER = _tint(QUIET, 1)
LEVELS = np.array([_tint(SHADES[3], share) for share in np.linspace(0, 1, BANDS)])


def tinted(regions, confidence):
    """(G, G) classes and how sure, 0 to 2 -> (G, G) colours, with the borders of the classes darker."""
    pixels = TINTS[regions, confidence]
    border = np.zeros(regions.shape, dtype=bool)
    border[:-1] |= regions[:-1] != regions[1:]
    border[:, :-1] |= regions[:, :-1] != regions[:, 1:]
    pixels[border] = BORDER
    return pixels


class Pixels(Mark):
    """A picture made of rectangles, the first row at the bottom. Data: (colours (H, W), its (left, right, low, high)).

    A colour is a number that holds red, green, blue and alpha as bytes. matplotlib's own image takes ten times as long.
    """

    inks = SHADES

    def make(self, axes, data):
        return [axes.add_artist(_Raster())]

    def put(self, artists, data, panel):
        artists[0].set_visible(data is not None)
        artists[0].data = data


class _Raster(Artist):
    def __init__(self):
        super().__init__()
        self.set_animated(True)

    def draw(self, renderer):
        if self.get_visible():
            colours, (left, right, low, high) = self.data
            scale = renderer.get_image_magnification()
            box = self.axes.transData.transform([(left, low), (right, high)])
            inside = np.clip(box, *self.axes.bbox.get_points())  # a pixel more than what is seen, at each side
            (x, y), (east, north) = np.floor(inside[0] * scale).astype(int), np.ceil(inside[1] * scale).astype(int)
            columns, rows = (
                ((np.arange(start, end) + 0.5) / scale - first) / (last - first) * count
                for start, end, first, last, count in zip((x, y), (east, north), *box, colours.shape[::-1])
            )
            rows, columns = (np.clip(each.astype(int), 0, count - 1) for each, count in zip((rows, columns), colours.shape))
            image = np.take(np.take(colours, rows, axis=0), columns, axis=1)
            context = renderer.new_gc()
            self._set_gc_clip(context)
            renderer.draw_image(context, x / scale, y / scale, image.view(np.uint8).reshape(*image.shape, 4))
            context.restore()
