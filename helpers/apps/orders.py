"""Why stochastic: the same examples in four orders, one at a time."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import ipywidgets
import numpy as np

from helpers import datasets
from helpers.apps._arguments import one_of, within
from helpers.models import Quadratic
from helpers.optimizers import sgd
from helpers.sampling import Batches, in_order, reshuffled, shuffled_once, with_replacement
from helpers.theory import example_weights, share_touched
from helpers.training import train
from helpers.views.orders import Frame, Order, Orders
from helpers.views.style import number
from helpers.widgets import App, Player, choice_slider, round_numbers, row, slider

SAMPLERS = {
    "reshuffled each epoch": reshuffled,
    "shuffled once": shuffled_once,
    "in order": in_order,
    "with replacement": with_replacement,
}
N, EPOCHS, RUNS, START = 20, 10, 400, 3.0


@dataclass(frozen=True)
class State:
    """What the controls say."""

    learning_rate: float
    by_mass: bool
    seed: int
    step: int


def orders(learning_rate=0.1, by_mass=True, seed=0, step=200):
    """SGD estimates the mean mass of 20 penguins, one penguin a step, in four orders.

    by_mass: whether the data come sorted from light to heavy, or in no order.  seed: of the draws.  step: 0 to 200,
    the steps taken.
    """
    within("learning_rate", learning_rate, 0.01, 1)
    one_of("by_mass", by_mass, (True, False))
    within("seed", seed, 0, 99, Integral)
    within("step", step, 0, N * EPOCHS, Integral)
    controls = {
        "learning_rate": choice_slider("learning rate η", learning_rate, round_numbers(-2, 0)),
        "by_mass": ipywidgets.Checkbox(by_mass, description="data sorted, light to heavy", indent=False),
        "seed": slider("seed", seed, 0, 99),
        "step": slider("step", step, 0, N * EPOCHS),
    }
    app = App("orders", Orders(), controls, State, compute, describe)
    player = Player(app, controls["step"])
    app.arrange(
        row(controls["learning_rate"], controls["seed"], controls["by_mass"]),
        row(controls["step"], *player.buttons),
        app.picture,
    )
    return app


@lru_cache(maxsize=2)
def penguins(by_mass):
    """The masses of 20 penguins in kg, sorted or in no order; each loss is ½ (w - mass)²."""
    masses = datasets.penguins().y / 1000
    masses = np.random.default_rng(3).choice(masses, N, replace=False)
    return Quadratic([1.0], (np.sort(masses) if by_mass else masses)[:, None])


@lru_cache(maxsize=8)
def paths(learning_rate, by_mass, seed):
    """{sampler: (the order of each epoch (EPOCHS, N), the weights (N EPOCHS + 1,))}, all four in one stack of runs."""
    each = [sampler(np.random.default_rng(seed), N, 1, EPOCHS).order for sampler in SAMPLERS.values()]
    batches = Batches(np.stack(each, axis=1), 1)
    weights = train(penguins(by_mass), sgd(), np.full((len(each), 1), START), batches, learning_rate).params[..., 0]
    return dict(zip(SAMPLERS, zip(each, weights.T)))


@lru_cache(maxsize=8)
def drawn(sampler, by_mass):
    """(EPOCHS, RUNS, N): the masses in the orders of many runs."""
    order = SAMPLERS[sampler](np.random.default_rng(100), N, 1, EPOCHS, runs=RUNS).order
    return penguins(by_mass).centres[order, 0]


@lru_cache(maxsize=32)
def distance(sampler, learning_rate, by_mass):
    """How far w is from the best w at the end of the last epoch: the root mean square over RUNS runs.

    SGD on ½ (w - a)² is a weighted mean of the examples and the start, so an epoch is one product.
    """
    w = np.full(RUNS, START)
    for pull in drawn(sampler, by_mass) @ example_weights(np.full(N, learning_rate)):
        w = (1 - learning_rate) ** N * w + pull
    return np.sqrt(np.mean((w - penguins(by_mass).centres.mean()) ** 2)).item()


def compute(state):
    """State -> Frame."""
    masses = penguins(state.by_mass).centres[:, 0]
    rank = np.empty(N, dtype=int)
    rank[np.argsort(masses, kind="stable")] = np.arange(N)
    panels = tuple(_panel(sampler, state) for sampler in SAMPLERS)
    return Frame(masses.mean().item(), (min(START, masses.min()) - 0.1, masses.max() + 0.1), rank, state.step, panels)


def _panel(sampler, state):
    order, weights = paths(state.learning_rate, state.by_mass, state.seed)[sampler]
    share = touched(order, state.step)
    far = distance(sampler, state.learning_rate, state.by_mass)
    notes = (f"an epoch sees {100 * share:.0f} %", f"{RUNS} runs: {far:.3f} kg off")
    return Order(sampler, weights[: state.step + 1], order, notes)


def touched(order, step):
    """The mean share of the examples that the whole epochs among the first steps have seen."""
    epochs = max(1, step // order.shape[1])
    return np.mean([len(np.unique(row)) for row in order[:epochs]]).item() / order.shape[1]


def describe(state, frame):
    """The picture in one line of words and numbers."""
    parts = [
        f"{N} penguins {'sorted from light to heavy' if state.by_mass else 'in no order'}, η = {number(state.learning_rate)}, "
        f"step {state.step} of {N * EPOCHS}, best w = {number(frame.best)} kg"
    ]
    for panel in frame.panels:
        share = touched(panel.order, state.step)
        far = distance(panel.title, state.learning_rate, state.by_mass)
        parts.append(
            f"{panel.title}: w = {number(panel.weights[-1])}, sees {number(100 * share)} % of the examples in an epoch, "
            f"ends {number(round(far, 4))} kg from the best w, root mean square of {RUNS} runs"
        )
    parts.append(f"expected with replacement {number(100 * share_touched(N).item())} %")
    return "; ".join(parts) + "."
