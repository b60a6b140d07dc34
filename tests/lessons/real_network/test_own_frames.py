"""A reader's own data frame under train_network, and names of columns that no font and no formula was made for."""

from io import BytesIO

import numpy as np
import pandas
import pytest
from matplotlib.text import Text

from helpers.apps import train_network
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


@pytest.mark.parametrize(
    "name", ["price $", "a$x^2$b", "x^", "温度", "עברית", "\U0001f427 mass", "long " * 60, r"\\frac{1}{", "two\nlines"]
)
@pytest.mark.parametrize("target", ["class", "number"])
def test_any_name_is_drawn_as_plain_text(name, target, tmp_path):
    rng = np.random.default_rng(0)
    kinds = [name, name + " 2"] * 15 if target == "class" else rng.normal(size=30)
    goal = f"{name} too"
    app = train_network(
        data={name: rng.normal(size=30), "other": rng.normal(size=30), goal: kinds}, target=goal.strip(), updates=3
    )
    assert any(legible(name, 20).removesuffix("…") in words for words in drawn(app.view)), drawn(app.view)
    assert app.canvas.png() and app.save(tmp_path / "own.svg").exists()


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
