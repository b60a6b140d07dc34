"""How fast the flagship answers on the course's site, beside JupyterLab on this machine: python -m benchmarks.site_latency

The step slider of the flagship, 1000 pixels wide: in JupyterLab with a kernel here, on the built site with its kernel in the
page, and as plain `interact` in that JupyterLab. The three take turns, so that a slow moment of the machine falls on all of them.

    presses    how many keys were pressed
    ms, p95    from the key press until the frame with the new picture is painted, milliseconds
    ÷ local    that, divided by JupyterLab's
"""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks.live import INTERACT, PACKAGES, opened, watched
from benchmarks.report import arguments, report
from benchmarks.routes import Route, middle_and_tail
from benchmarks.visitors import served
from tools.browser import chromium
from tools.lite import Lite
from tools.refresh import METADATA
from tools.server import jupyterlab

GOAL = 1.25  # of the site's median to JupyterLab's
FIGURE = """
from collections import Counter
from helpers.apps import magic

spent = Counter()  # a Route asks for it; the parts of a redraw are measured by benchmarks.live
magic(step=120)
"""
REPLACE = """cells => {
    const { sharedModel } = jupyterapp.shell.currentWidget.content.model;
    sharedModel.deleteCellRange(0, sharedModel.cells.length);
    sharedModel.insertCells(0, cells);
}"""


def on_the_site(browser, address):
    """A notebook of the site with the flagship's cell in place of its own, ready to be watched."""
    notebook = Lite(browser, address, "00-start-here", width=1200, height=1600)
    notebook.page.evaluate(REPLACE, [new_code_cell(FIGURE.strip())])
    return watched(notebook)


def measure(site, rounds):
    """Rows: JupyterLab, the site, interact."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        cells = [new_code_cell(source.strip()) for source in (FIGURE, INTERACT)]
        nbformat.write(new_notebook(cells=cells, metadata=METADATA), Path(folder) / "live-1.ipynb")
        local, address = stack.enter_context(jupyterlab(folder)), stack.enter_context(served(site))
        browser = stack.enter_context(chromium())
        here, there = opened(browser, local, ratio=1), on_the_site(browser, address)
        routes = [
            Route(here, "JupyterLab", "step, JupyterLab", "figure", "step"),
            Route(there, "site", "step, the site", "figure", "step"),
            Route(here, "JupyterLab", "step, interact in JupyterLab", "interact", "interact"),
        ]
        for number in range(rounds):
            for route in routes[:: (-1) ** number]:
                route.turn()
        here.close()
        there.close()
    return rows(routes)


def rows(routes):
    """One row for each route; the first is what the others are divided by."""
    first = middle_and_tail(routes[0].times)
    for route in routes:
        median, p95 = middle_and_tail(route.times)
        ratios = {"÷ local": median / first[0], "p95 ÷ local": p95 / first[1]}
        yield {"slider": route.name, "presses": len(route.times), "ms": median, "p95": p95} | ratios


def main():
    parser = arguments(__doc__.splitlines()[0], site=True)
    parser.add_argument("--rounds", type=int, default=12, help="turns of each slider, of 8 presses (default: 12)")
    options = parser.parse_args()
    table = list(measure(options.site, options.rounds))
    report(table, PACKAGES, options.json)
    print(f"Load of the last five minutes: {psutil.getloadavg()[1]:.1f}.", end=" ")
    print(f"Goal, at most {GOAL} times JupyterLab's median: {'met' if table[1]['÷ local'] <= GOAL else 'missed'}.")


if __name__ == "__main__":
    main()
