from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import batch_losses, train
from tests.problems import MODELS

every_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
sizes = st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n)))


@given(sizes, st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_each_epoch_shows_every_example_exactly_once(size, epochs, seed):
    n, batch_size = size
    batches = reshuffled(np.random.default_rng(seed), n, batch_size, epochs)
    per_epoch = -(-n // batch_size)
    assert len(batches) == epochs * per_epoch
    for epoch in range(epochs):
        seen = [batches[epoch * per_epoch + step] for step in range(per_epoch)]
        assert sorted(np.concatenate(seen)) == list(range(n))
        assert {len(batch) for batch in seen[:-1]} <= {batch_size} and len(seen[-1]) == n - (per_epoch - 1) * batch_size


def test_each_epoch_has_an_order_of_its_own_and_every_order_is_as_likely():
    batches = reshuffled(np.random.default_rng(1), n=3, batch_size=1, epochs=6000)
    orders, counts = np.unique(batches.order, axis=0, return_counts=True)
    assert len(orders) == 6
    standard_error = np.sqrt(6000 * (1 / 6) * (5 / 6))
    assert np.abs(counts - 1000).max() < 4 * standard_error


def test_batches_are_a_sequence():
    batches = reshuffled(np.random.default_rng(0), n=5, batch_size=2, epochs=2)
    np.testing.assert_array_equal(batches[-1], [*batches][5])
    with pytest.raises(IndexError):
        batches[6]


@pytest.mark.parametrize(
    "changed, says",
    [
        ({"n": 0}, "n must be a whole number of at least 1; got 0"),
        ({"batch_size": 2.5}, "batch_size must be a whole number of at least 1; got 2.5"),
        ({"batch_size": 6}, "batch_size must be at most n = 5, the number of examples; got 6"),
        ({"epochs": -1}, "epochs must be a whole number of at least 1; got -1"),
    ],
)
def test_reshuffled_says_what_is_allowed(changed, says):
    with pytest.raises(ValueError, match=says):
        reshuffled(np.random.default_rng(0), **{"n": 5, "batch_size": 2, "epochs": 1, **changed})


@every_model
@pytest.mark.parametrize("batch_size", [1, 4, 11])
def test_batch_losses_of_an_epoch_average_to_the_full_loss(model, batch_size):
    params = np.random.default_rng(3).normal(size=model.n_params)
    batches = reshuffled(np.random.default_rng(0), model.n_examples, batch_size, epochs=1)
    losses = [model.loss(params, batch) for batch in batches]
    mean = np.average(losses, weights=[len(batch) for batch in batches])
    np.testing.assert_allclose(mean, model.loss(params), rtol=1e-13)


@every_model
def test_a_batch_of_all_examples_is_gradient_descent(model):
    start = np.random.default_rng(3).normal(size=model.n_params)
    whole = reshuffled(np.random.default_rng(0), model.n_examples, model.n_examples, epochs=30)
    stochastic = train(model, sgd(), start, whole, 0.1).params
    np.testing.assert_allclose(stochastic, train(model, sgd(), start, [None] * 30, 0.1).params, rtol=1e-10, atol=1e-12)


@every_model
def test_a_stack_of_runs_equals_the_runs_one_by_one(model):
    rng = np.random.default_rng(5)
    starts, rates = rng.normal(size=(4, model.n_params)), np.array([[0.01], [0.05], [0.1], [0.2]])
    batches = rng.integers(model.n_examples, size=(20, 4, 3))
    together = train(model, sgd(), starts, batches, rates).params
    assert together.shape == (21, 4, model.n_params)
    for run in range(4):
        alone = train(model, sgd(), starts[run], batches[:, run], rates[run, 0]).params
        np.testing.assert_allclose(together[:, run], alone, rtol=1e-9, atol=1e-12)


def test_one_start_and_many_rates_make_a_stack():
    history = train(MODELS["least squares"], sgd(), np.zeros(3), [None] * 5, np.array([[0.1], [0.2]]))
    assert history.params.shape == (6, 2, 3)
    assert history.losses(MODELS["least squares"]).shape == (6, 2)


SQUARE = SimpleNamespace(
    loss=lambda w, batch=None: w[..., 0] ** 2, gradient=lambda w, batch=None: 2 * w, n_params=1, n_examples=1
)


@pytest.mark.parametrize("rate, end", [(0.2, 0.060466), (0.05, 3.486784), (1.1, 61.917364)])
def test_gradient_descent_on_a_parabola_ends_where_the_book_says(rate, end):
    """Dive into Deep Learning, section 12.3: f = x², from 10, ten steps. A user's own model needs no more than this."""
    assert train(SQUARE, sgd(), [10.0], [None] * 10, rate).params[-1, 0] == pytest.approx(end, abs=5e-7)


def test_a_schedule_is_asked_at_each_step():
    path = train(SQUARE, sgd(), [1.0], [None] * 3, lambda step: [0.5, 0.25, 0.0][step]).params[:, 0]
    np.testing.assert_array_equal(path, [1, 0, 0, 0])
    np.testing.assert_array_equal(train(SQUARE, sgd(), [1.0], [None] * 2, lambda step: 0.25 * step).params[:, 0], [1, 1, 0.5])


@every_model
def test_a_run_that_diverges_raises_no_warning(model):
    path = train(model, sgd(), np.ones(model.n_params), [[0, 1]] * 300, 1e6).params
    assert path.shape == (301, model.n_params)


def test_the_start_is_not_changed_and_no_batches_is_no_step():
    start = np.ones(3)
    assert train(MODELS["least squares"], sgd(), start, [], 0.1).params.tolist() == [[1, 1, 1]]
    train(MODELS["least squares"], sgd(), start, [None], 0.1)
    assert start.tolist() == [1, 1, 1]


def test_train_says_what_shape_it_wants():
    with pytest.raises(ValueError, match=r"params must have n_params = 3 on its last axis; got shape \(2,\)"):
        train(MODELS["least squares"], sgd(), [0.0, 0.0], [None], 0.1)
    with pytest.raises(ValueError, match=r"learning_rate must be .* got shape \(4,\)"):
        train(MODELS["sine"], sgd(), np.zeros((4, 1)), [None], np.full(4, 0.1))


@every_model
def test_batch_losses_are_each_steps_own(model):
    batches = reshuffled(np.random.default_rng(0), model.n_examples, 4, epochs=2)
    params = np.random.default_rng(1).normal(size=(len(batches), model.n_params))
    one_by_one = [model.loss(w, batch) for w, batch in zip(params, batches)]
    np.testing.assert_allclose(batch_losses(model, params, batches), one_by_one, rtol=1e-12)
