"""The dark look in JupyterLab: a figure follows the theme by itself; what is saved and printed is light."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers.apps import magic
from helpers.live.layers import composed
from helpers.live.looks import DARK, PAPER
from tests.browser.reader import in_view, no_errors, same_as_controls, violations
from tools.browser import decoded

pytestmark = pytest.mark.browser
WHITE, BLACK = ([round(255 * part) for part in to_rgb(colour)] for colour in (PAPER, DARK[PAPER]))
SWITCH = "theme => jupyterapp.commands.execute('apputils:change-theme', { theme: `JupyterLab ${theme}` })"
SAVED = "from hashlib import sha256\nprint(sha256(app.save('figure.png').read_bytes()).hexdigest())"
PRINTED = """() => {  // the corner of the first picture as the page goes to the printer
    window.addEventListener("beforeprint", () => {
        const canvas = document.querySelector(".sgd-stage canvas");
        window.printed = [...canvas.getContext("2d").getImageData(0, 0, 1, 1).data].slice(0, 3);
    });
}"""
ELSEWHERE = """([kind, scheme, colour]) => {  // a page that is not JupyterLab's, clear but for what is behind the figure
    window.sheet ??= document.head.appendChild(document.createElement("style"));
    window.sheet.textContent = `* { background: transparent !important } :root { color-scheme: ${scheme} !important }`;
    document.querySelector(".sgd-app").style.setProperty("background", colour, "important");
    delete document.body.dataset.jpThemeLight;
    document.body.dataset.vscodeThemeKind = kind;
}"""


@pytest.fixture(scope="module")
def notebook(open_cells):
    cells = "from helpers.apps import escape, magic", "app = magic()\napp", "escape()", "app"
    notebook = open_cells(*cells, width=1668, own=True)
    notebook.run_all()
    notebook.image.first.wait_for()
    yield notebook
    notebook.page.evaluate(SWITCH, "Light")  # the setting is the server's


def wear(notebook, theme):
    """Switch the theme, as the menu does, and wait for the splash to leave: JupyterLab errs at a second switch before that."""
    notebook.page.evaluate(SWITCH, theme)
    notebook.page.locator(f"body[data-jp-theme-light='{'true' if theme == 'Light' else 'false'}']").wait_for(state="attached")
    notebook.page.locator("#jupyterlab-splash").wait_for(state="detached")
    notebook.settle()


def corners(figure):
    return figure.pixels()[[0, 0, -1, -1], [0, -1, 0, -1]].tolist()


def test_a_figure_follows_the_theme_at_once_and_back_to_the_pixel(notebook):
    figures = [in_view(notebook.figure(number)) for number in (1, 0)]
    light = [figure.look() for figure in figures]
    wear(notebook, "Dark")
    dark = [figure.look() for figure in figures]
    assert [corners(figure) for figure in figures] == [[BLACK] * 4] * 2
    assert [seen["words"] for seen in dark] == [seen["words"] for seen in light]
    app = magic()
    app.picture.size = dark[1]["size"]
    layers = app.canvas.layers()
    np.testing.assert_array_equal(figures[1].pixels(), decoded(composed(layers._replace(palette=layers.dark))))
    wear(notebook, "Light")
    assert [figure.look() for figure in figures] == light
    no_errors(notebook)


def test_in_the_dark_it_moves_saves_and_prints_as_ever(notebook):
    wear(notebook, "Dark")
    figure = in_view(notebook.figure())
    figure.slider("step").press("PageUp")
    figure.settle()
    assert corners(figure) == [BLACK] * 4
    assert violations(notebook) == []
    saved = notebook.execute(SAVED)
    notebook.page.evaluate(PRINTED)
    notebook.page.pdf()
    assert notebook.page.evaluate("() => window.printed") == WHITE and corners(figure) == [BLACK] * 4
    wear(notebook, "Light")
    same_as_controls(figure, magic)
    assert saved == notebook.execute(SAVED)
    no_errors(notebook)


@pytest.mark.parametrize(
    "kind, scheme, colour, dark",
    [
        ("vscode-dark", "normal", "", True),
        ("vscode-high-contrast", "normal", "", True),
        ("vscode-high-contrast-light", "normal", "", False),
        ("vscode-dark", "normal", "white", False),  # behind the outputs of some of its versions
        ("", "light dark", "", True),  # the reader prefers it, and the page allows it
        ("", "normal", "", False),
        ("", "normal", "oklch(0.2 0 0)", True),
        ("", "normal", "rgb(0 0 0 / 30%)", False),
    ],
)
def test_elsewhere_it_follows_what_is_behind_it(notebook, kind, scheme, colour, dark):
    figure = in_view(notebook.figure())
    notebook.page.emulate_media(color_scheme="dark")
    notebook.page.evaluate(ELSEWHERE, [kind, scheme, colour])
    figure.settle()
    assert corners(figure) == [BLACK if dark else WHITE] * 4


def test_two_views_of_one_figure_each_follow_their_own_place(notebook):
    notebook.page.evaluate(ELSEWHERE, ["vscode-dark", "normal", "white"])
    views = [in_view(notebook.figure(number)) for number in (0, 2)]
    views[1].slider("step").press("PageUp")
    notebook.settle()
    assert [corners(view) for view in views] == [[WHITE] * 4, [BLACK] * 4]
    assert views[0].words == views[1].words
    no_errors(notebook)
