"""What the figures of steps with phases share, and the unusual states of all four figures."""

import pytest

from helpers.apps import epoch, network, one_step, orders
from helpers.lessons.one_example import network as network_steps
from helpers.lessons.one_example import six_points
from tests.shared.layout import crowded, overlapping

BOTH = pytest.mark.parametrize("make, steps", [(one_step, six_points), (network, network_steps)])


@BOTH
def test_next_goes_through_the_phases_and_on_to_the_next_example(make, steps):
    app, last = make(), len(steps.PHASES) - 1
    buttons = {child.description: child for child in app.children[1].children[2:]}

    def after(*names):
        for name in names:
            buttons[name].click()
        return app.controls["step"].value, app.controls["phase"].value

    assert [name for name, _ in app.controls["phase"].options] == [*steps.PHASES]
    assert [after("next") for _ in range(last + 2)] == [*((0, phase + 1) for phase in range(last)), (1, 0), (1, 1)]
    number = app.picture.number
    assert after("back", "back") == (0, last)
    assert app.picture.number == number + 2, "one redraw a press"
    app.set(step=app.controls["step"].max, phase=last - 1)
    assert after("play") == (app.controls["step"].max, last)
    app.picture.asked({"more": app.picture.number})
    assert not app.picture.playing
    assert after("reset") == (0, 0)


@BOTH
def test_what_did_not_change_is_not_computed_again(make, steps):
    steps.run.cache_clear()
    app = make()
    for phase in range(5):
        app.set(step=phase, phase=phase)
    assert steps.run.cache_info().misses == 1


@pytest.mark.parametrize(
    "make, settings",
    [
        (one_step, dict(learning_rate=1.0, step=9)),
        (network, dict(learning_rate=1.0, step=9)),
        (network, dict(learning_rate=0.00125, step=3)),
        (epoch, dict(n=64, batch_size=60, step=200)),
        (epoch, dict(n=64, batch_size=6, step=199)),
        (epoch, dict(n=1, batch_size=1)),
        (orders, dict(learning_rate=0.01, by_mass=False, step=0)),
    ],
)
def test_no_text_lies_over_another_or_leaves_the_picture(make, settings):
    app = make(**settings)
    for width in (400, 719, 1000):
        app.picture.size = {"width": width, "ratio": 1}
        for phase in range(len(app.controls["phase"].options)) if "phase" in app.controls else [None]:
            if phase is not None:
                app.controls["phase"].value = phase
            assert overlapping(app) == [], (width, phase, app.call)
        assert crowded(app) == [], (width, app.call)


@pytest.mark.parametrize(
    "make, settings, says",
    [
        (network, {"learning_rate": float("nan")}, "learning_rate must be a number between 0.001 and 1; got nan."),
        (network, {"phase": True}, "phase must be a whole number between 0 and 6; got True."),
        (orders, {"by_mass": 1}, "by_mass must be one of True, False; got 1."),
        (orders, {"step": 0.5}, "step must be a whole number between 0 and 200; got 0.5."),
    ],
)
def test_unusual_values_get_one_clear_sentence(make, settings, says):
    with pytest.raises(ValueError) as error:
        make(**settings)
    assert str(error.value) == says
