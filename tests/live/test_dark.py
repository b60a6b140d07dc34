"""The colours of the dark look. That each figure can be read in them is in the contract of `tests/lessons`."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from helpers.live.dark import contrast, darkened
from helpers.live.looks import BATCH, DARK, FULL, GHOST, INKS, OTHERS, PAPER, QUIET, SHADES, TANGENT
from helpers.live.palettes import palette
from tests.shared.reading import colours

WHITE, BLACK = to_rgb(PAPER), darkened(PAPER)
SEEN = 3  # the least contrast of a curve
CURVES = (FULL, BATCH, TANGENT, QUIET, GHOST, OTHERS, *SHADES[2:])
ENTRY = 0.01  # what 256 levels of a channel leave of a contrast


@pytest.mark.parametrize("ink", DARK)
def test_no_colour_of_the_course_is_harder_to_see_than_on_white(ink):
    assert contrast(darkened(ink), BLACK) >= contrast(to_rgb(ink), WHITE) - ENTRY
    if ink in CURVES:
        assert contrast(darkened(ink), BLACK) >= SEEN


def test_nor_is_one_of_a_figure_of_your_own():
    """As far as a screen can show it: black on white has more contrast than white on this paper."""
    most = contrast(WHITE, BLACK)
    for colour in ("tab:blue", "C1", "navy", "black", "red", "yellow", "white", "#c7e9c0", (0.2, 0.3, 0.9)):
        wanted = contrast(to_rgb(colour), WHITE)
        assert contrast(darkened(colour), BLACK) >= min(max(wanted, SEEN if colour != PAPER else 1), most) - ENTRY, colour


@pytest.mark.parametrize("colour, strongest", [("red", 0), ("green", 1), ("navy", 2), (BATCH, 0), (SHADES[0], 2), (GHOST, 2)])
def test_a_colour_keeps_its_hue(colour, strongest):
    assert np.argmax(darkened(colour)) == strongest == np.argmax(to_rgb(colour))


def test_tints_are_as_strong_as_on_white_and_each_is_stronger_than_the_one_before():
    light, dark = colours(INKS)
    assert len(light) == len(dark)
    assert (contrast(dark, BLACK) / contrast(light, WHITE)).min() > 0.97
    for ink in INKS:
        steps = 1 - np.outer(np.linspace(0, 1, 14), 1 - np.array(to_rgb(ink)))  # as a table or a landscape has them
        image = Image.fromarray(np.round(255 * steps[None]).astype(np.uint8))
        shades = np.asarray(image.quantize(palette=palette(INKS), dither=Image.Dither.NONE))[0]
        assert np.diff(contrast(dark[shades], BLACK)).min() >= 0, ink
