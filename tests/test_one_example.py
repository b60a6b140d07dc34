"""One example at a time: the loop line by line, and the same loop through a network, against independent numbers."""

import numpy as np
import pytest

from helpers.apps import network, one_step
from helpers.apps.network import PHASES, penguin_network
from helpers.apps.network import run as network_run
from helpers.apps.one_example import POINTS, run
from helpers.checks import check
from helpers.models import LinearRegression
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train
from helpers.views.network import signed
from helpers.views.style import number
from helpers.widgets import App
from tests.driving import drive
from tests.layout import overlapping

X, Y = np.array([-1.0, -0.5, 0.5, 1.0, 1.5, 2.0]), np.array([-2.0, 0.0, 1.5, 1.0, 3.0, 2.5])
EDGES = (0, 1, 3, 4, 6, 7, 9, 10, 11)  # where the weights without the biases stand among the 13


def last_number(text):
    """What stands behind the last = of a line."""
    return float(text.rsplit("=", 1)[1].replace("−", "-"))


@pytest.mark.parametrize("make", [one_step, network])
def test_every_control_goes_to_both_ends(make):
    app = drive(make())
    assert isinstance(app, App) and all(control.description for control in app.controls.values())


def test_each_line_has_the_numbers_of_the_loop_written_plainly():
    """60 steps in plain Python beside the five lines of the figure and the path of train()."""
    app, w = one_step(start=0.5, learning_rate=0.1, seed=3, phase=4), 0.5
    order = np.concatenate(reshuffled(np.random.default_rng(3), 6, 1, 10))
    path = train(LinearRegression(X[:, None], Y), sgd(), [0.5], order[:, None], 0.1).params[:, 0]
    for step, i in enumerate(order):
        app.controls["step"].value = step
        prediction = w * X[i]
        gradient = 2 * (prediction - Y[i]) * X[i]
        following = w - 0.1 * gradient
        take, forward, loss, slope, update = app.view._frame.formulas
        assert f"i = {i}: x = {number(X[i])}, y = {number(Y[i])}" in take
        for text, value in ((forward, prediction), (loss, (prediction - Y[i]) ** 2), (slope, gradient), (update, following)):
            assert last_number(text) == pytest.approx(value, rel=6e-4, abs=1e-9)
        assert path[step] == pytest.approx(w) and path[step + 1] == pytest.approx(following)
        assert f"w = {number(w)} → {number(following)}" in app.view.landscape.title.get_text()
        w = following


def test_the_picture_shows_the_example_its_loss_its_slope_and_the_step():
    app = one_step(start=0.5, seed=3, phase=4)
    for step in range(12):
        app.controls["step"].value = step
        (i,), w, following = run(0.5, 0.1, 3)[0][step], *run(0.5, 0.1, 3)[1][step : step + 2]
        fit, art = app.view.fit, app.view.landscape
        assert fit.taken.get_xydata().tolist() == [[X[i], Y[i]]]
        assert fit.prediction.get_xydata() == pytest.approx(np.array([[X[i], w * X[i]]]))
        assert np.ptp(fit.residual.get_ydata()) == pytest.approx(abs(w * X[i] - Y[i]))
        ends = fit.line.get_xdata()
        assert fit.line.get_ydata() == pytest.approx(w * ends) and fit.after.get_ydata() == pytest.approx(following * ends)
        grid = art.dotted.get_xdata()
        assert art.dotted.get_ydata() == pytest.approx((grid * X[i] - Y[i]) ** 2)
        assert art.full.get_ydata() == pytest.approx(np.mean((grid[:, None] * X - Y) ** 2, axis=1))
        assert art.point.get_xydata() == pytest.approx(np.array([[w, (w * X[i] - Y[i]) ** 2]]))
        assert art.next.get_xydata() == pytest.approx(np.array([[following, (following * X[i] - Y[i]) ** 2]]))
        assert art.whole.get_xydata() == pytest.approx(np.array([[w, np.mean((w * X - Y) ** 2)]]))
        assert art.whole_next.get_xydata() == pytest.approx(np.array([[following, np.mean((following * X - Y) ** 2)]]))
        slope = np.divide(*np.ptp(art.tangent.get_xydata(), axis=0)[::-1])
        assert slope == pytest.approx(abs(2 * (w * X[i] - Y[i]) * X[i]))


