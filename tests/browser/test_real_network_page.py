"""Notebook 09 in JupyterLab, in a real browser: predictions, every control, changes while it trains, files good and bad."""

import re

import pytest

from tests.browser.lines import Figures, Lines
from tests.browser.reader import narrow, no_errors, same, same_as_controls, violations
from tests.shared.driving import made_anew
from tests.shared.tables import good

pytestmark = pytest.mark.browser
LINES = Lines("09-a-real-network.ipynb", driven=("one or all",), height=1100)
DIVERGING, SINGLE, FEW, FLIGHTS = LINES.asked
UPDATE = r"update ([\d ]+),"
TestFigures = Figures


def updates(figure):
    """The number of updates that the words tell."""
    return int(re.search(UPDATE, figure.words)[1].replace(" ", ""))


def as_settings_say(figure):
    """Words and picture are those of a figure made from the line that the picture carries."""
    seen = figure.look()
    line = figure.root.locator(".sgd-picture").get_attribute("data-cell")
    same(seen, made_anew(line.split("; ")[1], seen["size"]))
    return line


def test_play_leaps_off_says_so_and_a_smaller_rate_after_a_reset_learns(notebook):
    figure = LINES.on(notebook, DIVERGING)
    figure.button("play").click()
    figure.wait_for_words("diverged at update")
    as_settings_say(figure)
    figure.slider("learning rate η").focus()
    for key in ("Home", *["PageUp"] * 6):
        figure.page.keyboard.press(key)
    figure.button("reset").click()
    figure.wait_for_words("update 0,")
    figure.button("epoch").click()
    figure.wait_for_words("update 7, epoch 2")
    figure.button("step").click()
    figure.wait_for_words("update 8, epoch 2")
    as_settings_say(figure)
    no_errors(notebook)


def test_rate_and_batch_size_change_while_it_trains_without_a_reset(notebook):
    figure = LINES.on(notebook, FEW)
    figure.menu("speed").select_option(label="10 updates a frame")
    figure.button("play").click()
    figure.wait_to_reach(100, UPDATE)
    first = updates(figure)
    figure.slider("batch size B").focus()
    figure.page.keyboard.press("ArrowLeft")
    figure.wait_for_words("B = 16,")
    assert updates(figure) >= first
    figure.slider("learning rate η").focus()
    figure.page.keyboard.press("ArrowRight")
    figure.wait_for_words("η = 0.11,")
    second = updates(figure)
    assert second >= first
    figure.wait_to_reach(second + 100, UPDATE)
    figure.button("pause").click()
    line = as_settings_say(figure)
    assert "'batch_size', 16)" in line and "'learning_rate', 0.11)" in line and f"updates={updates(figure)}" in line
    no_errors(notebook)


def test_a_long_run_has_a_bar_and_stops_and_keeps_what_it_has_reached(notebook):
    figure = LINES.on(notebook, FLIGHTS)
    figure.button("20 epochs").click()
    figure.wait_to_reach(500, UPDATE)
    bar = figure.root.locator(".progress, .jupyter-widgets.widget-progress").first
    assert bar.is_visible()
    figure.button("pause").click()
    figure.settle()
    reached = updates(figure)
    assert 500 <= reached < 20 * 5115
    figure.button("play").wait_for()
    figure.settle()
    assert updates(figure) == reached and not bar.is_visible()
    as_settings_say(figure)
    no_errors(notebook)


def upload(figure, name, content):
    figure.root.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_files_good_and_bad(notebook):
    figure = LINES.on(notebook, FEW)
    before = figure.words
    for name, content, says in (
        ("empty.csv", b"", "empty.csv is empty"),
        ("one.csv", b"x\n1\n2\n", "one.csv has one column"),
        ("single.csv", b"x,y\n1,a\n2,a\n3,a\n", "so there is nothing to learn"),
        ("gaps.csv", b"x,y\n1,2\n,3\n3,4\n5,6\n", "lacks 1 of 4 values"),
        ("text.csv", b"x,y\n1,ann\n2,bob\n3,cy\n4,dan\n", "too many for classes"),
    ):
        upload(figure, name, content)
        if content.startswith(b"x,y"):
            figure.root.get_by_text(f"{name} has 2 columns").wait_for()
            figure.menu("target").select_option(label="y")
        figure.root.get_by_text(says).wait_for()
        assert figure.words == before, name
    figure.root.locator("input[type=file]").evaluate(
        """input => {  // a file that only says it is large: nothing of it is ever read
            const file = new File(["x,y\\n1,2\\n"], "large.csv");
            Object.defineProperty(file, "size", { value: 200e6 });
            Object.defineProperty(input, "files", { value: [file], configurable: true });
            input.dispatchEvent(new Event("change"));
            delete input.files;
        }"""
    )
    figure.root.get_by_text("large.csv has 200 MB, and a browser hands over at most 8 MB.").wait_for()
    assert figure.words == before
    upload(figure, "mine.csv", good())
    figure.root.get_by_text("mine.csv has 5 columns").wait_for()
    figure.menu("target").select_option(label="kind")
    figure.root.get_by_text("Learning kind (3 classes) from length, width, mass").wait_for()
    figure.button("epoch").click()
    figure.settle()
    assert figure.words.startswith("mine.csv:") and "epoch 2" in figure.words
    figure.menu("data").select_option(label="two moons")
    figure.wait_for_words("two moons")
    no_errors(notebook)


def test_the_menus_of_a_table_say_what_is_learnt_from_what(notebook):
    figure = LINES.on(notebook, FEW)

    def learnt(words):
        """How many rows are learnt from, once it says these words."""
        said = figure.root.get_by_text(words).inner_text()
        return sum(map(int, re.search(r"(\d+) rows for training, (\d+) for validation", said).groups()))

    rows = [f"{3 * k % 7},{k % 5 / 2},{k % 2}" for k in range(20)] + ["4,,1"]
    upload(figure, "menus.csv", "\n".join(["size,weight,ripe $r^2$", *rows]).encode())
    figure.root.get_by_text("menus.csv has 3 columns and 21 rows").wait_for()
    figure.menu("target").select_option(label="ripe $r^2$")
    figure.root.get_by_text("column 'weight' lacks 1 of 21 values").wait_for()
    figure.menu("gaps").select_option(label="leave out the row")
    assert learnt("Learning ripe $r^2$ (2 classes) from size, weight") == 20
    assert figure.root.get_by_text("ripe $r^2$: training starts anew").is_visible(), "it is no formula"
    figure.menu("taken as").select_option(label="a number")
    assert learnt("Learning ripe $r^2$ (a number) from size, weight") == 20
    figure.root.locator("select[multiple]").select_option(label=["size"])
    assert learnt("Learning ripe $r^2$ (a number) from size:") == 21, "the row with a gap in the other column is back"
    figure.menu("data").select_option(label="two moons")
    figure.wait_for_words("two moons")
    no_errors(notebook)


def test_the_figure_lays_itself_out_anew_when_the_cell_narrows(notebook):
    narrow(notebook, 700)
    same_as_controls(LINES.on(notebook, SINGLE), LINES.figures[SINGLE])
    assert violations(notebook) == []
    no_errors(notebook)
