"""What the network learns from: the data of the menu, or a reader's own file, split and in standard units."""

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from helpers import datasets
from helpers.caches import read_only

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
LARGEST = 100_000_000  # bytes of a file, as `helpers.datasets.from_csv` has it


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


def content_of(file):
    """The bytes of a file, so that it is read once; None where it cannot be read: `Own.read` says why."""
    try:
        path = Path(file)
        return path.read_bytes() if path.stat().st_size <= LARGEST else None
    except (OSError, ValueError, TypeError):
        return None


@dataclass(frozen=True, eq=False)
class Material:
    """Examples in standard units, the n of training first, the others for validation.

    classes: their names, () for a number.  mean, unit: of a numeric target, as it was measured.  seen, held: the examples
    of training and of validation that a drawn loss runs over.
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

    @property
    def kind(self):
        """Which picture shows what has been learnt."""
        if not self.classes:
            return "fit"
        return "regions" if self.X.shape[1] == 2 else "classes"


@lru_cache(maxsize=8)
def material(source, share):
    """The material of an entry of the menu or of an Own, `share` of it for training."""
    raw, standard = _read(source)
    train, validation = datasets.split(standard, share)
    n, rest = len(train), len(validation)
    arrays = {
        "X": np.concatenate([train.X, validation.X]),
        "y": np.concatenate([train.y, validation.y]),
        "seen": np.arange(min(n, MOST)),  # the split has shuffled them
        "held": n + np.arange(min(rest, MOST)),
    }
    for array in arrays.values():
        read_only(array)
    return Material(
        name=source.file if isinstance(source, Own) else NAMES[source],
        n=n,
        features=raw.features,
        target=raw.target,
        classes=raw.classes,
        mean=raw.y.mean(),
        unit=raw.y.std(),
        **arrays,
    )


@lru_cache(maxsize=4)
def _read(source):
    """A data set, as it was measured and in standard units."""
    raw = source.read() if isinstance(source, Own) else TOYS[source]()
    return raw, datasets.standardised(raw)
