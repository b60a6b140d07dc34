"""The flagship, driven by its real controls."""

import io
from base64 import b64decode
from threading import Thread
from time import sleep
from unittest import mock

import numpy as np
import pytest
from ipywidgets import Button
from matplotlib.colors import to_rgba
from PIL import Image

from helpers.apps import magic
from helpers.apps.magic import STEPS, batch_sizes, run
from helpers.apps.scenes import NAMES, scene
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train
from helpers.views.style import SPENT


@pytest.fixture
def app():
    return magic()


def press(app, label):
    buttons = [child for row in app.children for child in getattr(row, "children", ()) if isinstance(child, Button)]
    next(button for button in buttons if button.description == label).click()


def landscape(app):
    return app.view.landscape


def test_the_point_is_on_the_dotted_curve_and_steps_down_its_slope(app):
    for step in range(40):
        app.controls["step"].value = step
        art = landscape(app)
        (w,), (loss,) = art.point.get_data()
        grid, curve = art.dotted.get_data()
        assert loss == pytest.approx(np.interp(w, grid, curve), abs=0.01)
        (tangent_w, tangent_loss), (next_w,) = art.tangent.get_data(), art.next.get_xdata()
        slope = (tangent_loss[1] - tangent_loss[0]) / (tangent_w[1] - tangent_w[0])
        assert next_w == pytest.approx(w - 0.4 * slope)
        (next_loss,) = art.next.get_ydata()
        assert next_loss == pytest.approx(np.interp(next_w, grid, curve), abs=0.01)
        assert np.mean(tangent_w) == pytest.approx(w) and np.mean(tangent_loss) == pytest.approx(loss)


def test_the_dotted_curve_changes_at_each_step_and_the_solid_one_never(app):
    dotted, solid = set(), set()
    for step in range(20):
        app.controls["step"].value = step
        dotted.add(landscape(app).dotted.get_ydata().tobytes())
        solid.add(landscape(app).full.get_ydata().tobytes())
    assert len(dotted) == 20 and len(solid) == 1


@pytest.mark.parametrize("model", NAMES)
def test_all_examples_in_one_batch_draw_one_curve_and_walk_gradient_descent(app, model):
    app.controls["model"].value = model
    app.controls["batch_size"].value = app.controls["batch_size"].options[-1][1]
    app.controls["step"].value = 25
    art = landscape(app)
    np.testing.assert_allclose(art.dotted.get_ydata(), art.full.get_ydata(), rtol=1e-12)
    stage = scene(model)
    descent = train(stage.model, sgd(), [stage.start], [None] * 25, 0.4).params[:, 0]
    np.testing.assert_allclose(art.trail.get_xdata(), descent[:-1], rtol=1e-10)
    assert art.point.get_xdata()[0] == pytest.approx(descent[-1], rel=1e-10)


def test_the_trace_shows_full_and_batch_loss_of_each_step_so_far(app):
    app.controls["step"].value = 12
    stage, trace = scene("sine"), app.view.trace
    batches = reshuffled(np.random.default_rng(0), 64, 4, 2)
    path = train(stage.model, sgd(), [4.9], batches, 0.4).params[:13]
    np.testing.assert_allclose(trace.full.get_ydata(), [stage.model.loss(w) for w in path])
    np.testing.assert_allclose(trace.batch.get_ydata(), [stage.model.loss(w, b) for w, b in zip(path, batches)])
    assert trace.axes.get_ylim() == landscape(app).axes.get_ylim()


def test_the_strip_lights_this_batch_and_is_dealt_anew_each_epoch(app):
    strip, epochs = app.view.strip, []
    batches = reshuffled(np.random.default_rng(0), 64, 4, 2)
    for step in (0, 15, 16):
        app.controls["step"].value = step
        lit = np.unique(strip.lit.get_xdata()) - 0.5
        assert sorted(batches[step]) == lit.tolist()
        spent = (strip.cells.get_colors() == np.array(to_rgba(SPENT))).all(1).sum()
        assert spent == 4 * (step % 16)
        epochs.append(strip.caption.get_text())
    assert epochs == ["epoch 1, batch 1 of 16", "epoch 1, batch 16 of 16", "epoch 2, batch 1 of 16"]
    colours = [magic(step=step).view.strip.cells.get_colors() for step in (0, 16)]
    assert (colours[0] != colours[1]).any()


def test_the_last_batch_of_an_epoch_may_be_short():
    app = magic(model="least squares", batch_size=256, step=3)
    assert app.view.names.texts[1].get_text() == "batch loss, these 86 examples"
    assert "epoch 2" in app.words and "598 examples seen" in app.words


