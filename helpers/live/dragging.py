"""Points on the picture: where the reader may drag, and what that sets."""

from typing import TYPE_CHECKING

from helpers.live.picture import NOWHERE
from helpers.live.settings import Settings

if TYPE_CHECKING:
    from helpers.live.app import App


class Dragging:
    """The pointer of a figure with plan.drag: the controls follow it to the values nearest to where it is."""

    def __init__(self, app: "App") -> None:
        self.app = app
        app.picture.observe(lambda change: self.to(*change["new"][:2]), "pointer")

    @property
    def zone(self) -> list[float]:
        """The smallest box, [left, top, right, bottom], around the panels that are dragged in; without any it holds nothing."""
        boxes = [self.app.sheet[panel].box for panel in self.app.plan.drag]
        return [end(side) for end, side in zip((min, min, max, max), zip(*boxes))] or NOWHERE

    def to(self, x: float, y: float) -> None:
        """The pointer is at (x, y), fractions of the picture."""
        panel, names = next(iter(self.app.plan.drag.items()))

        def moved(state: Settings) -> Settings:
            wished = zip(names, self.app.sheet.at(panel, x, y))
            return state.moved_to({name: state.controls[name].nearest(value, state) for name, value in wished})

        self.app.turn(moved)
