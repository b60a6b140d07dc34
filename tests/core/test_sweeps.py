"""A sweep gives the same bits whoever does the work."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.models import MLP
from helpers.optimizers import momentum, sgd
from helpers.sampling import reshuffled
from helpers.sweeps import sweep
from helpers.training import train
from tests.core.sweeping import FEW, dask, draws, processes, threads

X = np.random.default_rng(7).normal(size=(23, 3))
MODEL = MLP(X, np.sin(X.sum(1)), hidden=(4,))
TRAINING = {"learning_rate": [0.01, 0.1, 0.3], "batch_size": [4, 23], "seed": range(50)}


def trained(batch_size, learning_rate, seed):
    """The params after three epochs, (S, P)."""
    rngs = [np.random.default_rng(s) for s in seed]
    start = np.array([MODEL.initial(rng) for rng in rngs])
    batches = zip(*(reshuffled(rng, len(X), batch_size, epochs=3) for rng in rngs))
    return train(MODEL, sgd(), start, map(np.array, batches), learning_rate[:, None]).params[-1]


everywhere = pytest.mark.parametrize("workers", [threads, processes, dask])


@everywhere
def test_training_gives_the_same_bits_everywhere(workers, tmp_path):
    settings = dict(together=("learning_rate", "seed"), chunk=64)  # 150 points: the third call of each batch size is short
    here = sweep(trained, TRAINING, **settings)
    assert here.shape == (3, 2, 50, MODEL.n_params) and np.isfinite(here).all()
    with workers(tmp_path) as executor:
        np.testing.assert_array_equal(sweep(trained, TRAINING, executor, **settings), here, strict=True)
    alone = trained(4, np.array([0.1]), np.array([17]))
    np.testing.assert_allclose(here[1, 0, 17], alone[0], rtol=1e-10)


GRIDS = st.permutations("abc").flatmap(
    lambda names: st.integers(1, 3).flatmap(
        lambda size: st.fixed_dictionaries({name: st.lists(st.integers(0, 9), min_size=1, max_size=4) for name in names[:size]})
    )
)


@given(GRIDS, st.sets(st.sampled_from("abc")), st.integers(1, 20))
def test_a_sweep_is_nested_loops(grid, together, chunk):
    calls = []

    def digits(a=0, b=0, c=0):
        value = 100 * np.asarray(a) + 10 * np.asarray(b) + np.asarray(c)
        calls.append(value.size)
        return np.stack([value, -value], axis=-1)

    together = tuple(together & set(grid))
    table = sweep(digits, grid, together=together, chunk=chunk)
    assert max(calls) <= chunk and sum(calls) == table[..., 0].size
    points = np.prod([len(grid[name]) for name in together], dtype=int)
    assert len(calls) == -(-points // chunk) * (table[..., 0].size // points)
    loops = [digits(**dict(zip(grid, point))) for point in product(*grid.values())]
    np.testing.assert_array_equal(table, np.reshape(loops, [*map(len, grid.values()), 2]))


@pytest.mark.parametrize("workers", [1, 3])
def test_the_grid_alone_cuts_the_calls(workers):
    def sizes(batch_size, seed):
        return np.full(len(seed), len(seed))

    grid = {"batch_size": [1, 8], "seed": range(600)}
    here = sweep(sizes, grid)
    assert here[1, ::200].tolist() == [256, 256, 256] and here[1, -1] == 600 - 2 * 256
    with ThreadPoolExecutor(workers) as executor:
        np.testing.assert_array_equal(sweep(sizes, grid, executor), here)


def test_values_reach_run_as_they_are():
    def label(optimizer, seed):
        assert seed.dtype.kind in "iu" and seed.flags.owndata
        seed *= 10  # changes no other call's
        return [(seed[i], isinstance(optimizer, tuple)) for i in range(len(seed))]

    table = sweep(label, {"seed": np.arange(3), "optimizer": [sgd(), momentum()]})
    np.testing.assert_array_equal(table[..., 0], [[0, 0], [10, 10], [20, 20]])


def test_progress_shows_the_calls(capsys):
    assert sweep(draws, FEW, chunk=10).shape == (30, 2) and capsys.readouterr().err == ""
    sweep(draws, FEW, chunk=10, progress=True)
    assert "3/3" in capsys.readouterr().err


@pytest.mark.parametrize(
    "changed, says",
    [
        ({"grid": {}}, "grid must be a dict of at least one name, each with its values; got {}"),
        ({"grid": [1]}, r"grid must be a dict of at least one name, each with its values; got \[1\]"),
        ({"grid": {"seed": []}}, r"grid\['seed'\] must be a list, range or array of at least one value; got \[\]"),
        ({"grid": {"seed": "abc"}}, r"grid\['seed'\] must be a list, range or array of at least one value; got 'abc'"),
        ({"grid": {"seed": 3}}, r"grid\['seed'\] must be a list, range or array of at least one value; got 3"),
        ({"grid": {"seed": {3}}}, r"grid\['seed'\] must be a list, range or array of at least one value; got \{3\}"),
        (
            {"grid": {"seed": np.array(3)}},
            r"grid\['seed'\] must be a list, range or array of at least one value; got array\(3\)",
        ),
        (
            {"grid": {"seed": [(1, 2)]}},
            r"grid\['seed'\] is in together, so its values must be single numbers; got \[\(1, 2\)\]",
        ),
        ({"together": ("seeds",)}, r"together must be a tuple of names in grid, which has seed; got \('seeds',\)"),
        ({"together": "seed"}, "together must be a tuple of names in grid, which has seed; got 'seed'"),
        ({"executor": 4}, "executor must be None or have submit, as those of concurrent.futures have; got 4"),
        ({"chunk": 0}, "chunk must be a whole number of at least 1; got 0"),
        ({"chunk": 2.5}, "chunk must be a whole number of at least 1; got 2.5"),
        ({"run": lambda seed: 1.0}, r"run must return an array whose first axis has the 30 points of seed; got shape \(\)"),
        ({"run": lambda seed: seed[1:]}, r"run must return an array whose first axis has the 30 points .* shape \(29,\)"),
        (
            {"run": lambda seed: np.zeros((len(seed), 1 + seed[0])), "chunk": 15},
            r"run must return results of one shape, \(1,\) as at first; got \(16,\)",
        ),
    ],
)
def test_sweep_says_what_is_allowed(changed, says):
    with pytest.raises(ValueError, match=says):
        sweep(**{"run": draws, "grid": FEW, **changed})
