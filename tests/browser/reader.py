"""What a reader does with a figure in a browser, and whether it shows what a figure in Python does.

`same_as_controls` sets a figure in Python to what the controls on the screen say. That this gives the picture of a figure made
anew, for every control and every walk, is shown without a browser in `tests/lessons`.
"""

from functools import cache, partial
from hashlib import sha256
from io import BytesIO

import ipywidgets
import numpy as np
from PIL import Image

from helpers import apps
from helpers.checks import PREDICTIONS
from tests.shared.packages import package
from tools.browser import Live

SLIDERS = (ipywidgets.IntSlider, ipywidgets.FloatSlider, ipywidgets.SelectionSlider)
ERRORS = "[data-mime-type='application/vnd.jupyter.stderr'], [data-mime-type='application/vnd.jupyter.error']"

AXE = """async () => {
    const { violations } = await axe.run([".sgd-app", ".sgd-predicted"], { resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => [id, help, html.slice(0, 120)]));
}"""


def question(notebook, name):
    """The prediction of that name on the page."""
    return notebook.page.locator(".sgd-predicted", has_text=PREDICTIONS[name].question[:40])


def vote(asked, option):
    """Vote for an option, call it a guess, and let the vote stand: the figure opens."""
    option.click()
    for label in ("a guess", "open the figure"):
        asked.get_by_role("button", name=label).click()


def choose_wrongly(notebook, name):
    """Choose the first wrong option; returns the figure that opens."""
    prediction, asked = PREDICTIONS[name], question(notebook, name)
    wrong = next(place for place, option in enumerate(prediction.options) if not option.right)
    vote(asked, asked.locator(".sgd-option").nth(wrong))
    asked.locator(".sgd-stage canvas").wait_for()
    asked.get_by_text(prediction.look[:40]).wait_for()
    return opened(notebook, name)


def opened(notebook, name):
    """The figure behind the prediction of that name."""
    return Live(notebook, question(notebook, name).locator(".sgd-app"))


def show_figures(notebook):
    """Run the cells that show a figure or ask before one; nbval runs all cells of all notebooks."""
    notebook.execute("import numpy as np\nfrom helpers.apps import *")
    notebook.run_cells(rf"^({'|'.join(apps.__all__)})\(")


def predict_wrongly(notebook, names, open_before=0):
    """Show the notebook's figures, and choose wrongly at each of its predictions.

    open_before: figures that stand open without a prediction.
    """
    show_figures(notebook)
    assert notebook.page.locator(".sgd-app").count() == open_before, "no figure before a prediction"
    for name in names:
        choose_wrongly(notebook, name)
    notebook.settle()
    return notebook


def answers_explain(notebook, names):
    """Every answer says why the chosen option was wrong, and has a line for each option."""
    for name in names:
        asked, options = question(notebook, name), PREDICTIONS[name].options
        asked.get_by_label("because").fill("I have looked")
        asked.locator("button", has_text="show the answer").click()
        asked.locator("li").last.wait_for()
        lines = asked.locator("li").all_inner_texts()
        assert len(lines) == len(options) and "✗ not so" in lines[0]
        assert all(any(option.why in line for line in lines) for option in options)
        assert "Explain." in asked.inner_text()
    assert violations(notebook) == []
    no_errors(notebook)


def violations(place):
    """What axe-core finds on the page in our figures and predictions: [[rule, what it asks for, where], ...]."""
    place.page.evaluate(package("axe-core/axe.min.js").read_text(encoding="utf-8"))
    return place.page.evaluate(AXE)


def unasked(notebook, number=0):
    """The figure of that number among those that open at once."""
    unasked = "apps => apps.flatMap((app, place) => app.closest('.sgd-predicted') ? [] : [place])"
    return notebook.figure(notebook.page.locator(".sgd-app").evaluate_all(unasked)[number])


def saying(notebook, words):
    """The figure whose line holds these words, scrolled to; its root is marked, since its words will change."""
    root = notebook.page.locator(".sgd-app", has=notebook.page.locator("figcaption", has_text=words))
    name = root.evaluate("root => (root.dataset.found ??= `figure-${Math.random()}`)")
    return in_view(Live(notebook, notebook.page.locator(f".sgd-app[data-found='{name}']")))


