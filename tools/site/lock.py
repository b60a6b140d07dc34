"""Pyodide's lock file, written from the wheels of a folder: which wheel a package is in, and which packages it needs.

With it, `import helpers` loads the package and all that it needs from the site itself.
"""

import hashlib
import json
import re
from email.parser import HeaderParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PLACE = {"python_version": "3.14", "python_full_version": "3.14.0", "sys_platform": "emscripten", "extra": ""}
PLACE |= {"os_name": "posix", "platform_system": "Emscripten", "platform_machine": "wasm32"}
PRIVATE = re.compile(r"\.(dist-info|data|libs)$")  # folders of a wheel that hold no module


def entry(wheel: Path) -> dict[str, Any]:
    """What the lock says of one wheel; depends holds all packages that its metadata names for Pyodide."""
    with ZipFile(wheel) as files:
        names = files.namelist()
        told = next(name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        metadata = HeaderParser().parsestr(files.read(told).decode())
    needs = [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]
    tops = {re.sub(r"\.pyc?$", "", name.split("/")[0]) for name in names if name.endswith((".py", ".pyc"))}
    return {
        "name": canonicalize_name(metadata["Name"]),
        "version": metadata["Version"],
        "file_name": wheel.name,
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
        "imports": sorted(top for top in tops if not PRIVATE.search(top)),
        "depends": [canonicalize_name(need.name) for need in needs if need.marker is None or need.marker.evaluate(PLACE)],
    }


def write_lock(
    folder: Path, info: dict[str, str], needless: frozenset[str] = frozenset(), late: frozenset[str] = frozenset()
) -> dict[str, dict[str, Any]]:
    """Write pyodide-lock.json for the wheels of the folder, and return what it says of each package.

    needless: packages that metadata ask for, but that do nothing in the kernel. Any other that is missing is an error.
    late: packages that no other brings along, but those of late.
    """
    entries = {found["name"]: found for found in map(entry, sorted(folder.glob("*.whl")))}
    for name, found in entries.items():
        left_out = needless if name in late else needless | late
        found["depends"] = [need for need in found["depends"] if need not in left_out]
        missing = [need for need in found["depends"] if need not in entries]
        if missing:
            raise ValueError(f"{found['file_name']} needs {', '.join(missing)}, which no wheel in {folder} holds.")
    text = json.dumps({"info": info, "packages": entries}, indent=1)
    (folder / "pyodide-lock.json").write_text(text, encoding="utf-8")
    return entries


def files_of(name: str, entries: dict[str, dict[str, Any]], late: frozenset[str]) -> list[str]:
    """The wheels of a package of late, and of those of late that it needs."""
    needed = [need for need in entries[name]["depends"] if need in late]
    return [entries[each]["file_name"] for each in (name, *needed)]
