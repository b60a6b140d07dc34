"""The files that the site takes from elsewhere, each checked against the hash that the course names for it."""

import hashlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
PYODIDE = json.loads((HERE / "pyodide.json").read_text(encoding="utf-8"))  # Pyodide's address, and the hashes of its files
WHEELS = HERE / "wheels.txt"  # the same for PyPI, as pip reads it


class NoSource(RuntimeError):
    """A file cannot be had, or is not the one that it should be; the message says which, and what to do."""


def checked(name: str, data: bytes, sha256: str, place: str) -> bytes:
    """The data, if they have that hash; place is where they come from."""
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise NoSource(
            f"{name} from {place} has the sha256 {found}, but it must have {sha256}: take it from Pyodide's release."
        )
    return data


def read(name: str, folder: Path | None) -> tuple[bytes, str]:
    """The bytes of one of Pyodide's files, and where they come from: the folder, or Pyodide's own host."""
    place = str(folder) if folder else PYODIDE["url"]
    try:
        if folder:
            return (folder / name).read_bytes(), place
        with urllib.request.urlopen(place + name, timeout=60) as answer:
            return answer.read(), place
    except (OSError, urllib.error.URLError) as error:
        words = f"{name} cannot be had from {place} ({error}): give a folder that holds Pyodide's files with --pyodide FOLDER."
        raise NoSource(words) from None


def collect_pyodide(target: Path, folder: Path | None = None) -> None:
    """Put Pyodide's files into target; what an earlier run has put there, and what has its hash, stays."""
    for name, sha256 in PYODIDE["files"].items():
        path = target / name
        if not (path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256):
            data, place = read(name, folder)
            part = path.with_name(f"{name}.{os.getpid()}")  # so that no other run sees half of it
            part.write_bytes(checked(name, data, sha256, place))
            part.replace(path)


def collect_wheels(target: Path) -> None:
    """Let pip put the wheels of PyPI into target, and check their hashes."""
    pure = "--platform any --implementation py --abi none --python-version 3.14 --only-binary=:all: --no-deps --require-hashes"
    pip("download", *pure.split(), "-r", str(WHEELS), "-d", str(target))


def build_wheel(root: Path, target: Path) -> None:
    """Put the wheel of the course's own package into target."""
    pip("wheel", "--no-deps", "--no-build-isolation", "-w", str(target), str(root))


def pip(*arguments: str) -> None:
    """Run pip; where it fails, its own error says why, in one line."""
    command = [sys.executable, "-m", "pip", *arguments, "--disable-pip-version-check", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    said = done.stderr
    if done.returncode and "connection broken by" in said:
        raise NoSource("pip could not reach the Python package index: check the network, then run the same command again.")
    if done.returncode:
        raise NoSource(f"pip {arguments[0]} failed: {' '.join(said[max(said.find('ERROR:'), 0) :].split())[:2000]}")
