"""The controls of the network in training, and how far it has come: its run follows from them."""

from copy import copy
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from os import PathLike

from helpers.datasets import Dataset, Table
from helpers.lessons.real_network.beside import BESIDE, LARGEST
from helpers.lessons.real_network.data import NAMES, SHARES, Own, found, framed, is_frame, material
from helpers.lessons.real_network.place import HIDDEN
from helpers.lessons.real_network.plane import Plane, plane_of
from helpers.lessons.real_network.run import Rule, Run
from helpers.live.controls import Choice, Whole
from helpers.live.scales import round_numbers
from helpers.live.settings import Settings, between, choice, declared, given, whole
from helpers.live.words import cut, number
from helpers.models.mlp import ACTIVATIONS
from helpers.problems import variants

LONGEST = 10_000_000  # updates of a run
PENALTIES = (0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1)
SPEEDS = {1: "1 update a frame", 10: "10 updates a frame", 100: "100 updates a frame", "fast": "as fast as it goes"}
CALLED = {
    "constant": "constant",
    "1/t": "η / (1 + t/500)",
    "halving": "η halved every 1000",
    "cosine": "cosine to 0 at 5000",
    "warm-up": "warm-up over 200",
}
RULES = tuple(each.name for each in fields(Rule))
USUAL = {each.name: each.default for each in fields(Own) if each.name != "table"} | {"file": ""}
OWN = tuple(USUAL)  # arguments of a reader's own table
FIRST, TABLES = "moons", (".csv", ".tsv", ".txt")  # the data at first, and endings of a file of a reader's own
RESETS = ("data", "share", "hidden", "activation", "seed", "beside")  # another of these begins at update 0


@dataclass(frozen=True, kw_only=True)
class Data(Choice):
    """The menu of data; a reader's own file is its last entry once there is one."""

    options: tuple = (*NAMES, "file")

    def offers(self, settings):
        return NAMES | ({"file": f"your own: {cut(settings.table.source)}"} if settings.table else {})

    def same(self, before, now):
        return self.offers(before) == self.offers(now)

    def allows(self, value, settings):
        return isinstance(value, str) and value in self.options

    def range(self, settings):
        return f"one of {', '.join(self.options)}"


def sizes(n):
    """The batch sizes offered for n examples.

    >>> sizes(10)
    [1, 2, 4, 8, 10]
    """
    powers = [2**k for k in range(LARGEST.bit_length()) if 2**k < n]
    return powers + [n] if n <= LARGEST else powers


