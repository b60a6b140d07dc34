"""JupyterLite with the notebooks, built into a folder that any web server can hold."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.site import copies, sources
from tools.site.lock import write_lock

ADDON = Path(sys.prefix, "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi")
STUBS = ("ipykernel-*.whl", "piplite-*.whl", "pyodide_kernel-*.whl", "widgetsnbextension-4*.whl")  # the kernel's own
NEEDLESS = frozenset({"jupyterlab-widgets"})  # its work is done by the page
APPS = ("lab", "notebooks")


def collect(root: Path, cache: Path, target: Path, folder: Path | None) -> Path:
    """Fill target, a new folder, with all that the kernel loads, checked: Pyodide and the wheels; cache keeps Pyodide's files."""
    target.mkdir(parents=True)
    cache.mkdir(parents=True, exist_ok=True)
    sources.collect_pyodide(cache, folder)
    for name in sources.PYODIDE["files"]:
        shutil.copy(cache / name, target)
    sources.collect_wheels(target)
    sources.build_wheel(root, target)
    for pattern in STUBS:
        shutil.copy(next(ADDON.glob(pattern)), target)
    return target


def settings(packages: list[str]) -> dict[str, object]:
    """jupyter-lite.json: the kernel loads these packages as it starts, and asks no other host for any."""
    kernel = {"loadPyodideOptions": {"packages": packages}, "disablePyPIFallback": True}
    config = {
        "appName": "Stochastic gradient descent, live",
        "exposeAppInBrowser": True,  # for the tests
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}


def build(root: Path, work: Path, pyodide: Path, target: Path) -> None:
    """Build JupyterLite in target; work is a new folder for what it is made of: an old state forgets where Pyodide is."""
    (work / "contents").mkdir(parents=True)
    for notebook in copies.notebooks(root):
        copies.copy_live(notebook, work / "contents" / notebook.name)
    shutil.copytree(pyodide, work / "static" / "pyodide")
    packages = write_lock(work / "static" / "pyodide", sources.PYODIDE["info"], NEEDLESS)
    (work / "jupyter-lite.json").write_text(json.dumps(settings(packages)), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(work), "--output-dir", str(target)]
    command += ["--contents", str(work / "contents"), "--no-sourcemaps", *(f"--apps={app}" for app in APPS)]
    done = subprocess.run(command, cwd=work, env={**os.environ, "JUPYTER_PREFER_ENV_PATH": "1"}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"jupyter lite build failed:\n{(done.stdout + done.stderr)[-2000:]}")
