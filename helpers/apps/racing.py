"""Many variants of SGD from one start on one landscape, each step worked out when it is first asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers import schedules
from helpers.apps.landscapes import N, ground
from helpers.checks.own_optimizer import Faulty, Guarded
from helpers.optimizers import adagrad, adam, adamw, clipped, lion, momentum, nesterov, rmsprop, sgd
from helpers.sampling import with_replacement

STEPS = 300
SCHEDULES = {
    "constant": lambda: schedules.constant(1.0),
    "warm-up": lambda: schedules.warmup(1.0, 50),
    "cosine": lambda: schedules.cosine(1.0, STEPS),
    "step decay": lambda: schedules.step_decay(1.0, every=100, factor=0.2),
}


@dataclass(frozen=True)
class Variant:
    """A variant that races. make(ground): its optimizer.  rate(ground): what suits it.  keeps: "v", "s", "m, s" or "m"."""

    name: str
    make: Callable
    rate: Callable
    keeps: str = ""


def _gradual(share):
    return lambda stage: share * stage.rate


def _strides(share):
    return lambda stage: share * stage.stride


VARIANTS = {
    "sgd": Variant("SGD", lambda stage: sgd(), _gradual(1)),
    "momentum": Variant("momentum", lambda stage: momentum(), _gradual(0.5), "v"),
    "nesterov": Variant("Nesterov", lambda stage: nesterov(), _gradual(0.5), "v"),
    "clipped": Variant("clipped", lambda stage: clipped(sgd(), 2 * stage.stride / stage.rate), _gradual(1)),
    "adagrad": Variant("AdaGrad", lambda stage: adagrad(), _strides(10), "s"),
    "rmsprop": Variant("RMSProp", lambda stage: rmsprop(), _strides(0.5), "s"),
    "adam": Variant("Adam", lambda stage: adam(), _strides(1), "m, s"),
    "adamw": Variant("AdamW", lambda stage: adamw(), _strides(1), "m, s"),
    "lion": Variant("Lion", lambda stage: lion(), _strides(0.3), "m"),
}


OURS = len(VARIANTS)


class Race:
    """The paths of all variants, and of the reader's own optimizer if there is one, which has the rate of momentum.

    paths: (STEPS + 1, R, 2) and losses: (STEPS + 1, R), of which `done` + 1 rows are worked out.  states: those rows' states,
    one tuple a row.  rates: (R,).  broken: (step, sentence) where the own optimizer went wrong, or None.
    """

    def __init__(self, landscape, batch_size, schedule, scale, same_rate, start, seed, own=None):
        stage = ground(landscape)
        self.model, self.done, self.broken = stage.model, 0, None
        variants = list(VARIANTS.values())
        self.optimizers = [variant.make(stage) for variant in variants]
        rates = [stage.rate if same_rate else variant.rate(stage) for variant in variants]
        if own is not None:
            rates.append(stage.rate if same_rate else VARIANTS["momentum"].rate(stage))
            self.optimizers.append(own)
        self.rates, self._schedule = scale * np.array(rates), SCHEDULES[schedule]()
        self._batches = None if batch_size == N else draws(batch_size, seed)
        self.paths, self.losses = np.empty((STEPS + 1, len(rates), 2)), np.empty((STEPS + 1, len(rates)))
        self.paths[0] = start
        self.losses[0] = self.model.loss(self.paths[0])
        self.states = [tuple(self._first(each) for each in self.optimizers)]

    def until(self, step):
        """Work the paths out up to this step; returns the race."""
        first = self.done
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for now in range(first, step):
                params, directions, states = self.paths[now], np.empty((len(self.rates), 2)), []
                gradients = self.model.gradient(params, None if self._batches is None else self._batches[now])
                for lane, (optimizer, state) in enumerate(zip(self.optimizers, self.states[now])):
                    update = optimizer.update if lane < OURS else self._careful(now + 1, optimizer.update)
                    directions[lane], state = update(gradients[lane], state, params[lane])
                    states.append(state)
                self.states.append(tuple(states))
                self.paths[now + 1] = params - self._schedule(now) * self.rates[:, None] * directions
                self.done = now + 1
        if first < self.done:
            self.losses[first + 1 : self.done + 1] = self.model.loss(self.paths[first + 1 : self.done + 1])
        return self

    def _first(self, optimizer):
        try:
            return optimizer.init(self.paths[0, 0])
        except Faulty as fault:
            self.broken = 0, str(fault)

    def _careful(self, step, update):
        """update for the own optimizer: where it breaks it stops, and the others race on."""

        def careful(*given):
            try:
                if not self.broken:
                    return update(*given)
            except Faulty as fault:
                self.broken = step, str(fault)
            return np.full(2, np.nan), None

        return careful


@lru_cache(maxsize=8)
def draws(batch_size, seed):
    """STEPS batches, each drawn anew from all N examples."""
    return with_replacement(np.random.default_rng(seed), N, batch_size, -(-STEPS * batch_size // N))[:STEPS]


@lru_cache(maxsize=4)
def race_of(*settings):
    """The race with these settings, of which each step is worked out once."""
    return Race(*settings)


def inner(variant, states):
    """What the variant keeps: its velocity and the root of its second moment, each (T, 2), or None where it keeps none.

    variant: a Variant.  states: those after each of T steps.  Adam's are corrected for their start.
    """
    if not states:
        return None, None
    if variant.keeps == "m, s":
        steps, means, squares = (np.array([state[part] for state in states]) for part in range(3))
        return means / (1 - 0.9 ** steps[:, None]), np.sqrt(squares / (1 - 0.999 ** steps[:, None]))
    if variant.keeps in ("v", "m"):
        return np.array(states), None
    if variant.keeps == "s":
        return None, np.sqrt(np.array(states))
    return None, None


def guarded(own):
    """own as an optimizer for `Race`, or None; a sentence where it is neither an optimizer nor makes one."""
    if own is None:
        return None
    try:
        return Guarded(own)
    except Faulty as fault:
        raise ValueError(f"own: {fault}") from None
