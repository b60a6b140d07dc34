"""Runs in Pyodide: archives with bytecode, so that the browser need not compile each module at each start.

Only the same Python can make it, and the site's builder may be another one.
"""

import py_compile
import re
import sys
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NEEDLESS = re.compile(r"(^|/)(tests|sample_data|idlelib|lib2to3|turtledemo)/|\.pyi$|/$")  # and folders
UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH  # unpacking changes the times of files


def bytecode(source: bytes, name: str, place: Path) -> bytes:
    """The bytecode of a module; tracebacks name it `name`."""
    (place / "source.py").write_bytes(source)
    py_compile.compile(str(place / "source.py"), str(place / "code.pyc"), name, doraise=True, invalidation_mode=UNCHECKED)
    return (place / "code.pyc").read_bytes()


def compiled(archive: str, target: str, folder: str, sources: bool) -> None:
    """Write the archive anew to target; folder is where it will be unpacked.

    sources: whether they stay, for those who read them; else `module.pyc` takes the place of `module.py`.
    """
    with tempfile.TemporaryDirectory() as place, ZipFile(archive) as old, ZipFile(target, "w") as new:
        for info in old.infolist():
            name, data = info.filename, old.read(info)
            if NEEDLESS.search(name):
                continue
            files = {} if name.endswith(".py") and not sources else {name: data}
            if name.endswith(".py"):
                path = Path(name)
                cached = path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc"
                code = bytecode(data, f"{folder}/{name}", Path(place))
                files[(cached if sources else path.with_suffix(".pyc")).as_posix()] = code
            for written, content in files.items():
                new.writestr(ZipInfo(written, info.date_time), content, ZIP_DEFLATED, compresslevel=9)
