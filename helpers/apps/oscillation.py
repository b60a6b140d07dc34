"""SGD never comes to rest: many runs about the minimum, how far they spread, and the floor of their loss, as theory says."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import theory
from helpers.apps._arguments import one_of, within
from helpers.apps.sixty_four import N, batch_means, best, masses, penguins, walk
from helpers.sampling import reshuffled, with_replacement
from helpers.views.oscillation import AXES, Oscillation, OscillationFrame, in_words
from helpers.views.style import number
from helpers.widgets import App, Player, choice_slider, menu, round_numbers, row, slider

MODELS = {"mean": "a guess w of the body mass", "slope": "body mass ≈ w × flipper length"}
LABELS = {"mean": "w, a body mass in standard units", "slope": "w: body mass ≈ w × flipper length"}
ORDERS = {"independent": "each batch drawn anew", "reshuffled": "reshuffled each epoch"}
RUNS, STEPS, WINDOW = 200, 512, 128  # runs, steps of each, and how many of them count as the last steps
SIZES = (1, 2, 4, 8, 16)
RATES = tuple(rate for rate in round_numbers(-2, 0) if 0.02 <= rate <= 0.8)
START = -2.2  # from the minimum


@dataclass(frozen=True)
class State:
    """What the controls say."""

    model: str
    order: str
    against: str
    learning_rate: float
    batch_size: int
    seed: int
    step: int


def oscillation(model="mean", order="independent", against="rate", learning_rate=0.2, batch_size=1, seed=0, step=256):
    """200 runs of SGD near the minimum of a parabola of curvature 2, the spread of w and the floor of the full loss.

    model: mean, a guess w with the loss (w - y)², or slope, (wx - y)², both on 64 penguins.  order: independent, each batch
    drawn with replacement, or reshuffled.  against: rate or batch.  learning_rate: 0.02 to 0.8.  batch_size: 1, 2, 4, 8 or
    16.  seed: of the draws.  step: 0 to 512.
    """
    for name, value, allowed in (
        ("model", model, [*MODELS]),
        ("order", order, [*ORDERS]),
        ("against", against, [*AXES]),
        ("batch_size", batch_size, SIZES),
    ):
        one_of(name, value, allowed)
    within("learning_rate", learning_rate, RATES[0], RATES[-1])
    within("seed", seed, 0, 99, Integral)
    within("step", step, 0, STEPS, Integral)
    controls = {
        "model": menu("model", model, MODELS),
        "order": menu("order", order, ORDERS),
        "against": menu("floor against", against, AXES),
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "batch_size": choice_slider("batch size B", batch_size, SIZES),
        "seed": slider("seed of the draws", seed, 0, 99),
        "step": slider("step", step, 0, STEPS),
    }
    app = App("oscillation", Oscillation(), controls, State, compute, describe)
    player = Player(app, controls["step"])
    app.arrange(
        row(controls["model"], controls["order"]),
        row(controls["against"], controls["seed"]),
        row(controls["learning_rate"], controls["batch_size"]),
        row(controls["step"], *player.buttons),
        app.picture,
    )
    return app


def lesson(model):
    """The least squares of one of MODELS."""
    return {"mean": masses, "slope": penguins}[model]()


@lru_cache(maxsize=4)
def _order(order, seed):
    """(epochs, RUNS, N): enough for the largest batches; smaller ones take its beginning."""
    sampler = with_replacement if order == "independent" else reshuffled
    return sampler(np.random.default_rng(seed), N, 1, STEPS * SIZES[-1] // N, RUNS).order


@lru_cache(maxsize=16)
def _seen(model, order, batch_size, seed):
    """What each update sees of its batch: h and m, each (STEPS, RUNS). All sizes divide N, so no batch is short."""
    epochs = _order(order, seed)[: STEPS * batch_size // N]
    terms = batch_means(lesson(model), epochs.reshape(*epochs.shape[:2], -1, batch_size))
    return [np.moveaxis(each, 1, 2).reshape(-1, RUNS) for each in terms]


@lru_cache(maxsize=8)
def paths(model, order, learning_rate, batch_size, seed):
    """The distances of the runs from the minimum, (STEPS + 1, RUNS)."""
    return walk(START, np.full((STEPS, 1), learning_rate), *_seen(model, order, batch_size, seed))


def expected(model, order, learning_rate, batch_size):
    """The long-run variance of w in theory, for arrays of η; None where no closed form is known.

    The formulas are of losses with a factor ½, so η counts twice.
    """
    least_squares, doubled = lesson(model), 2 * np.asarray(learning_rate)
    if order == "reshuffled":
        known = model == "mean"
        return theory.reshuffled_variance(doubled, least_squares.y.var(), N, batch_size) if known else None
    if model == "mean":
        return theory.stationary_variance(doubled, 1, least_squares.y.var(), batch_size)
    return theory.least_squares_variance(least_squares.X[:, 0], least_squares.y, doubled, batch_size, replacement=True)


def limit(model, batch_size):
    """The rate below which independent draws settle."""
    return theory.least_squares_limit(lesson(model).X[:, 0], batch_size, replacement=True) / 2


def last_steps(order, batch_size, step):
    """Which steps count: the last ones, or of a reshuffled run those of them at which an epoch ends."""
    steps = np.arange(max(step - WINDOW + 1, 0), step + 1)
    return steps if order == "independent" else steps[steps % (N // batch_size) == 0]


def measure(distances, curvature=1.0):
    """What runs (T, R) give: the standard deviation about the minimum and the excess loss, each with two standard errors.

    The steps of a run depend on one another, the runs do not: the error comes from the means of the runs.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        each = np.mean(distances**2, axis=0)
        variance, error = each.mean(), 2 * each.std() / np.sqrt(len(each))
        deviation = np.sqrt(variance)
        return (deviation, error / (2 * deviation)), (curvature * variance, curvature * error)


