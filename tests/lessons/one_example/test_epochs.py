"""What an epoch is, against examples counted one by one."""

from math import ceil

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from helpers.apps import epoch
from helpers.lessons.one_example.epochs import batches
from helpers.lessons.one_example.figures.epoch import COUNTED, COUNTERS, DATA, EPOCHS, PAGE, STRIP
from helpers.lessons.one_example.marks import ROWS
from helpers.live.looks import BATCH, SHADES, SPENT

SIZES = [(50, 8), (64, 64), (64, 1), (20, 3), (1, 1), (7, 64), (33, 32)]


@pytest.mark.parametrize("n, batch_size", SIZES)
def test_an_epoch_sees_every_example_once_in_ceil_n_over_b_steps(n, batch_size):
    size = min(n, batch_size)
    drawn = batches(n, size, 0)
    assert drawn.steps_per_epoch == ceil(n / size) and len(drawn) > 200
    for first in range(0, len(drawn) - drawn.steps_per_epoch, drawn.steps_per_epoch):
        of_epoch = drawn[first : first + drawn.steps_per_epoch]
        assert sorted(np.concatenate(of_epoch)) == [*range(n)]
        assert {len(batch) for batch in of_epoch[:-1]} <= {size} and len(of_epoch[-1]) == n - size * (len(of_epoch) - 1)
    assert f"= ⌈{n} / {size}⌉ = {ceil(n / size)}" in epoch(n, batch_size).words


@pytest.mark.parametrize("n, batch_size", SIZES)
def test_the_counters_count_steps_epochs_and_examples(n, batch_size):
    app, seen, at = epoch(n, batch_size), 0, 0
    size = min(n, batch_size)
    numbers, cells = app.sheet[COUNTED][COUNTERS][:3], app.sheet[PAGE][EPOCHS][0]
    for step in range(40):
        app.controls["step"].value = step
        assert [int(text.get_text().replace(" ", "")) for text in numbers] == [step, seen // n + 1, seen]
        assert f"step {step} of 200" in app.words and f"{seen} examples seen" in app.words
        took, page = min(size, n - at), seen // n // ROWS
        assert f"which holds {took}; " in app.words
        past = seen - page * ROWS * n
        counted = [(cells.get_edgecolor() == to_rgba(colour)).all(1).sum() for colour in (BATCH, SPENT, SHADES[3])]
        assert counted == [took, past, ROWS * n - took - past]
        seen, at = seen + took, (at + took) % n


def test_the_rows_show_the_batches_and_the_strip_the_same_examples_in_the_data():
    app = epoch(50, 8, step=9)
    cells, _, *texts = app.sheet[PAGE][EPOCHS]
    places = np.array([path.vertices for path in cells.get_paths()])
    lit = (cells.get_edgecolor() == to_rgba(BATCH)).all(1)
    assert np.flatnonzero(lit).tolist() == [50 + 16 + k for k in range(8)], "second row, third batch"
    gaps = np.diff(places[:50, 0, 0])
    assert (np.flatnonzero(gaps > 1.05 * np.median(gaps)) + 1).tolist() == [8, 16, 24, 32, 40, 48]
    assert [text.get_text() for text in texts[ROWS:] if text.get_text()] == ["8"] * 6 + ["2"]
    marked = np.unique(app.sheet[STRIP][DATA][1].get_xdata()) - 0.5
    assert marked.tolist() == sorted(batches(50, 8, 0)[9])
    assert [text.get_text() for text in texts[:ROWS]] == [f"epoch {k}" for k in (1, 2, 3, 4)]
    app.controls["step"].value = 4 * 7
    assert texts[0].get_text() == "epoch 5"


def test_another_n_leaves_the_still_part_and_gives_the_strip_its_cells():
    app = epoch(50, 8)
    still = app.picture.still
    app.controls["n"].value = 20
    cells, lit, _ = app.sheet[STRIP][DATA]
    assert app.picture.still is still and len(cells.get_paths()) == 20
    assert app.sheet[STRIP].axes.get_xlim() == (0, 20) and 0 < lit.get_xdata()[0] < 20