def test_words_and_alternative_text_are_one_and_carry_the_numbers(app):
    app.controls["step"].value = 3
    w = run("sine", 0.4, 4, 4.9, 0).weights
    model, batch = scene("sine").model, reshuffled(np.random.default_rng(0), 64, 4, 1)[3]
    for words in (
        "sin(wx), toy data: η = 0.4, B = 4 of N = 64, step 3 of 500, epoch 1, 12 examples seen",
        f"w = {w[3]:.4g}, full loss {model.loss(w[3:4]):.4g}, batch loss {model.loss(w[3:4], batch):.4g}",
        f"next w = {w[4]:.4g}.",
    ):
        assert words in app.picture.words
    gradient, full = model.gradient(w[3:4], batch).item(), model.gradient(w[3:4]).item()
    assert f"gradient on the batch {gradient:.4g}, on all data {full:.4g}".replace("-", "−") in app.picture.words
    assert app.words == app.picture.words


def test_every_control_redraws_once_and_every_one_has_a_label(app):
    for name, value in {"learning_rate": 0.1, "batch_size": 16, "seed": 5, "step": 9, "start": 3.0, "model": "logistic"}.items():
        assert app.controls[name].description
        before, frame = app.picture.png, app.picture.frame
        app.controls[name].value = value
        assert app.picture.frame == frame + 1 and app.picture.png != before


def test_what_did_not_change_is_not_computed_again(app):
    run.cache_clear()
    app.controls["step"].value = 1
    for step in range(30):
        app.controls["step"].value = step
    assert run.cache_info().misses == 1


def test_a_new_model_brings_its_own_weights_and_keeps_what_it_can(app):
    app.controls["learning_rate"].value, app.controls["seed"].value = 0.2, 7
    app.controls["step"].value = 30
    app.controls["model"].value = "logistic"
    values = {name: control.value for name, control in app.controls.items()}
    assert values == dict(model="logistic", learning_rate=0.2, batch_size=4, start=-2.5, seed=7, step=0)
    assert [size for _, size in app.controls["batch_size"].options] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 333]
    app.controls["batch_size"].value = 333
    app.controls["model"].value = "sine"
    assert app.controls["batch_size"].value == 64, "all examples stay all examples"


@pytest.mark.parametrize("model", NAMES)
@pytest.mark.parametrize("end", [0, -1])
def test_every_control_goes_to_both_ends_in_every_model(model, end):
    app = magic(model=model)
    for name in ("learning_rate", "batch_size", "start"):
        app.controls[name].value = app.controls[name].options[end][1]
    for name in ("seed", "step"):
        control = app.controls[name]
        control.value = control.max if end else control.min
        assert np.isfinite(landscape(app).full.get_ydata()).all()
        assert f"step {app.controls['step'].value} of {STEPS}" in app.words


def test_a_divergence_is_a_lesson():
    app = magic(model="least squares", learning_rate=1.12, batch_size=342, step=100)
    factor = 1 - 2 * 1.12  # the curvature is 2: w - w* is multiplied by 1 - 2η at each step
    stage = scene("least squares")
    best = (stage.model.X[:, 0] @ stage.model.y) / (stage.model.X[:, 0] @ stage.model.X[:, 0])
    losses = [stage.model.loss([best + factor**t * (stage.start - best)]) for t in range(101)]
    first = next(t for t, loss in enumerate(losses) if loss > 100 * stage.ceiling)
    assert f"diverged at step {first}." in app.words
    assert landscape(app).notice.get_text() == f"diverged at step {first}: learning rate too large"
    app.controls["learning_rate"].value = 0.4
    assert "diverged" not in app.words and not landscape(app).notice.get_visible()


def test_a_point_off_the_picture_is_announced():
    app = magic(learning_rate=10, batch_size=1, step=40)
    assert "is off the picture" in landscape(app).notice.get_text()


def test_gradient_descent_stays_where_small_batches_often_leave():
    """Over 60 seeds and 300 steps: full batches never leave the local valley; batches of 4 do so more often than not."""
    hills = 0.7, 3.6
    ends = [run("sine", 0.4, 4, 4.9, seed).weights[300] for seed in range(60)]
    left = np.mean([hills[0] < end < hills[1] for end in ends])
    assert left > 0.5
    descent = run("sine", 0.4, 64, 4.9, 0).weights
    assert descent[300] == pytest.approx(descent[100], abs=1e-6) and descent[300] > 4.5


def test_dragging_the_point_sets_the_start(app):
    app.controls["step"].value = 20
    left, top, right, bottom = app.picture.zone
    app.picture.pointer = [left + 0.25 * (right - left), (top + bottom) / 2, 1]
    assert app.controls["start"].value == pytest.approx(0.25 * 6.5, abs=0.026)
    assert app.controls["step"].value == 0
    assert landscape(app).point.get_xdata()[0] == pytest.approx(app.controls["start"].value)
    app.picture.pointer = [left - 1, 0, 2]
    assert app.controls["start"].value == 0
    app.picture.pointer = [right + 1, 0, 3]
    assert app.controls["start"].value == 6.5


