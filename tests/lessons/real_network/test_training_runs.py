"""What lies behind train_network: its training against the loop of the package, its numbers against independent ones."""

import numpy as np
import pytest

from helpers import datasets, optimizers
from helpers.landscape import line
from helpers.lessons.real_network.along import FINER, MOST, PARTS, along, before_and_after
from helpers.lessons.real_network.data import material
from helpers.lessons.real_network.ends import ceiling, height, last
from helpers.lessons.real_network.place import HIDDEN, window
from helpers.lessons.real_network.plane import plane_of
from helpers.lessons.real_network.run import LIMIT, RECORDS, SCHEDULES, Rule, Run
from helpers.models import MLP, LinearRegression, SoftmaxRegression
from helpers.problems import variants
from helpers.sampling import reshuffled
from helpers.training import train

RULE = dict(optimizer="sgd", schedule="constant", learning_rate=0.1, batch_size=32, l2=0)


def a_run(data="moons", hidden="16-16", activation="tanh", seed=0, share=0.5, updates=0, **rule):
    run = Run(material(data, share), hidden, activation, seed, Rule(**{**RULE, **rule}))
    run.advance(updates=updates)
    return run


def alone(given, hidden=(16, 16), part=slice(None), l2=0):
    """The network over some of the examples alone."""
    task = "classification" if given.classes else "regression"
    return MLP(given.X[part], given.y[part], hidden, task=task, l2=l2)


