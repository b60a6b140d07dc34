"""The sliders that benchmarks.live compares, each on one page: key presses, drags and what a redraw costs the kernel."""

import base64
import contextlib
import io
import random
import statistics

import numpy as np
from PIL import Image
from playwright.sync_api import Error

PARTS = ("compute", "draw", "encode", "bytes")


def middle_and_tail(times):
    """The median and the 95th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


class Route:
    """One slider of one figure on one server, and what was measured on it."""

    def __init__(self, notebook, server, name, kind, label, presses=8):
        self.notebook, self.server, self.name = notebook, server, name
        self.kind, self.label, self.presses, self.pauses = kind, label, presses, random.Random(0)
        self.times, self.gaps, self.cpu, self.parts = [], [], [], []

    def turn(self):
        """Some key presses, one after the other, each awaited."""
        notebook, page = self.notebook, self.notebook.page
        page.bring_to_front()
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
        for _ in range(self.presses):
            page.evaluate("route => { window.next = changed(route); }", self.kind)
            page.keyboard.press("ArrowRight")
            self.times.append(page.evaluate("() => window.next"))
            page.wait_for_timeout(self.pauses.uniform(30, 80))  # not in step with the display
        after = self._clock()
        cpu, *parts = [(b - a) / self.presses for a, b in zip(before, after)]
        self.cpu.append(1000 * cpu)
        self.parts.append(parts)

    def _clock(self):
        """Seconds of the kernel's processor time, and of them each part; bytes of pictures that it has sent."""
        self.notebook.wait_idle()
        asked = f"import time; print(time.process_time(), *(spent[part] for part in {PARTS}))"
        return [float(number) for number in self.notebook.execute(asked).split()]

    def drag(self):
        """Drag the handle to and fro."""
        self.notebook.page.bring_to_front()
        self.gaps += self._drag()

    def _drag(self, seconds=4):
        self.notebook.settle()
        handle = self.notebook.slider(self.label)
        handle.scroll_into_view_if_needed()
        return handle.evaluate("(handle, [route, seconds]) => drag(handle, route, seconds)", [self.kind, seconds])

    def answers(self, floor, interact, plain):
        """A row: how long an answer took, beside that of other routes; plain is the same one on the plain server."""
        median, p95 = middle_and_tail(self.times)
        floors, plains = middle_and_tail(floor.times), middle_and_tail(plain.times)
        return {
            "slider": self.name,
            "server": self.server,
            "ms": median,
            "p95": p95,
            "× floor": median / floors[0],
            "p95 × floor": p95 / floors[1],
            "plain ÷ this": None if self is plain else plains[0] / median,
            "p95 plain ÷ this": None if self is plain else plains[1] / p95,
            "interact ÷ it": middle_and_tail(interact.times)[0] / median,
        }

    def drags_and_costs(self, plain):
        """A row: the pictures of a drag, and what a redraw costs."""
        median, p95 = middle_and_tail(self.gaps)
        plains = middle_and_tail(plain.gaps)
        parts = [statistics.median(column) for column in zip(*self.parts)] if self.kind == "figure" else [None] * 4
        compute, draw, encode, size = (part and 1000 * part for part in parts)
        painted, blank = self._blanks() if self.kind != "floor" else (None, None)
        return {
            "slider": self.name,
            "server": self.server,
            "drag/s": 1000 / statistics.mean(self.gaps),
            "gap ms": median,
            "gap p95": p95,
            "plain ÷ this": None if self is plain else plains[0] / median,
            "p95 plain ÷ this": None if self is plain else plains[1] / p95,
            "painted": painted,
            "blank": blank,
            "CPU ms": statistics.median(self.cpu),
            "compute": compute,
            "draw": draw,
            "encode": encode,
            "kB": self._interact_bytes() / 1000 if self.kind == "interact" else size and size / 1e6,
        }

    def _interact_bytes(self):
        source = "() => document.querySelector('.widget-interact .jp-OutputArea-output img').src.length"
        return self.notebook.page.evaluate(source)

    def _blanks(self):
        """Drag while the screen is recorded -> frames painted, and those of them without the numbers of its loss axis."""
        page, frames = self.notebook.page, []
        page.bring_to_front()
        recorder = page.context.new_cdp_session(page)

        def keep(event):
            frames.append(event["data"])
            with contextlib.suppress(Error):  # the last frames may come when the recording has ended
                recorder.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

        recorder.on("Page.screencastFrame", keep)
        box = page.evaluate("route => find[route]().getBoundingClientRect().toJSON()", self.kind)
        recorder.send("Page.startScreencast", {"format": "png"})
        self._drag()  # which the recording slows
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
