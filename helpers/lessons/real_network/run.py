"""A run of training that goes on in pieces: where it stands depends on the updates made, and not on the pieces."""

from copy import copy, deepcopy
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from time import process_time

import numpy as np

from helpers import optimizers, schedules
from helpers.caches import read_only
from helpers.lessons.real_network.place import Place, opening, penalised
from helpers.problems import variants
from helpers.sampling import reshuffled
from helpers.training import train

SCHEDULES = {
    "constant": schedules.constant,
    "1/t": lambda rate: schedules.inverse_time(rate, 1 / 500),
    "halving": lambda rate: schedules.step_decay(rate, every=1000, factor=0.5),
    "cosine": lambda rate: schedules.cosine(rate, steps=5000),
    "warm-up": lambda rate: schedules.warmup(rate, steps=200),
}
RECORDS = 400  # kept points of the way: when there are more, every other one is dropped
PIECE = 64  # updates at most between two looks at the clock
LIMIT = 20  # times the loss at the start: more has diverged


@dataclass(frozen=True)
class Rule:
    """What may change on the way. optimizer: a key of `helpers.problems.variants`."""

    optimizer: str
    schedule: str
    learning_rate: float
    batch_size: int
    l2: float


class Run:
    """Training from update 0 on, under a rule that may be changed. Batches are those of `reshuffled`, of the same seed.

    place: the weights as they stand.  records: (update, full, batch, validation loss, place) along the way.
    other: None, or (rule, number of examples) -> the rule of a run beside this one.  beside: that run, trained in step.
    """

    def __init__(self, material, hidden, activation, seed, rule, other=None):
        self.material, self.start, self.rule, self.other = material, rule, rule, other
        self.beside = other and Run(material, hidden, activation, seed, other(rule, material.n))
        self.place = opening(material, hidden, activation, seed)
        self.plain = self.place.network  # its loss is that of the examples alone, no penalty
        self.model = penalised(self.plain, rule.l2)
        self.state = self.optimizer.init(self.params)
        self.updates = self.epochs = self._position = 0
        self.changes, self.diverged, self.records, self.stride = (), None, [], 1
        self._rng, self._order = _first_epoch(material, seed)
        self._rng = deepcopy(self._rng)
        self._arrival = (0, rule, self.state)
        self._record()

    @property
    def params(self):
        """(P,): the weights and biases."""
        return self.place.params

    @property
    def optimizer(self):
        return variants.VARIANTS[self.rule.optimizer].make()

    @property
    def rate(self):
        """The learning rate of the update to come."""
        return self._schedule()(self.updates)

    @property
    def batch(self):
        """The examples of the update to come."""
        return self._order[self._position : self._position + self.rule.batch_size]

    @property
    def examples_seen(self):
        return self.epochs * self.material.n + self._position

    def losses(self):
        """Full loss, loss of the batch to come, validation loss."""
        return self.place.full, float(self.plain.loss(self.params, self.batch)), self.place.validation

    def way(self):
        """The records, and where it stands."""
        here = self.records[-1][0] == self.updates
        return self.records if here else [*self.records, (self.updates, *self.losses(), self.place)]

    def step(self):
        """The gradient on the batch to come, and the direction that the optimizer makes of it."""
        with np.errstate(all="ignore"):
            gradient = self.model.gradient(self.params, self.batch)
            return gradient, self.optimizer.update(gradient, self.state, self.params)[0]

    def advanced(self, **until):
        """A run that has gone further, as `advance` does; this one stays where it is."""
        further = self._copy()
        further.advance(**until)
        return further

    def changed(self, **values):
        """A run that goes on under another rule, as `change` does; this one keeps its own."""
        other = self._copy()
        other.change(**values)
        return other

    def change(self, **values):
        """Go on under another rule from here. Changes made and taken back at one place leave no trace."""
        if self._arrival[0] != self.updates:
            self._arrival = (self.updates, self.rule, self.state)
        _, before, state = self._arrival
        self.rule = replace(self.rule, **values)
        if "l2" in values:
            self.model = penalised(self.plain, self.rule.l2)
        same = self.rule.optimizer == before.optimizer
        self.state = state if same else self.optimizer.init(self.params)
        old, new = asdict(before), asdict(self.rule)
        earlier = (change for change in self.changes if change[0] < self.updates)
        self.changes = (*earlier, *((self.updates, name, new[name]) for name in new if new[name] != old[name]))
        if self.beside:
            self.beside.change(**asdict(self.other(self.rule, self.material.n)))

    def advance(self, updates=np.inf, epochs=np.inf, seconds=np.inf):
        """Train until so many updates or epochs are done in all, the processor time is up, or the run has diverged."""
        end = process_time() + seconds
        while self.updates < updates and self.epochs < epochs and self.diverged is None:
            left = -(-(self.material.n - self._position) // self.rule.batch_size)
            self._piece(int(min(updates - self.updates, left, PIECE, self.stride - self.updates % self.stride)))
            if process_time() > end:
                break

    def _piece(self, count):
        """So many updates, all in this epoch, and at most to the next record."""
        size, first = self.rule.batch_size, self._position
        batches = [self._order[at : at + size] for at in range(first, first + count * size, size)]
        optimizer, held, offset, schedule = self.optimizer, [self.state], self.updates, self._schedule()

        def update(gradient, state, params):
            direction, held[0] = optimizer.update(gradient, state, params)
            return direction, held[0]

        resumed = optimizers.Optimizer(lambda params: held[0], update)
        path = train(self.model, resumed, self.params, batches, lambda step: schedule(offset + step), keep_every=count)
        self.place, self.state = Place(self.material, self.plain, path.params[-1]), held[0]
        self.updates += count
        self._position = min(first + count * size, self.material.n)
        if self._position == self.material.n:
            self.epochs, self._position = self.epochs + 1, 0
            self._order = _shuffled(self._rng, self.material.n)
        if self.updates % self.stride == 0:
            self._record()
        if self.beside:
            self.beside.advance(updates=self.updates)

    def _record(self):
        """Keep (update, full, batch, validation loss, place), and see whether the run is lost."""
        losses = self.losses()
        self.records.append((self.updates, *losses, self.place))
        limit = LIMIT * max(self.records[0][1], 1)
        if not (losses[0] <= limit and np.isfinite(self.params).all()):
            self.diverged = self.updates
        if len(self.records) > RECORDS:
            self.records, self.stride = self.records[::2], 2 * self.stride

    def _copy(self):
        other = copy(self)
        other.records, other._rng = [*self.records], deepcopy(self._rng)
        other.beside = self.beside and self.beside._copy()
        return other

    def _schedule(self):
        return SCHEDULES[self.rule.schedule](self.rule.learning_rate)


@lru_cache(maxsize=8)
def _first_epoch(material, seed):
    """The generator of the shuffles once it has made the first, which is to be copied, and that first order."""
    rng = np.random.default_rng(seed)
    return rng, _shuffled(rng, material.n)


def _shuffled(rng, n):
    """(N,): the order of the examples in the next epoch."""
    return read_only(reshuffled(rng, n, 1, epochs=1).order[0])
