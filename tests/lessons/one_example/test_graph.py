"""The same loop through a network: values and slopes against the model, its gradient and central differences."""

import numpy as np
import pytest

from helpers.apps import network
from helpers.lessons.one_example.figures.network import GRAPH, NETWORK
from helpers.lessons.one_example.graph import BIASED, signed
from helpers.lessons.one_example.network import PENGUINS, penguin_network, run, there_and_back
from helpers.live.panel import TITLE
from helpers.optimizers import sgd
from helpers.training import train

EDGES = (0, 1, 3, 4, 6, 7, 9, 10, 11)  # where the weights without the biases stand among the 13


def texts(artists):
    return [text.get_text() for text in artists]


@pytest.mark.parametrize("example, step", [(0, 0), (17, 3), (341, 341)])
def test_the_values_and_slopes_of_the_network_are_those_of_the_model(example, step):
    model, _ = penguin_network()
    order, path, _ = run(example, 0.1)
    i, params = order[step].item(), path[step]
    lit, seen, (first, last) = network(example, step=step, phase=5).frame[GRAPH][NETWORK]
    assert lit == 5 and (seen.x == model.X[i]).all() and seen.y == model.y[i]
    assert seen.score == pytest.approx(model.predict(params, model.X[[i]]).item())
    assert seen.loss == pytest.approx((seen.score - model.y[i]) ** 2)
    gradient = np.concatenate([layer.ravel() for layer in seen.slopes])
    assert gradient == pytest.approx(model.gradient(params, [i]))
    nudges = 1e-6 * np.eye(13)
    central = (model.loss(params + nudges, [i]) - model.loss(params - nudges, [i])) / 2e-6
    assert gradient == pytest.approx(central, abs=1e-8)
    assert seen.hidden == pytest.approx(np.tanh(first @ [*model.X[i], 1]))
    assert seen.score_slope == pytest.approx(2 * (seen.score - model.y[i]))
    assert seen.hidden_slopes == pytest.approx(seen.score_slope * last[0, :3])
    assert seen.slopes[1][0] == pytest.approx(seen.score_slope * np.append(seen.hidden, 1)), "the formula of line 3"
    back = seen.hidden_slopes * (1 - seen.hidden**2)
    assert seen.slopes[0] == pytest.approx(np.outer(back, [*model.X[i], 1])), "and of the line below it"


def test_the_graph_writes_those_numbers_and_only_when_their_line_has_run():
    model, start = penguin_network()
    app = network()
    gradient, graph = model.gradient(start, [0]), NETWORK.parts(app.sheet[GRAPH][NETWORK])
    weights = [signed(start[place]) for place in EDGES]
    slopes = [f"∂ {signed(gradient[place])}" for place in EDGES]
    seen = there_and_back(start, 0)
    for phase in range(7):
        app.controls["phase"].value = phase
        assert (texts(graph.weights) == weights) == (phase < 6)
        assert texts(graph.weight_slopes) == [
            *(slopes[:6] if phase >= 5 else [""] * 6),
            *(slopes[6:] if phase >= 4 else [""] * 3),
        ]
        known = [True] * 2 + [phase >= 1] * 3 + [phase >= 2, phase >= 3, True]
        values = [signed(value) for value in (*seen.x, *seen.hidden, seen.score, seen.loss, seen.y)]
        assert texts(graph.values) == [value if there else "" for value, there in zip(values, known)]
        back = [f"∂ {signed(slope)}" for slope in (*seen.hidden_slopes, seen.score_slope)]
        shown = [phase >= 5] * 3 + [phase >= 4]
        assert texts(graph.node_slopes)[2:6] == [slope if there else "" for slope, there in zip(back, shown)]
    after = start - 0.1 * gradient
    assert texts(graph.weights) == [signed(after[place]) for place in EDGES]
    assert texts(graph.biases) == [f"{name}  bias {signed(after[place])}" for name, place in zip(BIASED, (2, 5, 8, 12))]
    assert [line.get_linestyle() == "-" for line in graph.edges] == [after[place] >= 0 for place in EDGES]


def test_one_step_changes_all_thirteen_weights_as_train_does():
    model, start = penguin_network()
    order, path, _ = run(5, 0.1)
    assert model.n_examples == PENGUINS and order[0] == 5 and sorted(order) == [*range(PENGUINS)]
    assert path[:4] == pytest.approx(train(model, sgd(), start, order[:3, None], 0.1).params)
    assert (path[1] != path[0]).all() and len(start) == 13


def test_a_run_that_diverges_says_so_and_a_smaller_rate_does_not():
    app = network(learning_rate=1.0, step=341, phase=6)
    assert "diverged at step 8" in app.words and "diverged at step 8" in app.frame[GRAPH][TITLE]
    app.controls["learning_rate"].value = 0.1
    assert "diverged" not in app.words + app.frame[GRAPH][TITLE]


@pytest.mark.parametrize("value", [0.0, -0.0004, 9.9996, -99.996, 1234.5, -1e12, 1e300, np.inf, -np.inf, np.nan])
def test_a_number_of_the_graph_has_six_characters_at_most(value):
    assert len(signed(value)) <= 6
