"""train_network: its panels against independent numbers, and its training against the loop of the package."""

import numpy as np
import pytest

from helpers import datasets, optimizers
from helpers.apps import train_network
from helpers.apps.trainer.data import material
from helpers.apps.trainer.frame import compute
from helpers.apps.trainer.player import LONG
from helpers.apps.trainer.run import HIDDEN, LIMIT, OPTIMIZERS, RECORDS, SCHEDULES, Rule, Run
from helpers.landscape import line
from helpers.models import MLP, LinearRegression, SoftmaxRegression
from helpers.sampling import reshuffled
from helpers.training import train
from tests.driving import drive, made_anew
from tests.layout import overlapping

RULE = dict(optimizer="sgd", schedule="constant", learning_rate=0.1, batch_size=32, l2=0)


def a_run(data="moons", hidden="16-16", activation="tanh", seed=0, share=0.5, **rule):
    return Run(material(data, share), hidden, activation, seed, Rule(**{**RULE, **rule}))


def buttons(app):
    found = {}
    for row in app.children:
        for child in getattr(row, "children", ()):
            found[getattr(child, "description", "")] = child
    return found


def seen(app):
    """What the page says when it has shown the newest frame."""
    app.picture.seen = app.picture.frame


def same_anew(app):
    expected = made_anew(app.settings)
    assert np.array_equal(expected.weights, app.weights)
    assert expected.words == app.words and expected.picture.png == app.picture.png


def test_every_control_to_both_ends_is_the_figure_made_anew():
    drive(train_network())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("hidden, data", [("16-16", "moons"), ("none", "penguins"), ("4", "flights"), ("none", "flights")])
