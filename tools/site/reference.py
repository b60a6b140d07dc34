"""The reference: the docstrings of the package, and the documents. Sphinx reads them, the site's own layout shows them."""

import io
import re
import shutil
from importlib import import_module
from pathlib import Path

from sphinx.application import Sphinx

from tools.site.pages import TEMPLATES, Names, Page

SETTINGS = TEMPLATES / "reference"  # Sphinx's own conf.py, with its layout
MODULES = ("models", "optimizers", "schedules", "sampling", "training", "landscape", "sweeps", "theory", "datasets", "types")
MODULES += ("apps", "live", "checks")
DOCUMENTS = ("docs", "CHANGELOG.md", "CONTRIBUTING.md")
API = """# helpers.{module}
{used}
```{{eval-rst}}
.. automodule:: helpers.{module}
   :members:
   {inherited}
```
"""
IMPORT = re.compile(r"^from helpers\.(\w+)|^from helpers import (.+)$", re.MULTILINE)


def imported(page: Page) -> list[str]:
    """The modules with a page in the reference that a notebook imports."""
    code = "\n".join(cell.source for cell in page.notebook.cells if cell.cell_type == "code")
    names = {name for pair in IMPORT.findall(code) for part in pair for name in part.split(", ")}
    return [module for module in MODULES if module in names]


def by_notebook(pages: list[Page]) -> Names:
    """{name of a notebook: names of the modules that it imports}"""
    return {page.name: imported(page) for page in pages}


def api(module: str, pages: list[Page]) -> str:
    """The source of a module's page, with links to the notebooks that import it."""
    links = [f'<a href="../../{page.name}.html">{page.title}</a>' for page in pages if module in imported(page)]
    used = f"\nImported in {', '.join(links)}.\n" if links else ""
    return API.format(module=module, used=used, inherited=":inherited-members: object" if module == "models" else "")


def line(module: str) -> str:
    """What the first page of the reference says of a module: the first line of its docstring."""
    told = (import_module(f"helpers.{module}").__doc__ or "").splitlines()[0]
    return f"- [helpers.{module}](api/{module}.md): {told}"


def write_sources(root: Path, pages: list[Page], target: Path) -> None:
    """Put all that Sphinx reads into target, a new folder; documents keep their places, so that their links hold."""
    (target / "api").mkdir(parents=True)
    shutil.copy(SETTINGS / "index.md", target)
    for name in DOCUMENTS:
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy
        copy(root / name, target / name)
    for module in MODULES:
        (target / "api" / f"{module}.md").write_text(api(module, pages), encoding="utf-8")
    (target / "modules.txt").write_text("\n".join(map(line, MODULES)), encoding="utf-8")


def build(root: Path, pages: list[Page], work: Path, target: Path) -> None:
    """Write the reference into target; work is a new folder for its sources. A warning of Sphinx is an error."""
    write_sources(root, pages, work / "source")
    said = io.StringIO()
    app = Sphinx(
        work / "source", SETTINGS, target, work / "trees", "html", status=None, warning=said, freshenv=True, warningiserror=True
    )
    app.build()
    if app.statuscode:
        raise RuntimeError(f"the reference could not be built:\n{said.getvalue()[-2000:]}")
    shutil.rmtree(target / "_static")  # of Sphinx's own layout
