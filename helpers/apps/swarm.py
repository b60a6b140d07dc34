"""Two hundred runs at once on the landscape, and how many of them are in the valley of the global minimum."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers.apps._arguments import one_of, within
from helpers.apps._dragging import draggable
from helpers.apps.basins import valleys, wide
from helpers.apps.escape import SIZES, START, STEPS, wilson
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train
from helpers.views.style import number
from helpers.views.swarm import Swarm, SwarmFrame
from helpers.widgets import App, Player, choice_slider, round_numbers, row, slider

RUNS = 200
STRETCH = 20  # steps that are worked out together
RATES = [rate for rate in round_numbers(-2, 0) if rate >= 0.05]


@dataclass(frozen=True)
class State:
    """What the controls say."""

    learning_rate: float
    batch_size: int
    start: float
    seed: int
    run: int
    step: int


def swarm(learning_rate=0.4, batch_size=4, start=START, seed=0, run=1, step=0):
    """200 runs of SGD from one start, each with its own shuffles, and the share of them in the global valley.

    learning_rate: from 0.05 to 1.  batch_size: a power of 2 up to N = 64.  start: from -0.8 to 7.2.  seed: of all
    shuffles, 0 to 99.  run: the one whose batch loss is drawn, 1 to 200.  step: 0 to 300.
    """
    stage = wide("sine")
    within("learning_rate", learning_rate, 0.05, 1)
    one_of("batch_size", batch_size, SIZES)
    within("start", start, stage.low, stage.high)
    within("seed", seed, 0, 99, Integral)
    within("run", run, 1, RUNS, Integral)
    within("step", step, 0, STEPS, Integral)
    controls = {
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "batch_size": choice_slider("batch size B", batch_size, SIZES),
        "start": choice_slider("start weight", start, stage.starts),
        "seed": slider("shuffle seed", seed, 0, 99),
        "run": slider("run picked out", run, 1, RUNS),
        "step": slider("step", step, 0, STEPS),
    }
    app = App("swarm", Swarm(), controls, State, compute, describe)
    player = Player(app, controls["step"])
    app.before("start", player.rewind)
    app.picture.interval = 60
    draggable(app, "start")
    app.arrange(
        row(controls["learning_rate"], controls["batch_size"], controls["start"]),
        row(controls["seed"], controls["run"]),
        row(controls["step"], *player.buttons),
        app.picture,
    )
    return app


@lru_cache(maxsize=64)
def orders(seed, stretch):
    """A new random order of all examples at each step of each run, (STRETCH, RUNS, N): a batch is its first B."""
    n = SIZES[-1]
    return reshuffled(np.random.default_rng([seed, stretch]), n, n, STRETCH, RUNS).order.astype(np.uint8)


@lru_cache(maxsize=256)
def path(learning_rate, batch_size, start, seed, stretch):
    """The weights of all runs in one stretch of steps, (STRETCH + 1, RUNS), from where the stretch before it ends."""
    model, before = wide("sine").model, np.full((RUNS, 1), start)
    if stretch:
        before = path(learning_rate, batch_size, start, seed, stretch - 1)[-1][:, None]
    if batch_size == model.n_examples:  # all runs are one
        one = train(model, sgd(), before[:1], [None] * STRETCH, learning_rate).params[..., 0]
        return np.broadcast_to(one, (STRETCH + 1, RUNS))
    return train(model, sgd(), before, orders(seed, stretch)[..., :batch_size], learning_rate).params[..., 0]


def paths(learning_rate, batch_size, start, seed, step):
    """The weights of all runs at steps 0, 1, ..., step: (step + 1, RUNS)."""
    stretches = [path(learning_rate, batch_size, start, seed, number) for number in range(-(-step // STRETCH) or 1)]
    return np.concatenate([stretches[0][:1], *(stretch[1:] for stretch in stretches)])[: step + 1]


def compute(state):
    """State -> SwarmFrame."""
    stage, (minima, ends) = wide("sine"), valleys("sine")
    weights = paths(state.learning_rate, state.batch_size, state.start, state.seed, state.step)
    best = int(stage.model.loss(minima[:, None]).argmin())
    low, high = ends[best]
    there = (low < weights) & (weights < high)
    stretch, place = divmod(state.step, STRETCH)
    batch = orders(state.seed, stretch)[place, state.run - 1, : state.batch_size]
    counts, alone = there.sum(axis=1), state.batch_size == SIZES[-1]  # with all examples every run is the same one
    picked = weights[-1, state.run - 1]
    return SwarmFrame(
        weight_label=stage.weight_label,
        grid=stage.grid,
        full_curve=stage.full_curve,
        ceiling=stage.ceiling,
        batch_curve=stage.curve(batch),
        batch_size=state.batch_size,
        minima=minima,
        ends=ends,
        best=best,
        weights=weights[-1],
        losses=stage.model.loss(weights[-1][:, None]),
        picked=picked,
        picked_loss=stage.model.loss([picked], batch).item(),
        shares=counts / RUNS,
        bands=np.array([counts / RUNS] * 2 if alone else wilson(counts, RUNS)),
        been=np.logical_or.accumulate(there).sum(axis=1) / RUNS,
        last=STEPS,
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    off = f", {frame.off} off the picture" if frame.off else ""
    return (
        f"{RUNS} runs: η = {number(state.learning_rate)}, B = {state.batch_size} of N = {SIZES[-1]}, "
        f"start w = {number(state.start)}, step {state.step} of {STEPS}: "
        f"{frame.shares[-1]:.1%} are in the global valley, 95% band {frame.band}, "
        f"{frame.been[-1]:.1%} have been there by now{off}; "
        f"run {state.run}: w = {number(frame.picked)}, batch loss {number(frame.picked_loss)}, "
        f"full loss {number(frame.losses[state.run - 1])}."
    )
