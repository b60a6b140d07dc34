"""A band between two curves, which can be moved."""

import numpy as np
from matplotlib.collections import PolyCollection


def band(axes, colour, alpha=0.2):
    """An empty band, a changing artist."""
    return axes.add_collection(PolyCollection([], facecolor=colour, alpha=alpha, lw=0, animated=True), autolim=False)


def fill(made, x, low, high):
    """Fill the band between low and high: x, low, high (G,)."""
    made.set_verts([np.column_stack([np.append(x, x[::-1]), np.append(high, low[::-1])])])
