"""How to choose a learning rate in practice: raise it until the loss breaks, and take a quarter (a range test, Smith 2017)."""

import numpy as np

from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train

RATES = 0.01 * 2.0 ** np.arange(13)  # each twice the one before
STEPS = 10  # at each rate
BROKEN = 2  # times the lowest loss so far
SAFE = 4  # the rate that breaks, over the one that is taken


def range_test(model, starts, batch_size, seed=0):
    """Runs from starts (R, P), STEPS steps at each of RATES, one after the other: the full loss after each rate, (13, R)."""
    epochs = -(-STEPS * len(RATES) * batch_size // model.n_examples)
    batches = reshuffled(np.random.default_rng(seed), model.n_examples, batch_size, epochs, runs=len(starts))
    schedule = np.repeat(RATES, STEPS)
    steps = [batch for batch, _ in zip(batches, schedule)]
    history = train(model, sgd(), starts, steps, lambda step: schedule[step], keep_every=STEPS)
    return history.losses(model)[1:]


def breaks_at(losses):
    """The rate of each run after which its loss is BROKEN times its lowest so far, (R,); inf where it never is.

    >>> breaks_at(np.array([[0.5, 0.5], [0.3, 0.4], [0.7, 0.3]])).tolist()
    [0.04, inf]
    """
    broken = losses > BROKEN * np.minimum.accumulate(losses, axis=0)
    return np.where(broken.any(axis=0), RATES[broken.argmax(axis=0)], np.inf)


def tried(model, starts, batch_size, learning_rate, epochs, seed=1):
    """(R,): the full loss of runs after so many epochs at one rate."""
    batches = reshuffled(np.random.default_rng(seed), model.n_examples, batch_size, epochs, runs=len(starts))
    history = train(model, sgd(), starts, batches, learning_rate, keep_every=epochs * -(-model.n_examples // batch_size))
    return history.losses(model)[-1]
