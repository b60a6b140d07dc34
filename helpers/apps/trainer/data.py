"""What the network learns from: the data of the menu, or a reader's own file, split and in standard units."""

import io
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path

import numpy as np

from helpers import datasets

BILL = ("bill_length_mm", "bill_depth_mm")
TOYS = {
    "moons": lambda: datasets.two_moons(400, noise=0.2),
    "spirals": lambda: datasets.spirals(400),
    "xor": lambda: datasets.xor(400),
    "rings": lambda: datasets.rings(400, noise=0.15),
    "penguins": lambda: datasets.penguins(BILL, "species"),
    "flights": datasets.flights,
}
NAMES = {
    "moons": "two moons",
    "spirals": "spirals",
    "xor": "XOR",
    "rings": "rings",
    "penguins": "penguins, species",
    "flights": "flights, arrival delay",
}
SHARES = (0.05, 0.1, 0.2, 0.5, 0.8)
MOST = 1000  # examples that a drawn loss runs over
CLASSES = 6  # that a picture can tell apart


@dataclass(frozen=True)
class Own:
    """A reader's own file. file: its name.  content: its bytes, or None to read them from the disk."""

    file: str
    target: str = ""
    missing: str = "error"
    content: bytes | None = None

    def columns(self):
        """{name: whether it holds numbers}, as `helpers.datasets.csv_columns` says."""
        return datasets.csv_columns(self._source(), self._delimiter())

    def read(self):
        """The data set: the target, and all other columns that hold numbers."""
        if not self.file or not self.target:
            raise ValueError("your own data wants file, the name of a CSV file, and target, one of its columns.")
        features = [name for name, numbers in self.columns().items() if numbers and name != self.target]
        if not features:
            raise ValueError(f"{self.file} has no column of numbers to predict {self.target!r} from.")
        data = datasets.from_csv(self._source(), self.target, features, self._delimiter(), self.missing)
        if len(data.classes) > CLASSES:
            raise ValueError(f"target {self.target!r} has {len(data.classes)} classes; this figure shows at most {CLASSES}.")
        return data

    def _source(self):
        if self.content is None:
            return self.file
        file = _Named(self.content)
        file.name = self.file
        return file

    def _delimiter(self):
        """The one of comma, semicolon and tab that the first line has most of."""
        try:
            with io.BytesIO(self.content) if self.content is not None else Path(self.file).open("rb") as file:
                line = file.readline(10_000)
        except (OSError, ValueError):
            return ","  # reading it says what is wrong
        return max(",;\t", key=lambda sign: line.count(sign.encode()))


class _Named(io.BytesIO):
    """Bytes with the name of the file that they come from."""


@dataclass(frozen=True, eq=False)
class Material:
    """Examples in standard units, the n of training first, the others for validation.

    classes: their names, () for a number.  mean, unit: of a numeric target, as it was measured.  seen, held: the examples
    of training and of validation that a drawn loss runs over.  number: tells this material from any other.
    """

    name: str
    X: np.ndarray
    y: np.ndarray
    n: int
    features: tuple
    target: str
    classes: tuple
    mean: float
    unit: float
    seen: np.ndarray
    held: np.ndarray
    number: int = field(default_factory=count().__next__)

    @property
    def kind(self):
        """Which picture shows what has been learnt."""
        if not self.classes:
            return "fit"
        return "regions" if self.X.shape[1] == 2 else "classes"


@lru_cache(maxsize=8)
def material(data, share):
    """The material of an entry of the menu, `share` of it for training."""
    return prepared(NAMES[data], TOYS[data](), share)


def prepared(name, raw, share):
    """The material of a data set, whose name it is shown under."""
    train, validation = datasets.split(datasets.standardised(raw), share)
    n, rest = len(train), len(validation)
    return Material(
        name=name,
        X=np.concatenate([train.X, validation.X]),
        y=np.concatenate([train.y, validation.y]),
        n=n,
        features=raw.features,
        target=raw.target,
        classes=raw.classes,
        mean=raw.y.mean(),
        unit=raw.y.std(),
        seen=np.arange(min(n, MOST)),  # the split has shuffled them
        held=n + np.arange(min(rest, MOST)),
    )
