"""The key of the classes: a line above a panel, each class with its mark in its colour."""

from helpers.live import Mark
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.words import cut, text_width

CLASSES = (  # marker, its colour, and the colour of its region
    ("o", SHADES[5], SHADES[3]),
    ("s", TANGENT, TANGENT),
    ("^", FULL, QUIET),
    ("D", SHADES[1], SHADES[0]),
    ("v", QUIET, SHADES[5]),
    ("P", SHADES[3], FULL),
)
SIGNS = "●■▲◆▼✚"  # the same markers in a line of text
SIZE, ABOVE = 12.5, 16  # points: type of the key, and from the plot up to its middle
SIGN = 30  # points of a class's mark in the key, and the gaps beside it


class Key(Mark):
    """A line above a panel: each class with its mark in its colour. Data: (names, whether rings are at the batch)."""

    def make(self, axes, data):
        look = dict(size=SIZE, va="center", transform=axes.transAxes, parse_math=False)
        colours = [*(colour for _, colour, _ in CLASSES), BATCH]
        return [axes.text(0, 0, "", color=colour, **look) for one in colours for colour in (one, FULL)]

    def put(self, artists, data, panel):
        (wide, tall), (names, ringed), x = panel.size, data or ((), False), 0
        last = "this batch" if ringed else ""
        names = _fitting(names, wide - text_width(last, SIZE) - SIGN * bool(last))
        words = [*names, *[""] * (len(CLASSES) - len(names)), last]
        for sign, name, text, mark in zip(artists[::2], artists[1::2], words, SIGNS + "○"):
            for part, says, apart in ((sign, mark if text else "", 5), (name, text, 14)):
                part.set_text(says)
                part.set_position((x / wide, 1 + ABOVE / tall))
                x += text_width(says, SIZE) + apart if says else 0


def _fitting(names, wide):
    """The names of a key, cut alike where its line would be wider than that."""
    most = max(map(len, names), default=0)
    while most > 3 and sum(text_width(cut(name, most), SIZE) + SIGN for name in names) > wide:
        most -= 1
    return [cut(name, most) for name in names]
