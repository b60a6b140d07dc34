"""The figures of mini-batches: driven by their controls, artists against numbers worked out here, each claim by name."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import same_color, to_rgba

from helpers import theory
from helpers.apps import epoch_curves, six_steps, spread, sum_or_mean
from helpers.apps.batches import MODELS, batch_means, batch_sizes, epoch_order
from helpers.apps.scenes import scene
from helpers.apps.six_steps import CLICKS, SIZES, twelve
from helpers.apps.spread import measure
from helpers.apps.sum_or_mean import Summed, runs
from helpers.checks import PREDICTIONS
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train
from helpers.views.six_steps import cell
from helpers.views.style import BATCH, SPENT
from tests import agreement
from tests.driving import drive

FIGURES = {"six_steps": six_steps, "epoch_curves": epoch_curves, "spread": spread, "sum_or_mean": sum_or_mean}


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_every_control_goes_to_both_ends_and_the_picture_equals_a_new_one(make):
    drive(make())


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_the_same_settings_draw_the_same_bytes(make):
    late = {"step": 7} if make in (six_steps, sum_or_mean) else {}
    assert make(seed=3, **late).picture.png == make(seed=3, **late).picture.png != make(seed=4, **late).picture.png


EXTREMES = [
    (six_steps, dict(batch_size=1, learning_rate=1.0, step=CLICKS)),
    (six_steps, dict(batch_size=8, step=15)),
    (epoch_curves, dict(model="least squares", batch_loss="sum", batch_size=192, lit=2)),
    (epoch_curves, dict(model="logistic", batch_size=1, lit=333, w=-3.0)),
    (spread, dict(model="logistic", replacement=True, batch_size=333, draws=2000)),
    (spread, dict(model="least squares", batch_size=192, w=2.75)),
    (sum_or_mean, dict(model="least squares", learning_rate=1.0, batch_size=342, step=40)),
]


@pytest.mark.parametrize("make, settings", EXTREMES)
@pytest.mark.parametrize("width", [400, 720, 1000, 2400])
def test_no_line_of_text_leaves_the_picture_or_meets_another(make, settings, width):
    app = make(**settings)
    app.picture.size = {"width": width, "ratio": 1}
    figure = app.view.figure
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    texts += [label for axes in figure.axes if axes.axison for label in (axes.xaxis.label, axes.yaxis.label)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text() and text.get_visible()]
    assert len(boxes) > 8
    for text, box in boxes:
        assert box.x0 >= -1 and box.x1 <= figure.bbox.width + 1, text
        assert box.y0 >= -1 and box.y1 <= figure.bbox.height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        across, along = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across < 1.5 or along < 3, (one, other)


# the six steps


def by_hand(rate, size, seed, epochs):
    """Plain NumPy: (list step, batch, w before, w after) at each moment of the list."""
    data, rng, w = twelve().model, np.random.default_rng(seed), -0.6
    x, y = data.X[:, 0], data.y
    for _ in range(epochs):
        order = rng.permutation(12)
        yield 1, order[:0], w, w
        for start in range(0, 12, size):
            batch = order[start : start + size]
            after = w - rate * np.mean(2 * (w * x[batch] - y[batch]) * x[batch])
            for now in (2, 3, 4, 5, 6):
                yield now, batch, w, after
            w = after


@pytest.mark.parametrize("size", [1, 4, 5, 12])
def test_claim_the_six_steps_run_in_order_with_the_right_numbers(size):
    app = six_steps(batch_size=size, learning_rate=0.2, seed=3)
    art, data = app.view.landscape, twelve().model
    for step, (now, batch, before, after) in zip(range(70), by_hand(0.2, size, 3, 30)):
        app.controls["step"].value = step
        bold = [line for line, title in enumerate(app.view.list.titles, start=1) if title.get_weight() == "bold"]
        assert bold == [now] and f"step {now} of the list" in app.words
        assert [bool(text.get_text()) for text in app.view.list.formulas] == [line <= now for line in range(1, 7)]
        (w,), (loss,) = art.point.get_data()
        assert w == pytest.approx(after if now == 6 else before)
        assert loss == pytest.approx(data.loss([w], batch if now > 1 else None))
        assert art.next.get_xdata()[0] == pytest.approx(after if now == 5 else np.nan, nan_ok=True)
        assert np.isnan(art.dotted.get_ydata()).all() if now == 1 else not np.isnan(art.dotted.get_ydata()).any()
        x, y = data.X[batch, 0], data.y[batch]
        worked = [x, y, before * x, (before * x - y) ** 2, 2 * (before * x - y) * x]
        for line, values in enumerate(worked, start=1):
            shown = [text.get_text() for text in app.view.data.cells[line] if text.get_text()]
            expected = [cell(value) if line != 4 else cell(value)[1:] for value in values]
            if line <= 2:
                assert set(expected) <= set(shown)
            else:
                assert shown == (expected if now >= (4 if line == 5 else 3) else [])


@pytest.mark.parametrize("size", SIZES)
def test_claim_the_six_steps_equal_train(size):
    batches = reshuffled(np.random.default_rng(7), 12, size, 2)
    path = train(twelve().model, sgd(), [-0.6], batches, 0.05).params[:, 0]
    per_epoch, app = 1 + 5 * batches.steps_per_epoch, six_steps(learning_rate=0.05, batch_size=size, seed=7)
    for update in range(len(batches)):
        epoch, position = divmod(update, batches.steps_per_epoch)
        step = epoch * per_epoch + 1 + 5 * position + 4  # line 6 of the list, after this update
        if step <= CLICKS:
            app.controls["step"].value = step
            assert app.view.landscape.point.get_xdata()[0] == pytest.approx(path[update + 1], rel=1e-12)


def test_claim_an_epoch_divides_once_and_shows_every_example_once():
    app, seen, divided = six_steps(batch_size=5), [], 0
    for step in range(16):
        app.controls["step"].value = step
        divided += "step 1 of the list" in app.words
        if "step 2 of the list" in app.words:
            seen.append(app.words.split("penguins ")[1].split(";")[0].split(", "))
    assert divided == 1 and [len(batch) for batch in seen] == [5, 5, 2]
    assert sorted(int(example) for batch in seen for example in batch) == list(range(1, 13))
    app.controls["step"].value = 16
    assert "step 1 of the list" in app.words and "epoch 2" in app.words


def test_the_table_frames_the_batch_and_pales_what_is_seen():
    data = six_steps(batch_size=5, step=8).view.data  # batch 2 is fed
    order = reshuffled(np.random.default_rng(0), 12, 5, 1).order[0]
    assert [text.get_text() for text in data.cells[0]] == [str(example + 1) for example in order]
    colours = data.heads.get_facecolor()
    assert all(same_color(colour, SPENT) for colour in colours[:5]) and all(same_color(colour, BATCH) for colour in colours[5:10])
    assert not any((colours[10:] == to_rgba(BATCH)).all(1))
    left, right = data.frame.get_x(), data.frame.get_x() + data.frame.get_width()
    middles = [text.get_position()[0] for text in data.cells[0]]
    assert [left < middle < right for middle in middles] == [5 <= column < 10 for column in range(12)]
    assert [text.get_text() for text in data.captions[:4]] == ["batch 1", "batch 2", "batch 3", ""]


def test_six_steps_that_run_away_say_so():
    app = six_steps(learning_rate=1.0, batch_size=1, seed=1, step=CLICKS)
    assert app.view.landscape.notice.get_text()
    hot = six_steps(learning_rate=1.0, batch_size=2, seed=4, step=CLICKS)
    assert "nan" not in hot.words and "nan" not in app.words


@pytest.mark.parametrize(
    "value, shown", [(0, "+0.00"), (9.996, "+10.0"), (-99.96, "−100"), (1e300, "+1e300"), (np.inf, "+∞"), (np.nan, "?")]
)
def test_a_cell_holds_any_number(value, shown):
    assert cell(value) == shown and (len(shown) <= 6)


# the curves of an epoch


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("size", [1, 24, 48, 64])
def test_claim_the_mean_of_an_epochs_batch_losses_is_the_full_loss(model, size):
    """At every weight, with a short batch counted by its size; the plain mean is another number where there is one."""
    stage = scene(model)
    n = stage.model.n_examples
    batches = list(reshuffled(np.random.default_rng(5), n, size, 1))
    app = epoch_curves(model, batch_size=size, seed=5, w=stage.low + 0.5)
    frame = app.view._frame
    assert frame.sizes.tolist() == [len(batch) for batch in batches] and frame.short == bool(n % size)
    for curve, batch in zip(frame.curves, batches):
        np.testing.assert_allclose(curve, stage.model.loss(stage.grid[:, None], batch), rtol=1e-12)
    rings = app.view.curves.mean
    np.testing.assert_allclose(rings.get_ydata(), stage.model.loss(rings.get_xdata()[:, None]), rtol=1e-12)
    assert (rings.get_xdata()[1:] != rings.get_xdata()[:-1]).all() and len(rings.get_xdata()) > 10
    mean, full = (text.get_text().split()[0] for text in app.view.bars.numbers)
    assert mean == full == f"{stage.model.loss([stage.low + 0.5]):.12f}" and mean in app.words
    if frame.short:
        assert f"{frame.losses.mean():.12f}" != full, "the plain mean would be wrong"


@pytest.mark.parametrize("model", ["least squares", "logistic"])
def test_claim_the_same_holds_for_squared_error_and_for_cross_entropy(model):
    stage = scene(model)
    x, y, w = stage.model.X[:, 0], stage.model.y, 0.75
    each = (w * x - y) ** 2 if model == "least squares" else np.logaddexp(0, w * x) - y * w * x
    app = epoch_curves(model, batch_size=64, w=w)
    order = epoch_order(len(y), 0)
    assert app.view._frame.losses == pytest.approx([each[order[start : start + 64]].mean() for start in range(0, len(y), 64)])
    assert app.view.bars.numbers[0].get_text().startswith(f"{each.mean():.12f}")


def test_claim_a_batch_sum_is_no_loss_on_this_axis():
    """On an axis B times as long the dotted curves look the same, and the full loss lies on the floor."""
    mean, total = epoch_curves(batch_size=16), epoch_curves(batch_size=16, batch_loss="sum")
    for panel in ("curves", "bars"):
        low, high = getattr(mean.view, panel).axes.get_ylim()
        assert getattr(total.view, panel).axes.get_ylim() == pytest.approx((16 * low, 16 * high))
    np.testing.assert_allclose(total.view.curves.dotted.get_ydata(), 16 * mean.view.curves.dotted.get_ydata())
    np.testing.assert_array_equal(total.view.curves.full.get_ydata(), mean.view.curves.full.get_ydata())
    np.testing.assert_allclose(total.view.curves.mean.get_ydata(), 16 * mean.view.curves.mean.get_ydata())
    assert "batch sums run from" in total.words and "mean of 4 batch sums" in total.view.bars.numbers[0].get_text()


def test_the_bars_are_as_wide_as_the_batches_and_level_out_at_the_full_loss():
    app = epoch_curves(batch_size=24, lit=3, w=3.0)
    heights, edges, _ = app.view.bars.bars.get_data()
    assert edges.tolist() == [0, 24, 48, 64]
    assert heights @ np.diff(edges) / 64 == pytest.approx(scene("sine").model.loss([3.0]).item(), rel=1e-12)
    lit = app.view.bars.lit
    assert (lit.get_x(), lit.get_width(), lit.get_height()) == (48, 16, heights[2])
    assert app.view.bars.short.get_data()[0][0] == 56 and app.view.bars.short.get_data()[1][0] == heights[2]
    assert app.view.curves.short.get_visible() and not epoch_curves(batch_size=4).view.curves.short.get_visible()


@pytest.mark.parametrize("size", [1, 6, 64])
def test_the_thin_dots_lie_on_the_curves_of_the_batches(size):
    app = epoch_curves(batch_size=size)
    x, y = app.view.curves.dots.get_data()
    curves, grid = app.view._frame.curves, app.view._frame.grid
    nearest = np.min(np.abs([np.interp(x, grid, curve) for curve in curves] - y), axis=0)
    assert len(x) > 100 and nearest.max() < 0.02
    touched = {int(np.argmin([abs(np.interp(a, grid, curve) - b) for curve in curves])) for a, b in zip(x[::7], y[::7])}
    assert len(touched) > 0.8 * len(curves)


def test_no_batch_is_lit_at_0_and_the_slider_counts_the_batches():
    app = epoch_curves(lit=0)
    assert not app.view.curves.dotted.get_visible() and not app.view.bars.lit.get_visible() and "lit" not in app.words
    app.controls["lit"].value = 16
    app.controls["batch_size"].value = 24
    assert app.controls["lit"].value == app.controls["lit"].max == 3
    app.controls["model"].value = "logistic"
    assert app.controls["lit"].max == 14 and app.controls["w"].value == scene("logistic").start


def test_all_examples_stay_all_examples_when_the_model_changes():
    for make in (epoch_curves, spread, sum_or_mean):
        app = make(model="sine", batch_size=64)
        app.controls["model"].value = "least squares"
        assert app.controls["batch_size"].value == 342


# sum or mean


@pytest.mark.parametrize("model", MODELS)
def test_claim_a_sum_only_rescales_the_learning_rate(model):
    stage = scene(model)
    app = sum_or_mean(model, learning_rate=0.05, batch_size=24, seed=2, step=40)
    lines = app.view.steps.lines
    np.testing.assert_allclose(lines["rescaled"].get_ydata(), lines["mean"].get_ydata(), rtol=1e-9, atol=1e-12)
    batches = reshuffled(np.random.default_rng(2), stage.model.n_examples, 24, 20)[:40]
    sizes = [len(batch) for batch in batches]
    longer = train(stage.model, sgd(), [stage.start], batches, lambda step: 0.05 * sizes[min(step, 39)]).params[:, 0]
    np.testing.assert_allclose(runs(model, 0.05, 24, 2)["sum"][0], longer, rtol=1e-9)
    w = stage.start
    for batch, expected in zip(batches, lines["mean"].get_ydata()[1:]):
        each = [stage.model.gradient([w], [example]).item() for example in batch]
        w = w - 0.05 / len(batch) * sum(each)
        assert w == pytest.approx(expected, rel=1e-9)


def test_claim_the_sum_of_16_runs_away_where_the_mean_settles():
    app = sum_or_mean(batch_size=16, step=40)
    assert "the sum diverged at step 4" in app.words and "the mean at w = 0.9" in app.words
    assert app.view.steps.notice.get_text() == "the sum diverged at step 4"
    assert np.isnan(app.view.steps.lines["sum"].get_ydata()[5:]).all()
    assert "diverged" not in sum_or_mean(batch_size=8, step=40).words
    gone = sum_or_mean(model="sine", learning_rate=1.0, batch_size=64, step=3)
    assert not gone.view.steps.notice.get_visible() or "picture" in gone.view.steps.notice.get_text()


def test_a_summed_gradient_is_the_sum_of_each():
    model = scene("logistic").model
    batch = np.array([4, 99, 200])
    each = sum(model.gradient([0.3], [example]) for example in batch)
    np.testing.assert_allclose(Summed(model).gradient([0.3], batch), each)


# the spread


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("replacement", [False, True])
def test_claim_the_spread_of_batch_gradients_is_as_theory_says(model, replacement):
    """Within the standard error, at every size; and no usual misprint fits."""
    stage = scene(model)
    n, sizes = stage.model.n_examples, np.array(batch_sizes(stage.model.n_examples))
    each = stage.model.gradient([stage.start], np.arange(n)[:, None])[:, 0]
    gradients, deviation, error = measure(model, stage.start, 4000, 11, replacement)
    s2 = np.mean((each - each.mean()) ** 2)
    right = s2 / sizes * (1 if replacement else (n - sizes) / (n - 1))
    other = s2 / sizes * (1 if not replacement else (n - sizes) / (n - 1))
    wrong = dict(other=np.sqrt(other), variance=right, no_batch=np.sqrt(s2 + 0 * sizes), divided_by_b=np.sqrt(s2) / sizes)
    agreement.check(deviation, np.sqrt(right), error + 1e-12, **wrong)
    assert agreement.agrees(gradients.mean(1), each.mean(), gradients.std(1) / np.sqrt(4000) + 1e-12), "no preference for a side"


def test_claim_all_examples_in_one_batch_do_not_spread():
    for model in MODELS:
        n = scene(model).model.n_examples
        app = spread(model, batch_size=n)
        assert "measured 0 ± 0 (two standard errors), theory 0" in app.words
        whole = spread(model, replacement=True, batch_size=n).view._frame
        assert whole.now[2] == pytest.approx(whole.theory[True][0] / np.sqrt(n)) and whole.now[0] > 0


def test_claim_four_times_the_batch_halves_the_spread():
    four, sixteen = (spread(replacement=True, batch_size=size).view._frame.now for size in (4, 16))
    assert four[2] / sixteen[2] == pytest.approx(2)
    assert four[0] / sixteen[0] == pytest.approx(2, abs=4.5 * 2 * np.hypot(four[1] / four[0], sixteen[1] / sixteen[0]))
    assert "near 0.49, a half" in [option.text for option in PREDICTIONS["four times the batch"].options if option.right]
    assert (round(four[2], 2), round(sixteen[2], 2)) == (0.98, 0.49)


def test_the_spread_panel_draws_both_formulas_and_the_measured_points():
    app = spread("least squares", batch_size=48, w=1.5)
    model, art = scene("least squares").model, app.view.against
    s = np.std(2 * (1.5 * model.X[:, 0] - model.y) * model.X[:, 0])
    every = np.arange(1, 343)
    np.testing.assert_allclose(art.lines[True].get_ydata(), s / np.sqrt(every))
    np.testing.assert_allclose(art.lines[False].get_ydata()[:-1], (s * np.sqrt((342 - every) / 341 / every))[:-1], rtol=1e-9)
    assert art.lines[False].get_ydata()[-1] < art.axes.get_ylim()[0], "0 is below any logarithmic axis"
    frame = app.view._frame
    np.testing.assert_array_equal(art.points[False].get_xdata(), [size for size in batch_sizes(342) if size < 342])
    np.testing.assert_array_equal(art.points[True].get_xdata(), batch_sizes(342))
    for way in (False, True):
        points, bars = art.points[way].get_ydata(), art.bars[way].get_ydata().reshape(-1, 3)[: len(art.points[way].get_ydata())]
        np.testing.assert_allclose(bars[:, 1] - points, 2 * frame.error[way][: len(points)])
        np.testing.assert_allclose(points, frame.measured[way][: len(points)])


def test_the_histogram_counts_the_drawn_gradients_and_hatches_those_uphill():
    app = spread(batch_size=4, draws=1000)
    frame, art = app.view._frame, app.view.histogram
    heights, edges, _ = art.bars.get_data()
    counts, _ = np.histogram(frame.gradients, edges)
    np.testing.assert_allclose(heights, counts / counts.max())
    hatched, _, _ = art.uphill.get_data()
    full = scene("sine").model.gradient([4.9]).item()
    assert (hatched[edges[1:] <= 0] == 0).all() and full < 0 and hatched[edges[:-1] >= 0].max() > 0.5
    assert f"{np.mean(frame.gradients > 0):.0%} point uphill" in app.words
    ends = art.band.get_xdata()
    assert np.mean(ends) == pytest.approx(full) and np.ptp(ends) == pytest.approx(2 * frame.now[2])
    off = spread("logistic", batch_size=1, draws=2000, w=4.0)
    beyond = np.sum(np.abs(off.view._frame.gradients) > off.view._frame.limit)
    assert ("beyond the picture" in off.view.histogram.line.get_text()) == bool(beyond)


@pytest.mark.parametrize("w, share", [(1.25, 0.1), (4.9, 0.3)])
def test_claim_many_batches_point_uphill_where_the_slope_is_small_and_few_where_it_is_large(w, share):
    uphill = spread(replacement=True, w=w, batch_size=4, draws=2000).view._frame.uphill
    assert (uphill < share) if w < 2 else (uphill > share)


def test_means_of_batches_equal_the_loop():
    values, order = np.random.default_rng(0).normal(size=(10, 3)), np.random.default_rng(1).permutation(10)
    for size in range(1, 11):
        means, sizes = batch_means(values, order, size)
        loop = [values[order[start : start + size]] for start in range(0, 10, size)]
        np.testing.assert_allclose(means, [rows.mean(0) for rows in loop])
        assert sizes.tolist() == [len(rows) for rows in loop]


def test_what_did_not_change_is_not_measured_again():
    app = spread(seed=77)
    before = measure.cache_info().misses
    for size in batch_sizes(64):
        app.controls["batch_size"].value = size
    app.controls["replacement"].value = True
    assert measure.cache_info().misses == before


def test_the_closed_form_is_the_one_of_the_course():
    np.testing.assert_allclose(
        spread().view._frame.theory[False] ** 2,
        theory.batch_gradient_variance(spread().view._frame.theory[True][0] ** 2, 64, np.arange(1, 65)),
    )
