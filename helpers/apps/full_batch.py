"""SGD with larger and larger batches beside gradient descent: near it, and at B = N the same."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers.apps._arguments import one_of, within
from helpers.apps.learning_rate import bowl, penguin_model
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import diverged_at, train
from helpers.views.full_batch import FullBatch, FullBatchFrame
from helpers.views.style import number
from helpers.widgets import App, choice_slider, menu, row, slider

FEATURES, STEPS, RUNS, LIMIT = "strong", 40, 50, 100.0
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 341, 342)
RATES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
ORDERS = {False: "as they were shuffled", True: "sorted by number"}


@dataclass(frozen=True)
class State:
    """What the controls say."""

    batch_size: int
    learning_rate: float
    in_order: bool
    seed: int


def full_batch(batch_size=32, learning_rate=0.2, in_order=False, seed=0):
    """SGD and gradient descent from one start, least squares with two weights on 342 penguins, and how far they are apart.

    batch_size: a power of 2 up to 256, or 341, or 342, which is N.  learning_rate: 0.02 to 0.5.  in_order: whether the
    examples of a batch are added up in the order of their numbers, as gradient descent adds them.  seed: of the shuffles.
    """
    one_of("batch_size", batch_size, SIZES)
    within("learning_rate", learning_rate, RATES[0], RATES[-1])
    one_of("in_order", in_order, ORDERS)
    within("seed", seed, 0, 99, Integral)
    controls = {
        "batch_size": choice_slider("batch size B", batch_size, SIZES),
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "in_order": menu("examples in a batch", in_order, ORDERS),
        "seed": slider("seed of the shuffles", seed, 0, 99),
    }
    app = App("full_batch", FullBatch(), controls, State, compute, describe)
    app.arrange(row(controls["batch_size"], controls["learning_rate"]), row(controls["in_order"], controls["seed"]), app.picture)
    return app


def start():
    """(2,): equally far from the minimum along both directions of the bowl."""
    return bowl(FEATURES).minimum + bowl(FEATURES).directions.sum(0)


@lru_cache(maxsize=8)
def descent(learning_rate):
    """(T + 1, 2): gradient descent, a batch of all examples in the order of their numbers."""
    model = penguin_model(FEATURES)
    everyone = np.arange(model.n_examples)[None]  # a stack of one: added up as the stacks of runs are
    return train(model, sgd(), start()[None], [everyone] * STEPS, learning_rate).params[:, 0]


@lru_cache(maxsize=8)
def runs(batch_size, learning_rate, in_order, seed):
    """(T + 1, R, 2): SGD, the data reshuffled each epoch, each run its own shuffles."""
    model = penguin_model(FEATURES)
    n = model.n_examples
    epochs = -(-STEPS // -(-n // batch_size))
    batches = reshuffled(np.random.default_rng(seed), n, batch_size, epochs, RUNS)[:STEPS]
    if in_order:
        batches = [np.sort(batch, axis=-1) for batch in batches]
    return train(model, sgd(), np.tile(start(), (RUNS, 1)), batches, learning_rate).params


def compute(state):
    """State -> FullBatchFrame."""
    model = penguin_model(FEATURES)
    paths, straight = runs(**vars(state)), descent(state.learning_rate)
    with np.errstate(over="ignore", invalid="ignore"):
        distances = np.nan_to_num(np.linalg.norm(paths - straight[:, None], axis=-1), nan=np.inf)
    losses = model.loss(paths)
    lost = int(np.sum(~(losses[-1] <= LIMIT)))
    return FullBatchFrame(
        bowl=bowl(FEATURES),
        batch_size=state.batch_size,
        n=model.n_examples,
        steps_per_epoch=-(-model.n_examples // state.batch_size),
        descent=straight,
        path=paths[:, 0],
        distance=distances[:, 0],
        low=distances.min(1),
        high=distances.max(1),
        runs=RUNS,
        verdict=_verdict(distances.max(), straight, lost),
        diverged=diverged_at(losses[:, 0], LIMIT),
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    words = (
        f"least squares on penguins, two weights: η = {number(state.learning_rate)}, B = {state.batch_size} of N = {frame.n}, "
        f"{frame.steps_per_epoch} steps an epoch, {STEPS} steps from the same start, the examples of a batch "
        f"{ORDERS[state.in_order]}: {RUNS} runs of SGD beside gradient descent, {frame.verdict}"
    )
    return f"{words}." if frame.diverged is None else f"{words}; the run shown diverged at step {frame.diverged}."


def _verdict(largest, straight, lost):
    """What the largest distance of all runs and steps comes to."""
    if largest == 0:
        return "largest distance 0: the same to the last bit"
    if largest < 1e-12 * np.abs(straight).max():
        return "largest distance below 10⁻¹² of w: rounding"
    return f"{lost} of {RUNS} runs diverged" if lost else f"largest distance {number(largest)}"
