"""A plane of the landscape through the weights of a run: that in which its path bends most."""

from dataclasses import dataclass

import numpy as np

from helpers import landscape
from helpers.lessons.real_network.place import finer

COARSE, FINE = 15, 121  # points of the plane each way: computed, and drawn
BANDS = 7
EXAMPLES, LARGE = 200, 1000  # at most, that its losses run over, and half of them where there are more weights than this
PATH = 64  # points of the path at most


@dataclass(frozen=True, eq=False)
class Plane:
    """directions: (2, P), of length 1.  low, span: (2,) each, where the picture begins and how far it goes.

    bands: (FINE, FINE) of 0, 1, ..., BANDS - 1, the levels of the loss.  words: what it shows.
    """

    origin: np.ndarray
    directions: np.ndarray
    low: np.ndarray
    span: np.ndarray
    bands: np.ndarray
    words: str

    def project(self, params):
        """T params, (P,) each -> (at most PATH + 1, 2) points of the unit square, the last of them now."""
        return ((thinned(params) - self.origin) @ self.directions.T - self.low) / self.span


def thinned(path):
    """The first, the last, and evenly spaced ones between: T params, (P,) each -> (at most PATH, P)."""
    count = len(path)
    kept = np.unique(np.linspace(0, count - 1, PATH).astype(int)) if count > PATH else range(count)
    return np.array([path[place] for place in kept])


def plane_of(run):
    """The plane of a run as it stands, worked out once; None where it has diverged."""
    planes, l2 = run.place.planes, run.rule.l2
    if l2 not in planes and run.diverged is None:
        planes[l2] = _plane(run)
    return planes.get(l2)


def _plane(run):
    path = thinned([*(record[-1].params for record in run.records), run.params]) - run.params
    directions, share = _directions(run, path)
    along = path @ directions.T
    size = max(np.linalg.norm(run.params), 1.0)
    low, high = along.min(0), along.max(0)
    room = 0.3 * (high - low).max() + 0.05 * size
    low, span = low - room, high - low + 2 * room
    distances = [start + length * np.linspace(0, 1, COARSE) for start, length in zip(low, span)]
    batch = run.material.seen[: EXAMPLES if run.model.n_params <= LARGE else EXAMPLES // 2]
    losses = landscape.plane(run.model, run.params, directions, distances, batch).T  # rows go upwards
    words = f"{len(batch)} examples" + (f"; holds {share:.0%} of the path" if share is not None else "") + "; light is low"
    return Plane(run.params, directions, low, span, _bands(losses), words)


def _directions(run, path):
    """((2, P) at right angles, the share of the path's spread that they hold, None where there is no path)."""
    values, vectors = np.linalg.eigh(path @ path.T)
    share = values[-2:].sum() / values.sum() if values.sum() > 0 else None
    found = [vectors[:, -1] @ path, vectors[:, -2] @ path] if len(path) > 1 else []
    rng = np.random.default_rng(0)
    found += [run.model.gradient(run.params, run.material.seen), *rng.normal(size=(2, run.model.n_params))]
    kept, least = [], 1e-9 * max(np.linalg.norm(run.params), 1.0)
    for direction in found:
        for other in kept:
            direction = direction - (direction @ other) * other
        length = np.linalg.norm(direction)
        if length > least and len(kept) < 2:
            direction = direction / length
            kept.append(direction if path[0] @ direction <= 0 else -direction)  # the path comes from the left
    return np.array(kept), share


def _bands(losses):
    """(G, G) losses -> (FINE, FINE) numbers of bands, even in the logarithm."""
    heights = np.log(np.clip(np.nan_to_num(losses, nan=1e9, posinf=1e9), 1e-9, 1e9))
    heights = finer(finer(heights, FINE).T, FINE).T
    low, high = heights.min(), heights.max()
    return np.minimum((BANDS * (heights - low) / max(high - low, 1e-12)).astype(int), BANDS - 1)
