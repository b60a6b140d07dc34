import csv
import io
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.datasets import from_arrays, from_csv


def table(text, target="y", **options):
    return from_csv(io.StringIO(text), target, **options)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b,y\n1,2,no\n3,4,yes\n5,6,no\n",
        b"\xef\xbb\xbfa,b,y\r\n1,2,no\r\n3,4,yes\r\n5,6,no\r\n\r\n\r\n",
        b' a , "b",y\n1, 2,"no"\n\n"3", 4,yes\n5,6 ,no \n   \n',
        b"\n\na,b,y\r1,2,no\r3,4,yes\r5,6,no",
    ],
    ids=["plain", "BOM and CRLF", "quotes, spaces and blank lines", "old line ends"],
)
def test_one_table_in_its_many_spellings(tmp_path, content):
    path = tmp_path / "my data.csv"
    path.write_bytes(content)
    for source in (path, str(path), io.StringIO(content.decode(), newline="")):
        data = from_csv(source, "y")
        assert data.X.tolist() == [[1, 2], [3, 4], [5, 6]] and data.X.dtype == float
        assert (data.y.tolist(), data.classes, data.features, data.target) == ([0, 1, 0], ("no", "yes"), ("a", "b"), "y")
    with path.open(encoding="utf-8") as file:
        assert from_csv(file, "b", "a").y.tolist() == [2, 4, 6]


def test_features_are_all_named_columns_but_the_target():
    text = ",a,y,b\n0,1,2,3\n1,4,5,6\n"  # the nameless column is what pandas writes for the index
    assert table(text).features == ("a", "b") and table(text).X.tolist() == [[1, 3], [4, 6]]
    assert table("a,y,,\n1,2,,\n4,5,,\n").features == ("a",)
    assert table(text, features=["b", "a"]).X.tolist() == [[3, 1], [6, 4]]
    assert table(text.replace(",", ";"), delimiter=";", max_bytes=len(text)).y.tolist() == [2, 5]


@pytest.mark.parametrize("word", ["", "NA", "N/A", "NaN", "nan", "NULL", "null", "None", " NA "])
def test_rows_that_lack_a_value_are_dropped_only_on_request(word):
    text = f"a,note,y\n1,,2\n{word},,3\n4,,5\n6,,{word}\n"
    with pytest.raises(ValueError, match=r"column 'a' lacks 1 of 4 values, the first on line 3; .* missing='drop'"):
        table(text, features="a")
    data = table(text, features="a", missing="drop")
    assert (data.X.tolist(), data.y.tolist()) == ([[1], [4]], [2, 5])


def test_numbers_stay_numbers_and_other_targets_become_classes():
    assert table("a,y\n1,-2.5e3\n2,0").y.tolist() == [-2500, 0]
    mixed = table("a,y\n1,1\n2,1\n3,x\n4,x")
    assert (mixed.y.tolist(), mixed.classes) == ([0, 0, 1, 1], ("1", "x"))
    assert table("a,y\n1,1_0\n2,1_0\n3,2_0").classes == ("1_0", "2_0")


def test_lines_are_counted_as_an_editor_counts_them():
    with pytest.raises(ValueError, match="'x' on line 7"):
        table('a,y\n\n1,"two\nlines"\n\n2,no\nx,no\n', features="a")
    with pytest.raises(ValueError, match="'x' on line 5"):
        table("sep=;\n\na;y\n1;2\nx;3\n", features="a")
    with pytest.raises(ValueError, match="column 'a' holds text where numbers belong: 'x' on line 4"):
        table("a,y\n,1\n2,3\nx,4\n", features="a", missing="drop")


