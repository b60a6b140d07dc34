"""The notebooks: small cells, what is remembered first, every task used, and each word explained before it is used."""

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import nbformat
import pytest

from helpers.lessons import LESSONS
from tests.conftest import NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("0[1-9]*.ipynb"))
USES = {"EXERCISES": 'check("{}", None)', "GOALS": 'check("{}", None)', "PREDICTIONS": 'predict("{}", '}
TERMS = {  # {term: how it is written}
    "likelihood": "likelihood",
    "cross-entropy": "cross-entropy",
    "variance": "variances?",
    "standard deviation": "standard deviations?",
    "learning rate": "learning rates?",
    "curvature": "curvatures?",
    "Hessian": "Hessian",
    "convex": "convex",
    "epoch": "epochs?",
    "batch": "batch(?:es)?",
    "mini-batch": "mini-batch(?:es)?",
    "hidden units": "hidden units?",
    "backpropagation": "backpropagation",
    "with replacement": "with replacement",
    "seed": "seeds?",
    "full loss": "full loss",
    "loss landscape": "loss landscape",
    "residual": "residuals?",
    "saddle": "saddles?",
    "standard error": "standard errors?",
    "noise floor": "noise floors?",
    "noise scale": "noise scales?",
    "covariance": "covariances?",
    "trace": "trace",
    "momentum": "momentum",
    "velocity": "velocity",
    "bias correction": "bias correction",
    "moment": "moments?",
    "clipped": "clipped",
    "schedule": "schedules?",
    "warm-up": "warm-up",
    "weight decay": "weight decay",
    "quadratic": "quadratics?",
    "condition number": "condition number",
    "softmax": "softmax",
    "validation": "validation",
    "overfitting": "overfitting",
    "early stopping": "early stopping",
    "test set": "test set",
}


def cells(path):
    return nbformat.read(path, as_version=4).cells


def words() -> Iterator[tuple[str, str]]:
    """(place, text) of all cells of text in the order of reading, without the first of each: it says what will be learnt."""
    for path in (NOTEBOOKS / "00-start-here.ipynb", *PATHS):
        for place, cell in enumerate(cells(path)):
            if cell.cell_type == "markdown" and place:
                yield f"{path.stem[:2]}, cell {place:2}", " ".join(cell.source.split())


def uses(written) -> tuple[list[str], list[str]]:
    """The places where a term is used, and those where it is explained, in bold. Notebook 00 is a map: it may only explain."""
    word, texts = re.compile(rf"\b(?:{written})\b", re.I), [*words()]
    used = [place for place, text in texts if word.search(text) and not place.startswith("00")]
    return used, [place for place, text in texts if any(map(word.search, re.findall(r"\*\*(.+?)\*\*", text)))]


@pytest.mark.parametrize("term", TERMS)
def test_a_word_is_explained_no_later_than_where_it_is_first_used(term):
    used, explained = uses(TERMS[term])
    assert used and explained and explained[0] <= used[0], f"{term}: used in {used[:1]}, explained in {explained[:1]}"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_cells_are_small_and_not_too_many(path):
    assert len(cells(path)) <= 60
    for cell in cells(path):
        assert cell.cell_type != "code" or cell.source.count("\n") < 12, cell.source


@pytest.mark.parametrize("path", PATHS[1:], ids=lambda path: path.stem)
def test_a_notebook_opens_with_three_questions_on_the_one_before(path):
    before = PATHS[PATHS.index(path) - 1].name
    text = cells(path)[1].source
    questions, answers = text.removeprefix("## From memory\n").split("</details>")[0].split("<details>")
    assert text.startswith("## From memory\n") and f"({before})" in questions
    for part in (questions, answers):
        assert re.findall(r"^(\d)\. ", part, re.M) == ["1", "2", "3"]


@pytest.mark.parametrize(("lesson", "path"), [*zip(LESSONS, PATHS, strict=True)])
def test_a_notebook_uses_every_exercise_goal_and_prediction_of_its_lesson(lesson, path):
    code = "\n".join(cell.source for cell in cells(path) if cell.cell_type == "code")
    for kind, use in USES.items():
        module = f"helpers.lessons.{lesson}.{kind.lower()}"
        for name in getattr(import_module(module), kind) if find_spec(module) else ():
            assert use.format(name) in code


if __name__ == "__main__":  # python -m tests.house.test_notebooks lists where each term is first used, and where explained
    for term, written in TERMS.items():
        used, explained = uses(written)
        print(f"{term:20} used in {used[0] if used else '-':12} explained in {explained[0] if explained else '-'}")
