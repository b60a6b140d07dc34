"""A student's own table: what is read, how, and what is said about it."""

import subprocess
import sys

import numpy as np
import pandas
import pytest

from helpers import datasets
from helpers.datasets import Table, csv_table, frame_table, from_arrays, from_frame, split
from helpers.datasets.record import Dataset

PLAIN = "a,b\n1,2\n5,3\n2,9\n"


def written(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return csv_table(path, as_name="table.csv")


@pytest.mark.parametrize(
    "content, says",
    [
        (PLAIN, None),
        (PLAIN.replace(",", ";"), "The columns of table.csv are set apart by a semicolon."),
        (PLAIN.replace(",", "\t"), "The columns of table.csv are set apart by a tab."),
        (PLAIN.replace(",", "|"), "The columns of table.csv are set apart by a bar |."),
        ("sep=;\n" + PLAIN.replace(",", ";"), "The columns of table.csv are set apart by a semicolon."),
        ('"SEP=;"\n\n' + PLAIN.replace(",", ";"), "The columns of table.csv are set apart by a semicolon."),
        ("sep=,,\n" + PLAIN, None),
        ("\n" + PLAIN, None),
        ("  \n\r\n" + PLAIN.replace("\n", "\r\n"), None),
        (PLAIN.replace("\n", ",\n"), None),
        (PLAIN.replace("\n", ",,\n").replace("a,b,,", "a,b"), None),
        (PLAIN.replace("2,9", '"2","9"') + "\n,\n\n", None),
        (PLAIN.replace("a,b", '"\na\n","b\n"').replace("\n5", ",,,,\n5"), None),
        ("\ufeff" + PLAIN, None),
        (PLAIN.encode("utf-16"), "table.csv was read as UTF-16."),
        (PLAIN.encode("utf-16-le"), "table.csv was read as UTF-16."),
        (PLAIN.encode("utf-16-be"), "table.csv was read as UTF-16."),
        (b"\xfe\xff" + PLAIN.encode("utf-16-be"), "table.csv was read as UTF-16."),
    ],
)
def test_one_table_in_its_many_forms(tmp_path, content, says):
    table = written(tmp_path, content)
    assert table.names == ("a", "b") and len(table) == 3
    assert [column.values.tolist() for column in table.columns] == [[1, 5, 2], [2, 3, 9]]
    assert table.notes == ((says,) if says else ()) and table.head[1] == ("5", "3")


@pytest.mark.parametrize(
    "content, names, says",
    [
        ("größe,y\n1,2\n".encode("cp1252"), ("größe", "y"), "is not UTF-8 (see byte 3), and was read as Windows-1252."),
        ("größe,y\n1,2\n".encode("utf-16"), ("größe", "y"), "table.csv was read as UTF-16."),
        ('"two\nlines",y\n1,2\n', ("two lines", "y"), None),
        ("1,2\n3,4\n", ("column 1", "column 2"), "table.csv names no columns: they are column 1, column 2."),
        ("1,5;2,5\n3,5;4,25\n", ("column 1", "column 2"), "set apart by a semicolon"),
        ("5.1;x;2024-01-02\n4,9;y;2024-01-03\n", ("column 1", "column 2", "column 3"), "column 1, column 2, column 3."),
        (
            "5.1,3.5,1.4,0.2,setosa\n4.9,3,1.4,0.2,virginica\n",
            tuple(f"column {k}" for k in range(1, 6)),
            "column 1, column 2, ..., column 5.",
        ),
        ("p,x\ne,x\np,y\ne,x\np,y\n", ("column 1", "column 2"), "names no columns"),
        ("land,1990,1991\nA,3,4\nB,5,6\n", ("land", "1990", "1991"), None),
        ("A,1990,1999\nB,1985,2000\n", ("column 1", "column 2", "column 3"), "names no columns"),
        ("name,1990\n4,2\n5,3\n", ("name", "1990"), None),
        ("tea,milk\nrum,tea\nmilk,tea\n", ("tea", "milk"), None),
    ],
)
def test_names_of_columns(tmp_path, content, names, says):
    table = written(tmp_path, content)
    assert table.names == names
    assert any(says in note for note in table.notes) if says else not table.notes


NAN = np.nan


FRAME = pandas.DataFrame(
    {
        "whole": [1, 5, 2, 9],
        "nullable": pandas.array([1, None, 3, 7], dtype="Int64"),
        "truth": [True, False, True, False],
        "day": pandas.to_datetime(["2024-01-02", "2024-01-01", None, "2024-01-05"]),
        "wait": pandas.to_timedelta([1, 2, 3.5, 4], unit="D"),
        "kind": pandas.Categorical(["u", "v", "u", "v"]),
        "month": pandas.PeriodIndex(["2024-01", "2024-03", None, "2024-02"], freq="M"),
        "text": ["1,5", "2,5", "3", None],
    }
)


def test_a_frame_says_by_its_types_what_it_holds():
    table = frame_table(FRAME)
    values = {column.name: column.values for column in table.columns}
    expected = dict(
        whole=[1, 5, 2, 9],
        nullable=[1, NAN, 3, 7],
        truth=[1, 0, 1, 0],
        day=[1, 0, NAN, 4],
        wait=[1, 2, 3.5, 4],
        month=[0, 60, NAN, 31],
    )
    for name, numbers in (expected | {"text": [1.5, 2.5, 3, NAN]}).items():
        np.testing.assert_allclose(values[name], numbers, equal_nan=True, err_msg=name)
    assert from_frame(FRAME, "kind", ["whole", "truth"]).X.tolist() == [[1, 1], [5, 0], [2, 1], [9, 0]]
    assert from_frame(np.array([[1, 2], [5, 9], [4, 4]]), target=1, features=[0]).y.tolist() == [2, 9, 4]
    arrays = from_arrays(FRAME[["whole"]], FRAME["kind"])
    assert (arrays.features, arrays.y.tolist(), arrays.classes) == (("whole",), [0, 1, 0, 1], ("u", "v"))
    assert from_frame(FRAME, "truth", "whole").classes == ("False", "True")
    assert from_frame(FRAME, "truth", "whole", classes=False).y.tolist() == [1, 0, 1, 0]
    assert from_frame(FRAME, "whole", "kind").X.ravel().tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    "frame",
    [
        {"a": [1, 5, 2], "y": ["u", "v", "u"]},
        [{"a": 1, "y": "u"}, {"a": 5, "y": "v"}, {"a": 2, "y": "u"}],
        pandas.DataFrame({"a": [1, 5, 2], "y": ["u", "v", "u"]}, index=[7, 7, 3]),
        {"a": np.array([1, 5, 2]), "y": pandas.Series(["u", "v", "u"])},
    ],
)
def test_whatever_makes_a_frame_is_taken(frame):
    data = from_frame(frame, target="y")
    assert (data.X.tolist(), data.classes, data.features) == ([[1], [5], [2]], ("u", "v"), ("a",))


