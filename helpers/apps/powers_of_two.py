"""Are powers of 2 better batch sizes? Bytes and steps, counted, and seconds, measured on the reader's machine."""

from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter

import ipywidgets
import numpy as np

from helpers import datasets
from helpers.apps._arguments import one_of
from helpers.models import MLP
from helpers.views.cost import spaced
from helpers.views.powers_of_two import Powers, PowersFrame
from helpers.widgets import App, button, choice_slider, menu, row

MODELS = {"moons": "two moons, network 2-16-1", "flights": "flights, network 4-32-1"}
EXAMPLES = {"moons": 2000, "flights": 20_000}
SIZES = tuple(2**k + by for k in range(3, 10) for by in (-1, 0, 1))
ROUNDS, SHARE = 40, 0.004  # how often each size is timed, and the seconds of one timing
MEDIAN = 1.2533 * 1.4826  # the standard error of a median: this times the median deviation over √rounds, for a normal spread


@dataclass(frozen=True)
class State:
    """What the controls say."""

    model: str
    batch_size: int


def powers_of_two(model="moons", batch_size=64):
    """Powers of 2 as batch sizes beside their neighbours: bytes and steps counted, seconds measured on demand.

    model: moons or flights, a network each.  batch_size: 2ᵏ − 1, 2ᵏ or 2ᵏ + 1, from 7 to 513.
    """
    one_of("model", model, MODELS)
    one_of("batch_size", batch_size, SIZES)
    measured = {}  # {model: [(S,) seconds of one step, a round each]}
    controls = {"model": menu("model", model, MODELS), "batch_size": choice_slider("batch size B", batch_size, SIZES)}
    app = App("powers_of_two", Powers(), controls, State, lambda state: compute(state, measured), describe)
    progress = ipywidgets.IntProgress(0, max=ROUNDS, layout=ipywidgets.Layout(width="160px", visibility="hidden"))
    tooltip = "measure the seconds of each step"
    start = button("measure", "clock-o", tooltip, lambda: _measure_all(app, measured, progress, start), width="110px")
    app.arrange(row(*controls.values(), start, progress), app.picture)
    return app


@lru_cache
def network(model):
    """A network on that many examples, in standard units; squared error."""
    data = datasets.two_moons(EXAMPLES[model], noise=0.2) if model == "moons" else datasets.flights()
    if model == "flights":
        data = datasets.standardised(data)
    n = EXAMPLES[model]
    return MLP(data.X[:n], data.y[:n], hidden=(16 if model == "moons" else 32,))


def bytes_of_step(model, batch_size):
    """The arrays of one gradient that grow with the batch: inputs with their ones, targets, values and errors of each layer.

    >>> bytes_of_step(MLP(X=np.zeros((9, 2)), y=np.zeros(9), hidden=(16,)), batch_size=1)  # 8 bytes each of 3 + 1 + 17 + 1 + 17
    312
    """
    (hidden, inputs), (outputs, values) = model.shapes
    return 8 * batch_size * (inputs + outputs + 2 * values + outputs)


def multiplications(model, batch_size):
    """Those of the matrix products of one gradient: forward, backward to the weights, backward to the hidden values."""
    (hidden, inputs), (outputs, values) = model.shapes
    return batch_size * (2 * hidden * inputs + 3 * outputs * values)


def rounds(model, count=ROUNDS, share=SHARE, clock=perf_counter):
    """Time a step, gradient and update, at each size, `count` times over: yields (S,) seconds a step.

    Within a round the sizes come in random order, so that what slows the machine for a while slows all alike.
    """
    rng, W = np.random.default_rng(0), model.initial(np.random.default_rng(1))
    repeats = []
    for size in SIZES:  # a first pass warms up, and says how many steps fill the share
        spent = _timed(model, W, rng.integers(model.n_examples, size=size), 20, clock)
        repeats.append(int(np.clip(share / max(spent, 1e-9), 5, 2000)))
    for _ in range(count):
        times = np.empty(len(SIZES))
        for place in rng.permutation(len(SIZES)):
            batch = rng.integers(model.n_examples, size=SIZES[place])
            times[place] = _timed(model, W, batch, repeats[place], clock)
        yield times


