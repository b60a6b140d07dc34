"""Where the names of points go, so that none is written over another."""

from functools import lru_cache

import numpy as np

from helpers.views.sheet import text_width

ROW, GAP = 16.0, 9.0  # points from line to line, and from a point to its name


def place_labels(points, words, size, first=0):
    """A spot for each name, its left end at half height, (R, 2), and the names' widths, (R,), in points.

    points: (R, 2) in points from the lower left corner of a panel of that size.  first: the name that chooses first.
    Each takes the free row nearest to its point, on the right of it, or on the left where the panel ends.
    """
    widths = np.array([label_width(text) for text in words])
    spots, taken = np.zeros((len(words), 2)), []
    for lane in sorted(range(len(words)), key=lambda lane: (lane != first, -points[lane][1])):
        (x, y), width = points[lane], widths[lane]
        left = x + GAP if x + GAP + width < size[0] else x - GAP - width
        left = min(max(left, 2), size[0] - width - 2)
        base = min(max(y, ROW / 2), size[1] - ROW / 2)
        tries = (base + sign * ROW / 2 * shift for shift in range(int(4 * size[1] / ROW)) for sign in (1, -1))
        inside = (row for row in tries if ROW / 2 <= row <= size[1] - ROW / 2)
        row = next((row for row in inside if not any(_meet(left, row, width, other) for other in taken)), base)
        spots[lane] = left, row
        taken.append((left, row, width))
    return spots, widths


def plate(spot, width):
    """The corners of the room that a name takes, (4, 2), in points: white there, so that it can be read."""
    return spot + np.array([[-2, -7.5], [width + 2, -7.5], [width + 2, 7.5], [-2, 7.5]])


def _meet(left, row, width, other):
    return left < other[0] + other[2] + 4 and other[0] < left + width + 4 and abs(row - other[1]) < ROW


@lru_cache(maxsize=64)
def label_width(text):
    """The room that a name takes, bold."""
    return 1.03 * text_width(text, 12, "bold") + 2
