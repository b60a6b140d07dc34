"""Drive a live figure by its controls, in Python and in a browser, and compare it with one made anew.

Every figure of the course is a function whose arguments are its controls, so `app.settings` makes it again.
"""

import ipywidgets
import numpy as np

from helpers import apps
from helpers.checks import PREDICTIONS
from tools.browser import decoded

SLIDERS = (ipywidgets.IntSlider, ipywidgets.FloatSlider, ipywidgets.SelectionSlider)


def made_anew(settings, size=None):
    """The figure that the settings make, in a size of the picture."""
    app = eval(settings, vars(apps).copy())
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
    """Put every control to both ends in Python; after each, words and picture are those of a figure made anew."""
    for name in list(app.controls):
        first = app.controls[name].value
        for value in [*ends(app.controls[name]), first]:
            app.controls[name].value = value
            expected = made_anew(app.settings)
            assert app.words == expected.words, app.settings
            assert app.picture.png == expected.picture.png, app.settings
    return app


def drive_in_browser(figure, make):
    """The same with keys in a browser, the figure `figure` of the open notebook, which make() makes as it opens.

    Of a menu's options the last and the first are taken; `drive` takes them all.
    """
    app = make()
    for name, control in app.controls.items():
        label = control.description
        if isinstance(control, SLIDERS):
            for key in ("End", "Home"):
                figure.slider(label).focus()
                figure.page.keyboard.press(key)
                same_as_controls(figure, app)
        elif isinstance(control, ipywidgets.Dropdown):
            for index in (len(control.options) - 1, 0):
                figure.menu(label).select_option(index=index)
                same_as_controls(figure, app)
        elif isinstance(control, ipywidgets.Checkbox):
            for _ in range(2):
                figure.root.get_by_label(label).click()
                same_as_controls(figure, app)
        else:
            raise TypeError(f"{name}: no keys known for {type(control).__name__}")


def same_as_controls(figure, make):
    """Picture, words and alternative text are those of a figure made from what the controls on the screen say.

    make: the figure, or a function that makes it; its controls tell what to look for on the screen.
    """
    figure.settle()
    width, ratio = figure.stage.evaluate("stage => [stage.clientWidth, devicePixelRatio]")
    app = make() if callable(make) else make
    expected = made_anew(f"{app.name}({', '.join(shown(figure, app))})", {"width": width, "ratio": ratio})
    assert figure.words == expected.words
    assert figure.image.get_attribute("aria-label") == expected.words
    same_picture(figure, expected)


def same_picture(figure, app):
    """The picture on the screen is that of the figure in Python, pixel by pixel."""
    np.testing.assert_array_equal(figure.pixels(), decoded(app.picture.png))


def predict_wrongly(notebook, names, open_before=0):
    """Run the notebook and choose a wrong option at each of its predictions, in order: their figures open.

    open_before: figures that stand open without a prediction.
    """
    notebook.run_all()
    assert notebook.page.locator(".sgd-app").count() == open_before, "no figure before a prediction"
    for number, name in enumerate(names):
        prediction, asked = PREDICTIONS[name], notebook.page.locator(".sgd-predicted").nth(number)
        wrong = next(place for place, option in enumerate(prediction.options) if not option.right)
        asked.locator(".sgd-option").nth(wrong).click()
        notebook.figure(number).image.wait_for()
        notebook.figure(number).settle()
        assert prediction.look[:40] in asked.inner_text()
    return notebook


def answers_explain(notebook, names):
    """Every answer says why the chosen option was wrong, and has a line for each option."""
    for number, name in enumerate(names):
        asked = notebook.page.locator(".sgd-predicted").nth(number)
        asked.locator("button", has_text="show the answer").click()
        asked.locator("li").last.wait_for()
        assert asked.locator("li").count() == len(PREDICTIONS[name].options)
        assert "✗ not so" in asked.locator("li").first.inner_text()
    no_errors(notebook)


def in_view(figure):
    """The figure, scrolled to: its stage, since the picture on it may be replaced at any moment."""
    figure.settle()
    figure.stage.scroll_into_view_if_needed()
    figure.settle()
    return figure


def no_errors(notebook):
    """Neither the browser's console nor any cell of the notebook, or of a figure's notebook, shows an error."""
    errors = "[data-mime-type='application/vnd.jupyter.stderr'], [data-mime-type='application/vnd.jupyter.error']"
    assert notebook.page.locator(errors).count() == 0
    assert notebook.notebook.console_errors == []


def shown(figure, app):
    """name=value for each control, as the screen has it."""
    for name, control in app.controls.items():
        label = control.description
        if isinstance(control, ipywidgets.Dropdown):
            value = control.options[figure.menu(label).evaluate("menu => menu.selectedIndex")][1]
        elif isinstance(control, ipywidgets.Checkbox):
            value = figure.root.get_by_label(label).is_checked()
        else:
            text = figure.readout(label).inner_text()
            value = dict(control.options).get(text) if isinstance(control, ipywidgets.SelectionSlider) else None
            value = float(text.replace("−", "-")) if value is None else value
            value = int(value) if isinstance(control, ipywidgets.IntSlider) or value == int(value) and "." not in text else value
        yield f"{name}={value!r}"
