"""The site's kernel as it starts: what it loads first, and later; what the page says, and how it looks; what is kept."""

import base64
import hashlib
import urllib.request
import zipfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tools.browser import decoded
from tools.lite import Lite

pytestmark = [pytest.mark.site, pytest.mark.slow]
LATE = ("pandas-", "tzdata-", "fonttools-")
SAID = """
    window.said = [];
    new MutationObserver(() => {
        const line = document.querySelector("p[role=status]")?.textContent;
        if (line !== undefined && line !== said.at(-1)) said.push(line);
    }).observe(document, { childList: true, subtree: true, characterData: true });
"""


@pytest.fixture(scope="module")
def kernel(built):
    """The folder of the kernel's files."""
    (folder,) = (built / "live" / "static").glob("kernel-*")
    return folder


@pytest.fixture(scope="module")
def notebook(browser, address):
    opened = Lite(browser, address, "00-start-here")
    yield opened
    opened.close()


def test_every_module_has_its_bytecode_and_only_the_course_its_sources(kernel):
    for archive in (*kernel.glob("*.whl"), kernel / "python_stdlib.zip"):
        names = {Path(name) for name in zipfile.ZipFile(archive).namelist()}
        sources = {name for name in names if name.suffix == ".py"}
        if archive.name.startswith("sgd_course"):
            assert Path("helpers/apps.py") in sources
            assert {name.parent / f"__pycache__/{name.stem}.cpython-314.pyc" for name in sources} <= names
        else:
            assert not sources and any(name.suffix == ".pyc" for name in names)


def test_what_is_kept_for_ever_has_a_digest_of_the_build_in_its_address(kernel, address, built):
    files = sorted(path for path in kernel.iterdir() if path.name != "early.mjs")
    digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()
    assert kernel.name == f"kernel-{digest[:12]}"
    chunk = next((built / "live" / "build").glob("*.???????.js"))
    kept = (f"live/static/{kernel.name}/start.mjs", f"live/build/{chunk.name}")
    for place, said in [*((each, "max-age=31536000, immutable") for each in kept), ("live/jupyter-lite.json", "no-cache")]:
        with urllib.request.urlopen(f"{address}/{place}") as answer:
            assert answer.headers["Cache-Control"] == said, place


@pytest.fixture(scope="module")
def cold(browser, address):
    """A first visit in the dark, until Python is ready: what the page says, its workers, all that is painted."""
    seen = SimpleNamespace(workers=[], painted=[])
    page = browser.new_page(color_scheme="dark")
    page.add_init_script(SAID)
    page.on("worker", lambda worker: seen.workers.append(worker.url))
    page.set_content("<style>html { background: black }</style>")  # what is there before may be painted once more
    painter = page.context.new_cdp_session(page)

    def take(frame):
        seen.painted.append(decoded(base64.b64decode(frame["data"])))
        painter.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    painter.on("Page.screencastFrame", take)
    painter.send("Page.startScreencast", {"format": "png", "maxWidth": 320, "maxHeight": 240})
    page.goto(f"{address}/live/notebooks/index.html?path=00-start-here.ipynb")
    page.wait_for_function("() => window.said.length > 1 && window.said.at(-1) === '' && window.jupyterapp", timeout=90_000)
    seen.said = page.evaluate("said")
    page.close()
    return seen


@pytest.mark.browser
def test_python_begins_before_the_page_is_there_and_the_page_says_how_far_it_is(cold):
    assert cold.said == ["Python is loading …", "The course is loading …", "Ready.", ""]
    assert [Path(url).name for url in cold.workers] == ["early.mjs"], "JupyterLite takes the worker that is there"


@pytest.mark.browser
def test_all_that_is_painted_for_a_reader_who_prefers_the_dark_is_dark_from_the_first_frame_on(cold):
    assert len(cold.painted) > 5
    edges = [np.concatenate([frame[:, :8].ravel(), frame[:8].ravel()]) for frame in cold.painted]
    assert max(np.median(edge) for edge in edges) < 0x40, "a stored picture may be light, and reaches no edge"


@pytest.mark.browser
def test_a_reader_who_turns_to_the_live_page_has_its_files_fetched_ahead(browser, address, kernel):
    page, asked = browser.new_page(viewport={"width": 600, "height": 800}), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{address}/04-the-magic.html", wait_until="load")
    assert "pyodide.asm.wasm" not in asked, "a reader on a telephone may not want to run it"
    page.get_by_role("link", name="Run it here").first.focus()
    page.wait_for_function("document.querySelectorAll('link[rel=prefetch]').length > 30")
    fetched = page.evaluate("[...document.querySelectorAll('link[rel=prefetch]')].map((link) => link.href)")
    names = {Path(link).name for link in fetched}
    assert names == {path.name for path in kernel.iterdir() if not path.name.startswith(LATE)}
    page.close()


@pytest.mark.browser
def test_what_no_first_figure_needs_comes_when_it_is_imported(notebook):
    def files():
        return notebook.execute("import os\nprint(sorted(os.listdir()))")

    def loaded():
        return {late for late in LATE for url in notebook.asked if f"/{late}" in url}

    assert notebook.execute("from helpers.apps import magic\nprint(len(magic().words) > 9)") == "True\n"
    assert loaded() == set()
    before = files()
    columns = "{'cups': [1, 2, 4], 'good': [2.0, 3.0, 5.0]}"
    read = f"from helpers.datasets import from_frame\nprint(from_frame({columns}, 'good').features)"
    assert notebook.execute(read) == "('cups',)\n"
    assert loaded() == {"pandas-", "tzdata-"} and files() == before, "the reader's own folder holds nothing of it"
    assert notebook.execute("magic().save('m.pdf')\nprint(open('m.pdf', 'rb').read(5))") == "b'%PDF-'\n"
    assert loaded() == set(LATE)


@pytest.mark.browser
def test_what_is_there_is_completed(notebook):
    notebook.execute("import numpy as np")
    found = notebook.page.evaluate("""async () => {
        const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
        return (await kernel.requestComplete({ code: "np.linsp", cursor_pos: 8 })).content.matches;
    }""")
    assert [each.rpartition(".")[2] for each in found] == ["linspace"]
