"""A plane of the landscape through the weights of a run: the one that holds most of its path."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers import landscape
from helpers.lessons.real_network.ends import log_stops, stops
from helpers.lessons.real_network.place import finer

GRID, FINE = (13, 11), 181  # points of the plane each way: computed, for a small and a large network, and drawn
EXAMPLES = (200, 100)  # at most, that its losses run over, for these
LARGE = 1000  # weights: a network of more is large
BANDS = 12
TALL = 1e4  # the highest loss of the scale is at most so many times the lowest
LATELY, DEEP = 15, 0.02  # records whose batches say how far down the scale goes, and how far at most
PATH = 64  # points of the path at most


@dataclass(frozen=True, eq=False)
class Plane:
    """directions: (2, P), of length 1, at right angles.  low, side: (2,) and a number, where the picture, a square, begins,
    measured from the origin, and how far it goes.

    examples: at most, that a loss runs over.  whole: whether there are no more.  full: (G, G), the loss of all examples, rows
    go upwards.  ends: of the scale, the lowest loss and the highest.  share: of the path's spread that the plane holds, None
    where there is no path.
    """

    origin: np.ndarray
    directions: np.ndarray
    low: np.ndarray
    side: float
    examples: int
    whole: bool
    full: np.ndarray
    ends: tuple
    share: float | None

    def words(self, move):
        """How much the plane holds of the path, and of the step, (P,) or None, and how many examples where that is not all."""
        length = 0 if move is None else np.linalg.norm(move)
        step = np.linalg.norm(self.directions @ move) / length if length > 0 else None
        shares = {"the path": self.share, "the step": step}
        held = ", ".join(f"{share:.0%} of {name}" for name, share in shares.items() if share is not None)
        return f"plane: {held}" + ("" if self.whole else f"; at most {self.examples} examples")

    def project(self, params):
        """T params, (P,) each -> (at most PATH, 2) points of the unit square, the first and the last of them kept."""
        return ((thinned(params) - self.origin) @ self.directions.T - self.low) / self.side

    def batch(self, run):
        """(G, G): the loss of the batch to come, over the same plane moved so that it goes through the present weights."""
        here = self.low + self.side * self.project([run.params])[0]
        return _losses(run, self.directions, self.low - here, self.side, run.batch[: self.examples], len(self.full))

    @cached_property
    def drawn(self):
        """The bands of all examples."""
        return self.bands(self.full)

    @cached_property
    def stops(self):
        """Round numbers along both directions and along the scale: (places from 0 to 1, numbers) of each."""
        return *(stops(low, low + self.side) for low in self.low), log_stops(*self.ends)

    def bands(self, losses):
        """(G, G) losses -> (FINE, FINE) of 0, 1, ..., BANDS - 1, even in the logarithm between the ends of the scale."""
        low, high = self.ends
        tall = 10 * high
        heights = np.log(np.clip(np.nan_to_num(losses, nan=tall, posinf=tall), 0.01 * low, tall) / low)
        matrix = finer(len(heights), FINE)
        fine = matrix @ heights @ matrix.T
        return np.clip(BANDS * fine / np.log(high / low), 0, BANDS - 1).astype(int)


def thinned(path):
    """The first, the last, and evenly spaced ones between: T params, (P,) each -> (at most PATH, P)."""
    count = len(path)
    kept = np.unique(np.linspace(0, count - 1, PATH).astype(int)) if count > PATH else range(count)
    return np.array([path[place] for place in kept])


def plane_of(run):
    """The plane of a run as it stands, worked out once; None where it has diverged."""
    planes, key = run.place.planes, (run.rule.l2, _dip(run))
    if key not in planes and run.diverged is None:
        planes[key] = _plane(run)
    return planes.get(key)


def _dip(run):
    """The lowest that the loss of a batch has lately been, as a share of the full loss."""
    return max(min(batch / full for _, full, batch, *_ in run.records[-LATELY:]), DEEP)


def _plane(run):
    path = thinned([*(record[-1].params for record in run.records), run.params]) - run.params
    directions, share = _directions(run, path)
    along = path @ directions.T
    low, high = along.min(0), along.max(0)
    side = 1.6 * (high - low).max() + 0.1 * max(np.linalg.norm(run.params), 1.0)
    low = (low + high - side) / 2
    large = run.model.n_params > LARGE
    full = _losses(run, directions, low, side, run.material.seen[: EXAMPLES[large]], GRID[large])
    finite = full[np.isfinite(full)]
    least = max(min(_dip(run), 1) * finite.min(initial=1e9), 1e-9)
    ends = least, min(max(finite.max(initial=0), 1.01 * least), TALL * least)
    whole = run.material.n <= EXAMPLES[large]
    return Plane(run.params, directions, low, side, EXAMPLES[large], whole, full, ends, share)


def _losses(run, directions, low, side, examples, count):
    """(count, count): the losses of examples over a square that begins at low, measured from the weights of a run."""
    distances = [start + side * np.linspace(0, 1, count) for start in low]
    return landscape.plane(run.model, run.params, directions, distances, examples).T


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
