"""The picture in the browser: an anywidget that draws the two layers of a frame one over the other."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from helpers.live.layers import TILE, Layers, composed

if TYPE_CHECKING:
    from helpers.live.player import Plays

HERE = Path(__file__).parent
NOWHERE = [1.0, 1.0, 0.0, 0.0]  # a zone that holds nothing


class Picture(anywidget.AnyWidget):
    """One picture and one line of words under it, which are also its alternative text.

    `palette`, `dark`, `extent`, `still`, `moving` and `tiles` are the parts of `helpers.live.layers.Layers`. The state holds all
    of them, so that a view that comes late shows the whole; a message holds those that changed. A view on a dark page takes the
    colours `dark` in place of the palette's, and need not ask: the kernel may be busy, and two pages may differ.

    The front end tells `size` (CSS pixels and pixel ratio; empty where the picture is on no page) and `pointer` (x and y as
    fractions of the picture, while the button is down within `zone`, and a count). While `playing` it sends {"more": the number
    of the frame it shows} every `interval`, but asks for at most `ahead` frames that it has not seen yet; when the reader stops
    it, it sends {"halt": the number of the frame it shows}.
    """

    _esm = (HERE / "picture.js").read_text(encoding="utf-8")
    _css = (HERE / "picture.css").read_text(encoding="utf-8")
    palette = traitlets.Bytes().tag(sync=True)
    dark = traitlets.Bytes().tag(sync=True)
    extent = traitlets.Tuple((0, 0)).tag(sync=True)
    still = traitlets.Bytes().tag(sync=True)
    moving = traitlets.Bytes().tag(sync=True)
    tiles = traitlets.Bytes().tag(sync=True)
    tile = traitlets.Int(TILE).tag(sync=True)  # the side of a tile
    words = traitlets.Unicode().tag(sync=True)
    cell = traitlets.Unicode().tag(sync=True)  # a line of Python that makes the figure as it stands
    number = traitlets.Int(0).tag(sync=True)  # of the frame
    zone: traitlets.List[Any] = traitlets.List(NOWHERE).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval = traitlets.Int(120).tag(sync=True)  # milliseconds a frame stays while playing
    ahead = traitlets.Int(3).tag(sync=True)  # with one, the next frame waits until the last is seen
    size = traitlets.Dict().tag(sync=True, echo_update=False)
    pointer: traitlets.List[float] = traitlets.List().tag(sync=True, echo_update=False)

    player: "Plays | None" = None

    def __init__(self, lock: AbstractContextManager[Any]) -> None:
        super().__init__()
        self._lock = lock
        self.on_msg(lambda _, content, buffers: self.asked(content))

    def asked(self, content: dict[str, int]) -> None:
        """The front end asks for a frame while playing, or stops: {"more": number} or {"halt": number}.

        With the figure's lock, since what another thread does may stop the playing.
        """
        with self._lock:
            for what, number in content.items():
                if self.player and self.playing:
                    {"more": self.player.more, "halt": self.player.halt}[what](number)

    def show(self, layers: Layers | None, words: str, cell: str = "") -> None:
        """Send one frame, on no page without its layers; they, the words, the cell and the number travel in one message."""
        with self.hold_sync():
            if layers:
                self.palette, self.dark, self.extent, self.still, self.moving, self.tiles = layers
            self.words, self.cell, self.number = words, cell, self.number + 1

    def clear(self) -> None:
        """Let the pixels go."""
        with self.hold_sync():
            self.still = self.moving = self.tiles = b""

    @property
    def png(self) -> bytes:
        """The whole picture as the bytes of a PNG."""
        return composed(Layers(self.palette, self.dark, self.extent, self.still, self.moving, self.tiles))
