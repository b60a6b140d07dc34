import os
import subprocess
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import NOTEBOOKS
from tools.site.serve import server

ROOT = NOTEBOOKS.parent
PYTHON = ROOT / ".venv-site" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UNREACHED = ("cannot be had from", "could not reach the Python package index")


def build(*arguments):
    """What lab.py site runs, without its look at the environment, which no two may change at once."""
    return subprocess.run([str(PYTHON), "-m", "tools.site", *arguments], cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="session")
def builder():
    return build


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The site, built anew; SGD_PYODIDE may name a folder with Pyodide's files, SGD_SITE one with the site, as it is built."""
    if "SGD_SITE" in os.environ:
        return Path(os.environ["SGD_SITE"]).resolve()
    if not PYTHON.exists():
        pytest.skip("The tests of the site need .venv-site: run python3 lab.py site once.")
    target = tmp_path_factory.mktemp("site") / "site"
    folder = os.environ.get("SGD_PYODIDE")
    done = build("--to", str(target), *(["--pyodide", folder] if folder else []))
    if done.returncode and any(words in done.stderr for words in UNREACHED):
        pytest.skip(f"The site cannot be built here: {done.stderr.strip().splitlines()[-1]}")
    assert not done.returncode, done.stdout + done.stderr
    return target


@pytest.fixture(scope="session")
def address(built):
    """Where the site is served."""
    with server(built.parent) as shown:  # not at the root, as on a server of many courses
        thread = Thread(target=shown.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{shown.server_port}/{built.name}"
        shown.shutdown()
        thread.join()
