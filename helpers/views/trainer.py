"""Training a network: what it has learnt, its losses, the loss along the step to come, and a plane of its landscape."""

from dataclasses import dataclass

import numpy as np

from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, DOTTED, FULL, GRID, QUIET, SHADES, TANGENT
from helpers.views.trainer_panels import Along, Learnt, Losses, Plane

VALIDATION = dict(color=SHADES[4], lw=2.2, ls=(0, (5, 2)))


@dataclass(frozen=True, eq=False)
class TrainerFrame:
    """What one frame shows.

    kind: "regions", "fit" or "classes", which picture shows what has been learnt.  material: its name; still pictures
    depend on it.  limits: (left, right, bottom, top) of that picture.  names: of its two axes.  points: a pair of (N,)
    arrays for each class, or a single pair.  lit: (2, B), the examples of the batch.  regions: (G, G) class numbers, and
    confidence, (G, G) of 0, 1, 2; None where there are none.
    steps: (T,) updates of the records, and now.  full, batch, validation: (T,) losses there.  changes: updates where the
    rule changed.  last, ceiling: the ends of these axes.
    along: (G,) distances, in steps, the losses (G,) of all, full_along, and of the batch, batch_along.  now, then:
    (distance, loss) on the curve of the batch.  slope: of that curve, now.  height: the end of this axis.
    bands: (H, H) of 0, 1, ..., the levels of the plane, None where there is none.  path: (K, 2) within the unit square.
    titles, lines: a pair of texts for each panel.
    """

    kind: str
    material: tuple
    limits: tuple
    names: tuple
    points: tuple
    lit: np.ndarray
    regions: np.ndarray | None
    confidence: np.ndarray | None
    steps: np.ndarray
    full: np.ndarray
    batch: np.ndarray
    validation: np.ndarray
    changes: tuple
    last: int
    ceiling: float
    along: np.ndarray
    full_along: np.ndarray
    batch_along: np.ndarray
    now: tuple
    then: tuple
    slope: float
    height: float
    bands: np.ndarray | None
    path: np.ndarray
    titles: tuple
    lines: tuple
    diverged: int | None


class Trainer(Sheet):
    """Four panels, and above them the names of the curves."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, *SHADES)

    def __init__(self):
        super().__init__()
        self.learnt, self.losses, self.along, self.plane = (
            self.add(panel(self.axes())) for panel in (Learnt, Losses, Along, Plane)
        )
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), "full loss"),
                Name(DOTTED, "loss of the batch"),
                Name(VALIDATION, "validation loss"),
                Name(dict(color=BATCH, marker="o", ms=11, mec="white", ls=""), "now"),
                Name(dict(mec=BATCH, marker="o", ms=9, mfc="white", mew=2.2, ls=""), "after this step"),
                Name(dict(color=TANGENT, lw=4), "slope"),
                Name(dict(mec=FULL, marker="s", ms=8, mfc="white", mew=1.8, ls=""), "start of the path"),
            )
        )

    def arrange(self, points, narrow):
        top, tall = self.names.height(points - 74), 262
        panels = self.learnt, self.losses, self.along, self.plane
        places = {self.names: (58, 0, points - 16, top)}
        if narrow:
            for row, panel in enumerate(panels):
                left = 16 if panel is self.plane else 62
                places[panel] = (left, top + 54 + 356 * row, points - 16, top + 54 + 356 * row + 250)
            return top + 4 * 356, places
        middle = round(points / 2)
        for place, panel in enumerate(panels):
            row, right = divmod(place, 2)
            left = middle + 50 if right else 62
            upper = top + 50 + row * (tall + 106)
            places[panel] = (left, upper, points - 16 if right else middle - 18, upper + tall)
        return top + 2 * (tall + 106), places

    def still_key(self, frame):
        return (frame.material, frame.kind, frame.last, frame.ceiling, frame.height)
