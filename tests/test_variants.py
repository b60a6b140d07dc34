"""The figures of notebook 07: what they draw, against numbers worked out another way."""

import gc
from dataclasses import replace

import numpy as np
import pytest

from helpers import landscape, theory
from helpers.apps import first_step, momentum, race
from helpers.apps.first_step import PLAIN, uncorrected_adam
from helpers.apps.landscapes import LANDSCAPES, N, ground
from helpers.apps.momentum import STEPS as LAST
from helpers.apps.momentum import measured_factor, regions
from helpers.apps.race import TITLES, compute, running
from helpers.apps.racing import SCHEDULES, STEPS, VARIANTS, Race, draws, inner
from helpers.models import Plane, Surface
from helpers.models.surfaces import SURFACES
from helpers.optimizers import Optimizer, adam, sgd
from helpers.optimizers import momentum as heavy_ball
from helpers.training import train
from helpers.views.heads import label_width, place_labels
from helpers.views.momentum import LEVELS
from tests.driving import drive
from tests.layout import overlapping


@pytest.mark.parametrize("make", [race, momentum, first_step], ids=lambda make: make.__name__)
def test_both_ends_of_every_control_show_what_a_new_figure_shows(make):
    drive(make())
    gc.collect()


@pytest.mark.parametrize("key", LANDSCAPES)
@pytest.mark.parametrize("batch_size", [4, N])
def test_each_variant_of_the_race_takes_the_path_that_train_takes(key, batch_size):
    stage = ground(key)
    run = Race(key, batch_size, "cosine", 0.5, False, stage.start, 3).until(40).until(70)
    batches = [None] * 70 if batch_size == N else draws(batch_size, 3)[:70]
    for lane, variant in enumerate(VARIANTS.values()):
        schedule = SCHEDULES["cosine"]()
        alone = train(stage.model, variant.make(stage), stage.start, batches, lambda step: run.rates[lane] * schedule(step))
        np.testing.assert_allclose(run.paths[:71, lane], alone.params, rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(run.losses[:71, lane], alone.losses(stage.model), rtol=1e-6, atol=1e-9)
    assert run.done == 70 and len(run.states) == 71


def test_a_path_worked_out_in_pieces_is_the_one_worked_out_at_once():
    pieces, whole = (Race("beale", 4, "warm-up", 1.0, False, (1.0, 0.9), 0) for _ in range(2))
    for step in (1, 2, 50, 30, 120):
        pieces.until(step)
    whole.until(120)
    assert np.array_equal(pieces.paths[:121], whole.paths[:121], equal_nan=True)
    assert np.array_equal(pieces.losses[:121], whole.losses[:121], equal_nan=True)


def test_the_race_draws_its_paths_losses_and_state():
    app = race(landscape="beale", focus="adam", batch_size=4, step=80, seed=5)
    view, stage = app.view, ground("beale")
    run = running(app.state, None)
    place = [*VARIANTS].index("adam")
    np.testing.assert_array_equal(np.transpose(view.landscape.bold.get_data()), run.paths[:81, place])
    steps, losses = view.losses.bold.get_data()
    np.testing.assert_array_equal(steps, np.arange(81))
    np.testing.assert_allclose(losses, np.clip(stage.model.loss(run.paths[:81, place]), *stage.losses))
    gradients = [stage.model.gradient(run.paths[step, place], draws(4, 5)[step]) for step in range(80)]
    m, s, kept = np.zeros(2), np.zeros(2), []
    for t, g in enumerate(gradients, start=1):
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        kept.append((m / (1 - 0.9**t), np.sqrt(s / (1 - 0.999**t))))
    velocity, root = np.swapaxes(kept, 0, 1)
    strides = run.rates[place] * velocity / (root + 1e-8)
    for panel, expected in zip(view.inner, (velocity, root, strides)):
        for line, column in zip((panel.first, panel.second), np.abs(expected).T):
            np.testing.assert_allclose(line.get_ydata(), np.clip(column, *panel.ends), rtol=1e-6)
            np.testing.assert_array_equal(line.get_xdata(), np.arange(1, 81))
    for lane, head in enumerate(view.landscape.heads):
        low, high = np.transpose(stage.window)
        np.testing.assert_allclose(np.ravel(head.get_data()), np.clip(run.paths[80, lane], low, high))


def test_each_variant_shows_what_it_keeps_and_says_what_it_is():
    state = race(step=20).state
    for key, variant in VARIANTS.items():
        frame = compute(replace(state, focus=key), None)
        assert (frame.velocity is None) == ("no velocity" == TITLES[key][0] or variant.keeps == "s")
        assert (frame.root is None) == (TITLES[key][1] == "no second moment")
        assert frame.strides.shape == (20, 2)
    assert inner(VARIANTS["adam"], []) == (None, None)


def test_the_lines_of_equal_loss_are_those_of_the_full_loss():
    stage = ground("rosenbrock")
    app = race(landscape="rosenbrock", batch_size=1, step=5)
    for level, path in zip(stage.levels, app.view.landscape._contours.get_paths()):
        inside = path.vertices[::7]
        losses = stage.model.loss(inside)
        assert np.median(np.abs(losses - level)) < 0.12 * level
    assert np.allclose(stage.heights[3, 7], stage.model.loss([stage.axes[0][3], stage.axes[1][7]]))


def test_the_surfaces_are_those_of_the_books():
    a, b = 0.7, -0.4
    assert Surface("rosenbrock").loss([a, b]) == pytest.approx((1 - a) ** 2 + 100 * (b - a * a) ** 2)
    beale = (1.5 - a + a * b) ** 2 + (2.25 - a + a * b**2) ** 2 + (2.625 - a + a * b**3) ** 2
    assert Surface("beale").loss([a, b]) == pytest.approx(beale)
    for name, minimum in {"bowl": (0, 0), "ravine": (0, 0), "saddle": (0, -1), "rosenbrock": (1, 1), "beale": (3, 0.5)}.items():
        assert Surface(name).loss(minimum) == pytest.approx(0, abs=1e-12)
        np.testing.assert_allclose(Surface(name).gradient(minimum), 0, atol=1e-12)
    h = 1e-4
    slopes = [(Surface("ravine").gradient(h * axis) - Surface("ravine").gradient(-h * axis)) / (2 * h) for axis in np.eye(2)]
    np.testing.assert_allclose(np.linalg.eigvalsh(slopes), [0.01, 2])
    assert set(SURFACES) | {"network"} == set(LANDSCAPES)


def test_the_plane_of_the_network_is_the_network():
    stage = ground("network")
    plane, spot = stage.model, np.array([0.3, -1.1])
    whole = plane.params + spot @ plane.directions
    assert plane.loss(spot) == pytest.approx(plane.model.loss(whole))
    np.testing.assert_allclose(plane.gradient(spot), plane.directions @ plane.model.gradient(whole))
    np.testing.assert_allclose(
        landscape.plane(plane.model, plane.params, plane.directions, [along[::40] for along in stage.axes]),
        stage.heights[::40, ::40],
    )
    for unit, drawn in zip(plane.model.layers(plane.params)[0], plane.model.layers(plane.directions[0])[0]):
        assert np.linalg.norm(drawn[:-1]) == pytest.approx(np.linalg.norm(unit[:-1])) and drawn[-1] == 0


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: Surface("hill"), "name must be one of bowl, ravine, saddle, rosenbrock, beale; got 'hill'"),
        (lambda: Surface("bowl", [[1.0, 0.0]]), "tilts must have 2 columns, each of mean 0"),
        (lambda: Plane(Surface("bowl"), [0.0, 0.0], [[1.0, 0.0]]), r"params must have shape \(2,\) and directions \(2, 2\)"),
    ],
)
def test_models_of_two_weights_say_what_they_want(make, says):
    with pytest.raises(ValueError, match=says):
        make()


