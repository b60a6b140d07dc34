"""lab.py in real folders with real environments, and the files that say what it installs.

Nothing here needs a network: the packages are tiny wheels made on the spot, and the package
index that cannot be reached is a closed port of this machine.
"""
import ast
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (ROOT / "lab.py").read_text(encoding="utf-8")
LOCAL = "--no-index\n--find-links wheels\n"
ELSEWHERE = "elsewhere==1.0\n"  # without LOCAL, pip asks the package index for it
posix = pytest.mark.skipif(os.name == "nt", reason="signals as on Linux and macOS")


def environment(**more):
    """The environment without anyone's pip settings and proxies, plus what is given."""
    kept = {name: value for name, value in os.environ.items()
            if not name.upper().startswith("PIP_") and not name.lower().endswith("_proxy")}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, **more}


def start(project, *arguments, **more):
    """Start lab.py of a project, in a process group of its own, from a folder elsewhere."""
    return subprocess.Popen(
        [sys.executable, str(project / "lab.py"), *arguments], cwd=project.parent,
        env=environment(**more), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True)


def lab(project, *arguments, **more):
    """Run lab.py of a project: its exit code, what it printed, and what it complained about."""
    with start(project, *arguments, **more) as process:
        out, err = process.communicate()
    return process.returncode, out, err


def strike(process, blow):
    """Ctrl-C goes to the whole group, as from a terminal; kill -9 to lab.py and nothing else."""
    (os.killpg if blow == signal.SIGINT else os.kill)(process.pid, blow)


def wheel(folder, version):
    """A wheel of a package called tiny, which knows its version and does nothing else."""
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"version = '{version}'\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\n"
                         "Tag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"tiny-{version}-py3-none-any.whl", "w") as archive:
        for name, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(name, text)


def new_project(folder):
    """A small project around a copy of lab.py, with stand-ins for pytest and JupyterLab.

    The stand-ins are modules in its root, where "python -m" finds them first.
    """
    folder.mkdir()
    (folder / "wheels").mkdir()
    wheel(folder / "wheels", "1.0")
    wheel(folder / "wheels", "2.0")
    shutil.copy(ROOT / "lab.py", folder)
    (folder / "pyproject.toml").write_text("")
    (folder / "requirements.txt").write_text(LOCAL + "tiny==1.0\n")
    (folder / "pytest.py").write_text(
        "import os, sys, tiny\n"
        "print(tiny.version, os.getcwd(), *sys.argv[1:], sep='|')\n"
        "sys.exit(7)\n")
    (folder / "jupyterlab.py").write_text(
        "import sys, time\n"
        "try:\n"
        "    print('serving', flush=True)\n"
        "    time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(5)\n")
    return folder


def ran(project, version, *arguments):
    """What the stand-in for pytest prints."""
    return "|".join([version, str(project.resolve()), *arguments])


@pytest.fixture
def bare(tmp_path):
    """A project that was never set up."""
    return new_project(tmp_path / "bare")


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
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


# What is refused at once

@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13, "final", 0)])
def test_an_old_python_is_refused_by_name(module, version):
    with pytest.raises(SystemExit) as stop:
        module.check_python(version)
    number = ".".join(map(str, version[:3]))
    assert stop.value.code.startswith(
        f"This course needs Python 3.11 or newer; this is Python {number} ({sys.executable}). ")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2), (4, 0, 0)])
def test_a_newer_python_is_not_refused(module, version):
    module.check_python(version)


def test_an_old_python_can_read_the_file():
    tree = ast.parse(SOURCE, feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.YieldFrom, ast.Starred,
             ast.AsyncFunctionDef)
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


def test_the_version_is_checked_before_any_other_import():
    body = [node for node in ast.parse(SOURCE).body]
    imports = [n for n, node in enumerate(body) if isinstance(node, (ast.Import, ast.ImportFrom))]
    check = next(n for n, node in enumerate(body)
                 if isinstance(node, ast.Expr) and "check_python" in ast.dump(node))
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
    code = ("import runpy, sys\n"
            f"sys.modules[{missing!r}] = None\n"
            "sys.argv[:] = ['lab.py', 'test']\n"
            f"runpy.run_path({str(bare / 'lab.py')!r}, run_name='__main__')\n")
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


# The set-up

def test_the_first_run_shows_progress(first):
    project, (code, out, err), _ = first
    lines = out.splitlines()
    assert (code, err) == (7, "")
    assert lines[0].startswith("Setting up, once: ")
    assert [line.split(" s, ")[1] for line in lines[1:3]] == [
        "packages: 1, collecting tiny", "packages: 1, installing them all"]
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


def test_an_environment_whose_python_is_gone_is_made_again(ready):
    for python in (ready / ".venv").glob("[Bb]in/python*"):
        python.unlink()
    for python in (ready / ".venv").glob("Scripts/python*"):
        python.unlink()
    code, out, _ = lab(ready, "test")
    assert code == 7
    assert out.startswith("Setting up, once: ")


def test_an_environment_that_was_moved_is_made_again(ready, tmp_path):
    moved = shutil.copytree(ready, tmp_path / "moved", symlinks=True)
    code, out, _ = lab(moved, "test")
    assert code == 7
    assert out.startswith("Setting up, once: ")
    assert out.endswith(ran(moved, "1.0") + "\n")


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


