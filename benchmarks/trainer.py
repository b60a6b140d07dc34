"""How fast a network trains while it is drawn, in JupyterLab in a real browser: python -m benchmarks.trainer

A row is one figure that plays as fast as it goes. Beside it stands the bare loop of `helpers.training` in the same kernel, a
moment later, with nothing drawn.

    updates/s, frames/s   while playing, by the clock
    ms/frame              of the kernel's processor time that is not training: compute, draw, encode, and the messages
    bare updates/s        of helpers.training.train, by the clock
"""

import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks.report import arguments, report
from tools.browser import Notebook, chromium
from tools.refresh import METADATA
from tools.server import jupyterlab

GOAL = 2000  # updates a second while drawing, MLP 2-16-16-2, B = 32
FIGURES = {
    "moons, 2-16-16-2, B = 32": "train_network()",
    "moons, 2-16-16-2, B = 1": "train_network(batch_size=1)",
    "flights, 4-16-16-1, B = 32": "train_network(data='flights', learning_rate=0.02)",
    "moons, 2-32-32-32-2, B = 32": "train_network(hidden='32-32-32')",
}
CELL = """
import time
import numpy as np
from helpers.apps import train_network
from helpers.lessons.real_network.run import Run
from helpers.sampling import reshuffled
from helpers.training import train

spent = [0.0]
def timed(advance):
    def run(*arguments, **settings):
        start = time.process_time()
        advance(*arguments, **settings)
        spent[0] += time.process_time() - start
    return run

def clock():
    print(app.state.updates, app.picture.number, time.process_time(), time.perf_counter(), spent[0])

def bare(updates=4000):
    run = app.state.run
    size = run.rule.batch_size
    batches = reshuffled(np.random.default_rng(0), run.material.n, size, 1 + updates * size // run.material.n)[:updates]
    start = time.perf_counter()
    train(run.model, run.optimizer, run.params, batches, run.rule.learning_rate, keep_every=updates)
    print(updates / (time.perf_counter() - start))

Run.advance = timed(Run.advance)
app = FIGURE
app
"""


def measured(browser, address, folder, number, name, seconds):
    """One figure, played for so many seconds -> its row."""
    cells = [new_code_cell(CELL.replace("FIGURE", FIGURES[name]).strip())]
    nbformat.write(new_notebook(cells=cells, metadata=METADATA), Path(folder) / f"{number}.ipynb")
    notebook = Notebook(browser, address, f"{number}.ipynb", width=1200, height=1400)
    notebook.run_all()
    notebook.image.wait_for()
    notebook.settle()

    def clock():
        return [float(value) for value in notebook.execute("clock()").split()]

    notebook.button("play").click()
    notebook.page.wait_for_timeout(1000)
    before = clock()
    notebook.page.wait_for_timeout(1000 * seconds)
    after = clock()
    notebook.button("pause").click()
    notebook.settle()
    updates, frames, cpu, time, training = (b - a for a, b in zip(before, after))
    loop = float(notebook.execute("bare()"))
    notebook.close()
    return {
        "figure": name,
        "updates/s": updates / time,
        "frames/s": frames / time,
        "ms/frame": 1000 * (cpu - training) / frames,
        "bare updates/s": loop,
    }


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5, help="that each figure plays (default: 5)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, jupyterlab(folder) as address, chromium() as browser:
        rows = [measured(browser, address, folder, number, name, options.seconds) for number, name in enumerate(FIGURES)]
    report(rows, ("numpy", "matplotlib", "pillow", "ipywidgets", "anywidget", "jupyterlab"), options.json)
    print(f"Goal, at least {GOAL} updates a second in the first row: {'met' if rows[0]['updates/s'] >= GOAL else 'missed'}.")


if __name__ == "__main__":
    main()
