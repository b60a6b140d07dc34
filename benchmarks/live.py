"""How fast a live figure answers, in JupyterLab in a real browser: python -m benchmarks.live

The flagship is compared, in the same run, with the same figure under plain `interact` and with the floor, a callback
that sets one line of text. The routes take turns, so that a slow moment of the machine falls on all of them.

    key -> pixels   from the key press until the frame with the new picture (or text) is painted, milliseconds
    drag            pictures a second while a slider is dragged at the display's rate
    painted, blank  frames that the screen showed during another drag, and how many of them lacked the picture
    CPU             of the kernel per redraw, all of it; and of that, compute, draw, encode
"""

import base64
import contextlib
import io
import random
import statistics
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image
from playwright.sync_api import Error

from benchmarks import figures
from benchmarks.report import arguments, report
from tools.browser import Notebook, chromium, jupyterlab
from tools.refresh import METADATA

PACKAGES = ("numpy", "matplotlib", "pillow", "ipywidgets", "anywidget", "jupyterlab", "ipykernel")
WIDTH = 1000  # CSS pixels of the picture

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

app._compute = timed("compute", app._compute)
app.view.update = timed("draw", app.view.update)
app.canvas.draw = timed("draw", app.canvas.draw)
app.canvas.encode = timed("encode", app.canvas.encode)
app
"""

INTERACT = """
import ipywidgets, io
import matplotlib.pyplot as plt
from helpers.views import style
from helpers.apps.magic import State, compute

def figure(step):
    frame = compute(State("sine", 0.4, 4, 4.9, 0, step))
    figure = plt.figure(figsize=(10, 4.4), dpi=100)
    grid = figure.add_gridspec(2, 2, height_ratios=(9, 1), width_ratios=(2, 1), hspace=0.35)
    left, right, strip = figure.add_subplot(grid[0, 0]), figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, :])
    w, loss = frame.weights[-1], frame.batch_losses[-1]
    left.plot(frame.grid, frame.full_curve, color=style.FULL, label="full loss, all 64 examples")
    left.plot(frame.grid, frame.batch_curve, ":", color=style.BATCH, label="batch loss, these 4 examples")
    left.plot([w - 0.5, w + 0.5], [loss - 0.5 * frame.slope, loss + 0.5 * frame.slope], color=style.TANGENT)
    left.plot(frame.weights[:-1], frame.full_losses[:-1], "o", ms=4, mfc="white", color=style.FULL)
    left.plot(w, loss, "o", color=style.BATCH)
    left.plot(frame.next_weight, frame.next_loss, "o", mfc="white", mec=style.BATCH)
    left.set(ylim=(0, frame.ceiling), xlabel="weight w", ylabel="loss", title=f"step {step}   w = {w:.4g}")
    left.legend(loc="upper left"), left.grid()
    right.plot(frame.full_losses, color=style.FULL), right.plot(frame.batch_losses, ":", color=style.BATCH)
    right.set(ylim=(0, frame.ceiling), xlim=(0, 200), xlabel="step"), right.grid()
    strip.bar(range(64), 1, color=[style.BATCH if i in frame.batch else style.SHADES[0] for i in range(64)])
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

