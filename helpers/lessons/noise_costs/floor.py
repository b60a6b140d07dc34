"""SGD never comes to rest: many runs about the minimum, how far they spread, and the floor of their loss, as theory says."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers import theory
from helpers.caches import read_only
from helpers.problems.sixty_four import N, batch_means, best, masses, penguins, walk
from helpers.sampling import reshuffled, with_replacement

MODELS = {"mean": "a guess w of the body mass", "slope": "body mass ≈ w × flipper length"}
LABELS = {"mean": "w, a body mass in standard units", "slope": "w: body mass ≈ w × flipper length"}
ORDERS = {"independent": "each batch drawn anew", "reshuffled": "reshuffled each epoch"}
RUNS, STEPS, WINDOW = 200, 512, 128  # runs, steps of each, and how many of them count as the last steps
SIZES = (1, 2, 4, 8, 16)
START = -2.2  # from the minimum
CHUNK = 8  # epochs whose batches are looked up together: few enough to stay in the processor's cache


def regression(model):
    """The least squares of one of MODELS."""
    return {"mean": masses, "slope": penguins}[model]()


@lru_cache(maxsize=4)
def _order(order, epochs, seed):
    """(epochs, RUNS, N): what fewer epochs see is the beginning of what more epochs see."""
    sampler = with_replacement if order == "independent" else reshuffled
    return read_only(sampler(np.random.default_rng(seed), N, 1, epochs, RUNS).order)


@lru_cache(maxsize=16)
def _seen(model, order, batch_size, seed):
    """What each update sees of its batch: h and m, each (STEPS, RUNS). All sizes divide N, so no batch is short."""
    epochs = _order(order, STEPS * batch_size // N, seed)
    batches = epochs.reshape(*epochs.shape[:2], -1, batch_size)
    terms = [batch_means(regression(model), batches[first : first + CHUNK]) for first in range(0, len(batches), CHUNK)]
    return tuple(
        read_only(np.concatenate([np.moveaxis(each, 1, 2) for each in part]).reshape(-1, RUNS)) for part in zip(*terms)
    )


@lru_cache(maxsize=8)
def paths(model, order, learning_rate, batch_size, seed):
    """The distances of the runs from the minimum, (STEPS + 1, RUNS)."""
    return read_only(walk(START, np.full((STEPS, 1), learning_rate), *_seen(model, order, batch_size, seed)))


def expected(model, order, learning_rate, batch_size):
    """The long-run variance of w in theory, for arrays of η; None where no closed form is known.

    The formulas are of losses with a factor ½, so η counts twice.
    """
    least_squares, doubled = regression(model), 2 * np.asarray(learning_rate)
    if order == "reshuffled":
        known = model == "mean"
        return theory.reshuffled_variance(doubled, least_squares.y.var(), N, batch_size) if known else None
    if model == "mean":
        return theory.stationary_variance(doubled, 1, least_squares.y.var(), batch_size)
    return theory.least_squares_variance(least_squares.X[:, 0], least_squares.y, doubled, batch_size, replacement=True)


@dataclass(frozen=True, eq=False)
class Curve:
    """The full loss around its minimum, `best`: losses (G,) at the weights w (G,).  curvature: half the second derivative."""

    label: str
    best: float
    least: float
    curvature: float
    w: np.ndarray
    losses: np.ndarray


@lru_cache(maxsize=len(MODELS))
def curve(model, reach):
    """The Curve of a model, so far to both sides."""
    least_squares = regression(model)
    minimum, curvature = float(best(least_squares)), float(np.mean(least_squares.X**2))
    least, w = least_squares.loss([minimum]).item(), minimum + np.linspace(-reach, reach, 201)
    return Curve(LABELS[model], minimum, least, curvature, read_only(w), read_only(least + curvature * (w - minimum) ** 2))


def last_steps(order, batch_size, step):
    """Which steps count: the last ones, or of a reshuffled run those of them at which an epoch ends."""
    steps = np.arange(max(step - WINDOW + 1, 0), step + 1)
    return steps if order == "independent" else steps[steps % (N // batch_size) == 0]


def measure(distances, curvature=1.0):
    """What runs (T, R) give: the standard deviation about the minimum and the excess loss, each with two standard errors.

    The steps of a run depend on one another, the runs do not: the error comes from the means of the runs.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        each = np.mean(distances**2, axis=0)
        variance, error = each.mean(), 2 * each.std() / np.sqrt(len(each))
        deviation = np.sqrt(variance)
        return (deviation, error / (2 * deviation)), (curvature * variance, curvature * error)


def lines(model, against, learning_rate, batch_size):
    """Theory against "rate" or "batch", while the other one stays: (places, independent, reshuffled, limit).

    independent, reshuffled: the variance at the places; None where it is not known.  limit: the rate below which independent
    draws settle; None against "batch".
    """
    return _by_rate(model, batch_size) if against == "rate" else _by_batch(model, learning_rate)


@lru_cache(maxsize=len(MODELS) * len(SIZES))
def _by_rate(model, batch_size):
    limit = float(theory.least_squares_limit(regression(model).X[:, 0], batch_size, replacement=True)) / 2
    places = np.geomspace(0.017, 0.999 * limit, 120)
    return read_only(places), *(_line(expected(model, order, places, batch_size)) for order in ORDERS), limit


@lru_cache(maxsize=16)
def _by_batch(model, learning_rate):
    each = ([expected(model, order, learning_rate, size) for size in SIZES] for order in ORDERS)
    return read_only(np.array(SIZES)), *(_line(None if line[0] is None else np.array(line)) for line in each), None


def _line(values):
    return None if values is None else read_only(values)
