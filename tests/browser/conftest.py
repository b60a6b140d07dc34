import shutil
from itertools import count

import nbformat
import pytest

from tests.browser.reader import predict_wrongly
from tests.conftest import NOTEBOOKS
from tools.browser import Notebook
from tools.delayed import delayed
from tools.refresh import METADATA
from tools.server import jupyterlab

NUMBERS = count()  # no two notebooks of a server have one path


def pytest_generate_tests(metafunc):
    """The figures that a file of tests names in LINES."""
    for what, of in {"opening": "figures", "driven": "driven"}.items():
        if what in metafunc.fixturenames:
            metafunc.parametrize(what, list(getattr(metafunc.module.LINES, of)))


@pytest.fixture(scope="session")
def server(browser, tmp_path_factory):
    """A JupyterLab on a copy of the notebooks, which it may save; yields (folder, (url, token))."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(NOTEBOOKS, folder, dirs_exist_ok=True)
    with jupyterlab(folder) as address:
        yield folder, address


@pytest.fixture(scope="session")
def slow_port(server):
    """The port of the same server behind a line of 50 ms each way."""
    _, (url, _) = server
    with delayed(int(url.rsplit(":", 1)[1]), 0.05) as port:
        yield port


@pytest.fixture(scope="session")
def free():
    """Pages of JupyterLab whose notebooks are closed."""
    return []


@pytest.fixture(scope="module")
def open_path(browser, server, free):
    """open_path(path, port=None, own=False, **view) -> a Notebook of the server's folder, closed after the module's tests.

    port: of a proxy of the server. A page of the usual kind is taken from those that are free, and is free again afterwards; own:
    not this one, since a test will change more of it than figures.
    """
    _, (url, token) = server
    usual, others = [], []

    def open_one(path, port=None, own=False, **view):
        if own or port or view.keys() & {"ratio", "program"}:
            others.append(Notebook(browser, (f"http://127.0.0.1:{port}" if port else url, token), path, **view))
            return others[-1]
        if free:
            free[-1].turn_to(path, **view)
            usual.append(free.pop())
        else:
            usual.append(Notebook(browser, (url, token), path, **view))
        return usual[-1]

    yield open_one
    for notebook in usual:
        notebook.leave()
        free.append(notebook)
    for notebook in others:
        notebook.close()


@pytest.fixture(scope="module")
def open_notebook(open_path, server):
    """open_notebook(name, *sources, **view) -> a Notebook: a copy, since two pages on one file would share a kernel.

    sources: of cells that follow.
    """

    def open_one(name, *sources, **view):
        copy, notebook = f"{next(NUMBERS)}-{name}", nbformat.read(NOTEBOOKS / name, as_version=4)
        notebook.cells += map(nbformat.v4.new_code_cell, sources)
        nbformat.write(notebook, server[0] / copy)
        return open_path(copy, **view)

    return open_one


@pytest.fixture(scope="module")
def open_cells(open_path, server):
    """open_cells(*sources, **view) -> a Notebook of these cells."""

    def open_one(*sources, **view):
        path = f"cells-{next(NUMBERS)}.ipynb"
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), server[0] / path)
        return open_path(path, **view)

    return open_one


@pytest.fixture(scope="module")
def lines(request):
    return request.module.LINES


@pytest.fixture(scope="module")
def notebook(lines, open_notebook):
    """The notebook of a file's LINES, a wrong option chosen at each prediction, so that all figures are open."""
    return predict_wrongly(open_notebook(lines.notebook, height=lines.height), lines.asked, open_before=len(lines.shown))
