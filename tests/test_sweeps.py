"""A sweep gives the same bits whoever does the work, and loses nothing with a worker."""

import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import product
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.models import MLP
from helpers.optimizers import momentum, sgd
from helpers.sampling import reshuffled
from helpers.sweeps import sweep
from helpers.training import train

X = np.random.default_rng(7).normal(size=(23, 3))
MODEL = MLP(X, np.sin(X.sum(1)), hidden=(4,))
TRAINING = {"learning_rate": [0.01, 0.1, 0.3], "batch_size": [4, 23], "seed": range(50)}
FEW = {"seed": range(30)}


def trained(batch_size, learning_rate, seed):
    """The params after three epochs, (S, P)."""
    rngs = [np.random.default_rng(s) for s in seed]
    start = np.array([MODEL.initial(rng) for rng in rngs])
    batches = zip(*(reshuffled(rng, len(X), batch_size, epochs=3) for rng in rngs))
    return train(MODEL, sgd(), start, map(np.array, batches), learning_rate[:, None]).params[-1]


def draws(seed):
    return np.array([np.random.default_rng(s).normal(size=2) for s in seed])


def held_draws(folder, seed):
    """`draws`, where all calls but the first four are held until a file `go` is in folder."""
    with open(folder / f"call-{seed[0]:02}", "a") as calls:
        calls.write(f"{os.getpid()}\n")
    while seed[0] >= 12 and not (folder / "go").exists():
        time.sleep(0.01)
    return draws(seed)


def deadly_draws(folder, times, seed):
    """`draws`, where the call with seed 12 ends its process, so many times."""
    if 12 in seed:
        with open(folder / "deaths", "a+b") as deaths:
            if deaths.tell() < times:
                deaths.write(b"x")
                deaths.flush()
                os.kill(os.getpid(), signal.SIGKILL)
    return draws(seed)


def failing_draws(seed):
    return 1 / 0 if 12 in seed else draws(seed)


@contextmanager
def processes(folder=None):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


@contextmanager
def threads(folder=None):
    with ThreadPoolExecutor(2) as executor:
        yield executor


