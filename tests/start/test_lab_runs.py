"""What lab.py runs when all is set up: pytest or JupyterLab, with the arguments."""

import json
import os
import runpy
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.start.projects import ROOT, environment, posix, start


def test_pytest_gets_the_arguments(module):
    line = module.command(["test", "-k", "sgd"])
    assert line == [str(module.PYTHON), "-m", "pytest", "-k", "sgd"]


def test_the_site_is_built_in_an_environment_of_its_own_and_its_builder_gets_the_arguments(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["lab.py", "site", "--to", "elsewhere"])
    lab = runpy.run_path(str(ROOT / "lab.py"))
    assert lab["command"](sys.argv[1:]) == [str(lab["PYTHON"]), "-m", "tools.site", "--to", "elsewhere"]
    assert lab["PYTHON"].is_relative_to(ROOT / ".venv-site")
    assert (ROOT / lab["REQUIREMENTS"]).is_relative_to(ROOT / "tools" / "site") and (ROOT / lab["REQUIREMENTS"]).is_file()


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


@pytest.mark.parametrize(
    "theirs, name",
    [
        (["--ServerApp.root_dir=/tmp"], "ServerApp.root_dir"),
        (["--notebook-dir", "/tmp"], "ServerApp.root_dir"),
        (["--LabApp.default_url", "/tree"], "LabApp.default_url"),
        (["--allow-root"], "ServerApp.allow_root"),
    ],
)
def test_an_option_of_theirs_replaces_ours(module, theirs, name):
    line = module.command(theirs)
    assert line[-len(theirs) :] == theirs
    assert not [option for option in line[: -len(theirs)] if name in option]


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
    with subprocess.Popen(
        [sys.executable, *line[1:]], cwd=ROOT, env=environment(**folders), text=True, stderr=subprocess.PIPE
    ) as server:
        try:
            url = next(
                word for text in server.stderr for word in text.split() if word.startswith("http://") and "token=" in word
            )
            page = url.partition("?")[0]
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
    ((plugin, settings),) = json.loads((tmp_path / lab / "settings/overrides.json").read_text()).items()
    schema = Path(sys.prefix) / lab / "schemas" / (plugin.replace(":", "/") + ".json")
    known = json.loads(schema.read_text(encoding="utf-8"))["properties"]
    assert settings["fetchNews"] in [choice["const"] for choice in known["fetchNews"]["oneOf"]]