@posix
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_venv_is_interrupted(bare, blow):
    with start(bare, "test") as process:
        assert process.stdout.readline().startswith("Setting up, once: ")
        strike(process, blow)
        out, err = process.communicate()
    if blow == signal.SIGINT:
        assert (process.returncode, out, err) == (
            130, "\nStopped. The same command starts again.\n", "")
    else:
        code, out, _ = lab(bare, "test")
        assert code == 7
        assert out.startswith("Setting up, once: ")


# What it runs then

def test_pytest_gets_the_arguments(module):
    line = module.command(["test", "-k", "sgd"])
    assert line == [str(module.PYTHON), "-m", "pytest", "-k", "sgd"]


@pytest.mark.parametrize("user, root", [(0, True), (1000, False), (None, False)])
def test_jupyterlab_gets_the_arguments_after_ours(module, monkeypatch, user, root):
    if user is None:
        monkeypatch.delattr(os, "geteuid", raising=False)  # as on Windows
    else:
        monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    line = module.command(["--no-browser", "--port", "9000"])
    assert line[:3] == [str(module.PYTHON), "-m", "jupyterlab"]
    assert line[-3:] == ["--no-browser", "--port", "9000"]
    assert f"--ServerApp.root_dir={ROOT}" in line
    assert "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb" in line
    assert ("--ServerApp.allow_root=True" in line) is root


@pytest.mark.parametrize("theirs, name", [
    (["--ServerApp.root_dir=/tmp"], "ServerApp.root_dir"),
    (["--notebook-dir", "/tmp"], "ServerApp.root_dir"),
    (["--LabApp.default_url", "/tree"], "LabApp.default_url"),
    (["--allow-root"], "ServerApp.allow_root"),
])
def test_an_option_of_theirs_replaces_ours(module, theirs, name):
    line = module.command(theirs)
    assert line[-len(theirs):] == theirs
    assert not [option for option in line[:-len(theirs)] if name in option]


@posix
def test_ctrl_c_reaches_jupyterlab_and_its_exit_code_comes_back(ready):
    with start(ready) as process:
        assert process.stdout.readline() == "serving\n"
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (5, "", "")


@posix
def test_when_it_is_told_to_end_jupyterlab_ends_with_it(ready):
    with start(ready) as process:
        assert process.stdout.readline() == "serving\n"
        process.terminate()
        out, err = process.communicate()  # which waits for JupyterLab too: it has the same pipe
    assert (process.returncode, out, err) == (128 + signal.SIGTERM, "", "")


def test_jupyterlab_opens_the_first_notebook_in_the_root_of_the_course(module, tmp_path):
    names = ("CONFIG", "DATA", "RUNTIME")
    folders = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in names}
    line = module.command(["--no-browser", "--IdentityProvider.token=secret"])
    with subprocess.Popen([sys.executable, *line[1:]], cwd=ROOT, env=environment(**folders),
                          text=True, stderr=subprocess.PIPE) as server:
        try:
            url = next(word for text in server.stderr for word in text.split()
                       if word.startswith("http://") and "token=" in word)
            page, _, query = url.partition("?")
            assert page.endswith("/lab/tree/notebooks/00-start-here.ipynb")
            while server.poll() is None and not module.listens(urlsplit(url).port):
                pass  # it names its address just before it listens
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"{page.partition('/tree')[0]}?token=secret") as answer:
                html = answer.read().decode()
        finally:
            server.terminate()
            server.stderr.read()
    settings = html.partition('id="jupyter-config-data"')[2].partition(">")[2]
    config = json.JSONDecoder().raw_decode(settings.strip())[0]
    assert Path(config["serverRoot"]).expanduser() == ROOT


def test_jupyterlab_does_not_ask_about_news(module, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "VENV", tmp_path)
    module.quieten()
    lab = Path("share/jupyter/lab")
    (plugin, settings), = json.loads((tmp_path / lab / "settings/overrides.json").read_text()).items()
    schema = Path(sys.prefix) / lab / "schemas" / (plugin.replace(":", "/") + ".json")
    known = json.loads(schema.read_text(encoding="utf-8"))["properties"]
    assert settings["fetchNews"] in [choice["const"] for choice in known["fetchNews"]["oneOf"]]


# The files that say what is installed

@pytest.fixture(scope="module")
def pins():
    """requirements.txt as exact versions by name, and whatever else stands in it."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    exact = [line.split("==") for line in lines if line.count("==") == 1]
    return dict(exact), [line for line in lines if "==" not in line]


@pytest.fixture(scope="module")
def declared():
    """The [project] table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_requirements_are_exact_versions_and_the_course_itself(pins):
    versions, rest = pins
    assert rest == ["-e ."]
    for name, version in versions.items():
        assert str(Requirement(f"{name}=={version}")) == f"{name}=={version}"
        assert "*" not in version


def test_every_dependency_is_pinned_at_a_version_it_allows(pins, declared):
    versions, _ = pins
    for dependency in map(Requirement, declared["dependencies"]):
        assert dependency.specifier.contains(versions[dependency.name]), dependency


def test_the_oldest_python_is_the_same_everywhere(module, declared):
    assert declared["requires-python"] == ">=%d.%d" % module.OLDEST


def test_conda_installs_the_same_requirements(declared):
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    python, pip, from_pip = conda
    assert python.startswith("python=") and pip == "pip"
    assert SpecifierSet(declared["requires-python"]).contains(python.partition("=")[2])
    assert from_pip == {"pip": ["-r requirements.txt"]}
