"""The landing page: what the course is, its flagship in motion, a card for each notebook."""

from pathlib import Path

from helpers.apps import FIGURES, magic
from tools.site import texts
from tools.site.pages import PICTURES, TEMPLATES, Page, Picture, environment

STEPS = range(84, 136)  # of the flagship: it leaves its valley in step 116
STILL = 114
STYLES = ("header", "text", "cards", "reference", "print")  # the parts of style.css, a later one over an earlier one
JUPYTERLITE = 12_500_000  # bytes that its page loads beside the kernel, as measured


def record(target: Path) -> Picture:
    """Write the flagship as an animation and as a still picture; return the Picture of the still one."""
    magic(step=STEPS[-1]).save(target / PICTURES / "flagship.gif", steps=STEPS)
    still = magic(step=STILL).save(target / PICTURES / "flagship.png")
    return Picture.of(f"{PICTURES}/flagship.png", still.read_bytes())


def build(cards: list[tuple[Page, Picture]], kernel: int, target: Path) -> None:
    """Write index.html and style.css into target; cards as `pages.build` returns them.

    kernel: bytes that a kernel loads.
    """
    page = (
        environment()
        .get_template("index.html")
        .render(
            cards=cards,
            figures=len(FIGURES),
            megabytes=round((kernel + JUPYTERLITE) / 1e6),
            moving=f"{PICTURES}/flagship.gif",
            still=record(target),
        )
    )
    (target / "index.html").write_text(page, encoding="utf-8")
    styles = [(TEMPLATES / "styles" / f"{name}.css").read_text(encoding="utf-8") for name in STYLES]
    (target / "style.css").write_text("\n".join([*styles, texts.code_css(), ""]), encoding="utf-8")
