"""Notebook 05: what its figures, exercises and predictions say to bad arguments and to wrong answers."""

import numpy as np
import pytest

from helpers.apps import escape, faster, swarm
from helpers.checks import EXERCISES
from helpers.lessons.noise import exercises
from helpers.lessons.noise.escaping import RATES, SIZES, counts
from helpers.problems.shares import wilson
from tests.shared.garbage import gets_sentences

LATE = [lambda **seed: escape(runs=8, **seed), lambda **seed: swarm(step=30, **seed)]  # at first there is nothing of the seed


@pytest.mark.parametrize("make", [faster, *LATE])
def test_the_same_settings_draw_the_same_bytes_and_another_seed_others(make):
    assert make(seed=3).canvas.png() == make(seed=3).canvas.png() != make(seed=4).canvas.png()


@pytest.mark.parametrize(
    "make, settings, says",
    [
        (faster, {"data": None}, "data must be one of flights, penguins; got None"),
        (swarm, {"start": np.nan}, "start must be a number between -0.8 and 7.2; got nan"),
        (swarm, {"run": 0}, "run must be a whole number between 1 and 200; got 0"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(make, settings, says):
    with pytest.raises(ValueError) as said:
        make(**settings)
    assert str(said.value) == f"{says}."


@pytest.mark.parametrize("name", exercises.EXERCISES)
def test_garbage_gets_a_sentence(name):
    gets_sentences(name)


def test_the_answers_of_the_exercises_on_escape_are_those_of_the_experiment():
    shares = counts("notebook 04", 0, 500)[RATES.index(0.2)] / 500
    answer, runs = EXERCISES["escape rate"].answer, EXERCISES["escape runs"].answer
    assert answer == SIZES[shares.argmax()] and round(100 * shares.max()) in EXERCISES["escape rate"].wrong
    width = np.diff(wilson(150, 400)).item()
    assert width == pytest.approx(0.094, abs=5e-4)
    assert np.diff(wilson(0.375 * runs, runs)).item() == pytest.approx(width / 2, rel=0.01)
