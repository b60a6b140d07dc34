"""Where the figures of a notebook are shown: one switch of the projector for all of them."""

from weakref import WeakSet


class Room:
    """projector: whether type is larger. Figures that are on a page enter; the room holds none of them alive."""

    def __init__(self):
        self.projector, self._figures = False, WeakSet()

    def enter(self, app):
        self._figures.add(app)

    def leave(self, app):
        self._figures.discard(app)

    def turn(self, projector):
        """Let all figures be shown on a projector, or none."""
        self.projector = projector
        for app in [*self._figures]:
            app.project()


ROOM = Room()
