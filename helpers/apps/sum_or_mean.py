"""The sum of a batch's gradients in place of their mean: a learning rate B times as large, and nothing else."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers.apps._arguments import one_of, within
from helpers.apps.batches import MODELS, batch_sizes, size_slider, stage_of
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import diverged_at, train
from helpers.views.style import number
from helpers.views.sum_or_mean import RUNS, RunsFrame, SumOrMean
from helpers.widgets import App, Player, choice_slider, menu, round_numbers, row, slider

STEPS = 40


@dataclass(frozen=True)
class State:
    """What the controls say."""

    model: str
    learning_rate: float
    batch_size: int
    seed: int
    step: int


@dataclass(frozen=True, eq=False)
class Summed:
    """A model whose gradient on a batch is the sum over the batch, not the mean."""

    model: object
    n_params = 1

    def gradient(self, params, batch):
        with np.errstate(over="ignore", invalid="ignore"):
            return len(batch) * self.model.gradient(params, batch)


def sum_or_mean(model="least squares", learning_rate=0.1, batch_size=4, seed=0, step=0):
    """Three runs over the same batches: the mean gradient at η, the sum at η, and the sum at η/B.

    model: sine, least squares or logistic.  learning_rate: 0.001 to 1.  batch_size: a power of 2, three times one, or
    N.  seed: of the shuffling.  step: 0 to 40.
    """
    stage = stage_of(model)
    sizes = batch_sizes(stage.model.n_examples)
    within("learning_rate", learning_rate, 1e-3, 1)
    one_of("batch_size", batch_size, sizes)
    within("seed", seed, 0, 99, Integral)
    within("step", step, 0, STEPS, Integral)
    controls = {
        "model": menu("model", model, MODELS),
        "learning_rate": choice_slider("learning rate η", learning_rate, round_numbers(-3, 0)),
        "batch_size": size_slider(batch_size, sizes),
        "seed": slider("shuffle seed", seed, 0, 99),
        "step": slider("step", step, 0, STEPS),
    }
    app = App("sum_or_mean", SumOrMean(), controls, State, compute, describe)
    player = Player(app, controls["step"])
    app.before("model", lambda: _change_model(app, player))
    app.arrange(
        row(controls["model"], controls["seed"]),
        row(controls["learning_rate"], controls["batch_size"]),
        row(controls["step"], *player.buttons),
        app.picture,
    )
    return app


@lru_cache(maxsize=8)
def runs(key, learning_rate, batch_size, seed):
    """{run: (weights (STEPS + 1,), full losses (STEPS + 1,), the step from which it has diverged or None)}."""
    stage = stage_of(key)
    n = stage.model.n_examples
    batches = reshuffled(np.random.default_rng(seed), n, batch_size, -(-STEPS // -(-n // batch_size)))[:STEPS]
    sizes = [len(batch) for batch in batches]
    rates = {"mean": learning_rate, "sum": learning_rate, "rescaled": lambda step: learning_rate / sizes[min(step, STEPS - 1)]}
    found = {}
    for run in RUNS:
        model = stage.model if run == "mean" else Summed(stage.model)
        history = train(model, sgd(), [stage.start], batches, rates[run])
        losses = history.losses(stage.model)
        found[run] = history.params[:, 0], losses, diverged_at(losses, limit=100 * stage.ceiling)
    return found


def compute(state):
    """State -> RunsFrame."""
    stage = stage_of(state.model)
    found = runs(state.model, state.learning_rate, state.batch_size, state.seed)
    past = slice(state.step + 1)
    weights = {run: _until(found[run][2], found[run][0])[past] for run in RUNS}
    return RunsFrame(
        scene=stage.key,
        weight_label=stage.weight_label,
        grid=stage.grid,
        full_curve=stage.full_curve,
        ceiling=stage.ceiling,
        weights=weights,
        losses={run: found[run][1][past] for run in RUNS},
        last=STEPS,
        rate=state.learning_rate,
        size=state.batch_size,
        notice=" ".join(_notice(run, found[run][2], weights[run], stage) for run in ("mean", "sum")).strip(),
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    found = runs(state.model, state.learning_rate, state.batch_size, state.seed)
    names = {"mean": "the mean", "sum": "the sum", "rescaled": "the sum at η/B"}
    where = []
    for run, name in names.items():
        diverged = found[run][2]
        gone = diverged is not None and state.step >= diverged
        where.append(f"{name} {f'diverged at step {diverged}' if gone else f'at w = {number(frame.weights[run][-1])}'}")
    return (
        f"{MODELS[state.model]}: η = {number(state.learning_rate)}, B = {state.batch_size}, "
        f"step {state.step} of {STEPS}, {', '.join(where)}."
    )


def _until(diverged, weights):
    """The weights with nan from the step after the divergence on."""
    return weights if diverged is None else np.where(np.arange(len(weights)) > diverged, np.nan, weights)


def _notice(run, diverged, weights, stage):
    if diverged is not None and len(weights) > diverged:
        return f"the {run} diverged at step {diverged}"
    if not stage.low <= weights[-1] <= stage.high:
        return f"the {run} is off the picture, at w = {number(weights[-1])}"
    return ""


def _change_model(app, player):
    """A new model brings its own sizes; the rest stays, and so does B where it can."""
    n = stage_of(app.controls["model"].value).model.n_examples
    size, sizes = app.controls["batch_size"], batch_sizes(n)
    whole, kept = size.value == size.options[-1][1], size.value
    app.replace("batch_size", size_slider(sizes[-1] if whole or kept not in sizes else kept, sizes))
    player.rewind()
