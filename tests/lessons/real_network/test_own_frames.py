"""A reader's own data frame under train_network, and names of columns that no font and no formula was made for."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas
import pytest
from matplotlib.text import Text

from helpers.apps import train_network
from helpers.datasets import frame_table, from_frame
from helpers.live.words import legible
from tests.shared.tables import good


def test_a_data_frame_is_taken_and_is_called_frame(monkeypatch):
    frame = pandas.read_csv(BytesIO(good()))
    app = train_network(data=frame, target="kind", updates=30, features=["length", "mass"])
    assert app.words.startswith("your table: 30 examples, update 30") and app.controls["data"].value == "file"
    assert app.call.startswith("train_network(data=frame,") and "target='kind'" in app.call
    assert app.loader.target.value == "kind" and app.loader.features.value == ("length", "mass")
    again = eval(app.call, {"train_network": train_network, "frame": frame})
    assert np.array_equal(again.weights, app.weights)
    assert "Learning kind (3 classes) from length, mass" in app.loader.said.value and "<table>" in app.loader.shown.value
    app.loader.target.value = "mass"
    assert app.words.startswith("your table: 30 examples, update 0")
    with pytest.raises(ValueError, match="your table has no column 'sort'; it has length, width, note, kind, mass"):
        train_network(data={name: frame[name] for name in frame}, target="sort")


ROWS = [[1, 5, "u"], [5, 2, "v"], [2, 7, "u"], [7, 1, "v"]]
DATA = from_frame(pandas.DataFrame(ROWS, columns=["0", "1", "2"]), "2")


@pytest.mark.parametrize(
    "data, target",
    [
        (ROWS, 2),
        ([tuple(row) for row in ROWS], "2"),
        (pandas.DataFrame(ROWS), 2),
        (np.array(ROWS, dtype=object), 2),
        (np.array([tuple(row) for row in ROWS], dtype=[("0", int), ("1", float), ("2", "U1")]), "2"),
        (frame_table(ROWS), "2"),
        (DATA, "2"),
        (DATA, ""),
    ],
    ids=["lists", "tuples", "frame", "array", "records", "table", "data set", "data set with its target"],
)
def test_whatever_makes_a_frame_is_taken_by_the_figure(data, target):
    state = train_network(data=data, target=target).state
    assert (state.material.features, state.material.classes, state.target) == (("0", "1"), ("u", "v"), "2")


@pytest.mark.parametrize("arguments", [{"data": "mine.csv"}, {"data": Path("mine.csv")}, {"file": "mine.csv"}])
def test_the_name_of_a_file_alone_is_enough(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine.csv").write_bytes(good())
    app = train_network(**arguments, target="kind")
    assert app.words.startswith("mine.csv: 30 examples") and "data='file'" in app.call and "file='mine.csv'" in app.call
    app.controls["data"].value = "moons"
    assert app.words.startswith("two moons"), "a file that is there does not hold the menu"


@pytest.mark.parametrize("target", ["a", "y"])
def test_the_largest_and_the_smallest_numbers_do_no_harm(target):
    app = train_network(
        data={"a": [1, 5, 3, 1e300, 6, -1e308], "y": [1e-320, 2e-320, 3e-320, 0, 1, 2]}, target=target, updates=3
    )
    assert np.isfinite(app.state.material.X).all() and np.isfinite(app.state.material.y).all() and app.canvas.png()


@pytest.mark.parametrize(
    "name", ["price $", "a$x^2$b", "x^", "温度", "עברית", "\U0001f427 mass", "long " * 60, r"$\frac{1}{$", "two\nlines"]
)
@pytest.mark.parametrize("target", ["class", "number"])
def test_any_name_is_drawn_as_plain_text(name, target, tmp_path):
    rng = np.random.default_rng(0)
    kinds = [name, name + " 2"] * 15 if target == "class" else rng.normal(size=30)
    goal = f"{name} too"
    columns = {name: rng.normal(size=30), "other": rng.normal(size=30), goal: kinds}
    app = train_network(data=columns, target=goal.strip(), updates=3)
    assert any(legible(name, 20).removesuffix("…") in words for words in drawn(app.sheet)), drawn(app.sheet)
    assert app.canvas.png() if target == "class" else app.save(tmp_path / "own.svg").exists()


@pytest.mark.parametrize(
    "names", [["Esel $x^2$", "price $1$", "tea"], ["W" * 60, "M" * 60, "many words of a class"], [*"abcdef"]]
)
def test_the_key_of_the_classes_keeps_to_its_panel_and_no_two_words_meet(names):
    X = np.random.default_rng(0).normal(size=(30, 2))
    app = train_network(data={"u": X[:, 0], "v": X[:, 1], "kind": (names * 30)[:30]}, target="kind")
    for width in (340, 900):
        app.canvas.resize(width, 1)
        texts = app.sheet.figure.findobj(Text)
        batch = next(text for text in texts if text.get_text() == "this batch")
        key = [
            text
            for text in texts
            if text.axes is batch.axes and text.get_text() and text.get_position()[1] == batch.get_position()[1]
        ]
        boxes = sorted((text.get_window_extent() for text in key), key=lambda box: box.x0)
        assert len(boxes) == 2 * len(names) + 2 and boxes[-1].x1 <= batch.axes.bbox.x1 + 1
        assert all(left.x1 < right.x0 for left, right in pairwise(boxes))


def drawn(view):
    """All texts of a picture."""
    return [text.get_text() for text in view.figure.findobj(Text)]


@pytest.mark.parametrize(
    "arguments, says",
    [
        ({"data": [{"a": 1, "y": 2}]}, "your own data wants file, the name of a CSV file, and target, one of its columns"),
        ({"data": {"a": [1, 2], "y": [1]}, "target": "y"}, "frame must be a pandas DataFrame, .* same length"),
        ({"data": {"a": [1, 2], "y": [1, 2]}, "target": "y", "features": 3}, "features must hold names of columns, .*; got 3"),
        ({"data": {"a": [1, 2], "y": [1, 2]}, "target": "y", "features": "b"}, "your table has no column 'b'; it has a, y"),
        ({"data": {"a": [1, 2], "y": [1, 2]}, "target": "y", "classes": 7}, "classes must be True, False or None"),
        ({"data": "file", "file": 3, "target": "y"}, "path must be the name of a file"),
        ({"data": [1, 2], "target": "y"}, "data must be one of moons, .*, file; got \\[1, 2\\]"),
    ],
)
def test_what_cannot_be_learnt_from_gets_its_sentence(arguments, says):
    with pytest.raises(ValueError, match=says):
        train_network(**arguments)
