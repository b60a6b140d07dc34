"""A CSV file as a reader may have it, for the tests of the loader in Python and in the browser."""

import numpy as np

ROWS = 60


def good(sign=","):
    """Three columns of numbers, one of three words, and one of notes from which nobody can learn."""
    rng = np.random.default_rng(0)
    lines = [sign.join(("length", "width", "note", "kind", "mass"))]
    for row in range(ROWS):
        kind = row % 3
        values = rng.normal(kind, 0.15, 2).round(3)
        lines.append(sign.join((*map(str, values), f"no {row}", ("tea", "milk", "rum")[kind], f"{values.sum():.3f}")))
    return "\n".join(lines).encode()
