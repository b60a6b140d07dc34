"""What a step costs: all examples of the flights, or a batch of them, counted in multiplications and in seconds."""

from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter

import ipywidgets
import numpy as np

from helpers import datasets
from helpers.apps._arguments import one_of
from helpers.models import LinearRegression
from helpers.views.cost import Cost, CostFrame, seconds, spaced
from helpers.widgets import App, button, choice_slider, row

SIZES = (1000, 3000, 10_000, 30_000, 100_000, 327_346)
BATCHES = (1, 8, 32, 128, 512)
FEATURES = ("dep_delay", "distance", "hour", "month")
SHARE = 0.05  # seconds of measuring for each dot


@dataclass(frozen=True)
class State:
    """What the controls say."""

    n: int
    batch_size: int


def cost(n=327_346, batch_size=32):
    """The cost of one step of gradient descent and of SGD, least squares on the flights: counted, and measured on demand.

    n: examples, one of 1000, 3000, 10000, 30000, 100000, 327346.  batch_size: one of 1, 8, 32, 128, 512.
    """
    one_of("n", n, SIZES)
    one_of("batch_size", batch_size, BATCHES)
    measured = {}  # {(n, batch_size or None for all): seconds of one step}
    controls = {
        "n": choice_slider("examples N", n, SIZES),
        "batch_size": choice_slider("batch size B", batch_size, BATCHES),
    }
    app = App("cost", Cost(), controls, State, lambda state: compute(state, measured), describe)
    progress = ipywidgets.IntProgress(0, max=len(SIZES), layout=ipywidgets.Layout(width="160px", visibility="hidden"))
    tooltip = "measure the seconds of each step"
    start = button("measure", "clock-o", tooltip, lambda: _measure_all(app, measured, progress, start), width="110px")
    app.arrange(row(*controls.values(), start, progress), app.picture)
    return app


def multiplications(examples, weights):
    """The multiplications of one step of least squares: X @ W, the residuals @ X, and the two that scale each weight.

    >>> multiplications(examples=32, weights=4)
    264
    """
    return 2 * examples * weights + 2 * weights


@lru_cache
def model(n):
    """Least squares on the first n flights, in standard units."""
    if n < SIZES[-1]:
        whole = model(SIZES[-1])
        return LinearRegression(whole.X[:n], whole.y[:n])
    data = datasets.standardised(datasets.flights(FEATURES))
    return LinearRegression(data.X, data.y)


def step_seconds(n, batch_size=None):
    """The time of one step, gradient and update, on all n examples or on a batch drawn for it: the fastest of many."""
    descent, rng, W, fastest = model(n), np.random.default_rng(0), np.zeros(len(FEATURES)), np.inf
    end = perf_counter() + SHARE
    while perf_counter() < end:
        before = perf_counter()
        batch = None if batch_size is None else rng.integers(n, size=batch_size)
        W = W - 0.01 * descent.gradient(W, batch)
        fastest = min(fastest, perf_counter() - before)
    return fastest


def compute(state, measured):
    """State and the seconds so far -> CostFrame."""
    weights = len(FEATURES)
    timed = [n for n in SIZES if (n, state.batch_size) in measured]
    return CostFrame(
        sizes=np.array(SIZES),
        full_counts=np.array([multiplications(n, weights) for n in SIZES]),
        step_count=multiplications(state.batch_size, weights),
        n=state.n,
        batch_size=state.batch_size,
        count=multiplications(state.n, weights),
        full_seconds=np.array([measured[n, None] for n in timed]),
        step_seconds=np.array([measured[n, state.batch_size] for n in timed]),
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    words = (
        f"least squares on flights, {len(FEATURES)} weights: one step of gradient descent on N = {spaced(state.n)} examples "
        f"takes {spaced(frame.count)} multiplications, one of SGD on B = {state.batch_size} takes {spaced(frame.step_count)}, "
        f"{spaced(frame.count // frame.step_count)} times fewer"
    )
    done = len(frame.full_seconds)
    if done == 0:
        return f"{words}; seconds not measured yet."
    if done < len(SIZES):
        return f"{words}; measuring, {done} of {len(SIZES)} sizes done."
    place = SIZES.index(state.n)
    return (
        f"{words}; measured on this machine {seconds(frame.full_seconds[place])} and {seconds(frame.step_seconds[place])}, "
        f"{frame.full_seconds[place] / frame.step_seconds[place]:.0f} times fewer; "
        f"from N = 1 000 to {spaced(SIZES[-1])} a step of gradient descent takes "
        f"{frame.full_seconds[-1] / frame.full_seconds[0]:.0f} times as long, one of SGD "
        f"{frame.step_seconds[-1] / frame.step_seconds[0]:.1f} times."
    )


def _measure_all(app, measured, progress, start):
    """Measure size by size; the figure and the bar follow."""
    start.disabled, progress.layout.visibility, progress.value = True, "visible", 0
    measured.clear()
    model(SIZES[-1])  # read the data before the clock runs
    for done, n in enumerate(SIZES, start=1):
        fresh = {(n, batch_size): step_seconds(n, batch_size) for batch_size in (None, *BATCHES)}
        with app.together():
            measured.update(fresh)
        progress.value = done
    start.disabled, progress.layout.visibility = False, "hidden"
