"""What removes the noise floor: each cure against `train`, artists against the numbers; each claim by name."""

import numpy as np
import pytest

from helpers import schedules
from helpers.apps import cures
from helpers.lessons.noise_costs import cures as curing
from helpers.lessons.noise_costs.cures import compared
from helpers.lessons.noise_costs.figures import cures as figure
from helpers.lessons.noise_costs.floor import measure
from helpers.models import LinearRegression
from helpers.optimizers import sgd
from helpers.problems.sixty_four import masses
from helpers.sampling import reshuffled
from helpers.training import History, train

OTHER_SEEDS = range(1, 11)


@pytest.mark.parametrize(
    "name, rule",
    [
        ("1/t", schedules.inverse_time(0.3, 0.6)),
        ("step decay", schedules.step_decay(0.3, every=128, factor=0.25)),
        ("cosine", schedules.cosine(0.3, steps=512)),
    ],
)
def test_the_constant_run_and_the_schedules_are_those_of_train(name, rule):
    rng = np.random.default_rng(4)
    batches = np.concatenate([rng.integers(64, size=(64, 100, 2), dtype=np.uint8) for _ in range(8)])
    found = compared(name, learning_rate=0.3, batch_size=2, average_from=64, seed=4)
    constant, falling = (train(masses(), sgd(), np.full((100, 1), -2.2), batches, rate) for rate in (0.3, rule))
    for key, history in (("constant", constant), ("schedule", falling)):
        excess = history.losses(masses()) - masses().loss([0.0])
        np.testing.assert_allclose(found.losses[key], excess.mean(1), atol=1e-9)
        np.testing.assert_allclose(found.errors[key], 2 * excess.std(1) / 10, atol=1e-9)
    for step in (64, 100, 512):
        average = History(constant.params[: step + 1]).average(start=64)[:, 0]
        assert found.losses["averaged"][step] == pytest.approx(np.mean(average**2))
    np.testing.assert_allclose(found.losses["averaged"][:64], found.losses["constant"][:64])


def test_growing_batches_double_up_to_all_and_cost_examples():
    assert curing.sizes(1, True)[::64].tolist() == [1, 2, 4, 8, 16, 32, 64, 64]
    assert curing.sizes(4, True)[::64].tolist() == [4, 8, 16, 32, 64, 64, 64, 64]
    found = compared()
    assert found.examples == {"constant": 512, "schedule": 512, "averaged": 512, "growing": 64 * (127 + 64)}
    np.testing.assert_array_equal(found.losses["growing"][:65], found.losses["constant"][:65])


def test_the_constant_rate_stays_at_its_floor_and_the_lines_and_the_table_are_there():
    app, found = cures(learning_rate=0.4, batch_size=2), compared(learning_rate=0.4, batch_size=2)
    art = app.sheet[figure.LOSSES]
    assert found.floor == pytest.approx(0.4 / (2 * 0.6)) == pytest.approx(art[figure.FLOOR].get_ydata()[0])
    _, (measured, error) = measure(curing.paths(0.4, None, 2, False, 0)[100:])
    assert abs(measured - found.floor) < 4.5 * error / 2
    for name, method in figure.METHODS.items():
        x, y = art[method].get_data()
        np.testing.assert_allclose(y, np.clip(found.losses[name][x], 1e-5, 100))
        high, low = np.split(art[figure.BANDS[name]].get_paths()[0].vertices[: 2 * len(x), 1], 2)
        np.testing.assert_allclose(high, np.clip((found.losses[name] + found.errors[name])[x], 1e-5, 100))
        np.testing.assert_allclose(low[::-1], np.clip((found.losses[name] - found.errors[name])[x], 1e-5, 100))
    cells = np.array(app.sheet[figure.TABLE][figure.ENDS][3:15]).reshape(4, 3)
    last = [losses[-1] for losses in found.losses.values()]
    assert [cell.get_fontweight() == "bold" for cell in cells[:, 1]] == [each == min(last) for each in last]
    assert [cell.get_text() for cell in cells[:, 2]] == ["1 024", "1 024", "1 024", "16 256"]


@pytest.mark.parametrize("schedule", curing.SCHEDULES)
def test_claim_each_cure_ends_well_below_the_floor_for_ten_other_seeds(schedule):
    for seed in (0, *OTHER_SEEDS):
        found = compared(schedule, seed=seed)
        last = {name: (losses[-1], found.errors[name][-1]) for name, losses in found.losses.items()}
        for name in ("schedule", "averaged", "growing"):
            assert last[name][0] + 4.5 * last[name][1] / 2 < found.floor / 10, (name, seed)
        assert last["constant"][0] > found.floor / 2
        assert abs(last["constant"][0] - found.floor) < 4.5 * last["constant"][1] / 2


@pytest.mark.parametrize("seed", range(10))
def test_claim_a_rate_of_one_over_2t_lands_on_the_mean_in_any_order(seed):
    numbers = np.random.default_rng(99).normal(4000, 800, size=37)
    model = LinearRegression(np.ones((37, 1)), numbers)
    batches = reshuffled(np.random.default_rng(seed), 37, 1, 1)
    ends = {
        factor: train(model, sgd(), [123.0], batches, lambda step, factor=factor: 1 / (factor * (step + 1))).params[-1, 0]
        for factor in (1, 2, 4)
    }
    assert ends[2] == pytest.approx(numbers.mean(), rel=1e-13)
    assert abs(ends[1] - ends[2]) > 1 and abs(ends[4] - ends[2]) > 1, "the factor is the curvature, 2"


def test_claim_a_rate_that_falls_too_early_and_an_average_of_the_way_down_still_feel_the_start():
    for seed in (0, *OTHER_SEEDS):
        low, late = (compared(learning_rate=0.02, average_from=start, seed=seed).losses for start in (0, 128))
        assert low["averaged"][-1] > 2 * late["averaged"][-1]
        decay = compared("step decay", learning_rate=0.02, seed=seed).losses
        assert low["schedule"][-1] > 2 * decay["schedule"][-1]
