"""One thread for the figures' small matrices: more threads only wait for each other."""

from contextlib import ContextDecorator
from threading import Lock, local
from typing import Any, cast

import numpy  # noqa: F401, whose BLAS the controller finds among the loaded libraries
from threadpoolctl import ThreadpoolController


class OneThread(ContextDecorator):
    """Within it NumPy's linear algebra runs in one thread; after it in as many as before. To enter and leave takes 0.02 ms.

    Several threads may be within it at once, and each of them several times. Some libraries have one setting for the whole
    process: what the first to enter has found is put back once more when the last has left. Until then, one that is still
    within may have more threads than one.
    """

    def __init__(self, controller: ThreadpoolController) -> None:
        self._controller, self._lock, self._here = controller, Lock(), local()
        self._within, self._first = 0, cast(Any, None)  # threads, and the limit of the first of them

    def __enter__(self) -> None:
        depth = getattr(self._here, "depth", 0)
        if not depth:
            with self._lock:
                self._here.limit = self._controller.limit(limits=1, user_api="blas")
                self._here.limit.__enter__()
                self._first = self._first if self._within else self._here.limit
                self._within += 1
        self._here.depth = depth + 1

    def __exit__(self, *error: object) -> None:
        self._here.depth -= 1
        if not self._here.depth:
            with self._lock:
                self._here.limit.__exit__(*error)
                self._within -= 1
                if not self._within and self._here.limit is not self._first:
                    with self._first:  # which puts back on leaving
                        pass


ONE_THREAD = OneThread(ThreadpoolController())  # found once, in 5 ms: to look for the libraries takes longer than a redraw
