"""The problems of one weight in a view that is wide enough for a few minima, and the valleys in it."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from helpers import landscape
from helpers.caches import read_only
from helpers.problems.one_weight import Problem, problem
from helpers.types import Array

LETTERS = "ABCD"  # of the valleys, from left to right


@lru_cache(maxsize=16)
def wide(key: str) -> Problem:
    """The problem of that name, wide enough to show a few minima."""
    found = problem(key)
    return replace(found, low=-0.8, high=7.2) if key == "sine" else found


@lru_cache(maxsize=16)
def valleys(key: str) -> tuple[Array, Array]:
    """The minima in the picture, (M,), and the ends of their valleys, (M, 2): the hills beside them, or the picture's ends."""
    view = wide(key)
    grid = np.linspace(view.low - 4, view.high + 4, 3201)
    losses = landscape.line(view.model, [0.0], [1.0], grid)
    minima, hills = landscape.minima(grid, losses), landscape.minima(grid, -losses)
    minima = minima[(view.low < minima) & (minima < view.high)][: len(LETTERS)]
    ends = np.array([grid[0], *hills, grid[-1]]) if len(hills) else np.array([view.low, view.high])
    right = np.searchsorted(ends, minima)
    return read_only(minima), read_only(np.stack([ends[right - 1], ends[right]], axis=1))
