"""The six steps: the list, the landscape and the table against plain NumPy, each claim by name."""

import numpy as np
import pytest
from matplotlib.colors import same_color, to_rgba

from helpers.apps import six_steps
from helpers.lessons.mini_batches.figures.six_steps import AFTER, DATA, LANDSCAPE, RECIPE, STEPS, TABLE, THESE
from helpers.lessons.mini_batches.marks import cell
from helpers.lessons.mini_batches.six_steps import CLICKS, SIZES, twelve
from helpers.live.curves import NOTICE, NOW
from helpers.live.looks import BATCH, SPENT
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train


def by_hand(rate, size, seed, epochs):
    """Plain NumPy: (list step, batch, w before, w after) at each moment of the list."""
    data, rng, w = twelve().model, np.random.default_rng(seed), -0.6
    x, y = data.X[:, 0], data.y
    for _ in range(epochs):
        order = rng.permutation(12)
        yield 1, order[:0], w, w
        for start in range(0, 12, size):
            batch = order[start : start + size]
            after = w - rate * np.mean(2 * (w * x[batch] - y[batch]) * x[batch])
            for now in (2, 3, 4, 5, 6):
                yield now, batch, w, after
            w = after


@pytest.mark.parametrize("size", [1, 4, 5, 12])
def test_claim_the_six_steps_run_in_order_with_the_right_numbers(size):
    app = six_steps(batch_size=size, learning_rate=0.2, seed=3)
    art, data = app.sheet[LANDSCAPE], twelve().model
    _, _, *texts = app.sheet[RECIPE][STEPS]
    for step, (now, batch, before, after) in zip(range(70), by_hand(0.2, size, 3, 30)):
        app.controls["step"].value = step
        assert [line for line, title in enumerate(texts[:6], start=1) if title.get_weight() == "bold"] == [now]
        assert f"step {now} of the list" in app.words
        assert [bool(text.get_text()) for text in texts[6:]] == [line <= now for line in range(1, 7)]
        (w,), (loss,) = art[NOW].get_data()
        assert w == pytest.approx(after if now == 6 else before)
        assert loss == pytest.approx(data.loss([w], batch if now > 1 else None))
        assert art[AFTER].get_xdata() == pytest.approx([after] if now == 5 else [])
        assert len(art[THESE].get_ydata()) == (0 if now == 1 else 401)
        x, y = data.X[batch, 0], data.y[batch]
        worked = [x, y, before * x, (before * x - y) ** 2, 2 * (before * x - y) * x]
        rows, _, _ = app.frame[TABLE][DATA]
        for line, values in enumerate(worked, start=1):
            shown, expected = [word for word in rows[line] if word], [cell(value)[line == 4 :] for value in values]
            if line <= 2:
                assert set(expected) <= set(shown)
            else:
                assert shown == (expected if now >= (4 if line == 5 else 3) else [])


@pytest.mark.parametrize("size", SIZES)
def test_claim_the_six_steps_equal_train(size):
    batches = reshuffled(np.random.default_rng(7), 12, size, 2)
    path = train(twelve().model, sgd(), [-0.6], batches, 0.05).params[:, 0]
    per_epoch, app = 1 + 5 * batches.steps_per_epoch, six_steps(learning_rate=0.05, batch_size=size, seed=7)
    for update in range(len(batches)):
        epoch, position = divmod(update, batches.steps_per_epoch)
        step = epoch * per_epoch + 1 + 5 * position + 4  # line 6 of the list, after this update
        if step <= CLICKS:
            app.controls["step"].value = step
            assert app.sheet[LANDSCAPE][NOW].get_xdata()[0] == pytest.approx(path[update + 1], rel=1e-12)


def test_claim_an_epoch_divides_once_and_shows_every_example_once():
    app, seen, divided = six_steps(batch_size=5), [], 0
    for step in range(16):
        app.controls["step"].value = step
        divided += "step 1 of the list" in app.words
        if "step 2 of the list" in app.words:
            seen.append(app.words.split("penguins ")[1].split(";")[0].split(", "))
    assert divided == 1 and [len(batch) for batch in seen] == [5, 5, 2]
    assert sorted(int(example) for batch in seen for example in batch) == list(range(1, 13))
    app.controls["step"].value = 16
    assert "step 1 of the list" in app.words and "epoch 2" in app.words


def test_the_table_frames_the_batch_and_pales_what_is_seen():
    app = six_steps(batch_size=5, step=8)  # batch 2 is fed
    heads, frame, *texts = app.sheet[TABLE][DATA]
    names, captions, cells = texts[:6], texts[6:18], np.reshape(texts[18:], (6, 12))
    order = reshuffled(np.random.default_rng(0), 12, 5, 1).order[0]
    assert [text.get_text() for text in cells[0]] == [str(example + 1) for example in order]
    assert [text.get_text() for text in names] == ["penguin", "x", "y", "wx", "loss", "gradient"]
    colours = heads.get_facecolor()
    assert all(same_color(colour, SPENT) for colour in colours[:5]) and all(
        same_color(colour, BATCH) for colour in colours[5:10]
    )
    assert not any((colours[10:] == to_rgba(BATCH)).all(1))
    left, right = frame.get_x(), frame.get_x() + frame.get_width()
    middles = [path.vertices[:4, 0].mean() for path in heads.get_paths()]
    assert [left < middle < right for middle in middles] == [5 <= column < 10 for column in range(12)]
    assert [left < text.get_position()[0] < right for text in cells[4]] == [5 <= column < 10 for column in range(12)]
    assert [text.get_text() for text in captions[:4]] == ["batch 1", "batch 2", "batch 3", ""]


def test_another_division_of_the_data_starts_the_list_again():
    app = six_steps(step=30)
    app.controls["seed"].value = 5
    assert app.controls["step"].value == 30
    app.controls["batch_size"].value = 6
    assert app.controls["step"].value == 0 and "step 1 of the list" in app.words


def test_six_steps_that_run_away_say_so():
    app = six_steps(learning_rate=1.0, batch_size=1, seed=1, step=CLICKS)
    assert app.sheet[LANDSCAPE][NOTICE].get_text()
    hot = six_steps(learning_rate=1.0, batch_size=2, seed=4, step=CLICKS)
    assert "nan" not in hot.words and "nan" not in app.words


@pytest.mark.parametrize(
    "value, shown", [(0, "+0.00"), (9.996, "+10.0"), (-99.96, "−100"), (1e300, "+1e300"), (np.inf, "+∞"), (np.nan, "?")]
)
def test_a_cell_holds_any_number(value, shown):
    assert cell(value) == shown and (len(shown) <= 6)
