"""Where gradient descent ends from each start, against gradient descent written out."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb, to_rgba

from helpers.apps import basins, slope
from helpers.lessons.gradient_descent.figures.basins import AXIS, END, NOWHERE, OFF, PATH, RESTLESS, START, STARTS, VALLEYS
from helpers.lessons.gradient_descent.marks import COLOURS
from helpers.live.dark import contrast, darkened
from helpers.live.looks import FULL, PAPER, SPENT
from helpers.problems.one_weight import problem
from helpers.problems.valleys import LETTERS, wide

MODEL = problem("sine").model


def sine_slope(w):
    """The derivative of mean (sin(wx) - y)², by hand; w (...)."""
    w = np.asarray(w)[..., None]
    return np.mean(2 * (np.sin(w * MODEL.x) - MODEL.y) * np.cos(w * MODEL.x) * MODEL.x, axis=-1)


def descent(w, rate, steps):
    """Gradient descent, written out."""
    for _ in range(steps):
        w = w - rate * sine_slope(w)
    return w


def letters(app):
    """The letter of each start, by the colour of its cell."""
    names = {to_rgba(colour): name for colour, name in zip((*COLOURS, SPENT), LETTERS + "-")}
    return "".join(names[tuple(colour)] for colour in app.sheet[AXIS][STARTS][0].get_colors())


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.8, 1.6])
def test_the_start_decides_the_minimum_where_gradient_descent_ends(rate):
    """Each cell's letter is the valley that gradient descent, written out here, is in after its last steps."""
    starts = np.array(wide("sine").starts)
    grid = np.linspace(-4, 11, 15001)
    signs = np.sign(sine_slope(grid))
    turns = np.flatnonzero(signs[1:] != signs[:-1])
    minima, hills = (grid[turns[signs[turns] == sign]] for sign in (-1, 1))
    inside = minima[(-0.8 < minima) & (minima < 7.2)]
    w, valleys = descent(starts, rate, 36), []
    for _ in range(15):
        valleys.append(np.searchsorted(hills, w))
        w = descent(w, rate, 1)
    letter = {np.searchsorted(hills, minimum): name for minimum, name in zip(inside, LETTERS)}
    expected = ["-" if len({*each}) > 1 else letter.get(each[0], "-") for each in np.array(valleys).T]
    assert letters(basins("sine", rate)) == "".join(expected)


def test_the_legend_names_restless_and_lost_starts_where_there_are_some():
    app = basins()
    for rate, some in ((0.2, False), (2.0, True), (0.2, False)):
        app.controls["learning_rate"].value = rate
        counts = app.words.split(" in none of them, ")
        lost, restless = int(counts[0].split()[-1]), int(counts[1].split()[0])
        for mark, count in ((NOWHERE, lost), (RESTLESS, restless)):
            shown = app.sheet.legend.samples[mark].get_visible(), bool(app.sheet.legend.texts[mark].get_text())
            assert shown == (some, some) and bool(count) == some


def test_with_a_small_rate_the_hills_are_the_borders():
    starts, shown = np.array(wide("sine").starts), letters(basins("sine", 0.1))
    borders = [starts[i : i + 2].mean() for i in range(len(shown) - 1) if shown[i] != shown[i + 1]]
    assert len(borders) == 3 and [*dict.fromkeys(shown)] == ["A", "B", "C", "D"]
    for border in borders:
        assert sine_slope(border - 0.05) > 0 > sine_slope(border + 0.05), "a hill"


@pytest.mark.parametrize(
    "start, end, says", [(3.6, 2.046, "ends in B, the global minimum"), (3.8, 5.141, "ends in C, a local minimum")]
)
def test_two_starts_beside_a_hill_end_in_two_minima(start, end, says):
    app = basins("sine", 0.2, start)
    assert app.sheet[VALLEYS][END].get_xdata()[0] == pytest.approx(end, abs=1e-3) and says in app.words


def test_a_rate_above_two_over_its_curvature_empties_the_global_minimum():
    curvature = (sine_slope(2.0457 + 1e-4) - sine_slope(2.0457 - 1e-4)) / 2e-4
    assert 2 / curvature == pytest.approx(1.167, abs=0.01)
    counts = [letters(basins("sine", rate)).count("B") for rate in (1.1, 1.6)]
    assert counts[0] > 40 and counts[1] == 0
    assert "never comes to rest around B" in basins("sine", 1.2, 2.0).words


@pytest.mark.parametrize("worn", [to_rgb, darkened])
def test_each_letter_has_the_ink_that_is_easier_to_read_on_its_valley(worn):
    inks = {text.get_text(): text.get_color() for text in basins("sine", 0.2).sheet[AXIS][STARTS][1:]}
    for letter, colour in zip(LETTERS, COLOURS):
        assert inks[letter] == max((PAPER, FULL), key=lambda ink: contrast(worn(ink), worn(colour))), letter


def test_the_path_is_gradient_descent_from_the_start_on_the_curve():
    art = basins("sine", 0.3, 1.0).sheet[VALLEYS]
    path, losses = art[PATH].get_data()
    assert len(path) == 51 and path[0] == 1.0 == art[START].get_xdata()[0]
    np.testing.assert_allclose(path[1:], descent(path[:-1], 0.3, 1), rtol=1e-9)
    np.testing.assert_allclose(losses, MODEL.loss(path[:, None]))


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5, 0.9])
def test_a_convex_loss_has_one_basin(rate):
    assert {*letters(basins("least squares", rate))} == {"A"}


def test_above_the_limit_the_convex_loss_holds_no_start():
    app = basins("least squares", 1.1)
    assert {*letters(app)} == {"-"} and "76 in none of them" in app.words
    assert "is off the picture" in app.sheet[VALLEYS][OFF].get_text()


def test_a_start_between_the_marks_is_kept_and_walked():
    app = basins("sine", 0.2, 3.333)
    assert app.controls["start"].value == 3.333
    assert app.sheet[VALLEYS][END].get_xdata()[0] == pytest.approx(descent(3.333, 0.2, 50))


@pytest.mark.parametrize("figure, name", [(slope, "w"), (basins, "start")])
def test_dragging_on_the_picture_moves_the_weight(figure, name):
    app = figure()
    left, top, right, bottom = app.dragging.zone
    low, high = app.controls[name].options[0][1], app.controls[name].options[-1][1]
    for share in (0.25, 0.9):
        app.picture.pointer = [left + share * (right - left), (top + bottom) / 2, share]
        assert app.controls[name].value == pytest.approx(low + share * (high - low), abs=0.03)
    app.picture.pointer = [left - 1, 0, 3]
    assert app.controls[name].value == low
    app.picture.pointer = [right + 1, 0, 4]
    assert app.controls[name].value == high


def test_the_start_can_be_dragged_on_the_curve_and_on_the_axis_below_it():
    app = basins()
    assert app.dragging.zone == [*app.sheet[VALLEYS].box[:3], app.sheet[AXIS].box[3]]
