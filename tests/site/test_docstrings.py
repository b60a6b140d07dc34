"""Docstrings as they stand become reStructuredText that says the same."""

import pytest

from tools.site.docstrings import restructured

pytestmark = pytest.mark.site


@pytest.mark.parametrize(
    "said, read",
    [
        ("The mean of |w - a|, and 2*b_.", r"The mean of \|w - a\|, and 2\*b\_."),
        ("`a * b_` is code, a_i a name.", "`a * b_` is code, a_i a name."),
        ("x, y: two.\nmore: it\ngoes on.  last: one.", "- **x, y**: two.\n- **more**: it\n  goes on.\n- **last**: one.\n"),
        ("runs: how many.\nReturns (N,).", "- **runs**: how many.\n\nReturns (N,)."),
        ("Returns: a word with a capital is no argument.", "Returns: a word with a capital is no argument."),
        ("So:\n\n    m ← β m", "So:\n\n::\n\n        m ← β m"),
        ("toys     sine\nown      files", "::\n\n    toys     sine\n    own      files"),
        (">>> 2 * 3\n6", ">>> 2 * 3\n6"),
    ],
)
def test_a_docstring_keeps_its_words_and_signs(said, read):
    assert restructured(said.splitlines()) == read.splitlines()
