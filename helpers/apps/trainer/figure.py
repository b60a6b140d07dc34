"""train_network: the figure in which a network is trained while it is drawn."""

from dataclasses import fields
from numbers import Integral

from helpers.apps._arguments import one_of, within
from helpers.apps.magic import batch_sizes
from helpers.apps.trainer.data import NAMES, SHARES, Own, material, prepared
from helpers.apps.trainer.frame import compute, describe
from helpers.apps.trainer.own import Loader
from helpers.apps.trainer.player import Trainer as Player
from helpers.apps.trainer.run import HIDDEN, OPTIMIZERS, SCHEDULES, Rule, Run
from helpers.models.mlp import ACTIVATIONS
from helpers.views.style import number
from helpers.views.trainer import Trainer
from helpers.widgets import App, choice_slider, menu, round_numbers, row, slider

LARGEST = 2048  # batch, so that its loss can be drawn
PENALTIES = (0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1)
SPEEDS = {1: "1 update a frame", 10: "10 updates a frame", 100: "100 updates a frame", "fast": "as fast as it goes"}
RULES = [field.name for field in fields(Rule)]
CALLED = {
    "optimizer": {
        "sgd": "SGD", "momentum": "momentum 0.9", "nesterov": "Nesterov 0.9", "adagrad": "AdaGrad", "rmsprop": "RMSProp",
        "adam": "Adam",
    },
    "schedule": {
        "constant": "constant", "1/t": "η / (1 + t/500)", "halving": "η halved every 1000", "cosine": "cosine to 0 at 5000",
        "warm-up": "warm-up over 200",
    },
}  # fmt: skip


def train_network(
    data="moons", share=0.5, hidden="16-16", activation="tanh", seed=0, optimizer="sgd", schedule="constant", learning_rate=0.1,
    batch_size=32, l2=0, speed="fast", updates=0, changes=(), file="", target="", missing="error",
):  # fmt: skip
    """A network in training, live: what it has learnt, its losses, the loss along the next step, and its landscape.

    data: moons, spirals, xor, rings, penguins, flights, or file, your own: file names a CSV file, target the column to
    predict, missing what becomes of rows with gaps, error or drop.  share: of the examples, for training.  hidden: none, 4,
    16, 64, 16-16 or 32-32-32.  activation: tanh or relu.  seed: of the first weights and of the shuffling.
    optimizer, schedule, learning_rate, batch_size, l2: at update 0; changes holds what changed on the way, as (update, name,
    value).  speed: updates a frame, 1, 10, 100, or "fast".  updates: how many are done.
    """  # fmt: skip
    for name, allowed in (("data", (*NAMES, "file")), ("hidden", HIDDEN), ("activation", ACTIVATIONS), ("speed", SPEEDS)):
        one_of(name, locals()[name], allowed)
    within("share", share, 0.01, 0.99)
    within("seed", seed, 0, 99, Integral)
    within("updates", updates, 0, 10_000_000, Integral)
    session = Session(data, share, (Own(file, target, missing) if data == "file" else None))
    rule = {"optimizer": optimizer, "schedule": schedule, "learning_rate": learning_rate, "batch_size": batch_size, "l2": l2}
    changes = _checked(rule, changes, updates, session.material)
    session.start(hidden, activation, seed, Rule(**rule))
    session.replay(changes, updates)
    now = session.run.rule
    controls = {
        "data": menu("data", data, session.menu),
        "share": choice_slider("share for training", share, SHARES),
        "hidden": menu("hidden layers", hidden, {name: name for name in HIDDEN}),
        "activation": menu("activation", activation, {name: name for name in ACTIVATIONS}),
        "seed": slider("seed", seed, 0, 99),
        "optimizer": menu("optimizer", now.optimizer, CALLED["optimizer"]),
        "schedule": menu("schedule", now.schedule, CALLED["schedule"]),
        "learning_rate": choice_slider("learning rate η", now.learning_rate, round_numbers(-4, 1)),
        "batch_size": size_slider(now.batch_size, session.material.n),
        "l2": choice_slider("l2 penalty", now.l2, PENALTIES),
        "speed": menu("speed", speed, SPEEDS),
    }
    app = Training(session, controls)
    player, loader = Player(app), Loader(app)
    app.arrange(
        row(*(controls[name] for name in Session.RESETS)),
        row(*(controls[name] for name in RULES)),
        row(controls["speed"], *player.buttons, player.progress, player.said),
        app.picture,
        loader.row,
    )
    return app


