"""What the network learns from: the data of the menu, or a reader's own file, split and in standard units."""

from dataclasses import dataclass, is_dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import PurePath

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
MEASURED = {"flights": "minutes"}  # the unit of a numeric target of the menu; a reader's own says it in its name, if at all
CLASSES = 6  # that a picture can tell apart


@dataclass(frozen=True)
class Own:
    """A reader's own table, and what shall be learnt from it.

    file: its name, "" for a data frame.  features: names, None for all that say something.  classes: as
    `helpers.datasets.from_csv` has it.
    """

    file: str
    table: datasets.Table | None
    target: str = ""
    features: tuple | None = None
    missing: str = "error"
    classes: bool | None = None

    def read(self):
        """The data set."""
        if not self.table or not self.target:
            columns = f" target must be one of {', '.join(self.table.names)}." if self.table else ""
            raise ValueError(f"your own data wants file, the name of a CSV file, and target, one of its columns.{columns}")
        data = self.table.dataset(self.target, self.features, self.missing, self.classes)
        if len(data.classes) > CLASSES:
            raise ValueError(f"target {self.target!r} has {len(data.classes)} classes; this figure shows at most {CLASSES}.")
        return data


def found(file, content=None):
    """The table in a file of that name, or in its content."""
    name = PurePath(str(file).strip(" \"'")).name
    return datasets.csv_table(file, as_name=name) if content is None else datasets.csv_table(BytesIO(content), as_name=name)


def is_frame(data):
    """Whether data are a table themselves: what `pandas.DataFrame` makes one of, but a list of single values, or a data set."""
    if isinstance(data, list | tuple):
        return bool(data) and (isinstance(data[0], dict | list | tuple) or is_dataclass(data[0]))
    kinds = dict | datasets.Dataset
    return not isinstance(data, str) and (isinstance(data, kinds) or hasattr(data, "columns") or hasattr(data, "__array__"))


def framed(frame):
    """The table in a pandas data frame, in what makes one, or in a data set; a table is one already."""
    if isinstance(frame, datasets.Table):
        return frame
    if isinstance(frame, datasets.Dataset):
        y = np.array(frame.classes)[frame.y.astype(int)] if frame.classes else frame.y
        frame = dict(zip(frame.features, frame.X.T)) | {frame.target: y}
    return datasets.frame_table(frame, "your table")


@dataclass(frozen=True, eq=False)
class Material:
    """Examples in standard units, the n of training first, the others for validation.

    classes: their names, () for a number.  mean, unit: of a numeric target, as it was measured.  measured: in what, if known.
    seen, held: the examples of training and of validation that a drawn loss runs over.  notes: what was read and how.
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
    measured: str = ""
    notes: tuple = ()

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
    mean, unit = datasets.mean_and_spread(raw.y)
    arrays = {
        "X": np.concatenate([train.X, validation.X]),
        "y": np.concatenate([train.y, validation.y]),
        "seen": np.arange(min(n, MOST)),  # the split has shuffled them
        "held": n + np.arange(min(rest, MOST)),
    }
    for array in arrays.values():
        read_only(array)
    return Material(
        name=source.table.source if isinstance(source, Own) else NAMES[source],
        measured=MEASURED.get(source, ""),
        notes=raw.notes,
        n=n,
        features=raw.features,
        target=raw.target,
        classes=raw.classes,
        mean=mean,
        unit=unit,
        **arrays,
    )


@lru_cache(maxsize=4)
def _read(source):
    """A data set, as it was measured and in standard units."""
    raw = source.read() if isinstance(source, Own) else TOYS[source]()
    return raw, datasets.standardised(raw)
