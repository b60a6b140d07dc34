"""A grid of settings × seeds, on one core, on many cores, or on many machines."""

import pickle
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import product
from math import prod
from reprlib import repr as brief
from types import SimpleNamespace
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.progress import bar

SEED = ("seed",)

Results = NDArray[Any]  # whatever run measures
Run = Callable[..., ArrayLike]
Grid = Mapping[str, Sequence[Any] | NDArray[Any]]
Settings = dict[str, Any]  # of one call


class _Awaited(Protocol):
    """What a call gives at once, as a Future does."""

    def result(self) -> ArrayLike: ...

    def cancel(self) -> object: ...


Call = partial[ArrayLike]
Submit = Callable[[Call], _Awaited]


def sweep(
    run: Run,
    grid: Grid,
    executor: Executor | None = None,
    together: Sequence[str] = SEED,
    progress: bool = False,
    chunk: int = 256,
) -> Results:
    """run at every point of the grid: an array of shape (values of the first name, of the second, ..., shape of one result).

    grid: a dict of names, each with its values.  run(**settings) is given the names in together many points at once, as
    arrays (S,) with S ≤ chunk, and returns (S, ...); it is given every other name one value at a time.  Where the grid has
    no name in together, run returns one result, (...).  progress: whether to show a bar.

    >>> def noise(learning_rate, seed):
    ...     return learning_rate * np.array([np.random.default_rng(s).normal() for s in seed])
    >>> sweep(noise, {"learning_rate": [0.1, 0.2, 0.3], "seed": range(500)}).shape
    (3, 500)

    executor: None makes one call after another here.  Any concurrent.futures.Executor makes them elsewhere, and so does
    Dask's client.get_executor().  Calls are cut by grid, together and chunk, never by the executor: all executors give the
    same bits, where workers have the same code, the same NumPy and the same kind of processor.  Worker processes import
    run, so it must stand in a module; Dask also takes it from a notebook.

    A lost worker loses nothing: Dask hands its calls to the others, and those that a broken process pool leaves are made in
    a fresh process.  An error in run carries a note of its settings, and the calls that wait are cancelled.
    """
    _check(grid, executor, together, chunk)
    stacked = [name for name in grid if name in together]
    single = [name for name in grid if name not in together]
    results = _gather(run, list(_calls(grid, single, stacked, chunk)), stacked, executor, progress)
    lengths = [len(grid[name]) for name in single + stacked]
    table = np.concatenate(results).reshape(*lengths, *results[0].shape[1:])
    return np.moveaxis(table, range(len(lengths)), [list(grid).index(name) for name in single + stacked])


def _calls(grid: Grid, single: list[str], stacked: list[str], chunk: int) -> Iterator[Settings]:
    """The settings of each call; the last of stacked changes fastest."""
    axes = [axis.ravel() for axis in np.meshgrid(*(grid[name] for name in stacked), indexing="ij")]
    for values in product(*(grid[name] for name in single)):
        for start in range(0, prod(len(grid[name]) for name in stacked), chunk):
            points = [axis[start : start + chunk].copy() for axis in axes]  # each call's own, should run change it
            yield dict(zip(single + stacked, [*values, *points]))


def _gather(run: Run, calls: list[Settings], stacked: list[str], executor: Executor | None, progress: bool) -> list[Results]:
    """The result of each call, (S, ...), in the order of the calls."""
    work = [partial(run, **settings) for settings in calls]
    results: list[Results] = []
    futures: list[_Awaited] = []
    with _spare(executor) as spare:
        try:
            submit = _submit_of(executor)
            for call in work:
                futures.append(_submit(submit, call, spare))
            for settings, call, future in bar(zip(calls, work, futures), progress, total=len(calls), unit="call"):
                try:
                    results.append(_shaped(_result(future, call, spare), settings, stacked, results))
                except Exception as error:
                    with np.printoptions(threshold=6, edgeitems=2):
                        words = ", ".join(f"{name}={value}" for name, value in settings.items())
                    error.add_note(f"This was run({words}).")
                    raise
        except BaseException:
            for future in futures:
                future.cancel()
            raise
    return results


