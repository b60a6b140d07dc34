"""What the tests need from npm: installed on first use, from the versions in tests/browser/package-lock.json."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1] / "browser"


def package(path):
    """A file of an installed package; the test is skipped where there is no npm, but not in CI."""
    found = HERE / "node_modules" / path
    if not found.exists() and shutil.which("npm"):
        command = [shutil.which("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=HERE, capture_output=True)
    if not found.exists() and not os.environ.get("CI"):
        pytest.skip("This check needs npm and, once, the network.")
    return found