def test_the_lines_light_one_after_the_other_and_fill_in_their_numbers():
    app = one_step()
    recipe, art = app.view.recipe, app.view.landscape
    for phase in range(5):
        app.controls["phase"].value = phase
        assert [title.get_fontweight() for title in recipe.titles] == ["bold" if line == phase else "normal" for line in range(5)]
        assert [text.get_text()[-1] in "0123456789" for text in recipe.formulas] == [line <= phase for line in range(5)]
        assert recipe.arrow.get_position()[1] == recipe.titles[phase].get_position()[1]
        shown = (app.view.fit.prediction, art.dotted, art.tangent, art.next)
        assert [artist.get_visible() for artist in shown] == [phase >= first for first in (1, 2, 3, 4)]


@pytest.mark.parametrize("make, phases", [(one_step, 5), (network, 7)])
def test_next_goes_through_the_phases_and_on_to_the_next_example(make, phases):
    app = make()
    buttons = {child.description: child for child in app.children[1].children[2:]}
    seen = []
    for _ in range(phases + 1):
        buttons["next"].click()
        seen.append((app.controls["step"].value, app.controls["phase"].value))
    assert seen == [*((0, phase) for phase in range(1, phases)), (1, 0), (1, 1)]
    frame = app.picture.frame
    buttons["back"].click(), buttons["back"].click()
    assert (app.controls["step"].value, app.controls["phase"].value) == (0, phases - 1)
    assert app.picture.frame == frame + 2, "one redraw a press"
    app.set(step=app.controls["step"].max, phase=phases - 2)
    buttons["play"].click()
    assert app.controls["phase"].value == phases - 1
    app.picture.seen = app.picture.frame
    assert not app.picture.playing
    buttons["reset"].click()
    assert (app.controls["step"].value, app.controls["phase"].value) == (0, 0)


def test_the_full_loss_rises_at_about_half_of_the_steps_near_the_minimum():
    """Not so for gradient descent from the same start."""
    rises = [np.mean(np.diff(run(1.5, 0.2, seed)[2]) > 0) for seed in range(20)]
    assert 0.4 < np.mean(rises) < 0.65 and min(rises) > 0.2
    descent = train(POINTS, sgd(), [0.0], [None] * 60, 0.2).losses(POINTS)
    assert (np.diff(descent) <= 1e-15).all()


def test_on_average_the_direction_is_that_of_the_full_gradient():
    for w in np.linspace(-1, 4, 11):
        each = POINTS.gradient([w], np.arange(6)[:, None])[:, 0]
        assert each == pytest.approx(2 * (w * X - Y) * X)
        assert each.mean() == pytest.approx(POINTS.gradient([w]).item())


def test_a_run_that_diverges_says_so():
    app = one_step(learning_rate=1.0, step=59, phase=4)
    first = np.flatnonzero(run(0.0, 1.0, 1)[2] <= 1000)[-1] + 1  # from there on the full loss is above 1000
    assert f"diverged at step {first}." in app.words
    assert app.view.landscape.notice.get_text().startswith(f"diverged at step {first}:")
    app = network(learning_rate=1.0, step=341, phase=6)
    assert "diverged at step 8" in app.words and "diverged at step 8" in app.view.graph.title.get_text()
    app.controls["learning_rate"].value = 0.1
    assert "diverged" not in app.words + app.view.graph.title.get_text()


@pytest.mark.parametrize("example, step", [(0, 0), (17, 3), (341, 341)])
def test_the_values_and_slopes_of_the_network_are_those_of_the_model(example, step):
    model, _ = penguin_network()
    order, path, _ = network_run(example, 0.1)
    i, params = order[step].item(), path[step]
    frame = network(example, step=step, phase=5).view._frame
    assert frame.score == pytest.approx(model.predict(params, model.X[[i]]).item())
    assert frame.loss == pytest.approx((frame.score - model.y[i]) ** 2)
    gradient = np.concatenate([layer.ravel() for layer in frame.slopes])
    assert gradient == pytest.approx(model.gradient(params, [i]))
    nudges = 1e-6 * np.eye(13)
    central = (model.loss(params + nudges, [i]) - model.loss(params - nudges, [i])) / 2e-6
    assert gradient == pytest.approx(central, abs=1e-8)
    first, last = frame.layers
    assert frame.hidden == pytest.approx(np.tanh(first @ [*model.X[i], 1]))
    assert frame.score_slope == pytest.approx(2 * (frame.score - model.y[i]))
    assert frame.hidden_slopes == pytest.approx(frame.score_slope * last[0, :3])
    assert frame.slopes[1][0] == pytest.approx(frame.score_slope * np.append(frame.hidden, 1)), "the formula of line 3"
    back = frame.hidden_slopes * (1 - frame.hidden**2)
    assert frame.slopes[0] == pytest.approx(np.outer(back, [*model.X[i], 1])), "and of the line below it"