def test_the_start_is_dragged_in_both_directions():
    app = race(step=30)
    left, top, right, bottom = app.view.zone
    app.picture.pointer = [left + 0.75 * (right - left), top + 0.25 * (bottom - top), 1]
    assert (app.controls["start_1"].value, app.controls["start_2"].value) == (4.0, 3.0)
    assert "from (4, 3)" in app.words
    app.picture.pointer = [0.0, 1.0, 2]  # beyond the corner
    assert (app.controls["start_1"].value, app.controls["start_2"].value) == (-8.0, -6.0)


def test_what_has_diverged_says_so_and_the_others_race_on():
    app = race(scale=8, step=60)
    lost = [part for part in app.words.split(", ") if "diverged" in part]
    assert [part.split()[0] for part in lost] == ["SGD", "momentum", "Nesterov"]
    assert "diverged: SGD at step" in app.view.landscape.line.get_text()
    limit = 100 * ground("ravine").heights.max()
    losses = running(app.state, None).losses[:61, 0]
    assert f"SGD diverged at step {np.argmax(losses > limit)}" in app.words
    everything = race(landscape="rosenbrock", scale=20, step=STEPS, batch_size=1)
    assert "diverged" in everything.words and overlapping(everything) == []


def test_the_steps_of_the_race_are_an_animation(tmp_path):
    app = race(step=2)
    assert app.save(tmp_path / "a.gif", steps=[0, 1, 2]).stat().st_size > 1000


def my_optimizer():
    return heavy_ball(0.8)


def broken(result):
    return lambda: Optimizer(np.zeros_like, lambda gradient, state, params: result(gradient, state))


