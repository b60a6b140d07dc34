"""The linter, the formatter and the type checker find nothing: what pre-commit would mend is found here too."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared.packages import package

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)], ids=["lint", "format", "types"]
)
def test_nothing_is_found(command):
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]


def test_nothing_is_found_in_the_javascript():
    run = subprocess.run([package(".bin/biome"), "check", "."], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-4000:]
