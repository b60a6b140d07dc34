"""Notebooks in a real browser, for tests and benchmarks; `tools.server` has the JupyterLab for them."""

import base64
import contextlib
import io
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGE = Path(__file__).parent / "page.js"


class NoBrowser(RuntimeError):
    """No browser on this machine, and none could be downloaded."""


@contextlib.contextmanager
def chromium(profile=None):
    """A headless Chromium: the machine's own, or else Playwright's, downloaded on first use.

    profile: a folder of what it remembers; without one each page of it begins anew.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        if not found and not Path(playwright.chromium.executable_path).exists():
            download = [sys.executable, "-m", "playwright", "install", "chromium"]
            if subprocess.run(download, capture_output=True).returncode:
                raise NoBrowser("The browser tests need Chromium: install it, or connect to the network and try again.")
        kind = playwright.chromium
        launch = kind.launch if profile is None else partial(kind.launch_persistent_context, profile)
        browser = launch(executable_path=found, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Live:
    """One live figure in a notebook: its controls, its picture and the words under it."""

    def __init__(self, notebook, root):
        self.notebook, self.page, self.root = notebook, notebook.page, root

    def slider(self, label):
        """The handle of the slider with that label."""
        return self._control(label).locator(".noUi-handle")

    def readout(self, label):
        return self._control(label).locator(".widget-readout")

    def menu(self, label):
        return self._control(label).locator("select")

    def button(self, label):
        return _button(self.root, label)

    def _control(self, label):
        return self.root.locator(f'.widget-inline-hbox:has(> .widget-label:text-is("{label}"))')

    def drag(self, handle, fractions, pause=0.0):
        """Drag a slider's handle over its track, through these fractions of it."""
        track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-base')]").bounding_box()
        box = handle.bounding_box()
        y = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + box["width"] / 2, y)
        self.page.mouse.down()
        for fraction in fractions:
            self.page.mouse.move(track["x"] + fraction * track["width"], y)
            self.page.wait_for_timeout(1000 * pause)
        self.page.mouse.up()

    @property
    def stage(self):
        return self.root.locator(".sgd-stage")

    @property
    def image(self):
        return self.root.locator(".sgd-stage canvas")

    @property
    def words(self):
        return self.root.locator(".sgd-picture figcaption").inner_text()

    def wait_for_words(self, words):
        """Wait until the line under the figure holds these words."""
        caption = self.root.locator(".sgd-picture figcaption").element_handle()
        self.page.wait_for_function("([caption, words]) => caption.textContent.includes(words)", arg=[caption, words])

    def wait_to_reach(self, least, pattern=r"step (\d+) of"):
        """Wait until the number in the line under the figure is at least this: one that plays may pass it between two looks."""
        self.page.wait_for_function(
            "([caption, pattern, least]) => +caption.textContent.match(pattern)[1].replaceAll(' ', '') >= least",
            arg=[self.root.locator(".sgd-picture figcaption").element_handle(), pattern, least],
            timeout=60_000,
        )

    def settle(self):
        """Wait until the kernel has dealt with all that the page told it, and its pictures are drawn."""
        self.page.evaluate("() => sgdPage.settle()")

    def look(self):
        """What the figure shows once it has settled: its size, words, alternative text, controls, a digest of its pixels."""
        return self.root.evaluate("root => sgdPage.look(root)")

    def pixels(self):
        """The pixels of the picture on the screen: (rows, columns, RGB)."""
        address = self.image.evaluate("canvas => canvas.toDataURL()")
        return decoded(base64.b64decode(address.split(",")[1]))


def decoded(png):
    """The pixels of a PNG: (rows, columns, RGB)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


class Notebook(Live):
    """One notebook open in JupyterLab, in a page of its own; where it holds one figure, itself that figure."""

    def __init__(self, browser, server, path, width=1280, height=900, ratio=1, program="doc/tree"):
        """program: "notebooks" opens Notebook 7, which stands beside JupyterLab on its server."""
        url, token = server
        self.page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=ratio)
        self.root, self.notebook, self.console_errors = self.page.locator("body"), self, []
        self.page.add_init_script(path=PAGE)
        self.page.on("console", lambda line: line.type == "error" and self.console_errors.append(line.text))
        self.page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        self.page.goto(f"{url}/{program}/{path}?reset&token={token}")
        self.follow()

    def follow(self):
        """Wait until the kernel of the open notebook is idle, and follow what it is asked."""
        self.page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
            timeout=90_000,
        )
        self.page.evaluate("() => sgdPage.follow()")

    def turn_to(self, path, width=1280, height=900):
        """Open another notebook on this page, after `leave`: JupyterLab itself takes longer to open."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.console_errors.clear()
        self.page.evaluate("async path => { await jupyterapp.commands.execute('docmanager:open', { path }); }", path)
        self.follow()

    def leave(self):
        """Shut the kernel down and close the notebook; the page stays."""
        self.page.evaluate("() => sgdPage.leave()")

    def close(self):
        """Shut the kernel down and close the page."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.close()

    def run_all(self):
        """Run all cells and wait until they are done."""
        self.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        self.settle()

    def run_cells(self, pattern):
        """Run the cells in which a regular expression finds something, one after the other, and wait until they are done."""
        self.page.evaluate(
            """async pattern => {
                const [notebook, wanted] = [jupyterapp.shell.currentWidget.content, new RegExp(pattern, "m")];
                const found = notebook.widgets.filter(
                    ({ model }) => model.type === "code" && wanted.test(model.sharedModel.source));
                notebook.deselectAll();
                notebook.activeCellIndex = notebook.widgets.indexOf(found[0]);
                for (const cell of found) notebook.select(cell);
                await jupyterapp.commands.execute("notebook:run-cell");
            }""",
            pattern,
        )
        self.settle()

    def wait_idle(self):
        self.page.wait_for_function(
            "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'", timeout=120_000
        )

    def execute(self, code):
        """Run code in the notebook's kernel; returns what it prints."""
        return self.page.evaluate(
            """async code => {
                const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                const future = kernel.requestExecute({ code, store_history: false });
                let text = "";
                future.onIOPub = ({ header, content }) => {
                    if (header.msg_type === "stream") text += content.text;
                    if (header.msg_type === "error") text += content.traceback.join("\\n");
                };
                await future.done;
                return text;
            }""",
            code,
        )

    def figure(self, number=0):
        """The live figure of that number, from the top of the notebook."""
        return Live(self, self.page.locator(".sgd-app").nth(number))


def _button(root, label):
    return root.locator("button.jupyter-button", has_text=re.compile(rf"^\s*{label}\s*$"))
