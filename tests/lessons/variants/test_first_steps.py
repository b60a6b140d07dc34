"""The first step of each variant, measured and by its formula."""

import numpy as np
import pytest

from helpers.apps import first_step
from helpers.lessons.variants.figures.first_step import FIRST, LINES, MARKS, STAY, STILL_LINES
from helpers.lessons.variants.first_steps import (
    GRID,
    STAYED,
    STEPS,
    UNCORRECTED,
    beginners,
    formula,
    steps_of,
    uncorrected_adam,
)
from helpers.optimizers import adam
from helpers.problems.variants import VARIANTS


@pytest.mark.parametrize("size", [1e-6, 1e-3, 1.0, 1e3, 1e6])
def test_the_first_steps_are_those_of_the_formula_at_every_size(size):
    app = first_step(gradient=size)
    at = np.flatnonzero(np.isclose(GRID, size))[0]
    for variant in [each for each in beginners() if each.first]:
        length = steps_of(variant, size, 1)[0]
        assert length == pytest.approx(formula(variant)[at], rel=1e-9)
        assert np.ravel(app.sheet[FIRST][MARKS[variant]].get_data()) == pytest.approx([size, np.clip(length, 1e-5, 1e5)])
        np.testing.assert_array_equal(app.sheet[FIRST][STILL_LINES[variant]].get_ydata(), formula(variant))
    for key, later in STAYED.items():
        variant = UNCORRECTED if key == "uncorrected" else VARIANTS[key]
        steps, line = app.sheet[STAY][LINES[variant]].get_data()
        np.testing.assert_allclose(steps_of(variant, size, STEPS), later(steps, size), rtol=1e-9, err_msg=key)
        np.testing.assert_allclose(line, later(steps, size))


def test_a_large_gradient_is_taken_as_it_is_or_divided_away():
    lengths = {variant.key: steps_of(variant, 1e6, 1)[0] for variant in beginners()}
    assert lengths.pop("uncorrected") == pytest.approx(0.1 / np.sqrt(0.001))
    assert lengths.pop("sgd") == lengths.pop("momentum") == 1e6 and lengths.pop("rmsprop") == pytest.approx(10)
    assert [lengths[key] for key in ("clipped", "adagrad", "adam", "lion")] == pytest.approx([1] * 4)
    assert "gradient of size 42:" in first_step(gradient=42).words, "a size between the marks joins the slider"


def test_adam_without_correction_is_adam_times_the_correction():
    g, (one, other) = np.array([0.3, -2.0]), (adam(eps=0.0), uncorrected_adam(eps=0.0))
    states = [optimizer.init(g) for optimizer in (one, other)]
    for t in range(1, 6):
        (right, states[0]), (raw, states[1]) = one.update(g, states[0], g), other.update(g, states[1], g)
        np.testing.assert_allclose(raw, right * (1 - 0.9**t) / np.sqrt(1 - 0.999**t))