@pytest.mark.parametrize(
    "text, options, says",
    [
        ("", {}, "the file is empty; its first line must name the columns"),
        (" \n\n", {}, "the file is empty"),
        ("a,y\n", {}, "the file must hold at least 2 rows to learn from; got 0"),
        ("a,y\n1,2\n", {}, "at least 2 rows to learn from; got 1"),
        ("a,y\n1,2\n,3\n", {"missing": "drop", "features": "a"}, "at least 2 rows without a missing value; got 1"),
        ("a;y\n1;2\n", {"delimiter": ","}, "has one column, 'a;y', and needs two or more; is the delimiter ','\\?"),
        ("a, a ,y\n1,2,3\n", {}, "has two columns with the name 'a'; rename one"),
        ("a,y\n1,2\n\n1,2,3\n", {}, "line 4 of the file must have 2 fields, as the header has; it has 3"),
        (
            "Lab 3\n\na,y\n1,2\n",
            {},
            "the file begins with 'Lab 3', and line 3 has 2 fields; delete what stands above the names",
        ),
        ("a,b,y\n1,2,3\n4,5\n6,8,2\n", {}, "column 'y' lacks 1 of 3 values, the first on line 3"),
        ("a\n1\n2\n", {}, "has one column, 'a', and needs two or more; a comma, a semicolon, a tab, a bar | may set columns"),
        ('a,y\n1,2\n3,"4\n5,6\n', {}, "the file is no CSV: EOF inside string starting at row 2; is a quote left open\\?"),
        ("a,b,y\n1,2,3\n", {"target": "z"}, "the file has no column 'z'; it has a, b, y"),
        ("a,b,y\n1,2,3\n", {"features": ("a", "c")}, "the file has no column 'c'; it has a, b, y"),
        ("a,b,y\n1,2,3\n", {"features": ()}, "features must name at least one column, .* got \\(\\)"),
        ("a,b,y\n1,2,3\n", {"features": ("a", "y")}, "none may be the target 'y'; got \\('a', 'y'\\)"),
        (",y\n1,2\n2,3\n", {}, "the file has no column left to predict 'y' from\\."),
        ("a,y\n1,2\nblue,3\n", {}, "no column left to predict 'y' from: a holds text where numbers belong: 'blue' on line 3"),
        ("a,y\n1,2\n1_0,3\n", {"features": "a"}, "column 'a' holds text where numbers belong: '1_0' on line 3"),
        ("a,y\n1,2\n-inf,3\n", {"features": "a"}, "column 'a' holds a number that is not finite: '-inf' on line 3"),
        ("a,y\n1,2\n3,1e999\n", {}, "column 'y' holds a number that is not finite: 'inf' on line 3"),
        ("a,y\n1,2\n3,2.0\n", {}, "target 'y' is '2.0' in every row, so there is nothing to learn"),
        ("a,y\n1,tea\n3,tea\n", {}, "target 'y' is 'tea' in every row"),
        ("a,y\n1,5\n2,p\n3,q\n4,q\n", {}, "such as 'p' on line 3, with 3 different values in 4 rows: too many for classes"),
        ("a,y\n1,2\n3,4\n", {"missing": "mean"}, "missing must be 'error' or 'drop'; got 'mean'"),
        ("a,y\n1,2\n3,4\n", {"delimiter": ""}, "delimiter must be one character, .*; got ''"),
        ("a,y\n1,2\n3,4\n", {"classes": "yes"}, "classes must be True, False or None, which decides by the target; got 'yes'"),
        ("a,y\n1,2\n3,4\n", {"delimiter": '"'}, "delimiter must be one character"),
        ("a,y\n1,2\n3,4\n", {"max_bytes": 11}, "the file holds more than max_bytes = 11; cut it"),
        ("a,y\n1,2" + 9999 * "\n3,4" + 9999 * ",", {}, "is no CSV: its rows differ much in length; is a quote left open\\?"),
        ("a,y\n1,2\n3,\0\n", {}, "the file is no text; save the table as CSV UTF-8"),
        (
            "a,y\n1,tea\n2,tea\n3,rum\n",
            {"classes": False},
            "target 'y' holds words, which can only be classes",
        ),
    ],
)
def test_a_table_that_cannot_be_used_says_why(text, options, says):
    with pytest.raises(ValueError, match=says):
        table(text, **options)


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    latin = tmp_path / "latin.csv"
    latin.write_bytes("a,y\n1,caf\xe9\n".encode("latin-1"))
    torn, book = tmp_path / "torn.csv", tmp_path / "book.xlsx"
    torn.write_bytes(b"a,y\n1,caf\xe9\x81\n".replace(b"caf", b"fa"))
    book.write_bytes(b"PK\x03\x04 and so on")
    closed = latin.open()
    closed.close()
    for path, says in [
        (tmp_path / "a table.txt", "cannot read a table.txt: No such file in .*; no name there is like it"),
        (tmp_path / "latim.csv", "cannot read latim.csv: No such file in .*; the nearest names there: latin.csv"),
        (tmp_path / "deeper" / "latin.csv", "No such file in .*deeper, which does not exist; no name there is like it"),
        (tmp_path, "cannot read .*: "),
        (torn, "torn.csv is not UTF-8 text \\(see byte 9\\); save it as CSV UTF-8"),
        (book, "book.xlsx is a workbook or an archive; open it and save the table as CSV UTF-8"),
        (closed, "cannot read latin.csv: I/O operation on closed file"),
        (3, "path must be the name of a file or an open text file; got 3"),
        (" ", "path must be the name of a file or an open text file; got ' '"),
        ("https://x.org/a.csv", "cannot read https://x.org/a.csv: it is an address of the web; save the file beside"),
    ]:
        with pytest.raises(ValueError, match=says):
            from_csv(path, "y")
    with pytest.raises(ValueError, match=r"latin.csv holds more than max_bytes = 9; cut it to fewer rows, or raise max_bytes"):
        from_csv(latin, "y", max_bytes=9)


