"""Is SGD faster than gradient descent? The same runs against updates, examples seen, and seconds, measured on demand."""

from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter

import numpy as np

from helpers import theory
from helpers.caches import read_only
from helpers.problems.flights import SIZES, flights
from helpers.problems.sixty_four import penguins

DATA = {"flights": "327 346 flights, 4 weights", "penguins": "64 penguins, 3 weights"}
BATCHES = (2, 4, 8, 16, 32, 64, 128, 256, 512)
RECORDED = {  # an example, on another machine: the seconds of an update, {(data, batch size, None for all): seconds}
    (data, size): 1e-6 * each
    for data, times in {
        "flights": (1190, 10.1, 10.5, 10.2, 10.2, 11.4, 10.6, 11.4, 12.3, 14.4, 17.9),
        "penguins": (5.29, 10.1, 9.89, 10.4, 10.2, 10.3, 10.3, 10.6, 11.2, 12.9, 15.4),
    }.items()
    for size, each in zip((None, 1, *BATCHES), times)
}
SCALES = (0.125, 0.25, 0.5, 1, 2)
GOALS = (50, 80, 90, 95, 98, 99)
RUNS = 10
GRADIENT_DESCENT, STEPS, EXAMPLES, LEAST = 200, 1200, 8000, 20  # updates of gradient descent, and the bounds of those of SGD
PATIENCE = 0.2  # seconds of measuring for each method


@dataclass(frozen=True, eq=False)
class Path:
    """What one method does: losses, lowest, highest (T + 1,), the mean over its runs and their range, the start first.

    examples, seconds: of an update.  reached: the update at which the mean loss meets the goal, or None.
    """

    rate: float
    losses: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    examples: int
    seconds: float
    reached: int | None

    def price(self, axis):
        """What an update costs in updates, examples or seconds."""
        return {"updates": 1, "examples": self.examples, "seconds": self.seconds}[axis]

    @property
    def needs(self):
        """Updates, examples and seconds to reach the goal; nan where it does not."""
        reached = np.nan if self.reached is None else self.reached
        return [reached * self.price(axis) for axis in ("updates", "examples", "seconds")]

    @property
    def end(self):
        """What it does if it does not reach the goal: "never", or "diverges" where it ends above its start or nowhere."""
        return "never" if self.losses[-1] <= self.losses[0] else "diverges"


@lru_cache(maxsize=len(DATA))
def least_squares(data):
    """Least squares on the data."""
    return flights(SIZES[-1]) if data == "flights" else penguins(("flipper_length_mm", "bill_length_mm", "bill_depth_mm"))


@lru_cache(maxsize=len(DATA))
def statistics(data):
    """XᵀX/N, Xᵀy/N and yᵀy/N, one pass over the data: the full loss of least squares and its gradient need no more."""
    X, y = least_squares(data).X, least_squares(data).y
    return read_only(X.T @ X / len(y)), read_only(X.T @ y / len(y)), y @ y / len(y)


def full_losses(data, params):
    """The full loss mean (Xw - y)² at params (..., P), exactly, from the statistics: no further pass over the data."""
    square, cross, constant = statistics(data)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.vecdot(params @ square - 2 * cross, params) + constant


@lru_cache(maxsize=len(DATA))
def levels(data):
    """The full loss at W = 0, and the least there is."""
    square, cross, constant = statistics(data)
    return constant, full_losses(data, np.linalg.solve(square, cross))


@lru_cache(maxsize=len(DATA))
def _covariance(data):
    """(P, P): of the gradients of the examples at W = 0, which are -2yX."""
    X, y = least_squares(data).X, least_squares(data).y
    each = y[:, None] * X
    return read_only(4 * (each.T @ each / len(y) - np.outer(each.mean(0), each.mean(0))))


@lru_cache(maxsize=len(DATA) * (2 + len(BATCHES)))
def best_rate(data, batch_size=None):
    """The rate whose first step from W = 0 is expected to lower the loss most, for a batch of that size or all examples."""
    square, cross, _ = statistics(data)
    covariance = np.zeros_like(square) if batch_size is None else _covariance(data)
    return float(theory.best_step_size(-2 * cross, 2 * square, covariance, batch_size or 1))


