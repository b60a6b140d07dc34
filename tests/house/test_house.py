"""The rules of the house: who may import whom, how long a file may be, one name for one thing."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import apps

ROOT = Path(__file__).parents[2]
HELPERS = ROOT / "helpers"
CORE = ("datasets", "models", "optimizers", "schedules", "sampling", "landscape", "theory", "training", "sweeps")
INSIDE = ("arrays", "blocks", "browser", "caches", "progress", "types")  # what the core shares
PAGE = {"matplotlib", "PIL", "ipywidgets", "anywidget", "traitlets", "IPython"}
DRAWN = ("marks.py", "key.py", "settings.py", "graph.py", "player.py", "loader.py", "upload.py")  # a lesson's modules that draw
LINES, LONGEST = 250, 50  # of a file, of a function

core = {"numpy", *(f"helpers.{name}" for name in (*CORE, *INSIDE))}


def allowed(path):
    """What a module of the package may import."""
    folder, *rest = path.relative_to(HELPERS).parts
    lesson = f"helpers.lessons.{rest[0]}" if folder == "lessons" and len(rest) > 1 else None
    if folder == "datasets":
        return core | {"pandas"}  # once a table is read
    if folder.removesuffix(".py") in CORE:
        return core
    if folder.removesuffix(".py") in INSIDE:
        return {"numpy", "tqdm", "helpers.arrays", "helpers.browser", "helpers.progress", "helpers.types"}
    if folder == "problems":
        return core | {"helpers.problems"}
    if folder == "answers":
        return core | {"helpers.answers"}
    if folder == "live":
        return PAGE | {"numpy", "threadpoolctl", "helpers.browser", "helpers.types", "helpers.live"}
    if lesson and ("figures" in rest or rest[-1] in DRAWN):
        return core | PAGE | {"helpers.problems", "helpers.answers", "helpers.live", lesson}
    if lesson:
        return core | {"helpers.problems", "helpers.answers", lesson}
    return {"helpers.lessons", "helpers.live", "helpers.checks"} if folder in ("apps.py", "checks.py") else set()


def imported(path):
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ({f"helpers.{alias.name}" for alias in node.names} if node.module == "helpers" else {node.module})


def python(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", python("helpers"), ids=name)
def test_imports_run_one_way(path):
    foreign = {module for module in imported(path) if module.split(".")[0] not in sys.stdlib_module_names}
    assert {module for module in foreign if not any((module + ".").startswith(may + ".") for may in allowed(path))} == set()


@pytest.mark.parametrize("path", [path for path in python("helpers/lessons") if path.parent.name == "figures"], ids=name)
def test_no_figure_imports_another(path):
    assert not [module for module in imported(path) if ".figures" in module]


def test_neither_core_nor_experiments_nor_exercises_load_matplotlib_or_widgets():
    plain = [path for path in python("helpers/lessons") if path.parent.name != "figures" and path.name not in DRAWN]
    modules = [f"helpers.{each}" for each in (*CORE, "checks")]
    modules += [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in plain if path.stem != "__init__"]
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "helpers.models" in loaded and "helpers.lessons.magic.walk" in loaded
    assert not (PAGE | {"tqdm"}) & set(loaded)


@pytest.mark.parametrize("path", [ROOT / "lab.py", *python("helpers", "tests", "benchmarks", "tools")], ids=name)
def test_files_and_functions_are_short(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LINES
    assert "# fmt: " + "skip" not in source and "# fmt: " + "off" not in source
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < LONGEST, node.name


@pytest.mark.parametrize("path", python("helpers", "tests", "benchmarks", "tools"), ids=name)
def test_no_private_name_of_another_module_is_used(path):
    source = path.read_text(encoding="utf-8")
    assert not re.findall(r"^\s*from (?:helpers|tests|tools|benchmarks)[\w.]* import .*\b_[a-z]\w*", source, re.M)
    assert not re.findall(r"^\s*(?:from|import) (?:helpers|tests|tools|benchmarks)[\w.]*\._[a-z]", source, re.M)


@pytest.mark.parametrize("path", python("helpers"), ids=name)
def test_no_module_hides_behind_a_function_of_its_name(path):
    package = path.parent / "__init__.py"
    bound = package.exists() and f"import {path.stem}\n" in package.read_text(encoding="utf-8")
    assert not bound or path.parent == HELPERS


@pytest.mark.parametrize("path", python("helpers"), ids=name)
def test_caches_are_bounded(path):
    source = path.read_text(encoding="utf-8")
    assert not re.findall(r"^\s*@(?:functools\.)?(?:lru_cache|cache)\s*$", source, re.M), "say maxsize"


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


def test_an_unknown_figure_is_named():
    with pytest.raises(AttributeError, match="figure must be one of .*magic.*; got 'magik'"):
        apps.magik  # noqa: B018