class Training(Settings):
    """A rule, the controls from `optimizer` to `l2`, is the one at update 0; what changed on the way is in `changes`.

    The controls show the rule as it is now. `run` is how one gets there, and is carried along where that saves the way.
    """

    data: str = declared(Data(label="data", about="the examples; file is your own, and so is a pandas DataFrame"), FIRST)
    share: float = between("share for training", SHARES, 0.5, ends=(0.01, 0.99))
    hidden: str = choice("hidden layers", {name: name for name in HIDDEN}, "16-16")
    activation: str = choice("activation", {name: name for name in ACTIVATIONS}, "tanh")
    seed: int = whole("seed", 0, 99, about="of the first weights and of the shuffling")
    optimizer: str = choice("optimizer", lambda s: variants.menu(), "sgd", about="at update 0, as the next four are")
    schedule: str = choice("schedule", CALLED, "constant")
    learning_rate: float = between("learning rate η", round_numbers(-4, 1), 0.1)
    batch_size: int = choice("batch size B", lambda s: sizes(s.material.n), own=lambda s: min(32, s.material.n))
    l2: float = between("l2 penalty", PENALTIES, 0, ends=(0, 1))
    beside: str = choice(
        "beside it", {name: words for name, (words, _) in BESIDE.items()}, "none", about="a second, fainter run"
    )
    speed: object = choice("speed", SPEEDS, "fast", about="updates a frame")
    updates: int = given(0, about="how many are done")
    changes: tuple = given((), about="what changed on the way, as (update, name, value)")
    file: str = given("", about="the name of your own CSV file")
    target: str = given("", about="its column to predict")
    features: tuple | None = given(None, about="the columns to predict it from; None for all that say something")
    missing: str = given("error", about="what becomes of its rows with gaps; error or drop")
    classes: bool | None = given(None, about="whether the values of the target are classes; None decides by the values")
    table: Table | None = given(None, shown=False)  # of the file
    plane: Plane | None = given(None, shown=False)  # an earlier one of the landscape, which serves for some frames

    def __post_init__(self):
        self._open()
        super().__post_init__()
        Whole(label="", low=0, high=LONGEST).check("updates", self.updates, self)
        object.__setattr__(self, "changes", tuple(self._checked(self.changes)))

    def _open(self):
        """Read the file, or the data frame that was given as data, once."""
        if is_frame(self.data):
            named = isinstance(self.data, Dataset) and self.target == ""
            target = self.data.target if named else str(self.target)  # a frame may count its columns
            self._take(table=framed(self.data), file="", data="file", target=target)
        elif isinstance(self.data, PathLike) or str(self.data).lower().endswith(TABLES):
            self._take(table=found(self.data), file=str(self.data), data="file")
        elif self.data in (FIRST, "file") and self.file and self.table is None:
            self._take(table=found(self.file), data="file")
        if self.features is not None:
            names = (self.features,) if isinstance(self.features, str) else self.features
            if not isinstance(names, list | tuple):
                raise ValueError(f"features must hold names of columns, or be None for all that say something; got {names!r}.")
            self._take(features=tuple(map(str, names)))

    def _take(self, **values):
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _checked(self, changes):
        """The changes one after the other, each known to be good."""
        try:
            listed = [(at, name, value) for at, name, value in changes]
        except (TypeError, ValueError):
            raise ValueError(f"changes must hold (update, name, value) for each change; got {changes!r}.") from None
        last = 0
        for at, name, value in listed:
            Choice(label="", options=RULES).check("the name of a change", name, self)
            Whole(label="", low=last, high=self.updates).check(f"the update of the change of {name}", at, self)
            self.controls[name].check(name, value, self)
            last = at
            yield at, name, value

    @property
    def own(self):
        """The reader's table."""
        return Own(**{each.name: getattr(self, each.name) for each in fields(Own)})

    @property
    def material(self):
        """What the network learns from."""
        return material(self.own if self.data == "file" else self.data, self.share)

    @cached_property
    def run(self):
        """The training up to here."""
        rule, (_, other) = Rule(*(getattr(self, name) for name in RULES)), BESIDE[self.beside]
        run = Run(self.material, self.hidden, self.activation, self.seed, rule, other)
        for at, name, value in self.changes:
            run.advance(updates=at)
            run.change(**{name: value})
        run.advance(updates=self.updates)
        return run

    @property
    def landscape(self):
        """The plane that is drawn, None where the run has diverged."""
        return self.plane or plane_of(self.run)

    def at(self, run, plane=None):
        """The settings of a run of this material as it stands."""
        there = replace(self, **asdict(run.start), updates=run.updates, changes=run.changes, plane=plane)
        vars(there)["run"] = run
        return there

    def trained(self, **until):
        """The settings after some more training, as `Run.advance` has it."""
        return self.at(self.run.advanced(**until))

    def anew(self):
        """The settings at update 0, under the rule as it is now."""
        return replace(self, **asdict(self.run.rule), updates=0, changes=(), plane=None)

    def learning(self, own):
        """The settings at update 0 of a reader's table. One that cannot be used raises ValueError."""
        before = self.anew()
        after = copy(before)
        for name, value in {**vars(own), "data": "file"}.items():
            object.__setattr__(after, name, value)
        size = self.controls["batch_size"].kept(before.batch_size, before, after)
        object.__setattr__(after, "batch_size", size)
        return replace(after)

    def moved(self, name, value):
        """A rule changes on the way; other data, another network or seed begin anew."""
        if value == self.value(name):
            return self
        self.controls[name].check(name, value, self)
        if name == "speed":
            return super().moved(name, value)
        if name in RULES and self.updates:
            return self.at(self.run.changed(**{name: value}), self.plane)
        return super(Training, self.anew()).moved(name, value)

    def value(self, name):
        return getattr(self.run.rule if name in RULES else self, name)

    def shown(self, name):
        """What a control shows, in words."""
        offers, value = self.controls[name].offers(self), self.value(name)
        return offers[value] if isinstance(offers, dict) else number(value)

    def arguments(self):
        own = [name for name in OWN if getattr(self, name) != USUAL[name]] if self.data == "file" else ()
        names = (*self.controls, "updates", "changes", *own)
        return ", ".join(f"{name}={self.written(name)}" for name in names)

    def written(self, name):
        """One argument as Python; a data frame is called frame, as nobody knows its name."""
        return "frame" if name == "data" and self.data == "file" and not self.file else super().written(name)
