"""The columns of a student's own table: numbers, dates, words; what cannot be used; what a target is taken as."""

import io

import numpy as np
import pytest

from helpers.datasets import csv_table, frame_table, from_csv

NAN = np.nan


@pytest.mark.parametrize(
    "cells, values, note",
    [
        (["1", "2.5", "-3e2", "+.5"], [1, 2.5, -300, 0.5], ""),
        (["1,5", "2", "-0,25"], [1.5, 2, -0.25], "read 1,5 as 1.5"),
        (["7", "1.234,5", "2.000"], [7, 1234.5, 2000], "read 1.234,5 as 1234.5"),
        (["1.234.567", "1.234"], [1234567, 1234], "read 1.234.567 as 1234567"),
        (["1,234.5", "2"], [1234.5, 2], "read 1,234.5 as 1234.5"),
        (["1,234", "12,345,678"], [1234, 12345678], "read 1,234 as 1234"),
        (["1,234", "5,678"], [1234, 5678], "read 1,234 as 1234"),
        (["1,234", "5,6"], [1.234, 5.6], "read 1,234 as 1.234"),
        (["0,123", "5,678"], [0.123, 5.678], "read 0,123 as 0.123"),
        (["1 234", "12\u202f345,5"], [1234, 12345.5], "read 1 234 as 1234"),
        (["1'234.5", "2"], [1234.5, 2], "read 1'234.5 as 1234.5"),
        (["−3", "2"], [-3, 2], ""),
        (["12%", "3.5 %"], [12, 3.5], "read 12% as 12, in percent"),
        (["12,5%", "3%"], [12.5, 3], "read 12,5% as 12.5, in percent"),
        (["1", "?", "n/a", "NA", "#N/A", "-", "null", "", "  ", "4"], [1, *[NAN] * 8, 4], ""),
        (["1", "Nan", "n.a.", "k.A.", "#NV", "#DIV/0!", "--", ".", "NONE", "…", "4"], [1, *[NAN] * 9, 4], ""),
        (["2024-01-31", "2024-02-01", ""], [0, 1, NAN], "read as days since 2024-01-31"),
        (["2024-01-01 12:00", "2024-01-01T00:00:00"], [0.5, 0], "read as days since 2024-01-01"),
        (["1.2.2024", "31.12.2023"], [32, 0], "read 1.2.2024 as 2024-02-01, in days since 2023-12-31"),
        (["01/02/2024", "02/02/2024"], [0, 1], "read 01/02/2024 as 2024-02-01, in days since 2024-02-01"),
        (["01/02/2024", "01/31/2024"], [0, 29], "read 01/02/2024 as 2024-01-02, in days since 2024-01-02"),
        (["3 Jan 2024", "1 Jan 2024"], [2, 0], "read 3 Jan 2024 as 2024-01-03, in days since 2024-01-01"),
        (["TRUE", "false", "?"], [1, 0, NAN], "read true as 1 and false as 0"),
        (["yes", "no"], [1, 0], "read yes as 1 and no as 0"),
    ],
)
def test_a_column_is_read_as_a_whole_and_says_how(cells, values, note):
    quoted = "a,y\n" + "\n".join(f'"{cell}",{k}' for k, cell in enumerate(cells))
    column = csv_table(io.StringIO(quoted)).columns[0]
    np.testing.assert_allclose(column.values, values, equal_nan=True)
    assert (column.note, column.fault) == (note, "")


def test_a_semicolon_makes_a_comma_a_decimal_point():
    column = csv_table(io.StringIO("a;y\n1,234;1\n5,678;2\n")).columns[0]
    assert column.values.tolist() == [1.234, 5.678] and column.note == "read 1,234 as 1.234"
    column = csv_table(io.StringIO("a;y\n9;1\n1.234;2\n")).columns[0]
    assert column.values.tolist() == [9, 1.234] and column.note == "read 1.234 as 1.234, not as 1234", "a doubt is said"
    assert csv_table(io.StringIO("a,y\n9,1\n1.234,2\n")).columns[0].note == ""


@pytest.mark.parametrize(
    "cells, reason",
    [
        (["ann", "bob", "cy", "dan"], "holds text where numbers belong: 'ann' on line 2"),
        (["1", "2", "x", "4"], "holds text where numbers belong: 'x' on line 4"),
        (["1", "1", "x", "2"], "holds text where numbers belong: 'x' on line 4"),
        (["7", "7.0", "", "7"], "is 7 in every row"),
        (["tea", "tea", "tea", "tea"], "is 'tea' in every row"),
        (["", "?", "NA", " "], "holds no value"),
        (["1", "2", "3", "4"], "only counts the rows"),
        (["0", "1", "2", "3"], "only counts the rows"),
        (["1", "inf", "2", "5"], "holds a number that is not finite: 'inf' on line 3"),
    ],
)
def test_a_column_that_cannot_be_used_is_left_out_and_named(cells, reason):
    text = "odd,good,y\n" + "\n".join(f"{cell},{g},{y}" for cell, g, y in zip(cells, "3142", "abba"))
    table = csv_table(io.StringIO(text))
    assert table.left_out("y") == {"odd": reason} and table.usable("y") == ("good",)
    data = table.dataset("y")
    assert data.features == ("good",) and f"odd is left out: it {reason}." in data.notes