def test_training_is_the_loop_of_the_package_on_reshuffled_batches(optimizer, hidden, data):
    run = a_run(data, hidden, optimizer=optimizer, learning_rate=0.01, schedule="1/t")
    run.advance(updates=150)
    given = run.material
    X, y = given.X[: given.n], given.y[: given.n]
    ones = np.column_stack([X, np.ones(len(X))])
    if hidden == "none":
        model = SoftmaxRegression(ones, y) if given.classes else LinearRegression(ones, y)
    else:
        model = MLP(X, y, HIDDEN[hidden], task="classification" if given.classes else "regression")
    batches = reshuffled(np.random.default_rng(0), len(X), 32, epochs=1 + 150 * 32 // len(X))[:150]
    start = model.initial(np.random.default_rng(0))
    history = train(model, OPTIMIZERS[optimizer], start, batches, SCHEDULES["1/t"](0.01))
    np.testing.assert_allclose(run.params, history.params[-1], rtol=1e-12, atol=1e-13)


def test_the_split_is_that_of_the_package_and_in_standard_units():
    raw = datasets.penguins(("bill_length_mm", "bill_depth_mm"), "species")
    train_part, validation = datasets.split(datasets.standardised(raw), 0.5)
    given = material("penguins", 0.5)
    assert np.array_equal(given.X[: given.n], train_part.X) and np.array_equal(given.y[given.n :], validation.y)
    assert np.allclose(given.X.mean(0), 0) and np.allclose(given.X.std(0), 1)
    assert given.classes == ("Adelie", "Chinstrap", "Gentoo")


@pytest.mark.parametrize("pieces", [(1,), (3, 50, 7), (64, 1, 200)])
def test_where_a_run_stands_does_not_depend_on_its_pieces(pieces):
    whole, cut = a_run(batch_size=8, optimizer="adam"), a_run(batch_size=8, optimizer="adam")
    changes = {120: dict(learning_rate=0.03), 333: dict(batch_size=32), 500: dict(optimizer="momentum")}
    for run, sizes in ((whole, (10**6,)), (cut, pieces)):
        for stop in (*changes, 1200):
            turn = 0
            while run.updates < stop:
                run.advance(updates=min(stop, run.updates + sizes[turn % len(sizes)]))
                turn += 1
            run.change(**changes.get(stop, {}))
    assert np.array_equal(whole.params, cut.params) and whole.changes == cut.changes
    assert [record[:4] for record in whole.records] == [record[:4] for record in cut.records]
    assert len(whole.records) <= RECORDS + 1 and whole.epochs == cut.epochs


def test_sliced_by_frames_with_changes_on_the_way_is_the_figure_made_anew():
    app = train_network(speed=10)
    press = buttons(app)
    press["play"].click()
    for frame in range(40):
        seen(app)
        if frame in (5, 20):
            app.controls["learning_rate"].value = 0.4 if frame == 5 else 0.05
        if frame == 12:
            app.controls["batch_size"].value = 4
        if frame == 30:
            app.controls["optimizer"].value, app.controls["l2"].value = "adam", 0.01
    press["play"].click()
    run = app.session.run
    assert run.updates == 410 and [change[1] for change in run.changes] == [
        "learning_rate", "batch_size", "learning_rate", "optimizer", "l2",
    ]  # fmt: skip
    same_anew(app)
    press["step"].click()
    assert run.updates == 411
    same_anew(app)
    press["epoch"].click()
    assert run._position == 0
    same_anew(app)
    press["reset"].click()
    assert app.session.run.updates == 0 and app.session.run.rule == run.rule and "changes=()" in app.settings
    same_anew(app)


def test_a_change_taken_back_at_one_place_leaves_no_trace():
    app = train_network(optimizer="momentum", updates=30)
    app.controls["optimizer"].value = "adam"
    app.controls["learning_rate"].value = 0.5
    assert app.session.run.changes == ((30, "optimizer", "adam"), (30, "learning_rate", 0.5))
    app.controls["optimizer"].value, app.controls["learning_rate"].value = "momentum", 0.1
    assert app.session.run.changes == ()
    buttons(app)["step"].click()
    same_anew(app)


@pytest.mark.parametrize("name, value", [("data", "xor"), ("hidden", "4"), ("activation", "relu"), ("seed", 7), ("share", 0.8)])
def test_other_data_network_or_seed_begin_at_update_0_and_say_so(name, value):
    app = train_network(updates=20)
    app.controls[name].value = value
    assert app.session.run.updates == 0
    assert any("training starts anew" in getattr(child, "value", "") for child in _labels(app))
    same_anew(app)


def _labels(app):
    return [child for row in app.children for child in getattr(row, "children", ()) if type(child).__name__ == "Label"]


@pytest.mark.parametrize(
    "name, value", [("learning_rate", 0.2), ("batch_size", 4), ("optimizer", "adam"), ("schedule", "cosine"), ("l2", 0.01)]
)
def test_rules_change_while_it_trains_without_a_reset(name, value):
    app = train_network(updates=20)
    app.controls[name].value = value
    assert app.session.run.updates == 20 and app.session.run.changes == ((20, name, value),)
    same_anew(app)


def test_a_long_run_stops_where_it_is_told_or_at_its_end():
    app = train_network(data="penguins", batch_size=1)
    press = buttons(app)
    press[f"{LONG} epochs"].click()
    seen(app)
    assert app.picture.playing and press["play"].description == "pause"
    reached = app.session.run.updates
    press["play"].click()
    seen(app)
    assert reached == app.session.run.updates > 0 and not app.picture.playing
    goal = app.session.run.epochs + LONG
    press[f"{LONG} epochs"].click()
    for _ in range(200):
        seen(app)
        if not app.picture.playing:
            break
    assert app.session.run.epochs == goal and app.session.run._position == 0
    same_anew(app)


def test_the_curves_along_the_step_are_those_of_the_models_and_the_step_is_on_the_dotted_one():
    for settings in (dict(updates=37), dict(updates=60, optimizer="adam", learning_rate=0.05, l2=0.01), dict(batch_size=1)):
        app = train_network(**settings)
        run, panel = app.session.run, app.view.along
        points = {name: [data[0] for data in getattr(panel, name).get_data()] for name in ("now", "then")}
        assert points["now"][0] == 0 and points["then"][0] == 1, "in steps"
        before, batch, rate = run.params.copy(), run.batch.copy(), run.rate
        assert points["now"][1] == pytest.approx(run.model.loss(before, batch))
        slope = app.view._frame.slope / rate
        distances, dotted, solid = rate * panel.dotted.get_xdata(), panel.dotted.get_ydata(), panel.full.get_ydata()
        run.advance(updates=run.updates + 1)
        assert points["then"][1] == pytest.approx(run.model.loss(run.params, batch), rel=1e-9), "where the update leads"
        direction = (run.params - before) / rate
        given = run.material
        model = MLP(given.X[: given.n], given.y[: given.n], (16, 16), task="classification", l2=run.rule.l2)
        np.testing.assert_allclose(dotted, line(model, before, direction, distances, batch), rtol=1e-7)
        np.testing.assert_allclose(solid, line(model, before, direction, distances), rtol=1e-7)
        h = 1e-6
        low, high = line(model, before, direction, [-h, h], batch)
        assert slope == pytest.approx((high - low) / (2 * h), rel=1e-4, abs=1e-8)


def test_the_losses_are_those_of_training_and_validation_without_the_penalty():
    app = train_network(updates=100, l2=0.03)
    panel, run, given = app.view.losses, app.session.run, app.session.material
    n = given.n
    learn = MLP(given.X[:n], given.y[:n], (16, 16), task="classification")
    check = MLP(given.X[n:], given.y[n:], (16, 16), task="classification")
    model = MLP(given.X[:n], given.y[:n], (16, 16), task="classification", l2=0.03)
    batches = reshuffled(np.random.default_rng(0), n, 32, 20)
    path = train(model, optimizers.sgd(), model.initial(np.random.default_rng(0)), batches[:100], 0.1).params
    assert np.array_equal(panel.full.get_xdata(), np.arange(101))
    np.testing.assert_allclose(panel.full.get_ydata(), learn.loss(path), rtol=1e-10)
    np.testing.assert_allclose(panel.validation.get_ydata(), check.loss(path), rtol=1e-10)
    each = [learn.loss(weights, batches[step]) for step, weights in enumerate(path)]
    np.testing.assert_allclose(panel.batch.get_ydata(), each, rtol=1e-10)
    assert panel.full.get_linestyle() == "-" and run.updates == 100


def test_a_large_full_loss_runs_over_a_fixed_thousand_and_says_so():
    app = train_network(data="flights", learning_rate=0.02, updates=40)
    given = app.session.material
    model = MLP(given.X[:1000], given.y[:1000], (16, 16))
    assert app.view.losses.full.get_ydata()[-1] == pytest.approx(model.loss(app.weights))
    assert "(1 000 of 163 673)" in app.view.losses.labels[1].get_text()
    assert "200 examples" in app.view.plane.labels[1].get_text()


def test_the_regions_are_the_classes_that_the_network_predicts():
    app = train_network(data="penguins", updates=200)
    frame, run = app.view._frame, app.session.run
    left, right, bottom, top = frame.limits
    size = len(frame.regions)
    corners = np.array([[left, bottom], [right, bottom], [left, top], [right, top]])
    expected = run.model.predict(run.params, corners).argmax(-1)
    assert [*frame.regions[[0, 0, -1, -1], [0, -1, 0, -1]]] == [*expected]
    xs, ys = np.linspace(left, right, size), np.linspace(bottom, top, size)
    every = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    agree = np.mean(run.model.predict(run.params, every).argmax(-1).reshape(size, size) == frame.regions)
    assert agree > 0.99, "between the points of the grid, straight lines"
    shown = [len(mark.get_xdata()) for mark in app.view.learnt.marks]
    assert sum(shown) == run.material.n and np.array_equal(shown[:3], np.bincount(run.material.y[: run.material.n].astype(int)))


def test_the_fit_shows_predictions_against_the_truth_of_validation():
    app = train_network(data="flights", learning_rate=0.02, updates=300)
    given, mark = app.session.material, app.view.learnt.marks[0]
    model = MLP(given.X, given.y, (16, 16))
    x, y = mark.get_data()
    np.testing.assert_allclose(x, given.y[given.n : given.n + 400])
    np.testing.assert_allclose(y, model.predict(app.weights, given.X[given.n : given.n + 400]))
    off = given.unit * np.sqrt(np.mean((model.predict(app.weights, given.X[given.held]) - given.y[given.held]) ** 2))
    assert f"validation off by {off:.4g}" in app.words
    assert given.unit == pytest.approx(datasets.flights().y.std())


def test_the_plane_holds_the_path_and_its_losses():
    app = train_network(updates=500)
    run, plane = app.session.run, app.session.plane
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-9)
    path = np.array([*(record[-1] for record in run.records), run.params])
    values = np.linalg.svd(path - run.params, compute_uv=False) ** 2
    held = ((path - run.params) @ plane.directions.T) ** 2
    assert held.sum() / values.sum() == pytest.approx(values[:2].sum() / values.sum(), abs=5e-3)
    at = plane.project([run.params])[0]
    np.testing.assert_allclose(plane.low + at * plane.span, 0, atol=1e-12)
    place = plane.project([record[-1] for record in run.records])
    assert (place > 0).all() and (place < 1).all()
    row, column = np.array([0, len(plane.bands) - 1]), np.array([0, len(plane.bands) - 1])
    corners = [run.params + (plane.low + plane.span * [s, t]) @ plane.directions for t in (0, 1) for s in (0, 1)]
    losses = [run.model.loss(corner, run.material.seen) for corner in corners]
    drawn = plane.bands[np.ix_(row, column)].ravel()
    assert [drawn[k] for k in np.argsort(losses)] == sorted(drawn), "a band is higher where the loss is"


