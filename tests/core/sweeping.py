"""Small runs to sweep, and the executors that share them out."""

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import numpy as np
import pytest

FEW = {"seed": range(30)}


def draws(seed):
    return np.array([np.random.default_rng(s).normal(size=2) for s in seed])


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
