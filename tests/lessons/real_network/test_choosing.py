"""The range test against runs one at a time, and against a search over all rates."""

import numpy as np
import pytest

from helpers import datasets
from helpers.lessons.real_network.choosing import RATES, SAFE, STEPS, breaks_at, range_test, tried
from helpers.models import MLP, Quadratic
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train


def moons(seed=0, hidden=(16, 16), runs=10):
    """The network of the notebook, and its starts."""
    learn, _ = datasets.split(datasets.standardised(datasets.two_moons(400, noise=0.2, seed=seed)), share=0.5)
    model = MLP(learn.X, learn.y, hidden=hidden, task="classification")
    return model, np.array([model.initial(np.random.default_rng(run)) for run in range(runs)])


def test_each_run_takes_ten_steps_at_each_rate_one_after_the_other():
    model, starts = moons(runs=3)
    losses = range_test(model, starts, 32, seed=5)
    batches = [*reshuffled(np.random.default_rng(5), 200, 32, 21, runs=3)]
    for run, w in enumerate(starts):
        for place, rate in enumerate(RATES[:6]):
            w = train(model, sgd(), w, [each[run] for each in batches[place * STEPS : (place + 1) * STEPS]], rate).params[-1]
            assert losses[place, run] == pytest.approx(model.loss(w).item(), rel=1e-9)


def test_on_a_parabola_it_breaks_above_two_over_the_curvature():
    for curvature in (0.3, 2.0, 20.0):
        model = Quadratic([curvature], np.zeros((4, 1)))
        (found,) = breaks_at(range_test(model, np.array([[1.0]]), 4))
        assert found / 2 <= 2 / curvature < found, "each rate is twice the one before"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 4))
def test_a_quarter_of_the_rate_that_breaks_is_nearly_as_good_as_the_best_of_a_search(seed):
    """Medians of ten runs on other data than the notebook's; each search tries eight rates."""
    model, starts = moons(seed)
    for size in (8, 200):
        found = np.median(breaks_at(range_test(model, starts, size))) / SAFE
        assert 0.2 <= found <= 1.3
        ours, *all_rates = (np.median(tried(model, starts, size, rate, 30)) for rate in (found, *RATES[2:10]))
        assert ours <= 1.6 * min(all_rates) and max(all_rates) > 2.5 * ours