def test_with_a_rate_too_large_it_says_so_and_a_smaller_one_after_a_reset_goes_on():
    app = train_network(learning_rate=10.0)
    press = buttons(app)
    press["play"].click()
    run = app.session.run
    assert run.diverged and not app.picture.playing and f"diverged at update {run.diverged}" in app.words
    full = [record[1] for record in run.records]
    assert full[-1] > LIMIT * max(full[0], 1) >= max(full[:-1])
    assert app.view.losses.notice.get_text() == f"diverged at update {run.diverged}"
    same_anew(app)
    for _ in range(3):
        press["step"].click()
    assert app.session.run.updates == run.diverged
    app.controls["learning_rate"].value = 0.1
    press["reset"].click()
    press["epoch"].click()
    assert app.session.run.diverged is None and app.session.run.updates == 7
    for data in ("flights", "penguins"):
        for hidden, activation in (("none", "tanh"), ("16", "relu"), ("32-32-32", "relu"), ("32-32-32", "tanh")):
            made = train_network(data=data, hidden=hidden, activation=activation, learning_rate=10.0, updates=300)
            assert "diverged" in made.words or made.session.run.updates == 300


@pytest.mark.parametrize("data", ["moons", "penguins", "flights"])
@pytest.mark.parametrize("width", (400, 719, 720, 1000, 2400))
def test_no_text_lies_over_another(data, width):
    app = train_network(data=data, learning_rate=0.02, updates=2000 if data != "flights" else 60)
    app.picture.size = {"width": width, "ratio": 1}
    assert overlapping(app) == []


def test_while_playing_a_plane_serves_for_some_frames_and_pausing_draws_a_new_one():
    app = train_network(speed=10)
    press = buttons(app)
    press["play"].click()
    planes = []
    for _ in range(30):
        seen(app)
        planes.append(app.session.plane)
    assert 1 < len({id(plane) for plane in planes}) < 5
    press["play"].click()
    frame, plane = compute(app.session.run)
    assert np.array_equal(app.session.plane.bands, plane.bands) and np.array_equal(frame.bands, plane.bands)


def test_the_length_of_a_frame_is_its_speed():
    for speed in (1, 10, 100):
        app = train_network(speed=speed)
        buttons(app)["play"].click()
        for _ in range(3):
            seen(app)
        assert app.session.run.updates == 4 * speed
    assert app.picture.interval <= 20