class Session:
    """What the figure is about: the material, and the run on it."""

    RESETS = ("data", "share", "hidden", "activation", "seed")

    def __init__(self, data, share, own=None):
        self.own, self._table = own, own.read() if own else None
        self.take(data, share)

    @property
    def menu(self):
        """The data menu's entries; a reader's own file is the last once there is one."""
        return NAMES | ({"file": f"your own: {self.own.file}"} if self.own else {})

    def load(self, own):
        """Take over a reader's file. One that cannot be used raises ValueError, and all stays as it was."""
        table = own.read()
        prepared(own.file, table, 0.5)
        self.own, self._table = own, table

    def take(self, data, share):
        self.data, self.share = data, share
        self.material = prepared(self.own.file, self._table, share) if data == "file" else material(data, share)

    def start(self, hidden, activation, seed, rule):
        """A run from update 0."""
        self._network = hidden, activation, seed
        self.run, self.plane = Run(self.material, *self._network, rule), None

    def replay(self, changes, updates):
        """Train up to a number of updates, with these changes on the way."""
        for at, name, value in changes:
            self.run.advance(updates=at)
            self.run.change(**{name: value})
        self.run.advance(updates=updates)


class Training(App):
    """The figure: an App whose run goes on between two frames."""

    EVERY = 25  # frames that share a plane of the landscape while playing

    def __init__(self, session, controls):
        self.session, self._age, self._drawn = session, 0, None
        self.stop, self.say = (lambda: None), (lambda words: None)
        super().__init__("train_network", Trainer(), controls, lambda **values: session.run, self._frame, self._described)
        for name in Session.RESETS:
            self.before(name, lambda name=name: self.restart(f"{self.controls[name].description}: training starts anew"))
        for name in RULES:
            self.before(name, lambda name=name: self._rule(name))

    def arguments(self):
        run, session = self.session.run, self.session
        own = {name: getattr(session.own, name) for name in ("file", "target", "missing")} if session.data == "file" else {}
        start = {name: getattr(run.start, name) for name in RULES}
        return {**self._values, **start, "updates": run.updates, "changes": run.changes, **own}

    @property
    def weights(self):
        """The network's weights and biases as it stands, (P,)."""
        return self.session.run.params

    def restart(self, words="back to update 0"):
        """Take over the controls, and begin at update 0."""
        self.stop()
        value, session = {name: control.value for name, control in self.controls.items()}, self.session
        if (value["data"], value["share"]) != (session.data, session.share):
            try:
                session.take(value["data"], value["share"])
            except ValueError as error:
                self.say(str(error))
                self.controls["share"].value = session.share
                return
            self._fit_batches()
        session.start(*(self.controls[name].value for name in Session.RESETS[2:]), self._ruled())
        self.say(words)

    def _rule(self, name):
        """A change while it trains; before update 0 it is a start."""
        run = self.session.run
        if run.updates:
            run.change(**{name: self.controls[name].value})
            self.say(f"{self.controls[name].description} = {self._shown(name)} from update {run.updates} on")
        else:
            self.session.start(*(self.controls[name].value for name in Session.RESETS[2:]), self._ruled())

    def _ruled(self):
        return Rule(**{name: self.controls[name].value for name in RULES})

    def _shown(self, name):
        value = self.controls[name].value
        return CALLED[name][value] if name in CALLED else number(value)

    def _fit_batches(self):
        """Other data have other batch sizes; a size that they have too is kept."""
        old, n = self.controls["batch_size"].value, self.session.material.n
        self.replace("batch_size", size_slider(old if old in sizes(n) else max(size for size in sizes(n) if size <= old), n))

    def _frame(self, run):
        """While playing, a plane of the landscape serves for some frames."""
        session, stands = self.session, (run, run.updates, run.rule.l2)
        self._age += 1
        serves = session.plane is not None and (stands == self._drawn or self.picture.playing and self._age % self.EVERY)
        frame, session.plane = compute(run, session.plane if serves else None)
        self._drawn = self._drawn if serves else stands
        return frame

    def _described(self, run, frame):
        return describe(run)


def sizes(n):
    """The batch sizes offered for n examples.

    >>> sizes(10)
    [1, 2, 4, 8, 10]
    """
    return [size for size in batch_sizes(n) if size <= LARGEST]


def size_slider(value, n):
    return choice_slider("batch size B", value, sizes(n))


def _checked(rule, changes, updates, stuff):
    """The changes, once they and the rule at the start are known to be good."""
    allowed = {
        "optimizer": lambda name, value: one_of(name, value, OPTIMIZERS),
        "schedule": lambda name, value: one_of(name, value, SCHEDULES),
        "learning_rate": lambda name, value: within(name, value, 1e-4, 10),
        "batch_size": lambda name, value: one_of(name, value, sizes(stuff.n)),
        "l2": lambda name, value: within(name, value, 0, 1),
    }
    for name, value in rule.items():
        allowed[name](name, value)
    last = 0
    try:
        listed = [(at, name, value) for at, name, value in changes]
    except (TypeError, ValueError):
        raise ValueError(f"changes must hold (update, name, value) for each change; got {changes!r}.") from None
    for at, name, value in listed:
        one_of("the name of a change", name, RULES)
        within(f"the update of the change of {name}", at, last, updates, Integral)
        allowed[name](name, value)
        last = at
    return listed
