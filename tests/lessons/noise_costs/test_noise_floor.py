"""Never at rest: the floor of the noise against theory; each claim by name, for ten other seeds."""

import numpy as np
import pytest

from helpers import theory
from helpers.apps import oscillation
from helpers.lessons.noise_costs import floor as floors
from helpers.lessons.noise_costs.figures import oscillation as figure
from helpers.lessons.noise_costs.floor import START, STEPS, expected, last_steps, measure
from helpers.lessons.noise_costs.floor import paths as walks
from helpers.live import TITLE
from helpers.optimizers import sgd
from helpers.problems.sixty_four import batch_means, best, masses, penguins, walk
from helpers.sampling import reshuffled, with_replacement
from helpers.training import train
from tests.shared import agreement

OTHER_SEEDS = range(1, 11)
MODELS = {"mean": masses, "slope": penguins}


@pytest.mark.parametrize("make", MODELS.values())
def test_the_walk_is_what_train_does_with_these_batches(make):
    model, rate = make(), 0.15
    assert model.n_examples == 64 and model.y.mean() == pytest.approx(0) and model.y.var() == pytest.approx(1)
    assert model.gradient([best(model)]).item() == pytest.approx(0, abs=1e-12)
    batches = with_replacement(np.random.default_rng(3), 64, 4, 3, runs=7)
    path = train(model, sgd(), np.full((7, 1), best(model) + START), batches, rate).params[..., 0]
    h, m = batch_means(model, np.array([*batches]))
    np.testing.assert_allclose(walk(START, np.full((len(batches), 1), rate), h, m), path - best(model), atol=1e-12)


