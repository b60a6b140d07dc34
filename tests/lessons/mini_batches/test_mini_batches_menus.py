"""What the figures with a menu of models share: every registered model, and what each allows."""

import numpy as np
import pytest

from helpers import apps
from helpers.lessons.mini_batches import batches, six_steps, spread, sums
from helpers.problems import one_weight
from tests.shared.driving import same
from tests.shared.layout import crowded, overlapping

WITH_MODELS = (apps.epoch_curves, apps.spread, apps.sum_or_mean)


@pytest.mark.parametrize("make", WITH_MODELS)
def test_a_model_that_is_registered_is_in_the_menu(make, monkeypatch):
    for listed, value in ((one_weight.NAMES, "twin"), (one_weight.LOSSES, "any loss"), (one_weight._MAKERS, one_weight._sine)):
        monkeypatch.setitem(listed, "new", value)
    app = make(model="logistic")
    assert ("twin: any loss", "new") in app.controls["model"].options
    assert app.words.startswith("logistic regression, penguins: cross-entropy: ")
    app.controls["model"].value = "new"
    assert app.words.startswith("twin: any loss: ")
    same(app)


@pytest.mark.parametrize("make", WITH_MODELS)
def test_all_examples_stay_all_examples_when_the_model_changes(make):
    app = make(model="sine", batch_size=64)
    app.controls["model"].value = "least squares"
    assert app.controls["batch_size"].value == 342


def test_what_figures_share_can_only_be_read():
    deals, *path = six_steps.run(0.1, 4, 0)[:3]
    curves = batches.example_curves("sine"), batches.epoch_order(64, 0), *batches.epoch_curves("sine", "sum", 4, 0)
    draws = spread.drawn(64, 20, 0, False), *spread.measure("sine", 4.9, 20, 0, True)
    totals = [array for run in sums.runs("sine", 0.1, 4, 0) for array in (run.weights, run.losses)]
    for shared in (deals.order, *path, *curves, *draws, *totals):
        with pytest.raises(ValueError, match="read-only"):
            shared[0] = 0


EXTREMES = [
    (apps.six_steps, dict(batch_size=1, learning_rate=1.0, step=130)),
    (apps.six_steps, dict(batch_size=8, step=15)),
    (apps.epoch_curves, dict(model="least squares", batch_loss="sum", batch_size=192, lit=2)),
    (apps.epoch_curves, dict(model="logistic", batch_size=1, lit=333, w=-3.0)),
    (apps.epoch_curves, dict(model="network", batch_size=1, lit=342)),
    (apps.spread, dict(model="logistic", replacement=True, batch_size=333, draws=2000)),
    (apps.spread, dict(model="least squares", batch_size=192, w=2.75)),
    (apps.sum_or_mean, dict(model="least squares", learning_rate=1.0, batch_size=342, step=40)),
]


@pytest.mark.parametrize("make, settings", EXTREMES)
def test_no_line_of_text_leaves_the_picture_or_meets_another(make, settings):
    app = make(**settings)
    for width in (400, 720, 2400):
        app.picture.size = {"width": width, "ratio": 1}
        assert overlapping(app) == [] and crowded(app) == [], width


@pytest.mark.parametrize(
    "make, settings, says",
    [
        (apps.six_steps, {"seed": 1.5}, "seed must be a whole number between 0 and 99; got 1.5"),
        (
            apps.epoch_curves,
            {"model": ["sine"]},
            r"model must be one of sine, least squares, logistic, network; got \['sine'\]",
        ),
        (apps.epoch_curves, {"lit": 17}, "lit must be a whole number between 0 and 16; got 17"),
        (apps.epoch_curves, {"lit": 3, "batch_size": 32}, "lit must be a whole number between 0 and 2; got 3"),
        (apps.spread, {"w": np.nan}, "w must be a number between 0 and 6.5; got nan"),
        (apps.spread, {"replacement": 1}, "replacement must be one of False, True; got 1"),
        (apps.sum_or_mean, {"batch_size": 65}, "batch_size must be one of 1, .*342; got 65"),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(make, settings, says):
    with pytest.raises(ValueError, match=says):
        make(**settings)
