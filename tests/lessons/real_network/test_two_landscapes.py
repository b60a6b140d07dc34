"""The plane of the landscape, twice: of all examples, and of the batch to come."""

import numpy as np
import pytest

from helpers import landscape
from helpers.apps import train_network
from helpers.lessons.real_network.ends import log_stops, stops
from helpers.lessons.real_network.figures.train_network import (
    ACROSS,
    BANDS,
    HERE,
    LANDSCAPE,
    LEGEND,
    OF_BATCH,
    PATH,
    SHADES_SAY,
    START,
    THERE,
    UP,
    WAY,
)
from helpers.lessons.real_network.marks import LEVELS
from helpers.lessons.real_network.place import finer
from helpers.lessons.real_network.plane import BANDS as COUNT
from helpers.lessons.real_network.plane import EXAMPLES, GRID, plane_of
from helpers.live import LINE

CASES = {  # name: (arguments, whether the network is large)
    "opening": ({}, False),
    "late": (dict(updates=500), False),
    "one example": (dict(updates=300, batch_size=1), False),
    "large network": (dict(updates=40, hidden="32-32-32"), True),
    "penalty": (dict(updates=60, l2=0.03), False),
    "large batch": (dict(updates=20, data="flights", batch_size=1024, learning_rate=0.02), False),
}


def made(name):
    """(the run, its plane, whether the network is large) of a case."""
    arguments, large = CASES[name]
    state = train_network(**arguments).state
    return state.run, state.landscape, large


@pytest.mark.parametrize("name", CASES)
def test_both_planes_are_those_of_the_landscape_module(name):
    run, plane, large = made(name)
    distances = [start + plane.side * np.linspace(0, 1, GRID[large]) for start in plane.low]
    for drawn, examples in ((plane.full, run.material.seen), (plane.batch(run), run.batch)):
        losses = landscape.plane(run.model, run.params, plane.directions, distances, examples[: EXAMPLES[large]])
        np.testing.assert_allclose(drawn, losses.T, rtol=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_the_plane_holds_the_path_and_both_directions_count_in_one_unit(name):
    run, plane, _ = made(name)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-9)
    path = np.array([record[-1].params for record in run.way()])
    place = plane.project(path)
    assert ((place > 0) & (place < 1)).all()
    np.testing.assert_allclose(plane.low + place[-1] * plane.side, 0, atol=1e-12)
    if run.updates:
        values = np.linalg.svd(path - run.params, compute_uv=False) ** 2
        held = ((path - run.params) @ plane.directions.T) ** 2
        assert held.sum() / values.sum() == pytest.approx(values[:2].sum() / values.sum(), abs=5e-3)
        held = np.linalg.norm(plane.directions @ (move := run.advanced(updates=run.updates + 1).params - run.params))
        assert plane.words(move).startswith(
            f"plane: {plane.share:.0%} of the path, {held / np.linalg.norm(move):.0%} of the step"
        )
    more = run.material.n > plane.examples
    assert plane.words(None).endswith(f"at most {plane.examples} examples") == more, "where some are left out it says so"


@pytest.mark.parametrize("name", CASES)
def test_a_small_step_goes_down_in_the_plane_of_its_batch_the_steepest_way(name):
    run, plane, _ = made(name)
    gradient, _ = run.step()
    seen = -plane.directions @ gradient
    assert np.linalg.norm(seen) > 0
    batch, size = run.batch, 1e-3 / np.linalg.norm(seen)

    def loss(move):
        return run.model.loss(run.params + move @ plane.directions, batch)

    turned = [np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]) @ seen for t in np.linspace(0, 2 * np.pi, 24)[1:-1]]
    assert loss(size * seen) < loss(0 * seen)
    assert all(loss(size * seen) < loss(size * other) for other in turned), "no other way in the plane goes down as fast"


