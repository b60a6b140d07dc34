"""Eight steps of the flagship side by side."""

import numpy as np

from helpers.apps import magic, magic_slides
from helpers.lessons.magic.figures import magic_slides as slides
from helpers.lessons.magic.figures.magic import LANDSCAPE
from helpers.live import TITLE
from helpers.live.curves import BATCH_LOSS, FULL_LOSS, NEXT, NOW


def test_eight_steps_are_eight_frames_of_the_flagship():
    app = magic_slides()
    for later, panel in enumerate(slides.SLIDES):
        flagship, drawn = magic(seed=2, step=34 + later).sheet[LANDSCAPE], app.sheet[panel]
        pairs = (BATCH_LOSS, slides.BATCH_LOSS), (FULL_LOSS, slides.FULL_LOSS), (NOW, slides.NOW), (NEXT, slides.NEXT)
        for one, other in pairs:
            np.testing.assert_array_equal(drawn[other].get_xydata(), flagship[one].get_xydata())


def test_a_step_that_is_off_the_picture_says_so():
    titles = [magic_slides(learning_rate=10).frame[panel][TITLE] for panel in slides.SLIDES[:3]]
    assert titles == ["step 34   w = 2.004", "step 35   w = 2.125", "step 36   w = −1.237 (off)"]


def test_each_of_the_eight_steps_has_a_dotted_curve_of_its_own_and_one_solid_curve():
    drawn = [magic_slides().sheet[panel] for panel in slides.SLIDES]
    assert len({panel[slides.BATCH_LOSS].get_ydata().tobytes() for panel in drawn}) == 8
    assert len({panel[slides.FULL_LOSS].get_ydata().tobytes() for panel in drawn}) == 1
