"""The notebooks outside JupyterLab, as a page of HTML. Those in Notebook 7 are in tests/browser/test_engine.py."""

import base64
import html
import json
import re
import subprocess
import sys

import pytest

from tests.start.projects import ROOT, environment

NOTEBOOK = ROOT / "notebooks" / "01-gradient-descent.ipynb"
OFFLINE = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")  # a port that is closed
RUN = (
    "--execute",
    "--ExecutePreprocessor.store_widget_state=False",  # else the page would fetch programs from the network
    "--ExecutePreprocessor.iopub_timeout=60",  # seconds: on a busy machine what is printed comes late
)


def page_of(notebook, folder, *options):
    """The HTML that nbconvert makes of a notebook, without a network."""
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "nbconvert",
        "--to",
        "html",
        "--template",
        "course",
        "--output-dir",
        str(folder),
    ]
    subprocess.run([*command, *options, str(notebook)], check=True, capture_output=True, env=environment(**OFFLINE))
    return (folder / f"{notebook.stem}.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), RUN], ids=["as it is saved", "run anew"])
def test_a_notebook_becomes_a_page_with_its_pictures_and_words(tmp_path, options):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    steady = [cell for cell in cells if not cell["metadata"].get("tags")]  # one that measures seconds has a tag for nbval
    saved = [output for cell in steady for output in cell.get("outputs", ())]
    pictures = [output for output in saved if "image/png" in output.get("data", {})]
    words = ["".join(output["data"]["text/plain"]) for output in pictures]
    printed = ["".join(output["text"]) for output in saved if output["output_type"] == "stream"]
    page = page_of(NOTEBOOK, tmp_path, *options)
    shown = [base64.b64decode(png) for png in re.findall(r'<img[^>]+src="data:image/png;base64,([^"]+)"', page)]
    assert len(shown) == len(pictures) > 3 and all(png.startswith(b"\x89PNG") for png in shown)
    assert "widget-view+json" not in page
    assert printed and all(said in html.unescape(page) for said in (*printed, *words))
