"""The canvas: two layers over one another are the picture, and what is still is drawn, encoded and sent once."""

import io
import warnings

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from PIL import Image, ImageDraw

from helpers import apps
from helpers.apps import magic
from helpers.lessons.magic.figures.magic import LANDSCAPE
from helpers.live.canvas import KEPT, font_of, write
from helpers.live.curves import BATCH_LOSS
from helpers.live.layers import TILE, composed, laid_out, runs
from helpers.live.looks import BATCH, INKS
from helpers.live.palettes import palette
from helpers.live.words import number
from tests.shared.driving import made_anew, shown
from tools.pictures import ends

STATE = magic.plan.settings(step=7)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def shares(image, ink):
    """Where the image has exactly this colour."""
    return (image == np.round(255 * np.array(to_rgb(ink)))).all(-1)


def over_one_another(layers):
    """The pixels of both layers, run by run and tile by tile, as the page lays them out."""
    colours, (width, height) = np.frombuffer(layers.palette, np.uint8).reshape(-1, 3), layers.size
    whole = np.array(one_by_one(layers.still)).reshape(height, width)
    squares = np.array(one_by_one(layers.moving), int).reshape(-1, TILE, TILE)
    for tile, square in zip(np.frombuffer(layers.tiles, "<u4"), squares):
        row, column = divmod(int(tile), -(-width // TILE))
        top, left = min(TILE * row, height - TILE), min(TILE * column, width - TILE)
        whole[top : top + TILE, left : left + TILE] = square
    return colours[whole].astype(int)


def one_by_one(runs):
    """The numbers of the colours, one for each pixel."""
    return [colour for colour, more in zip(runs[::2], runs[1::2]) for _ in range(more + 1)]


def drawn_whole(settings, size):
    """The pixels of the figure that the settings make: all of it drawn, written on and quantised at once."""
    app = made_anew(settings)
    app.canvas.resize(**size)
    figure = app.sheet.figure
    figure.canvas.draw()
    for artist in app.sheet.moving:
        figure.draw_artist(artist)
    wide = figure.canvas.get_width_height(physical=True)
    image = Image.frombytes("RGB", wide, figure.canvas.buffer_rgba(), "raw", "RGBX")
    for label in app.sheet.labels:
        write(image, label)
    return np.asarray(image.quantize(palette=palette(app.sheet.inks), dither=Image.Dither.NONE).convert("RGB")).astype(int)


@pytest.mark.parametrize(
    "name, width, ratio",
    [("magic", 1000, 1), ("magic", 403, 2), ("race", 400, 2), ("orders", 799, 1), ("train_network", 400, 1.5)],
)
def test_the_layers_over_one_another_are_the_whole_frame_to_the_pixel(name, width, ratio):
    size = {"width": width, "ratio": ratio}
    app = made_anew(f"{name}()", size)
    for control in [*app.controls.values()][-3:]:
        control.value = ends(control)[-1]
        layers, expected = app.canvas.layers(), drawn_whole(app.call, size)
        np.testing.assert_array_equal(over_one_another(layers), expected)
        np.testing.assert_array_equal(pixels(composed(layers)), expected)
        np.testing.assert_array_equal(pixels(app.picture.png), expected)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512, 100_000])
@pytest.mark.parametrize("colours", [1, 2, 250])
def test_the_runs_of_any_array_are_that_array(size, colours):
    shades = np.sort(np.random.default_rng(size).integers(0, colours, size)).astype(np.uint8)
    for given in (shades, shades[::-1], np.random.default_rng(1).permutation(shades)):
        assert one_by_one(runs(given)) == laid_out(runs(given)).tolist() == given.tolist()


def test_a_line_of_text_is_written_as_by_pillow_itself(canvas):
    rng, figure = np.random.default_rng(0), canvas.sheet.figure
    for text in ("step 200   w = 1.745 → 1.773", "", "½ λ(w − a)²", " Åg "):
        for size, weight, align in ((9, "normal", "baseline"), (21.3, "bold", "center")):
            label = figure.text(*rng.uniform(-0.03, 1.01, 2), text, size=size, weight=weight, va=align, color=BATCH)
            x, y = label.get_transform().transform(label.get_position())
            paper = rng.integers(0, 255, (440, 1000, 4), dtype=np.uint8)
            ours, plain = (Image.fromarray(paper.copy(), "RGBX") for _ in range(2))
            for _ in range(2):  # the second time it is known
                write(ours, label)
                font = font_of(weight, size * figure.dpi / 72)
                ImageDraw.Draw(plain).text((x, 440 - y), text, BATCH, font, {"baseline": "ls", "center": "lm"}[align])
                np.testing.assert_array_equal(np.asarray(ours), np.asarray(plain))


def test_where_nothing_moves_there_is_no_moving_layer(canvas):
    canvas.sheet.moving, canvas.sheet.labels = [], []
    layers = canvas.layers()
    assert (layers.moving, layers.tiles) == (b"", b"") and composed(layers) == canvas.png()


def test_only_tiles_that_differ_are_sent(canvas):
    canvas.sheet.moving = []
    canvas.sheet.labels = canvas.sheet.labels[:1]
    assert 0 < len(canvas.layers().tiles) / 4 < 60, "a line of text"


