"""lab.py makes the environment in real folders, makes it again, and is interrupted at it."""

import os
import shutil
import signal

import pytest

from tests.start.projects import ELSEWHERE, LOCAL, lab, posix, ran, start, strike


def test_the_first_run_shows_progress(first):
    project, (code, out, err), _ = first
    lines = out.splitlines()
    assert (code, err) == (7, "")
    assert lines[0].startswith("Setting up, once: ")
    assert [line.split(" s, ")[1] for line in lines[1:3]] == [
        "packages: 1, collecting tiny",
        "packages: 1, installing them all",
    ]
    assert lines[3:] == ["Ready.", ran(project, "1.0", "-k", "sgd")]


def test_the_next_run_installs_nothing(ready):
    written = (ready / ".venv" / "installed").stat().st_mtime_ns
    assert lab(ready, "test", "--help") == (7, ran(ready, "1.0", "--help") + "\n", "")
    assert (ready / ".venv" / "installed").stat().st_mtime_ns == written


def test_changed_requirements_are_installed_in_place(ready):
    (ready / ".venv" / "kept").write_text("")
    (ready / "requirements.txt").write_text(LOCAL + "tiny==2.0\n")
    code, out, _ = lab(ready, "test")
    assert code == 7
    assert out.startswith("The requirements have changed: ")
    assert out.endswith(ran(ready, "2.0") + "\n")
    assert (ready / ".venv" / "kept").exists()


def test_a_changed_pyproject_is_installed_too(ready):
    with open(ready / "pyproject.toml", "a") as file:
        file.write("# changed\n")
    assert lab(ready, "test")[1].startswith("The requirements have changed: ")


def test_without_a_network_one_sentence_says_so(ready):
    (ready / "requirements.txt").write_text(ELSEWHERE)
    code, out, err = lab(ready, "test", PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert code == 1
    assert "WARNING" not in out
    assert err.startswith("pip could not reach the Python package index: ")
    assert err.endswith("then run the same command again.\n")
    assert err.count("\n") == 1


def test_another_failure_of_pip_is_shown_in_its_own_words(ready):
    (ready / "requirements.txt").write_text(LOCAL + "tiny==3.0\n")
    code, _, err = lab(ready, "test")
    *pips, ours = err.splitlines()
    assert code == 1
    assert pips[0].startswith("ERROR: ") and "tiny==3.0" in pips[0]
    assert ours.startswith("pip could not install requirements.txt: ")


@posix
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_pip_is_interrupted(ready, taken, blow):
    port, index = taken  # it takes calls and never answers, so pip waits until it is struck
    (ready / "requirements.txt").write_text(ELSEWHERE)
    settings = {"PIP_INDEX_URL": f"http://127.0.0.1:{port}/simple", "PIP_DEFAULT_TIMEOUT": "600"}
    with start(ready, "test", **settings) as process:
        call, _ = index.accept()
        with call:
            strike(process, blow)
            out, err = process.communicate()
            call.settimeout(60)
            while call.recv(1024):
                pass  # up to the end of the call, for pip ends with lab.py
    assert not (ready / ".venv" / "installed").exists()
    if blow == signal.SIGINT:
        assert (process.returncode, err) == (130, "")
        assert out.endswith("\nStopped. The same command starts again.\n")
    else:
        # What it may leave is a package without its last files, which pip takes for whole.
        next((ready / ".venv").glob("lib/**/tiny.py")).unlink()
        (ready / "requirements.txt").write_text(LOCAL + "tiny==1.0\n")
        code, out, _ = lab(ready, "test")
        assert code == 7
        assert out.startswith("Setting up, once: ")
        assert out.endswith(ran(ready, "1.0") + "\n")


def struck(project, blow):
    """lab.py is struck while it makes the environment: its exit code, what it printed then, and what it complained about."""
    with start(project, "test") as process:
        assert process.stdout.readline().startswith("Setting up, once: ")
        strike(process, blow)
        out, err = process.communicate()
    return process.returncode, out, err


@posix
def test_an_environment_that_was_moved_is_made_again_and_ctrl_c_stops_that(ready, tmp_path):
    moved = shutil.copytree(ready, tmp_path / "moved", symlinks=True)
    assert struck(moved, signal.SIGINT) == (130, "\nStopped. The same command starts again.\n", "")


def test_an_environment_whose_python_is_gone_is_made_again_even_if_that_is_killed(ready):
    for python in (*(ready / ".venv").glob("[Bb]in/python*"), *(ready / ".venv").glob("Scripts/python*")):
        python.unlink()
    if os.name == "posix":
        struck(ready, signal.SIGKILL)
    code, out, _ = lab(ready, "test")
    assert code == 7
    assert out.startswith("Setting up, once: ")
    assert out.endswith(ran(ready, "1.0") + "\n")
