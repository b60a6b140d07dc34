"""The rules of the house: imports run one way, notebooks are thin and clean, a broken formula is noticed."""

import ast
import importlib
import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import apps
from helpers.models import LinearRegression
from helpers.optimizers import Optimizer
from helpers.training import train

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))
CORE = ("datasets", "models", "optimizers", "schedules", "sampling", "landscape", "theory", "training", "sweeps")
SHARED = {"numpy", "helpers._arrays", "helpers._progress"}
MAY_IMPORT = {
    "helpers/_arrays.py": {"numpy"},
    "helpers/_progress.py": {"tqdm"},
    "helpers/_blocks.py": SHARED,
    **{
        f"helpers/{package}/{path.name}": SHARED | {f"helpers.{package}"}
        for package in ("models", "datasets", "theory")
        for path in (ROOT / "helpers" / package).glob("*.py")
    },
    **{f"helpers/{name}.py": SHARED for name in ("optimizers", "schedules", "sampling", "sweeps")},
    "helpers/landscape.py": SHARED | {"helpers._blocks"},
    "helpers/training.py": SHARED | {"helpers._blocks", "helpers.schedules"},
    **{f"helpers/checks/{path.name}": {"numpy", "helpers.checks"} for path in (ROOT / "helpers" / "checks").glob("*.py")},
    "helpers/canvas.py": {"numpy", "matplotlib", "PIL"},
    **{
        f"helpers/views/{path.name}": {"numpy", "matplotlib", "helpers.views"}
        for path in (ROOT / "helpers" / "views").glob("*.py")
    },
    "helpers/export.py": {"helpers.canvas"},
    **{
        f"helpers/widgets/{path.name}": {"anywidget", "ipywidgets", "traitlets"}
        | {"helpers.canvas", "helpers.export", "helpers.widgets"}
        for path in (ROOT / "helpers" / "widgets").glob("*.py")
    },
}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ({f"{node.module}.{alias.name}" for alias in node.names} if node.module == "helpers" else {node.module})


@pytest.mark.parametrize("path", MAY_IMPORT)
def test_imports_run_one_way(path):
    foreign = {name for name in imported(ROOT / path) if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in foreign if not any((name + ".").startswith(may + ".") for may in MAY_IMPORT[path])} == set()


def test_the_numerical_core_loads_neither_matplotlib_nor_ipywidgets():
    code = f"import sys, {', '.join(f'helpers.{name}' for name in CORE)}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "helpers.models" in loaded
    assert not {"matplotlib", "ipywidgets", "PIL", "anywidget", "IPython", "tqdm"} & set(loaded)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_thin_clean_and_complete(path):
    notebook = nbformat.read(path, as_version=4)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}, "widget state or a machine's metadata"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= 12
            assert cell.execution_count and not cell.metadata
            assert all(output.output_type != "error" for output in cell.outputs)
            data = [output.data for output in cell.outputs if "data" in output]
            assert all("application/vnd.jupyter.widget-view+json" not in bundle for bundle in data)
            if cell.source.rstrip().endswith("magic()"):
                assert {"image/png", "text/plain"} <= set(data[0])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_between_notebooks_lead_somewhere(path):
    text = "".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    for target in [part.split(")")[0] for part in text.split("](")[1:]]:
        assert target.startswith("http") or (path.parent / target).exists(), target


@pytest.mark.parametrize(
    "formula, broken",
    [
        ("(2 / y.shape[-1] * np.vecdot(np.sin(z) - y, np.cos(z) * x))", "(np.vecdot(np.sin(z) - y, np.cos(z) * x))"),
        ("residual = np.sin(params * x) - y", "residual = np.sin(params * x) - 1.01 * y"),
    ],
)
def test_a_broken_formula_turns_the_notebook_red(tmp_path, formula, broken):
    for folder in ("helpers", "notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    models = tmp_path / "helpers" / "models" / "one_weight.py"
    source = models.read_text(encoding="utf-8")
    assert source.count(formula) == 1
    models.write_text(source.replace(formula, broken), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "notebooks/04-the-magic.ipynb"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert run.returncode == 1 and "failed" in run.stdout, run.stdout[-2000:]
    assert "Cell outputs differ" in run.stdout or "mismatch" in run.stdout, run.stdout[-2000:]


def test_the_code_in_the_documents_runs():
    """README's line makes its figure; CONTRIBUTING's momentum follows its closed form on a parabola."""
    scope = {"np": np, "Optimizer": Optimizer}
    for name in ("README.md", "CONTRIBUTING.md"):
        for block in (ROOT / name).read_text(encoding="utf-8").split("```python\n")[1:]:
            exec(block.split("```")[0], scope)
    model = LinearRegression([[1.0]], [0.0])  # loss w², gradient 2w
    path = train(model, scope["momentum"](0.5), [1.0], [None] * 2, 0.1).params[:, 0]
    np.testing.assert_allclose(path, [1, 0.8, 0.8 - 0.1 * (0.5 * 2 + 2 * 0.8)])


@pytest.mark.parametrize("name", CORE)
def test_each_public_name_has_words_and_an_example(name):
    module = importlib.import_module(f"helpers.{name}")
    public = {
        key: value
        for key, value in vars(module).items()
        if not key.startswith("_") and callable(value) and getattr(value, "__module__", "").startswith(f"helpers.{name}")
    }
    assert public
    for key, value in public.items():
        assert value.__doc__ and ">>>" in value.__doc__, f"helpers.{name}.{key} has no example"
        for method, function in vars(value).items() if isinstance(value, type) else ():
            plain = inspect.isfunction(function) and not method.startswith("_")
            assert not plain or function.__doc__, f"helpers.{name}.{key}.{method} has no words"


def test_the_claims_name_tests_and_figures_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8").split("## The claims")[1].split("## Test")[0]
    rows = [row for row in readme.splitlines() if row.startswith("| ") and "`" in row]
    there = set(re.findall(r"^def (test_\w+)", "\n".join(path.read_text("utf-8") for path in ROOT.glob("tests/*.py")), re.M))
    assert len(rows) >= 18 + 8
    for row in rows:
        _, claim, figures, tests, _ = row.split("|")
        named = set(re.findall(r"`(test_\w+)`", tests))
        assert named and named <= there, claim
        assert set(re.findall(r"`(\w+)`", figures)) <= set(apps.__all__), claim


def test_the_comparison_names_figures_that_exist():
    table = [row for row in (ROOT / "docs" / "compared.md").read_text(encoding="utf-8").splitlines() if row.startswith("|")]
    assert len({row.count("|") for row in table}) == 1
    assert set(re.findall(r"`(\w+)`", "\n".join(table))) <= set(apps.__all__)
