"""Marks made of words."""

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from helpers.live.kinds import Artists, Data, Look
from helpers.live.looks import BATCH, FULL
from helpers.live.marks.base import Mark

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn


class Text(Mark):
    """A line of text, at its left end. Data: (x, y, words)."""

    usual = dict(size=12, color=FULL, va="center")

    def make(self, axes: Axes, data: Data) -> Artists:
        return [axes.text(0, 0, "", **self.look, animated=not self.still)]

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        x, y, words = (0, 0, "") if data is None else data
        artists[0].set_text(words)
        artists[0].set_position((x, y))


class Notice(Mark):
    """A box of words inside the panel, for what the picture cannot hold. Data: the words."""

    def make(self, axes: Axes, data: Data) -> Artists:
        box = dict(facecolor="white", edgecolor=BATCH, lw=1.5, boxstyle="round,pad=0.5")
        look: Look = dict(ha="center", va="top", size=14, weight="bold", color=BATCH, bbox=box) | self.look
        return [axes.text(0.5, 0.95, "", transform=axes.transAxes, animated=True, **look)]

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        artists[0].set_text(data or "")
        artists[0].set_visible(bool(data))


class Outside(Notice):
    """The same where a point lies outside the panel. Data: (x, y, words)."""

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        (left, right), (low, high) = panel.limits
        x, y, words = data
        super().put(artists, None if left < x < right and low < y < high else words, panel)
