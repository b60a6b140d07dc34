"""The legend has an entry for what is drawn, and none for what is not."""

import numpy as np

from helpers.live import Axis, Frame, Line, Panel, Points, Settings, beside, figure, whole

CURVE = Line("the curve", still=True)
FIRST, SECOND = Points("a mark that comes and goes", color="C1"), Points("one of two panels", color="C2")
ONLY = Line("what a part of another mark is", color="C3")
LAST = Line("one that stays")
LEFT, RIGHT = (Panel(Axis(side, 0, 1), Axis("height", 0, 1)) for side in ("left", "right"))
X = np.linspace(0, 1, 5)


class Count(Settings):
    """Which are there: a bit each."""

    bits: int = whole("bits", 0, 7, 7)


def drawn(s: Count):
    """Marks that come and go."""
    first, second, only = (s.bits & bit for bit in (1, 2, 4))
    left = {CURVE: (X, X), FIRST: (0.5, 0.5) if first else None, SECOND: None, LAST: (X, 1 - X)}
    right = {SECOND: (0.5, 0.5) if second else None}
    return Frame({LEFT: left, RIGHT: right}, f"bits {s.bits}.", {ONLY: ONLY.name if only else ""})


def entries(app):
    """The words of the entries that are seen, from left to right, and where their samples begin."""
    legend = app.sheet.legend
    seen = [mark for mark in legend.marks if legend.samples[mark].get_visible()]
    assert seen == [mark for mark in legend.marks if legend.texts[mark].get_text()]
    places = [(float(legend.samples[mark].get_xdata()[0]), legend.texts[mark].get_text()) for mark in seen]
    return [words for _, words in sorted(places)], min(places)[0]


def test_a_mark_that_no_panel_shows_has_no_entry_and_the_next_takes_its_place():
    app = figure(beside(LEFT, RIGHT), legend=(FIRST, SECOND, ONLY, CURVE, LAST))(drawn)()
    left, box = entries(app)[1], app.sheet[LEFT].box
    for bits in (0, 5, 2, 7, 1):
        app.set(bits=bits)
        named = [mark.name for bit, mark in ((1, FIRST), (2, SECOND), (4, ONLY)) if bits & bit]
        words, begins = entries(app)
        assert words == [*named, "the curve", "one that stays"] and app.sheet[LEFT].box == box
        assert abs(begins - left) < 0.007, "a point stands in the middle of its place"
