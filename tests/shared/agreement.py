"""How a measurement is held against a closed form: it must meet the right formula, and no wrong one."""

from itertools import combinations, product

import numpy as np

from helpers.sampling import with_replacement
from helpers.training import train

RUNS = 20_000
CENTRES = np.random.default_rng(11).normal(size=12) + 0.5  # the a of examples ½ λ(w - a)²


def agrees(measured, predicted, standard_error=0.0):
    """All within 4.5 standard errors, which chance exceeds once in 150,000 times, and rounding."""
    allowed = 4.5 * np.asarray(standard_error) + 1e-9 * np.abs(measured)
    return bool(np.all(np.abs(np.subtract(measured, predicted)) <= allowed))


def check(measured, right, standard_error=0.0, **wrong):
    """The measurement meets the right formula, and none of the wrong ones.

    A test that could not tell a formula from its usual misprints would show nothing.
    """
    assert agrees(measured, right, standard_error), f"measured {measured} ± {standard_error}, predicted {right}"
    passed = [name for name, predicted in wrong.items() if agrees(measured, predicted, standard_error)]
    assert not passed, f"the measurement cannot tell the right formula from {passed}"


def mean_square(errors):
    """E[error²] from independent runs, and the standard error of that mean, whatever the distribution."""
    return np.mean(errors**2), np.std(errors**2) / np.sqrt(len(errors))


def last_weights(model, optimizer, rate, batch_size, steps, sampler=with_replacement):
    """The weights (RUNS,) after whole epochs of at least so many steps."""
    epochs = int(np.ceil(steps * batch_size / model.n_examples))
    batches = sampler(np.random.default_rng(0), model.n_examples, batch_size, epochs, RUNS)
    return train(model, optimizer, np.zeros((RUNS, 1)), batches, rate).params[-1, :, 0]


def all_batches(n, batch_size, replacement=False):
    """Every batch that can be drawn, each as likely as the others, (batches, B)."""
    ways = product(range(n), repeat=batch_size) if replacement else combinations(range(n), batch_size)
    return np.array([*ways])
