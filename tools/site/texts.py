"""Markdown, formulas and Python as HTML that needs no script and no other host."""

import re

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

NOTEBOOK = re.compile(r'href="(\d\d-[\w-]+)\.ipynb"')  # a link to another notebook, which is a page here
CODE = HtmlFormatter(wrapcode=True)
LONG = 30  # characters of a formula in a line that may be too wide for a telephone
LIGHT, DARK = "friendly", "github-dark"  # styles of code


class Renderer(IPythonRenderer):
    """Markdown as the notebooks have it, with formulas as MathML."""

    def block_math(self, body: str) -> str:
        return f'<div class="wide">{convert(body.strip(), display="block")}</div>'

    def inline_math(self, body: str) -> str:
        return f'<span class="wide">{convert(body.strip())}</span>' if len(body) > LONG else convert(body.strip())


def markdown(source: str) -> str:
    """The HTML of a cell of text; a wide formula or table scrolls by itself."""
    text = MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(source)
    text = text.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")
    return NOTEBOOK.sub(r'href="\1.html"', text)


def python(source: str) -> str:
    """The HTML of a cell of code."""
    return highlight(source, PythonLexer(), CODE)


def code_css() -> str:
    """The colours of code, in both themes."""
    light, dark = (HtmlFormatter(style=style).get_token_style_defs(".highlight") for style in (LIGHT, DARK))
    return "\n".join([*light, "@media (prefers-color-scheme: dark) {", *dark, "}"])
