"""How an answer is read, compared and tried out, whatever it is."""

import sys
import threading
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from helpers.answers import calls
from helpers.answers.calls import Stopped, called, described
from helpers.answers.exercises import Code, Number, Verdict
from helpers.answers.own_optimizer import Faulty, Guarded
from helpers.answers.reading import read
from helpers.optimizers import Optimizer

FORMS = ["6.4", " 6,4 ", "32/5", (6, 4), (6.4,), [6.4], {6.4}, [[[6.4]]], Decimal("6.4"), Fraction(32, 5), np.float64(6.4)]
FORMS += [np.float16(6.4), np.array(6.4), np.array([6.4]), np.array([["6.4"]]), np.array([Fraction(32, 5)], object), 6.4 + 0j]


@pytest.mark.parametrize("form", FORMS, ids=repr)
def test_a_number_is_read_in_any_form(form):
    assert read(form).values[0] == pytest.approx(6.4, rel=1e-3)
    assert Number(6.4, "yes", {1: "one"}, "no").check(form)


@pytest.mark.parametrize(
    "written, note",
    [
        ("6.4", "A number needs no quotes: 6.4."),
        ((6, 4), "Python takes the comma to part two numbers. The decimal sign is a point: 6.4."),
        ([6.4], ""),
        ("−6.4", "A number needs no quotes: -6.4."),
    ],
)
def test_an_odd_form_is_named_after_the_verdict(written, note):
    assert Number(6.4, "yes", {-6.4: "yes"}, "no").check(written).message == f"yes {note}".rstrip()


@pytest.mark.parametrize("thing", [True, np.bool_(True), float, (), (1, 2, 3), (1, -2), (True, 1), "1/0", "1/2/3", "9" * 50])
def test_what_is_no_number_is_not_read(thing):
    assert read(thing) is None


@pytest.mark.parametrize(
    "written, meant",
    [
        ((1, 600), 1600),
        ("1,600", 1600),
        ("1 600", 1600),
        ("1\u202f600,5", 1600.5),
        ((1, 600), 1.6),
        ("1,5", 1.5),
        ((0, 125), 0.125),
    ],
)
def test_a_comma_is_decimal_or_parts_thousands_whichever_is_right(written, meant):
    assert Number(meant, "yes", {99: "other"}, "no").check(written)


@pytest.mark.parametrize(
    "number, value, said",
    [
        (Number(0.001, "yes", {1: "one"}, "no"), 0.0010009, "yes"),
        (Number(0.001, "yes", {1: "one"}, "no"), 0.002, "no"),
        (Number(0.0, "yes", {1: "one"}, "no"), 1e-7, "yes"),
        (Number(0.0, "yes", {1: "one"}, "no"), 1e-5, "no"),
        (Number(0.56, "yes", {1: "one"}, "no"), 0.5625, "Nearly"),
        (Number(1.01, "yes", {1: "one"}, "no", start=1), 1.010005, "yes"),
        (Number(1.01, "yes", {1: "one"}, "no", start=1), 1.009, "no"),
        (Number(1600, "yes", {1: "one"}, "no", count=True), 1600.0, "yes"),
        (Number(1600, "yes", {1: "one"}, "no", count=True), 1601, "Nearly. This is a count"),
        (Number(1600, "yes", {1: "one"}, "no", count=True), 1599.5, "Nearly. This is a count"),
        (Number(1600, "yes", {1: "one"}, "no", count=True), 1603, "no"),
        (Number(9, "yes", {0.96: "first", 0.9604: "second"}, "no"), 0.9603, "second"),
        (Number(9, "yes", {0.96: "first", 0.9604: "second"}, "no"), 0.96, "first"),
        (Number(9, "yes", {1 / 3: "a third"}, "no"), 0.333, "a third"),
    ],
)
def test_a_tolerance_is_a_share_of_what_is_asked_and_the_nearest_mistake_counts(number, value, said):
    assert number.check(value).message.startswith(said) and bool(number.check(value)) == (said == "yes")


def test_a_verdict_is_true_or_false():
    assert Verdict(True, "yes") and not Verdict(False, "no")


def endless(*given):
    while True:
        pass


def stubborn(*given):
    while True:
        try:
            int("x")
        except:  # noqa: E722
            continue


def asleep(*given):
    time.sleep(0.5)


def deep(*given):
    return deep(*given)


def raises(error):
    def function(*given):
        raise error

    return function


class Mute(Exception):
    def __str__(self):
        raise RuntimeError


CALLS = [
    (endless, "did not end within 0.2 seconds. A loop seems to go on for ever."),
    (stubborn, "did not end within 0.2 seconds. A loop seems to go on for ever."),
    (asleep, "did not end within 0.2 seconds. A loop seems to go on for ever."),
    (deep, "calls itself without end."),
    (lambda *given: sys.exit(3), "leaves Python with exit; return the answer in its place."),
    (raises(KeyboardInterrupt()), "stopped with KeyboardInterrupt."),
    (raises(Mute()), "stopped with Mute."),
    (raises(ValueError("a\nb?")), "stopped with ValueError: a b?"),
    (raises(ValueError("x" * 999)), f"stopped with ValueError: {'x' * 117}..."),
]


