"""A run is the loop that a book writes, whoever stands beside it in the stack; its history comes back as it was."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.models import Quadratic
from helpers.optimizers import adam, momentum, sgd
from helpers.sampling import reshuffled, with_replacement
from helpers.training import History, batch_losses, train
from tests.shared.problems import MODELS

every_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)


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


@pytest.mark.parametrize("keep_every, steps", [(1, [0, 1, 2, 3, 4, 5, 6, 7]), (3, [0, 3, 6, 7]), (7, [0, 7]), (50, [0, 7])])
def test_a_long_run_may_keep_fewer_steps(keep_every, steps):
    batches = reshuffled(np.random.default_rng(0), 11, 3, 2)[:7]
    every = train(MODELS["sine"], momentum(0.5), [0.3], batches, 0.1)
    some = train(MODELS["sine"], momentum(0.5), [0.3], iter(batches), 0.1, keep_every=keep_every)
    assert some.steps.tolist() == steps
    np.testing.assert_array_equal(some.params, every.params[steps])
    np.testing.assert_array_equal(some.losses(MODELS["sine"]), every.losses(MODELS["sine"])[steps])


def test_the_average_is_the_mean_of_what_was_kept_from_a_step_on():
    history = train(MODELS["mlp tanh"], sgd(), np.ones((4, 35)), [None] * 20, 0.1, keep_every=3)
    np.testing.assert_allclose(history.average(start=6), history.params[2:].mean(0), rtol=1e-14)
    np.testing.assert_allclose(history.average(start=7), history.params[3:].mean(0), rtol=1e-14)
    assert history.average().shape == (4, 35)
    with pytest.raises(ValueError, match="start must be at most 20, the last step; got 21"):
        history.average(21)
    with pytest.raises(ValueError, match="start must be a whole number of at least 0; got -1"):
        history.average(-1)


def test_averaging_takes_away_the_noise_of_a_constant_rate():
    """The stationary variance of w is η σ² / (2 - η); the mean of T steps has about σ² / T (Polyak and Juditsky 1992)."""
    model, eta, runs, steps = Quadratic([1.0], np.array([[-1.0], [1.0]])), 0.5, 4000, 400
    batches = with_replacement(np.random.default_rng(0), 2, 1, steps // 2, runs)
    history = train(model, sgd(), np.zeros((runs, 1)), batches, eta)
    for measured, predicted in ((history.params[-1], eta / (2 - eta)), (history.average(100), 1 / 300)):
        assert abs(measured.var() / predicted - 1) < 4 * np.sqrt(2 / runs) + 0.02  # 0.02: the start and end of the average


def test_a_saved_history_comes_back_to_the_last_bit(tmp_path):
    history = train(MODELS["sine"], sgd(), [[0.3], [1e300]], [None] * 9, 1e9, keep_every=2)
    path = history.save(tmp_path / "run")
    assert path == tmp_path / "run.npz" and [*tmp_path.iterdir()] == [path]
    again = History.load(path)
    np.testing.assert_array_equal(again.params, history.params)
    np.testing.assert_array_equal(again.steps, history.steps)
    assert history.save(str(path)) == path


@pytest.mark.parametrize("content", [b"", b"w = 3", b"PK\x03\x04 and no more", None, "array", "pickle", "other"])
def test_a_file_that_is_no_history_is_named(tmp_path, content):
    path = tmp_path / "no history.npz"
    if content == "array":
        with path.open("wb") as file:
            np.save(file, np.ones(3))
    elif content == "pickle":
        np.savez(path, params=np.array([{}], dtype=object), steps=np.arange(1))
    elif content == "other":
        np.savez(path, weights=np.ones(3))
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=r"path must name a file that History.save wrote; .*no history.npz'"):
        History.load(path)


def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = History(np.ones((2, 1))).save(tmp_path / "run")
    monkeypatch.setattr(np, "savez", lambda *args, **arrays: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        History(np.zeros((2, 1))).save(path)
    assert [*tmp_path.iterdir()] == [path] and History.load(path).params.tolist() == [[1], [1]]


def test_progress_shows_a_bar_and_changes_nothing(capsys):
    quiet = train(MODELS["sine"], sgd(), [0.3], [None] * 9, 0.1)
    assert capsys.readouterr().err == ""
    shown = train(MODELS["sine"], sgd(), [0.3], [None] * 9, 0.1, progress=True)
    assert "9/9" in capsys.readouterr().err
    np.testing.assert_array_equal(shown.params, quiet.params)


@given(
    st.sampled_from([*MODELS]),
    st.floats(-20, 308).map(lambda power: 10**power),
    st.sampled_from([sgd(), momentum(0.9), adam()]),
    st.sampled_from([np.float32, np.float64, np.int16]),
    st.none() | st.integers(1, 3),
    st.integers(1, 11),
)
@settings(max_examples=150, deadline=None)
def test_a_run_is_finite_until_it_diverges_and_never_warns(name, rate, optimizer, dtype, runs, batch_size):
    model = MODELS[name]
    rng = np.random.default_rng(0)
    start = rng.normal(size=(*([runs] if runs else []), model.n_params)).astype(dtype)
    path = train(model, optimizer, start, reshuffled(rng, model.n_examples, batch_size, 3, runs), rate).params
    assert path.dtype == float
    finite = np.isfinite(path).all(-1)
    assert (np.diff(finite.astype(int), axis=0) <= 0).all(), "what has gone to inf or nan does not come back"
    if rate < 1e-3:
        assert finite.all()


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
    with pytest.raises(ValueError, match=r"optimizer must be an Optimizer, such as sgd.* with its brackets; got <function sgd"):
        train(MODELS["sine"], sgd, [0.0], [None], 0.1)
    with pytest.raises(ValueError, match=r"batches must be an iterable of index arrays.* got 100"):
        train(MODELS["sine"], sgd(), [0.0], 100, 0.1)
    with pytest.raises(ValueError, match=r"learning_rate must hold numbers.* got 'fast'"):
        train(MODELS["sine"], sgd(), [0.0], [None], "fast")
    with pytest.raises(ValueError, match=r"learning_rate must .* broadcast with params \(4, 1\).* got shape \(3, 1\)"):
        train(MODELS["sine"], sgd(), np.zeros((4, 1)), [None], np.full((3, 1), 0.1))
    with pytest.raises(ValueError, match="keep_every must be a whole number of at least 1; got 0"):
        train(MODELS["sine"], sgd(), [0.0], [None], 0.1, keep_every=0)
    with pytest.raises(ValueError, match="params must hold numbers, the same count in each row; got 'w'"):
        train(MODELS["sine"], sgd(), "w", [None], 0.1)
    with pytest.raises(ValueError, match=r"learning_rate must be .* got shape \(4,\)"):
        train(MODELS["sine"], sgd(), np.zeros((4, 1)), [None], np.full(4, 0.1))


@every_model
def test_batch_losses_are_each_steps_own(model):
    batches = reshuffled(np.random.default_rng(0), model.n_examples, 4, epochs=2)
    params = np.random.default_rng(1).normal(size=(len(batches), model.n_params))
    one_by_one = [model.loss(w, batch) for w, batch in zip(params, batches)]
    np.testing.assert_allclose(batch_losses(model, params, batches), one_by_one, rtol=1e-12)
