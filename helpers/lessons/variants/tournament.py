"""Every variant on every landscape, each at the best of several rates, from many starts: is there one that is best?"""

import numpy as np

from helpers.problems.shares import wilson
from helpers.problems.two_weights import N, problem
from helpers.problems.variants import VARIANTS
from helpers.sampling import with_replacement
from helpers.training import train

FACTORS = 2.0 ** np.arange(-4, 5)  # of the rate that suits a variant


def tournament(landscape, seed=0, runs=30, steps=100, batch_size=4, moved=(0.0, 0.0), among=()):
    """{variant: the full losses (runs,) after so many steps, from random starts}, each variant at the best of nine rates.

    The best rate is the one of the lowest median. All variants have the same starts and the same batches.
    moved: by how much the landscape is, and the starts with it.  among: the keys of some variants; () for all.

    >>> {name: len(losses) for name, losses in tournament("bowl", runs=3, steps=2).items()}["Adam"]
    3
    """
    stage, rng = problem(landscape).moved(moved), np.random.default_rng(seed)
    low, high = np.transpose(stage.window)
    starts = np.tile(low + (high - low) * rng.random((runs, 2)), (len(FACTORS), 1))
    batches = with_replacement(rng, N, batch_size, -(-steps * batch_size // N), runs)[:steps]
    batches = [np.tile(batch, (len(FACTORS), 1)) for batch in batches]
    results = {}
    for variant in (VARIANTS[key] for key in among or VARIANTS):
        rates = variant.rate(stage) * np.repeat(FACTORS, runs)[:, None]
        end = train(stage.model, variant.optimizer(stage), starts, batches, rates, keep_every=steps).params[-1]
        losses = np.nan_to_num(stage.model.loss(end), nan=np.inf).reshape(len(FACTORS), runs)
        results[variant.name] = losses[np.median(losses, axis=1).argmin()]
    return results


def clearest_defeats(results):
    """{variant: (landscape, rival, share, low, high)}: where, and to whom, it loses from the largest share of starts.

    results: {landscape: what `tournament` returns}.  low, high: the 95 % band of the share of starts where the rival is lower.

    >>> clearest_defeats({"bowl": {"Adam": np.array([2.0, 2.0]), "Lion": np.array([1.0, 3.0])}})["Adam"][:3]
    ('bowl', 'Lion', 0.5)
    """
    defeats = {}
    for name in next(iter(results.values())):
        beaten = {
            (landscape, rival): np.mean(losses < fields[name])
            for landscape, fields in results.items()
            for rival, losses in fields.items()
            if rival != name
        }
        (landscape, rival), share = max(beaten.items(), key=lambda entry: entry[1])
        runs = len(results[landscape][name])
        low, high = wilson(round(share * runs), runs)
        defeats[name] = landscape, rival, float(share), float(low), float(high)
    return defeats
