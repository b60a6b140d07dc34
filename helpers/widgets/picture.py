"""The picture in the browser: an anywidget that draws the two layers of a frame one over the other."""

from pathlib import Path

import anywidget
import traitlets

from helpers.canvas import TILE, Layers, composed

HERE = Path(__file__).parent


class Picture(anywidget.AnyWidget):
    """One picture and one line of words under it, which are also its alternative text.

    `still`, `moving` and `tiles` are the parts of `helpers.canvas.Layers`. The state holds all of them, so that a view that
    comes late shows the whole; a message holds those that changed.

    The front end tells `size` (CSS pixels and pixel ratio; empty until the picture is on a page), `pointer` (x and y as
    fractions of the picture, while the button is down within `zone`, and a count) and, while `playing`, `seen`: the
    number of the frame it has shown.
    """

    _esm = (HERE / "picture.js").read_text(encoding="utf-8")
    _css = (HERE / "picture.css").read_text(encoding="utf-8")
    still = traitlets.Bytes().tag(sync=True)
    moving = traitlets.Bytes().tag(sync=True)
    tiles = traitlets.Bytes().tag(sync=True)
    tile = traitlets.Int(TILE).tag(sync=True)  # the side of a tile
    words = traitlets.Unicode().tag(sync=True)
    line = traitlets.Unicode().tag(sync=True)  # of Python, that makes the figure as it stands
    frame = traitlets.Int(0).tag(sync=True)
    zone = traitlets.List([0, 0, 0, 0]).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval = traitlets.Int(120).tag(sync=True)  # milliseconds a frame stays while playing
    size = traitlets.Dict().tag(sync=True, echo_update=False)
    pointer = traitlets.List().tag(sync=True, echo_update=False)
    seen = traitlets.Int(0).tag(sync=True, echo_update=False)

    def show(self, layers, words, line=""):
        """Send one frame; layers, words, settings and number travel in one message."""
        with self.hold_sync():
            self.still, self.moving, self.tiles = layers
            self.words, self.line, self.frame = words, line, self.frame + 1

    @property
    def png(self):
        """The whole picture as the bytes of a PNG."""
        return composed(Layers(self.still, self.moving, self.tiles))
