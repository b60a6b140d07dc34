"""Data to learn from: seeded toy sets, real data that ships with the package, and your own.

toys     sine, two_moons, spirals, blobs, xor, rings
shipped  penguins, flights
own      from_arrays, from_csv, csv_columns
record   Dataset, and what can be done with any: standardised, split
"""

from helpers.datasets.own import csv_columns, from_arrays, from_csv
from helpers.datasets.record import Dataset, split, standardised
from helpers.datasets.shipped import flights, penguins
from helpers.datasets.toys import blobs, rings, sine, spirals, two_moons, xor

__all__ = [
    "Dataset",
    "blobs",
    "csv_columns",
    "flights",
    "from_arrays",
    "from_csv",
    "penguins",
    "rings",
    "sine",
    "spirals",
    "split",
    "standardised",
    "two_moons",
    "xor",
]
