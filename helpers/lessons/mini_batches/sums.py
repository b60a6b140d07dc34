"""The sum of a batch's gradients in place of their mean: a learning rate B times as large, and nothing else."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers.caches import read_only
from helpers.optimizers import sgd
from helpers.problems.one_weight import problem
from helpers.sampling import reshuffled
from helpers.training import diverged_at, train

STEPS = 40
RUNS = ("mean", "sum", "rescaled")  # the mean at η, the sum at η, the sum at η/B


@dataclass(frozen=True, eq=False)
class Summed:
    """A model of one weight whose gradient on a batch is the sum over the batch, not the mean."""

    model: object
    n_params = 1

    def gradient(self, params, batch):
        with np.errstate(over="ignore", invalid="ignore"):
            return len(batch) * self.model.gradient(params, batch)


@dataclass(frozen=True, eq=False)
class Run:
    """weights, losses: (STEPS + 1,), each weight and the full loss there.  diverged: the step from which it has, or None."""

    weights: np.ndarray
    losses: np.ndarray
    diverged: int | None


@lru_cache(maxsize=8)
def runs(key, learning_rate, batch_size, seed):
    """A Run for each of RUNS, over the same batches."""
    stage = problem(key)
    n = stage.model.n_examples
    batches = reshuffled(np.random.default_rng(seed), n, batch_size, -(-STEPS // -(-n // batch_size)))[:STEPS]
    sizes = [len(batch) for batch in batches]
    rates = {"mean": learning_rate, "sum": learning_rate, "rescaled": lambda step: learning_rate / sizes[min(step, STEPS - 1)]}
    return tuple(_run(stage, stage.model if run == "mean" else Summed(stage.model), batches, rates[run]) for run in RUNS)


def _run(stage, model, batches, rate):
    history = train(model, sgd(), [stage.start], batches, rate)
    losses = history.losses(stage.model)
    return Run(read_only(history.params[:, 0]), read_only(losses), diverged_at(losses, limit=100 * stage.ceiling))