WATCH = """
() => {
    // The last picture or text of each route, and a promise of the next one.
    window.find = {
        figure: () => document.querySelector(".sgd-stage img"),
        interact: () => document.querySelector(".widget-interact .jp-OutputArea-output img"),
        floor: () => document.querySelector(".floor-text"),
    };
    const sign = { figure: e => e.src, interact: e => e.src, floor: e => e.textContent };
    window.pressed = 0;
    window.addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
    window.changed = route => new Promise(done => {
        const before = find[route]() && sign[route](find[route]());
        const look = async () => {
            const now = find[route]();
            if (!now || sign[route](now) === before) return;
            observer.disconnect();
            if (now.complete === false) await new Promise(loaded => now.addEventListener("load", loaded));
            const after = new MessageChannel(); // its message comes once the frame has been painted
            after.port1.onmessage = () => done(performance.now() - window.pressed);
            requestAnimationFrame(() => after.port2.postMessage(null));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    window.drag = (handle, route, seconds) => new Promise(done => {
        const track = handle.closest(".noUi-base").getBoundingClientRect();
        const at = x => ({ clientX: track.left + x * track.width, clientY: track.top + 2, buttons: 1, bubbles: true });
        const start = performance.now();
        let pictures = 0, last = null;
        const page = document.documentElement, own = handle.getBoundingClientRect();
        const held = (own.left + own.width / 2 - track.left) / track.width;
        handle.querySelector(".noUi-touch-area").dispatchEvent(new MouseEvent("mousedown", at(held)));
        const frame = () => {
            const time = (performance.now() - start) / 1000, now = find[route]();
            if (now && sign[route](now) !== last) [last, pictures] = [sign[route](now), pictures + 1];
            if (time > seconds) {
                page.dispatchEvent(new MouseEvent("mouseup", at(0.2)));
                done(pictures / time);
                return;
            }
            const triangle = Math.abs((time / 2) % 2 - 1);
            page.dispatchEvent(new MouseEvent("mousemove", at(0.1 + 0.8 * triangle)));
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    });
}
"""


class Route:
    """One slider of one figure, and what was measured on it."""

    def __init__(self, notebook, name, route, label, keys):
        self.notebook, self.name, self.route, self.keys = notebook, name, route, keys
        self.label, self.pauses = label, random.Random(0)
        self.times, self.cpu, self.parts, self.sizes, self.rate = [], [], [], [], None

    def turn(self):
        """Some key presses, one after the other, each awaited."""
        notebook, page = self.notebook, self.notebook.page
        handle = notebook.slider(self.label)
        handle.scroll_into_view_if_needed()
        if self.label in ("learning rate η", "batch size B"):  # a new seed, so that no path is already known
            notebook.slider("shuffle seed").focus()
            page.keyboard.press("ArrowRight")
            notebook.settle()
        handle.focus()
        page.keyboard.press("Home" if self.label != "step" else "ArrowLeft")
        page.wait_for_timeout(400)
        before = self._clock()
        for key in self.keys:
            page.evaluate("route => { window.next = changed(route); }", self.route)
            page.keyboard.press(key)
            self.times.append(page.evaluate("() => window.next"))
            page.wait_for_timeout(self.pauses.uniform(30, 80))  # not in step with the display
        after = self._clock()
        spent = [(b - a) * 1000 / len(self.keys) for a, b in zip(before, after)]
        self.cpu.append(spent[0])
        self.parts.append(spent[1:])
        self.sizes.append(self._bytes())

    def _clock(self):
        self.notebook.wait_idle()
        asked = "import time; print(time.process_time(), *(spent[part] for part in ('compute', 'draw', 'encode')))"
        return [float(number) for number in self.notebook.execute(asked).split()]

    def _bytes(self):
        if self.route == "figure":
            return int(self.notebook.execute("print(len(app.picture.png))"))
        if self.route == "interact":
            source = "() => document.querySelector('.widget-interact .jp-OutputArea-output img').src.length"
            return self.notebook.page.evaluate(source)
        return None

    def drag(self, seconds=4):
        """Drag the handle to and fro: pictures a second."""
        self.notebook.settle()
        handle = self.notebook.slider(self.label)
        self.rate = handle.evaluate("(handle, [route, seconds]) => drag(handle, route, seconds)", [self.route, seconds])

    def _blanks(self):
        """Drag while the screen is recorded -> frames painted, and those of them without the numbers of its loss axis."""
        page, frames, rate = self.notebook.page, [], self.rate  # the recording slows the drag
        recorder = page.context.new_cdp_session(page)

        def keep(event):
            frames.append(event["data"])
            with contextlib.suppress(Error):  # the last frames may come when the recording has ended
                recorder.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

        recorder.on("Page.screencastFrame", keep)
        box = page.evaluate("route => find[route]().getBoundingClientRect().toJSON()", self.route)
        recorder.send("Page.startScreencast", {"format": "png"})
        self.drag()
        self.rate = rate
        recorder.send("Page.stopScreencast")
        recorder.detach()
        edges = []
        for frame in frames:
            screen = Image.open(io.BytesIO(base64.b64decode(frame))).convert("L")
            scale = screen.width / page.viewport_size["width"]
            right = box["left"] + 0.055 * box["width"]
            edges.append(screen.crop([int(scale * side) for side in (box["left"], box["top"], right, box["bottom"])]))
        edges = np.array(edges, dtype=float)
        usual = np.median(edges, axis=0)  # a still part: what is missing or moved there is a blank
        return len(edges), int((np.abs(edges - usual).mean((1, 2)) > 0.5 * (usual.max() - usual).mean()).sum())

    def row(self, floor, interact):
        median = statistics.median(self.times)
        parts = [statistics.median(column) for column in zip(*self.parts)] if self.route == "figure" else [None] * 3
        painted, blank = self._blanks() if self.route != "floor" else (None, None)
        return {
            "slider": self.name,
            "ms median": median,
            "p95": statistics.quantiles(self.times, n=20)[-1],
            "× floor": median / floor,
            "interact ×": interact / median,
            "drag/s": self.rate,
            "painted": painted,
            "blank": blank,
            "CPU ms": statistics.median(self.cpu),
            "compute": parts[0],
            "draw": parts[1],
            "encode": parts[2],
            "kB": self.sizes[-1] / 1000 if self.sizes[-1] else None,
        }


