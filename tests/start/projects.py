"""Small projects around a copy of lab.py, and lab.py run in them.

Nothing here needs a network: the packages are tiny wheels made on the spot, and the package
index that cannot be reached is a closed port of this machine.
"""

import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCAL = "--no-index\n--find-links wheels\n"
ELSEWHERE = "elsewhere==1.0\n"  # without LOCAL, pip asks the package index for it
posix = pytest.mark.skipif(os.name == "nt", reason="signals as on Linux and macOS")


def environment(**more):
    """The environment without anyone's pip settings and proxies, plus what is given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("PIP_") and not name.lower().endswith("_proxy")
    }
    return {**kept, "PIP_CONFIG_FILE": os.devnull, **more}


def start(project, *arguments, **more):
    """Start lab.py of a project, in a process group of its own, from a folder elsewhere."""
    return subprocess.Popen(
        [sys.executable, str(project / "lab.py"), *arguments],
        cwd=project.parent,
        env=environment(**more),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


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
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
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
    (folder / "tools").mkdir()
    for name in ("__init__", "guarded", "machine"):
        shutil.copy(ROOT / "tools" / f"{name}.py", folder / "tools")
    (folder / "pyproject.toml").write_text("")
    (folder / "requirements.txt").write_text(LOCAL + "tiny==1.0\n")
    (folder / "pytest.py").write_text(
        "import os, sys, tiny\nprint(tiny.version, os.getcwd(), *sys.argv[1:], sep='|')\nsys.exit(7)\n"
    )
    (folder / "jupyterlab.py").write_text(
        "import sys, time\n"
        "try:\n"
        "    print('serving', flush=True)\n"
        "    time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(5)\n"
    )
    return folder


def ran(project, version, *arguments):
    """What the stand-in for pytest prints."""
    return "|".join([version, str(project.resolve()), *arguments])