def test_my_own_optimizer_races_as_the_tenth():
    app = race(own=my_optimizer, focus="yours", step=40)
    assert app.settings.endswith("own=my_optimizer)") and "yours" in app.words and "in focus yours, η = 0.25" in app.words
    stage = ground("ravine")
    alone = train(stage.model, heavy_ball(0.8), stage.start, [None] * 40, 0.25)
    np.testing.assert_allclose(np.transpose(app.view.landscape.bold.get_data()), alone.params)
    assert eval(app.settings, {"race": race, "my_optimizer": my_optimizer}).picture.png == app.picture.png
    assert race(own=heavy_ball(0.8)).settings.endswith("own=my_optimizer)")


@pytest.mark.parametrize(
    "own, says",
    [
        (broken(lambda g, s: 1 / 0), "stopped at step 1: your function stopped with ZeroDivisionError: division by zero."),
        (broken(lambda g, s: g), "update must return the pair (direction, state); yours returned ndarray."),
        (broken(lambda g, s: (g[:1], s)), "the direction must have the shape of params, (2,); yours has (1,)."),
        (broken(lambda g, s: (g * np.nan, s)), "the direction must be finite; yours holds nan."),
        (broken(lambda g, s: ("up", s)), "the direction must hold numbers; yours is str."),
        (broken(lambda g, s: (g.fill(0), s)), "update changed the gradient or the params it was given"),
        (lambda: Optimizer(lambda params: params.nope, sgd().update), "at step 0: your function stopped with AttributeError"),
    ],
)
def test_a_broken_optimizer_gets_one_sentence_and_the_others_race_on(own, says, capsys):
    app = race(own=own, focus="yours", step=20)
    assert says in app.words and app.words.count("stopped at step") == 1
    assert "see the words below" in app.view.landscape.line.get_text()
    np.testing.assert_array_equal(running(app.state, None).paths[:21], running(race(step=20).state, None).paths[:21])
    assert overlapping(app) == [] and capsys.readouterr().err == ""


@pytest.mark.parametrize("own, says", [(3, "this is int"), (np.sin, "sin stopped with TypeError"), (lambda: 5, "this is int")])
def test_what_is_no_optimizer_is_refused_in_a_sentence(own, says):
    with pytest.raises(ValueError, match=f"own: .*{says}"):
        race(own=own)


@pytest.mark.parametrize("kappa", [2, 20, 100, 1000])
def test_the_regions_hold_where_the_larger_root_is_below_their_level(kappa):
    rng = np.random.default_rng(0)
    for η, β in np.column_stack([rng.uniform(0.01, 4.05, 400), rng.uniform(0, 0.99, 400)]):
        roots = [np.abs(np.roots([1, -(1 + β - η * λ), β])).max() for λ in (1 / kappa, 1)]
        assert max(roots) == pytest.approx(theory.momentum_factor(η, np.array([1 / kappa, 1]), β).max())
        for level in LEVELS:
            corners = regions(kappa).get(level)
            if abs(max(roots) - level) > 1e-6:
                assert (corners is not None and _within(corners, η, β)) == (max(roots) < level)


def _within(corners, x, y):
    """Whether a point lies in a convex polygon with corners in turn."""
    edges = np.roll(corners, -1, axis=0) - corners
    turns = edges[:, 0] * (y - corners[:, 1]) - edges[:, 1] * (x - corners[:, 0])
    return bool((turns >= -1e-12).all() or (turns <= 1e-12).all())


