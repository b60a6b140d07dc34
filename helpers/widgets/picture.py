"""The picture in the browser: an anywidget around one image."""

from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


class Picture(anywidget.AnyWidget):
    """One image and one line of words under it, which are also its alternative text.

    The front end tells `size` (CSS pixels and pixel ratio; empty until the picture is on a page), `pointer` (x and y as
    fractions of the picture, while the button is down within `zone`, and a count) and, while `playing`, `seen`: the
    number of the frame it has shown.
    """

    _esm = (HERE / "picture.js").read_text(encoding="utf-8")
    _css = (HERE / "picture.css").read_text(encoding="utf-8")
    png = traitlets.Bytes().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    line = traitlets.Unicode().tag(sync=True)  # of Python, that makes the figure as it stands
    frame = traitlets.Int(0).tag(sync=True)
    zone = traitlets.List([0, 0, 0, 0]).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval = traitlets.Int(120).tag(sync=True)  # milliseconds a frame stays while playing
    size = traitlets.Dict().tag(sync=True, echo_update=False)
    pointer = traitlets.List().tag(sync=True, echo_update=False)
    seen = traitlets.Int(0).tag(sync=True, echo_update=False)

    def show(self, png, words, line=""):
        """Send one frame; picture, words, settings and number travel in one message."""
        with self.hold_sync():
            self.png, self.words, self.line, self.frame = png, words, line, self.frame + 1
