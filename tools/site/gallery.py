"""The gallery: each figure of the course with its picture, its name and what it shows."""

from dataclasses import dataclass
from pathlib import Path

from helpers import apps
from helpers.lessons import LESSONS
from tools.site.pages import PICTURES, Names, Page, Picture, environment


@dataclass(frozen=True)
class Shown:
    """A figure in the gallery. shows: the first line of its help; words: what its picture says."""

    name: str
    shows: str
    words: str
    picture: Picture


def by_notebook(pages: list[Page]) -> Names:
    """{name of a notebook: names of its figures}; the first notebook has none of its own."""
    found: Names = {page.name: [] for page in pages}
    for name in apps.FIGURES:
        lesson = getattr(apps, name).__module__.split(".")[2]
        found[pages[1 + LESSONS.index(lesson)].name].append(name)
    return found


def show(name: str, target: Path) -> Shown:
    """Draw a figure as it opens, and write its picture."""
    figure = getattr(apps, name)
    app, address = figure(), f"{PICTURES}/figure-{name}.png"
    png = app.canvas.snapshot(ratio=1)
    (target / address).write_bytes(png)
    return Shown(name, figure.__doc__.strip().splitlines()[0], app.words, Picture.of(address, png))


def build(pages: list[Page], figures: Names, target: Path) -> None:
    """Write gallery.html into target, with its pictures; figures as `by_notebook` returns them."""
    chapters = [(page, [show(name, target) for name in figures[page.name]]) for page in pages if figures[page.name]]
    page = environment().get_template("gallery.html").render(here="gallery", chapters=chapters, count=len(apps.FIGURES))
    (target / "gallery.html").write_text(page, encoding="utf-8")
