"""Record what PyTorch and optax make of the problems: python -m tests.core.reference.make

Nothing here calls a formula of `helpers`: losses are written with torch.nn.functional, gradients are autograd's, steps
are those of torch.optim and optax. Only the data, the starts and the batches are shared.
"""

import platform
from itertools import pairwise
from pathlib import Path

import jax
import numpy as np
import optax
import torch
from torch.nn import functional as F

from helpers.models import MLP, LinearRegression, LogisticRegression, Quadratic, SineRegression, Slice, SoftmaxRegression
from tests.shared.problems import MODELS, PROBLEMS, STACKS, Rosenbrock, stack

KEEP = 10  # record each tenth step
RATES = {  # optimizer: (its usual rate, how PyTorch writes it)
    "sgd": (0.1, lambda w, rate: torch.optim.SGD([w], rate)),
    "momentum": (0.02, lambda w, rate: torch.optim.SGD([w], rate, momentum=0.9)),
    "nesterov": (0.02, lambda w, rate: torch.optim.SGD([w], rate, momentum=0.8, nesterov=True)),
    "adagrad": (0.1, lambda w, rate: torch.optim.Adagrad([w], rate)),
    "rmsprop": (0.01, lambda w, rate: torch.optim.RMSprop([w], rate)),
    "adam": (0.02, lambda w, rate: torch.optim.Adam([w], rate)),
    "adamw": (0.02, lambda w, rate: torch.optim.AdamW([w], rate)),
    "clipped sgd": (0.1, lambda w, rate: torch.optim.SGD([w], rate)),
    "clipped adam": (0.02, lambda w, rate: torch.optim.Adam([w], rate)),
    "lion": (0.003, lambda w, rate: Optax(w, optax.lion(rate, b1=0.9, b2=0.99, weight_decay=0.1))),
    "sign_sgd": (0.003, lambda w, rate: Optax(w, optax.sign_sgd(rate))),
}
MAX_NORM = 0.5


class Optax:
    """An optax transformation behind PyTorch's interface."""

    def __init__(self, params, transformation):
        self.params, self.transformation = params, transformation
        self.state = transformation.init(params.detach().numpy())

    def zero_grad(self):
        self.params.grad = None

    def step(self):
        values = self.params.detach().numpy()
        updates, self.state = self.transformation.update(self.params.grad.numpy(), self.state, values)
        with torch.no_grad():
            self.params.copy_(torch.from_numpy(np.array(optax.apply_updates(values, updates))))


def loss(model, w, batch):
    """The loss of one vector w over one batch, in PyTorch's words."""
    rows = slice(None) if batch is None else torch.as_tensor(batch)
    match model:
        case Rosenbrock():
            return (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2
        case Quadratic():
            return ((w - torch.tensor(model.centres)[rows]) ** 2 @ torch.tensor(model.curvatures)).mean() / 2
        case SineRegression():
            x, y = torch.tensor(model.x)[rows], torch.tensor(model.y)[rows]
            return F.mse_loss(torch.sin(w * x), y) + model.l2 / 2 * w.square().sum()
        case Slice():
            return loss(model.model, torch.tensor(model.params) + w * torch.tensor(model.direction), batch)
    X, y, squares = torch.tensor(model.X)[rows], torch.tensor(model.y)[rows], w.square().sum()
    match model:
        case LinearRegression():
            value = F.mse_loss(X @ w, y)
        case LogisticRegression():
            value = F.binary_cross_entropy_with_logits(X @ w, y)
        case SoftmaxRegression():
            value = F.cross_entropy(F.linear(X, w.reshape(-1, X.shape[1])), y.long())
        case MLP():
            widths = [X.shape[1], *model.hidden, 1 if model.task == "regression" else int(model.y.max()) + 1]
            squares, end = 0, 0
            for depth, (inputs, units) in enumerate(pairwise(widths)):
                start, end = end, end + units * (inputs + 1)
                layer = w[start:end].reshape(units, inputs + 1)
                squares = squares + layer[:, :-1].square().sum()
                X = F.linear(getattr(torch, model.activation)(X) if depth else X, layer[:, :-1], layer[:, -1])
            value = F.mse_loss(X[:, 0], y) if model.task == "regression" else F.cross_entropy(X, y.long())
    return value + model.l2 / 2 * squares


def gradients():
    """{"model | stack | loss or gradient": its values}, one vector and one batch at a time."""
    for name, model in MODELS.items():
        for number, (runs, batches) in enumerate(STACKS):
            params, batch = stack(model, runs, batches)
            leading = np.broadcast_shapes(runs, batches[:-1] if batches else ())
            each = np.broadcast_to(params, (*leading, model.n_params))
            losses, slopes = np.empty(leading), np.empty(each.shape)
            for run in np.ndindex(leading):
                w = torch.tensor(each[run], requires_grad=True)
                rows = None if batch is None else np.broadcast_to(batch, (*leading, batches[-1]))[run].copy()
                value = loss(model, w, rows)
                value.backward()
                losses[run], slopes[run] = value.item(), w.grad.numpy()
            yield f"{name} | {number} | loss", losses
            yield f"{name} | {number} | gradient", slopes


def trajectories():
    """{"problem | optimizer": every tenth of 200 steps, (21, P)}."""
    for name, problem in PROBLEMS.items():
        for optimizer, (rate, make) in RATES.items():
            w = torch.tensor(problem.start, requires_grad=True)
            stepper = make(w, rate * problem.scale)
            path = [problem.start]
            for batch in problem.batches:
                stepper.zero_grad()
                loss(problem.model, w, batch).backward()
                if optimizer.startswith("clipped"):
                    torch.nn.utils.clip_grad_norm_([w], MAX_NORM)
                stepper.step()
                path.append(w.detach().numpy().copy())
            yield f"{name} | {optimizer}", np.array(path)[::KEEP]


def main():
    jax.config.update("jax_enable_x64", True)
    torch.set_default_dtype(torch.float64)
    packages = {"torch": torch, "optax": optax, "jax": jax, "numpy": np}
    versions = [f"Python {platform.python_version()}", *(f"{name} {module.__version__}" for name, module in packages.items())]
    path = Path(__file__).parent / "pytorch.npz"
    np.savez_compressed(path, versions=", ".join(versions), **dict(gradients()), **dict(trajectories()))
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
