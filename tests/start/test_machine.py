"""Machines that are not this one: each check gets the values of such a machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.start.projects import ROOT, environment
from tools import machine

BIG, SMALL = 2**63 - 1, 2**31 - 1  # sys.maxsize in a Python of 64 and of 32 bits
DEEP = "C:\\" + "u" * (machine.MOST - machine.LONGEST - 3)  # as long as Windows allows
REFUSED = {
    "32 bits": (("posix", "/home/ada/sgd", SMALL, False), "needs a 64-bit Python; this is a 32-bit one"),
    "32 bits on Windows": (("nt", "C:\\sgd", SMALL, True), "needs a 64-bit Python; this is a 32-bit one"),
    "a share": (("nt", "\\\\school\\home\\sgd", BIG, False), "is in a network folder (\\\\school\\home\\sgd): copy it"),
    "a share, spelt in full": (
        ("nt", "\\\\?\\UNC\\school\\sgd", BIG, True),
        "is in a network folder (\\\\?\\UNC\\school\\sgd)",
    ),
    "deep": (("nt", DEEP + "u", BIG, False), f"has {len(DEEP) + 1} characters, too many for Windows"),
    "deep where long paths are allowed": (("nt", "C:\\" + "u" * 198, BIG, True), "has 201 characters, too many for Windows"),
}
ALLOWED = {
    "Linux": ("posix", "/home/ada/sgd", BIG, False),
    "Linux, deep": ("posix", "/" + "u" * 300, BIG, False),
    "Windows": ("nt", "C:\\Users\\ada\\sgd", BIG, False),
    "Windows, just so deep": ("nt", DEEP, BIG, False),
    "Windows, long paths": ("nt", "C:\\" + "u" * 197, BIG, True),
    "Windows, a drive spelt in full": ("nt", "\\\\?\\C:\\sgd", BIG, False),
}


@pytest.mark.parametrize("values, words", REFUSED.values(), ids=REFUSED)
def test_what_will_not_do_gets_one_sentence(values, words):
    said = machine.refusal(*values)
    assert said.startswith("Th") and words in said and said.endswith(".") and "\n" not in said


@pytest.mark.parametrize("values", ALLOWED.values(), ids=ALLOWED)
def test_what_will_do_is_not_refused(values):
    assert machine.refusal(*values) is None


def test_the_longest_path_that_is_installed_is_no_longer_than_is_counted_with():
    longest = max(len(str(path.relative_to(sys.prefix))) for path in Path(sys.prefix).rglob("*.js"))
    assert longest <= machine.LONGEST - len(r"\.venv" + "\\") + len("lib/python3.11") - len("Lib")


def test_the_readme_says_how_long_a_path_may_be():
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"its path may have {machine.MOST - machine.LONGEST} characters at most, or {machine.FAR} where" in readme


def test_a_refusal_comes_before_anything_is_installed(bare):
    code = f"import sys, runpy; sys.maxsize = {SMALL}; sys.path.insert(0, {str(bare)!r}); sys.argv[:] = ['lab.py', 'test']; "
    code += f"runpy.run_path({str(bare / 'lab.py')!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1) and "64-bit" in done.stderr
    assert not (bare / ".venv").exists()


def test_a_home_that_can_be_written_is_left_alone(tmp_path):
    assert machine.folders(str(tmp_path), "elsewhere") == {}


@pytest.mark.parametrize("kind", ["a file", "nowhere", "shut"])
def test_where_home_cannot_be_written_the_programs_write_into_the_environment(tmp_path, kind):
    home, place = tmp_path / "home", tmp_path / "place"
    if kind == "a file":
        home.write_text("")
    if kind == "shut":
        home.mkdir(mode=0o500)
        if os.access(home, os.W_OK):
            pytest.skip("this user can write everywhere")
    variables = machine.folders(str(home), str(place))
    code = (
        "import matplotlib, IPython.paths, jupyter_core.paths as jupyter\n"
        "print(matplotlib.get_configdir(), matplotlib.get_cachedir(), IPython.paths.get_ipython_dir(), sep='\\n')\n"
        "print(jupyter.jupyter_config_dir(), jupyter.jupyter_data_dir(), jupyter.jupyter_runtime_dir(), sep='\\n')\n"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(HOME=str(home), **variables))
    assert (done.returncode, done.stderr) == (0, "")
    assert all(Path(line).is_relative_to(place) for line in done.stdout.splitlines()) and done.stdout.count("\n") == 6


def test_what_the_reader_has_set_stays(module, monkeypatch):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("IPYTHONDIR", "mine")
    variables = module.environment()
    assert variables["MPLCONFIGDIR"] == str(module.VENV / "home" / "matplotlib") and variables["IPYTHONDIR"] == "mine"


def test_the_fonts_are_found_before_a_notebook_could_say_so(tmp_path, capfd):
    machine.find_fonts(sys.executable, environment(MPLCONFIGDIR=str(tmp_path)))
    assert [*tmp_path.glob("fontlist-*.json")] and capfd.readouterr() == ("", "")