@pytest.mark.parametrize(
    "name, values, counts",
    [
        ("a", [1, 2, 3, 4], True),
        ("a", [3, 2, 1, 0], True),
        ("a", [4, 3, NAN, 1], True),
        ("a", [NAN, 1, 2, 3], True),
        ("a", [2, 3, 4, 5], False),
        ("a", [1, 2, 3, 5], False),
        ("year", [1990, 1991, 1992, 1993], False),
        ("PassengerId", [892, 893, 894, 895], True),
        ("student_id", [7, 3, 12, 5], True),
        ("Nr.", [7, 3, NAN, 5], True),
        ("id", [7, 3, 7, 5], False),
        ("id", [0.5, 3, 7, 5], False),
        ("acid", [7, 3, 12, 5], False),
        ("grid", [7, 3, 12, 5], False),
        ("key figure", [7, 3, 12, 5], False),
    ],
)
def test_a_column_that_counts_the_rows_is_known_by_its_values_or_its_name(name, values, counts):
    table = frame_table({name: values, "good": [3, 1, 4, 1], "y": [*"abba"]})
    assert table.left_out("y") == ({name: "only counts the rows"} if counts else {})


def test_a_column_that_counts_the_rows_is_better_than_none():
    dated = csv_table(io.StringIO("day,y\n2024-01-01,2\n2024-01-02,5\n2024-01-03,3\n"))
    assert dated.usable("y") == ("day",) and dated.left_out("y") == {}, "a date is no number of the row"
    assert from_csv(io.StringIO("id,word,y\n1,u,2.5\n2,v,3\n3,w,5\n"), "y").features == ("id",)


def test_a_column_that_is_the_same_once_rows_are_out_is_left_out():
    data = from_csv(io.StringIO("a,b,y\n1,4,2.5\n1,5,3\n5,,\n"), "y", missing="drop")
    assert data.features == ("b",) and "a is left out: it is the same in every row that is left." in data.notes


def test_a_file_is_refused_where_nothing_is_left():
    with pytest.raises(ValueError, match="the file has no column left to predict 'y' from: a is 1 in every row; b holds text"):
        from_csv(io.StringIO("a,b,y\n1,u,2\n1,v,3\n1,w,5\n"), "y")
    with pytest.raises(ValueError, match="no column left to predict 'y' from, once rows with gaps are out"):
        from_csv(io.StringIO("a,y\n1,2\n1,3\n5,\n"), "y", missing="drop")


@pytest.mark.parametrize(
    "words, features, columns",
    [
        (["red", "blue", "red", "blue"], ("colour = red",), [[1, 0, 1, 0]]),
        (
            ["a", "b", "c", "a", "b", "c"],
            ("colour = a", "colour = b", "colour = c"),
            [[1, 0, 0] * 2, [0, 1, 0] * 2, [0, 0, 1] * 2],
        ),
        ([*"abcdefghij"] * 2, tuple(f"colour = {word}" for word in "abcdefghij"), np.tile(np.eye(10), 2).tolist()),
        ([*"abcdefghijk"] * 2, (), []),
    ],
)
def test_words_that_come_again_become_columns_of_0_and_1(words, features, columns):
    rows = "\n".join(f"{word},{k * k}.5,{k}" for k, word in enumerate(words))
    data = from_csv(io.StringIO("colour,size,y\n" + rows), "y")
    assert data.features == (*features, "size") and data.X.T[:-1].tolist() == columns


@pytest.mark.parametrize(
    "y, classes, names, numbers, says",
    [
        ("010110", None, ("0", "1"), [0, 1, 0, 1, 1, 0], "y holds 2 different numbers and is taken as classes; classes=False"),
        ("010110", False, (), [0, 1, 0, 1, 1, 0], "y is taken as a number."),
        ("123123", None, ("1", "2", "3"), [0, 1, 2, 0, 1, 2], "y holds 3 different numbers and is taken as classes"),
        ("393939", True, ("3", "9"), [0, 1, 0, 1, 0, 1], "y holds 2 different numbers and is taken as classes."),
        ("12341234", None, (), [1, 2, 3, 4] * 2, "y is taken as a number; classes=True takes its values as classes."),
        ("12341234", True, ("1", "2", "3", "4"), [0, 1, 2, 3] * 2, "y holds 4 different numbers and is taken as classes."),
        (["no", "yes"] * 2, None, ("no", "yes"), [0, 1, 0, 1], "y is taken as 2 classes."),
        (["no", "yes"] * 2, False, (), [0, 1, 0, 1], "y is taken as a number."),
        (["10", "9"] * 3, True, ("9", "10"), [1, 0] * 3, "is taken as classes"),
        (["0.5", "1.5"] * 3, None, (), [0.5, 1.5] * 3, "y is taken as a number."),
    ],
)
def test_a_target_of_few_whole_numbers_is_classes_or_a_number(y, classes, names, numbers, says):
    data = from_csv(io.StringIO("a,y\n" + "\n".join(f"{3.5 * k},{value}" for k, value in enumerate(y))), "y", classes=classes)
    assert (data.classes, data.y.tolist()) == (names, numbers) and says in data.notes[-1]
    with pytest.raises(ValueError, match="target 'a' has 3 different values in 3 rows: too many for classes"):
        from_csv(io.StringIO("a,y\n1,3\n5,4\n2,9\n"), "a", classes=True)
