"""What every benchmark prints: a table, the versions it was measured with and, if asked, the rows as JSON."""

import argparse
import json
import os
import platform
from importlib.metadata import version


def arguments(description):
    """A parser that knows --json PATH."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", metavar="PATH", help="write the rows as a list of objects")
    return parser


def report(rows, packages, json_path=None):
    """Print rows, a list of dicts with the same keys, as a table, and the versions of packages under it."""
    cells = [[*rows[0]], *([_text(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells)]
    for first, *others in cells:
        print("  ".join([first.ljust(widths[0]), *map(str.rjust, others, widths[1:])]))
    versions = {name: version(name) for name in packages}
    print(f"\nPython {platform.python_version()}, {', '.join(' '.join(pair) for pair in versions.items())},", end=" ")
    print(f"{platform.system()}, {os.cpu_count()} cores")
    if json_path:
        with open(json_path, "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=1)


def _text(value):
    if isinstance(value, float):
        return f"{value:.2f}" if value < 10 else f"{value:.1f}"
    return "" if value is None else f"{value}"
