import gc
import os
from pathlib import Path

import ipywidgets
import pytest
from xdist.scheduler import LoadFileScheduling

from tools.browser import NoBrowser, chromium

collect_ignore = ["core/reference/make.py"]  # needs PyTorch, which the tests do not
collect_ignore_glob = ["conftest.py", "*/conftest.py"]  # they hold no tests, and share one name
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


class TwoBrowsers(LoadFileScheduling):
    """As `--dist loadfile`, but the files in JupyterLab go to two workers: each that has some opens a JupyterLab of its own."""

    def __init__(self, *given):
        super().__init__(*given)
        self.opening = {}  # those files, in their order

    def _split_scope(self, nodeid):
        file = super()._split_scope(nodeid)
        return f"browser {self.opening.setdefault(file, len(self.opening)) % 2}" if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config, log):
    return TwoBrowsers(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_finish():
    gc.set_threshold(100_000, 20, 20)  # matplotlib makes many objects, and few of them in circles
    set_aside()


def set_aside():
    """What is there now stays to the end: the garbage collector, which would look through it again and again, leaves it out."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def figures_closed(request):
    """The figures of a file of tests are closed after it: open ones stay alive, and the switch of the projector draws them all.

    Those that stand beside a browser are few, and shared by several files.
    """
    yield
    if not {"browser", "site"}.intersection(request.path.parts):
        ipywidgets.Widget.close_all()
        set_aside()


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all that a process tests."""
    try:
        with chromium() as browser:
            yield browser
    except NoBrowser as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