def test_the_graph_writes_those_numbers_and_only_when_their_line_has_run():
    model, start = penguin_network()
    app = network()
    graph, gradient = app.view.graph, model.gradient(start, [0])
    weights = [signed(start[place]) for place in EDGES]
    slopes = [f"∂ {signed(gradient[place])}" for place in EDGES]
    for phase in range(7):
        app.controls["phase"].value = phase
        assert ([text.get_text() for text in graph.weights] == weights) == (phase < 6)
        shown = [text.get_text() for text in graph.weight_slopes]
        assert shown == [*(slopes[:6] if phase >= 5 else [""] * 6), *(slopes[6:] if phase >= 4 else [""] * 3)]
        assert [bool(text.get_text()) for text in graph.values] == [True] * 2 + [phase >= 1] * 3 + [phase >= 2, phase >= 3, True]
    after = start - 0.1 * gradient
    assert [text.get_text() for text in graph.weights] == [signed(after[place]) for place in EDGES]
    assert [text.get_text() for text in graph.biases] == [
        f"{name}  bias {signed(after[place])}" for name, place in zip(("h₁", "h₂", "h₃", "ŷ"), (2, 5, 8, 12))
    ]
    assert [line.get_linestyle() == "-" for line in graph.edges] == [after[place] >= 0 for place in EDGES]


def test_one_step_changes_all_thirteen_weights_as_train_does():
    model, start = penguin_network()
    order, path, _ = network_run(5, 0.1)
    assert order[0] == 5 and sorted(order) == [*range(342)]
    expected = train(model, sgd(), start, order[:3, None], 0.1).params
    assert path[:4] == pytest.approx(expected)
    assert (path[1] != path[0]).all() and len(start) == 13


def test_what_did_not_change_is_not_computed_again():
    run.cache_clear(), network_run.cache_clear()
    for make, cached in ((one_step, run), (network, network_run)):
        app = make()
        for phase in range(5):
            app.set(step=phase, phase=phase)
        assert cached.cache_info().misses == 1


@pytest.mark.parametrize("width", [400, 719, 720, 1000, 2400])
@pytest.mark.parametrize("settings", [{}, {"learning_rate": 1.0, "step": 59}, {"learning_rate": 1.0, "step": 9}])
def test_no_text_lies_over_another_or_leaves_the_picture(width, settings):
    for make, phases in ((one_step, 5), (network, 7)):
        app = make(**settings)
        app.picture.size = {"width": width, "ratio": 1}
        for phase in range(phases):
            app.controls["phase"].value = phase
            assert overlapping(app) == [], (make.__name__, width, phase)


@pytest.mark.parametrize("value", [0.0, -0.0004, 9.9996, -99.996, 1234.5, -1e12, 1e300, np.inf, -np.inf, np.nan])
def test_a_number_of_the_graph_has_six_characters_at_most(value):
    assert len(signed(value)) <= 6


@pytest.mark.parametrize(
    "make, settings, says",
    [
        (one_step, {"start": 9}, "start must be a number between -0.5 and 3.5; got 9."),
        (one_step, {"learning_rate": "big"}, "learning_rate must be a number between 0.01 and 1; got 'big'."),
        (one_step, {"seed": 1.5}, "seed must be a whole number between 0 and 99; got 1.5."),
        (one_step, {"step": 60}, "step must be a whole number between 0 and 59; got 60."),
        (one_step, {"phase": 5}, "phase must be a whole number between 0 and 4; got 5."),
        (network, {"example": 342}, "example must be a whole number between 0 and 341; got 342."),
        (network, {"learning_rate": np.nan}, "learning_rate must be a number between 0.001 and 1; got nan."),
        (network, {"step": -1}, "step must be a whole number between 0 and 341; got -1."),
        (network, {"phase": True}, "phase must be a whole number between 0 and 6; got True."),
    ],
)
def test_settings_out_of_range_get_one_clear_sentence(make, settings, says):
    with pytest.raises(ValueError) as error:
        make(**settings)
    assert str(error.value) == says


def test_the_phases_have_names_for_every_line():
    assert len(PHASES) == 7
    assert [name for name, _ in network().controls["phase"].options] == [*PHASES]


def test_the_exercises_have_the_answers_of_the_helpers():
    model = LinearRegression([[3.0]], [5.0])
    assert check("one example step", train(model, sgd(), [1.0], [[0]], 0.05).params[-1, 0]).correct
    assert check("chain rule", 2 * 0.5 * -2 * (1 - 0.6**2) * 1.5).correct

    def one_epoch(w, x, y, learning_rate):
        batches = np.arange(len(x))[:, None]
        return train(LinearRegression(x[:, None], y), sgd(), [w], batches, learning_rate).params[-1, 0]

    assert check("one epoch", one_epoch).correct
