"""The landing page: what the course is, its flagship in motion, a card for each notebook."""

from dataclasses import replace
from pathlib import Path

from helpers.apps import FIGURES, magic
from tools.site import pictures, texts
from tools.site.pages import TEMPLATES, Page, environment
from tools.site.pictures import Picture

STEPS = range(84, 136)  # of the flagship: it leaves its valley in step 116
STILL = 114
STYLES = ("header", "text", "cards", "reference", "print")  # the parts of style.css, a later one over an earlier one
JUPYTERLITE = 12_500_000  # bytes that its page loads beside the kernel, as measured


def record(target: Path) -> tuple[Picture, Picture]:
    """Write the flagship as an animation and as a still picture, each light and dark; return the Pictures of both."""
    folder = target / pictures.FOLDER
    moving = magic(step=STEPS[-1]).save(folder / "flagship.gif", steps=STEPS)
    pictures.animate_dark("magic", moving, folder / "flagship-dark.gif")
    png = magic(step=STILL).save(folder / "flagship.png").read_bytes()
    still = pictures.darkened(Picture.of(f"{pictures.FOLDER}/flagship.png", png), target)
    return replace(still, address=f"{pictures.FOLDER}/flagship.gif", dark=f"{pictures.FOLDER}/flagship-dark.gif"), still


def build(cards: list[tuple[Page, Picture]], kernel: int, target: Path) -> None:
    """Write index.html and style.css into target; cards as `pages.build` returns them.

    kernel: bytes that a kernel loads.
    """
    moving, still = record(target)
    page = (
        environment()
        .get_template("index.html")
        .render(
            cards=cards,
            figures=len(FIGURES),
            megabytes=round((kernel + JUPYTERLITE) / 1e6),
            moving=moving,
            still=still,
        )
    )
    (target / "index.html").write_text(page, encoding="utf-8")
    styles = [(TEMPLATES / "styles" / f"{name}.css").read_text(encoding="utf-8") for name in STYLES]
    (target / "style.css").write_text("\n".join([*styles, texts.code_css(), ""]), encoding="utf-8")
