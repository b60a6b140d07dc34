"""What every mark is. A frame maps marks to data: `make` makes the artists for the first, and `put` sets the data of each."""

from collections.abc import Hashable, Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from matplotlib.axes import Axes

from helpers.live.kinds import Artists, Data, Look
from helpers.live.looks import GHOST

if TYPE_CHECKING:
    from helpers.live.drawn import Drawn

COLOURS = ("color", "mec", "mfc", "fc", "ec")
BELOW = 1.5  # where a ghost is drawn: above the grid and all areas, below all lines
WIDER = dict(lw=1.0, ms=4)  # points by which lines and points of a ghost are seen behind those that they lie under
NOT_OF_A_SAMPLE = ("clip_on", "markevery", "half")  # looks that a sample of the legend does not share


class Mark:
    """name: in the legend, which has no entry without one.  still: drawn once, and again only when its data change.

    sample: how the legend's sample differs from the look.  Other keywords are the look, as matplotlib calls it.
    A mark of your own is a subclass with `make` and `put`; for what is set rarely it has `settle` and `key`.
    """

    usual: Look = {}

    def __init__(self, name: str = "", *, still: bool = False, sample: Look | None = None, **look: Any) -> None:
        self.name, self.still, self._sample = name, still, sample or {}
        self.look: Look = {**self.usual, **look}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})" if self.name else f"{type(self).__name__}({self.look})"

    def but(self, name: str = "", *, still: bool | None = None, **look: Any) -> Self:
        """The same mark with some of its look changed, and with a name only if it is given one."""
        still = self.still if still is None else still
        return type(self)(name, still=still, sample=self._sample, **{**self.look, **look})

    def ghost(self, name: str = "") -> Self:
        """The same mark as a run that is kept shows it: in one colour, still, and below all lines, so wider than they are."""
        return type(self)(name, still=True, **ghostly(self.look))

    def make(self, axes: Axes, data: Data) -> Artists:
        """The artists, in drawing order."""
        raise NotImplementedError

    def put(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        """Set the data; None shows nothing, in marks of lines, points and texts.

        panel: a `Drawn`, which knows its limits, and its size in points.
        """
        raise NotImplementedError

    def settle(self, artists: Artists, data: Data, panel: "Drawn") -> None:
        """Set what is done once for many frames: when the panel has a new size, or `key` changes."""
        if self.still:
            self.put(artists, data, panel)

    def key(self, data: Data) -> Hashable:
        """What of the data the still part depends on."""
        return frozen(data) if self.still else None

    @property
    def sample(self) -> Look:
        """The look of the legend's sample, a Line2D's."""
        return {key: value for key, value in self.look.items() if key not in NOT_OF_A_SAMPLE} | self._sample

    @property
    def inks(self) -> Sequence[str]:
        """The colours it needs of the palette."""
        colours = (self.look.get(key) for key in COLOURS)
        return [colour for colour in colours if colour not in (None, "white", "none")]


def ghostly(look: Look) -> Look:
    """The look of a ghost."""
    colours = {key: GHOST for key in COLOURS if look.get(key) not in (None, "none")}
    wider = {key: look[key] + more for key, more in WIDER.items() if key in look}
    return look | colours | wider | ({"mew": 0} if "mew" in look else {}) | {"zorder": BELOW}


def frozen(data: Data) -> Hashable:
    """Data as a key, to six digits or so: rounding alone does not draw the still part anew."""
    if data is None:
        return ()
    if isinstance(data, np.ndarray):
        if not np.issubdtype(data.dtype, np.number):
            return data.shape, data.tobytes()
        with np.errstate(invalid="ignore", over="ignore"):
            size = np.abs(data).astype(float)
            scale = size.max(initial=1e-300, where=np.isfinite(size))
            digits = np.nan_to_num(data * (1234567.89 / scale), nan=2e9, posinf=2.1e9, neginf=-2.1e9)
            return f"{scale:.6g}", digits.round().astype(np.int32).tobytes()
    if isinstance(data, Real):
        return f"{data:.6g}"
    if isinstance(data, dict):
        return frozen([*data.items()])
    return tuple(map(frozen, data)) if isinstance(data, tuple | list) else data
