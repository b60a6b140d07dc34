"""The picture of the race: who is in front, names that never meet, axes that fit."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from helpers.apps import race
from helpers.lessons.variants.figures.race import AHEAD, LANDSCAPE, LOSSES, RANKS, WHO, decades
from helpers.lessons.variants.marks import ROW, colour, spread
from helpers.lessons.variants.racing import STEPS, Race, racers
from helpers.live import LINE, Y
from helpers.live.marks.tags import place_labels
from helpers.problems.two_weights import NAMES, problem
from helpers.problems.variants import VARIANTS
from tests.shared.layout import overlapping


def test_two_are_in_front_the_one_in_focus_and_the_lowest_of_the_others():
    app, names = race(focus="nesterov", step=60), [each.name for each in VARIANTS.values()]
    for focus, ahead in (("nesterov", "momentum"), ("adam", "Nesterov"), ("lion", "Nesterov")):
        app.set(focus=focus)
        course, place = app.state.run.until(60), names.index(ahead)
        assert course.losses[-1, place] == np.delete(course.losses[-1], [*VARIANTS].index(focus)).min()
        x, y, worn, _ = app.frame[LANDSCAPE][AHEAD]
        np.testing.assert_array_equal([x, y], course.paths[:, place].T)
        assert worn.name == ahead and to_hex(app.sheet[LANDSCAPE][AHEAD].get_color()) == colour(worn)
        assert (
            app.frame[LANDSCAPE][WHO][2] == [VARIANTS[focus].name, ahead] and f"others: {ahead}, " in app.frame[LANDSCAPE][LINE]
        )
        _, *texts = app.sheet[LOSSES][RANKS]
        assert {text.get_text() for text in texts if text.get_weight() == "bold"} == {VARIANTS[focus].name, ahead}


@pytest.mark.parametrize("step", [0, 60, STEPS])
def test_the_names_beside_the_losses_stand_in_their_order_and_apart(step):
    app = race(batch_size=4, step=step, seed=2)
    _, *texts = app.sheet[LOSSES][RANKS]
    heights = app.sheet[LOSSES].points(np.ones(len(texts)), [text.get_position()[1] for text in texts])[:, 1]
    low, high = app.frame[LOSSES][Y]
    ends, order = np.clip(app.state.run.until(step).losses[-1], low, high), heights.argsort()
    assert (np.diff(ends[order]) >= 0).all() and (np.diff(heights[order]) > ROW - 0.01).all()


def test_names_give_way_as_little_as_can_be():
    """Against a search on a grid; those that have room stay beside their ends."""
    assert spread(np.array([5.0, 40.0, 80.0]), 16, 0, 100).tolist() == [5, 40, 80]
    heights = np.array([20.0, 22.0, 50.0])
    tries = np.array(np.meshgrid(*3 * [np.arange(0, 80, 0.5)], indexing="ij")).reshape(3, -1)
    tries = tries[:, (np.diff(tries, axis=0) >= 16).all(0)]
    best = tries[:, np.sum((tries.T - heights) ** 2, axis=1).argmin()]
    np.testing.assert_allclose(spread(heights, 16, 0, 100), best, atol=0.3)
    assert spread(np.full(4, 99.0), 16, 8, 92).tolist() == [44, 60, 76, 92]


@pytest.mark.parametrize("key", NAMES)
def test_the_axis_of_losses_holds_them_all_and_little_more(key):
    stage = problem(key)
    run = Race(stage, racers(), 16, "constant", 1.0, False, stage.start, 0)
    for step in (0, 100, STEPS):
        course = run.until(step)
        (low, high), start, least = decades(stage, course), course.losses[0, 0], course.losses.min()
        assert 3 * start <= high <= 30.1 * start and 999 * low <= high, step
        assert low <= max(least, stage.losses[0]) and (low >= least / 100.1 or low >= high / 1001), step


def test_names_of_heads_never_meet():
    rng = np.random.default_rng(0)
    words = ["momentum (off)", "Nesterov", "AdaGrad (off)", "RMSProp", "SGD", "Adam", "AdamW", "Lion", "clipped", "yours"]
    for trial in range(60):
        size = np.array([rng.uniform(300, 500), rng.uniform(300, 400)])
        points = size * (rng.random(2) if trial % 2 else rng.random((10, 2))) * np.ones((10, 2))
        spots, widths = place_labels(points, words, size, first=trial % 10)
        assert (spots[:, 0] >= 0).all() and (spots[:, 0] + widths <= size[0]).all() and (widths > 20).all()
        for one in range(10):
            for other in range(one):
                apart = abs(spots[one, 1] - spots[other, 1]) >= 15.9
                left, right = sorted((one, other), key=lambda lane: spots[lane, 0])
                assert apart or spots[left, 0] + widths[left] <= spots[right, 0]


@pytest.mark.parametrize("step, width", [(0, 400), (300, 1000)])
def test_no_text_of_the_race_overlaps_on_any_landscape(step, width):
    app = race(step=step)
    app.picture.size = {"width": width, "ratio": 1}
    for key in NAMES:
        for scale in (0.05, 20.0):
            app.set(landscape=key, scale=scale, step=step)
            assert overlapping(app) == [], app.call
