"""The figures of a notebook's page, read from its lines, and what holds of each of them.

A file of tests says `LINES = Lines("03-mini-batches.ipynb")` and `TestFigures = Figures`; what is peculiar to a figure follows.
"""

import ast
from functools import cached_property, partial

import nbformat

from helpers import apps
from tests.browser.reader import answers_explain, drive, figure_of, no_errors, opens_as
from tests.conftest import NOTEBOOKS


class Lines:
    """asked: {prediction: function that makes its figure as the notebook does}.

    shown: {line: the same} of those that open at once; None for a line that takes more than numbers and names.
    height: of the window, at which a whole figure is in view.
    """

    def __init__(self, notebook, driven=(), height=900):
        self.notebook, self.height, self.asked, self.shown, self._driven = notebook, height, {}, {}, driven
        figures = {}
        for cell in nbformat.read(NOTEBOOKS / notebook, as_version=4).cells:
            for line in ast.parse(cell.source).body if cell.cell_type == "code" else ():
                if isinstance(line, ast.ImportFrom) and line.module == "helpers.apps":
                    figures |= {each.asname or each.name: getattr(apps, each.name) for each in line.names}
                elif isinstance(line, ast.Expr) and isinstance(line.value, ast.Call):
                    self._read(line.value, figures)

    def _read(self, call, figures):
        name = getattr(call.func, "id", None)
        if name == "predict":
            asked, figure, *given = call.args
            self.asked[asked.value] = _made(figures[figure.id], given, call.keywords)
        elif name in figures:
            self.shown[ast.unparse(call)] = _made(figures[name], call.args, call.keywords)

    @cached_property
    def figures(self):
        """{prediction or line: function that makes the figure}."""
        return self.asked | {line: make for line, make in self.shown.items() if make}

    @cached_property
    def driven(self):
        """Names that stand for each figure once: by itself, its last prediction."""
        return self._driven or {make.func: name for name, make in self.asked.items()}.values()

    def on(self, page, name):
        """The figure of that name, in view."""
        return figure_of(page, name, self.shown)


class Figures:
    """Tests of a page on which a wrong option is chosen at each prediction, so that all figures are open."""

    def test_a_figure_opens_as_the_notebook_says(self, notebook, lines, opening):
        opens_as(lines.on(notebook, opening), lines.figures[opening])
        no_errors(notebook)

    def test_keys_take_every_control_to_both_ends(self, notebook, lines, driven):
        drive(lines.on(notebook, driven), lines.figures[driven])
        no_errors(notebook)

    def test_the_answers_say_why_each_wrong_one_tempts(self, notebook, lines):
        answers_explain(notebook, lines.asked)


def _made(figure, given, named):
    try:
        return partial(figure, *map(ast.literal_eval, given), **{each.arg: ast.literal_eval(each.value) for each in named})
    except ValueError:
        return None
