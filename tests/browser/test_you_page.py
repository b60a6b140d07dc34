"""A game in the place of SGD in JupyterLab, in a real browser: by mouse, by keys, and by buttons to its end."""

import pytest

from helpers.apps import you_are_sgd
from helpers.lessons.magic.figures.you_are_sgd import LANDSCAPE, RING
from helpers.lessons.magic.rounds import ROUNDS
from tests.browser.reader import in_view, no_errors, opens_as, violations

pytestmark = pytest.mark.browser
LABEL, NEXT = "next weight", "next round"


@pytest.fixture(scope="module")
def figure(open_cells):
    page = open_cells("from helpers.apps import you_are_sgd\nyou_are_sgd()", width=1280, height=1000)
    page.run_all()
    return in_view(page.figure())


def drag_ring(figure, weights, to):
    """Take the ring where it stands on the page, and let it go above another weight."""
    twin = you_are_sgd(weights=weights)
    twin.picture.size = figure.look()["size"]
    drawn, stage = twin.sheet[LANDSCAPE], figure.stage.bounding_box()
    (left, top, right, bottom), ((low, high), (floor, ceiling)) = drawn.box, drawn.limits
    (start,), (height,) = drawn[RING].get_data()
    ends = (stage["x"] + stage["width"] * (left + (w - low) / (high - low) * (right - left)) for w in (start, to))
    y = stage["y"] + stage["height"] * (bottom - (height - floor) / (ceiling - floor) * (bottom - top))
    mouse, (first, last) = figure.page.mouse, ends
    mouse.move(first, y)
    mouse.down()
    mouse.move(last, y - 20, steps=12)
    mouse.up()
    figure.settle()


def test_a_game_is_played_by_mouse_by_keys_and_by_buttons_to_its_score(figure):
    opens_as(figure, you_are_sgd)
    weights = []

    def taken(w):
        weights.append(w)
        figure.wait_for_words(f"round {len(weights) + 1} of {ROUNDS}")
        opens_as(figure, lambda: you_are_sgd(weights=weights))

    for w in (4.5, 4.25, 4.6):
        drag_ring(figure, weights, w)
        assert figure.readout(LABEL).inner_text() == f"{w:g}"
        figure.button(NEXT).click()
        taken(w)
    for keys, w in ((["ArrowLeft"] * 3, 4.45), (["ArrowRight", "End"], 5.2)):
        figure.slider(LABEL).focus()
        for key in keys:
            figure.page.keyboard.press(key)
        figure.settle()
        assert figure.readout(LABEL).inner_text() == f"{w:g}"
        figure.button(NEXT).press("Enter")
        taken(w)
    figure.button("back").press("Space")
    figure.wait_for_words(f"round 5 of {ROUNDS}")
    opens_as(figure, lambda: you_are_sgd(weights=weights[:-1], next_weight=weights[-1]))
    for _ in range(ROUNDS - 4):
        figure.button(NEXT).click()
    figure.wait_for_words(f"all {ROUNDS} rounds played. Full loss at the end: you ")
    weights += weights[-1:] * (ROUNDS - len(weights))
    opens_as(figure, lambda: you_are_sgd(weights=weights))
    assert "You end lower than" in figure.words or "You end higher than" in figure.words
    assert violations(figure) == []
    figure.button("start again").click()
    figure.wait_for_words(f"round 1 of {ROUNDS}")
    opens_as(figure, you_are_sgd)
    no_errors(figure)
