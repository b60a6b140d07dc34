"""Small matrices take one thread while a figure works, and as many as the user said at all other times."""

from contextlib import nullcontext
from threading import Barrier, Thread

import pytest
from threadpoolctl import ThreadpoolController

from helpers.live import Frame, Settings, figure, whole
from helpers.live.threads import ONE_THREAD, OneThread
from tests.live.small import LINE, PANEL

BLAS = ThreadpoolController().select(user_api="blas")
SEEN = []


def threads():
    """The threads of each BLAS that NumPy has loaded."""
    return [library["num_threads"] for library in BLAS.info()]


def elsewhere(*jobs):
    """Do each in a thread of its own."""
    started = [Thread(target=job) for job in jobs]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()


class Number(Settings):
    k: int = whole("k", 0, 3)


def measure(settings):
    """Notes how many threads it has."""
    SEEN.append(threads())
    yield 1.0, lambda s: s


@figure(PANEL, measure=measure)
def counting(s: Number):
    """A figure that notes how many threads it has, and fails at 3."""
    SEEN.append(threads())
    return Frame({PANEL: {LINE: ([0, 1 / (3 - s.k)], [1, s.k])}}, f"{s.k}.")


@pytest.fixture(autouse=True)
def two():
    """The user's own setting, another than ours; made in a thread that is gone, or no other thread could change it."""
    SEEN.clear()
    (before,) = {*threads()} or {1}
    elsewhere(lambda: BLAS.limit(limits=2))
    yield [2] * len(threads())
    elsewhere(lambda: BLAS.limit(limits=before))


WORK = {
    "opens": lambda app: counting(),
    "turns": lambda app: app.set(k=1),
    "hears its control": lambda app: setattr(app.controls["k"], "value", 1),
    "is saved": lambda app: app.save("counting.png"),
    "is measured": lambda app: app.measuring.start.click(),
    "fails": lambda app: app.set(k=3),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_a_figure_works_in_one_thread_and_leaves_the_users_own_setting(work, two, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = counting()
    try:
        work(app)
    except ZeroDivisionError:
        assert app.state.k == 0
    assert SEEN and all(seen == [1] * len(two) for seen in SEEN)
    assert threads() == two


def test_of_figures_in_two_threads_the_last_to_leave_puts_the_setting_back(two):
    both, left, seen = Barrier(2), Barrier(2), []

    def first():
        with ONE_THREAD:
            both.wait(60)
            both.wait(60)
        left.wait(60)

    def last():
        with ONE_THREAD:
            both.wait(60)
            seen.append(threads())
            both.wait(60)
            left.wait(60)

    for order in ((first, last), (last, first)):
        elsewhere(*order)
        assert seen.pop() == [1] * len(two) and threads() == two
    counting()
    assert SEEN == [[1] * len(two)] and threads() == two


def test_within_it_a_second_time_nothing_is_asked_of_the_libraries():
    asked = []

    class Controller:
        def limit(self, **what):
            asked.append(what)
            return nullcontext()

    one = OneThread(Controller())
    with one, one, one:
        assert asked == [{"limits": 1, "user_api": "blas"}]
    assert len(asked) == 1
