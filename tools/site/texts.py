"""Markdown, formulas and Python as HTML that needs no script and no other host."""

import re
from collections import Counter
from html import unescape

from latex2mathml.converter import convert
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from helpers.apps import FIGURES

NOTEBOOK = re.compile(r'href="(\d\d-[\w-]+)\.ipynb"')  # a link to another notebook, which is a page here
FIGURE = re.compile(
    rf'(?<!">)<code[^>]*>(<span class="pre">)?(?P<name>{"|".join(FIGURES)})(\(\))?(</span>)?</code>'
)  # not in a link
TAG = re.compile(r"<[^>]*>")
CODE = HtmlFormatter(wrapcode=True)
LONG = 30  # characters of a formula or of a line of output that may be too wide for a telephone
LIGHT, DARK = "github-light-high-contrast", "github-dark-high-contrast"  # styles of code, of accessible-pygments
FOCUS = Markup(' tabindex="0"')  # what scrolls by itself can be reached with the keyboard


class Renderer(IPythonRenderer):
    """Markdown as the notebooks have it, with formulas as MathML, and headings that a link can name."""

    def __init__(self) -> None:
        super().__init__(escape=False)
        self.names: Counter[str] = Counter()

    def heading(self, text: str, level: int, **attributes: object) -> str:
        name = "-".join(re.findall(r"\w+", unescape(TAG.sub("", text)).lower()))
        self.names[name] += 1
        again = f"-{self.names[name]}" if self.names[name] > 1 else ""
        return f'<h{level} id="{name}{again}">{text}</h{level}>\n'

    def block_math(self, body: str) -> str:
        return f'<div class="wide"{FOCUS}>{convert(body.strip(), display="block")}</div>'

    def inline_math(self, body: str) -> str:
        return f'<span class="wide"{FOCUS}>{convert(body.strip())}</span>' if len(body) > LONG else convert(body.strip())


class Markdown:
    """markdown(source) -> the HTML of a cell of text; one for all cells of a page. A wide formula or table scrolls by itself."""

    def __init__(self) -> None:
        self.reader = MarkdownWithMath(renderer=Renderer())

    def __call__(self, source: str) -> str:
        return figures(NOTEBOOK.sub(r'href="\1.html"', tables(self.reader.render(source))))


def figures(text: str, root: str = "") -> str:
    """The HTML, with each name of a figure a link that opens it live; root is where the site begins."""
    return FIGURE.sub(rf'<a href="{root}figure.html?figure=\g<name>">\g<0></a>', text)


def tables(text: str) -> str:
    """The HTML, with each table in a frame that scrolls."""
    return text.replace("<table", f'<div class="wide"{FOCUS}><table').replace("</table>", "</table></div>")


def scrolled(output: str) -> str:
    """The attribute of an output that may be too wide."""
    return FOCUS if any(len(line) > LONG for line in output.splitlines()) else ""


def python(source: str) -> str:
    """The HTML of a cell of code."""
    return highlight(source, PythonLexer(), CODE)


def code_css() -> str:
    """The colours of code, in both themes."""
    light, dark = (HtmlFormatter(style=style).get_token_style_defs(".highlight") for style in (LIGHT, DARK))
    return "\n".join([*light, "@media screen and (prefers-color-scheme: dark) {", *dark, "}"])
