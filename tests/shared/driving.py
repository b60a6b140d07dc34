"""Drive a live figure by its controls, and compare it with one made anew.

Every figure of the course is a function whose arguments are its controls, so `app.call` makes it again.
"""

import numpy as np

from helpers import apps
from helpers.live.canvas import WIDTH, Canvas
from helpers.live.sheet import Sheet
from tools.pictures import ends


def made_anew(call, size=None):
    """The figure that the line of Python makes, in a size of the picture."""
    name = call.split("(")[0]
    app = eval(call, {name: getattr(apps, name)})
    return shown(app, **size) if size else app


def shown(app, width=WIDTH, ratio=1):
    """The figure, on a page where it is so wide: only there it has pixels."""
    app.picture.size = {"width": width, "ratio": ratio}
    return app


def drive(app):
    """Put every control to both ends: the words are those of the settings, and the picture that of a figure made anew.

    Two controls go together, since to draw anew takes longest; when they are back, the picture is again that of before.
    """
    start, before, names = app.state, app.picture.png, [*app.controls]
    for place in range(0, len(names), 2):
        for name in names[place : place + 2]:
            for value in ends(app.controls[name]):
                app.controls[name].value = value
                assert app.words == _frame(app).words == app.picture.words, app.call
        same(app)
        app.turn(lambda state: start)
        assert app.picture.png == before, app.call


def same(app):
    """Words and picture are those of the same figure drawn anew from its line of Python."""
    if not app.picture.size:
        shown(app)
    frame = _frame(app)
    assert app.words == frame.words == app.picture.words, app.call
    fresh = Canvas(Sheet(app.plan.layout, frame, app.plan.legend), app.canvas.width, app.canvas.ratio)
    assert app.picture.png == fresh.png(), app.call


def same_data(app):
    """Words and data of every mark are those of the figure that its line of Python makes, which is returned."""
    again = made_anew(app.call)
    assert app.words == again.words == app.picture.words, app.call
    np.testing.assert_equal(app.frame.panels, again.frame.panels)
    return again


def _frame(app):
    """What the figure's line of Python stands for."""
    return app.plan.frame(eval(app.call, {app.name: app.plan.settings}))
