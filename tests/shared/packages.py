"""What the tests need from npm: installed on first use, from the versions in tests/browser/package-lock.json."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1] / "browser"


def package(path):
    """A file of an installed package; the test is skipped where there is no npm, but not in CI."""
    found = HERE / "node_modules" / path
    if not found.exists() and (npm := shutil.which("npm")):
        _install(npm, found)
    if not found.exists() and not os.environ.get("CI"):
        pytest.skip("This check needs npm and, once, the network.")
    return found


def _install(npm, found):
    """Beside, and then to its place at once: several processes may need a package at the same time."""
    with tempfile.TemporaryDirectory(dir=HERE, ignore_cleanup_errors=True) as beside:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, beside)
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=beside, capture_output=True)
        if not found.exists():
            with contextlib.suppress(OSError):  # there may be none of other versions
                os.rename(HERE / "node_modules", f"{beside}/before")
            with contextlib.suppress(OSError):  # another process may have been quicker
                os.rename(f"{beside}/node_modules", HERE / "node_modules")
