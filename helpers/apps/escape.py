"""How often SGD leaves a local minimum for the global one: the share of many runs, against batch size and learning rate."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import datasets, landscape
from helpers.apps._arguments import one_of, within
from helpers.apps.scenes import scene
from helpers.models import SineRegression
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train
from helpers.views.escape import Escape, EscapeFrame
from helpers.widgets import App, Player, choice_slider, menu, row, slider

START, STEPS = 4.9, 300  # of each run, as in notebook 04
RATES = (0.1, 0.2, 0.4, 0.8)
SIZES = (1, 2, 4, 8, 16, 32, 64)
BLOCK = 4  # runs that are worked out together, one frame's worth
RUNS = 500
DATA = {"notebook 04": "as in notebook 04", "second draw": "a second draw", "third draw": "a third draw"}
SEEDS = {"second draw": 0, "third draw": 3}


@dataclass(frozen=True)
class State:
    """What the controls say."""

    data: str
    learning_rate: float
    batch_size: int
    seed: int
    runs: int


class ByBlocks(Player):
    """The buttons move by a block of runs."""

    def move(self, by):
        super().move(by * BLOCK)


def escape(data="notebook 04", learning_rate=0.4, batch_size=4, seed=0, runs=BLOCK):
    """The share of runs from a local minimum that end in the valley of the global one, at each batch size and rate.

    data: notebook 04, second draw or third draw, of the same noisy sine.  learning_rate: 0.1, 0.2, 0.4 or 0.8.
    batch_size: a power of 2 up to N = 64.  seed: of all shuffles, 0 to 99.  runs: of each cell, 4 to 500; playing adds
    4 at a time. All rates and sizes see the same shuffles, so a change of rate or size costs nothing.
    """
    one_of("data", data, DATA)
    one_of("learning_rate", learning_rate, RATES)
    one_of("batch_size", batch_size, SIZES)
    within("seed", seed, 0, 99, Integral)
    within("runs", runs, BLOCK, RUNS, Integral)
    controls = {
        "data": menu("data", data, DATA),
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "batch_size": choice_slider("batch size B", batch_size, SIZES),
        "seed": slider("shuffle seed", seed, 0, 99),
        "runs": slider("runs", runs, BLOCK, RUNS),
    }
    controls["runs"].step = BLOCK
    app = App("escape", Escape(), controls, State, compute, describe)
    player = ByBlocks(app, controls["runs"])
    for name in ("data", "seed"):
        app.before(name, player.rewind)
    app.picture.interval = 40
    app.arrange(
        row(controls["data"], controls["learning_rate"], controls["batch_size"]),
        row(controls["seed"], controls["runs"], *player.buttons),
        app.picture,
    )
    return app


@lru_cache
def sine_model(data):
    """sin(wx) on that draw of the data."""
    if data in SEEDS:
        drawn = datasets.sine(n=64, frequency=2.0, noise=0.3, seed=SEEDS[data])
        return SineRegression(drawn.X[:, 0], drawn.y)
    return scene("sine").model


@lru_cache
def global_valley(data):
    """The hills on both sides of the global minimum, as far as w from -1 to 7 holds it."""
    grid = np.linspace(-1, 7, 3201)
    losses = sine_model(data).loss(grid[:, None])
    hills = landscape.minima(grid, -losses)
    right = np.searchsorted(hills, grid[losses.argmin()])
    return hills[right - 1].item(), hills[right].item()


def last_weights(model, rng, runs):
    """Where runs end, (rates, runs, sizes below N): at each step a fresh batch, the first B of a new random order.

    One loop takes all rates, runs and sizes: the batches lie side by side in one row, and each is summed by itself.
    """
    sizes = np.array(SIZES[:-1])
    owner, first = np.repeat(np.arange(len(sizes)), sizes), np.cumsum(sizes) - sizes
    places = np.arange(len(owner)) - first[owner]
    orders = reshuffled(rng, SIZES[-1], SIZES[-1], STEPS, runs).order[..., places, None]
    rates = np.array(RATES)[:, None, None]
    weights = np.full((len(RATES), runs, len(sizes)), START)
    for batches in orders:
        gradients = model.gradient(weights[..., owner, None], batches)[..., 0]  # of single examples
        weights = weights - rates / sizes * np.add.reduceat(gradients, first, axis=-1)
    return weights


@lru_cache(maxsize=1000)
def block(data, seed, number):
    """Whether the runs of one block end in the global valley, (rates, BLOCK, sizes below N)."""
    ends = last_weights(sine_model(data), np.random.default_rng([seed, number]), BLOCK)
    low, high = global_valley(data)
    return (low < ends) & (ends < high)


@lru_cache
def descents(data):
    """Whether the runs with all N examples end there, (rates, 1): gradient descent, one path a rate, whatever the seed."""
    rates, (low, high) = np.array(RATES)[:, None], global_valley(data)
    ends = train(sine_model(data), sgd(), np.full(rates.shape, START), [None] * STEPS, rates).params[-1]
    return (low < ends) & (ends < high)


def counts(data, seed, runs):
    """How many of the first `runs` runs end in the global valley, (rates, sizes)."""
    blocks = [block(data, seed, number) for number in range(-(-runs // BLOCK))]
    below = np.concatenate(blocks, axis=1)[:, :runs].sum(axis=1)
    return np.concatenate([below, runs * descents(data)], axis=1)


def wilson(count, runs, z=1.96):
    """The 95 % band of a share, (low, high), when `count` of `runs` independent runs have it (Wilson 1927).

    Unlike share ± 1.96 standard errors it stays between 0 and 1, and has a width even at 0 of 500.

    >>> low, high = wilson(0, 500)
    >>> print(f"{low:.4f} to {high:.4f}")
    0.0000 to 0.0076
    """
    share = np.asarray(count) / runs
    middle = share + z**2 / (2 * runs)
    half = z * np.sqrt(share * (1 - share) / runs + z**2 / (4 * runs**2))
    low, high = (middle - half) / (1 + z**2 / runs), (middle + half) / (1 + z**2 / runs)
    return np.where(share == 0, 0.0, low)[()], np.where(share == 1, 1.0, high)[()]


def compute(state):
    """State -> EscapeFrame."""
    found = counts(state.data, state.seed, state.runs)
    low, high = wilson(found, state.runs)
    low[:, -1] = high[:, -1] = found[:, -1] / state.runs  # with all examples every run is the same one: nothing to estimate
    return EscapeFrame(
        sizes=SIZES,
        rates=RATES,
        row=RATES.index(state.learning_rate),
        column=SIZES.index(state.batch_size),
        runs=state.runs,
        shares=found / state.runs,
        low=low,
        high=high,
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    here = frame.shares[frame.row]
    shares = ", ".join(f"{share:.0%} at B = {size}" for size, share in zip(SIZES, here))
    best = ", ".join(f"{frame.best_of(row)} at η = {rate}" for row, rate in enumerate(RATES))
    return (
        f"Data {DATA[state.data]}: {state.runs} runs of {STEPS} steps from w = {START}, η = {state.learning_rate}; "
        f"in the global valley end {shares}; "
        f"your B = {state.batch_size}: {here[frame.column]:.1%}, 95% band {frame.band}; "
        f"largest share at B = {best}."
    )
