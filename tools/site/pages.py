"""The notebooks as pages to read: the texts, the code, what it printed, and the pictures, as they are saved."""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tools.site import pictures, texts
from tools.site.pictures import Picture

TEMPLATES = Path(__file__).parent / "templates"
Names = dict[str, list[str]]  # of each page, by its name
ROW = re.compile(r"^\| \[(.+?)\]\(([\w-]+)\.ipynb\) \| (.+?) \|$", re.MULTILINE)  # of notebook 00: title, name, question


@dataclass(frozen=True)
class Page:
    """A notebook on the site. question: what it answers."""

    name: str
    title: str
    question: str
    notebook: nbformat.NotebookNode

    @property
    def live(self) -> str:
        """The address where it opens with a kernel."""
        return f"live/notebooks/index.html?path={self.name}.ipynb"


def environment() -> Environment:
    """The templates; a name that is missing is an error."""
    loader = FileSystemLoader([TEMPLATES, TEMPLATES / "shared"])
    loaded = Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    loaded.filters.update(python=texts.python)
    loaded.globals.update(scrolled=texts.scrolled, root="", here="course")  # where the site begins, and the place in its header
    return loaded


def read(paths: list[Path]) -> list[Page]:
    """The pages of the notebooks, in their order; their titles and questions stand in the table of the first one."""
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in paths}
    first, *others = notebooks
    table = "\n".join(cell.source for cell in notebooks[first].cells)
    told = {name: (title, question) for title, name, question in ROW.findall(table)}
    told[first] = ("00 · Start here", "How does a notebook work, and what is one step of SGD?")
    missing = [name for name in others if name not in told]
    if missing:
        raise ValueError(f"the table of notebooks in {first}.ipynb lacks {', '.join(missing)}.")
    return [Page(name, *told[name], notebook) for name, notebook in notebooks.items()]


def take_pictures(page: Page, target: Path) -> dict[tuple[int, int], Picture]:
    """Write the pictures of a page, and return the Picture of each output that has one, by cell and output."""
    found: dict[tuple[int, int], Picture] = {}
    for number, cell in enumerate(page.notebook.cells):
        for which, output in enumerate(cell.get("outputs", [])):
            if "image/png" in output.get("data", {}):
                address = f"{pictures.FOLDER}/{page.name}-{len(found) + 1}.png"
                data = base64.b64decode(output.data["image/png"])
                (target / address).write_bytes(data)
                found[number, which] = Picture.of(address, data)
    return found


def build(pages: list[Page], figures: Names, modules: Names, target: Path) -> list[tuple[Page, Picture]]:
    """Write a page for each notebook into target, with its pictures; return [(Page, its first Picture, dark too)].

    figures, modules: what each page leads to in the gallery and in the reference.
    """
    (target / pictures.FOLDER).mkdir(parents=True, exist_ok=True)
    template, cards = environment().get_template("page.html"), []
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None]):
        taken = take_pictures(page, target)
        more = {"figures": figures[page.name], "modules": modules[page.name], "markdown": texts.Markdown()}
        text = template.render(page=page, before=before, after=after, pictures=taken, **more)
        (target / f"{page.name}.html").write_text(text, encoding="utf-8")
        cards.append((page, pictures.darkened(next(iter(taken.values())), target)))
    return cards
