"""Losses of many points over many examples, a block at a time, so that memory stays bounded and the cache is used."""

import numpy as np

from helpers.progress import bar
from helpers.types import Array, Indices, Model, Numbers

BLOCK = 2**16  # losses of single examples in a block: half a megabyte for each array that a model makes of them
WIDTH = 512  # the least examples of a block: a product of matrices wants neither side to be short


def losses(model: Model, params: Numbers, batch: Indices | None = None, progress: bool = False) -> Array:
    """model.loss(params, batch) for params (..., P) and one batch (B,), or None for all examples -> (...)."""
    points = np.asarray(params, dtype=float)
    examples = model.n_examples if batch is None else len(batch)
    count = int(np.prod(points.shape[:-1]))
    if count * examples <= BLOCK:
        return model.loss(points, batch)
    width = min(examples, max(BLOCK // count, WIDTH))
    height = max(BLOCK // width, 1)
    flat = points.reshape(count, points.shape[-1])
    totals = np.zeros(count)
    with np.errstate(invalid="ignore", over="ignore"):
        for start in bar(range(0, examples, width), progress, unit="block"):
            block = np.arange(start, min(start + width, examples)) if batch is None else batch[start : start + width]
            for first in range(0, count, height):
                totals[first : first + height] += len(block) * model.loss(flat[first : first + height], block)
    return (totals / examples).reshape(points.shape[:-1])