@lru_cache(maxsize=32)
def _lines(model, against, learning_rate, batch_size):
    """Where theory is drawn, and its excess loss there: for independent draws, and reshuffled or empty."""
    if against == "rate":
        places = np.geomspace(0.017, 0.999 * limit(model, batch_size), 120)
        lines = [expected(model, order, places, batch_size) for order in ORDERS]
    else:
        places = np.array(SIZES)
        lines = [[expected(model, order, learning_rate, size) for size in SIZES] for order in ORDERS]
    return places, *([] if line is None or line[0] is None else np.array(line) for line in lines)


def compute(state):
    """State -> OscillationFrame."""
    least_squares = lesson(state.model)
    minimum, curvature = best(least_squares), np.mean(least_squares.X**2)
    distances = paths(state.model, state.order, state.learning_rate, state.batch_size, state.seed)
    steps = last_steps(state.order, state.batch_size, state.step)
    recent = distances[steps]
    variance = expected(state.model, state.order, state.learning_rate, state.batch_size)
    deviation, excess = measure(recent, curvature)
    places, independent, shuffled = _lines(state.model, state.against, state.learning_rate, state.batch_size)
    return OscillationFrame(
        model=state.model,
        weight_label=LABELS[state.model],
        best=minimum,
        least=least_squares.loss([minimum]).item(),
        curvature=curvature,
        weights=minimum + distances[state.step],
        recent=minimum + recent.ravel(),
        when=f"{len(steps)} steps" if state.order == "independent" else "ends of epochs",
        step=state.step,
        spread=(*deviation, None if variance is None else np.sqrt(variance)),
        floor=(*excess, None if variance is None else curvature * variance),
        against=state.against,
        at=state.learning_rate if state.against == "rate" else state.batch_size,
        places=places,
        independent=curvature * independent,
        shuffled=curvature * np.array(shuffled),
        limit=limit(state.model, state.batch_size),
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    (spread, spread_error, spread_theory), (floor, error, floor_theory) = frame.spread, frame.floor
    when = "the last steps" if state.order == "independent" else "the ends of the last epochs"
    return (
        f"{MODELS[state.model]}, 64 penguins, {RUNS} runs, {ORDERS[state.order]}: η = {number(state.learning_rate)}, "
        f"B = {state.batch_size}, step {state.step} of {STEPS}; over {when} the standard deviation of w measured "
        f"{number(spread)} ± {number(float(f'{spread_error:.2g}'))} (two standard errors), theory {in_words(spread_theory)}; "
        f"full loss above the minimum measured {number(floor)} ± {number(float(f'{error:.2g}'))}, "
        f"theory {in_words(floor_theory)}."
    )
