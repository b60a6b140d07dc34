"""How fast a live figure answers, in JupyterLab in a real browser: python -m benchmarks.live

The flagship is compared, in the same run, with the same figure under plain `interact` and with the floor, a callback
that sets one line of text; each of them on a plain Jupyter server and on one with the course's extension. The routes take
turns, so that a slow moment of the machine falls on all of them.

    ms, p95         from the key press until the frame with the new picture (or text) is painted, milliseconds
    × floor         that, divided by the floor's on the same server
    plain ÷ this    the same slider's on the plain server, divided by that with the extension
    drag/s, gap     pictures a second while a slider is dragged at the display's rate, and milliseconds between them
    painted, blank  frames that the screen showed during another drag, and how many of them lacked the picture
    CPU             of the kernel per redraw, all of it; and of that, compute, draw, encode
    kB              that the picture of a redraw sends

The last table is that of benchmarks.round_trip: the same redraw without a browser.
"""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks import figures, round_trip
from benchmarks.report import arguments, report
from benchmarks.routes import Route
from tools.browser import Notebook, chromium
from tools.refresh import METADATA
from tools.server import jupyterlab

PACKAGES = ("numpy", "matplotlib", "pillow", "ipywidgets", "anywidget", "jupyterlab", "jupyter-server", "ipykernel")
WIDTH = 1000  # CSS pixels of the picture
DRAGS = 2  # of each route
WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")

FIGURE = """
import time
from collections import Counter
from helpers.apps import magic

app, spent = magic(step=120), Counter()

def timed(part, call):
    def run(*arguments):
        start = time.thread_time()
        try:
            return call(*arguments)
        finally:
            spent[part] += time.thread_time() - start
    return run

def weighed(send):
    def run(data=None, metadata=None, buffers=None):
        spent["bytes"] += sum(memoryview(buffer).nbytes for buffer in buffers or ())
        send(data, metadata, buffers)
    return run

app.picture.comm.send = weighed(app.picture.comm.send)
app._drawn = timed("compute", app._drawn)
app.sheet.update = timed("draw", app.sheet.update)
app.canvas.draw = timed("draw", app.canvas.draw)
app.canvas.encode = timed("encode", app.canvas.encode)
app
"""

INTERACT = """
import ipywidgets, io
import matplotlib.pyplot as plt
from helpers.lessons.magic.figures.magic import BATCH_LOSSES, FULL_LOSSES, LANDSCAPE, TRACE, TRAIL
from helpers.live import looks
from helpers.live.curves import BATCH_LOSS, FULL_LOSS, NEXT, NOW, SLOPE

def figure(step):
    state = magic.plan.settings(step=step)
    frame = magic.plan.draw(state)
    landscape, trace, (w, loss, slope) = frame[LANDSCAPE], frame[TRACE], frame[LANDSCAPE][SLOPE]
    figure = plt.figure(figsize=(10, 4.4), dpi=100)
    grid = figure.add_gridspec(2, 2, height_ratios=(9, 1), width_ratios=(2, 1), hspace=0.35)
    left, right, strip = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, :])
    left.plot(*landscape[FULL_LOSS], color=looks.FULL, label="full loss, all 64 examples")
    left.plot(*landscape[BATCH_LOSS], ":", color=looks.BATCH, label="batch loss, these 4 examples")
    left.plot([w - 0.5, w + 0.5], [loss - 0.5 * slope, loss + 0.5 * slope], color=looks.TANGENT)
    left.plot(*landscape[TRAIL], "o", ms=4, mfc="white", color=looks.FULL)
    left.plot(*landscape[NOW], "o", color=looks.BATCH)
    left.plot(*landscape[NEXT], "o", mfc="white", mec=looks.BATCH)
    left.set(ylim=(0, state.stage.ceiling), xlabel="weight w", ylabel="loss", title=f"step {step}   w = {w:.4g}")
    left.legend(loc="upper left"), left.grid()
    right.plot(*trace[FULL_LOSSES], color=looks.FULL), right.plot(*trace[BATCH_LOSSES], ":", color=looks.BATCH)
    right.set(ylim=(0, state.stage.ceiling), xlim=(0, 200), xlabel="step"), right.grid()
    lit = state.batches[step]
    strip.bar(range(64), 1, color=[looks.BATCH if i in lit else looks.SHADES[0] for i in range(64)])
    strip.set_axis_off()
    plt.show()

ipywidgets.interact(figure, step=ipywidgets.IntSlider(120, 0, 500, description="interact"));
"""

