"""Whether a picture can be read in the dark look: its text on whatever it stands on."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from helpers.live.dark import contrast
from helpers.live.palettes import dark_palette, palette

LEGIBLE, LARGE = 4.5, 3  # the least contrast of text, and of large type, as WCAG says


def colours(inks):
    """Those of the palette, and their counterparts on dark paper: (N, 3) each, 0 to 1."""
    both = bytes(palette(inks).getpalette()), dark_palette(inks)
    return [np.frombuffer(each, np.uint8).reshape(-1, 3) / 255 for each in both]


def faint(canvas):
    """The words and numbers of a figure that cannot be read in the dark look, each with its contrast."""
    canvas.draw()
    shades, (light, dark) = np.asarray(canvas.quantised(canvas.image())), colours(canvas.sheet.inks)
    found = []
    for text, (rows, columns) in written(canvas.sheet.figure):
        ink = np.abs(light - to_rgb(text.get_color())).sum(1).argmin()
        counts = np.bincount(shades[rows, columns].ravel(), minlength=len(light))
        counts[ink] = 0  # else the most common colour is what it stands on
        large = text.get_fontsize() >= 14 and text.get_weight() == "bold"
        reached = contrast(dark[ink], dark[counts.argmax()])
        if reached < (LARGE if large else LEGIBLE):
            found.append((text.get_text(), round(float(reached), 2)))
    return found


def written(figure):
    """Its texts within the picture, each with the rows and columns where it stands."""
    width, height = figure.canvas.get_width_height(physical=True)
    for text in figure.findobj(Text):
        if text.get_visible() and any(map(str.isalnum, text.get_text())):
            left, low, right, high = text.get_window_extent().extents.astype(int)
            if 0 <= left < right <= width and 0 <= low < high <= height:
                yield text, (slice(height - high, height - low), slice(left, right))