def figure_of(notebook, name, shown=()):
    """The figure of that name, scrolled to: among those that open at once, named from top to bottom, or behind its prediction."""
    return in_view(unasked(notebook, [*shown].index(name)) if name in shown else opened(notebook, name))


def in_view(figure):
    """The figure, scrolled to: its stage, since the picture on it may be replaced at any moment."""
    figure.stage.scroll_into_view_if_needed()
    figure.settle()
    return figure


def narrow(notebook, width):
    """Make the window so wide, and wait until the figures of the page have followed."""
    stage = notebook.page.locator(".sgd-stage").first.element_handle()
    before = stage.evaluate("stage => stage.clientWidth")
    notebook.page.set_viewport_size({"width": width, "height": notebook.page.viewport_size["height"]})
    notebook.page.wait_for_function("([stage, before]) => stage.clientWidth !== before", arg=[stage, before])
    notebook.settle()


def no_errors(notebook):
    """Neither the browser's console nor any cell of the notebook, or of a figure's notebook, shows an error."""
    assert notebook.page.locator(ERRORS).count() == 0
    assert notebook.notebook.console_errors == [], notebook.notebook.console_errors[:3]


def opens_as(figure, make):
    """Words and picture are those of the figure that make() makes."""
    seen, app = figure.look(), make()
    app.picture.size = seen["size"]
    same(seen, app)


def same_as_controls(figure, make, **given):
    """Words and picture are those that the controls on the screen stand for.

    make: a function that makes such a figure; it is called once.  given: settings that no control shows, as a run that is kept.
    """
    seen, app = figure.look(), _twin(make)
    values = said(app, seen["controls"])
    app.picture.size = seen["size"]
    app.turn(lambda state: type(state)(**values, **given))
    same(seen, app)


def says_what_controls_say(figure, make):
    """The words are those that the controls on the screen stand for."""
    seen, app = figure.look(), _twin(make)
    state = type(app.state)(**said(app, seen["controls"]))
    assert seen["words"] == seen["label"] == app.plan.frame(state).words


def same(seen, app):
    """Words, alternative text and picture, pixel by pixel, are those of the figure in Python."""
    assert seen["words"] == app.words
    assert seen["label"] == app.words
    with Image.open(BytesIO(app.picture.png)) as picture:
        assert seen["digest"] == sha256(np.asarray(picture.convert("RGBA"))).hexdigest(), app.call


def said(app, controls):
    """{name: value} of the controls as they are on the screen; `app` tells their names and options."""
    return {name: _value(control, controls[control.description]) for name, control in app.controls.items()}


def _value(control, shown):
    if isinstance(control, ipywidgets.Dropdown):
        return control.options[shown][1]
    if isinstance(control, ipywidgets.Checkbox):
        return shown
    if isinstance(control, ipywidgets.SelectionSlider) and shown in dict(control.options):
        return dict(control.options)[shown]
    number = float(shown.replace("−", "-"))
    return int(number) if isinstance(control, ipywidgets.IntSlider) or "." not in shown else number


def drive(figure, make):
    """Every control goes to both ends, with keys: the words agree at both, the picture at one.

    Of a menu's options the last and the first are taken.
    """
    for name, control in _twin(make).controls.items():
        label = control.description
        if isinstance(control, SLIDERS):
            moves = [partial(figure.slider(label).press, key) for key in ("End", "Home")]
        elif isinstance(control, ipywidgets.Dropdown):
            moves = [partial(figure.menu(label).select_option, index=index) for index in (len(control.options) - 1, 0)]
        elif isinstance(control, ipywidgets.Checkbox):
            moves = [figure.root.get_by_role("checkbox", name=label).click] * 2
        else:
            raise TypeError(f"{name}: no keys known for {type(control).__name__}")
        for move, agrees in zip(moves, (same_as_controls, says_what_controls_say)):
            move()
            agrees(figure, make)


@cache
def _twin(make):
    return make()
