"""Heavy ball on a bowl with a flat and a steep direction: its speed at each learning rate and momentum, in theory and run."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import theory
from helpers.apps._arguments import one_of, within
from helpers.models import Quadratic
from helpers.optimizers import momentum as heavy_ball
from helpers.sampling import with_replacement
from helpers.training import diverged_at, train
from helpers.views.momentum import LEVELS, MomentumFrame, MomentumSheet
from helpers.views.style import number
from helpers.widgets import App, choice_slider, menu, row, slider

STEPS, LAST = 200, 100  # of a run, and those of its end that the floor is measured on
RUNS, N = 100, 64
KAPPAS = (2, 5, 10, 20, 50, 100, 200, 500, 1000)
RATES = [hundredths / 100 for hundredths in range(5, 405, 5)]
MOMENTA = [*(hundredths / 100 for hundredths in range(0, 96, 1)), 0.96, 0.97, 0.98, 0.99]
NOISE = {False: "none", True: "one example a step"}


@dataclass(frozen=True)
class State:
    """What the controls say."""

    kappa: float
    learning_rate: float
    momentum: float
    noise: bool
    seed: int


def momentum(kappa=100, learning_rate=1.5, momentum=0.9, noise=False, seed=0):
    """How fast heavy ball is on a quadratic of curvatures 1/κ and 1, at each learning rate and momentum.

    kappa: the condition number κ, one of 2, 5, 10, 20, 50, 100, 200, 500, 1000.  learning_rate: 0.05 to 4.
    momentum: β, 0 to 0.99.  noise: whether a step sees one example of 64, and the picture the steep direction alone, from
    its minimum.  seed: of those draws.
    """
    one_of("kappa", kappa, KAPPAS)
    within("learning_rate", learning_rate, 0.05, 4)
    within("momentum", momentum, 0, 0.99)
    one_of("noise", noise, NOISE)
    within("seed", seed, 0, 99, Integral)
    controls = {
        "kappa": choice_slider("condition number κ", kappa, KAPPAS),
        "learning_rate": choice_slider("learning rate η", learning_rate, RATES),
        "momentum": choice_slider("momentum β", momentum, MOMENTA),
        "noise": menu("noise", noise, NOISE),
        "seed": slider("seed of the noise", seed, 0, 99),
    }
    app = App("momentum", MomentumSheet(), controls, State, compute, describe)
    app.picture.observe(lambda change: _drag(app, change["new"]), "pointer")
    app.arrange(
        row(controls["kappa"], controls["noise"], controls["seed"]),
        row(controls["learning_rate"], controls["momentum"]),
        app.picture,
    )
    return app


@lru_cache(maxsize=16)
def regions(kappa):
    """{level r: corners (K, 2)} of the (η, β) where both directions shrink by r a step or faster; none where there are none.

    Both roots of x² - (1 + β - ηλ)x + β lie within r where β ≤ r² and |1 + β - ηλ| ≤ r + β/r: between straight lines.
    """
    found = {}
    for r in LEVELS:
        slow, fast = kappa * (1 - r), 1 + r  # η from slow (1 - β/r) to fast (1 + β/r)
        lowest = max(r * (slow - fast) / (slow + fast), 0)
        if lowest < r * r:
            betas = np.array([lowest, lowest, r * r, r * r])
            rates = np.array([slow, fast, fast, slow]) * (1 + np.array([-1, 1, 1, -1]) * betas / r)
            found[r] = np.stack([rates, betas], axis=1)
    return found


@lru_cache(maxsize=8)
def clean_run(kappa, rate, beta):
    """(T + 1,) losses of heavy ball without noise, and its measured factor a step."""
    model = Quadratic([1 / kappa, 1.0])
    losses = train(model, heavy_ball(beta), [1.0, 1.0], [None] * STEPS, rate).losses(model)
    return losses, measured_factor(losses)


def measured_factor(losses):
    """The share of the distance that a step leaves: from the slope of log loss over the second half of what can be measured."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(losses)
    usable = np.flatnonzero(np.isfinite(logs) & (losses > 1e-26) & (losses < 1e26))
    last = usable[-1] if len(usable) else 0
    second = np.arange(last // 2, last + 1)
    if len(second) < 3:
        return np.nan
    return float(np.exp(np.polyfit(second, logs[second], 1)[0] / 2))


@lru_cache(maxsize=1)
def steep():
    """The steep direction alone, curvature 1, and 64 examples whose gradients have the variance 1."""
    centres = np.random.default_rng(6).normal(size=(N, 1))
    centres = (centres - centres.mean()) / centres.std()
    return Quadratic([1.0], centres)


@lru_cache(maxsize=4)
def draws(seed, runs=RUNS):
    return with_replacement(np.random.default_rng(seed), N, 1, -(-STEPS // N), runs)[:STEPS]


@lru_cache(maxsize=16)
def noisy_run(rate, beta, seed, runs=RUNS):
    """(T + 1,) mean losses above the minimum, the floor over the last steps, and its standard error from independent runs."""
    paths = train(steep(), heavy_ball(beta), np.zeros((runs, 1)), draws(seed, runs), rate).params[..., 0]
    with np.errstate(over="ignore", invalid="ignore"):
        excess = 0.5 * paths**2
        each = excess[-LAST:].mean(0)
        return excess.mean(1), each.mean(), each.std() / np.sqrt(runs)


def compute(state):
    """State -> MomentumFrame."""
    low, here = 1 / state.kappa, (state.learning_rate, state.momentum)
    best, plain = theory.best_momentum(low, 1), (theory.best_rate(low, 1), 0.0)
    factors = [factor(state.kappa, *point) for point in (here, best, plain)]
    if state.noise:
        (losses, floor, error), (others, other, other_error) = (noisy_run(here[0], beta, state.seed) for beta in (here[1], 0.0))
        floors = [float(theory.excess_loss(here[0], 1, 1, momentum=beta)) for beta in (here[1], 0.0)]
        forecasts = tuple(np.full(STEPS + 1, each) for each in floors)
        run_title = f"noise floor {_floor(floor, error, floors[0])}"
        run_line = f"theory {number(floors[0])};  β = 0: {_floor(other, other_error, floors[1])}"
    else:
        losses, measured = clean_run(state.kappa, *here)
        others, _ = clean_run(state.kappa, *plain)
        forecasts = tuple(run[0] * each ** (2 * np.arange(STEPS + 1.0)) for run, each in zip((losses, others), factors[::2]))
        gone = diverged_at(losses, 1e6)
        run_title = f"a step leaves {number(measured)} of the distance" if gone is None else f"diverged at step {gone}"
        run_line = f"theory {number(factors[0])};  gradient descent at best {number(factors[2])}"
    return MomentumFrame(
        regions=regions(state.kappa),
        best=best,
        best_plain=plain,
        here=here,
        losses=losses,
        plain=others,
        forecasts=forecasts,
        noisy=state.noise,
        title=f"η = {number(here[0])}, β = {number(here[1])}: {_speed(factors[0])}",
        line=f"best: η = {number(best[0])}, β = {number(best[1])}, factor {number(factors[1])}",
        run_title=run_title,
        run_line=run_line,
    )


def factor(kappa, rate, beta):
    """The share of the distance that a step of heavy ball leaves in the slower of the two directions."""
    return float(theory.momentum_factor(rate, np.array([1 / kappa, 1.0]), beta).max())


def describe(state, frame):
    """The picture in one line of words and numbers."""
    run = f"steep direction, one example a step, {RUNS} runs" if state.noise else f"{STEPS} steps without noise"
    plain = f", theory {number(frame.forecasts[1][0])}" if state.noise else ""
    return (
        f"heavy ball on curvatures 1/κ and 1, κ = {state.kappa}: {frame.title}, limit of stability η = 2 + 2β = "
        f"{number(2 + 2 * state.momentum)}, {frame.line}, gradient descent best at η = {number(frame.best_plain[0])}; "
        f"{run}: {frame.run_title}, {frame.run_line.replace('  ', ' ')}{plain}."
    )


def _speed(value):
    if value < 1:
        return f"factor {number(value)} a step"
    return f"diverges, factor {number(value)}" if value > 1 else "never settles"


def _floor(measured, error, expected):
    if not np.isfinite(expected) or not np.isfinite(measured):
        return "∞, it diverges"
    return f"{number(measured)} ± {2 * error:.1g}"


def _drag(app, pointer):
    with app.together():
        for name, value in zip(("learning_rate", "momentum"), app.view.point_at(*pointer[:2])):
            control = app.controls[name]
            control.value = min((option for _, option in control.options), key=lambda option: abs(option - value))