def test_the_momentum_figure_marks_the_best_points_and_draws_both_runs():
    app = momentum(kappa=50, learning_rate=2, momentum=0.7)
    low, high = np.sqrt(1 / 50), 1
    (η,), (β,) = app.view.plane.best.get_data()
    assert (η, β) == pytest.approx(((2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2))
    assert np.ravel(app.view.plane.plain.get_data()) == pytest.approx([2 / (1 / 50 + 1), 0])
    assert np.ravel(app.view.plane.here.get_data()) == pytest.approx([2, 0.7])
    w, v, losses = np.ones(2), np.zeros(2), []
    for _ in range(LAST + 1):
        losses.append(0.5 * np.sum(np.array([1 / 50, 1]) * w**2))
        v = 0.7 * v + np.array([1 / 50, 1]) * w
        w = w - 2 * v
    np.testing.assert_allclose(app.view.run.losses.get_ydata(), np.clip(losses, 1e-13, 1e4), rtol=1e-6)
    dashed = app.view.run.forecasts[0].get_ydata()
    factor = theory.momentum_factor(2, np.array([1 / 50, 1]), 0.7).max()
    assert dashed[1] / dashed[0] == pytest.approx(factor**2)


def test_the_measured_factor_meets_the_theory_at_many_points():
    for kappa, η, β in ((10, 1, 0.9), (100, 1.5, 0.9), (100, 1, 0.5), (1000, 3, 0.95), (5, 1, 0.3)):
        app = momentum(kappa=kappa, learning_rate=η, momentum=β)
        measured = measured_factor(app.view._frame.losses)
        right = theory.momentum_factor(η, np.array([1 / kappa, 1]), β).max()
        assert measured == pytest.approx(right, abs=0.004)
        assert abs(measured - abs(1 - η / kappa)) > 0.004 or β < 0.4, "that is gradient descent's"


def test_the_point_of_the_momentum_figure_is_dragged():
    app = momentum()
    left, top, right, bottom = app.view.zone
    app.picture.pointer = [left + (right - left) * 2.05 / 4.1, bottom - (bottom - top) * 0.51 / 1.02, 1]
    assert (app.controls["learning_rate"].value, app.controls["momentum"].value) == (2.05, 0.51)
    app.picture.pointer = [1.0, 0.0, 2]
    assert (app.controls["learning_rate"].value, app.controls["momentum"].value) == (4.0, 0.99)


def test_a_run_beyond_the_limit_of_momentum_says_so():
    assert "diverges, factor" in momentum(learning_rate=3.85, momentum=0.9).words
    assert "diverges" not in momentum(learning_rate=3.75, momentum=0.9).words.split("limit")[0]
    assert "diverged at step" in momentum(learning_rate=4, momentum=0).words
    assert "∞, it diverges" in momentum(learning_rate=2.5, momentum=0.9, noise=True).words


def test_the_first_steps_are_those_of_the_formula_at_every_size():
    for size in (1e-6, 1e-3, 1.0, 1e3, 1e6):
        app = first_step(gradient=size)
        frame = app.view._frame
        at = np.flatnonzero(np.isclose(frame.sizes, size))[0]
        np.testing.assert_allclose(frame.lengths, frame.lines[:, at], rtol=1e-9)
        for name, (measured, formula) in frame.stayed.items():
            np.testing.assert_allclose(measured, formula, rtol=1e-9, err_msg=name)
    measured = dict(zip(frame.names, frame.lengths))
    assert measured["Adam"] == pytest.approx(1) and measured[PLAIN] == pytest.approx(0.1 / np.sqrt(0.001))
    assert measured["SGD"] == 1e6 and measured["clipped"] == pytest.approx(1) and measured["RMSProp"] == pytest.approx(10)


def test_adam_without_correction_is_adam_times_the_correction():
    g, (one, other) = np.array([0.3, -2.0]), (adam(eps=0.0), uncorrected_adam(eps=0.0))
    states = [optimizer.init(g) for optimizer in (one, other)]
    for t in range(1, 6):
        (right, states[0]), (raw, states[1]) = one.update(g, states[0], g), other.update(g, states[1], g)
        np.testing.assert_allclose(raw, right * (1 - 0.9**t) / np.sqrt(1 - 0.999**t))


def test_names_of_heads_never_meet():
    rng = np.random.default_rng(0)
    words = ["momentum (off)", "Nesterov", "AdaGrad (off)", "RMSProp", "SGD", "Adam", "AdamW", "Lion", "clipped", "yours"]
    for trial in range(60):
        size = np.array([rng.uniform(300, 500), rng.uniform(300, 400)])
        points = size * (rng.random(2) if trial % 2 else rng.random((10, 2))) * np.ones((10, 2))
        spots, widths = place_labels(points, words, size, first=trial % 10)
        assert (spots[:, 0] >= 0).all() and (spots[:, 0] + widths <= size[0]).all()
        for one in range(10):
            for other in range(one):
                apart = abs(spots[one, 1] - spots[other, 1]) >= 15.9
                left, right = sorted((one, other), key=lambda lane: spots[lane, 0])
                assert apart or spots[left, 0] + widths[left] <= spots[right, 0]
    assert label_width("Adam") > 20


@pytest.mark.parametrize("step, width", [(0, 400), (300, 1000)])
def test_no_text_of_the_race_overlaps_on_any_landscape(step, width):
    app = race(step=step)
    app.picture.size = {"width": width, "ratio": 1}
    for key in LANDSCAPES:
        for scale in (0.05, 20.0):
            app.set(landscape=key, scale=scale, step=step)
            assert overlapping(app) == [], app.settings


@pytest.mark.parametrize("kappa", [2, 20, 1000])
@pytest.mark.parametrize("noise", [False, True])
def test_no_text_of_the_momentum_figure_overlaps(kappa, noise):
    for η, β in ((0.05, 0), (4, 0), (4, 0.99), (2, 0.5)):
        app = momentum(kappa=kappa, learning_rate=η, momentum=β, noise=noise)
        for width in (400, 720, 1000):
            app.picture.size = {"width": width, "ratio": 1}
            assert overlapping(app) == [], (app.settings, width)
