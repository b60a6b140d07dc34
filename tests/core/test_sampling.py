"""Each epoch shows every example once, in an order of its own; the other orders are what their names say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.sampling import in_order, reshuffled, shuffled_once, with_replacement

SAMPLERS = [reshuffled, shuffled_once, in_order, with_replacement]
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
        ({"runs": 0}, "runs must be a whole number of at least 1; got 0"),
        ({"batch_size": "all"}, "batch_size must be a whole number of at least 1; got 'all'"),
        ({"n": np.nan}, "n must be a whole number of at least 1; got nan"),
    ],
)
@pytest.mark.parametrize("sampler", SAMPLERS, ids=lambda sampler: sampler.__name__)
def test_samplers_say_what_is_allowed(sampler, changed, says):
    with pytest.raises(ValueError, match=says):
        sampler(np.random.default_rng(0), **{"n": 5, "batch_size": 2, "epochs": 1, **changed})


@pytest.mark.parametrize("sampler", SAMPLERS, ids=lambda sampler: sampler.__name__)
@given(sizes, st.integers(1, 3), st.none() | st.integers(1, 4))
def test_batches_have_the_shapes_promised(sampler, size, epochs, runs):
    n, batch_size = size
    batches = sampler(np.random.default_rng(0), n, batch_size, epochs, runs)
    short = n % batch_size or batch_size
    lengths = ([batch_size] * (n // batch_size) + [short] * (short < batch_size)) * epochs
    assert [batch.shape for batch in batches] == [(length,) if runs is None else (runs, length) for length in lengths]
    assert all(((0 <= batch) & (batch < n)).all() for batch in batches)


def test_each_run_draws_its_own_batches_and_shows_every_example_once():
    batches = reshuffled(np.random.default_rng(0), n=50, batch_size=8, epochs=2, runs=3)
    first, second = (np.concatenate([batches[step] for step in epoch], axis=-1) for epoch in (range(7), range(7, 14)))
    np.testing.assert_array_equal(np.sort(first), np.tile(np.arange(50), (3, 1)))
    assert len({tuple(order) for order in (*first, *second)}) == 6


def test_the_other_orders_are_what_their_names_say():
    rng = np.random.default_rng(0)
    once = shuffled_once(rng, n=40, batch_size=40, epochs=3, runs=2)
    np.testing.assert_array_equal(once[0], once[2])
    assert (once[0][0] != once[0][1]).any() and (once[0][0] != np.arange(40)).any()
    np.testing.assert_array_equal(np.sort(once[0]), np.tile(np.arange(40), (2, 1)))
    np.testing.assert_array_equal(np.concatenate(in_order(rng, n=7, batch_size=3, epochs=2)), [*range(7), *range(7)])
    drawn = np.concatenate(with_replacement(rng, n=4, batch_size=3, epochs=5000))
    assert len(drawn) == 20_000
    counts, standard_error = np.bincount(drawn), np.sqrt(20_000 * 0.25 * 0.75)
    assert np.abs(counts - 5000).max() < 4 * standard_error
    repeats = np.mean(drawn[1:] == drawn[:-1])  # draws are independent: one in four repeats the last
    assert abs(repeats - 0.25) < 4 * np.sqrt(0.25 * 0.75 / 20_000)
