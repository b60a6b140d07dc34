"""The pictures of the site, each light as it is stored, and in the colours that the figures have on dark paper."""

import struct
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image

from helpers import apps
from helpers.live.layers import Layers, composed

FOLDER = "pictures"  # beside the pages


@dataclass(frozen=True)
class Picture:
    """A picture beside a page: its address, and its size in pixels. dark: the address of its counterpart, if it has one."""

    address: str
    width: int
    height: int
    dark: str = ""

    @classmethod
    def of(cls, address: str, png: bytes) -> "Picture":
        """The Picture of a PNG, whose first chunk holds its size."""
        return cls(address, *struct.unpack(">II", png[16:24]))


@dataclass(frozen=True)
class Drawn:
    """A figure as it opens: its words, and its picture in layers."""

    words: str
    layers: Layers


@cache
def drawn() -> dict[str, Drawn]:
    """{name of a figure: the figure as it opens}; each is drawn once for all that the site shows of it."""
    apps_by_name = ((name, getattr(apps, name)()) for name in apps.FIGURES)
    return {name: Drawn(app.words, app.canvas.layers()) for name, app in apps_by_name}


def counterparts() -> dict[bytes, bytes]:
    """{palette of a figure: the same colours on dark paper}"""
    return {each.layers.palette: each.layers.dark for each in drawn().values()}


def of_figure(name: str, target: Path) -> Picture:
    """Write the picture of a figure as it opens into target, light and dark."""
    address, png = f"{FOLDER}/figure-{name}.png", composed(drawn()[name].layers)
    (target / address).write_bytes(png)
    return darkened(Picture.of(address, png), target)


def darkened(picture: Picture, target: Path) -> Picture:
    """Write the dark counterpart of a figure's picture in target, and return the Picture that knows it.

    A saved picture has the palette of its figure, which says what each colour becomes.
    """
    dark = picture.address.replace(".png", "-dark.png")
    with Image.open(target / picture.address) as image:
        palette = bytes(image.getpalette() or [])
        if palette not in counterparts():
            raise ValueError(f"{picture.address} must have the palette of one of the course's figures, but has another.")
        image.putpalette(counterparts()[palette])
        image.save(target / dark)
    return replace(picture, dark=dark)


def animate_dark(name: str, light: Path, dark: Path) -> None:
    """Write the dark counterpart of a figure's animation: a GIF holds the palette of each of its pictures as it is."""
    layers = drawn()[name].layers
    dark.write_bytes(light.read_bytes().replace(layers.palette, layers.dark))
