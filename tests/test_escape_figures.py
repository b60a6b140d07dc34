"""The figures of escape as a probability: driven by their controls, and their artists against numbers worked out here."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import rgb_to_hsv

from helpers.apps import escape, swarm
from helpers.apps.escape import BLOCK, RATES, SIZES, START, block, counts, global_valley, sine_model, wilson
from helpers.apps.swarm import RUNS, orders, paths
from tests.driving import drive

FIGURES = {"escape": escape, "swarm": swarm}


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_every_control_goes_to_both_ends_and_the_picture_equals_a_new_one(make):
    drive(make())


@pytest.mark.parametrize("make, late", [(escape, {"runs": 8}), (swarm, {"step": 30})], ids=FIGURES)
def test_the_same_settings_draw_the_same_bytes(make, late):
    assert make(seed=3, **late).picture.png == make(seed=3, **late).picture.png != make(seed=4, **late).picture.png


EXTREMES = [
    (escape, dict(learning_rate=0.1, batch_size=64, runs=20)),
    (escape, dict(learning_rate=0.8, batch_size=1, data="second draw", runs=20)),
    (swarm, dict(batch_size=64, step=300)),
    (swarm, dict(batch_size=1, learning_rate=1.0, start=-0.8, step=300)),
]


@pytest.mark.parametrize("make, settings", EXTREMES)
@pytest.mark.parametrize("width, projector", [(400, False), (720, False), (2400, False), (400, True), (1000, True)])
def test_no_line_of_text_leaves_the_picture_or_meets_another(make, settings, width, projector):
    app = make(**settings)
    app.view.projector = projector
    app.picture.size = {"width": width, "ratio": 1}
    figure = app.view.figure
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    texts += [label for axes in figure.axes for label in (axes.xaxis.label, axes.yaxis.label)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text() and text.get_visible()]
    assert len(boxes) > 12
    for text, box in boxes:
        assert box.x0 >= -1 and box.x1 <= figure.bbox.width + 1, text
        assert box.y0 >= -1 and box.y1 <= figure.bbox.height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        across, along = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across < 1.5 or along < 3, (one, other)


# the shares


def test_the_curve_and_its_neighbours_are_the_shares_of_the_runs():
    app = escape(learning_rate=0.4, batch_size=8, seed=2, runs=40)
    art, shares = app.view.curve, counts("notebook 04", 2, 40) / 40
    for line, row in ((art.half, 1), (art.line, 2), (art.twice, 3)):
        np.testing.assert_array_equal(line.get_xdata(), SIZES)
        np.testing.assert_allclose(line.get_ydata(), 100 * shares[row])
    low, high = wilson(40 * shares[2], 40)
    assert shares[2, -1] == 0 and high[-1] > 0.08
    high[-1] = 0  # gradient descent is not a matter of chance
    corners = art.band.get_xy()[:14]
    np.testing.assert_allclose(corners[:, 0], [*SIZES, *SIZES[::-1]])
    np.testing.assert_allclose(corners[:, 1], 100 * np.r_[low, high[::-1]])
    assert art.yours.get_xdata() == [8] and art.yours.get_ydata() == pytest.approx(100 * shares[2, 3])
    assert art.best.get_xdata() == [SIZES[shares[2].argmax()]] and art.best.get_ydata() == pytest.approx(100 * shares[2].max())
    assert f"your B = 8: {shares[2, 3]:.1%}, 95% band {100 * low[3]:.1f} to {100 * high[3]:.1f}%" in app.words
    assert art.title.get_text() == "η = 0.4, 40 runs at each B"


@pytest.mark.parametrize("rate, missing", [(0.1, "half"), (0.8, "twice")])
def test_a_rate_that_was_not_run_has_no_curve(rate, missing):
    assert np.isnan(getattr(escape(learning_rate=rate).view.curve, missing).get_ydata()).all()


def test_the_map_has_the_share_of_each_cell_and_is_darker_for_more():
    app = escape(learning_rate=0.2, batch_size=4, runs=40)
    art, shares = app.view.map, counts("notebook 04", 0, 40).ravel() / 40
    assert [text.get_text() for text in art.labels] == [f"{100 * share:.0f}" for share in shares]
    darkness = [1 - rgb_to_hsv(tuple(cell.get_facecolor()[:3]))[2] for cell in art.shades]
    grey = [1 - np.dot(cell.get_facecolor()[:3], (0.299, 0.587, 0.114)) for cell in art.shades]
    order = np.argsort(shares)
    assert (np.diff(np.array(grey)[order]) >= -1e-12).all() and max(grey) > 0.4 and min(grey) == pytest.approx(0)
    assert len({round(value, 6) for value in darkness}) == len({min(int(6 * share), 5) for share in shares})
    x, y = art.frame.get_xy()
    assert (int(y), int(x)) == (RATES.index(0.2), SIZES.index(4))
    stars = {int(y): SIZES[int(x)] for x, y in zip(*art.best.get_data())}
    assert stars == {row: SIZES[each.argmax()] for row, each in enumerate(shares.reshape(4, 7))}


def test_where_no_run_escapes_there_is_no_star():
    app = escape(seed=5)  # four runs
    quiet = [row for row, each in enumerate(counts("notebook 04", 5, BLOCK)) if not each.any()]
    assert not set(quiet) & {int(y) for y in app.view.map.best.get_ydata()}
    frame = app._compute(app.state)
    frame.shares[:] = 0
    app.view.update(frame)
    assert len(app.view.map.best.get_xdata()) == len(app.view.curve.best.get_xdata()) == 0
    assert [frame.best_of(row) for row in range(4)] == ["none"] * 4


def test_playing_adds_runs_and_keeps_those_there_are():
    app = escape(seed=1)
    step = app.tools and next(each for each in app.children[1].children if getattr(each, "description", "") == "step")
    for runs in (8, 12, 16):
        step.click()
        assert app.controls["runs"].value == runs and f"{runs} runs of 300 steps" in app.words
    first = np.concatenate([block("notebook 04", 1, number) for number in range(4)], axis=1)
    for runs in (4, 5, 11, 16):
        np.testing.assert_array_equal(counts("notebook 04", 1, runs)[:, :-1], first[:, :runs].sum(axis=1))
    app.controls["seed"].value = 2
    assert app.controls["runs"].value == BLOCK, "another seed starts anew"


def test_a_change_of_rate_or_size_runs_nothing_anew():
    app = escape(seed=7, runs=12)
    before = block.cache_info().misses
    for rate in RATES:
        app.controls["learning_rate"].value = rate
    for size in SIZES:
        app.controls["batch_size"].value = size
    assert block.cache_info().misses == before


# the swarm


def test_the_points_are_the_runs_and_lie_on_the_full_loss():
    app = swarm(batch_size=4, seed=3, run=17, step=45)
    model, view = sine_model("notebook 04"), app.view
    w, mean = np.full(RUNS, START), lambda values: values.mean(axis=1)
    for step in range(45):
        batch = orders(3, step // 20)[step % 20, :, :4]
        z = w[:, None] * model.x[batch]
        w = w - 0.4 * mean(2 * (np.sin(z) - model.y[batch]) * np.cos(z) * model.x[batch])
    np.testing.assert_allclose(view.landscape.runs.get_xdata(), w, atol=1e-6)
    full = np.mean((np.sin(w[:, None] * model.x) - model.y) ** 2, axis=1)
    np.testing.assert_allclose(view.landscape.runs.get_ydata(), full, atol=1e-6)
    batch = orders(3, 2)[5, 16, :4]
    (picked,), (loss,) = view.landscape.picked.get_data()
    assert picked == pytest.approx(w[16]) and loss == pytest.approx(model.loss([picked], batch))
    grid, dotted = view.landscape.dotted.get_data()
    assert loss == pytest.approx(np.interp(picked, grid, dotted), abs=0.01)
    np.testing.assert_allclose(view.landscape.full.get_ydata(), model.loss(grid[:, None]))


def test_the_histogram_and_the_numbers_above_it_count_the_runs():
    app = swarm(batch_size=2, step=120)
    (now, low, high), strip = (paths(0.4, 2, START, 0, 120)[-1], *global_valley("notebook 04")), app.view.strip
    heights, edges, _ = strip.bars.get_data()
    counted = np.histogram(now, edges)[0]
    np.testing.assert_allclose(heights, counted / counted.max())
    outside = int(np.sum((now < -0.8) | (now > 7.2)))
    assert counted.sum() == RUNS - outside and f"{outside} off the picture" in app.words
    assert strip.texts[1].get_text() == f"{100 * np.mean((low < now) & (now < high)):.0f}%"
    np.testing.assert_allclose(sorted({*app.view.landscape.hills.get_xdata()}), [low, high], atol=1e-3)


def test_the_shares_step_by_step_have_their_band():
    art, (low, high) = swarm(batch_size=1, step=90).view.shares, global_valley("notebook 04")
    weights = paths(0.4, 1, START, 0, 90)
    there = (low < weights) & (weights < high)
    np.testing.assert_array_equal(art.now.get_xdata(), range(91))
    np.testing.assert_allclose(art.now.get_ydata(), 100 * there.mean(axis=1))
    np.testing.assert_allclose(art.been.get_ydata(), [100 * there[: step + 1].any(axis=0).mean() for step in range(91)])
    band = np.array(wilson(there.sum(axis=1), RUNS))
    np.testing.assert_allclose(art.band.get_xy()[:182, 1], 100 * np.r_[band[0], band[1, ::-1]])


def test_gradient_descent_stays_at_nought_without_a_band():
    art = swarm(batch_size=64, step=300).view.shares
    assert not art.now.get_ydata().any() and not art.been.get_ydata().any() and not art.band.get_xy()[:, 1].any()
    art = swarm(batch_size=64, start=2.5, step=300).view.shares
    assert (art.now.get_ydata() == 100).all() and (art.band.get_xy()[:-1, 1] == 100).all()


def test_a_path_does_not_depend_on_how_far_it_is_asked_for():
    long = paths(0.5, 4, 3.0, 9, 300)
    for step in (0, 1, 19, 20, 21, 40, 299):
        np.testing.assert_array_equal(paths(0.5, 4, 3.0, 9, step), long[: step + 1])


def test_the_start_can_be_dragged_and_rewinds():
    app = swarm(step=50)
    left, _, right, _ = app.picture.zone
    app.picture.pointer = [left + (right - left) * (2.0 + 0.8) / 8, 0.4, 1]
    assert app.controls["start"].value == 2.0 and app.controls["step"].value == 0
    assert (app.view.landscape.runs.get_xdata() == 2.0).all()


# what they are asked for


@pytest.mark.parametrize(
    "make, settings, sentence",
    [
        (escape, {"data": "other"}, "data must be one of notebook 04, second draw, third draw; got 'other'"),
        (escape, {"learning_rate": 0.3}, "learning_rate must be one of 0.1, 0.2, 0.4, 0.8; got 0.3"),
        (escape, {"batch_size": 3}, "batch_size must be one of 1, 2, 4, 8, 16, 32, 64; got 3"),
        (escape, {"seed": 100}, "seed must be a whole number between 0 and 99; got 100"),
        (escape, {"runs": 0}, "runs must be a whole number between 4 and 500; got 0"),
        (swarm, {"learning_rate": 2.0}, "learning_rate must be a number between 0.05 and 1; got 2.0"),
        (swarm, {"batch_size": 65}, "batch_size must be one of 1, 2, 4, 8, 16, 32, 64; got 65"),
        (swarm, {"start": np.nan}, "start must be a number between -0.8 and 7.2; got nan"),
        (swarm, {"seed": 1.5}, "seed must be a whole number between 0 and 99; got 1.5"),
        (swarm, {"run": 0}, "run must be a whole number between 1 and 200; got 0"),
        (swarm, {"step": 301}, "step must be a whole number between 0 and 300; got 301"),
    ],
)
def test_what_is_not_allowed_is_said_in_one_sentence(make, settings, sentence):
    with pytest.raises(ValueError) as said:
        make(**settings)
    assert str(said.value) == f"{sentence}."
