"""Losses, gradients and trajectories against PyTorch's and optax's, recorded by tests/core/reference/make.py."""

from pathlib import Path

import numpy as np
import pytest

from helpers import optimizers
from helpers.training import train
from tests.shared.problems import MODELS, PROBLEMS, STACKS, UNRECORDED, stack

REFERENCE = np.load(Path(__file__).parent / "reference" / "pytorch.npz", allow_pickle=False)
OPTIMIZERS = {  # name: (optimizer, the rate that the reference took)
    "sgd": (optimizers.sgd(), 0.1),
    "momentum": (optimizers.momentum(0.9), 0.02),
    "nesterov": (optimizers.nesterov(0.8), 0.02),
    "adagrad": (optimizers.adagrad(), 0.1),
    "rmsprop": (optimizers.rmsprop(), 0.01),
    "adam": (optimizers.adam(), 0.02),
    "adamw": (optimizers.adamw(), 0.02),
    "lion": (optimizers.lion(weight_decay=0.1), 0.003),
    "sign_sgd": (optimizers.sign_sgd(), 0.003),
    "clipped sgd": (optimizers.clipped(optimizers.sgd(), 0.5), 0.1),
    "clipped adam": (optimizers.clipped(optimizers.adam(), 0.5), 0.02),
}


@pytest.mark.parametrize("runs, batches", STACKS, ids=map(str, STACKS))
@pytest.mark.parametrize("name", [name for name in MODELS if name not in UNRECORDED])
def test_loss_and_gradient_are_autograds(name, runs, batches):
    model, number = MODELS[name], STACKS.index((runs, batches))
    params, batch = stack(model, runs, batches)
    np.testing.assert_allclose(model.loss(params, batch), REFERENCE[f"{name} | {number} | loss"], rtol=1e-12, atol=1e-14)
    gradient = REFERENCE[f"{name} | {number} | gradient"]
    np.testing.assert_allclose(model.gradient(params, batch), gradient, rtol=1e-10, atol=1e-12 * abs(gradient).max())


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_200_steps_are_those_of_pytorch(name, problem):
    optimizer, rate = OPTIMIZERS[name]
    task = PROBLEMS[problem]
    path = train(task.model, optimizer, task.start, task.batches, rate * task.scale, keep_every=10).params
    np.testing.assert_allclose(path, REFERENCE[f"{problem} | {name}"], rtol=1e-10)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_stack_of_starts_and_rates_equals_the_runs_one_by_one(name):
    optimizer, rate = OPTIMIZERS[name]
    task = PROBLEMS["mlp"]
    starts = task.start + np.random.default_rng(0).normal(size=(3, len(task.start)))
    rates = rate * np.array([[1.0], [0.5], [0.1]])
    together = train(task.model, optimizer, starts, task.batches, rates).params
    shared = train(task.model, optimizer, starts[0], task.batches, rates).params
    for run in range(3):
        alone = train(task.model, optimizer, starts[run], task.batches, rates[run, 0]).params
        np.testing.assert_allclose(together[:, run], alone, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(shared[:, 0], together[:, 0], rtol=1e-8, atol=1e-10)


def test_every_optimizer_of_the_package_is_compared():
    public = {name for name, value in vars(optimizers).items() if callable(value) and value.__module__ == optimizers.__name__}
    compared = {name.split()[0] for name in OPTIMIZERS}
    assert {name for name in public if not name.startswith("_")} - {"Optimizer"} == compared
