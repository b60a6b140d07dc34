import io
import warnings
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from helpers.apps.magic import State, compute
from helpers.canvas import KEPT, Canvas, palette
from helpers.views import style
from helpers.views.flagship import Flagship

STATE = State(model="sine", learning_rate=0.4, batch_size=4, start=4.9, seed=0, step=7)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def shares(image, ink):
    """Where the image has exactly this colour."""
    return (image == np.round(255 * np.array(to_rgb(ink)))).all(-1)


@pytest.fixture
def canvas():
    canvas = Canvas(Flagship())
    canvas.view.update(compute(STATE))
    return canvas


def test_every_ink_survives_the_palette():
    table = palette(Flagship.inks)
    for ink in ("white", *Flagship.inks):
        colour = tuple(round(255 * part) for part in to_rgb(ink))
        dot = Image.new("RGB", (2, 2), colour).quantize(palette=table, dither=0).convert("RGB")
        assert dot.getpixel((0, 0)) == colour


def test_a_palette_that_is_too_small_says_so():
    with pytest.raises(ValueError, match="a palette holds 256 colours"):
        palette([(r, g, 0.0) for r in np.linspace(0, 1, 9) for g in np.linspace(0, 1, 9)])


def test_a_frame_by_blit_equals_a_frame_drawn_anew(canvas):
    for step in (8, 9, 60, 3):
        canvas.view.update(compute(replace(STATE, step=step)))
        fresh = Canvas(Flagship())
        fresh.view.update(compute(replace(STATE, step=step)))
        assert canvas.png() == fresh.png()


def test_the_still_part_is_drawn_only_when_it_is_new(canvas, monkeypatch):
    drawn = []
    monkeypatch.setattr(canvas._agg, "draw", lambda draw=canvas._agg.draw: (drawn.append(canvas.view.still), draw()))

    def show(**change):
        canvas.view.update(compute(replace(STATE, **change)))
        return canvas.png(), len(drawn)

    first, count = show()
    assert count == 1
    for change in ({"step": 20}, {"learning_rate": 0.1}, {"batch_size": 64}, {"seed": 3}, {"start": 1.0}):
        assert show(**change)[1] == 1
    assert show(model="logistic", start=0.0)[1] == 2
    assert show() == (first, 2), "on the way back it is still there"
    canvas.resize(800, 1)
    assert show()[1] == 3
    canvas.resize(1000, 1)
    assert show() == (first, 4)


def test_no_more_than_some_still_parts_are_kept(canvas):
    for key in range(3 * KEPT):
        canvas.view.still = key
        canvas.draw()
    assert [*canvas._backgrounds] == list(range(2 * KEPT, 3 * KEPT))


@pytest.mark.parametrize("width, ratio", [(1000, 1), (1000, 2), (640, 1), (1752, 1.5), (10, 9), (9999, 0)])
def test_the_picture_fills_the_width_it_is_told(canvas, width, ratio):
    canvas.resize(width, ratio)
    height, wide = pixels(canvas.png()).shape[:2]
    asked = min(max(width, 320), 2400) * min(max(ratio, 1), 3)
    assert wide == pytest.approx(asked, abs=1)
    if 720 <= width <= 1752:
        assert wide / height == pytest.approx(1000 / 440, rel=0.25)


def test_a_snapshot_leaves_the_live_picture_as_it_was(canvas):
    before = canvas.png()
    assert pixels(canvas.snapshot(800, 2)).shape[1] == 1600
    assert canvas.png() == before


def test_the_dotted_curve_is_where_the_numbers_say(canvas):
    """Each point of the batch curve that nothing covers has the batch's colour within a dot's distance."""
    image = shares(pixels(canvas.png()), style.BATCH)
    frame, axes = compute(STATE), canvas.view.landscape.axes
    inside = frame.batch_curve < frame.ceiling
    x, y = axes.transData.transform(np.stack([frame.grid, frame.batch_curve], 1)[inside]).T
    height = len(image)
    near = [image[int(height - v) - 4 : int(height - v) + 5, int(u) - 4 : int(u) + 5].any() for u, v in zip(x, y)]
    assert np.mean(near) > 0.97
    wrong = [image[int(height - v) - 24 : int(height - v) - 15, int(u) - 4 : int(u) + 5].any() for u, v in zip(x, y)]
    assert np.mean(wrong) < 0.5


@pytest.mark.parametrize("width", [1000, 1600, 640, 400])
@pytest.mark.parametrize("model", ["sine", "least squares", "logistic", "network"])
def test_nothing_is_cut_and_no_words_overlap(width, model):
    canvas = Canvas(Flagship(), width)
    canvas.view.update(compute(State(model, 1.0, 64, 0.5, 0, 480)))
    figure = canvas.view.figure
    canvas._agg.draw()
    texts = [*figure.texts, *(text for axes in figure.axes for text in (*axes.texts, axes.xaxis.label, axes.yaxis.label))]
    boxes = [text.get_window_extent() for text in texts if text.get_text() and text.get_visible()]
    assert len(boxes) >= 10
    for index, box in enumerate(boxes):
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1, texts[index]
        assert not any(box.overlaps(other) for other in boxes[:index])


@pytest.mark.parametrize("rate", [0.001, 1.12, 10.0])
@pytest.mark.parametrize("batch_size", [1, 342])
def test_a_divergence_keeps_the_axes_still_and_raises_nothing(rate, batch_size):
    canvas = Canvas(Flagship())
    limits = set()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for step in (0, 3, 40, 500):
            canvas.view.update(compute(State("least squares", rate, batch_size, -0.7, 0, step)))
            canvas.png()
            limits.add((canvas.view.landscape.axes.get_xlim(), canvas.view.landscape.axes.get_ylim()))
    assert len(limits) == 1


@pytest.mark.parametrize("value, words", [(0.0, "0"), (-0.5, "−0.5"), (np.inf, "∞"), (-np.inf, "−∞"), (1e-7, "1e−07")])
def test_numbers_read_well(value, words):
    assert style.number(value) == words
