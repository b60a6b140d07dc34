"""SGD with larger and larger batches beside gradient descent, from one start on one bowl."""

from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.optimizers import sgd
from helpers.problems.bowls import bowl, penguin_model
from helpers.sampling import reshuffled
from helpers.training import train

FEATURES, STEPS, RUNS = "strong", 40, 50
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 341, 342)


@lru_cache(maxsize=8)
def descent(learning_rate):
    """(T + 1, 2): gradient descent, a batch of all examples in the order of their numbers."""
    model = penguin_model(FEATURES)
    everyone = np.arange(model.n_examples)[None]  # a stack of one: added up as the stacks of runs are
    return read_only(train(model, sgd(), bowl(FEATURES).start[None], [everyone] * STEPS, learning_rate).params[:, 0])


@lru_cache(maxsize=8)
def runs(batch_size, learning_rate, in_order, seed):
    """(T + 1, R, 2): SGD, the data reshuffled each epoch, each run its own shuffles."""
    model = penguin_model(FEATURES)
    n = model.n_examples
    epochs = -(-STEPS // -(-n // batch_size))
    batches = reshuffled(np.random.default_rng(seed), n, batch_size, epochs, RUNS)[:STEPS]
    if in_order:
        batches = [np.sort(batch, axis=-1) for batch in batches]
    return read_only(train(model, sgd(), np.tile(bowl(FEATURES).start, (RUNS, 1)), batches, learning_rate).params)


@lru_cache(maxsize=8)
def compared(batch_size, learning_rate, in_order, seed):
    """The runs, (T + 1, R, 2), and at each step how far each is from gradient descent and its full loss, (T + 1, R) each."""
    paths, straight = runs(batch_size, learning_rate, in_order, seed), descent(learning_rate)
    with np.errstate(over="ignore", invalid="ignore"):
        distances = np.nan_to_num(np.linalg.norm(paths - straight[:, None], axis=-1), nan=np.inf)
    return paths, read_only(distances), read_only(penguin_model(FEATURES).loss(paths))
