"""Sphinx's settings for the reference."""

import re
from typing import Any

from pygments.lexers import PythonLexer
from sphinx.application import Sphinx
from sphinx.util.typing import stringify_annotation

from helpers import __version__, apps, types
from tools.site import docstrings, texts
from tools.site.pages import TEMPLATES

project, version, language, smartquotes = "Reference", __version__, "en", False
extensions = ["myst_parser", "sphinx.ext.autodoc"]
highlight_language = "none"  # where nothing is said, it is a formula or a table
default_role = "py:obj"  # `train` is a link where it is known, else code
add_module_names = False
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True

html_theme, html_copy_source, html_use_index, html_domain_indices = "basic", False, False, False
templates_path = [".", str(TEMPLATES / "shared")]  # the layout is the site's own

NAMES = ("Array", "Batch", "Bools", "Indices", "Numbers", "Rate", "Schedule")  # what the package calls its types
LONG = {stringify_annotation(getattr(types, name), "smart"): name for name in NAMES}
FULL = re.compile(r"~(?:\w+\.)*(\w+)")  # a type with its module


def read(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """A docstring as reStructuredText; a figure's leads to its picture and to itself, live."""
    lines[:] = docstrings.restructured(lines)
    figure = name.removeprefix("helpers.apps.")
    if figure in apps.FIGURES:
        links = f"`Its picture <../../gallery.html#{figure}>`__, or `open it live <../../figure.html?figure={figure}>`__."
        lines[:] = [*lines, "", links]


def short(signature: str | None) -> str | None:
    """A signature with short names of types; None stays None."""
    for long in sorted(LONG, key=len, reverse=True):
        signature = signature and signature.replace(long, LONG[long])
    return signature and FULL.sub(r"\1", signature)


def shorten(
    app: Sphinx, what: str, name: str, obj: object, options: object, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """The parts of a signature as the reference shows them."""
    return short(signature), short(returns)


def frame(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Tables scroll by themselves, and figures open live, as elsewhere; in the package a name may be that of another thing."""
    body = texts.tables(context.get("body", ""))
    context["body"] = body if page.startswith("api/") else texts.figures(body, f"../{'../' * page.count('/')}")


def setup(app: Sphinx) -> None:
    app.add_lexer("figure", PythonLexer)  # as CONTRIBUTING marks a whole file
    app.connect("autodoc-process-docstring", read)
    app.connect("autodoc-process-signature", shorten)
    app.connect("html-page-context", frame)
    app.connect("builder-inited", lambda app: setattr(app.builder, "search", False))  # the site's own search has these pages
