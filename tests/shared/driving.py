"""Drive a live figure by its controls, and compare it with one made anew.

Every figure of the course is a function whose arguments are its controls, so `app.settings` makes it again.
"""

import ipywidgets

from helpers import apps
from helpers.live.canvas import Canvas
from helpers.live.sheet import Sheet


def made_anew(settings, size=None):
    """The figure that the settings make, in a size of the picture."""
    name = settings.split("(")[0]
    app = eval(settings, {name: getattr(apps, name)})
    if size is not None:
        app.picture.size = size
    return app


def ends(control):
    """The values at both ends of a control: a slider's lowest and highest, each option of a menu, both of a box."""
    if isinstance(control, ipywidgets.SelectionSlider):
        return [control.options[-1][1], control.options[0][1]]
    if isinstance(control, ipywidgets.IntSlider | ipywidgets.FloatSlider):
        return [control.max, control.min]
    if isinstance(control, ipywidgets.Dropdown | ipywidgets.ToggleButtons | ipywidgets.RadioButtons):
        return [value for _, value in control.options]
    if isinstance(control, ipywidgets.Checkbox | ipywidgets.ToggleButton):
        return [True, False]
    raise TypeError(f"no ends known for {type(control).__name__}")


def drive(app):
    """Put every control to both ends: the words are those of the settings, and the picture that of a figure made anew."""
    for name in list(app.controls):
        first = app.controls[name].value
        for value in ends(app.controls[name]):
            app.controls[name].value = value
            assert app.words == _frame(app).words == app.picture.words, app.settings
        same(app)
        app.controls[name].value = first
    same(app)
    return app


def same(app):
    """Words and picture are those of the same figure drawn anew from its line of Python."""
    frame = _frame(app)
    assert app.words == frame.words == app.picture.words, app.settings
    fresh = Canvas(Sheet(app.plan.layout, frame, app.plan.legend), app.canvas.width, app.canvas.ratio)
    assert app.picture.png == fresh.png(), app.settings


def _frame(app):
    """What the figure's line of Python stands for."""
    return app.plan.draw(eval(app.settings, {app.name: app.plan.settings}))