@pytest.mark.parametrize("function, said", CALLS)
def test_whatever_a_function_does_becomes_one_sentence_and_no_thread_stays(function, said, monkeypatch):
    monkeypatch.setattr(calls, "SECONDS", 0.2)
    threads = threading.active_count()
    with pytest.raises(Stopped) as stopped:
        called(function, 1)
    assert str(stopped.value) == said and threading.active_count() == threads


@pytest.mark.parametrize("function, said", [row for row in CALLS if row[0] is not stubborn])
def test_so_it_does_where_there_are_no_threads_but_for_a_loop_that_catches_everything(function, said, monkeypatch):
    """As in a browser."""
    monkeypatch.setattr(calls, "SECONDS", 0.2)
    monkeypatch.setattr(calls, "IN_BROWSER", True)
    monkeypatch.setattr(calls, "Thread", None)
    before = sys.gettrace()
    with pytest.raises(Stopped) as stopped:
        called(function, 1)
    assert str(stopped.value) == said and sys.gettrace() is before and called(abs, -2) == 2


def test_a_call_within_a_call_shares_its_time_and_its_thread():
    assert called(lambda: called(threading.get_ident) == threading.get_ident())
    assert called(threading.get_ident) != threading.get_ident()
    with pytest.raises(Stopped, match="stopped with ZeroDivisionError"):
        called(lambda: called(lambda: 1 / 0))


class Hostile(list):
    def __repr__(self):
        return sys.exit()


@pytest.mark.parametrize(
    "thing, said",
    [
        (10**400, "int of some 401 digits"),
        (np.inf, "float inf"),
        (int, "the type int"),
        (np, "the module numpy"),
        ((x for x in ()), "a generator, as yield or a loop in () makes one"),
        (Hostile(), "Hostile"),
        ("w" * 10**6, "str of length 1000000"),
        (np.zeros((2, 2)), "ndarray array([[0., 0.], [0., 0.]])"),
    ],
)
def test_a_thing_is_described_in_one_line(thing, said):
    assert described(thing) == said


X, y = np.ones((5, 3)), np.arange(5.0)
ONE = Code(lambda x, y: np.mean(y), ((X, y),), "yes", {}, "no", "f(x, y)")
THREE = Code(lambda x, y: x.T @ y, ((X, y),), "yes", {}, "no", "f(x, y)")


@pytest.mark.parametrize(
    "code, result, cause",
    [
        (ONE, y, "one for each entry of y, where one is asked for. Is their mean missing?"),
        (ONE, np.ones((2, 2)), "That is 4 numbers, where one is asked for"),
        (ONE, [], "empty"),
        (THREE, 1.0, "one number, where 3 are asked for. Does a mean"),
        (THREE, np.ones((3, 1)), "one column"),
        (THREE, np.ones((5, 3)), "axis=0"),
        (THREE, np.ones((3, 3)), "a column has met a row"),
        (THREE, np.ones(5), "one number for each example"),
        (THREE, np.ones(4), "counted twice"),
    ],
)
def test_a_wrong_shape_is_explained_by_its_commonest_cause(code, result, cause):
    message = code.check(lambda *given: result).message
    assert cause.casefold() in message.casefold() and "should have the shape" in message


@pytest.mark.parametrize("one", [2.0, [2], np.array([[2.0]]), Fraction(2), Decimal(2), "2", np.float32(2)], ids=repr)
def test_one_number_in_any_form_may_be_returned(one):
    assert ONE.check(lambda *given: one)


@pytest.mark.parametrize("part", [1j, 10**400, "w", [[1], [1, 2]], {2.0}])
def test_what_is_no_number_may_not(part):
    assert "should give numbers" in ONE.check(lambda *given: part).message


def test_a_function_that_writes_into_its_arguments_is_told_so():
    def greedy(x, y):
        y -= 1
        return y.mean() + 1

    assert ONE.check(greedy).message == (
        "yes One thing more: your function changes y, which others still need. Make a new array."
    )


def test_a_mistake_is_known_by_the_trials_before_it_stops():
    code = Code(lambda x: 2 * x, ((1,), (0,)), "yes", {"inverse": lambda x: 1 / x}, "no")
    assert code.check(lambda x: 1 / x).message == "inverse"
    assert "f(0) stopped with ZeroDivisionError" in code.check(lambda x: 2 * x if x else 1 / x).message


def test_an_optimizer_without_end_is_faulty(monkeypatch):
    monkeypatch.setattr(calls, "SECONDS", 0.2)
    with pytest.raises(Faulty, match="endless did not end within"):
        Guarded(Optimizer(np.zeros_like, endless)).update(y, y, y)