def _submit_of(executor: Executor | None) -> Submit:
    if executor is None:
        return lambda call: SimpleNamespace(result=call, cancel=lambda: None)  # works when it is asked
    if type(executor).__module__ == "distributed.cfexecutor":
        # Its futures may take a result for an error when a worker dies (distributed 2026.8); the client's own never do.
        # Not pure: a call is made anew, although Dask may remember one of that name.
        return partial(executor._client.submit, **{"pure": False, **executor._kwargs})  # type: ignore[attr-defined]  # Dask's
    return executor.submit


def _spare(executor: Executor | None) -> AbstractContextManager[Executor | None]:
    """For a ProcessPoolExecutor, another like it of one process, which starts when it is first needed.

    A worker that dies takes all waiting calls of its pool along, and nothing tells which of them it was at.  That call may
    itself have killed it, for want of memory say.  So none is made in this process, which holds all that was gathered; and
    alone in a process of its own, a call that kills again is known.
    """
    if executor is None:
        return nullcontext()
    from concurrent.futures import ProcessPoolExecutor  # here, since not every Python has processes

    if not isinstance(executor, ProcessPoolExecutor):
        return nullcontext()
    return ProcessPoolExecutor(1, executor._mp_context, executor._initializer, executor._initargs)  # no public names


def _submit(submit: Submit, call: Call, spare: Executor | None) -> _Awaited:
    try:
        if spare:
            pickle.dumps(call)  # a process pool would complain later, and in other words
        return submit(call)
    except BrokenExecutor as broken:  # a worker died while calls were still handed out
        future: Future[ArrayLike] = Future()
        future.set_exception(broken)
        return future
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise TypeError(
            "run and the values of grid must be picklable to reach another process: "
            f"functions of a module, neither lambdas nor functions within functions; got {call.func!r} ({error})."
        ) from error


def _result(future: _Awaited, call: Call, spare: Executor | None) -> ArrayLike:
    try:
        return future.result()
    except BrokenExecutor:
        if not spare:
            raise
    warnings.warn("executor lost a worker; the calls left are made in one fresh process.", RuntimeWarning, stacklevel=4)
    try:
        return spare.submit(call).result()
    except BrokenExecutor as broken:
        raise RuntimeError(
            "run ended its worker process, and then a fresh one of its own; it may need more memory than there is, "
            "or stand where a worker cannot import it, such as a notebook."
        ) from broken


def _shaped(result: ArrayLike, settings: Settings, stacked: list[str], before: list[Results]) -> Results:
    """result as an array (S, ...), if its shape fits the points and the results before."""
    result = np.asarray(result) if stacked else np.asarray(result)[None]
    lead = settings[stacked[0]].shape if stacked else (1,)
    if result.shape[:1] != lead:
        raise ValueError(
            f"run must return an array whose first axis has the {lead[0]} points of {', '.join(stacked)}; "
            f"got shape {result.shape}."
        )
    if before and result.shape[1:] != before[0].shape[1:]:
        raise ValueError(f"run must return results of one shape, {before[0].shape[1:]} as at first; got {result.shape[1:]}.")
    return result


def _check(grid: Grid, executor: Executor | None, together: Sequence[str], chunk: int) -> None:
    if not isinstance(grid, Mapping) or not grid:
        raise ValueError(f"grid must be a dict of at least one name, each with its values; got {brief(grid)}.")
    if not isinstance(together, (tuple, list)) or (together != SEED and not set(together) <= set(grid)):
        raise ValueError(f"together must be a tuple of names in grid, which has {', '.join(grid)}; got {together!r}.")
    for name, values in grid.items():
        a_list = isinstance(values, (Sequence, np.ndarray)) and not isinstance(values, (str, bytes))
        if not a_list or not getattr(values, "ndim", 1) or not len(values):
            raise ValueError(f"grid[{name!r}] must be a list, range or array of at least one value; got {brief(values)}.")
        if name in together and any(np.ndim(value) for value in values):
            raise ValueError(f"grid[{name!r}] is in together, so its values must be single numbers; got {brief(values)}.")
    if executor is not None and not hasattr(executor, "submit"):
        raise ValueError(f"executor must be None or have submit, as those of concurrent.futures have; got {brief(executor)}.")
    if not isinstance(chunk, (int, np.integer)) or chunk < 1:
        raise ValueError(f"chunk must be a whole number of at least 1; got {brief(chunk)}.")