def test_the_picture_follows_the_width_and_ratio_it_is_told(app):
    app.picture.size = {"width": 1440, "ratio": 2}
    assert Image.open(io.BytesIO(app.picture.png)).width == 2880
    app.picture.size = {"width": 600, "ratio": 1}
    image = Image.open(io.BytesIO(app.picture.png))
    assert image.width == 600 and image.height > 500, "narrow: one panel above the other"


def test_buttons_step_back_forth_and_reset(app):
    step = app.controls["step"]
    press(app, "back")
    assert step.value == 0
    press(app, "step"), press(app, "step"), press(app, "step"), press(app, "back")
    assert step.value == 2
    press(app, "reset")
    assert step.value == 0
    step.value = STEPS
    press(app, "step")
    assert step.value == STEPS


def test_play_takes_a_step_for_each_frame_seen_and_stops_when_told(app):
    picture, step = app.picture, app.controls["step"]
    press(app, "play")
    assert picture.playing and step.value == 1
    for expected in (2, 3):
        picture.seen = picture.frame
        assert step.value == expected
    picture.seen = picture.frame - 1
    assert step.value == 3, "an old frame asks for nothing"
    press(app, "pause")
    picture.seen = picture.frame
    assert step.value == 3 and not picture.playing


def test_play_stops_at_the_end_and_starts_again_from_the_start(app):
    app.controls["step"].value = STEPS - 1
    press(app, "play")
    app.picture.seen = app.picture.frame
    assert app.controls["step"].value == STEPS and not app.picture.playing
    press(app, "play")
    assert app.controls["step"].value == 1 and app.picture.playing


def test_the_bundle_holds_a_live_view_a_picture_and_the_words(app):
    frame = app.picture.png
    data, _ = app._repr_mimebundle_()
    assert data["text/plain"] == app.words
    assert Image.open(io.BytesIO(b64decode(data["image/png"]))).width == 2000
    assert "application/vnd.jupyter.widget-view+json" in data
    app.refresh()
    assert app.picture.png == frame


def test_events_in_several_threads_draw_one_after_the_other(app):
    """ipykernel 7 may handle them so; without the lock a frame shows parts of two."""
    draw, drawing, together = app.canvas.draw, [], []

    def slow_draw():
        drawing.append(1)
        together.append(len(drawing))
        sleep(0.002)  # lets another thread in, if it may
        draw()
        drawing.pop()

    def turn(name, values):
        for value in values:
            app.controls[name].value = value

    app.canvas.draw = slow_draw
    jobs = [("learning_rate", [0.1, 0.2] * 8), ("step", range(60, 76)), ("model", [*NAMES] * 3)]
    threads = [Thread(target=turn, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(together) == {1} and len(together) > 30
    expected = magic(**{name: control.value for name, control in app.controls.items()})
    assert app.picture.png == expected.picture.png and app.picture.words == expected.words


def test_one_message_a_frame(app):
    sent = []
    with mock.patch.object(type(app.picture), "send_state", lambda picture, names: sent.append(set(names))):
        app.controls["step"].value = 5
    assert sent == [{"moving", "tiles", "words", "line", "frame"}], "the still layer only when it is new"


@pytest.mark.parametrize(
    "settings, says",
    [
        ({"model": ["sine"]}, r"model must be one of sine, .*; got \['sine'\]"),
        ({"learning_rate": "big"}, "learning_rate must be a number between 0.001 and 10; got 'big'"),
        ({"seed": 1.5}, "seed must be a whole number between 0 and 99; got 1.5"),
        ({"model": "cnn"}, "model must be one of sine, least squares, logistic, network; got 'cnn'"),
        ({"learning_rate": 0}, "learning_rate must be a number between 0.001 and 10; got 0"),
        ({"batch_size": 5}, "batch_size must be one of 1, 2, 4, 8, 16, 32, 64; got 5"),
        ({"start": 99}, "start must be a number between 0.0 and 6.5; got 99"),
        ({"seed": -1}, "seed must be a whole number between 0 and 99; got -1"),
        ({"step": 501}, "step must be a whole number between 0 and 500; got 501"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(settings, says):
    with pytest.raises(ValueError, match=says):
        magic(**settings)


def test_a_learning_rate_between_the_marks_is_kept():
    assert magic(learning_rate=0.37).controls["learning_rate"].value == 0.37


@pytest.mark.parametrize("n", [1, 2, 3, 64, 65, 333])
def test_batch_sizes_are_the_powers_of_two_and_all(n):
    sizes = batch_sizes(n)
    assert sizes[-1] == n and sizes == sorted(set(sizes))
    assert all(size.bit_count() == 1 for size in sizes[:-1]) and 2 * (sizes[:-1] or [n])[-1] >= n
