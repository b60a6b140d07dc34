"""The loss along a line of parameter space."""

import numpy as np


def line(model, params, direction, distances, batch=None):
    """The loss at params + t direction for each t in distances.

    params, direction: (P,).  distances: (G,).  batch: (..., B) of int, or None for all examples.
    Returns (G,), or (..., G) for a stack of batches.

    >>> from helpers.models import LinearRegression
    >>> line(LinearRegression(X=[[1.0]], y=[0.0]), [0.0], [1.0], [0.0, 1.0, 2.0]).tolist()
    [0.0, 1.0, 4.0]
    """
    points = np.asarray(params, dtype=float) + np.asarray(distances, dtype=float)[:, None] * np.asarray(direction)
    if np.ndim(batch) > 1:
        batch = np.asarray(batch)[..., None, :]
    return model.loss(points, batch)
