"""One sign for one thing: the notebooks keep to the table of notation in 00."""

import re

import nbformat
import pytest

from tests.conftest import NOTEBOOKS

GREEK = re.compile(
    r"\\(alpha|beta|gamma|[dD]elta|(?:var)?epsilon|eta|[tT]heta|kappa|[lL]ambda|mu|nu|rho|[sS]igma|tau|phi|omega|nabla)\b"
)
FREE = {"varepsilon"}  # the small number below Adam's line, explained there
NOT_SO = {  # what other books write, and what it is here
    r"\\alpha|\\gamma": r"the learning rate is \eta",
    r"\\theta": "weights are w and W",
    r"\\lambda_\{?\\?(min|max)": r"curvatures in order are \lambda_1, \lambda_2, ..., \lambda_n",
    r"\\mathcal\{?L": "the loss is L",
    r"\bs\^2": r"the variance of gradients is \sigma^2",
    r"\bm\b.{0,20}examples": "the number of examples is N, of a batch B",
}
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


def prose(path):
    """The text of a notebook's cells of words."""
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")


def signs(text):
    return {*GREEK.findall(text)}


def table():
    """The Greek letters of 00's table of notation."""
    rows = prose(PATHS[0]).partition("## Notation")[2].partition("\n\nA **step**")[0]
    return signs(rows)


def test_the_table_names_every_greek_letter_of_the_notebooks_and_no_other():
    used = set().union(*(signs(prose(path)) for path in PATHS[1:]))
    assert used - FREE == table()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_notebook_has_another_sign_for_the_same(path):
    text = prose(path)
    assert {found[0]: says for sign, says in NOT_SO.items() if (found := re.search(sign, text))} == {}


def test_another_sign_is_seen():
    assert signs(r"$w - \alpha \nabla L$") == {"alpha", "nabla"} and not signs(r"$\etaa$, eta")