@pytest.mark.parametrize("updates", [0, 50, 300])
def test_both_planes_show_path_and_step_in_one_scale(updates):
    app = train_network(updates=updates)
    run, plane, view = app.state.run, app.state.landscape, app.sheet
    path = plane.project([record[-1].params for record in run.way()])
    (then,) = plane.project([run.advanced(updates=updates + 1).params])
    for panel, losses in ((LANDSCAPE, plane.full), (OF_BATCH, plane.batch(run))):
        assert np.array_equal(view[panel][PATH].get_data(), path.T)
        for mark, place in ((START, path[0]), (HERE, path[-1]), (THERE, then)):
            np.testing.assert_allclose([data[0] for data in view[panel][mark].get_data()], place, atol=1e-9)
        assert np.array_equal(app.frame[panel][BANDS][0], LEVELS[plane.bands(losses)]), "one scale for both"
        assert app.frame[panel][ACROSS] is plane.stops[0]
    assert app.frame[LANDSCAPE][UP] is plane.stops[1] and app.frame[LEGEND][SHADES_SAY] is plane.stops[2]
    assert app.frame[LEGEND][LINE] == plane.words(run.advanced(updates=updates + 1).params - run.params)


def test_the_arrow_points_along_the_step_and_is_long_enough_to_be_seen():
    app = train_network(updates=300)
    panel = app.sheet[OF_BATCH]
    x, y = panel[WAY].get_data()
    arrow = np.multiply([x[1] - x[0], y[1] - y[0]], panel.size)
    here, there = (np.array(app.frame[OF_BATCH][mark]) for mark in (HERE, THERE))
    step = (there - here) * panel.size
    assert np.hypot(*arrow) == pytest.approx(WAY.look["least"]) and np.hypot(*step) < 10
    np.testing.assert_allclose(arrow / np.hypot(*arrow), step / np.hypot(*step), atol=1e-9)


def test_the_words_say_what_the_step_does_to_both_losses():
    seen = {"up": 0, "down": 0}
    app = train_network(batch_size=4, updates=200)
    for _ in range(12):
        run = app.state.run
        after = run.advanced(updates=run.updates + 1)
        for panel, examples in ((LANDSCAPE, run.material.seen), (OF_BATCH, run.batch)):
            now, then = (run.model.loss(weights, examples) for weights in (run.params, after.params))
            said = app.frame[panel][LINE].split()[-1]
            assert said == ("up" if then > now else "down")
            seen[said] += panel is LANDSCAPE
        app.player.step.click()
    assert all(seen.values()), "all examples go up and down, the batch goes down"


def test_a_band_is_higher_where_the_loss_is_and_the_scale_reaches_down_to_the_batches():
    run, plane, _ = made("late")
    assert plane.ends[1] == plane.full.max() and plane.ends[0] < plane.full.min()
    for losses in (plane.full, plane.batch(run)):
        order, bands = np.argsort(losses, axis=None), plane.bands(losses)
        at = np.linspace(0, len(bands) - 1, len(losses)).round().astype(int)
        assert (np.diff(bands[np.ix_(at, at)].ravel()[order]) >= 0).all()
        assert 0 <= bands.min() <= bands.max() < COUNT
    assert plane_of(run.changed(learning_rate=1.0)) is plane
    assert plane_of(run.changed(l2=0.1)) is not plane, "the penalty is part of the landscape"
    assert len({*LEVELS.tolist()}) == COUNT


def test_the_finer_values_are_exact_for_cubics():
    x = np.linspace(-1, 1, 13)
    np.testing.assert_allclose(finer(13, 181) @ (x**3 - x), (y := np.linspace(-1, 1, 181)) ** 3 - y, atol=1e-12)


@pytest.mark.parametrize("low, high", [(0.3, 0.31), (0.01, 2.0), (1e-9, 1e-5), (0.5, 900.0), (0.07, 0.5)])
def test_numbers_along_an_axis_are_few_round_and_where_they_belong(low, high):
    for (places, values), at, most in (
        (stops(low, high), lambda t: low + t * (high - low), 5),
        (log_stops(low, high), lambda t: low * (high / low) ** t, 7),
    ):
        assert 2 <= len(values) <= most
        np.testing.assert_allclose(at(places), values, rtol=1e-9)
        assert ((places >= 0) & (places <= 1)).all()
