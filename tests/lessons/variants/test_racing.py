"""The race: its paths against `train`, what it draws, threads and interrupts, and the reader's own optimizer."""

import sys
from _thread import interrupt_main
from threading import Thread
from time import sleep

import numpy as np
import pytest

from helpers.apps import race
from helpers.lessons.variants.figures.race import (
    BOLD,
    EQUAL,
    FIRST,
    KEPT,
    LANDSCAPE,
    LENGTH,
    LENGTHS,
    LOSSES,
    ROOT,
    SECOND,
    VELOCITY,
)
from helpers.lessons.variants.marks import HEADS
from helpers.lessons.variants.racing import SCHEDULES, STEPS, Race, draws, inner, race_of, racers
from helpers.live import LINE, Y
from helpers.optimizers import Optimizer
from helpers.optimizers import momentum as heavy_ball
from helpers.problems.two_weights import NAMES, N, problem
from helpers.problems.variants import VARIANTS
from helpers.training import train
from tests.shared.layout import overlapping


def a_race(key="ravine", own=None, batch_size=N, schedule="constant", scale=1.0, start=None, seed=0, make=Race):
    stage = problem(key)
    return make(stage, racers(own), batch_size, schedule, scale, False, start or stage.start, seed)


def same_course(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in ("paths", "losses"))


