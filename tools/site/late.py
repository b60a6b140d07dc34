"""Runs in the browser's kernel as it starts: packages that no first figure needs are loaded once they are imported."""

import sys
from importlib import invalidate_caches
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from site import getsitepackages

import sgd_start


class Late(MetaPathFinder):
    """Lets the browser bring the wheels of a module that is not there."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if path is None and sgd_start.isLate(name) and not PathFinder.find_spec(name):
            sgd_start.bring(name, getsitepackages()[0])
            invalidate_caches()
        return None  # the usual finders find it now


sys.meta_path.insert(0, Late())
