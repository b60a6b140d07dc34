"""A small table of words beside a panel."""

from helpers.views.style import FULL, QUIET


class Table:
    """A title, a row of heads, rows of cells, and lines of notes, all of them words that change.

    places: where each column begins, as fractions of the width.  words(frame) -> (title, heads, rows, notes); a cell is a
    text, or (text, True) for bold.  row: points from one row to the next.
    """

    axes = None
    row = 28

    def __init__(self, figure, places, rows, notes, words):
        def text(weight="normal", size=12.5, colour=FULL):
            return figure.text(0, 0, "", va="center", size=size, color=colour, weight=weight, animated=True)

        self.places, self.words = places, words
        self.title = text("bold", 13.5)
        self.heads = [text(colour=QUIET) for _ in places]
        self.rows = [[text() for _ in places] for _ in range(rows)]
        self.notes = [text(colour=QUIET, size=12) for _ in range(notes)]
        self.moving, self.labels = [], [self.title, *self.heads, *sum(self.rows, []), *self.notes]

    def place(self, points, height, box):
        left, top, right, _ = box
        self.title.set_position((left / points, 1 - top / height))
        for line, texts in enumerate([self.heads, *self.rows]):
            for place, text in zip(self.places, texts):
                text.set_position(((left + place * (right - left)) / points, 1 - (top + 30 + self.row * line) / height))
        below = top + 34 + self.row * (len(self.rows) + 1)
        for line, note in enumerate(self.notes):
            note.set_position((left / points, 1 - (below + 19 * line) / height))

    def set_still(self, frame):
        pass

    def update(self, frame):
        title, heads, rows, notes = self.words(frame)
        self.title.set_text(title)
        for texts, words in zip([self.heads, self.notes], [heads, notes]):
            for text, word in zip(texts, words):
                text.set_text(word)
        for texts, cells in zip(self.rows, rows):
            for text, cell in zip(texts, cells):
                word, bold = cell if isinstance(cell, tuple) else (cell, False)
                text.set_text(word)
                text.set_fontweight("bold" if bold else "normal")
