"""The documents say what is so: their code runs, and the tests, figures and files that they name exist."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import helpers
from helpers import apps
from helpers.models import LinearRegression
from helpers.optimizers import Optimizer
from helpers.problems.one_weight import Problem
from helpers.training import train
from tools.refresh import BEGIN, END, figures_listed

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_code_in_the_documents_runs():
    """README's line makes its figure; CONTRIBUTING's momentum follows its closed form on a parabola."""
    scope = {
        "np": np,
        "Optimizer": Optimizer,
        "dataclass": dataclass,
        "Problem": Problem,
        "registered": lambda *names: lambda make: make,
    }
    for name in ("README.md", "CONTRIBUTING.md"):
        for block in (ROOT / name).read_text(encoding="utf-8").split("```python\n")[1:]:
            exec(block.split("```")[0], scope)
    model = LinearRegression([[1.0]], [0.0])  # loss w², gradient 2w
    path = train(model, scope["momentum"](0.5), [1.0], [None] * 2, 0.1).params[:, 0]
    np.testing.assert_allclose(path, [1, 0.8, 0.8 - 0.1 * (0.5 * 2 + 2 * 0.8)])


def test_the_claims_name_tests_and_figures_that_exist():
    rows = [row for row in section("The claims").splitlines() if row.startswith("| ") and "`" in row]
    sources = "\n".join(path.read_text("utf-8") for path in ROOT.glob("tests/**/*.py"))
    there = set(re.findall(r"^def (test_\w+)", sources, re.M))
    assert len(rows) >= 18 + 8
    for row in rows:
        _, claim, figures, tests, _ = row.split("|")
        named = set(re.findall(r"`(test_\w+)`", tests))
        assert named and named <= there, claim
        assert set(re.findall(r"`(\w+)`", figures)) <= {*apps.FIGURES}, claim


def test_the_comparison_names_figures_that_exist():
    table = [row for row in (ROOT / "docs" / "compared.md").read_text(encoding="utf-8").splitlines() if row.startswith("|")]
    assert len({row.count("|") for row in table}) == 1
    assert set(re.findall(r"`(\w+)`", "\n".join(table))) <= {*apps.FIGURES}


def test_the_version_is_said_in_one_place_and_followed_in_two():
    assert f"\nversion: {helpers.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {helpers.__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_figure():
    listed = README.split(BEGIN)[1].split(END)[0].strip()
    assert listed == figures_listed(), "python -m tools.refresh --figures"


def section(title):
    """What stands below a heading of the README that begins so."""
    return README.split(f"\n## {title}")[1].split("\n## ")[0]