@pytest.mark.parametrize("optimizer", variants.VARIANTS)
@pytest.mark.parametrize("hidden, data", [("16-16", "moons"), ("none", "penguins"), ("4", "flights"), ("none", "flights")])
def test_training_is_the_loop_of_the_package_on_reshuffled_batches(optimizer, hidden, data):
    run = a_run(data, hidden, updates=150, optimizer=optimizer, learning_rate=0.01, schedule="1/t")
    given = run.material
    X, y = given.X[: given.n], given.y[: given.n]
    ones = np.column_stack([X, np.ones(len(X))])
    linear = SoftmaxRegression if given.classes else LinearRegression
    model = linear(ones, y) if hidden == "none" else alone(given, HIDDEN[hidden], slice(given.n))
    batches = reshuffled(np.random.default_rng(0), len(X), 32, epochs=1 + 150 * 32 // len(X))[:150]
    start = model.initial(np.random.default_rng(0))
    history = train(model, variants.VARIANTS[optimizer].make(), start, batches, SCHEDULES["1/t"](0.01))
    np.testing.assert_allclose(run.params, history.params[-1], rtol=1e-12, atol=1e-13)


def test_the_split_is_that_of_the_package_and_in_standard_units():
    raw = datasets.penguins(("bill_length_mm", "bill_depth_mm"), "species")
    train_part, validation = datasets.split(datasets.standardised(raw), 0.5)
    given = material("penguins", 0.5)
    assert np.array_equal(given.X[: given.n], train_part.X) and np.array_equal(given.y[given.n :], validation.y)
    assert np.allclose(given.X.mean(0), 0) and np.allclose(given.X.std(0), 1)
    assert given.classes == ("Adelie", "Chinstrap", "Gentoo") and not given.X.flags.writeable


@pytest.mark.parametrize("pieces", [(1,), (3, 50, 7), (64, 1, 200)])
def test_where_a_run_stands_does_not_depend_on_its_pieces(pieces):
    whole, cut = a_run(batch_size=8, optimizer="adam"), a_run(batch_size=8, optimizer="adam")
    changes = {120: dict(learning_rate=0.03), 333: dict(batch_size=32), 500: dict(optimizer="momentum")}
    for stop in (*changes, 1200):
        whole = whole.advanced(updates=stop).changed(**changes.get(stop, {}))
        turn = 0
        while cut.updates < stop:
            cut.advance(updates=min(stop, cut.updates + pieces[turn % len(pieces)]))
            turn += 1
        cut.change(**changes.get(stop, {}))
    assert np.array_equal(whole.params, cut.params) and whole.changes == cut.changes
    assert [record[:4] for record in whole.records] == [record[:4] for record in cut.records]
    assert len(whole.records) <= RECORDS + 1 and whole.epochs == cut.epochs


def test_a_run_that_has_gone_further_leaves_the_first_where_it_was():
    run, other = a_run(updates=90, optimizer="adam"), a_run(updates=90, optimizer="adam")
    further = run.advanced(updates=700).changed(learning_rate=0.3, l2=0.01).advanced(updates=900)
    assert further.updates == 900 and further.rule.l2 == further.model.l2 == 0.01
    assert run.updates == 90 and run.rule == other.rule and run.model.l2 == 0 and run.changes == ()
    assert np.array_equal(run.params, other.params) and len(run.records) == len(other.records)
    assert np.array_equal(run.advanced(updates=500).params, other.advanced(updates=500).params), "the same batches follow"


def test_the_losses_are_those_of_training_and_validation_without_the_penalty():
    run = a_run(updates=100, l2=0.03)
    given, n = run.material, run.material.n
    model, learn, check = (
        alone(given, part=part, l2=l2) for part, l2 in ((slice(n), 0.03), (slice(n), 0), (slice(n, None), 0))
    )
    batches = reshuffled(np.random.default_rng(0), n, 32, 20)
    path = train(model, optimizers.sgd(), model.initial(np.random.default_rng(0)), batches[:100], 0.1).params
    updates, full, batch, validation = np.array([record[:4] for record in run.way()]).T
    assert np.array_equal(updates, np.arange(101))
    np.testing.assert_allclose(full, learn.loss(path), rtol=1e-10)
    np.testing.assert_allclose(validation, check.loss(path), rtol=1e-10)
    np.testing.assert_allclose(batch, [learn.loss(weights, batches[step]) for step, weights in enumerate(path)], rtol=1e-10)


@pytest.mark.parametrize(
    "rule", [dict(updates=37), dict(updates=60, optimizer="adam", learning_rate=0.05, l2=0.01), dict(batch_size=1)]
)
def test_the_curves_along_the_step_are_those_of_the_models_and_the_step_is_on_the_dotted_one(rule):
    run = a_run(**rule)
    curves, before, batch, rate = along(run), run.params, run.batch, run.rate
    now, then = before_and_after(curves.batch)
    assert now == pytest.approx(run.model.loss(before, batch))
    further = run.advanced(updates=run.updates + 1)
    assert then == pytest.approx(run.model.loss(further.params, batch), rel=1e-9), "where the update leads"
    np.testing.assert_allclose(before + curves.move, further.params, rtol=1e-12, atol=1e-14)
    model = alone(run.material, part=slice(run.material.n), l2=run.rule.l2)
    for (steps, losses), examples in ((curves.batch, batch), (curves.full, None)):
        np.testing.assert_allclose(losses, line(model, before, curves.move, steps, examples), rtol=1e-7)
        assert (np.diff(steps) > 0).all() and {-1, 0, 1, 4} <= {*steps.tolist()}
    h = 1e-6
    low, high = line(model, before, curves.move / rate, [-h, h], batch)
    assert curves.slope / rate == pytest.approx((high - low) / (2 * h), rel=1e-4, abs=1e-8)


@pytest.mark.parametrize(
    "rule, long",
    [(dict(learning_rate=10.0), 0), (dict(learning_rate=10.0, data="flights", hidden="32-32-32"), 1), ({}, 0)],
)
def test_a_curve_has_more_points_where_it_bends_and_a_valley_keeps_its_round_bottom(rule, long):
    run = a_run(**rule)
    curves = along(run)
    for steps, _ in (curves.full, curves.batch):
        gaps = np.diff(steps) * PARTS[long]
        assert set(gaps.round(9)) <= {1, round(1 / FINER[long], 9)}
        assert (0 < (gaps < 0.5).sum() <= 2 * MOST[long] * FINER[long]) == bool(rule), "an ordinary step is straight enough"
    if rule and not long:
        steps, losses = curves.full
        fine = np.linspace(-0.3, 1, 2000)
        exact = line(run.model, run.params, curves.move, fine, run.material.seen)
        assert abs(np.interp(fine, steps, losses) - exact).max() < 0.01 * exact.max(), "half a pixel of what is shown"


def test_the_regions_are_the_classes_that_the_network_predicts():
    run = a_run("penguins", updates=200)
    (left, right, low, high), (classes, sure) = window(run.material)[1], run.place.regions
    size = len(classes)
    every = np.stack(np.meshgrid(np.linspace(left, right, size), np.linspace(low, high, size)), axis=-1).reshape(-1, 2)
    chances = run.model.predict(run.params, every).reshape(size, size, -1)
    corners = np.ix_([0, -1], [0, -1])
    assert np.array_equal(classes[corners], chances[corners].argmax(-1))
    assert np.mean(chances.argmax(-1) == classes) > 0.99, "between the points of the grid, straight lines"
    assert np.mean((chances.max(-1) > 0.7) + 1 * (chances.max(-1) > 0.95) == sure) > 0.98


def test_the_fit_is_measured_on_validation_in_its_own_units():
    run = a_run("flights", learning_rate=0.02, updates=300)
    given, place = run.material, run.place
    predicted = alone(given).predict(run.params, given.X[given.held])
    np.testing.assert_allclose(place.held, predicted)
    assert place.score == pytest.approx(given.unit * np.sqrt(np.mean((predicted - given.y[given.held]) ** 2)))
    assert given.unit == pytest.approx(datasets.flights().y.std())


def test_the_axes_end_at_round_numbers_above_what_is_to_be_seen():
    assert [last(updates) for updates in (0, 50, 51, 4321)] == [50, 50, 100, 5000]
    penguins, flights = (material(data, 0.5) for data in ("penguins", "flights"))
    assert (ceiling(penguins, 0.0), ceiling(flights, 0.0), ceiling(flights, 9.0)) == (2, 1.5, 10), "1.5 ln 3, 1.5, 1.1 × 9"
    assert height([7.0] * 9 + [0.3] * 15) == 1 and height([np.nan, np.inf]) == 2, "twice the median of the last 15"
    leaps = [(0.3, 0.5), (0.3, 1.5), (0.8, 1.5), (0.3, 1e9), (0.3, np.nan)]
    assert [height([0.3] * 15, *leap) for leap in leaps] == [1, 2, 1, 5, 1], "more where a step leaps, to a limit"


def test_a_rate_too_large_diverges_where_the_loss_has_left_for_good():
    run = a_run(learning_rate=10.0, updates=300)
    full = [record[1] for record in run.records]
    assert run.updates == run.diverged and full[-1] > LIMIT * max(full[0], 1) >= max(full[:-1])
    assert along(run) is plane_of(run) is None
    for data in ("flights", "penguins"):
        for hidden, activation in (("none", "tanh"), ("16", "relu"), ("32-32-32", "relu"), ("32-32-32", "tanh")):
            other = a_run(data, hidden, activation, learning_rate=10.0, updates=300)
            assert other.updates == (300 if other.diverged is None else other.diverged)
