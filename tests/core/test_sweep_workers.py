"""A sweep loses nothing with a worker, and says which call failed and what cannot be sent."""

import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial

import numpy as np
import pytest

from helpers.optimizers import sgd
from helpers.sweeps import sweep
from tests.core.sweeping import FEW, dask, draws, processes, threads


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
    lost = pytest.warns(RuntimeWarning, match="executor lost a worker")
    named = pytest.raises(RuntimeError, match="run ended its worker process, and then a fresh one")
    with processes() as executor, lost, named as caught:
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
        with pytest.raises(TypeError, match=r"run and the values of grid must be picklable .* neither lambdas"):
            sweep(lambda seed: seed, FEW, executor)
        with pytest.raises(TypeError, match=r"run and the values of grid must be picklable .* neither lambdas"):
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
