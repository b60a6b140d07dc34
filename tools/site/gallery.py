"""The gallery: each figure of the course with its picture, its name and what it shows."""

from dataclasses import dataclass
from pathlib import Path

from helpers import apps
from helpers.lessons import LESSONS
from tools.site import pictures
from tools.site.pages import Names, Page, environment
from tools.site.pictures import Picture


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
    """Write the picture of a figure as it opens, and say what it shows."""
    shows = getattr(apps, name).__doc__.strip().splitlines()[0]
    return Shown(name, shows, pictures.drawn()[name].words, pictures.of_figure(name, target))


def build(pages: list[Page], figures: Names, target: Path) -> None:
    """Write gallery.html into target, with its pictures; figures as `by_notebook` returns them."""
    chapters = [(page, [show(name, target) for name in figures[page.name]]) for page in pages if figures[page.name]]
    page = environment().get_template("gallery.html").render(here="gallery", chapters=chapters, count=len(apps.FIGURES))
    (target / "gallery.html").write_text(page, encoding="utf-8")
