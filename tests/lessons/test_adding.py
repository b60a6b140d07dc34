"""CONTRIBUTING's optimizer, model and figure, added as it says: each is everywhere by itself."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from helpers import apps
from helpers.optimizers import Optimizer
from helpers.problems import one_weight, two_weights, variants
from tests.shared.driving import same

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
OPTIMIZER, MODEL, PROBLEM = (part.split("```")[0] for part in TEXT.split("```python\n")[1:])
FIGURE = TEXT.split("```figure\n")[1].split("```")[0]
CUT = "-- 8< --"
LOOK = f"""
import sys, pytest
failed = pytest.main("-o addopts= -p no:nbval -q tests/lessons/test_contract.py -k parabola".split())
from benchmarks.figures import measured
from tools.refresh import figures_listed
print({CUT!r}, *measured("parabola"), {CUT!r}, figures_listed())
sys.exit(failed)
"""


def lines(code):
    return sum(bool(line.strip()) for line in code.splitlines())


@pytest.fixture
def optimizer():
    """CONTRIBUTING's, under a key of its own."""
    scope = {"np": np, "Optimizer": Optimizer}
    exec(OPTIMIZER, scope)
    variants.register(variants.Variant("mine", "my momentum", scope["momentum"], "d", variants.GROW, 0.5, "velocity"))
    yield "mine"
    del variants.VARIANTS["mine"]


def test_an_optimizer_is_in_every_menu_race_and_legend(optimizer):
    assert lines(OPTIMIZER) <= 8
    race = apps.race(focus=optimizer, step=40)
    assert optimizer in [value for _, value in race.controls["focus"].options]
    assert "my momentum" in [text.get_text() for text in race.sheet.labels]
    assert "in focus my momentum" in race.words
    first, trainer = apps.first_step(), apps.train_network(optimizer=optimizer, updates=20)
    assert "my momentum" in first.words and np.isfinite(trainer.weights).all()
    assert optimizer in [value for _, value in trainer.controls["optimizer"].options]
    for app in (race, first, trainer):
        same(app)
    assert two_weights.problem("bowl").rate > 0


@pytest.fixture
def model():
    """CONTRIBUTING's, in the registry."""
    scope = {"np": np, "dataclass": dataclass, "registered": one_weight.registered, "Problem": one_weight.Problem}
    exec(MODEL + PROBLEM, scope)
    yield "absolute"
    one_weight.unregister("absolute")


def test_a_model_is_in_every_figure_with_a_menu_of_models(model):
    assert lines(MODEL) <= 20
    found = []
    for name in apps.FIGURES:
        state = getattr(apps, name).plan.settings()
        if "model" in state.controls and all(state.controls["model"].allows(value, state) for value in ("sine", model)):
            found.append(name)
            app = getattr(apps, name)(model=model)
            assert "|w − a|" in app.words
            app.controls["model"].value = "sine"
            app.controls["model"].value = model
            same(app)
    assert {"slope", "basins", "epoch_curves", "spread", "sum_or_mean", "magic", "magic_slides"} <= {*found}


def test_a_model_that_is_registered_again_takes_the_place_of_the_old(model):
    old = one_weight.problem(model)
    one_weight.registered(model, "again")(lambda: one_weight.problem("sine"))
    assert one_weight.problem(model) is one_weight.problem("sine") is not old


@pytest.mark.parametrize("key", one_weight.NAMES)
def test_the_data_of_a_shared_problem_can_only_be_read(key):
    data = one_weight.problem(key).model
    while not hasattr(data, "y"):
        data = data.model  # of the network, along one weight
    for shared in (data.y, data.x if key == "sine" else data.X):
        with pytest.raises(ValueError, match="read-only"):
            shared[0] = 0


def test_a_figure_is_in_the_contract_the_benchmark_and_the_list_by_itself(tmp_path):
    assert lines(FIGURE) <= 60
    for folder in ("helpers", "tests", "tools", "benchmarks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, tmp_path)
    figures = tmp_path / "helpers" / "lessons" / "gradient_descent" / "figures"
    (figures / "parabola.py").write_text(FIGURE, encoding="utf-8")

    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    contract, measured, listed = done.stdout.split(CUT)
    assert int(re.search(r"(\d+) passed", contract)[1]) >= 7
    assert "parabola" in measured
    assert "| `parabola` | 01 | Gradient descent on w². |" in listed
