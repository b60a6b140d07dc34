"""What notebook 09 concludes, for its own seeds and for ten others; its exercises and predictions."""

import re

import nbformat
import numpy as np
import pytest

from helpers.apps import train_network
from helpers.checks import check
from helpers.lessons.real_network.exercises import EXERCISES
from helpers.lessons.real_network.figures.train_network import FULL_LOSSES, LANDSCAPE, LOSSES, OF_BATCH, VALIDATION
from helpers.live import LINE
from tests.conftest import NOTEBOOKS

NOTEBOOK = NOTEBOOKS / "09-a-real-network.ipynb"
OTHERS = ("range(10)", "range(10, 20)")


def code_cells():
    return [cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]


@pytest.fixture(scope="module", params=OTHERS, ids=["its seeds", "ten others"])
def scope(request):
    """The names of the notebook's cells up to the tables, its cells by a word they hold, and the seeds."""
    cells, names = code_cells(), {}
    (with_seeds,) = (source for source in cells if "seeds = range(10)" in source)
    imports = cells[3].split("batches = ")[0]
    for source in (*cells[:2], imports, with_seeds.replace("seeds = range(10)", f"seeds = {request.param}")):
        exec(source, names)
    assert len(names["seeds"]) == len(names["starts"]) == 10
    names["cells"] = cells
    return names


def cell(scope, word):
    """The one cell that holds the word."""
    (source,) = (source for source in scope["cells"] if word in source)
    return source


def defined(scope, word):
    """Run no more of the cell than its function, and return that."""
    function, _, _ = cell(scope, word).partition("\n\nfor ")
    exec(function, scope)
    return scope[word.split()[1]]


def table(scope, word):
    """Run the one cell that holds the word in the scope; returns the lines that it prints."""
    source, lines = cell(scope, word), []
    scope["print"] = lambda *words, end="\n": lines.append(" ".join(map(str, words)) + end)
    exec(source, scope)
    return "".join(lines).splitlines()


def significantly_below(lower, higher):
    """The mean of the differences is below 0 by four standard errors."""
    difference = np.asarray(lower) - np.asarray(higher)
    return difference.mean() < -4 * difference.std(ddof=1) / np.sqrt(len(difference))


def test_the_loop_by_hand_is_train_and_is_the_figure():
    names = {}
    for source in code_cells()[:4]:
        exec(source, names)
    by_hand = np.concatenate([names["W1"].ravel(), names["W2"].ravel()])
    np.testing.assert_allclose(by_hand, names["history"].params[-1], rtol=1e-9)
    assert np.array_equal(names["figure"].weights, names["history"].params[-1])


def test_the_step_of_the_saved_picture_goes_up_for_all_examples_and_down_for_its_batch():
    (source,) = (source for source in code_cells() if "updates=280" in source)
    names = {"train_network": train_network}
    exec(source, names)
    frame = names["app"].frame
    assert [frame[panel][LINE].split()[-1] for panel in (LANDSCAPE, OF_BATCH)] == ["up", "down"]


def test_a_rate_of_10_leaps_in_every_run_for_ten_other_seeds(scope):
    lines = table(scope, "leapt, ends")
    assert [line.split(", ")[-1] for line in lines] == [f"{count:2} of 10 have been above 20" for count in (0, 0, 0, 10)]
    assert " 10 of 10 end above 0.5, " in lines[-1]
    slow, good, fast = (scope["ten_runs"](rate, 32, 30)[1][-1] for rate in (0.01, 0.1, 1))
    assert significantly_below(good, slow) and np.median(fast) < np.median(good)
    assert np.std(fast) > np.std(good), "the rate 1 throws single runs back"


def test_small_batches_need_fewer_examples_and_more_updates_for_ten_other_seeds(scope):
    table(scope, "needed[B]")
    needed = scope["needed"]
    assert np.isfinite([*needed.values()]).all()
    assert (needed[1] < needed[16]).all() and (needed[16] < needed[200]).all(), "in each single run"
    assert (needed[1] > needed[16] / 16).all() and (needed[16] / 16 > needed[200] / 200).all()


def test_at_one_rate_two_thousand_examples_teach_more_one_by_one_for_ten_other_seeds(scope):
    single, whole = (scope["ten_runs"](0.1, B, 10)[1][-1] for B in (1, 200))
    assert significantly_below(single, whole) and (single < whole).all()
    for B, updates in ((1, 2000), (200, 10)):
        app = train_network(batch_size=B, updates=updates)
        assert app.state.run.examples_seen == 2000 and app.state.run.epochs == 10


def test_single_examples_go_uphill_in_every_other_step_and_all_of_them_never_for_ten_other_seeds(scope):
    lines = table(scope, "rises = ")
    shares = [float(re.search(r"rises in (\S+) ±", line).group(1)) for line in lines]
    assert shares == sorted(shares, reverse=True) and 0.4 < shares[0] < 0.65 and shares[-1] == 0


