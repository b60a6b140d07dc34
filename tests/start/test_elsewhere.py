"""The notebooks outside JupyterLab: as a page of HTML, and in Notebook 7."""

import base64
import html
import json
import re
import subprocess
import sys
import urllib.request
from urllib.parse import urlsplit

import pytest

from tests.start.projects import ROOT, environment

NOTEBOOK = ROOT / "notebooks" / "01-gradient-descent.ipynb"
OFFLINE = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")  # a port that is closed
RUN = ("--execute", "--ExecutePreprocessor.store_widget_state=False")  # else the page would fetch programs from the network


def page_of(notebook, folder, *options):
    """The HTML that nbconvert makes of a notebook, without a network."""
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--output-dir", str(folder), *options]
    subprocess.run([*command, str(notebook)], check=True, capture_output=True, env=environment(**OFFLINE))
    return (folder / f"{notebook.stem}.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), RUN], ids=["as it is saved", "run anew"])
def test_a_notebook_becomes_a_page_with_its_pictures_and_words(tmp_path, options):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    steady = [cell for cell in cells if "NBVAL_IGNORE_OUTPUT" not in "".join(cell["source"])]  # there are no seconds in them
    saved = [output for cell in steady for output in cell.get("outputs", ())]
    pictures = [output for output in saved if "image/png" in output.get("data", {})]
    printed = ["".join(output["text"]) for output in saved if output["output_type"] == "stream"]
    page = page_of(NOTEBOOK, tmp_path, *options)
    shown = [base64.b64decode(png) for png in re.findall(r'<img[^>]+src="data:image/png;base64,([^"]+)"', page)]
    assert len(shown) == len(pictures) > 3 and all(png.startswith(b"\x89PNG") for png in shown)
    assert "widget-view+json" not in page
    assert printed and all(words in html.unescape(page) for words in printed)


def test_notebook_7_opens_a_notebook_and_has_what_the_figures_need(module, tmp_path):
    folders = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, "-m", "notebook", "--no-browser", "--allow-root", "--IdentityProvider.token=secret"]
    command += [f"--ServerApp.root_dir={ROOT}", "--ServerApp.port=0"]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with subprocess.Popen(command, env=environment(**folders), text=True, stderr=subprocess.PIPE) as server:
        try:
            log = []
            for line in server.stderr:
                log.append(line)
                if found := re.search(r"http://\S+token=", line):
                    break
            place = urlsplit(found[0])
            while server.poll() is None and not module.listens(place.port):
                pass  # it names its address just before it listens
            address = f"http://{place.netloc}/notebooks/{NOTEBOOK.relative_to(ROOT).as_posix()}?token=secret"
            with opener.open(address) as answer:
                page = answer.read().decode()
        finally:
            server.terminate()
            server.stderr.read()
    config = page.partition('id="jupyter-config-data"')[2].partition(">")[2]
    known = json.JSONDecoder().raw_decode(config.strip())[0]
    extensions = {extension["name"] for extension in known["federated_extensions"]}
    assert {"anywidget", "@jupyter-widgets/jupyterlab-manager"} <= extensions
    assert any("helpers.nodelay | extension was successfully loaded" in line for line in log)
