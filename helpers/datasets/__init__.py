"""Data to learn from: seeded toy sets, real data that ships with the package, and your own.

toys     sine, two_moons, spirals, blobs, xor, rings
shipped  penguins, flights
own      from_arrays, from_frame, from_csv, csv_columns
tables   Table, a table before a target is chosen: csv_table, frame_table
record   Dataset, and what can be done with any: standardised, mean_and_spread, split
"""

from helpers.datasets.own import csv_columns, from_arrays, from_csv, from_frame
from helpers.datasets.record import Dataset, mean_and_spread, split, standardised
from helpers.datasets.shipped import flights, penguins
from helpers.datasets.tables import Table, csv_table, frame_table
from helpers.datasets.toys import blobs, rings, sine, spirals, two_moons, xor

__all__ = [
    "Dataset",
    "Table",
    "blobs",
    "csv_columns",
    "csv_table",
    "flights",
    "frame_table",
    "from_arrays",
    "from_csv",
    "from_frame",
    "mean_and_spread",
    "penguins",
    "rings",
    "sine",
    "spirals",
    "split",
    "standardised",
    "two_moons",
    "xor",
]