@pytest.mark.parametrize("key", NAMES)
@pytest.mark.parametrize("batch_size", [4, N])
def test_each_variant_of_the_race_takes_the_path_that_train_takes(key, batch_size):
    stage, run = problem(key), a_race(key, None, batch_size, "cosine", 0.5, seed=3)
    run.until(40)
    course = run.until(70)
    batches = [None] * 70 if batch_size == N else draws(batch_size, 3)[:70]
    for lane, variant in enumerate(VARIANTS.values()):
        schedule = SCHEDULES["cosine"]()
        rates = lambda step: run.rates[lane] * schedule(step)  # noqa: E731
        alone = train(stage.model, variant.optimizer(stage), stage.start, batches, rates)
        np.testing.assert_allclose(course.paths[:, lane], alone.params, rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(course.losses[:, lane], alone.losses(stage.model), rtol=1e-6, atol=1e-9)
    assert course.steps == 70 and len(course.states) == 71


@pytest.mark.parametrize("key", NAMES)
def test_a_clipped_step_is_at_most_twice_as_long_as_suits_the_landscape(key):
    path = a_race(key).until(60).paths[:, [*VARIANTS].index("clipped")]
    longest = np.linalg.norm(np.diff(path, axis=0), axis=-1).max() / problem(key).stride
    assert longest == pytest.approx(2, rel=1e-5)


def test_a_course_worked_out_in_pieces_is_the_one_worked_out_at_once():
    pieces, whole = (a_race("beale", None, 4, "warm-up") for _ in range(2))
    for step in (1, 2, 50, 30, 120):
        course = pieces.until(step)
        assert course.steps == step and same_course(course, whole.until(120).until(step))


def test_what_races_hand_out_can_only_be_read():
    course = a_race().until(3)
    for shared in (course.paths, course.losses, draws(4, 0)[0], *problem("bowl").axes, problem("bowl").heights):
        with pytest.raises(ValueError, match="read-only"):
            shared[0] = 0


def test_two_threads_that_share_a_race_get_the_same_course(monkeypatch):
    """Each asks for the next steps in turns of its own; the switch interval makes Python change threads all the time."""
    expected = a_race("beale", heavy_ball(0.5), 4).until(STEPS)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(3):
            shared, wrong = a_race("beale", heavy_ball(0.5), 4), []

            def walk(by, shared=shared, wrong=wrong):
                for step in range(0, STEPS + 1, by):
                    course = shared.until(step)
                    if not (course.steps == step == len(course.states) - 1 and same_course(course, expected.until(step))):
                        wrong.append(step)

            threads = [Thread(target=walk, args=(by,)) for by in (3, 4, 5)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert wrong == []
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.parametrize("call", [1, 7, 40])
def test_an_interrupt_in_the_middle_leaves_the_race_whole(call):
    calls = []

    def update(gradient, velocity, params):
        calls.append(step := len(calls) + 1)
        if step == call + 20:
            interrupt_main()  # as the button of the notebook does
            sleep(0.1)
        return gradient + velocity, 0.5 * (gradient + velocity)

    run = a_race(own=Optimizer(np.zeros_like, update))
    before = run.until(20)
    with pytest.raises(KeyboardInterrupt):
        run.until(60)
    assert same_course(run.until(20), before)
    alone = a_race(own=Optimizer(np.zeros_like, lambda g, v, params: (g + v, 0.5 * (g + v)))).until(60)
    assert same_course(run.until(60), alone) and len(run.until(60).states) == 61


def test_two_figures_of_one_race_share_it_and_an_interrupt_harms_neither(monkeypatch):
    """The second figure's way on is interrupted where the losses are worked out; both then show what a new race shows."""
    one, other = race(landscape="bowl", seed=7, step=10), race(landscape="bowl", seed=7, step=20)
    assert one.state.run is other.state.run
    model, loss = type(problem("bowl").model), type(problem("bowl").model).loss
    with monkeypatch.context() as patch:
        patch.setattr(model, "loss", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            other.set(step=50)
    assert model.loss is loss and other.state.step == 20
    one.set(step=40)
    other.set(step=50)
    race_of.cache_clear()
    for app in (one, other):
        assert app.words == race(landscape="bowl", seed=7, step=app.state.step).words


def test_the_race_draws_its_paths_losses_and_state():
    app = race(landscape="beale", focus="adam", batch_size=4, step=80, seed=5)
    view, stage, course = app.sheet, problem("beale"), app.state.run.until(80)
    place = [*VARIANTS].index("adam")
    path = course.paths[:, place]
    np.testing.assert_array_equal(np.transpose(view[LANDSCAPE][BOLD].get_data()), path)
    steps, losses = view[LOSSES][BOLD].get_data()
    np.testing.assert_array_equal(steps, np.arange(81))
    np.testing.assert_allclose(losses, np.clip(stage.model.loss(path), *view[LOSSES].limits[1]))
    gradients = [stage.model.gradient(path[step], draws(4, 5)[step]) for step in range(80)]
    m, s, kept = np.zeros(2), np.zeros(2), []
    for t, g in enumerate(gradients, start=1):
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        kept.append((m / (1 - 0.9**t), np.sqrt(s / (1 - 0.999**t))))
    velocity, root = np.swapaxes(kept, 0, 1)
    strides = app.state.run.rates[place] * velocity / (root + 1e-8)
    for panel, expected in zip((VELOCITY, ROOT, LENGTH), (velocity, root, strides)):
        for mark, column in zip((FIRST, SECOND), np.abs(expected).T):
            line = view[panel][mark]
            np.testing.assert_allclose(line.get_ydata(), np.clip(column, *app.frame[panel][Y]), rtol=1e-6)
            np.testing.assert_array_equal(line.get_xdata(), np.arange(1, 81))
    assert app.frame[LENGTH][Y] == LENGTHS
    for variant, head in zip(VARIANTS.values(), np.clip(course.paths[80], *np.transpose(stage.window))):
        np.testing.assert_allclose(np.ravel(view[LANDSCAPE][HEADS[variant]].get_data()), head)


def test_each_variant_shows_what_it_keeps_and_says_what_it_is():
    app = race(step=20)
    for key, variant in VARIANTS.items():
        app.set(focus=key)
        for panel, title in zip((VELOCITY, ROOT), KEPT[variant.keeps]):
            assert (app.frame[panel][FIRST] is None) == title.startswith("no ")
            assert len(app.sheet[panel][FIRST].get_xdata()) == (0 if title.startswith("no ") else 20)
        assert len(app.sheet[LENGTH][SECOND].get_xdata()) == 20
    assert inner(VARIANTS["adam"], []) == (None, None)


def test_the_lines_of_equal_loss_are_those_of_the_full_loss():
    stage, app = problem("rosenbrock"), race(landscape="rosenbrock", batch_size=1, step=5)
    for level, path in zip(stage.levels, app.sheet[LANDSCAPE][EQUAL].get_paths()):
        inside = path.vertices[::7]
        assert np.median(np.abs(stage.model.loss(inside) - level)) < 0.12 * level


def test_the_start_is_dragged_in_both_directions():
    app = race(step=30)
    left, top, right, bottom = app.dragging.zone
    app.picture.pointer = [left + 0.75 * (right - left), top + 0.25 * (bottom - top), 1]
    assert (app.controls["start_1"].value, app.controls["start_2"].value) == (9.0, 6.75)
    assert "from (9, 6.75)" in app.words
    app.picture.pointer = [0.0, 1.0, 2]  # beyond the corner
    assert (app.controls["start_1"].value, app.controls["start_2"].value) == (0.0, 0.0)


def test_what_has_diverged_says_so_and_the_others_race_on():
    app = race(scale=8, step=60)
    lost = [part for part in app.words.split(", ") if "diverged" in part]
    assert [part.split()[0] for part in lost] == ["SGD", "momentum", "Nesterov"]
    assert "diverged: SGD at step" in app.frame[LANDSCAPE][LINE]
    losses = app.state.run.until(60).losses[:, 0]
    assert f"SGD diverged at step {np.argmax(losses > 100 * problem('ravine').heights.max())}" in app.words
    everything = race(landscape="rosenbrock", scale=20, step=STEPS, batch_size=1)
    assert "diverged" in everything.words and overlapping(everything) == []
