"""Is SGD faster than gradient descent? The same runs against updates, examples seen, and seconds, measured on demand."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral
from time import perf_counter

import ipywidgets
import numpy as np

from helpers import theory
from helpers.apps._arguments import one_of, within
from helpers.apps.cost import SIZES, model
from helpers.apps.sixty_four import penguins
from helpers.views.cost import seconds, spaced
from helpers.views.faster import AXES, Faster, FasterFrame
from helpers.views.style import number
from helpers.widgets import App, button, choice_slider, menu, row, slider

DATA = {"flights": "327 346 flights, 4 weights", "penguins": "64 penguins, 3 weights"}
BATCHES = (2, 4, 8, 16, 32, 64, 128, 256, 512)
SCALES = (0.125, 0.25, 0.5, 1, 2)
SHARES = (50, 80, 90, 95, 98, 99)
RUNS = 10
GRADIENT_DESCENT, STEPS, EXAMPLES, LEAST = 200, 1200, 8000, 20  # updates of gradient descent, and the bounds of those of SGD
SHARE = 0.2  # seconds of measuring for each method


@dataclass(frozen=True)
class State:
    """What the controls say."""

    axis: str
    data: str
    batch_size: int
    scale: float
    goal: int
    seed: int


def faster(axis="updates", data="flights", batch_size=32, scale=0.25, goal=95, seed=0):
    """Gradient descent, SGD with one example and mini-batches, all from W = 0: the full loss against one axis.

    axis: updates, examples or seconds.  data: flights or penguins.  batch_size: of the mini-batches, a power of 2 from 2 to
    512.  scale: each method's learning rate in units of its best single step, 1/8 to 2.  goal: per cent of the way down,
    50, 80, 90, 95, 98 or 99.  seed: of the draws; each batch is drawn anew from all examples, in 10 runs.
    """
    for name, value, allowed in (
        ("axis", axis, [*AXES]),
        ("data", data, [*DATA]),
        ("batch_size", batch_size, BATCHES),
        ("goal", goal, SHARES),
    ):
        one_of(name, value, allowed)
    within("scale", scale, SCALES[0], SCALES[-1])
    within("seed", seed, 0, 99, Integral)
    measured = {}  # {(data, batch size, None for all): seconds of an update}
    controls = {
        "axis": menu("against", axis, {name: words.split(",")[0] for name, words in AXES.items()}),
        "data": menu("data", data, DATA),
        "batch_size": choice_slider("mini-batch B", batch_size, BATCHES),
        "scale": choice_slider("rates η ×", scale, SCALES),
        "goal": choice_slider("goal, % of the way down", goal, SHARES),
        "seed": slider("seed of the draws", seed, 0, 99),
    }
    app = App("faster", Faster(), controls, State, lambda state: compute(state, measured), describe)
    jobs = [(name, size) for name in DATA for size in (None, 1, *BATCHES)]
    progress = ipywidgets.IntProgress(0, max=len(jobs), layout=ipywidgets.Layout(width="160px", visibility="hidden"))
    tooltip = "measure the seconds of an update of each method"
    start = button("measure", "clock-o", tooltip, lambda: _measure(app, jobs, measured, progress, start), width="110px")
    app.arrange(
        row(controls["axis"], controls["data"], start, progress),
        row(controls["batch_size"], controls["scale"]),
        row(controls["goal"], controls["seed"]),
        app.picture,
    )
    return app


@lru_cache
def problem(data):
    """Least squares on the data."""
    return model(SIZES[-1]) if data == "flights" else penguins(("flipper_length_mm", "bill_length_mm", "bill_depth_mm"))


@lru_cache
def statistics(data):
    """XᵀX/N, Xᵀy/N and yᵀy/N, one pass over the data: the full loss of least squares and its gradient need no more."""
    X, y = problem(data).X, problem(data).y
    return X.T @ X / len(y), X.T @ y / len(y), y @ y / len(y)


def full_losses(data, params):
    """The full loss mean (Xw - y)² at params (..., P), exactly, from the statistics: no further pass over the data."""
    square, cross, constant = statistics(data)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.vecdot(params @ square - 2 * cross, params) + constant


@lru_cache
def best_rate(data, batch_size=None):
    """The rate whose first step from W = 0 is expected to lower the loss most, for a batch of that size or all examples."""
    square, cross, _ = statistics(data)
    each = -2 * problem(data).y[:, None] * problem(data).X  # the gradient of each example at W = 0
    covariance = np.cov(each, rowvar=False, bias=True) * (batch_size is not None)
    return float(theory.best_step_size(-2 * cross, 2 * square, covariance, batch_size or 1))


def updates(batch_size):
    """How many updates are shown."""
    return GRADIENT_DESCENT if batch_size is None else max(min(STEPS, EXAMPLES // batch_size), LEAST)


@lru_cache(maxsize=8)
def _drawn(data, batch_size, seed):
    """The examples of RUNS paths: X (T, RUNS, B, P) and y (T, RUNS, B)."""
    lesson = problem(data)
    shape = updates(batch_size), RUNS, batch_size
    batches = np.random.default_rng([seed, batch_size]).integers(lesson.n_examples, size=shape)
    return lesson.X[batches], lesson.y[batches]


@lru_cache(maxsize=16)
def paths(data, batch_size, scale, seed):
    """The full losses of the paths, (T + 1, RUNS); (T + 1, 1) of gradient descent, where batch_size is None.

    The update is that of `helpers.training.train`. It is written out here because all batches are gathered beforehand.
    """
    rate = scale * best_rate(data, batch_size)
    count = updates(batch_size)
    W = np.zeros((1 if batch_size is None else RUNS, problem(data).n_params))
    params = np.empty((count + 1, *W.shape))
    params[0] = W
    with np.errstate(over="ignore", invalid="ignore"):
        if batch_size is None:
            square, cross, _ = statistics(data)
            for step in range(count):
                W = W - 2 * rate * (W @ square - cross)
                params[step + 1] = W
        else:
            factor = 2 * rate / batch_size
            for step, (X, y) in enumerate(zip(*_drawn(data, batch_size, seed))):
                residual = np.vecdot(X, W[:, None]) - y
                W = W - factor * (residual[:, None] @ X)[:, 0]
                params[step + 1] = W
    return full_losses(data, params)


def update_seconds(data, batch_size=None):
    """The time of an update on all examples, or on a batch drawn for it: the mean over as many as fit into SHARE seconds."""
    lesson, rng, count = problem(data), np.random.default_rng(0), 0
    n, W = lesson.n_examples, np.zeros(lesson.n_params)
    rate, start = best_rate(data, batch_size) / 4, perf_counter()
    while perf_counter() - start < SHARE or count < 3:
        batch = None if batch_size is None else rng.integers(n, size=batch_size)
        W = W - rate * lesson.gradient(W, batch)
        count += 1
    return (perf_counter() - start) / count


@lru_cache
def levels(data):
    """The full loss at W = 0, and the least there is."""
    square, cross, constant = statistics(data)
    return constant, full_losses(data, np.linalg.solve(square, cross))


def compute(state, measured):
    """State and the seconds so far -> FasterFrame."""
    sizes = (None, 1, state.batch_size)
    runs = [paths(state.data, size, state.scale, state.seed if size else 0) for size in sizes]
    first, least = levels(state.data)
    goal = least + (1 - state.goal / 100) * (first - least)
    with np.errstate(over="ignore", invalid="ignore"):
        means = [losses.mean(1) for losses in runs]
    done = len([name for name, _ in measured if name == state.data]) == 2 + len(BATCHES)
    return FasterFrame(
        data=state.data,
        axis=state.axis,
        n=problem(state.data).n_examples,
        batch_size=state.batch_size,
        rates=tuple(state.scale * best_rate(state.data, size) for size in sizes),
        losses=tuple(means),
        lowest=tuple(losses.min(1) for losses in runs),
        highest=tuple(losses.max(1) for losses in runs),
        per_update=(problem(state.data).n_examples, 1, state.batch_size),
        pace=tuple(measured[state.data, size] if done else None for size in sizes),
        reached=tuple(_first(mean <= goal) for mean in means),
        goal=goal,
        limits=(least - 0.06 * (first - least), first + 0.12 * (first - least)),
    )


def _first(true):
    """The first place where it holds, or None."""
    return int(np.argmax(true)) if true.any() else None


def describe(state, frame):
    """The picture in one line of words and numbers."""
    names = ("gradient descent", "SGD with B = 1", f"mini-batches of {state.batch_size}")
    parts = []
    for method, (name, rate, (count, examples, taken)) in enumerate(zip(names, frame.rates, frame.table)):
        if frame.reached[method] is None:
            parts.append(f"{name} (η = {number(rate)}) {frame.end(method).replace('never', 'never does')}")
            continue
        time = f", {seconds(taken)}" if frame.measured else ""
        parts.append(f"{name} (η = {number(rate)}) takes {spaced(int(count))} updates, {spaced(int(examples))} examples{time}")
    waiting = "; seconds measured on this machine." if frame.measured else "; seconds not measured yet."
    return (
        f"{DATA[state.data]}, full loss against {AXES[state.axis].split(',')[0]}: to go {state.goal} % of the way down, "
        f"to {number(frame.goal)}, {', '.join(parts)}{waiting}"
    )


def _measure(app, jobs, measured, progress, start):
    """Measure method by method; the bar follows, and each data set is shown as soon as it is whole."""
    start.disabled, progress.layout.visibility, progress.value = True, "visible", 0
    measured.clear()
    for name in DATA:
        best_rate(name)  # read the data before the clock runs
    for done, (name, size) in enumerate(jobs, start=1):
        taken = update_seconds(name, size)
        with app.together():
            measured[name, size] = taken
        progress.value = done
    start.disabled, progress.layout.visibility = False, "hidden"
