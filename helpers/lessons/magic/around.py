"""Around the hill: sin(wx) with an amplitude of its own, a sin(wx), walks where sin(wx) has to climb.

For each w the loss is a parabola in a, c - 2 a p(w) + a² q(w), with the means p of y sin(wx), q of sin²(wx) and c of y². So the
lines of equal loss have a formula. At a = 0 the loss is c whatever w is: the way around the hills.
"""

from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.lessons.magic.walk import STEPS, batches
from helpers.models.waves import WaveRegression
from helpers.optimizers import sgd
from helpers.problems.one_weight import problem
from helpers.training import batch_losses, train

MODEL = WaveRegression(problem("sine").model.x, problem("sine").model.y)
N = MODEL.n_examples
FREQUENCIES = read_only(np.linspace(0.02, 6.5, 325))
SINES = read_only(np.sin(np.multiply.outer(FREQUENCIES, MODEL.x)))  # (G, N)
FAR = 9.0  # an amplitude far off any picture


@lru_cache(maxsize=8)
def run(learning_rate, batch_size, frequency, amplitude, seed):
    """SGD from (w, a): weights (STEPS + 2, 2), full losses (STEPS + 2,), and batch losses before each step (STEPS + 1,)."""
    seen = [*batches(N, batch_size, seed)][: STEPS + 1]
    weights = train(MODEL, sgd(), [frequency, amplitude], seen, learning_rate).params
    return (
        read_only(weights),
        read_only(MODEL.loss(weights)),
        read_only(batch_losses(MODEL, weights[:-1], seen)),
    )


def parabolas(batch=None):
    """p(w) (G,), q(w) (G,) and c of a batch, or of all examples."""
    return ALL if batch is None else _means(SINES[:, batch], MODEL.y[batch])


def _means(sines, y):
    return sines @ y / len(y), np.vecdot(sines, sines) / len(y), np.dot(y, y) / len(y)


ALL = _means(SINES, MODEL.y)


def at_amplitude(a, batch=None):
    """The loss over the frequencies at one amplitude: (G,)."""
    p, q, c = parabolas(batch)
    return c - 2 * a * p + a * a * q


def level_lines(levels, batch=None):
    """The lines of equal loss at these levels: w and a, joined by nan."""
    p, q, c = parabolas(batch)
    lines = []
    for level in levels:
        inside = p * p - q * (c - level)  # negative where the parabola of this w stays above the level
        there = inside >= 0
        edges = np.flatnonzero(np.diff(there, prepend=False, append=False)).reshape(-1, 2)
        for first, last in edges:
            w, root = FREQUENCIES[first:last], np.sqrt(inside[first:last])
            high, low = ((p[first:last] + sign * root) / q[first:last] for sign in (1, -1))
            turn = [np.nan] if last == len(FREQUENCIES) else []  # at the edge of the picture the two sides do not meet
            end = w[:1] if first else [], high[:1] if first else []
            across = np.concatenate([w, turn, w[::-1], end[0], [np.nan]])
            up = np.concatenate([high, turn, low[::-1], end[1], [np.nan]])
            lines.append(np.stack([across, np.clip(up, -FAR, FAR)]))
    return tuple(np.concatenate(lines, axis=1)) if lines else ((), ())
