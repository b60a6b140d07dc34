"""Many variants of SGD from one start on one landscape, each step worked out when it is first asked for."""

from dataclasses import dataclass
from functools import lru_cache
from threading import RLock

import numpy as np

from helpers import schedules
from helpers.answers.own_optimizer import Faulty, Guarded
from helpers.caches import read_only
from helpers.problems.two_weights import N
from helpers.problems.variants import VARIANTS, Variant
from helpers.sampling import with_replacement
from helpers.training import diverged_at

STEPS = 300
SCHEDULES = {
    "constant": lambda: schedules.constant(1.0),
    "warm-up": lambda: schedules.warmup(1.0, 50),
    "cosine": lambda: schedules.cosine(1.0, STEPS),
    "step decay": lambda: schedules.step_decay(1.0, every=100, factor=0.2),
}


def racers(own=None, like=None):
    """The variants that race, as they are registered now, and last the reader's own optimizer.

    own: an object with init and update, or a function that makes one; a sentence where it is neither.
    like: the key of the variant at whose rate it races; None: momentum.
    """
    if like is not None and (own is None or like not in VARIANTS):
        wanted = f"one of {', '.join(VARIANTS)}" if own is not None else "None where there is no own"
        raise ValueError(f"like must be {wanted}; got {like!r}.")
    if own is None:
        return (*VARIANTS.values(),)
    try:
        rival = Guarded(own)
    except Faulty as fault:
        raise ValueError(f"own: {fault}") from None
    model = VARIANTS[like or "momentum"]
    return *VARIANTS.values(), Variant("yours", "yours", lambda: rival, ">", model.steps, model.share, "your own", " of yours")


@dataclass(frozen=True)
class Broken:
    """What is left of the state of an optimizer that went wrong."""

    step: int
    sentence: str


@dataclass(frozen=True, eq=False)
class Course:
    """T steps of R variants, to be read only. paths: (T + 1, R, 2).  losses: (T + 1, R).  states: T + 1 tuples of R states."""

    paths: np.ndarray
    losses: np.ndarray
    states: tuple

    @property
    def steps(self):
        return len(self.paths) - 1

    @property
    def broken(self):
        """The reader's own optimizer, where it has gone wrong; or None."""
        return next((state for state in self.states[-1] if isinstance(state, Broken)), None)

    def until(self, step):
        """The first so many steps of it."""
        past = slice(step + 1)
        return Course(self.paths[past], self.losses[past], self.states[past])

    def lowest_but(self, place):
        """The place of the variant that is lowest now, but for one."""
        others = [lane for lane in range(self.losses.shape[1]) if lane != place]
        return min(others, key=lambda lane: np.nan_to_num(self.losses[-1, lane], nan=np.inf))

    def parted(self, one, other):
        """The first step that takes two variants apart by more than rounding does; None where none has."""
        same = np.isclose(self.paths[:, one], self.paths[:, other], rtol=1e-6, atol=1e-9, equal_nan=True).all(-1)
        return None if same.all() else int(same.argmin())

    def lost(self, limit):
        """{place: step} of the variants whose loss stays above the limit."""
        found = ((place, diverged_at(losses, limit)) for place, losses in enumerate(self.losses.T))
        return {place: step for place, step in found if step is not None}


class Race:
    """A race, of which each step is worked out once, whoever asks: figures in several threads may share it.

    variants: (R,).  rates: (R,), that of plain SGD for all with same_rate.  What is known is one value that never changes;
    a longer one takes its place once it is whole, so that an interrupt leaves the race as it was.
    """

    def __init__(self, landscape, variants, batch_size, schedule, scale, same_rate, start, seed):
        self.model, self._schedule = landscape.model, SCHEDULES[schedule]()
        self._optimizers = [variant.optimizer(landscape) for variant in variants]
        self.rates = scale * np.array([landscape.rate if same_rate else variant.rate(landscape) for variant in variants])
        self._batches = None if batch_size == N else draws(batch_size, seed)
        self._lock = RLock()
        paths = np.tile(np.array(start, dtype=float), (1, len(variants), 1))
        states = tuple(_first(each, paths[0, 0]) for each in self._optimizers)
        self._known = Course(read_only(paths), read_only(self.model.loss(paths)), (states,))

    def until(self, step):
        """The Course of so many steps."""
        with self._lock:
            if self._known.steps < step:
                self._known = self._longer(self._known, step)
            known = self._known
        return known.until(step)

    def _longer(self, known, step):
        params, states, paths, kept = known.paths[-1], known.states[-1], [], []
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for now in range(known.steps, step):
                gradients = self.model.gradient(params, None if self._batches is None else self._batches[now])
                directions, states = self._step(now + 1, gradients, states, params)
                params = read_only(params - self._schedule(now) * self.rates[:, None] * directions)
                paths.append(params)
                kept.append(states)
            losses = self.model.loss(np.array(paths))
        return Course(
            read_only(np.concatenate([known.paths, paths])),
            read_only(np.concatenate([known.losses, losses])),
            (*known.states, *kept),
        )

    def _step(self, step, gradients, states, params):
        """The directions (R, 2) and the states after a step; who breaks stops, and the others race on."""
        directions, after = np.full(params.shape, np.nan), []
        for lane, (optimizer, state) in enumerate(zip(self._optimizers, states)):
            if not isinstance(state, Broken):
                try:
                    directions[lane], state = optimizer.update(gradients[lane], state, params[lane])
                except Faulty as fault:
                    state = Broken(step, str(fault))
            after.append(state)
        return directions, tuple(after)


def _first(optimizer, params):
    try:
        return optimizer.init(params)
    except Faulty as fault:
        return Broken(0, str(fault))


@lru_cache(maxsize=4)
def race_of(*settings):
    """The race with these settings."""
    return Race(*settings)


@lru_cache(maxsize=8)
def draws(batch_size, seed):
    """STEPS batches, each drawn anew from all N examples."""
    batches = with_replacement(np.random.default_rng(seed), N, batch_size, -(-STEPS * batch_size // N))
    return tuple(read_only(batch) for batch in batches[:STEPS])


def inner(variant, states):
    """What a variant keeps: its velocity and the root of its second moment, each (T, 2), or None where it keeps none.

    states: those after each of T steps.  Adam's are corrected for their start.
    """
    if not states:
        return None, None
    match variant.keeps:
        case "velocity" | "mean":
            return np.array(states), None
        case "sum of squares" | "mean of squares":
            return None, np.sqrt(np.array(states))
        case "mean and squares":
            steps, means, squares = (np.array([state[part] for state in states]) for part in range(3))
            return means / (1 - 0.9 ** steps[:, None]), np.sqrt(squares / (1 - 0.999 ** steps[:, None]))
    return None, None
