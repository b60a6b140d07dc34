"""The flagship, driven by its real controls."""

import numpy as np
import pytest
from ipywidgets import Button
from matplotlib.colors import to_rgba

from helpers.apps import magic
from helpers.lessons.magic.figures.magic import (
    BATCH_LOSSES,
    EXAMPLES,
    FULL_LOSSES,
    LANDSCAPE,
    PRESETS,
    STRIP,
    TRACE,
    TRAIL,
)
from helpers.lessons.magic.walk import STEPS, batch_sizes, run
from helpers.live.curves import BATCH_LOSS, FULL_LOSS, NEXT, NOTICE, NOW, SLOPE
from helpers.live.looks import SPENT
from helpers.live.panel import TITLE
from helpers.optimizers import sgd
from helpers.problems.one_weight import NAMES, problem
from helpers.sampling import reshuffled
from helpers.training import train


@pytest.fixture
def app():
    return magic()


def test_the_point_is_on_the_dotted_curve_and_steps_down_its_slope(app):
    for step in range(40):
        app.controls["step"].value = step
        art = app.sheet[LANDSCAPE]
        (w,), (loss,) = art[NOW].get_data()
        grid, curve = art[BATCH_LOSS].get_data()
        assert loss == pytest.approx(np.interp(w, grid, curve), abs=0.01)
        (tangent_w, tangent_loss), (next_w,) = art[SLOPE].get_data(), art[NEXT].get_xdata()
        slope = (tangent_loss[1] - tangent_loss[0]) / (tangent_w[1] - tangent_w[0])
        assert next_w == pytest.approx(w - 0.4 * slope)
        (next_loss,) = art[NEXT].get_ydata()
        assert next_loss == pytest.approx(np.interp(next_w, grid, curve), abs=0.01)
        assert np.mean(tangent_w) == pytest.approx(w) and np.mean(tangent_loss) == pytest.approx(loss)


def test_the_dotted_curve_changes_at_each_step_and_the_solid_one_never(app):
    dotted, solid = set(), set()
    for step in range(20):
        app.controls["step"].value = step
        dotted.add(app.sheet[LANDSCAPE][BATCH_LOSS].get_ydata().tobytes())
        solid.add(app.sheet[LANDSCAPE][FULL_LOSS].get_ydata().tobytes())
    assert len(dotted) == 20 and len(solid) == 1


@pytest.mark.parametrize("model", NAMES)
def test_all_examples_in_one_batch_draw_one_curve_and_walk_gradient_descent(app, model):
    app.controls["model"].value = model
    app.controls["batch_size"].value = app.controls["batch_size"].options[-1][1]
    app.controls["step"].value = 25
    art, stage = app.sheet[LANDSCAPE], problem(model)
    np.testing.assert_allclose(art[BATCH_LOSS].get_ydata(), art[FULL_LOSS].get_ydata(), rtol=1e-12)
    descent = train(stage.model, sgd(), [stage.start], [None] * 25, 0.4).params[:, 0]
    np.testing.assert_allclose(art[TRAIL].get_xdata(), descent[:-1], rtol=1e-10)
    assert art[NOW].get_xdata()[0] == pytest.approx(descent[-1], rel=1e-10)


def test_the_trace_shows_full_and_batch_loss_of_each_step_so_far(app):
    app.controls["step"].value = 12
    model, trace = problem("sine").model, app.sheet[TRACE]
    batches = reshuffled(np.random.default_rng(0), 64, 4, 2)
    path = train(model, sgd(), [4.9], batches, 0.4).params[:13]
    np.testing.assert_allclose(trace[FULL_LOSSES].get_ydata(), [model.loss(w) for w in path])
    np.testing.assert_allclose(trace[BATCH_LOSSES].get_ydata(), [model.loss(w, b) for w, b in zip(path, batches)])
    assert trace.axes.get_ylim() == app.sheet[LANDSCAPE].axes.get_ylim()


