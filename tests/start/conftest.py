import importlib.util
import socket

import pytest

from tests.start.projects import LOCAL, ROOT, lab, new_project


@pytest.fixture
def bare(tmp_path):
    """A project that was never set up."""
    return new_project(tmp_path / "bare")


@pytest.fixture(scope="session")
def first(tmp_path_factory):
    """A project, what its first run printed, and the stamp that this left."""
    project = new_project(tmp_path_factory.mktemp("lab") / "a course")
    printed = lab(project, "test", "-k", "sgd")
    return project, printed, (project / ".venv" / "installed").read_text()


@pytest.fixture
def ready(first):
    """The same project, as its first run left it.

    Without a stamp it is as good as that too: where a test leaves none, pip had changed nothing.
    """
    project, _, stamp = first
    (project / "requirements.txt").write_text(LOCAL + "tiny==1.0\n")
    if not (project / ".venv" / "installed").exists():
        (project / ".venv" / "installed").write_text(stamp)
    assert lab(project, "test")[0] == 7
    return project


@pytest.fixture(scope="session")
def module():
    """lab.py as a module."""
    spec = importlib.util.spec_from_file_location("lab", ROOT / "lab.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture
def taken():
    """A port that a program listens on, and its listening socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)  # so that a failure ends
        yield server.getsockname()[1], server
