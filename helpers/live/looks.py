"""The colours and the style, the same in every figure."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from matplotlib import rcParams, rcParamsDefault

FULL = "#16263f"  # dark: the full loss, and all text
BATCH = "#d7263d"  # the batch loss, and the batch itself
TANGENT = "#f0a202"  # light: the slope
QUIET = "#5c677d"  # axes, captions
GRID = "#e6e9ee"
SPENT = "#d5dae2"  # examples already seen in this epoch
GHOST = "#c0aeea"  # a run that is kept
OTHERS = "#9aa3b1"  # examples that are not in the batch
SHADES = ("#9cc5e0", "#7db0d4", "#5f9ac6", "#4484b6", "#2c6ea3", "#17588d")  # examples still to come, by batch
INKS = (FULL, BATCH, TANGENT, QUIET, GRID, SPENT, *SHADES)  # in the order of the palette

PAPER = "white"
DARK_SHADES = ("#224b78", "#2a5c8c", "#3670a1", "#4a8abd", "#5ea1d7", "#70b0e5")
DARK = {  # the same on dark paper: of a contrast at least as high, a curve of 3 to 1
    PAPER: "#111111",  # that of JupyterLab's dark notebook
    FULL: "#f2f5fa",
    BATCH: "#ff2435",
    TANGENT: "#ffbd3e",
    QUIET: "#8b95a8",
    GRID: "#20262f",
    SPENT: "#2a313d",
    GHOST: "#8a62e6",
    OTHERS: "#8e97a8",
    **dict(zip(SHADES, DARK_SHADES)),
}

OF_THE_USER = ("backend", "interactive", "toolbar", "timezone", "webagg", "date.epoch", "savefig.directory")
STYLE = {name: value for name, value in rcParamsDefault.items() if not name.startswith(OF_THE_USER)}
_ALONE = RLock()  # matplotlib has one style for all threads


@contextmanager
def plain_style() -> Iterator[None]:
    """Within it matplotlib draws in its own style, whatever the user's is.

    As `matplotlib.rc_context`, without looking once more whether its own values are valid, which takes a millisecond.
    """
    with _ALONE:
        of_the_user = {name: dict.__getitem__(rcParams, name) for name in STYLE}
        dict.update(rcParams, STYLE)
        try:
            yield
        finally:
            dict.update(rcParams, of_the_user)