@pytest.mark.parametrize("width, ratio", [(1003, 1), (1009, 1.5)])
def test_a_change_at_the_edges_is_sent_to_its_place(canvas, width, ratio):
    canvas.resize(width, ratio)
    wide, high = canvas.sheet.figure.canvas.get_width_height(physical=True)
    assert wide % TILE and high % TILE, "the last tiles are cut"
    line = canvas.sheet.figure.add_artist(Line2D([0.2, 1, 1], [0, 0, 0.7], color=BATCH, lw=9, animated=True))
    canvas.sheet.moving = [line]
    layers = canvas.layers()
    np.testing.assert_array_equal(over_one_another(layers), pixels(canvas.png()))
    np.testing.assert_array_equal(pixels(composed(layers)), pixels(canvas.png()))


def test_the_still_layer_is_encoded_and_sent_again_only_when_it_is_new():
    app, sent = shown(apps.magic()), []
    assert app.canvas.layers().still is app.canvas.layers().still
    app.picture.observe(lambda change: sent.append(change["new"]), "still")
    for step in (1, 2, 50, 3):
        app.controls["step"].value = step
    app.snapshot()
    app.controls["step"].value = 4
    assert not sent
    app.controls["model"].value = "logistic"
    assert sent == [app.picture.still]


@pytest.fixture
def canvas():
    return canvas_of(STATE)


def canvas_of(state):
    return magic(**vars(state)).copy()[1]


def show(canvas, **change):
    """Another frame on the canvas, and its PNG."""
    state = STATE
    for name, value in change.items():
        state = state.moved(name, value)
    canvas.sheet.update(magic.plan.draw(state))
    return canvas.png()


def test_every_ink_survives_the_palette():
    table = palette(INKS)
    for ink in ("white", *INKS):
        colour = tuple(round(255 * part) for part in to_rgb(ink))
        dot = Image.new("RGB", (2, 2), colour).quantize(palette=table, dither=0).convert("RGB")
        assert dot.getpixel((0, 0)) == colour


def test_a_palette_that_is_too_small_says_so():
    with pytest.raises(ValueError, match="a palette holds 256 colours"):
        palette(tuple((r, g, 0.0) for r in np.linspace(0, 1, 9) for g in np.linspace(0, 1, 9)))


def test_a_frame_by_blit_equals_a_frame_drawn_anew(canvas):
    for step in (8, 9, 60, 3):
        assert show(canvas, step=step) == canvas_of(STATE.moved("step", step)).png()


def test_the_still_part_is_drawn_only_when_it_is_new(canvas, monkeypatch):
    drawn = []
    monkeypatch.setattr(canvas._agg, "draw", lambda draw=canvas._agg.draw: (drawn.append(canvas.sheet.still_key), draw()))

    first = show(canvas)
    assert len(drawn) == 1
    for change in ({"step": 20}, {"learning_rate": 0.1}, {"batch_size": 64}, {"seed": 3}, {"start": 1.0}):
        show(canvas, **change)
    assert len(drawn) == 1
    show(canvas, model="logistic")
    assert len(drawn) == 2
    assert show(canvas) == first and len(drawn) == 2, "on the way back it is still there"
    canvas.resize(800, 1)
    show(canvas)
    assert len(drawn) == 3
    canvas.resize(1000, 1)
    assert show(canvas) == first and len(drawn) == 4


def test_no_more_than_some_still_parts_are_kept(canvas):
    for key in range(3 * KEPT):
        canvas.sheet.still_key = key
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


def test_a_snapshot_leaves_the_live_picture_as_it_was():
    app = shown(magic(), width=800)
    before = app.canvas.png()
    assert pixels(app.snapshot()).shape[1] == 2000
    assert app.canvas.width == 800 and app.canvas.png() == before


def test_the_dotted_curve_is_where_the_numbers_say(canvas):
    """Each point of the batch curve that nothing covers has the batch's colour within a dot's distance."""
    image = shares(pixels(canvas.png()), BATCH)
    (grid, curve), axes = magic.plan.draw(STATE)[LANDSCAPE][BATCH_LOSS], canvas.sheet[LANDSCAPE].axes
    x, y = axes.transData.transform(np.stack([grid, curve], 1)[curve < STATE.stage.ceiling]).T
    height = len(image)
    near = [image[int(height - v) - 4 : int(height - v) + 5, int(u) - 4 : int(u) + 5].any() for u, v in zip(x, y)]
    assert np.mean(near) > 0.97
    wrong = [image[int(height - v) - 24 : int(height - v) - 15, int(u) - 4 : int(u) + 5].any() for u, v in zip(x, y)]
    assert np.mean(wrong) < 0.5


@pytest.mark.parametrize("rate", [0.001, 1.12, 10.0])
@pytest.mark.parametrize("batch_size", [1, 342])
def test_a_divergence_keeps_the_axes_still_and_raises_nothing(rate, batch_size):
    app, limits = magic(model="least squares", learning_rate=rate, batch_size=batch_size), set()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for step in (0, 3, 40, 500):
            app.set(step=step)
            limits.add(app.sheet[LANDSCAPE].limits)
    assert len(limits) == 1


@pytest.mark.parametrize("value, words", [(0.0, "0"), (-0.5, "−0.5"), (np.inf, "∞"), (-np.inf, "−∞"), (1e-7, "1e−07")])
def test_numbers_read_well(value, words):
    assert number(value) == words
