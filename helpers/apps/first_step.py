"""The first step of each variant from a gradient of any size, and what bias correction is for."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers import theory
from helpers.apps._arguments import within
from helpers.optimizers import Optimizer, adagrad, adam, clipped, lion, momentum, rmsprop, sgd
from helpers.views.first_step import PLAIN, SCALES, FirstStepFrame, FirstStepSheet
from helpers.views.style import number
from helpers.widgets import App, choice_slider, row

STEPS = 300
EVERY = 10.0 ** np.arange(-6, 7)


def uncorrected_adam(betas=(0.9, 0.999), eps=1e-8):
    """Adam without its division by 1 - β^t, which the formula of its first step compares it with."""
    beta1, beta2 = betas

    def update(gradient, state, params):
        mean, mean_square = state
        mean = beta1 * mean + (1 - beta1) * gradient
        mean_square = beta2 * mean_square + (1 - beta2) * gradient * gradient
        return mean / (np.sqrt(mean_square) + eps), (mean, mean_square)

    return Optimizer(lambda params: (np.zeros_like(params), np.zeros_like(params)), update)


VARIANTS = {  # name: (the optimizer, the formula of |step| / η for a first gradient of that size)
    "SGD": (sgd(), lambda g: g),
    "momentum": (momentum(), lambda g: g),
    "clipped": (clipped(sgd(), 1.0), lambda g: g * np.minimum(1, 1 / (g + 1e-6))),
    "AdaGrad": (adagrad(), lambda g: g / (g + 1e-10)),
    "RMSProp": (rmsprop(), lambda g: g / (np.sqrt(1 - 0.99) * g + 1e-8)),
    "Adam": (adam(), lambda g: theory.adam_first_step(g, 1.0)),
    "Lion": (lion(), np.ones_like),
    PLAIN: (uncorrected_adam(), lambda g: theory.adam_first_step(g, 1.0, bias_correction=False)),
}
STAYED = {  # |step| / η at step t under a gradient that stays g
    "RMSProp": lambda t, g: g / (np.sqrt(1 - 0.99**t) * g + 1e-8),
    PLAIN: lambda t, g: (1 - 0.9**t) * g / (np.sqrt(1 - 0.999**t) * g + 1e-8),
    "Adam": lambda t, g: np.full_like(t, g / (g + 1e-8)),
}


@dataclass(frozen=True)
class State:
    """What the control says."""

    gradient: float


def first_step(gradient=100.0):
    """How long the first step of each variant is for a gradient of that size, and the steps after it if the gradient stays.

    gradient: from 0.000001 to 1000000.
    """
    within("gradient", gradient, *SCALES)
    controls = {"gradient": choice_slider("size of the gradient", gradient, EVERY.tolist())}
    app = App("first_step", FirstStepSheet(tuple(VARIANTS), tuple(STAYED)), controls, State, compute, describe)
    app.arrange(row(*controls.values()), app.picture)
    return app


@lru_cache(maxsize=16)
def steps_of(name, gradient, steps):
    """(T,): |step| / η of a variant that sees the same gradient at each step."""
    optimizer, slope, here = VARIANTS[name][0], np.array([gradient]), np.zeros(1)
    state, lengths = optimizer.init(here), []
    for _ in range(steps):
        direction, state = optimizer.update(slope, state, here)
        lengths.append(abs(direction.item()))
    return np.array(lengths)


def compute(state):
    """State -> FirstStepFrame."""
    sizes, steps = np.geomspace(*SCALES, 241), np.arange(1.0, STEPS + 1)
    lengths = np.array([steps_of(name, state.gradient, 1)[0] for name in VARIANTS])
    adams = lengths[[*VARIANTS].index("Adam")]
    return FirstStepFrame(
        names=tuple(VARIANTS),
        sizes=sizes,
        lines=np.array([formula(sizes) for _, formula in VARIANTS.values()]),
        scale=state.gradient,
        lengths=lengths,
        stayed={
            name: (steps_of(name, state.gradient, STEPS), formula(steps, state.gradient)) for name, formula in STAYED.items()
        },
        title=f"gradient {number(state.gradient)}: Adam's first step is {number(adams)} η",
        line=f"SGD's is {number(lengths[0])} η, uncorrected Adam's {number(lengths[-1])} η",
    )


def describe(state, frame):
    """The picture in one line of words and numbers."""
    first = ", ".join(f"{name} {number(length)}" for name, length in zip(frame.names, frame.lengths))
    late = ", ".join(f"{name} {number(measured[-1])}" for name, (measured, _) in frame.stayed.items())
    return (
        f"gradient of size {number(state.gradient)}: length of the first step / η: {first}; "
        f"after {STEPS} steps with the same gradient: {late}."
    )
