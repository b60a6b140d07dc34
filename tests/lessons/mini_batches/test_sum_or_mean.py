"""The sum of a batch's gradients against their mean: the sum is the mean at B times the learning rate."""

import numpy as np
import pytest

from helpers.apps import sum_or_mean
from helpers.lessons.mini_batches.figures.sum_or_mean import BY_STEP, LINES, NOTICE
from helpers.lessons.mini_batches.sums import Summed, runs
from helpers.optimizers import sgd
from helpers.problems.one_weight import NAMES, problem
from helpers.sampling import reshuffled
from helpers.training import train


@pytest.mark.parametrize("model", NAMES)
def test_claim_a_sum_only_rescales_the_learning_rate(model):
    stage = problem(model)
    app = sum_or_mean(model, learning_rate=0.05, batch_size=24, seed=2, step=40)
    mean, rescaled = (app.sheet[BY_STEP][LINES[run]].get_ydata() for run in ("mean", "rescaled"))
    np.testing.assert_allclose(rescaled, mean, rtol=1e-9, atol=1e-12)
    batches = reshuffled(np.random.default_rng(2), stage.model.n_examples, 24, 20)[:40]
    sizes = [len(batch) for batch in batches]
    longer = train(stage.model, sgd(), [stage.start], batches, lambda step: 0.05 * sizes[min(step, 39)]).params[:, 0]
    _, total, _ = runs(model, 0.05, 24, 2)
    np.testing.assert_allclose(total.weights, longer, rtol=1e-9)
    w = stage.start
    for batch, expected in zip(batches, mean[1:]):
        each = [stage.model.gradient([w], [example]).item() for example in batch]
        w = w - 0.05 / len(batch) * sum(each)
        assert w == pytest.approx(expected, rel=1e-9)


def test_claim_the_sum_of_16_runs_away_where_the_mean_settles():
    app = sum_or_mean(batch_size=16, step=40)
    assert "the sum diverged at step 4" in app.words and "the mean at w = 0.9" in app.words
    assert app.sheet[BY_STEP][NOTICE].get_text() == "the sum diverged at step 4"
    assert np.isnan(app.sheet[BY_STEP][LINES["sum"]].get_ydata()[5:]).all()
    assert "diverged" not in sum_or_mean(batch_size=8, step=40).words
    gone = sum_or_mean(model="sine", learning_rate=1.0, batch_size=64, step=3).sheet[BY_STEP][NOTICE]
    assert not gone.get_visible() or "picture" in gone.get_text()


def test_a_summed_gradient_is_the_sum_of_each():
    model = problem("logistic").model
    batch = np.array([4, 99, 200])
    each = sum(model.gradient([0.3], [example]) for example in batch)
    np.testing.assert_allclose(Summed(model).gradient([0.3], batch), each)


def test_it_opens_where_the_sum_has_left_the_mean_and_gives_no_answer_away():
    """The next figure asks what becomes of the sum of 16: this one is of 4, and nothing has run away."""
    app = sum_or_mean()
    mean, total = (app.sheet[BY_STEP][LINES[run]].get_ydata() for run in ("mean", "sum"))
    assert len(mean) > 2 and total[1] - total[0] == pytest.approx(4 * (mean[1] - mean[0]))
    assert "B = 4" in app.words and "diverged" not in app.words


def test_a_new_model_starts_again():
    app = sum_or_mean(step=12)
    app.controls["batch_size"].value = 8
    assert app.controls["step"].value == 12
    app.controls["model"].value = "sine"
    assert app.controls["step"].value == 0 and app.controls["batch_size"].value == 8