def test_the_strip_lights_this_batch_and_is_dealt_anew_each_epoch(app):
    epochs, batches = [], reshuffled(np.random.default_rng(0), 64, 4, 2)
    for step in (0, 15, 16):
        app.controls["step"].value = step
        cells, lit, _ = app.sheet[STRIP][EXAMPLES]
        assert sorted(batches[step]) == (np.unique(lit.get_xdata()[~np.isnan(lit.get_ydata())]) - 0.5).tolist()
        assert (cells.get_colors() == np.array(to_rgba(SPENT))).all(1).sum() == 4 * (step % 16)
        epochs.append(app.frame[STRIP][TITLE])
    assert epochs == ["epoch 1, batch 1 of 16", "epoch 1, batch 16 of 16", "epoch 2, batch 1 of 16"]
    colours = [magic(step=step).sheet[STRIP][EXAMPLES][0].get_colors() for step in (0, 16)]
    assert (colours[0] != colours[1]).any()


def test_the_last_batch_of_an_epoch_may_be_short():
    app = magic(model="least squares", batch_size=256, step=3)
    assert app.sheet.legend.texts[BATCH_LOSS].get_text() == "batch loss, these 86 examples"
    assert "epoch 2" in app.words and "598 examples seen" in app.words


def test_the_words_carry_the_numbers(app):
    app.controls["step"].value = 3
    w = run("sine", 0.4, 4, 4.9, 0).weights
    model, batch = problem("sine").model, reshuffled(np.random.default_rng(0), 64, 4, 1)[3]
    gradient, full = model.gradient(w[3:4], batch).item(), model.gradient(w[3:4]).item()
    for words in (
        "sin(wx), toy data: η = 0.4, B = 4 of N = 64, step 3 of 500, epoch 1, 12 examples seen",
        f"w = {w[3]:.4g}, full loss {model.loss(w[3:4]):.4g}, batch loss {model.loss(w[3:4], batch):.4g}",
        f"gradient on the batch {gradient:.4g}, on all data {full:.4g}".replace("-", "−"),
        f"next w = {w[4]:.4g}.",
    ):
        assert words in app.picture.words


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
        assert np.isfinite(app.sheet[LANDSCAPE][FULL_LOSS].get_ydata()).all()
        assert f"step {app.controls['step'].value} of {STEPS}" in app.words


def test_a_divergence_is_a_lesson():
    app = magic(model="least squares", learning_rate=1.12, batch_size=342, step=100)
    factor = 1 - 2 * 1.12  # the curvature is 2: w - w* is multiplied by 1 - 2η at each step
    stage = problem("least squares")
    best = (stage.model.X[:, 0] @ stage.model.y) / (stage.model.X[:, 0] @ stage.model.X[:, 0])
    losses = [stage.model.loss([best + factor**t * (stage.start - best)]) for t in range(101)]
    first = next(t for t, loss in enumerate(losses) if loss > 100 * stage.ceiling)
    assert f"diverged at step {first}." in app.words
    assert app.sheet[LANDSCAPE][NOTICE].get_text() == f"diverged at step {first}: learning rate too large"
    app.controls["learning_rate"].value = 0.4
    assert "diverged" not in app.words and not app.sheet[LANDSCAPE][NOTICE].get_visible()


def test_a_point_off_the_picture_is_announced():
    assert "is off the picture" in magic(learning_rate=10, batch_size=1, step=40).sheet[LANDSCAPE][NOTICE].get_text()


def test_gradient_descent_stays_where_small_batches_often_leave():
    """Over 60 seeds and 300 steps: full batches never leave the local valley; batches of 4 do so more often than not."""
    hills = 0.7, 3.6
    ends = [run("sine", 0.4, 4, 4.9, seed).weights[300] for seed in range(60)]
    assert np.mean([hills[0] < end < hills[1] for end in ends]) > 0.5
    descent = run("sine", 0.4, 64, 4.9, 0).weights
    assert descent[300] == pytest.approx(descent[100], abs=1e-6) and descent[300] > 4.5