@contextmanager
def dask(folder):
    """Dask's executor, on two worker processes of this machine."""
    if not os.environ.get("CI"):
        pytest.importorskip("distributed")
    from dask import config
    from distributed import Client, LocalCluster

    soon = config.set({"distributed.comm.timeouts.connect": "10s"})  # how long a dead worker is called
    settings = dict(processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0", local_directory=folder)
    with soon, LocalCluster(n_workers=2, threads_per_worker=1, **settings) as cluster, Client(cluster) as client:
        yield client.get_executor()


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


def kill_a_worker(executor, folder):
    """Sweep held_draws, kill the worker of a held call when both workers hold one, and let go."""
    with ThreadPoolExecutor(1) as aside:
        try:
            table = aside.submit(sweep, partial(held_draws, folder), FEW, executor, chunk=3)
            held, deadline = set(), time.monotonic() + 60
            while len(held) < 2:
                assert time.monotonic() < deadline and not table.done()
                time.sleep(0.01)
                held = {int(pid) for call in folder.glob("call-[12]?") for pid in call.read_text().split()}
            os.kill(min(held), signal.SIGKILL)
        finally:
            (folder / "go").touch()
        return table.result()


def test_dask_makes_the_calls_of_a_killed_worker_on_another(tmp_path):
    with dask(tmp_path / "dask") as executor:
        np.testing.assert_array_equal(kill_a_worker(executor, tmp_path), sweep(draws, FEW, chunk=3))
    assert max(len(call.read_text().split()) for call in tmp_path.glob("call-*")) > 1


def test_a_broken_process_pool_loses_nothing_and_repeats_nothing(tmp_path):
    with processes() as executor, pytest.warns(RuntimeWarning, match="executor lost a worker"):
        np.testing.assert_array_equal(kill_a_worker(executor, tmp_path), sweep(draws, FEW, chunk=3))
    times = [len(call.read_text().split()) for call in sorted(tmp_path.glob("call-*"))]
    assert times[:4] == [1] * 4 and max(times) == 2


def test_a_call_that_kills_its_worker_once_is_made_again(tmp_path):
    with processes() as executor, pytest.warns(RuntimeWarning, match="executor lost a worker"):
        table = sweep(partial(deadly_draws, tmp_path, 1), FEW, executor, chunk=5)
    np.testing.assert_array_equal(table, sweep(draws, FEW))


def test_a_pool_that_was_broken_before_serves_all_the_same():
    with processes() as executor:
        with pytest.raises(BrokenExecutor):
            executor.submit(os._exit, 1).result()
        with pytest.warns(RuntimeWarning, match="executor lost a worker"):
            np.testing.assert_array_equal(sweep(draws, FEW, executor), sweep(draws, FEW))


def test_a_call_that_kills_every_worker_is_named_and_this_process_lives(tmp_path):
    with processes() as executor, pytest.warns(RuntimeWarning, match="executor lost a worker"):
        with pytest.raises(RuntimeError, match="run ended its worker process, and then a fresh one") as caught:
            sweep(partial(deadly_draws, tmp_path, 9), FEW, executor, chunk=5)
    assert caught.value.__notes__ == ["This was run(seed=[10 11 12 13 14])."]
    assert (tmp_path / "deaths").stat().st_size == 2


@pytest.mark.parametrize("workers", [nullcontext, threads, processes])
def test_an_error_in_run_says_where(workers):
    with workers() as executor, pytest.raises(ZeroDivisionError) as caught:
        sweep(failing_draws, FEW, executor, chunk=10)
    assert caught.value.__notes__[-1] == "This was run(seed=[10 11 ... 18 19])."


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_after_an_error_the_calls_that_wait_are_cancelled(error):
    made, stopped = [], threading.Event()

    def run(seed):
        made.append(seed[0])
        if seed[0] == 0:
            raise error
        stopped.wait(timeout=20)
        return seed

    with ThreadPoolExecutor(1) as executor:
        with pytest.raises(error):
            sweep(run, FEW, executor, chunk=1)
        stopped.set()
    assert made in ([0], [0, 1])


def test_a_process_pool_says_what_it_cannot_send():
    with processes() as executor:
        with pytest.raises(TypeError, match="run and the values of grid must be picklable .* neither lambdas"):
            sweep(lambda seed: seed, FEW, executor)
        with pytest.raises(TypeError, match="run and the values of grid must be picklable .* neither lambdas"):
            sweep(draws, {"optimizer": [1, sgd()], "seed": [1]}, executor)


def test_dask_sends_lambdas_and_says_what_it_cannot_send_and_where_run_failed(tmp_path, monkeypatch):
    lock = threading.Lock()
    with dask(tmp_path) as executor:
        # As its executor's own futures sometimes do when a worker dies
        monkeypatch.setattr("distributed.cfexecutor._cascade_future", lambda _, future: future.set_exception(ValueError()))
        assert sweep(lambda seed: 2 * seed, {"seed": range(3)}, executor).tolist() == [0, 2, 4]
        with pytest.raises(TypeError, match="run and the values of grid must be picklable"):
            sweep(lambda seed: lock, FEW, executor)
        with pytest.raises(ZeroDivisionError) as caught:
            sweep(failing_draws, FEW, executor, chunk=10)
    assert caught.value.__notes__[-1] == "This was run(seed=[10 11 ... 18 19])."


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
        ({"grid": {"seed": np.array(3)}}, r"grid\['seed'\] must be a list, range or array of at least one value; got array\(3\)"),
        ({"grid": {"seed": [(1, 2)]}}, r"grid\['seed'\] is in together, so its values must be single numbers; got \[\(1, 2\)\]"),
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
