"""The figures of escape as a probability: driven by their controls, and their artists against numbers worked out here."""

import numpy as np
import pytest
from matplotlib.colors import rgb_to_hsv
from PIL import Image

from helpers.apps import escape, swarm
from helpers.lessons.noise import swarming
from helpers.lessons.noise.escaping import BLOCK, DATA, RATES, SIZES, START, block, counts, descents, global_valley
from helpers.lessons.noise.figures import escape as escaped
from helpers.lessons.noise.figures import swarm as swarmed
from helpers.lessons.noise.swarming import RUNS, orders, paths
from helpers.live import TITLE
from helpers.problems.shares import wilson
from helpers.problems.valleys import wide

VALLEY = global_valley("notebook 04")


def ring(band):
    """The corners of a band, along its upper edge and back along the lower one, from its artist."""
    return band.get_paths()[0].vertices


# the shares


def test_the_curve_and_its_neighbours_are_the_shares_of_the_runs():
    app = escape(learning_rate=0.4, batch_size=8, seed=2, runs=40)
    art, shares = app.sheet[escaped.CURVE], counts("notebook 04", 2, 40) / 40
    for mark, row in ((escaped.HALF, 1), (escaped.SHARE, 2), (escaped.TWICE, 3)):
        np.testing.assert_array_equal(art[mark].get_xdata(), SIZES)
        np.testing.assert_allclose(art[mark].get_ydata(), 100 * shares[row])
    low, high = wilson(40 * shares[2], 40)
    assert shares[2, -1] == 0 and high[-1] > 0.08
    high[-1] = 0  # gradient descent is not a matter of chance
    corners = ring(art[escaped.BAND])[:14]
    np.testing.assert_allclose(corners[:, 0], [*SIZES, *SIZES[::-1]])
    np.testing.assert_allclose(corners[:, 1], 100 * np.r_[high, low[::-1]])
    assert art[escaped.YOURS].get_xydata() == pytest.approx(np.array([[8, 100 * shares[2, 3]]]))
    assert art[escaped.MOST].get_xydata() == pytest.approx(np.array([[SIZES[shares[2].argmax()], 100 * shares[2].max()]]))
    assert f"your B = 8: {shares[2, 3]:.1%}, 95% band {100 * low[3]:.1f} to {100 * high[3]:.1f}%" in app.words
    assert app.frame[escaped.CURVE][TITLE] == "η = 0.4, 40 runs at each B"


@pytest.mark.parametrize("rate, missing", [(0.1, escaped.HALF), (0.8, escaped.TWICE)])
def test_a_rate_that_was_not_run_has_no_curve(rate, missing):
    assert len(escape(learning_rate=rate).sheet[escaped.CURVE][missing].get_ydata()) == 0


def test_the_map_has_the_share_of_each_cell_and_is_darker_for_more():
    art, shares = escape(learning_rate=0.2, batch_size=4, runs=40).sheet[escaped.MAP], counts("notebook 04", 0, 40).ravel() / 40
    shades, *texts = art[escaped.ALL]
    assert [text.get_text() for text in texts] == [f"{100 * share:.0f}" for share in shares]
    colours = shades.get_facecolor()[:, :3]
    darkness, grey = 1 - rgb_to_hsv(colours)[:, 2], 1 - colours @ (0.299, 0.587, 0.114)
    assert (np.diff(grey[np.argsort(shares)]) >= -1e-12).all() and max(grey) > 0.4 and min(grey) == pytest.approx(0)
    assert len({round(value, 6) for value in darkness}) == len({min(int(6 * share), 5) for share in shares})
    x, y = art[escaped.FRAMED].get_xydata()[0]
    assert (int(y), int(x)) == (RATES.index(0.2), SIZES.index(4))
    stars = {int(y): SIZES[int(x)] for x, y in art[escaped.BESTS].get_xydata()}
    assert stars == {row: SIZES[each.argmax()] for row, each in enumerate(shares.reshape(4, 7))}


@pytest.mark.parametrize("quiet", [[0], [0, 1, 2, 3]])
def test_where_no_run_escapes_there_is_no_star(quiet, monkeypatch):
    found = np.full((len(RATES), len(SIZES)), 2)
    found[quiet] = 0
    monkeypatch.setattr(escaped, "counts", lambda data, seed, runs: found)
    app = escape(learning_rate=RATES[0])
    assert len(app.sheet[escaped.CURVE][escaped.MOST].get_xdata()) == 0
    assert [int(y) for y in app.sheet[escaped.MAP][escaped.BESTS].get_ydata()] == [row for row in range(4) if row not in quiet]
    stars = ", ".join(f"{'none' if row in quiet else 1} at η = {rate}" for row, rate in enumerate(RATES))
    assert app.words.endswith(f"largest share at B = {stars}.")


def test_playing_adds_runs_and_keeps_those_there_are():
    app = escape(seed=1)
    for runs in (8, 12, 16):
        app.player.forward.click()
        assert app.controls["runs"].value == runs and f"{runs} runs of 300 steps" in app.words
    first = np.concatenate([block("notebook 04", 1, number) for number in range(4)], axis=1)
    for runs in (4, 5, 11, 16):
        np.testing.assert_array_equal(counts("notebook 04", 1, runs)[:, :-1], first[:, :runs].sum(axis=1))
    for name, value in (("seed", 2), ("data", "third draw")):
        app.controls["runs"].value = 8
        app.controls[name].value = value
        assert app.controls["runs"].value == BLOCK, "other shuffles or data start anew"