FLOOR = """
floor, text = ipywidgets.IntSlider(120, 0, 500, description="floor"), ipywidgets.Label("120")
text.add_class("floor-text")
floor.observe(lambda change: setattr(text, "value", str(change["new"])), "value")
ipywidgets.VBox([floor, text])
"""


def opened(browser, address, ratio):
    """The notebook on that server at that pixel ratio, ready to be watched."""
    return watched(Notebook(browser, address, f"live-{ratio}.ipynb", width=1200, height=1600, ratio=ratio))


def watched(notebook):
    """The notebook, its cells run and its picture WIDTH wide, ready to be watched."""
    notebook.run_all()
    notebook.page.locator(".sgd-stage[data-number]").wait_for()
    stage = notebook.stage.bounding_box()
    notebook.page.set_viewport_size({"width": 1200 + WIDTH - round(stage["width"]), "height": 1600})
    notebook.settle()
    notebook.page.evaluate(WATCH)
    return notebook


def measure(browser, servers, ratio, rounds):
    """One page on each server at one pixel ratio -> rows of answers, rows of drags and costs."""
    notebooks = {server: opened(browser, address, ratio) for server, address in servers.items()}
    stage = notebooks["this"].stage.bounding_box()
    size = f"{ratio * stage['width']:.0f} × {ratio * stage['height']:.0f}"
    sliders = [
        (f"step, {size}", "figure", "step"),
        (f"learning rate, {size}", "figure", "learning rate η"),
        (f"batch size, {size}", "figure", "batch size B", 6),
        (f"interact, step, × {ratio}", "interact", "interact"),
        (f"floor, a line of text, × {ratio}", "floor", "floor"),
    ]
    pairs = [[Route(notebook, server, *slider) for server, notebook in notebooks.items()] for slider in sliders]
    for number in range(rounds):
        for pair in pairs:
            for route in pair[:: (-1) ** number]:
                route.turn()
    for number in range(DRAGS):
        for pair in pairs:
            for route in pair[:: (-1) ** number]:
                route.drag()
    *_, interacts, floors = pairs
    answers = [
        route.answers(floor, interact, pair[0]) for pair in pairs for route, floor, interact in zip(pair, floors, interacts)
    ]
    costs = [route.drags_and_costs(pair[0]) for pair in pairs for route in pair]
    for notebook in notebooks.values():
        notebook.close()
    return answers, costs


def measure_all(rounds):
    """Both servers, both pixel ratios -> rows of answers, rows of drags and costs."""
    cells, answers, costs = [new_code_cell(source.strip()) for source in (FIGURE, INTERACT, FLOOR)], [], []
    with ExitStack() as stack:
        servers = {}
        for server, options in round_trip.SERVERS.items():
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            for ratio in (1, 2):
                nbformat.write(new_notebook(cells=cells, metadata=METADATA), Path(folder) / f"live-{ratio}.ipynb")
            servers[server] = stack.enter_context(jupyterlab(folder, *options))
        browser = stack.enter_context(chromium())
        for ratio in (1, 2):
            more_answers, more_costs = measure(browser, servers, ratio, rounds)
            answers, costs = answers + more_answers, costs + more_costs
    return answers, costs


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="turns of each route (default: 10, of 6 or 8 presses)")
    parser.add_argument("--kernels", type=int, default=20, help="on each server, in the last table (default: 20)")
    parser.add_argument("--all", action="store_true", help="the processor time of a redraw of every figure, and no browser")
    options = parser.parse_args()
    if options.all:
        figures.main(options.json)
        return
    tables = measure_all(options.rounds)
    report(round_trip.measure(options.kernels, options.rounds), PACKAGES, options.json, above=tables)


if __name__ == "__main__":
    main()
