"""The loss along a line, or over a plane, of parameter space."""

from collections.abc import Sequence

import numpy as np

from helpers import blocks
from helpers.arrays import brief, generator, numbers, vector
from helpers.types import Array, Batch, Layered, Model, Numbers, Rng

Pair = Sequence[Numbers] | Array


def line(
    model: Model, params: Numbers, direction: Numbers, distances: Numbers, batch: Batch = None, progress: bool = False
) -> Array:
    """The loss at params + t direction for each t in distances.

    params, direction: (P,).  distances: (G,).  batch: (..., B) of int, or None for all examples.  progress shows a bar.
    Returns (G,), or (..., G) for a stack of batches.  Works in blocks: memory does not grow with G or the examples.

    >>> from helpers.models import LinearRegression
    >>> line(LinearRegression(X=[[1.0]], y=[0.0]), [0.0], [1.0], [0.0, 1.0, 2.0]).tolist()
    [0.0, 1.0, 4.0]
    """
    distances = vector("distances", distances, shape="(G,)")
    points = _point("params", model, params) + distances[:, None] * _point("direction", model, direction)
    return _losses(model, points, batch, progress)


def plane(
    model: Model, params: Numbers, directions: Pair, distances: Pair, batch: Batch = None, progress: bool = False
) -> Array:
    """The loss at params + s d1 + t d2 for each s in the first distances and each t in the second.

    params: (P,).  directions: d1 and d2, (2, P).  distances: a pair of arrays, (G,) and (H,).  batch as in `line`.
    Returns (G, H), or (..., G, H) for a stack of batches.

    >>> from helpers.models import Quadratic
    >>> plane(Quadratic([2.0, 4.0]), [0.0, 0.0], np.eye(2), ([0.0, 1.0], [0.0, 1.0, 2.0])).tolist()
    [[0.0, 2.0, 8.0], [1.0, 3.0, 9.0]]
    """
    if len(directions) != 2 or len(distances) != 2:
        raise ValueError(f"a plane wants 2 directions and 2 distances; got {len(directions)} and {len(distances)}.")
    first, second = (_point("directions", model, direction) for direction in directions)
    s, t = np.meshgrid(*(vector("distances", along, shape="(G,)") for along in distances), indexing="ij")
    return _losses(model, _point("params", model, params) + s[..., None] * first + t[..., None] * second, batch, progress)


def filter_normalised(model: Layered, params: Numbers, rng: Rng) -> Array:
    """A random direction of an MLP in which each unit's weights are as long as they are in params; 0 for the biases.

    The scale of a layer's weights is arbitrary under relu, so a direction drawn without regard to it shows landscapes
    that cannot be compared (Li et al. 2018, Visualizing the loss landscape of neural nets).
    params: (P,).  Returns (P,).

    >>> from helpers.models import MLP
    >>> model = MLP(X=np.zeros((2, 2)), y=np.zeros(2), hidden=(1,))
    >>> direction = filter_normalised(model, [3.0, 4.0, 9.0, 2.0, 9.0], np.random.default_rng(0))
    >>> np.hypot(*direction[:2]).round(12).item(), abs(direction[3]).item(), direction[[2, 4]].tolist()
    (5.0, 2.0, [0.0, 0.0])
    """
    if not hasattr(model, "layers"):
        raise ValueError(f"model must be an MLP, whose params fall into units; got {type(model).__name__}.")
    direction = generator(rng).normal(size=model.n_params)
    for drawn, given in zip(model.layers(direction), model.layers(_point("params", model, params))):
        drawn[:, -1] = 0
        drawn *= np.linalg.norm(given[:, :-1], axis=1, keepdims=True) / np.linalg.norm(drawn, axis=1, keepdims=True)
    return direction


def minima(distances: Numbers, losses: Numbers) -> Array:
    """Where a line has its local minima: inside, lower than both neighbours, refined by the parabola through the three.

    distances, losses: (G,), distances rising.  A flat bottom counts once, at its left end; ends of the line do not count.

    >>> t = np.linspace(0, 10, 101)
    >>> minima(t, np.cos(t)).round(3).tolist()
    [3.142, 9.425]
    """
    t, loss = vector("distances", distances, shape="(G,)"), numbers("losses", losses)
    if t.shape != loss.shape or not (np.diff(t) > 0).all():
        raise ValueError(f"distances must rise, one for each loss; got {brief(t)} for losses of shape {loss.shape}.")
    change = np.flatnonzero(np.diff(loss))  # steps along a flat piece neither fall nor rise
    falls = np.diff(loss)[change] < 0
    low = change[:-1][falls[:-1] & ~falls[1:]] + 1
    left, right = t[low] - t[low - 1], t[low + 1] - t[low]
    down, up = (loss[low - 1] - loss[low]) / left, (loss[low + 1] - loss[low]) / right
    return t[low] + (down * right - up * left) / (2 * (down + up))


def _losses(model: Model, points: Array, batch: Batch, progress: bool) -> Array:
    """points (..., P) and batch (..., B) -> the batches' leading axes, then the points'."""
    batches = None if batch is None else np.asarray(batch)
    if batches is None or batches.ndim < 2:
        return blocks.losses(model, points, batches, progress)
    if points.size // points.shape[-1] * batches.size <= blocks.BLOCK:
        return model.loss(points, batches.reshape(*batches.shape[:-1], *[1] * (points.ndim - 1), -1))
    return np.array([_losses(model, points, one, progress) for one in batches])


def _point(name: str, model: Model, values: Numbers) -> Array:
    values = vector(name, values, shape="(P,)")
    if len(values) != model.n_params:
        raise ValueError(f"{name} must have shape ({model.n_params},); got {values.shape}.")
    return values