def test_long_text_is_cut_in_a_sentence():
    wide = ",".join(f"column {k}" for k in range(1000))
    with pytest.raises(ValueError, match=r"no column 'y'; it has column 0, .* \.\.\.") as caught:
        table(wide)
    assert len(str(caught.value)) < 500
    with pytest.raises(ValueError, match="text where numbers belong") as caught:
        table(f"a,y\n{'x' * 9999},1\n2,2")
    assert len(str(caught.value)) < 160


names = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=8).filter(lambda s: s == s.strip())
numbers = st.floats(allow_nan=False, allow_infinity=False)


@given(
    header=st.lists(names, min_size=2, max_size=5, unique=True),
    rows=st.lists(st.lists(numbers, min_size=5, max_size=5), min_size=2, max_size=6),
    words=st.lists(st.sampled_from(["été", "a,b", 'say "hi"', "two\nlines"]), min_size=6, max_size=6) | st.none(),
    style=st.fixed_dictionaries(
        {
            "delimiter": st.sampled_from(",;\t|"),
            "lineterminator": st.sampled_from(["\n", "\r\n"]),
            "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        }
    ),
    bom=st.sampled_from(["", "\ufeff"]),
)
def test_what_csv_writes_from_csv_reads(header, rows, words, style, bom):
    *features, target = header
    y = words[: len(rows)] if words else [row[-1] for row in rows]
    file = io.StringIO(newline="")
    writer = csv.writer(file, **style)
    writer.writerow(header)
    writer.writerows([[*row[: len(features)], value] for row, value in zip(rows, y)])
    try:
        text = io.StringIO(bom + file.getvalue(), newline="")
        data = from_csv(text, target, features, style["delimiter"], classes=bool(words), header=True)
    except ValueError as error:
        assert (len({*y}) == 1 and "nothing to learn" in str(error)) or (len({*y}) > (len(y) + 1) / 2 and words)
        return
    assert data.features == tuple(features) and data.target == target
    np.testing.assert_array_equal(data.X, [row[: len(features)] for row in rows])
    assert [data.classes[int(k)] for k in data.y] == y if words else data.y.tolist() == y
    assert all(one < next for one, next in pairwise(data.classes))


@given(st.text('ab,;|"\n\r \t0129.-/%?_einfINA\ufeff\0\u00a0', max_size=60), st.sampled_from(["error", "drop"]))
@example("1,2\n3,4", "error")
def test_any_text_gives_finite_data_or_a_sentence(text, missing):
    for whole in (text, "a,b\n" + text):
        try:
            data = table(whole, target="b", missing=missing)
        except ValueError as error:
            assert str(error).endswith((".", "?")) and "\n" not in str(error)
        else:
            assert len(data) == len(data.X) > 1 and np.isfinite(data.X).all() and np.isfinite(data.y).all()


@pytest.mark.parametrize(
    "X, y",
    [
        ([[1, 2], [3, 4], [5, 6]], ["b", "a", "b"]),
        (np.array([[1, 2], [3, 4], [5, 6]], dtype=np.int8), np.array(["b", "a", "b"])),
        ([["1", 2.0], [3, "4"], [5, 6]], np.array(["b", "a", "b"], dtype=object)),
    ],
)
def test_arrays_of_every_kind(X, y):
    data = from_arrays(X, y, target="letter")
    assert (data.X.tolist(), data.X.dtype, data.features) == ([[1, 2], [3, 4], [5, 6]], float, ("x1", "x2"))
    assert (data.y.tolist(), data.y.dtype, data.classes, data.target) == ([1, 0, 1], float, ("a", "b"), "letter")
    assert from_arrays(X, [True, False, True], ["u", "v"]).y.tolist() == [1, 0, 1]
    holed = from_arrays([[1, np.nan], [2, 3], [4, 5], [6, 7], [8, 9]], ["a", "a", None, "b", "b"], missing="drop")
    assert (holed.X.tolist(), holed.y.tolist(), holed.classes) == ([[2, 3], [6, 7], [8, 9]], [0, 1, 1], ("a", "b"))


@pytest.mark.parametrize(
    "X, y, features, says",
    [
        ([[1], [2, 3]], [1, 2], None, "X must have shape \\(N, P\\); its rows differ in length"),
        ([1, 2], [1, 2], None, "X must have shape \\(N, P\\) and hold at least one value; got shape \\(2,\\)"),
        (np.ones((2, 0)), [1, 2], None, "X must have shape .*; got shape \\(2, 0\\)"),
        ([[1], [2]], [[1], [2]], None, "y must have shape \\(N,\\) and hold at least one value; got shape \\(2, 1\\)"),
        (None, [1, 2], None, "X must have shape .*; got shape \\(\\)"),
        ([[1], [2], [3]], [1, 2], None, "one target for each example; got 3 examples and 2 targets"),
        ([[1], [2]], [1, 2], ("a", "b"), "one name for each column of X, shape \\(2, 1\\); got \\('a', 'b'\\)"),
        ([[1], [np.nan]], [1, 2], "a", "column 'a' lacks 1 of 2 values, the first at index 1"),
        ([[1], [2]], ["a", None], None, "column 'y' lacks 1 of 2 values, the first at index 1"),
        ([[1], [np.inf]], [1, 2], None, "column 'x1' holds a number that is not finite: 'inf' at index 1"),
        ([[1], [2]], [1, -np.inf], None, "column 'y' holds a number that is not finite: '-inf' at index 1"),
        ([["u"], [2]], [1, 2], None, "column 'x1' holds text where numbers belong: 'u' at index 0"),
        ([[10**400], [2]], [1, 2], None, "column 'x1' holds text where numbers belong: '10"),
        ([[1]], [1], None, "at least 2 rows without a missing value; got 1"),
        ([[1], [2]], [0.1, 0.1], None, "target 'y' is '0.1' in every row"),
        ([[1], [2], [3]], ["a", "b", "c"], None, "'a' at index 0, with 3 different values in 3 rows: too many"),
    ],
)
def test_arrays_that_cannot_be_used_say_why(X, y, features, says):
    with pytest.raises(ValueError, match=says):
        from_arrays(X, y, features)


def test_a_column_of_ones_is_welcome():
    assert from_arrays([[1, 2], [1, 3]], [1, 2]).X.tolist() == [[1, 2], [1, 3]]
