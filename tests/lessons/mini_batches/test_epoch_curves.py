"""All batch losses of an epoch: they average to the full loss, at every weight and for every model of the menu."""

import numpy as np
import pytest

from helpers.apps import epoch_curves
from helpers.lessons.mini_batches.batches import batch_means, epoch_order
from helpers.lessons.mini_batches.figures.epoch_curves import (
    ALL,
    BARS,
    CURVES,
    EACH,
    LEVELS,
    LIT,
    LIT_BAR,
    MEAN,
    SHORT,
    SHORT_BAR,
)
from helpers.live import LINE, SECOND, TITLE, Y
from helpers.problems.one_weight import NAMES, problem
from helpers.sampling import reshuffled


@pytest.mark.parametrize("model", NAMES)
@pytest.mark.parametrize("size", [1, 24, 48, 64])
def test_claim_the_mean_of_an_epochs_batch_losses_is_the_full_loss(model, size):
    """At every weight, with a short batch counted by its size; the plain mean is another number where there is one."""
    stage = problem(model)
    n, w = stage.model.n_examples, stage.low + 0.5
    dealt = list(reshuffled(np.random.default_rng(5), n, size, 1))
    app = epoch_curves(model, batch_size=size, seed=5, w=w)
    left, right = app.frame[CURVES], app.frame[LEVELS]
    losses, edges = right[BARS]
    assert np.diff(edges).tolist() == [len(batch) for batch in dealt] and (left[SHORT] is not None) == bool(n % size)
    for curve, batch in zip(left[EACH][1], dealt):
        np.testing.assert_allclose(curve, stage.model.loss(stage.grid[:, None], batch), rtol=1e-12)
    rings = app.sheet[CURVES][MEAN]
    np.testing.assert_allclose(rings.get_ydata(), stage.model.loss(rings.get_xdata()[:, None]), rtol=1e-12)
    assert (rings.get_xdata()[1:] != rings.get_xdata()[:-1]).all() and len(rings.get_xdata()) > 10
    mean, full = (right[part].split()[0] for part in (LINE, SECOND))
    assert mean == full == f"{stage.model.loss([w]):.12f}" and mean in app.words
    if n % size:
        assert f"{losses.mean():.12f}" != full, "the plain mean would be wrong"


@pytest.mark.parametrize("model", ["least squares", "logistic"])
def test_claim_the_same_holds_for_squared_error_and_for_cross_entropy(model):
    stage = problem(model)
    x, y, w = stage.model.X[:, 0], stage.model.y, 0.75
    each = (w * x - y) ** 2 if model == "least squares" else np.logaddexp(0, w * x) - y * w * x
    right, order = epoch_curves(model, batch_size=64, w=w).frame[LEVELS], epoch_order(len(y), 0)
    assert right[BARS][0] == pytest.approx([each[order[start : start + 64]].mean() for start in range(0, len(y), 64)])
    assert right[LINE].startswith(f"{each.mean():.12f}")


def test_claim_a_batch_sum_is_no_loss_on_this_axis():
    """On an axis B times as long the dotted curves look the same, and the full loss lies on the floor."""
    mean, total = (epoch_curves(batch_size=16, batch_loss=how) for how in ("mean", "sum"))
    for panel in (CURVES, LEVELS):
        assert total.sheet[panel].axes.get_ylim() == pytest.approx([16 * end for end in mean.sheet[panel].axes.get_ylim()])
    for mark, times in ((LIT, 16), (ALL, 1), (MEAN, 16)):
        np.testing.assert_allclose(total.sheet[CURVES][mark].get_ydata(), times * mean.sheet[CURVES][mark].get_ydata())
    assert "batch sums run from" in total.words and "mean of 4 batch sums" in total.frame[LEVELS][LINE]


def test_the_bars_are_as_wide_as_the_batches_and_level_out_at_the_full_loss():
    app = epoch_curves(batch_size=24, lit=3, w=3.0)
    art = app.sheet[LEVELS]
    heights, edges, _ = art[BARS].get_data()
    assert edges.tolist() == [0, 24, 48, 64]
    assert heights @ np.diff(edges) / 64 == pytest.approx(problem("sine").model.loss([3.0]).item(), rel=1e-12)
    (lit,) = art[LIT_BAR].get_paths()
    np.testing.assert_allclose(np.array(lit.get_extents()), [[48, 0], [64, heights[2]]])
    assert [float(values[0]) for values in art[SHORT_BAR].get_data()] == [56, heights[2]]
    assert app.frame[CURVES][SHORT] is not None and epoch_curves(batch_size=4).frame[CURVES][SHORT] is None


def test_bars_above_the_picture_are_counted():
    app = epoch_curves(batch_size=1)
    over = int(np.sum(app.frame[LEVELS][BARS][0] > app.frame[LEVELS][Y][1]))
    assert over > 0 and app.frame[LEVELS][TITLE].endswith(f"↑ {over} of 64 bars go higher")
    assert "bars" not in epoch_curves().frame[LEVELS][TITLE]


@pytest.mark.parametrize("size", [1, 6, 64])
def test_the_thin_dots_lie_on_the_curves_of_the_batches(size):
    app = epoch_curves(batch_size=size)
    x, y = app.sheet[CURVES][EACH].get_data()
    grid, curves = app.frame[CURVES][EACH]
    nearest = np.min(np.abs([np.interp(x, grid, curve) for curve in curves] - y), axis=0)
    assert len(x) > 100 and nearest.max() < 0.02
    touched = {int(np.argmin([abs(np.interp(a, grid, curve) - b) for curve in curves])) for a, b in zip(x[::7], y[::7])}
    assert len(touched) > 0.8 * len(curves)


def test_no_batch_is_lit_at_0_and_the_slider_counts_the_batches():
    app = epoch_curves(lit=0)
    assert (
        len(app.sheet[CURVES][LIT].get_xdata()) == 0 and not app.sheet[LEVELS][LIT_BAR].get_paths() and "lit" not in app.words
    )
    app.controls["lit"].value = 16
    app.controls["batch_size"].value = 24
    assert app.controls["lit"].value == app.controls["lit"].max == 3
    app.controls["model"].value = "logistic"
    assert app.controls["lit"].max == 14 and app.controls["w"].value == problem("logistic").start


def test_the_legend_names_what_is_drawn_and_nothing_else():
    app = epoch_curves(batch_size=24, lit=2)
    texts = app.sheet.legend.texts
    assert texts[SHORT].get_text() == "short last batch: 16" and texts[LIT].get_text() == "batch 2: 24 examples"
    app.controls["lit"].value = 0
    assert texts[LIT].get_text() == "" and not app.sheet.legend.samples[LIT].get_visible()
    app.controls["batch_size"].value = 8
    assert texts[SHORT].get_text() == "" and not app.sheet.legend.samples[SHORT].get_visible()
    assert app.sheet.legend.samples[EACH].get_visible() and texts[ALL].get_text() == "full loss, all 64"


def test_means_of_batches_equal_the_loop():
    values, order = np.random.default_rng(0).normal(size=(10, 3)), np.random.default_rng(1).permutation(10)
    for size in range(1, 11):
        means, sizes = batch_means(values, order, size)
        loop = [values[order[start : start + size]] for start in range(0, 10, size)]
        np.testing.assert_allclose(means, [rows.mean(0) for rows in loop])
        assert sizes.tolist() == [len(rows) for rows in loop]
