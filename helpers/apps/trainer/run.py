"""A run of training that goes on in pieces: where it stands depends on the updates made, and not on the pieces."""

from dataclasses import asdict, dataclass, replace
from time import process_time

import numpy as np

from helpers import optimizers, schedules
from helpers.models import MLP, LinearRegression, SoftmaxRegression
from helpers.sampling import reshuffled
from helpers.training import train

HIDDEN = {"none": (), "4": (4,), "16": (16,), "64": (64,), "16-16": (16, 16), "32-32-32": (32, 32, 32)}
OPTIMIZERS = {
    "sgd": optimizers.sgd(),
    "momentum": optimizers.momentum(0.9),
    "nesterov": optimizers.nesterov(0.9),
    "adagrad": optimizers.adagrad(),
    "rmsprop": optimizers.rmsprop(),
    "adam": optimizers.adam(),
}
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
    """What may change on the way."""

    optimizer: str
    schedule: str
    learning_rate: float
    batch_size: int
    l2: float


def network(material, hidden, activation):
    """The model, over all examples of training and validation: batches say which of them count.

    Without hidden layers it is a linear one, with a column of ones.
    """
    if HIDDEN[hidden]:
        task = "classification" if material.classes else "regression"
        return MLP(material.X, material.y, HIDDEN[hidden], activation, task)
    return (SoftmaxRegression if material.classes else LinearRegression)(with_ones(material.X), material.y)


def with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


class Run:
    """Training from update 0 on, under a rule that may be changed. Batches are those of `reshuffled`, of the same seed."""

    def __init__(self, material, hidden, activation, seed, rule):
        self.material, self.start, self.rule = material, rule, rule
        self.plain = network(material, hidden, activation)  # its loss is that of the examples alone, no penalty
        self.model = replace(self.plain, l2=rule.l2)
        self.linear = not HIDDEN[hidden]
        self.params = self.model.initial(np.random.default_rng(seed))
        self.state = self.optimizer.init(self.params)
        self.updates = self.epochs = self._position = 0
        self.changes, self.diverged, self.records, self.stride = (), None, [], 1
        self._rng = np.random.default_rng(seed)
        self._shuffle()
        self._arrival = (0, rule, self.state)
        self._record()

    @property
    def optimizer(self):
        return OPTIMIZERS[self.rule.optimizer]

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

    def losses(self, params):
        """Full loss, loss of the batch to come, validation loss: params (P,) -> three numbers."""
        return [float(self.plain.loss(params, batch)) for batch in (self.material.seen, self.batch, self.material.held)]

    def step(self):
        """The gradient on the batch to come, and the direction that the optimizer makes of it."""
        with np.errstate(all="ignore"):
            gradient = self.model.gradient(self.params, self.batch)
            return gradient, self.optimizer.update(gradient, self.state, self.params)[0]

    def change(self, **values):
        """Go on under another rule from here. Changes made and taken back at one place leave no trace."""
        if self._arrival[0] != self.updates:
            self._arrival = (self.updates, self.rule, self.state)
        _, before, state = self._arrival
        self.rule = replace(self.rule, **values)
        if "l2" in values:
            self.model = replace(self.plain, l2=self.rule.l2)
        same = self.rule.optimizer == before.optimizer
        self.state = state if same else self.optimizer.init(self.params)
        old, new = asdict(before), asdict(self.rule)
        earlier = (change for change in self.changes if change[0] < self.updates)
        self.changes = (*earlier, *((self.updates, name, new[name]) for name in new if new[name] != old[name]))

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
        self.params, self.state = path.params[-1], held[0]
        self.updates += count
        self._position = min(first + count * size, self.material.n)
        if self._position == self.material.n:
            self.epochs, self._position = self.epochs + 1, 0
            self._shuffle()
        if self.updates % self.stride == 0:
            self._record()

    def _record(self):
        """Keep (update, full, batch, validation loss, params), and see whether the run is lost."""
        losses = self.losses(self.params)
        self.records.append((self.updates, *losses, self.params))
        limit = LIMIT * max(self.records[0][1], 1)
        if not (losses[0] <= limit and np.isfinite(self.params).all()):
            self.diverged = self.updates
        if len(self.records) > RECORDS:
            self.records, self.stride = self.records[::2], 2 * self.stride

    def _shuffle(self):
        self._order = reshuffled(self._rng, self.material.n, 1, epochs=1).order[0]

    def _schedule(self):
        return SCHEDULES[self.rule.schedule](self.rule.learning_rate)
