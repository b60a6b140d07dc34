"""A reader's own file under train_network, good and bad."""

import numpy as np
import pytest

from helpers.apps import train_network
from helpers.lessons.real_network.data import CLASSES
from helpers.lessons.real_network.marks import DIAGONAL, LEARNT
from helpers.lessons.real_network.upload import MOST
from tests.shared.driving import made_anew, same
from tests.shared.tables import good

BAD = {  # name: (content, the target chosen or None where the file itself is refused, what is said)
    "empty.csv": (b"", None, "empty.csv is empty; its first line must name the columns."),
    "one.csv": (b"x\n1\n2\n", None, "one.csv has one column, &#x27;x&#x27;, and needs two or more"),
    "text.csv": (
        b"x,name\n1,ann\n2,bob\n3,cy\n4,dan\n",
        "name",
        "target &#x27;name&#x27; holds text, such as &#x27;ann&#x27; on line 2, with 4 different values in 4 rows",
    ),
    "single.csv": (b"x,y\n1,a\n2,a\n3,a\n", "y", "target &#x27;y&#x27; is &#x27;a&#x27; in every row, so there is"),
    "gaps.csv": (b"x,y\n1,2\n,3\n3,4\n5,6\n7,1\n", "y", "column &#x27;x&#x27; lacks 1 of 5 values, the first on line 3"),
    "binary.csv": (b"\x00\x01\x02,\x03\n", None, "binary.csv is no text; save the table as CSV UTF-8."),
    "ragged.csv": (b"x,y\n1,2\n3,4,5\n", None, "line 3 of ragged.csv must have 2 fields"),
    "words.csv": (
        b"x,y\nred,2\nblue,3\nred,1\n",
        "y",
        "words.csv has no column left to predict &#x27;y&#x27; from: x holds text",
    ),
    "flat.csv": (
        b"x,y\n1,2\n1,3\n1,4\n1,7\n",
        "y",
        "flat.csv has no column left to predict &#x27;y&#x27; from: x is 1 in every row.",
    ),
    "many.csv": (
        b"x,y\n" + "".join(f"{k},c{k % 9}\n" for k in range(60)).encode(),
        "y",
        f"target &#x27;y&#x27; has 9 classes; this figure shows at most {CLASSES}.",
    ),
}


def send(app, name, content):
    """What the browser sends when a file is chosen."""
    upload = app.loader.upload
    upload.name, upload.content = name, content
    upload.sent += 1
    return said(app)


def said(app):
    return app.loader.said.value


def choose(app, target):
    app.loader.target.value = target
    return said(app)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_good_file_offers_its_columns_and_is_learnt_from(sign, tmp_path, monkeypatch):
    app = train_network(updates=30)
    words = send(app, "mine.csv", good(sign))
    assert "mine.csv has 5 columns and 60 rows." in words
    assert "note cannot be learnt from: it holds text where numbers belong" in app.loader.shown.value
    assert app.state.updates == 30 and app.controls["data"].value == "moons", "nothing happens before a target is chosen"
    words = choose(app, "kind")
    assert "Learning kind (3 classes) from length, width, mass: 30 rows for training, 30 for validation." in words
    assert app.controls["data"].value == "file" and app.words.startswith("mine.csv: 30 examples, update 0")
    app.turn(lambda state: state.trained(updates=200))
    assert "100.0% of validation right" in app.words
    (tmp_path / "mine.csv").write_bytes(good(sign))
    monkeypatch.chdir(tmp_path)
    assert np.array_equal(made_anew(app.call).weights, app.weights)
    same(app)
    choose(app, "mass")
    assert app.words.startswith("mine.csv: 30 examples, update 0") and app.frame[LEARNT][DIAGONAL], "a fit"
    app.controls["data"].value = "xor"
    assert app.words.startswith("XOR") and "file=" not in app.call
    app.controls["data"].value = "file"
    assert app.words.startswith("mine.csv") and app.state.material.target == "mass"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence_and_loses_nothing(name):
    content, target, sentence = BAD[name]
    app = train_network(updates=30)
    before = app.call, app.words, app.canvas.png(), app.weights
    words = send(app, name, content)
    if target:
        words = choose(app, target)
    assert words.startswith(sentence), words
    assert "Traceback" not in words and "\n" not in words
    assert (app.call, app.words, app.canvas.png()) == before[:3] and np.array_equal(app.weights, before[3])
    app.controls["learning_rate"].value = 0.2
    assert app.state.changes == ((30, "learning_rate", 0.2),)


def test_a_bad_file_after_a_good_one_leaves_the_good_one():
    app = train_network()
    send(app, "mine.csv", good())
    choose(app, "kind")
    app.turn(lambda state: state.trained(updates=20))
    weights = app.weights.copy()
    assert "is empty" in send(app, "empty.csv", b"")
    assert app.controls["data"].value == "file" and np.array_equal(app.weights, weights)
    app.controls["seed"].value = 3
    assert app.words.startswith("mine.csv: 30 examples, update 0")