def updates(batch_size):
    """How many updates are shown."""
    return GRADIENT_DESCENT if batch_size is None else max(min(STEPS, EXAMPLES // batch_size), LEAST)


@lru_cache(maxsize=len(DATA))
def _joined(data):
    """(N, P + 1): X, and y beside it, so that an example is in one place of memory."""
    return read_only(np.column_stack([least_squares(data).X, least_squares(data).y]))


@lru_cache(maxsize=8)
def _moments(data, batch_size, seed):
    """XᵀX/B and Xᵀy/B of each batch of RUNS paths, (T, RUNS, P, P) and (T, RUNS, P); each batch is drawn from all examples."""
    shape = updates(batch_size), RUNS, batch_size
    batches = np.random.default_rng([seed, batch_size]).integers(least_squares(data).n_examples, size=shape)
    drawn = _joined(data).take(batches, axis=0)
    moments = drawn.swapaxes(-1, -2) @ drawn / batch_size
    return read_only(moments[..., :-1, :-1]), read_only(moments[..., :-1, -1])


@lru_cache(maxsize=16)
def paths(data, batch_size, scale, seed):
    """The full losses of the paths, (T + 1, RUNS); (T + 1, 1) of gradient descent, where batch_size is None.

    The update is that of `helpers.training.train`, W - η 2(XᵀX W - Xᵀy)/B, written as W times a matrix, and a vector added.
    """
    rate, count = scale * best_rate(data, batch_size), updates(batch_size)
    if batch_size is None:
        square, cross, _ = statistics(data)
        square, cross = (np.broadcast_to(each, (count, 1, *each.shape)) for each in (square, cross))
    else:
        square, cross = _moments(data, batch_size, seed)
    params = np.zeros((count + 1, *cross.shape[1:]))
    with np.errstate(over="ignore", invalid="ignore"):
        kept, pushes = np.eye(cross.shape[-1]) - 2 * rate * square, 2 * rate * cross
        for before, after, matrix, push in zip(params, params[1:], kept, pushes):
            np.vecdot(matrix, before[:, None], out=after)
            after += push
    return read_only(full_losses(data, params))


def compared(data, batch_size, scale, goal, seed, seconds=None):
    """The Path of gradient descent, of SGD with one example and of mini-batches; and the loss to reach.

    goal: per cent of the way down.  seconds: of an update, {(data, batch size, None for all): seconds}; RECORDED if None.
    """
    first, least = levels(data)
    target = least + (1 - goal / 100) * (first - least)
    seconds = seconds or RECORDED
    found = []
    for size in (None, 1, batch_size):
        losses = paths(data, size, scale, seed if size else 0)
        with np.errstate(over="ignore", invalid="ignore"):
            mean = losses.mean(1)
        found.append(
            Path(
                rate=scale * best_rate(data, size),
                losses=mean,
                lowest=losses.min(1),
                highest=losses.max(1),
                examples=size or least_squares(data).n_examples,
                seconds=seconds[data, size],
                reached=int(np.argmax(mean <= target)) if (mean <= target).any() else None,
            )
        )
    return tuple(found), target


def update_seconds(data, batch_size=None):
    """The time of an update on all examples, or on a batch drawn for it: the mean over as many as fit into PATIENCE seconds."""
    lesson, rng, count = least_squares(data), np.random.default_rng(0), 0
    n, W = lesson.n_examples, np.zeros(lesson.n_params)
    rate, start = best_rate(data, batch_size) / 4, perf_counter()
    while perf_counter() - start < PATIENCE or count < 3:
        batch = None if batch_size is None else rng.integers(n, size=batch_size)
        W = W - rate * lesson.gradient(W, batch)
        count += 1
    return (perf_counter() - start) / count


def measurement():
    """After each method on each of DATA: the share that is done, and so far {(data, batch size, None for all): seconds}."""
    jobs, found = [(data, size) for data in DATA for size in (None, 1, *BATCHES)], {}
    for data in DATA:
        best_rate(data)  # read the data before the clock runs
    for done, job in enumerate(jobs, start=1):
        found = {**found, job: update_seconds(*job)}
        yield done / len(jobs), found


def finished(data, found):
    """Whether a measurement so far holds all of a data set."""
    return sum(name == data for name, _ in found or ()) == 2 + len(BATCHES)


@lru_cache(maxsize=16)
def shown_at(count, points=90):
    """The updates of a path that are drawn, from the first on, evenly on a log axis."""
    return read_only(np.unique(np.geomspace(1, count - 1, points).round().astype(int)))
