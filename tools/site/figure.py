"""figure.html, which opens one figure live as its address says, and the notebook that runs in it."""

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from tools.site.copies import KERNEL
from tools.site.pages import environment

CELL = """import os
from urllib.parse import unquote

from helpers.apps import linked

figure = None
try:
    figure = linked(unquote(os.environ.get("SGD_LINK", "")))
except (TypeError, ValueError) as problem:
    print(problem)
figure"""


def notebook(target: Path) -> None:
    """Write the notebook into target, a folder."""
    cell = new_code_cell(CELL, id="figure")
    nbformat.write(new_notebook(cells=[cell], metadata={"kernelspec": KERNEL}), target / "figure.ipynb")


def build(target: Path) -> None:
    """Write figure.html into target."""
    (target / "figure.html").write_text(environment().get_template("figure.html").render(here="gallery"), encoding="utf-8")
    shutil.copy(Path(__file__).with_name("figure.js"), target)