@pytest.mark.parametrize(
    "frame, says",
    [
        ("mine.csv", "the frame must hold at least one row and one column; it has shape \\(0, 0\\)"),
        (5, "frame must be a pandas DataFrame, or columns or rows that make one; "),
        ({"a": [1, 2], "y": [1]}, "frame must be a pandas DataFrame, .*; All arrays must be of the same length\\."),
        ({1: [1, 2], "1": [1, 2]}, "the frame has two columns with the name '1'"),
        ({"a": [1, np.inf], "y": [1, 2]}, "no column left to predict 'y' from: a holds a number that is not finite"),
        ({"a": [1, None, 3], "y": [1, 2, 5]}, "column 'a' lacks 1 of 3 values, the first at index 1"),
        ({"tea": ["green", None, "black"] * 3, "y": [*"abbaabbab"]}, "column 'tea' lacks 3 of 9 values, the first at index 1"),
    ],
)
def test_a_frame_that_cannot_be_used_says_why(frame, says):
    with pytest.raises(ValueError, match=says):
        from_frame(frame, "y")


def test_a_path_may_be_spelt_in_many_ways(tmp_path, monkeypatch):
    here = tmp_path / "notes"
    here.mkdir()
    for name in ("my größe.csv", "data.csv"):
        (here / name).write_text(PLAIN, encoding="utf-8")
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    decomposed = "my gro\u0308ße.csv"
    for path in (
        "data.csv",
        " data.csv ",
        '"data.csv"',
        "'my größe.csv'",
        "„data.csv“",
        "\u201cmy größe.csv\u201d",
        decomposed,
        "~/notes/my größe.csv",
        str(here / "data.csv"),
    ):
        assert csv_table(path).names == ("a", "b"), path
    assert csv_table("helpers/data/penguins.csv").names[0] == "species", "from the folder of the course"
    with pytest.raises(
        ValueError, match=r"cannot read dta\.csv: No such file in .*notes and .*; the nearest names there: data\.csv"
    ):
        csv_table("dta.csv")
    with pytest.raises(ValueError, match=r"nearest names there: my größe\.csv"):
        csv_table("MY GRÖSSE.CSV")


@pytest.mark.parametrize("share", [0.5, 0.8, 0.9])
@pytest.mark.parametrize("rare", [2, 3])
def test_a_rare_class_is_on_both_sides_of_every_split(share, rare):
    y = np.r_[np.zeros(97), np.ones(rare)]
    data = Dataset(np.arange(len(y))[:, None] * 1.0, y, ("x",), classes=("often", "rare"))
    for seed in range(40):
        parts = split(data, share, seed)
        assert all((part.y == 1).any() for part in parts) and len(parts[0]) == round(share * len(y))
        assert sorted(np.concatenate([part.X[:, 0] for part in parts])) == [*range(len(y))], "every row once"
        assert all(((part.X[:, 0] >= 97) == part.y).all() for part in parts)


def test_a_table_is_shown_as_it_was_written():
    table = frame_table({"a": [1, None], "b": ["x", "y"]})
    assert isinstance(table, Table) and table.head == (("1.0", "x"), ("", "y"))


def test_pandas_is_loaded_only_to_read_a_table():
    code = (
        "import sys; from helpers.apps import magic; from helpers import datasets; datasets.penguins(); "
        "datasets.from_arrays([[1], [2]], [1, 2]); print('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
    assert datasets.from_frame is from_frame
