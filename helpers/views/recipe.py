"""A recipe beside a picture: the lines of an algorithm with their numbers, the current line lit."""

from matplotlib.patches import Rectangle

from helpers.views.sheet import text_width
from helpers.views.style import BATCH, FULL, GRID, QUIET


class Recipe:
    """One line for each thing to do, and its formula beside it, or below it where there is no room.

    titles: what each line says.  A frame says `lit`, the line that runs now, and `formulas`, a text for each line.
    The lit line has an arrow, a band and bold type; lines still to come are grey.
    """

    axes = None

    def __init__(self, figure, titles, size=13, beside=680):
        self.size, self.beside = size, beside  # points: below this width a formula goes under its title
        self.column = max(text_width(title, size, "bold") for title in titles) + 24
        text = dict(size=size, va="center", animated=True)
        self.titles = [figure.text(0, 0, title, **text) for title in titles]
        self.formulas = [figure.text(0, 0, "", **text) for _ in titles]
        self.arrow = figure.text(0, 0, "▶", color=BATCH, **text)
        self.band = figure.add_artist(Rectangle((0, 0), 0, 0, fc=GRID, ec="none", animated=True))
        self.moving, self.labels = [self.band], [self.arrow, *self.titles, *self.formulas]
        self._rows = []

    def height(self, width):
        """The points that the lines need within a width."""
        return self._pitch(width) * len(self.titles)

    def place(self, points, height, box):
        left, top, right, _ = box
        pitch, across = self._pitch(right - left), right - left >= self.beside
        self._rows = []
        for line, (title, formula) in enumerate(zip(self.titles, self.formulas)):
            middle = top + pitch * (line + 0.5)
            first, second = (middle, middle) if across else (middle - 10, middle + 10)
            title.set_position(((left + 24) / points, 1 - first / height))
            formula.set_position(((left + 24 + (self.column if across else 0)) / points, 1 - second / height))
            band = (left / points, 1 - (middle + pitch / 2 - 1) / height, (right - left) / points, (pitch - 2) / height)
            self._rows.append((band, ((left + 6) / points, 1 - first / height)))

    def set_still(self, frame):
        pass

    def update(self, frame):
        (x, y, width, height), arrow = self._rows[frame.lit]
        self.band.set_bounds(x, y, width, height)
        self.arrow.set_position(arrow)
        for line, (title, formula) in enumerate(zip(self.titles, self.formulas)):
            title.set_weight("bold" if line == frame.lit else "normal")
            for text in (title, formula):
                text.set_color(FULL if line <= frame.lit else QUIET)
            formula.set_text(frame.formulas[line])

    def _pitch(self, width):
        return 2 * self.size + (0 if width >= self.beside else 20)
