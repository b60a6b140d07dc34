"""JupyterLite with the notebooks, built into a folder that any web server can hold."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.site import bytecode, copies, figure, sources
from tools.site.lock import files_of, write_lock

HERE = Path(__file__).parent
KERNEL = "@jupyterlite/pyodide-kernel-extension"
ADDON = Path(sys.prefix, "share/jupyter/labextensions", KERNEL, "static/pypi")
STUBS = ("ipykernel-*.whl", "piplite-*.whl", "pyodide_kernel-*.whl", "widgetsnbextension-4*.whl")  # the kernel's own
NEEDLESS = frozenset({"jupyterlab-widgets", "jedi"})  # the page does its work; IPython completes what is there without it
LATE = frozenset({"pandas", "tzdata", "fonttools"})  # for tables, and for pictures as lines: loaded once they are imported
LOOKS = {"@jupyterlab/apputils-extension:themes": {"adaptive-theme": True}}  # dark where the reader's system is
SCRIPTS = ("start.mjs", "late.py", "opening.js")
APPS = ("lab", "notebooks")


def collect(root: Path, cache: Path, target: Path, folder: Path | None) -> Path:
    """Fill target, a new folder, with all that the kernel loads, checked: Pyodide and the wheels; cache keeps what takes long."""
    target.mkdir(parents=True)
    cache.mkdir(parents=True, exist_ok=True)
    sources.collect_pyodide(cache, folder)
    for name in sources.PYODIDE["files"]:
        shutil.copy(cache / name, target)
    sources.collect_wheels(target)
    sources.build_wheel(root, target)
    for pattern in STUBS:
        shutil.copy(next(ADDON.glob(pattern)), target)
    bytecode.compile_all(target, cache / "bytecode")
    return target


def first_files(kernel: Path) -> list[Path]:
    """What of the kernel a first figure loads."""
    late = {wheel for name in LATE for wheel in kernel.glob(f"{name}-*.whl")}
    return sorted(set(kernel.iterdir()) - late)


def settings(packages: list[str], place: str) -> dict[str, object]:
    """jupyter-lite.json: the kernel starts with what is in place, has these packages, and asks no other host for any."""
    there = {"packages": [*packages, "jedi"]}  # the kernel looks elsewhere for one that is not named; start.mjs knows the first
    kernel = {"pyodideUrl": f"./{place}/start.mjs", "loadPyodideOptions": there, "disablePyPIFallback": True}
    config = {
        "appName": "Stochastic gradient descent, live",
        "exposeAppInBrowser": True,  # for the tests, and for figure.html
        "settingsOverrides": LOOKS,
        "litePluginSettings": {f"{KERNEL}:kernel": kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": config}


def prepare(kernel: Path) -> tuple[list[str], str]:
    """Write beside the kernel's files what tells how they are loaded; return the packages, and where the site has it all.

    Its name holds a digest: a browser may keep what is there for ever, and never mixes two builds.
    """
    entries = write_lock(kernel, sources.PYODIDE["info"], NEEDLESS, LATE)
    first = [name for name in entries if name not in LATE]
    late = {module: files_of(name, entries, LATE) for name in LATE for module in entries[name]["imports"]}
    said = {"FIRST": first, "LATE": late}
    text = "".join(f"export const {name} = {json.dumps(value, sort_keys=True)};\n" for name, value in said.items())
    (kernel / "packages.mjs").write_text(text, encoding="utf-8")
    for name in SCRIPTS:
        shutil.copy(HERE / name, kernel)
    digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in sorted(kernel.iterdir())))
    return list(entries), f"static/kernel-{digest.hexdigest()[:12]}"


def build(root: Path, work: Path, kernel: Path, target: Path) -> None:
    """Build JupyterLite in target; work is a new folder for what it is made of: an old state forgets where Pyodide is."""
    (work / "contents").mkdir(parents=True)
    for notebook in copies.notebooks(root):
        copies.copy_live(notebook, work / "contents" / notebook.name)
    figure.notebook(work / "contents")
    packages, place = prepare(kernel)
    (work / "jupyter-lite.json").write_text(json.dumps(settings(packages, place)), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(work), "--output-dir", str(target)]
    command += ["--contents", str(work / "contents"), "--no-sourcemaps", *(f"--apps={app}" for app in APPS)]
    done = subprocess.run(command, cwd=work, env={**os.environ, "JUPYTER_PREFER_ENV_PATH": "1"}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"jupyter lite build failed:\n{(done.stdout + done.stderr)[-2000:]}")
    shutil.copytree(kernel, target / place, dirs_exist_ok=True)
    begin_early(target, place)
    files = [f"{place}/{path.name}" for path in first_files(target / place)]
    ahead = f"const FILES = {json.dumps(files)};\n{(HERE / 'ahead.js').read_text(encoding='utf-8')}"
    (target / "ahead.js").write_text(ahead, encoding="utf-8")


def begin_early(target: Path, place: str) -> None:
    """Let the pages of JupyterLite begin to load Python before their own program asks for it."""
    worker = next((target / "extensions" / KERNEL / "static").glob("comlink.worker.*.js"))
    lines = [f'import "../../{worker.relative_to(target).as_posix()}";', 'import { begin } from "./start.mjs";', "begin();", ""]
    (target / place / "early.mjs").write_text("\n".join(lines), encoding="utf-8")
    for app in APPS:
        page = target / app / "index.html"
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("<head>", f'<head>\n<script src="../{place}/opening.js"></script>', 1), encoding="utf-8")
