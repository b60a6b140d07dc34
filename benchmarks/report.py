"""What every benchmark prints: a table, the versions it was measured with and, if asked, the rows as JSON."""

import argparse
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

SITE = Path(__file__).parents[1] / "site"


def arguments(description, site=False):
    """A parser that knows --json PATH and, for what measures the built site, --site FOLDER."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", metavar="PATH", help="write the rows as a list of objects")
    if site:
        parser.add_argument("--site", type=Path, default=SITE, metavar="FOLDER", help="the built site (default: site)")
    return parser


def report(rows, packages, json_path=None, above=()):
    """Print rows, a list of dicts with the same keys, as a table, and the versions of packages under it.

    above: more such lists, each a table above that one; the JSON holds the rows of all of them.
    """
    for table in (*above, rows):
        _print(table)
        print()
    versions = {name: version(name) for name in packages}
    print(f"Python {platform.python_version()}, {', '.join(' '.join(pair) for pair in versions.items())},", end=" ")
    print(f"{platform.system()}, {os.cpu_count()} cores")
    if json_path:
        with open(json_path, "w", encoding="utf-8") as file:
            json.dump([row for table in (*above, rows) for row in table], file, indent=1)


def _print(rows):
    cells = [[*rows[0]], *([_text(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells)]
    justify = [str.ljust if isinstance(value, str) else str.rjust for value in rows[0].values()]
    for line in cells:
        print("  ".join(just(cell, width) for just, cell, width in zip(justify, line, widths)))


def _text(value):
    if isinstance(value, float):
        if 0 < value < 0.005:
            return f"{value:.0e}"
        return f"{value:.2f}" if value < 10 else f"{value:.1f}"
    return "" if value is None else f"{value}"
