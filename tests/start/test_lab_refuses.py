"""What lab.py refuses at once: a Python too old or too new, a machine or a folder that will not do, a port in use."""

import ast
import subprocess
import sys

import pytest

from tests.start.projects import ROOT, lab

SOURCE = (ROOT / "lab.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13, "final", 0), (3, 15, 0, "alpha", 2), (4, 0, 0)])
def test_a_python_too_old_or_too_new_is_refused_by_name(module, version):
    with pytest.raises(SystemExit) as stop:
        module.check_python(version)
    number = ".".join(map(str, version[:3]))
    assert stop.value.code.startswith(f"This course runs on Python 3.11 to 3.14; this is Python {number} ({sys.executable}). ")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (3, 14, 2)])
def test_a_python_between_them_is_not_refused(module, version):
    module.check_python(version)


def test_an_old_python_can_read_the_file():
    tree = ast.parse(SOURCE, feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.YieldFrom, ast.Starred, ast.AsyncFunctionDef)
    assert SOURCE.isascii()
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert not node.args.kwonlyargs and node.returns is None
        if isinstance(node, ast.arg):
            assert node.annotation is None
        if isinstance(node, ast.Call):
            assert getattr(node.func, "id", "") != "print"  # a statement in Python 2
        if isinstance(node, ast.Raise):
            assert node.cause is None
        if isinstance(node, ast.Dict):
            assert None not in node.keys  # as in {**one, **two}


def test_the_version_is_checked_before_any_other_import():
    body = ast.parse(SOURCE).body
    imports = [n for n, node in enumerate(body) if isinstance(node, (ast.Import, ast.ImportFrom))]
    check = next(n for n, node in enumerate(body) if isinstance(node, ast.Expr) and "check_python" in ast.dump(node))
    assert [alias.name for alias in body[imports[0]].names] == ["sys"]
    assert imports[0] < check < imports[1]


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_its_own_and_sets_nothing_up(bare, option):
    code, out, err = lab(bare, option)
    assert (code, err) == (0, "")
    assert "python3 lab.py test" in out and "JupyterLab" in out
    assert not (bare / ".venv").exists()


@pytest.mark.parametrize("form", ["--port {}", "--port={}", "--no-browser --ServerApp.port={}"])
def test_a_port_in_use_is_refused_with_a_free_one(bare, taken, form):
    port, _ = taken
    code, out, err = lab(bare, *form.format(port).split())
    assert (code, out) == (1, "")
    assert err.startswith(f"Port {port} is already in use on this machine: ")
    assert err.count("\n") == 1
    other = int(err.split("--port ")[1].split(",")[0])
    assert other != port
    assert not (bare / ".venv").exists()


@pytest.mark.parametrize("port", ["65536", "eight", "1.5", ""])
def test_what_is_no_port_is_refused(bare, port):
    code, out, err = lab(bare, f"--port={port}")
    assert (code, out) == (1, "")
    assert err.startswith(f"--port {port} is not a port: give a number from 1 to 65535")
    assert err.count("\n") == 1


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_a_python_without_venv_is_told_what_to_install(bare, missing):
    code = (
        "import runpy, sys\n"
        f"sys.modules[{missing!r}] = None\n"
        "sys.argv[:] = ['lab.py', 'test']\n"
        f"runpy.run_path({str(bare / 'lab.py')!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"lacks the module {missing}" in done.stderr
    assert "sudo apt install python3-venv" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_where_no_environment_can_be_made(bare):
    (bare / ".venv").write_text("a file where the folder should be")
    code, _, err = lab(bare, "test")
    assert code == 1
    assert err.startswith(f"Could not set up {(bare / '.venv').resolve()}: ")
    assert err.count("\n") == 1
