"""Where the figures of a notebook are shown: one switch of the projector for all of them."""

from typing import TYPE_CHECKING
from weakref import WeakSet

from helpers.live.canvas import WIDTH
from helpers.live.kinds import Place

if TYPE_CHECKING:
    from helpers.live.app import App


class Room:
    """projector: whether type is larger.  size: of the figure that came last, which others are likely to have.

    Figures that are on a page enter; the room holds none of them alive.
    """

    def __init__(self) -> None:
        self.projector = False
        self.size: Place = {"width": WIDTH, "ratio": 1}
        self._figures: WeakSet[App] = WeakSet()

    def enter(self, app: "App") -> None:
        self._figures.add(app)

    def leave(self, app: "App") -> None:
        self._figures.discard(app)

    def turn(self, projector: bool, *others: "App") -> None:
        """Let all figures, and others, be shown on a projector, or none."""
        self.projector = projector
        for app in {*self._figures, *others}:
            app.project()


ROOM = Room()
