"""A reader's own file under train_network, good and bad, and what the figure says to bad arguments."""

import numpy as np
import pytest

from helpers.apps import train_network
from helpers.apps.trainer.data import CLASSES
from helpers.widgets.upload import MOST
from tests.driving import made_anew

ROWS = 60


def good(sign=","):
    rng = np.random.default_rng(0)
    lines = [sign.join(("length", "width", "note", "kind", "mass"))]
    for row in range(ROWS):
        kind = row % 3
        values = rng.normal(kind, 0.15, 2).round(3)
        lines.append(sign.join((*map(str, values), "abc"[row % 3] * 2, ("tea", "milk", "rum")[kind], f"{values.sum():.3f}")))
    return "\n".join(lines).encode()


BAD = {  # name: (content, the target chosen or None where the file itself is refused, what is said)
    "empty.csv": (b"", None, "empty.csv is empty; its first line must name the columns."),
    "one.csv": (b"x\n1\n2\n", None, "one.csv has one column, &#x27;x&#x27;, and needs two or more"),
    "text.csv": (
        b"x,name\n1,ann\n2,bob\n3,cy\n4,dan\n", "name",
        "target &#x27;name&#x27; holds text, such as &#x27;ann&#x27; on line 2, with 4 different values in 4 rows",
    ),
    "single.csv": (b"x,y\n1,a\n2,a\n3,a\n", "y", "target &#x27;y&#x27; is &#x27;a&#x27; in every row, so there is"),
    "gaps.csv": (b"x,y\n1,2\n,3\n3,4\n5,6\n7,1\n", "y", "column &#x27;x&#x27; lacks 1 of 5 values, the first on line 3"),
    "binary.csv": (b"\xff\xfe\x00\x01", None, "binary.csv is not UTF-8 text"),
    "ragged.csv": (b"x,y\n1,2\n3\n", None, "line 3 of ragged.csv must have 2 fields"),
    "words.csv": (b"x,y\nred,2\nblue,3\nred,1\n", "y", "words.csv has no column of numbers to predict &#x27;y&#x27; from."),
    "flat.csv": (b"x,y\n1,2\n1,3\n1,4\n1,7\n", "y", "x has the same value in every row"),
    "many.csv": (
        "x,y\n".encode() + "".join(f"{k},c{k % 9}\n" for k in range(60)).encode(), "y",
        f"target &#x27;y&#x27; has 9 classes; this figure shows at most {CLASSES}.",
    ),
}  # fmt: skip


def loader_of(app):
    upload = app.children[-2].children[0].children[0]
    assert type(upload).__name__ == "Upload"
    return app.children[-2]


def send(app, name, content):
    """What the browser sends when a file is chosen."""
    upload = loader_of(app).children[0].children[0]
    upload.name, upload.content = name, content
    upload.sent += 1
    return said(app)


def said(app):
    return loader_of(app).children[1].value


def choose(app, target):
    menu = loader_of(app).children[0].children[2]
    menu.value = target
    return said(app)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_good_file_offers_its_columns_and_is_learnt_from(sign, tmp_path, monkeypatch):
    app = train_network(updates=30)
    words = send(app, "mine.csv", good(sign))
    assert "mine.csv has 5 columns" in words and "a target only: note, kind" in words
    assert app.session.run.updates == 30 and app.controls["data"].value == "moons", "nothing happens before a target is chosen"
    words = choose(app, "kind")
    assert "Learning kind (3 classes) from length, width, mass: 30 rows for training, 30 for validation." in words
    assert app.controls["data"].value == "file" and app.words.startswith("mine.csv: 30 examples, update 0")
    app.session.run.advance(updates=200)
    app.refresh()
    assert "100.0% of validation right" in app.words
    (tmp_path / "mine.csv").write_bytes(good(sign))
    monkeypatch.chdir(tmp_path)
    again = made_anew(app.settings)
    assert np.array_equal(again.weights, app.weights) and again.words == app.words and again.picture.png == app.picture.png
    choose(app, "mass")
    assert app.words.startswith("mine.csv: 30 examples, update 0") and app.view._frame.kind == "fit"
    app.controls["data"].value = "xor"
    assert app.words.startswith("XOR") and "file=" not in app.settings
    app.controls["data"].value = "file"
    assert app.words.startswith("mine.csv") and app.session.material.target == "mass"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence_and_loses_nothing(name):
    content, target, sentence = BAD[name]
    app = train_network(updates=30)
    before = app.settings, app.words, app.picture.png, app.weights
    words = send(app, name, content)
    if target:
        words = choose(app, target)
    assert words.startswith(sentence), words
    assert "Traceback" not in words and "\n" not in words
    assert (app.settings, app.words, app.picture.png) == before[:3] and np.array_equal(app.weights, before[3])
    app.controls["learning_rate"].value = 0.2
    assert app.session.run.changes == ((30, "learning_rate", 0.2),)