@pytest.mark.parametrize("order, sampler", [("independent", with_replacement), ("reshuffled", reshuffled)])
@pytest.mark.parametrize("batch_size", [1, 16])
def test_the_runs_are_those_of_train_on_the_beginning_of_the_same_draws(order, sampler, batch_size):
    """The batches of any size are cut from the 128 epochs that the largest needs."""
    drawn = sampler(np.random.default_rng(7), 64, 1, 128, 200).order[: 512 * batch_size // 64]
    batches = np.moveaxis(drawn.reshape(len(drawn), 200, -1, batch_size), 1, 2).reshape(-1, 200, batch_size)
    path = train(penguins(), sgd(), np.full((200, 1), best(penguins()) + START), batches, 0.2).params[..., 0]
    np.testing.assert_allclose(walks("slope", order, 0.2, batch_size, 7), path - best(penguins()), atol=1e-9)


# the floor


def floor(order="independent", rate=0.2, batch_size=1, seed=0, step=STEPS):
    """(measured, twice its standard error) of the excess loss of a guess w."""
    return measure(walks("mean", order, rate, batch_size, seed)[last_steps(order, batch_size, step)])[1]


def long_run(model, order, rate, batch_size, seed, runs=4000):
    """The weights' distances at the end of a long run, (runs,), by `train` alone."""
    lesson, sampler = MODELS[model](), {"independent": with_replacement, "reshuffled": reshuffled}[order]
    epochs = max(int(np.ceil(6 / rate * batch_size / 64)), 2)
    batches = sampler(np.random.default_rng(seed), 64, batch_size, epochs, runs)
    start = np.full((runs, 1), best(lesson))
    return train(lesson, sgd(), start, batches, rate, keep_every=len(batches)).params[-1, :, 0] - best(lesson)


@pytest.mark.parametrize("model, rate, batch_size", [("mean", 0.4, 1), ("mean", 0.1, 4), ("slope", 0.2, 1), ("slope", 0.4, 4)])
def test_claim_the_spread_of_independent_draws_is_as_theory_says(model, rate, batch_size):
    measured, error = agreement.mean_square(long_run(model, "independent", rate, batch_size, 0))
    right, lesson = expected(model, "independent", rate, batch_size), MODELS[model]()
    noise = np.mean((2 * lesson.X[:, 0] * (lesson.X[:, 0] * best(lesson) - lesson.y)) ** 2)
    wrong = {
        "one_half": theory.stationary_variance(rate, 1, noise, batch_size),
        "no_batch": expected(model, "independent", rate, 1) if batch_size > 1 else 2 * right,
        "root": np.sqrt(right),
    }
    if model == "slope":
        wrong["as_if_additive"] = theory.stationary_variance(rate, 2, noise, batch_size)
    agreement.check(measured, right, error, **wrong)


@pytest.mark.parametrize("rate, batch_size", [(0.05, 1), (0.05, 4), (0.2, 8)])
def test_claim_reshuffling_lowers_the_floor_at_the_end_of_an_epoch_as_theory_says(rate, batch_size):
    measured, error = agreement.mean_square(long_run("mean", "reshuffled", rate, batch_size, 1))
    right, independent = (float(expected("mean", order, rate, batch_size)) for order in ("reshuffled", "independent"))
    assert right < 0.8 * independent
    undoubled = theory.reshuffled_variance(rate, 1, 64, batch_size)
    agreement.check(measured, right, error, independent=independent, undoubled=undoubled)


@pytest.mark.parametrize(
    "order, rate, size", [("independent", 0.2, 1), ("independent", 0.05, 4), ("reshuffled", 0.05, 4), ("reshuffled", 0.1, 2)]
)
def test_claim_the_measured_floor_meets_theory_for_ten_other_seeds(order, rate, size):
    """Each figure's own number within 4.5 of its standard errors, for each order, on 2000 runs together and one by one."""
    every, right = [], expected("mean", order, rate, size)
    for seed in OTHER_SEEDS:
        measured, error = floor(order, rate, size, seed)
        assert abs(measured - right) < 4.5 * error / 2, seed
        every.append(measured)
    assert abs(np.mean(every) - right) < 4.5 * np.std(every) / np.sqrt(10)


def test_claim_half_the_rate_has_about_half_the_variance():
    exact = expected("mean", "independent", 0.2, 1) / expected("mean", "independent", 0.1, 1)
    assert exact == pytest.approx(2.25)
    for seed in (0, *OTHER_SEEDS):
        (whole, e1), (half, e2) = (floor(rate=rate, seed=seed) for rate in (0.2, 0.1))
        ratio = whole / half
        assert abs(ratio - 2.25) < 4.5 * ratio * np.hypot(e1 / whole, e2 / half) / 2 and 1.8 < ratio < 2.8


def test_claim_the_cloud_does_not_shrink_with_time():
    early, late = (floor(step=step) for step in (256, 512))
    assert abs(early[0] - late[0]) < 4.5 * np.hypot(early[1], late[1]) / 2


def test_the_error_of_the_measurement_is_that_of_independent_runs():
    """Over 300 repetitions the floors scatter as their standard errors say."""
    paths = np.concatenate([walks("mean", "independent", 0.2, 1, seed)[-128:] for seed in range(40)], axis=1)
    found = np.array([measure(part)[1] for part in np.array_split(paths, 200, axis=1)])
    assert np.std(found[:, 0]) == pytest.approx(found[:, 1].mean() / 2, rel=0.2)


def test_the_last_steps_of_a_reshuffled_run_are_ends_of_epochs():
    assert last_steps("independent", 4, 300).tolist() == [*range(173, 301)]
    assert last_steps("reshuffled", 1, 300).tolist() == [192, 256]
    assert last_steps("reshuffled", 16, 300).tolist() == [*range(176, 301, 4)]
    assert last_steps("reshuffled", 1, 5).tolist() == [0]


def test_the_panels_draw_the_cloud_the_histogram_and_the_lines_of_theory():
    app = oscillation(learning_rate=0.25, batch_size=2, step=400)
    cloud, histogram, art = app.sheet[figure.CLOUD], app.sheet[figure.HISTOGRAM], app.sheet[figure.FLOOR]
    distances = walks("mean", "independent", 0.25, 2, 0)
    w, loss = cloud[figure.NOW].get_data()
    np.testing.assert_allclose(w, distances[400], atol=1e-12)
    np.testing.assert_allclose(loss, masses().loss(w[:, None]))
    heights, edges, _ = histogram[figure.BARS].get_data()
    counts, _ = np.histogram(distances[273:401], edges)
    np.testing.assert_allclose(heights, counts / counts.max())
    assert np.ptp(histogram[figure.SPREAD].get_xdata()) / 2 == pytest.approx(np.sqrt(0.25 / (2 * 0.75)))
    rates, line = art[figure.INDEPENDENT].get_data()
    np.testing.assert_allclose(line, rates / (2 * (1 - rates)), rtol=1e-9)
    rates, line = art[figure.SHUFFLED].get_data()
    np.testing.assert_allclose(line, theory.reshuffled_variance(2 * rates, 1, 64, 2))
    assert art[figure.LIMIT].get_xdata()[0] == pytest.approx(1)
    bars, point = art[figure.MEASURED]
    measured, error = measure(distances[273:401])[1]
    assert point.get_xdata() == [0.25] and point.get_ydata() == pytest.approx(np.mean(distances[273:401] ** 2))
    np.testing.assert_allclose(bars.get_ydata()[:2], [measured - error, measured + error])
    sizes, line = oscillation(against="batch", learning_rate=0.25).sheet[figure.FLOOR][figure.INDEPENDENT].get_data()
    np.testing.assert_allclose(line, 0.25 / (np.array(sizes) * 0.75))
    assert len(oscillation(model="slope").sheet[figure.FLOOR][figure.SHUFFLED].get_xdata()) == 0


def test_runs_that_do_not_settle_say_so():
    app = oscillation(model="slope", learning_rate=0.8, step=STEPS)
    assert "theory says that it never settles" in app.words and "nan" not in app.words
    assert app.sheet[figure.CLOUD][figure.NOTICE].get_visible() and not len(
        app.sheet[figure.FLOOR][figure.MEASURED][1].get_xdata()
    )
    assert "not known in closed form" in oscillation(model="slope", order="reshuffled").words


def test_at_the_start_there_is_one_step_and_no_error():
    app = oscillation(step=0)
    assert "measured 2.2 ± 0 (" in app.words and "measured 4.84 ± 0," in app.words
    assert app.frame[figure.HISTOGRAM][TITLE] == "spread of w, 1 step: 2.2"


def test_what_did_not_change_is_not_measured_again_and_cannot_be_changed():
    app = oscillation(seed=55, batch_size=4)
    before = floors._seen.cache_info().misses
    for step, rate in ((0, 0.1), (300, 0.2), (512, 0.4)):
        app.set(step=step, learning_rate=rate)
    oscillation(seed=55, batch_size=4)
    assert floors._seen.cache_info().misses == before
    shared = [walks("mean", "independent", 0.4, 4, 55), *floors._seen("mean", "independent", 4, 55)]
    assert not any(each.flags.writeable for each in [*shared, *floors.lines("mean", "rate", 0.4, 4)[:3]])