def measure(browser, address, ratio, rounds):
    """One page at one pixel ratio -> rows."""
    notebook = Notebook(browser, address, f"live-{ratio}.ipynb", width=1200, height=1600, ratio=ratio)
    notebook.run_all()
    notebook.image.wait_for()
    stage = notebook.page.locator(".sgd-stage").bounding_box()
    notebook.page.set_viewport_size({"width": 1200 + WIDTH - round(stage["width"]), "height": 1600})
    notebook.settle()
    notebook.page.evaluate(WATCH)
    size = notebook.image.evaluate("image => `${image.naturalWidth} × ${image.naturalHeight}`")
    routes = [
        Route(notebook, f"step, {size}", "figure", "step", ["ArrowRight"] * 8),
        Route(notebook, f"learning rate, {size}", "figure", "learning rate η", ["ArrowRight"] * 8),
        Route(notebook, f"batch size, {size}", "figure", "batch size B", ["ArrowRight"] * 6),
        Route(notebook, "interact, step", "interact", "interact", ["ArrowRight"] * 8),
        Route(notebook, "floor, a line of text", "floor", "floor", ["ArrowRight"] * 8),
    ]
    for _ in range(rounds):
        for route in routes:
            route.turn()
    for route in routes:
        route.drag()
    floor, interact = (statistics.median(route.times) for route in (routes[4], routes[3]))
    rows = [route.row(floor, interact) for route in routes]
    notebook.close()
    return rows


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="turns of each route (default: 10, of 6 or 8 presses)")
    parser.add_argument("--all", action="store_true", help="the processor time of a redraw of every figure, and no browser")
    options = parser.parse_args()
    if options.all:
        figures.main(options.json)
        return
    cells = [new_code_cell(source.strip()) for source in (FIGURE, INTERACT, FLOOR)]
    with tempfile.TemporaryDirectory() as folder:
        for ratio in (1, 2):
            nbformat.write(new_notebook(cells=cells, metadata=METADATA), Path(folder) / f"live-{ratio}.ipynb")
        with jupyterlab(folder) as address, chromium() as browser:
            rows = [row for ratio in (1, 2) for row in measure(browser, address, ratio, options.rounds)]
    report(rows, PACKAGES, options.json)


if __name__ == "__main__":
    main()