def test_rows_with_gaps_are_left_out_where_the_reader_says_so():
    app = train_network()
    send(app, "gaps.csv", BAD["gaps.csv"][0])
    assert "lacks 1 of 5" in choose(app, "y")
    app.loader.missing.value = "drop"
    assert "Learning y (a number) from x: 2 rows for training, 2 for validation." in said(app)


def test_a_share_that_leaves_no_row_gets_its_sentence_and_the_control_goes_back():
    app = train_network()
    send(app, "few.csv", b"x,y\n1,2\n3,4\n5,7\n7,1\n")
    choose(app, "y")
    before = app.call
    app.controls["share"].value = 0.05
    assert app.player.said.value.startswith("share must be between 0 and 1 and leave a row on each side; got 0.05 of 4 rows")
    assert app.controls["share"].value == 0.5 and app.call == before
    app.controls["seed"].value = 3
    assert app.state.seed == 3


def test_two_files_of_one_name_are_two_materials():
    one, other = train_network(), train_network()
    for app, content in ((one, good()), (other, good().replace(b"tea", b"soup"))):
        send(app, "mine.csv", content)
        choose(app, "kind")
    assert one.state.material.classes == ("milk", "rum", "tea") != other.state.material.classes
    assert one.loader.row in one.children


def test_a_file_is_found_by_its_name(tmp_path):
    app = train_network()
    path = app.loader.path
    path.value = str(tmp_path / "none.csv")
    assert said(app).startswith("cannot read none.csv: No such file in ")
    (tmp_path / "large.csv").write_bytes(good())
    path.value = str(tmp_path / "large.csv")
    assert "Learning mass" in choose(app, "mass")
    assert np.array_equal(made_anew(app.call).weights, app.weights)


def test_what_the_browser_refuses_is_said_and_nothing_is_read():
    app = train_network()
    upload = app.loader.upload
    upload.refused = "big.csv has 200 MB, and a browser hands over at most 8 MB."
    assert said(app) == upload.refused and upload.content == b""
    assert upload.most == MOST < 10_000_000, "Jupyter's server takes messages of 10 MB"


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_held_in_memory(tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.write(b"x,y\n1,2\n")
        file.truncate(200_000_000)
    app = train_network()
    app.loader.path.value = str(large)
    assert "holds more than max_bytes = 100,000,000" in said(app)


def test_words_of_a_file_are_text_and_not_markup():
    app = train_network()
    assert "&lt;b&gt;x.csv" in send(app, "<b>x.csv", b"") and "<b>" not in said(app)
    send(app, "<i>.csv", b"<b>,y;\n<script>,u\n<img>,v\n<em>,w\n")
    shown = app.loader.shown.value
    assert "&lt;script&gt;" in shown and not any(tag in shown for tag in ("<b>", "<script>", "<img>", "<i>", "<em>"))


def test_the_first_rows_and_how_they_were_read_are_shown():
    app = train_network()
    rows = "".join(f"{k},5;{'ab'[k % 2]};{k};u{k}\n" for k in range(10))
    send(app, "mine.csv", ("größe;y;id;note\n" + rows).encode("cp1252"))
    assert "was read as Windows-1252" in app.loader.shown.value and "the first 5 rows" in app.loader.shown.value
    assert "<td style='padding: 0 8px'>4,5</td>" in app.loader.shown.value and "5,5" not in app.loader.shown.value
    choose(app, "y")
    for note in ("größe: read 0,5 as 0.5.", "id is left out: it only counts the rows.", "note is left out: it holds text"):
        assert f"<li>{note}" in app.loader.shown.value


def test_the_columns_to_learn_from_are_chosen():
    app = train_network()
    send(app, "mine.csv", good())
    choose(app, "kind")
    assert app.loader.features.value == ("length", "width", "mass") and app.state.features is None
    assert "note" not in app.loader.features.options and "kind" not in app.loader.features.options
    app.loader.features.value = ("width", "mass")
    assert "from width, mass: 30 rows" in said(app) and "features=('width', 'mass')" in app.call
    before = app.call
    app.loader.features.value = ()
    assert "features must name at least one column" in said(app) and app.call == before
    choose(app, "mass")
    assert app.state.features is None and app.state.material.features[:2] == ("length", "width")
    assert app.state.material.features[2:] == ("kind = milk", "kind = rum", "kind = tea")


def test_a_target_of_few_whole_numbers_is_switched_between_classes_and_a_number():
    app = train_network()
    send(app, "mine.csv", ("x,survived\n" + "".join(f"{k * k},{k % 2}\n" for k in range(40))).encode())
    assert "Learning survived (2 classes) from x" in choose(app, "survived")
    assert "classes=False takes it as a number" in app.loader.shown.value
    assert app.loader.classes.value == "as its values suggest", "a menu shows what it stands for"
    app.loader.classes.value = "a number"
    assert "Learning survived (a number) from x" in said(app) and "classes=False" in app.call
    assert app.frame[LEARNT][DIAGONAL]
