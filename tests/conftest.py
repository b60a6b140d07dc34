import os
import shutil
from pathlib import Path

import pytest

from tools.browser import NoBrowser, Notebook, chromium, jupyterlab

collect_ignore = ["reference/make.py"]  # needs PyTorch, which the tests do not
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


@pytest.fixture(scope="session")
def browser():
    try:
        with chromium() as browser:
            yield browser
    except NoBrowser as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def server(browser, tmp_path_factory):
    """A JupyterLab on a copy of the notebooks, which it may save; yields (folder, (url, token))."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(NOTEBOOKS, folder, dirs_exist_ok=True)
    with jupyterlab(folder) as address:
        yield folder, address


@pytest.fixture(scope="module")
def open_notebook(browser, server):
    """open_notebook(name, **view) -> a Notebook, closed after the module's tests.

    Each is a copy: two pages on one file would share a kernel.
    """
    folder, address = server
    opened = []

    def open_one(name, **view):
        copy = f"{len(opened)}-{name}"
        shutil.copy(NOTEBOOKS / name, folder / copy)
        opened.append(Notebook(browser, address, copy, **view))
        return opened[-1]

    yield open_one
    for notebook in opened:
        notebook.close()