def test_claim_the_examples_disagree_where_the_fit_is_bad_and_agree_where_it_is_good():
    model = problem("sine").model
    spreads = []
    for w, said in ((2.05, 0.52), (5.14, 1.77), (6.66, 2.16)):
        each = 2 * (np.sin(w * model.x) - model.y) * np.cos(w * model.x) * model.x
        assert abs(each.mean()) < 0.01, "a minimum of the full loss"
        assert each.std() == pytest.approx(said, abs=0.005)
        spreads.append(each.var())
    assert 11.5 < spreads[1] / spreads[0] < 12.5 and 16.5 < spreads[2] / spreads[0] < 17.5


@pytest.mark.parametrize("seeds", [range(200), range(200, 1000)])
def test_claim_all_runs_with_four_examples_leave_and_two_in_three_arrive(seeds):
    """The second range holds seeds that the notebook has not; four standard errors of a share of 800 runs are below 7 %."""
    deals = [reshuffled(np.random.default_rng(seed), 64, 4, 19) for seed in seeds]
    together = [np.stack(batches) for batches in zip(*deals)][:300]
    w = train(problem("sine").model, sgd(), np.full((len(seeds), 1), 4.9), together, 0.4).params[..., 0]
    assert np.any((w < 3.67) | (w > 6.02), axis=0).mean() > 0.99
    assert np.mean((0.68 < w[-1]) & (w[-1] < 3.67)) == pytest.approx(2 / 3, abs=0.07)


def test_dragging_the_point_sets_the_start(app):
    app.controls["step"].value = 20
    left, top, right, bottom = app.dragging.zone
    app.picture.pointer = [left + 0.25 * (right - left), (top + bottom) / 2, 1]
    assert app.controls["start"].value == pytest.approx(0.25 * 6.5, abs=0.026)
    assert app.controls["step"].value == 0
    assert app.sheet[LANDSCAPE][NOW].get_xdata()[0] == pytest.approx(app.controls["start"].value)
    for number, (x, start) in enumerate(((left - 1, 0), (right + 1, 6.5)), start=2):
        app.picture.pointer = [x, 0, number]
        assert app.controls["start"].value == start


def test_a_learning_rate_between_the_marks_is_kept():
    assert magic(learning_rate=0.37).controls["learning_rate"].value == 0.37


@pytest.mark.parametrize("n", [1, 2, 3, 64, 65, 333])
def test_batch_sizes_are_the_powers_of_two_and_all(n):
    sizes = batch_sizes(n)
    assert sizes[-1] == n and sizes == sorted(set(sizes))
    assert all(size.bit_count() == 1 for size in sizes[:-1]) and 2 * (sizes[:-1] or [n])[-1] >= n


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_click(name):
    app = magic(step=3)
    buttons = [child for row in app.children for child in getattr(row, "children", ()) if isinstance(child, Button)]
    next(button for button in buttons if button.description == name).click()
    expected = magic(**PRESETS[name])
    assert app.call == expected.call and app.words == expected.words and app.canvas.png() == expected.canvas.png()


def test_presets_show_what_their_names_say():
    apps = {name: magic(**PRESETS[name]) for name in PRESETS}
    ends = {name: app.sheet[LANDSCAPE][NOW].get_xdata()[0] for name, app in apps.items()}
    assert 4.5 < ends["stuck"] < 5.8 and 4.5 < ends["full batch"] < 5.8
    assert 1.5 < ends["escaped"] < 2.6 and 1.5 < ends["oscillating"] < 2.6
    assert "diverged at step 15" in apps["diverged"].words
    assert np.ptp(apps["oscillating"].sheet[LANDSCAPE][TRAIL].get_xdata()[-40:]) > 0.2, "it does not come to rest"