def _timed(model, W, batch, repeats, clock):
    """Seconds of one of so many steps."""
    before = clock()
    for _ in range(repeats):
        W = W - 0.01 * model.gradient(W, batch)
    return (clock() - before) / repeats


def median(values):
    """The median over rounds, the first axis, and its standard error, which a few slow rounds do not spoil."""
    middle = np.median(values, axis=0)
    return middle, MEDIAN * np.median(np.abs(values - middle), axis=0) / np.sqrt(len(values))


def compare(times):
    """(R, S) seconds -> the ratio (K,) of a power of 2 to the mean of its neighbours, its error (K,), and both for all together.

    Each round is measured by its own median, so that a slow one counts as the others do. Where time is a + bB, the mean of
    the neighbours is that of the power: no bias.

    >>> ratios, errors, (together, error) = compare(np.tile(1e-5 + 1e-7 * np.array(SIZES), (5, 1)))
    >>> ratios.round(12).tolist(), round(together, 12), error
    ([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], 1.0, 0.0)
    """
    middles, spreads = (np.reshape(part, (-1, 3)).T for part in median(times / np.median(times, axis=1, keepdims=True)))
    less, power, more = middles
    ratios = 2 * power / (less + more)
    errors = ratios * np.sqrt((spreads[1] / power) ** 2 + (spreads[0] ** 2 + spreads[2] ** 2) / (less + more) ** 2)
    return ratios, errors, (ratios.mean().item(), np.sqrt(np.sum(errors**2)).item() / len(ratios))


def compute(state, measured):
    """State and the rounds so far -> PowersFrame."""
    model, sizes, times = network(state.model), np.array(SIZES), np.array(measured.get(state.model, []))
    steps = -(-model.n_examples // sizes)
    none = np.array([])
    seconds, errors = median(times) if len(times) else (none, none)
    ratios, ratio_errors, together = compare(times) if len(times) else (none, none, None)
    return PowersFrame(
        sizes=sizes,
        batch_size=state.batch_size,
        bytes=bytes_of_step(model, sizes),
        steps=steps,
        times=seconds * steps[: len(seconds)],
        time_errors=errors * steps[: len(seconds)],
        ratios=ratios,
        ratio_errors=ratio_errors,
        together=together,
        rounds=len(times),
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    model, place = network(state.model), frame.place
    words = (
        f"{MODELS[state.model]}, N = {spaced(model.n_examples)}: B = {state.batch_size} takes "
        f"{spaced(frame.steps[place])} steps an epoch, {spaced(frame.bytes[place])} bytes and "
        f"{spaced(multiplications(model, state.batch_size))} multiplications a step, "
        f"{spaced(frame.bytes[1] - frame.bytes[0])} bytes more for each example more"
    )
    if not frame.rounds:
        return f"{words}; seconds not measured yet."
    if frame.rounds < ROUNDS:
        return f"{words}; measuring, {frame.rounds} of {ROUNDS} rounds done."
    ratio, error = frame.together
    return (
        f"{words}; measured on this machine: a step at a power of 2 takes {ratio:.3f} ± {2 * error:.3f} (two standard errors) "
        f"of the time at its two neighbours, over {len(frame.ratios)} powers of 2 and {ROUNDS} rounds."
    )


def _measure_all(app, measured, progress, start):
    """Measure round by round; the figure and the bar follow."""
    start.disabled, progress.layout.visibility, progress.value = True, "visible", 0
    key = app.controls["model"].value
    measured[key], fresh = [], []
    try:
        for done, times in enumerate(rounds(network(key)), start=1):
            fresh.append(times)
            progress.value = done
            if done % 5 == 0:
                with app.together():
                    measured[key] = [*fresh]
    finally:
        start.disabled, progress.layout.visibility = False, "hidden"
