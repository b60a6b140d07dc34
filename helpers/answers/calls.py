"""Code of a learner, called with care: whatever it does becomes one sentence, and it has two seconds."""

import ctypes
import sys
import warnings
from collections.abc import Callable
from contextvars import ContextVar, copy_context
from threading import Event, Thread
from time import monotonic
from types import FrameType, GeneratorType, ModuleType
from typing import Any

import numpy as np

from helpers.browser import IN_BROWSER

SECONDS = 2.0
_inside = ContextVar("inside", default=False)  # a call within a call shares its two seconds

ADVICE = {  # words of an error: what helps
    "truth value of an array": "`and`, `if` and a chain a < b < c ask one question of a whole array. "
    "Join two comparisons with &, each in brackets.",
    "bitwise_and": "The sign & binds tighter than <. Put brackets around each comparison.",
    "matmul": "The shapes do not fit. Perhaps a matrix has to be transposed.",
    "could not be broadcast": "Two arrays of different lengths meet. Perhaps one holds all examples, and the other a batch.",
    "positional argument": "Your function takes other arguments than the exercise names.",
    "ellipsis": "There is still a gap to fill: put code in place of the three dots.",
    "not callable": "Perhaps a × is missing, or a variable has the name of a function.",
}


class Stopped(Exception):
    """There is no result. The message follows the name of the call: stopped with KeyError: 'w'."""


def _late() -> Stopped:
    return Stopped(f"did not end within {SECONDS:g} seconds. A loop seems to go on for ever.")


class _TimeUp(SystemExit):
    """Raised inside code that takes too long; a thread that it ends says nothing.

    Where a bare except catches it, as in while True: try: ... except: pass, it is raised again at the next line there.
    """

    def __init__(self) -> None:
        super().__init__()
        frame, inside = sys._getframe(1), []
        while frame.f_code is not _plain.__code__:
            if frame.f_back is None:
                return
            inside.append(frame)
            frame = frame.f_back
        for each in inside:
            each.f_trace = _again
        sys.settrace(lambda frame, event, arg: None)  # without one, no frame is traced


def _again(frame: FrameType, event: str, arg: object) -> None:
    if event == "line":
        raise _TimeUp


class _Worker(Thread):
    """One call in a thread of its own, which can be ended from outside."""

    def __init__(self, function: Callable[..., Any], given: tuple[Any, ...]) -> None:
        super().__init__(daemon=True)
        self.result: Any = None
        self.stopped: Stopped | None = _late()
        self.over = Event()
        self._function, self._given, self._context = function, given, copy_context()

    def run(self) -> None:
        try:
            self.result = self._context.run(_within, self._function, self._given)
            self.stopped = None
        except Stopped as stopped:
            self.stopped = stopped
        except _TimeUp:
            pass
        finally:
            sys.settrace(None)
            self.over.set()

    def end(self) -> None:
        """Raise _TimeUp inside, and again where the code catches everything; code in C ends when it comes back to Python."""
        for _ in range(20):
            if self.over.is_set():
                return self.join()
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident or 0), ctypes.py_object(_TimeUp))
            self.over.wait(0.05)


def _within(function: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    _inside.set(True)
    with np.errstate(all="ignore"):
        return _plain(function, given)


def _watched(function: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    """The call where there are no threads: each of its lines looks at the clock; code in C ends when it comes back to Python."""
    end = monotonic() + SECONDS

    def look(frame: FrameType, event: str, arg: object) -> Any:
        if monotonic() > end:
            raise _TimeUp
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        return copy_context().run(_within, function, given)
    except _TimeUp:
        raise _late() from None
    finally:
        sys.settrace(before)


def called(function: Callable[..., Any], *given: Any) -> Any:
    """What function(*given) returns; Stopped where it raises, exits or takes longer than two seconds."""
    if _inside.get():
        return _plain(function, given)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # nan and inf get a sentence of their own
        if IN_BROWSER:
            return _watched(function, given)
        worker = _Worker(function, given)
        try:
            worker.start()
            worker.over.wait(SECONDS)
        finally:  # also where the reader interrupts the kernel
            worker.end()
    if worker.stopped is not None:
        raise worker.stopped
    return worker.result


def described(answer: object) -> str:
    """What it is, in one line of at most 60 characters, whatever its own repr does."""
    try:
        words = " ".join(str(called(_described, answer)).split())
    except Stopped:
        return type(answer).__name__
    return words if len(words) < 60 else words[:57] + "..."


def _described(answer: object) -> str:
    name = type(answer).__name__
    if isinstance(answer, type | ModuleType):
        return f"the {'type' if isinstance(answer, type) else 'module'} {answer.__name__}"
    if isinstance(answer, GeneratorType):
        return "a generator, as yield or a loop in () makes one"
    if isinstance(answer, int) and answer.bit_length() > 200:
        return f"{name} of some {int(answer.bit_length() * 0.30103) + 1} digits"
    if isinstance(answer, list | tuple | set | frozenset | dict | str | bytes) and len(answer) > 1000:
        return f"{name} of length {len(answer)}"
    return f"{name} {answer!r}"


def _plain(function: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    try:
        return function(*given)
    except (_TimeUp, Stopped):
        raise
    except BaseException as error:  # in this thread even a KeyboardInterrupt is the learner's
        raise Stopped(_said(error)) from None


def _said(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "calls itself without end."
    if isinstance(error, SystemExit):
        return "leaves Python with exit; return the answer in its place."
    name = type(error).__name__
    try:
        words = " ".join(str(error).split())
    except Exception:  # an error of the learner's own
        words = ""
    if not words:
        return f"stopped with {name}."
    advice = next((advice for part, advice in ADVICE.items() if part in words), "")
    words = words if len(words) < 120 else words[:117] + "..."
    ending = "" if words.endswith((".", "?", "!")) else "."
    return f"stopped with {name}: {words}{ending} {advice}".rstrip()
