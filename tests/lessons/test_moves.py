"""Many random moves of every figure, and figures that several threads move at once.

MOVES moves a figure: the few here take less than a second of processor time; the workflows make 1,000 at each push and 10,000 at
night.
"""

import ctypes
import gc
import os
import platform
from threading import Thread

import ipywidgets
import numpy as np
import psutil
import pytest

from helpers import apps
from tests.shared.driving import same, shown
from tools.pictures import ends

MOVES = int(os.environ.get("SGD_MOVES", "12"))  # half of them anew, then three times the same sixth
GLIBC = platform.libc_ver()[0] == "glibc"  # others do not tell what is in use from what is kept for later
TOGETHER = 4  # moves beside those of another thread
GROWTH = 5e6  # bytes
BUTTONS = ("back", "step", "next", "reset")  # those that do the same on a fast machine and on a slow one


@pytest.fixture(params=apps.FIGURES)
def make(request):
    return getattr(apps, request.param)


def move(app, moves, seed):
    """So many random moves of random controls and buttons."""
    rng = np.random.default_rng(seed)
    buttons = [button for button in getattr(app.player, "buttons", ()) if button.description in BUTTONS]
    for _ in range(moves):
        chosen = rng.integers(len(app.controls) + len(buttons))
        if chosen < len(app.controls):
            control = [*app.controls.values()][chosen]
            said = values(control)
            control.value = said[rng.integers(len(said))]
        else:
            buttons[chosen - len(app.controls)].click()


def values(control):
    """What a control can say."""
    if isinstance(control, ipywidgets.IntSlider):
        return [*range(control.min, control.max + 1, control.step)]
    if hasattr(control, "options"):
        return [value for _, value in control.options]
    return ends(control)


def taken():
    """The bytes of memory that this process alone has, without garbage and without what malloc keeps for later."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return psutil.Process().memory_full_info().uss


def together(*jobs):
    """Do all at once, each in a thread of its own; what one raises is raised here."""
    failures = []

    def do(job):
        try:
            job()
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=do, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_many_moves_end_in_the_picture_of_a_figure_made_anew_and_take_no_memory(make):
    """Half of them while another figure of the kind moves too: the two share what is worked out once."""
    app, other = shown(make()), shown(make())
    together(lambda: move(app, MOVES // 2, seed=0), lambda: move(other, TOGETHER, seed=1))
    same(other)
    other.close()
    start, memory = app.state, []
    for _ in range(3):
        app.turn(lambda state: start)  # from here the same moves fill the same caches
        move(app, MOVES // 6, seed=1)
        memory.append(taken() if GLIBC else 0)
    assert min(np.diff(memory)) < GROWTH  # what is lost is lost each time; a new arena of malloc comes once
    same(app)
    app.close()


def test_a_figure_in_two_views_is_moved_while_they_tell_their_sizes():
    app = shown(apps.magic())

    def tell():
        for _ in range(TOGETHER // 2):
            for width in (600, 1440):
                app.picture.size = {"width": width, "ratio": 1}

    together(lambda: move(app, TOGETHER, seed=0), tell)
    assert app.canvas.width == 1440
    same(app)
    app.close()
