"""All batch losses of one epoch at once: at every weight they average to the full loss."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers.apps._arguments import one_of, within
from helpers.apps.batches import (
    MODELS,
    batch_means,
    batch_sizes,
    epoch_order,
    example_curves,
    size_slider,
    stage_of,
    weight_slider,
)
from helpers.views.epoch_curves import EpochCurves, EpochFrame
from helpers.views.style import number
from helpers.widgets import App, menu, row, slider

LOSSES = {"mean": "mean of its examples' losses", "sum": "sum of its examples' losses"}


@dataclass(frozen=True)
class State:
    """What the controls say. lit: the batch to light, from 1; 0 is none."""

    model: str
    batch_loss: str
    batch_size: int
    lit: int
    w: float
    seed: int


def epoch_curves(model="sine", batch_loss="mean", batch_size=4, lit=1, w=None, seed=0):
    """The loss of every batch of one epoch, and how they level out at the full loss.

    model: sine, least squares or logistic.  batch_loss: mean or sum.  batch_size: a power of 2, three times one, or N.
    lit: the batch to light, from 1 to the last; 0 lights none.  w: the weight at which the losses are compared; None
    is the model's start.  seed: of the shuffling.
    """
    stage = stage_of(model)
    n = stage.model.n_examples
    one_of("batch_loss", batch_loss, LOSSES)
    one_of("batch_size", batch_size, batch_sizes(n))
    within("lit", lit, 0, -(-n // batch_size), Integral)
    within("seed", seed, 0, 99, Integral)
    controls = {
        "model": menu("model", model, MODELS),
        "batch_loss": menu("loss of a batch", batch_loss, LOSSES),
        "batch_size": size_slider(batch_size, batch_sizes(n)),
        "lit": _lit_slider(lit, n, batch_size),
        "w": weight_slider(stage.start if w is None else w, stage),
        "seed": slider("shuffle seed", seed, 0, 99),
    }
    app = App("epoch_curves", EpochCurves(), controls, State, compute, describe)
    app.before("model", lambda: _change_model(app))
    app.before("batch_size", lambda: _change_size(app))
    app.arrange(
        row(controls["model"], controls["batch_loss"]),
        row(controls["batch_size"], controls["lit"]),
        row(controls["w"], controls["seed"]),
        app.picture,
    )
    return app


@lru_cache(maxsize=8)
def curves(model, batch_size, seed):
    """(K, G): the mean loss of each batch along the grid.  (K,): the sizes.  (G,): their mean, weighted by size."""
    each = example_curves(model)
    means, sizes = batch_means(each, epoch_order(len(each), seed), batch_size)
    return means, sizes, sizes @ means / sizes.sum()


def compute(state):
    """State -> EpochFrame."""
    stage, total = stage_of(state.model), state.batch_loss == "sum"
    means, sizes, mean_curve = curves(state.model, state.batch_size, state.seed)
    n, count = stage.model.n_examples, len(sizes)
    at_w = stage.model.loss([state.w], np.arange(n)[:, None])
    losses, _ = batch_means(at_w, epoch_order(n, state.seed), state.batch_size)
    mean = sizes @ losses / n
    return EpochFrame(
        scene=stage.key,
        weight_label=stage.weight_label,
        key=(state.model, state.batch_loss, state.batch_size, state.seed),
        total=total,
        grid=stage.grid,
        full_curve=stage.full_curve,
        mean_curve=mean_curve * n / count if total else mean_curve,
        curves=means * sizes[:, None] if total else means,
        ceiling=stage.ceiling * (1 << (state.batch_size - 1).bit_length() if total else 1),  # few axes, each drawn once
        sizes=sizes,
        lit=state.lit,
        weight=state.w,
        losses=losses * sizes if total else losses,
        full=stage.model.loss([state.w]).item(),
        mean=mean * n / count if total else mean,
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    n, count = frame.sizes.sum(), len(frame.sizes)
    short = f", the last with {frame.sizes[-1]}" if frame.short else ""
    what = "sums" if frame.total else "losses"
    parts = [
        f"{MODELS[state.model]}: N = {n} dealt to {count} batch{'es' if count > 1 else ''} of B = {state.batch_size}{short}",
        f"at w = {number(state.w)} the batch {what} run from {number(frame.losses.min())} to {number(frame.losses.max())}",
        f"their mean{' by size' if frame.short and not frame.total else ''} is {frame.mean:.12f}",
        f"the full loss {frame.full:.12f}",
    ]
    if frame.lit:
        parts.append(f"batch {frame.lit} of {count} is lit: {number(frame.losses[frame.lit - 1])}")
    return ", ".join(parts) + "."


def _lit_slider(lit, n, batch_size):
    return slider("lit batch", lit, 0, -(-n // batch_size))


def _change_model(app):
    """A new model brings its own weights and sizes; B stays where it can, and so does the seed."""
    stage = stage_of(app.controls["model"].value)
    size, sizes = app.controls["batch_size"], batch_sizes(stage.model.n_examples)
    whole, kept = size.value == size.options[-1][1], size.value
    app.replace("batch_size", size_slider(sizes[-1] if whole or kept not in sizes else kept, sizes))
    app.replace("w", weight_slider(stage.start, stage))
    _change_size(app)


def _change_size(app):
    """As many batches as the new size makes."""
    n, size = stage_of(app.controls["model"].value).model.n_examples, app.controls["batch_size"].value
    app.replace("lit", _lit_slider(min(app.controls["lit"].value, -(-n // size)), n, size))
