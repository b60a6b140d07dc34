"""A real network, one example at a time: forward, loss, backward, update, with the numbers of the model."""

from helpers.lessons.one_example.graph import MODEL, Graph, signed
from helpers.lessons.one_example.network import (
    BACK_OUTPUT,
    HIDDEN,
    LOSS,
    OUTPUT,
    PENGUINS,
    PHASES,
    UPDATE,
    penguin_network,
    run,
    there_and_back,
)
from helpers.live import TITLE, Axis, Frame, Line, Panel, Points, Recipe, beside, figure, round_numbers
from helpers.live.looks import BATCH
from helpers.live.marks.recipe import until
from helpers.live.settings import Settings, between, phase, whole
from helpers.live.words import number

POSITIVE, NEGATIVE = Line("positive weight", color=MODEL, lw=2.6), Line("negative weight", color=MODEL, lw=2.6, ls=(0, (3, 2)))
SLOPE = Points("∂L/∂ of the number above: how fast the loss grows with it", color=BATCH, marker="$∂$", ms=11)
NETWORK = Graph(("flipper x₁", "bill depth x₂"))
STEPS = Recipe(
    (
        "1  Take one example",
        "2  Feed it forward: hidden layer",
        "    output layer",
        "    and calculate the loss",
        "3  Gradient: output layer first",
        "    then the hidden layer",
        "4  Update all 13 weights",
    ),
    size=12.5,
    beside=900,
)
GRAPH = Panel(y=Axis("", 1, 0), bare=True, left=16, height=(440, 440))
RECIPE = Panel(bare=True, left=16, height=STEPS.height)


class Step(Settings):
    """The controls of one epoch, and how far it has come."""

    example: int = whole("first example", 0, PENGUINS - 1, about="the first penguin; the others follow in one shuffled order")
    learning_rate: float = between("learning rate η", round_numbers(-3, 0), 0.1)
    step: int = whole("step", 0, PENGUINS - 1, plays=900, about="the steps already taken")
    phase: int = phase("phase", PHASES, plays=900, about="the line that runs")


@figure(beside(GRAPH, RECIPE, share=0.53, least=960), legend=(POSITIVE, NEGATIVE, SLOPE))
def network(s: Step):
    """One step of SGD through a network with 2 inputs, 3 tanh units and 1 output: forward, loss, backward, update."""
    model, _ = penguin_network()
    order, path, diverged = run(s.example, s.learning_rate)
    example, before, after = order[s.step].item(), path[s.step], path[s.step + 1]
    seen, updated = there_and_back(before, example), s.phase == UPDATE
    lost = f"diverged at step {diverged}" if diverged is not None and s.step >= diverged else ""
    graph = {
        NETWORK: (s.phase, seen, model.layers(after if updated else before)),
        TITLE: f"step {s.step}: penguin {example}" + (f"   {lost}" if lost else ""),
    }
    recipe = {STEPS: (s.phase, formulas(s, seen, model.layers(before), model.layers(after)))}
    full = f"full loss {number(model.loss(before).item())}"
    parts = [
        f"Step {s.step} of {model.n_examples - 1}, η = {number(s.learning_rate)}, penguin {example}, "
        f"{PHASES[s.phase]}: x = ({listed(seen.x)}), y = {number(seen.y)}",
        f"h = ({listed(seen.hidden)})" if s.phase >= HIDDEN else "",
        f"ŷ = {number(seen.score)}" if s.phase >= OUTPUT else "",
        f"L = {number(seen.loss)}" if s.phase >= LOSS else "",
        f"∂L/∂v = ({listed(seen.slopes[1][0])})" if s.phase >= BACK_OUTPUT else "",
        f"∂L/∂w = ({listed(seen.slopes[0].ravel())})" if s.phase > BACK_OUTPUT else "",
        full + (f", after this step {number(model.loss(after).item())}" if updated else ""),
        lost,
    ]
    return Frame({GRAPH: graph, RECIPE: recipe}, "; ".join(filter(None, parts)) + ".")


def formulas(s, seen, before, after):
    """What stands beside each line: its formula, and once it has run, one of its numbers."""
    slope, y = signed(seen.slopes[1][0, 0]), signed(seen.y)
    now, then = (signed(layers[1][0, 0]) for layers in (before, after))
    lines = (
        ("", f"x = ({signed(seen.x[0])}, {signed(seen.x[1])}), y = {y}"),
        ("h₁ = tanh(w₁₁x₁ + w₁₂x₂ + b₁)", f"= {signed(seen.hidden[0])}"),
        ("ŷ = v₁h₁ + v₂h₂ + v₃h₃ + c", f"= {signed(seen.score)}"),
        ("L = (ŷ − y)²", f"= ({signed(seen.score)} − ({y}))² = {number(seen.loss)}"),
        ("∂L/∂v₁ = 2(ŷ − y) · h₁", f"= {slope}"),
        ("∂L/∂w₁₁ = 2(ŷ − y) · v₁ · (1 − h₁²) · x₁", f"= {signed(seen.slopes[0][0, 0])}"),
        ("v₁* = v₁ − η · ∂L/∂v₁", f"= {now} − {number(s.learning_rate)} × ({slope}) = {then}"),
    )
    return until(s.phase, lines)


def listed(values):
    return ", ".join(map(number, values))