def test_the_dotted_curves_of_an_epoch_average_to_the_solid_one(scope):
    assert table(scope, "dotted = [") == ["mean of the dotted curves is the solid one: True"]
    spread = np.ptp(scope["dotted"], axis=0)
    assert spread.max() > 0.05, "they differ, and only their mean is the full loss"
    unweighted = np.mean(scope["dotted"], axis=0)
    assert not np.allclose(unweighted, scope["solid"]), "the last batch is short and counts by its size"


def test_a_straight_border_cannot_tell_the_moons_apart_for_ten_other_seeds(scope):
    share_right = defined(scope, "def share_right")
    none, one = (np.array([share_right(seed, hidden) for seed in scope["seeds"]]) for hidden in (False, True))
    assert significantly_below(none, one) and (none < 0.92).all() and np.median(one) > 0.94


def test_twenty_examples_are_learnt_by_heart_and_l2_cures_it_for_ten_other_seeds(scope):
    lowest_and_last = defined(scope, "def lowest_and_last")
    plain, cured = (np.array([lowest_and_last(seed, l2) for seed in scope["seeds"]]).T for l2 in (0, 0.1))
    assert (plain[1] > 1.2 * plain[0]).all(), "without a penalty the validation loss rises again in every run"
    assert significantly_below(cured[1] - cured[0], plain[1] - plain[0]), "with one it stays nearer to its lowest"
    difference = cured[0] - plain[0]
    assert abs(difference.mean()) < 0.1, "at their lowest they hardly differ"


def test_the_figure_of_twenty_examples_shows_it():
    ends = {}
    for l2 in (0, 0.1):
        losses = train_network(share=0.05, batch_size=20, l2=l2, updates=4000).frame[LOSSES]
        full, validation = losses[FULL_LOSSES][1], losses[VALIDATION][1]
        ends[l2] = validation[-1] / validation.min()
        assert full[-1] < full[0] / 2 and (l2 or (np.diff(full) < 0).all()), (
            "all examples in each batch: it falls at every step"
        )
    assert ends[0] > 1.5 > 1.2 > ends[0.1], ends


def test_half_of_the_data_ends_low_without_a_penalty_and_leaves_a_gap():
    place = train_network(updates=4000).state.run.place
    assert place.full == pytest.approx(0.035, abs=0.01) and place.validation == pytest.approx(0.13, abs=0.02)


def test_one_epoch_of_flights_is_nearly_enough_for_ten_other_seeds(scope):
    table(scope, "learnt = ")
    learnt = scope["learnt"]
    assert scope["history"].steps[5] == 5115 == -(-163673 // 32)
    assert (learnt[5] > 0.95).all() and learnt[5].mean() > 0.98 and learnt[1].mean() > 0.95


def test_the_saved_numbers_of_the_first_prediction_are_those_of_the_figure():
    run = train_network(learning_rate=10.0, updates=100).state.run
    assert run.diverged == run.updates < 20 and run.records[-1][1] > 20
    for seed in range(1, 11):
        assert train_network(learning_rate=10.0, updates=100, seed=seed).state.run.diverged < 100


@pytest.mark.parametrize(
    "name, answers",
    [
        ("weights of a network", [354, 3 * 16 + 17 * 16 + 17 * 2, np.float64(354), np.array([354])]),
        ("updates in all", [120, 20 * -(-171 // 32), 20 * np.ceil(171 / 32), 120.0]),
    ],
)
def test_the_right_numbers_in_several_forms(name, answers):
    assert all(check(name, answer).correct for answer in answers)
    assert not check(name, EXERCISES[name].answer + 1).correct


def _loop(w, x, y, order, batch_size, learning_rate):
    for batch in np.split(order, range(batch_size, len(order), batch_size)):
        w -= learning_rate * 2 * np.mean(x[batch] * (x[batch] * w - y[batch]))
    return w


def _least(updates, validation):
    return min(zip(validation, updates))[1]


@pytest.mark.parametrize("name, function", [("one epoch in batches", _loop), ("when to stop", _least)])
def test_the_right_functions_in_another_form(name, function):
    assert check(name, function).correct


def test_the_worked_solutions_are_right_and_no_hint_gives_them_away():
    text = NOTEBOOK.read_text(encoding="utf-8")
    (solutions,) = (cell.source for cell in nbformat.reads(text, 4).cells if "Worked solutions" in cell.source)
    scope = {"np": np}
    for block in solutions.split("```python\n")[1:]:
        exec(block.split("```")[0], scope)
    assert check("one epoch in batches", scope["one_epoch"]).correct and check("when to stop", scope["when_to_stop"]).correct
    for task in EXERCISES.values():
        hints = [*(task.wrong if callable(getattr(task, "solution", None)) else task.wrong.values()), task.otherwise]
        assert not any(words in hint for hint in hints for words in ("354", "120", "argmin", "w - learning_rate"))
