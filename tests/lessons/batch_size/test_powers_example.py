"""The figure of powers of 2 before it measures: an example, recorded elsewhere, that says that it is one."""

import numpy as np
import pytest

from helpers.apps import powers_of_two
from helpers.lessons.batch_size.figures.powers_of_two import EXAMPLE, EXAMPLE_NEIGHBOURS, RATIO, SECONDS, known
from helpers.lessons.batch_size.powers import EXAMPLES, MODELS, RECORDED, SIZES, compare_medians
from helpers.live import LINE
from helpers.live.words import MACHINE


@pytest.mark.parametrize("model", MODELS)
def test_the_example_is_what_was_recorded_and_gives_way_to_what_is_measured(model):
    app, (times, errors) = powers_of_two(model=model), np.array(RECORDED[model]) / 1e6
    epochs, (ratios, _, _) = times * np.ceil(EXAMPLES[model] / np.array(SIZES)), compare_medians(times, errors)
    for panel, mark, shown in (
        (SECONDS, EXAMPLE, epochs[1::3]),
        (SECONDS, EXAMPLE_NEIGHBOURS, np.delete(epochs, np.s_[1::3])),
        (RATIO, EXAMPLE, ratios),
    ):
        _, points = app.sheet[panel][mark]
        np.testing.assert_allclose(points.get_ydata(), shown)
    assert app.frame[SECONDS][LINE].endswith("elsewhere, an example") and "an example" in app.frame[RATIO][LINE]
    app.turn(known(model, ((*times,), (*1.01 * times,))))
    assert app.frame[SECONDS][EXAMPLE] is app.frame[SECONDS][EXAMPLE_NEIGHBOURS] is app.frame[RATIO][EXAMPLE] is None
    assert app.frame[SECONDS][LINE].endswith(MACHINE) and "an example" not in app.frame[RATIO][LINE]


@pytest.mark.parametrize("model", MODELS)
def test_the_example_is_a_measurement_that_can_be(model):
    """A time and its error for each size; larger batches take longer; the ratios are within 5 % of 1."""
    times, errors = np.array(RECORDED[model])
    assert times.shape == errors.shape == (len(SIZES),) and (errors < 0.02 * times).all()
    assert (np.diff(times[1::3]) > 0).all()
    ratios, spreads, (together, error) = compare_medians(times, errors)
    assert together == pytest.approx(1, abs=0.03) and error < 0.003
    assert (np.abs(ratios - 1) < 0.05).all() and (spreads < 0.01).all()
