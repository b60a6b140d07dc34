"""Where panels stand: side by side, one above the other, or in a grid; all lengths in points.

A part of the layout is a Panel, Beside, Above or Grid.
"""

from collections.abc import Callable

from helpers.live.kinds import Box
from helpers.live.panel import Panel

FOOT, BARE = 48, 12  # below a plot, for the names and numbers of its axis, or where it has none
GAP, LEAP, MARGIN = 8, 2, 16  # between panels side by side, between one above the other; at the right


Edges = dict[Panel, tuple[bool, bool]]  # whether it is the first of its row, whether it is in the last row
Heads = dict[Panel, float]  # what the titles take above the plot
Place = tuple[float, float, float]  # left, top, right
Plots = dict[Panel, Box]
Arranged = tuple[Plots, float]  # and where the part ends


class Beside:
    """Parts side by side. shares: how much of the sheet's width each takes, a function of its points.

    On a narrow sheet they are stacked, and also on one that has fewer than `least` points.
    """

    def __init__(self, *parts: "Layout", shares: Callable[[float], tuple[float, ...]], least: float) -> None:
        self.parts, self.shares, self.least = parts, shares, least


class Above:
    """Parts one above the other."""

    def __init__(self, *parts: "Layout") -> None:
        self.parts = parts


class Grid:
    """Small multiples, of which only those at the edge have names and numbers at their axes.

    columns: how many, and how many on a narrow sheet.  ratio: height of a plot over its width, or None: then the parts, each of
    which may be several panels one above the other, keep their heights, the `left` of the first, and the names of their x axes.
    """

    left, gap, head = 50, 14, 34  # points: for the labels at the left, between two columns, above each plot

    def __init__(self, *parts: "Layout", columns: tuple[int, int] = (4, 2), ratio: float | None = 0.78) -> None:
        self.parts, self.columns, self.ratio = parts, columns, ratio

    def edges(self, narrow: bool) -> Edges:
        """{panel: (whether it is the first of its row, whether it is in the last row)}."""
        columns = self.columns[narrow]
        last = -(-len(self.parts) // columns) - 1
        return {
            panel: (place % columns == 0, self.ratio is None or place // columns == last)
            for place, part in enumerate(self.parts)
            for panel in panels_of(part)
        }


Layout = Panel | Beside | Above | Grid


def beside(*parts: Layout, share: float | Callable[[float], float] | None = None, least: float = 0) -> Beside:
    """Parts side by side, which stack where it is narrow.

    share: of the sheet's width for the first of two; or a function of this width in points.
    """

    def shares(points: float) -> tuple[float, ...]:
        if share is None:
            return (1 / len(parts),) * len(parts)
        first = share(points) if callable(share) else share
        return first, 1 - first

    return Beside(*parts, shares=shares, least=least)


above, grid = Above, Grid


def panels_of(part: Layout) -> list[Panel]:
    """Its panels, in reading order."""
    return [panel for each in part.parts for panel in panels_of(each)] if hasattr(part, "parts") else [part]


def edges_of(part: Layout, narrow: bool) -> Edges:
    """{panel: its edges} of all grids in it."""
    if isinstance(part, Grid):
        return part.edges(narrow)
    return {panel: edges for each in getattr(part, "parts", ()) for panel, edges in edges_of(each, narrow).items()}


def arranged(part: Layout, box: Place, narrow: bool, heads: Heads) -> Arranged:
    """{panel: (left, top, right, bottom) of its plot}, and where the part ends.

    box: (left, top, right).  heads: {panel: what its titles take above the plot}.
    """
    if isinstance(part, Grid):
        return _gridded(part, box, narrow, heads)
    if isinstance(part, Above):
        return _stacked(part, box, narrow, heads)
    if isinstance(part, Beside):
        left, _, right = box
        stacked = narrow or right + MARGIN - left < part.least
        return _stacked(part, box, True, heads) if stacked else _abreast(part, box, heads)
    left, top, right = box
    left, top = left + part.left, top + heads[part]
    height = part.height(right - left) if callable(part.height) else part.height[narrow]
    foot = BARE if part.bare else FOOT * ("x" in part.numbers)
    return {part: (left, top, right, top + height)}, top + height + foot


def _stacked(part: Above | Beside, box: Place, narrow: bool, heads: Heads) -> Arranged:
    places: Plots = {}
    left, top, right = box
    for each in part.parts:
        found, top = arranged(each, (left, top, right), narrow, heads)
        places, top = places | found, top + LEAP
    return places, top - LEAP


def _abreast(part: Beside, box: Place, heads: Heads) -> Arranged:
    left, top, right = box
    places: Plots = {}
    ends, whole, start = [], right + MARGIN - left, left
    tops = [panels_of(each)[0] for each in part.parts]
    heads = heads | dict.fromkeys(tops, max(heads[panel] for panel in tops))  # all begin at one height
    for each, share in zip(part.parts, part.shares(whole)):
        end = right if each is part.parts[-1] else start + round(share * whole)
        found, bottom = arranged(each, (start, top, end), False, heads)
        places, start = places | found, end + GAP
        ends.append((found, bottom))
    bottom = max(bottom for _, bottom in ends)
    for found, lower in ends:  # all end at one height: the lowest plot of each part takes what is left
        panel = max(found, key=lambda panel: found[panel][3])
        x, y, end, low = places[panel]
        places[panel] = (x, y, end, low + bottom - lower)
    return places, bottom


def _gridded(part: Grid, box: Place, narrow: bool, heads: Heads) -> Arranged:
    left, top, right = box
    columns, own = part.columns[narrow], part.ratio is None
    edge = panels_of(part)[0].left if own else part.left
    width = (right - left - edge - part.gap * (columns - 1)) / columns
    places: Plots = {}
    bottom = top
    for place, each in enumerate(part.parts):
        x = left + edge + place % columns * (width + part.gap)
        if place % columns == 0:
            top = bottom
        if part.ratio is None:
            found, end = arranged(each, (x - edge, top, x + width), narrow, heads)
            places, bottom = places | found, max(bottom, end)
        else:
            bottom = top + part.head + part.ratio * width
            (panel,) = panels_of(each)
            places[panel] = (x, top + part.head, x + width, bottom)
    return places, bottom if own else bottom + FOOT
