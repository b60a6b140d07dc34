"""What only the figures of this lesson draw: a line with some of its points marked, words centred over a place."""

from helpers.live import Line, Mark
from helpers.live.looks import FULL
from helpers.live.words import text_width


class Marked(Line):
    """A line with a mark at about nine of its points, however many it has. Data: (x, y)."""

    def put(self, artists, data, panel):
        super().put(artists, data, panel)
        artists[0].set_markevery(1 if data is None else max(len(data[0]) // 9, 1))


class Centred(Mark):
    """Bold words, each centred over its x. Data: (x, y, words), one y for all."""

    usual = dict(size=13, weight="bold", color=FULL, va="center")

    def make(self, axes, data):
        return [axes.text(0, 0, "", **self.look, animated=True) for _ in data[2]]

    def put(self, artists, data, panel):
        x, y, words = data
        (left, right), _ = panel.limits
        for text, middle, word in zip(artists, x, words):
            half = text_width(word, self.look["size"], self.look["weight"]) / 2
            text.set_text(word)
            text.set_position((middle - half * (right - left) / panel.size[0], y))
