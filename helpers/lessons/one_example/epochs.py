"""What an epoch is: one pass over all the examples, in batches of a size of its own."""

from functools import lru_cache

import numpy as np

from helpers.sampling import reshuffled

STEPS, MOST = 200, 64  # steps of a figure; examples at most


@lru_cache(maxsize=8)
def batches(n, batch_size, seed):
    """At least STEPS + 1 batches, whole epochs."""
    epochs = STEPS // -(-n // batch_size) + 1
    drawn = reshuffled(np.random.default_rng(seed), n, batch_size, epochs)
    drawn.order.flags.writeable = False
    return drawn