def test_a_bad_file_after_a_good_one_leaves_the_good_one():
    app = train_network()
    send(app, "mine.csv", good())
    choose(app, "kind")
    app.session.run.advance(updates=20)
    weights = app.weights.copy()
    assert "is empty" in send(app, "empty.csv", b"")
    assert app.controls["data"].value == "file" and np.array_equal(app.weights, weights)
    app.controls["seed"].value = 3
    assert app.words.startswith("mine.csv: 30 examples, update 0")


def test_rows_with_gaps_are_left_out_where_the_reader_says_so():
    app = train_network()
    send(app, "gaps.csv", BAD["gaps.csv"][0])
    assert "lacks 1 of 5" in choose(app, "y")
    loader_of(app).children[0].children[3].value = "drop"
    assert "Learning y (a number) from x: 2 rows for training, 2 for validation." in said(app)


def test_a_file_is_found_by_its_name(tmp_path):
    app = train_network()
    path = loader_of(app).children[0].children[1]
    path.value = str(tmp_path / "none.csv")
    assert said(app).startswith("cannot read") and "No such file" in said(app)
    (tmp_path / "large.csv").write_bytes(good())
    path.value = str(tmp_path / "large.csv")
    assert "Learning mass" in choose(app, "mass")
    assert np.array_equal(made_anew(app.settings).weights, app.weights)


def test_what_the_browser_refuses_is_said_and_nothing_is_read():
    app = train_network()
    upload = loader_of(app).children[0].children[0]
    upload.refused = "big.csv has 200 MB, and a browser hands over at most 8 MB."
    assert said(app) == upload.refused and upload.content == b""
    assert upload.most == MOST < 10_000_000, "Jupyter's server takes messages of 10 MB"


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_held_in_memory(tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.write(b"x,y\n1,2\n")
        file.truncate(200_000_000)
    app = train_network()
    loader_of(app).children[0].children[1].value = str(large)
    assert "holds more than max_bytes = 100,000,000" in said(app)


def test_words_of_a_file_are_text_and_not_markup():
    app = train_network()
    assert "&lt;b&gt;x.csv" in send(app, "<b>x.csv", b"") and "<b>" not in said(app)


@pytest.mark.parametrize(
    "settings, says",
    [
        ({"data": "cats"}, "data must be one of moons, .*, file; got 'cats'"),
        ({"data": "file"}, "your own data wants file, the name of a CSV file, and target, one of its columns."),
        ({"data": "file", "file": "none.csv", "target": "y"}, "cannot read none.csv: No such file"),
        ({"share": 0}, "share must be a number between 0.01 and 0.99; got 0"),
        ({"hidden": 16}, "hidden must be one of none, 4, 16, 64, 16-16, 32-32-32; got 16"),
        ({"activation": "sine"}, "activation must be one of tanh, relu; got 'sine'"),
        ({"seed": -1}, "seed must be a whole number between 0 and 99; got -1"),
        ({"optimizer": "best"}, "optimizer must be one of sgd, momentum, .*adam; got 'best'"),
        ({"schedule": "none"}, "schedule must be one of constant, .*; got 'none'"),
        ({"learning_rate": 0}, "learning_rate must be a number between 0.0001 and 10; got 0"),
        ({"batch_size": 3}, "batch_size must be one of 1, 2, 4, 8, 16, 32, 64, 128, 200; got 3"),
        ({"l2": -1}, "l2 must be a number between 0 and 1; got -1"),
        ({"speed": 7}, "speed must be one of 1, 10, 100, fast; got 7"),
        ({"updates": 1.5}, "updates must be a whole number between 0 and 10000000; got 1.5"),
        ({"changes": 5}, r"changes must hold \(update, name, value\) for each change; got 5"),
        ({"updates": 9, "changes": ((10, "l2", 0.1),)}, "the update of the change of l2 must be a whole number between 0 and 9"),
        ({"updates": 9, "changes": ((3, "seed", 1),)}, "the name of a change must be one of optimizer, .*; got 'seed'"),
        ({"updates": 9, "changes": ((3, "l2", "x"),)}, "l2 must be a number between 0 and 1; got 'x'"),
    ],
)  # fmt: skip
def test_settings_out_of_range_get_one_clear_sentence(settings, says):
    with pytest.raises(ValueError, match=says) as raised:
        train_network(**settings)
    assert "\n" not in str(raised.value)
