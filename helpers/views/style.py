"""The colours, the look of axes and the words for numbers, the same in every figure."""

import numpy as np

FULL = "#16263f"  # dark: the full loss, and all text
BATCH = "#d7263d"  # the batch loss, and the batch itself
TANGENT = "#f0a202"  # light: the slope
QUIET = "#5c677d"  # axes, captions
GRID = "#e6e9ee"
SPENT = "#d5dae2"  # examples already seen in this epoch
SHADES = ("#9cc5e0", "#7db0d4", "#5f9ac6", "#4484b6", "#2c6ea3", "#17588d")  # examples still to come, by batch
DOTTED = dict(color=BATCH, lw=2.8, ls=(0, (0.05, 1.75)), dash_capstyle="round")  # the look of a batch loss


def number(value):
    """Four significant digits, with a true minus sign; what has run away says so.

    >>> number(-0.0123456), number(12345678.0), number(float("nan"))
    ('−0.01235', '1.235e+07', 'not a number')
    """
    if np.isnan(value):
        return "not a number"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.4g}".replace("-", "−") if value else "0"


def style(axes):
    """Quiet axes, a light grid, labels that can be read from the back of a room."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(QUIET)
    axes.tick_params(colors=QUIET, labelsize=11.5, length=3)
    axes.grid(color=GRID, lw=1)
    axes.set_axisbelow(True)
    axes.xaxis.label.set(size=12.5, color=FULL)
    axes.yaxis.label.set(size=12.5, color=FULL)