@pytest.mark.parametrize("make, step", [(escape, 4), (swarm, 1)])
def test_what_plays_can_be_slowed_down_and_becomes_an_animation(make, step, tmp_path):
    app = make()
    interval = app.picture.interval
    app.tools.slow.value = True
    assert app.tools.slow in app.tools.row.children and app.picture.interval == 8 * interval
    assert ".gif" in app.tools.savers
    with Image.open(app.save(tmp_path / "a.gif", steps=[0, 1, 2])) as animation:
        assert animation.n_frames == 3
    playing = app.state.playing()[-1]
    assert getattr(app.state.ahead(2), playing) == getattr(app.state, playing) + 2 * step


def test_a_change_of_rate_or_size_runs_nothing_anew_and_what_is_kept_cannot_be_changed():
    app = escape(seed=7, runs=12)
    before = block.cache_info().misses
    for name, values in (("learning_rate", RATES), ("batch_size", SIZES)):
        for value in values:
            app.controls[name].value = value
    assert block.cache_info().misses == before
    kept = [block("notebook 04", 7, 0), *map(descents, DATA), orders(0, 0), swarming.path(0.4, 4, START, 0, 0)]
    assert not any(array.flags.writeable for array in [*kept, swarming.path(0.4, 64, START, 0, 0)])


# the swarm


def test_the_points_are_the_runs_and_lie_on_the_full_loss():
    model, art = wide("sine").model, swarm(batch_size=4, seed=3, run=17, step=45).sheet[swarmed.LANDSCAPE]
    w = np.full(RUNS, START)
    for step in range(45):
        batch = orders(3, step // 20)[step % 20, :, :4]
        z = w[:, None] * model.x[batch]
        w = w - 0.4 * np.mean(2 * (np.sin(z) - model.y[batch]) * np.cos(z) * model.x[batch], axis=1)
    np.testing.assert_allclose(art[swarmed.ALL].get_xdata(), w, atol=1e-6)
    full = np.mean((np.sin(w[:, None] * model.x) - model.y) ** 2, axis=1)
    np.testing.assert_allclose(art[swarmed.ALL].get_ydata(), full, atol=1e-6)
    batch = orders(3, 2)[5, 16, :4]
    (picked,), (loss,) = art[swarmed.PICKED].get_data()
    assert picked == pytest.approx(w[16]) and loss == pytest.approx(model.loss([picked], batch))
    grid, dotted = art[swarmed.DOTTED].get_data()
    assert loss == pytest.approx(np.interp(picked, grid, dotted), abs=0.01)
    np.testing.assert_allclose(art[swarmed.LOSS].get_ydata(), model.loss(grid[:, None]))


def test_the_histogram_and_the_numbers_above_it_count_the_runs():
    app = swarm(batch_size=2, step=120)
    (now, low, high), strip = (paths(0.4, 2, START, 0, 120)[-1], *VALLEY), app.sheet[swarmed.STRIP]
    heights, edges, _ = strip[swarmed.BARS].get_data()
    counted = np.histogram(now, edges)[0]
    np.testing.assert_allclose(heights, counted / counted.max())
    outside = int(np.sum((now < -0.8) | (now > 7.2)))
    assert counted.sum() == RUNS - outside and f"{outside} off the picture" in app.words
    assert strip[swarmed.PERCENT][swarmed.BEST].get_text() == f"{100 * np.mean((low < now) & (now < high)):.0f}%"
    np.testing.assert_allclose(sorted({*app.sheet[swarmed.LANDSCAPE][swarmed.HILL].get_xdata()}), [low, high], atol=1e-3)


def test_the_shares_step_by_step_have_their_band():
    art, (low, high), weights = swarm(batch_size=1, step=90).sheet[swarmed.SHARES], VALLEY, paths(0.4, 1, START, 0, 90)
    there = (low < weights) & (weights < high)
    np.testing.assert_array_equal(art[swarmed.THERE].get_xdata(), range(91))
    np.testing.assert_allclose(art[swarmed.THERE].get_ydata(), 100 * there.mean(axis=1))
    np.testing.assert_allclose(
        art[swarmed.BEEN].get_ydata(), [100 * there[: step + 1].any(axis=0).mean() for step in range(91)]
    )
    band = np.array(wilson(there.sum(axis=1), RUNS))
    np.testing.assert_allclose(ring(art[swarmed.BAND])[:182, 1], 100 * np.r_[band[1], band[0, ::-1]])


@pytest.mark.parametrize("start, share", [(START, 0), (2.5, 100)])
def test_gradient_descent_stays_without_a_band(start, share):
    art = swarm(batch_size=64, start=start, step=300).sheet[swarmed.SHARES]
    for heights in (art[swarmed.THERE].get_ydata(), art[swarmed.BEEN].get_ydata(), ring(art[swarmed.BAND])[:602, 1]):
        assert (heights == share).all()


def test_a_path_does_not_depend_on_how_far_it_is_asked_for():
    long = paths(0.5, 4, 3.0, 9, 300)
    for step in (0, 1, 19, 20, 21, 40, 299):
        np.testing.assert_array_equal(paths(0.5, 4, 3.0, 9, step), long[: step + 1])


def test_the_start_can_be_dragged_and_rewinds():
    app = swarm(step=50)
    left, _, right, _ = app.dragging.zone
    app.picture.pointer = [left + (right - left) * (2.0 + 0.8) / 8, 0.4, 1]
    assert app.controls["start"].value == 2.0 and app.controls["step"].value == 0
    assert (app.sheet[swarmed.LANDSCAPE][swarmed.ALL].get_xdata() == 2.0).all()
