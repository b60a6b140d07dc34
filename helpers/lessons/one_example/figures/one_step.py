"""One step of SGD in its five lines: the recipe, the data with the model's line, and the losses with the point."""

import numpy as np

from helpers.lessons.one_example.six_points import (
    FORWARD,
    GRADIENT,
    GRID,
    LOSS,
    PHASES,
    POINTS,
    STEPS,
    UPDATE,
    WINDOW,
    curve,
    diverged_at,
    run,
)
from helpers.live import TITLE, Axis, Frame, Line, Names, Panel, Points, Recipe, above, beside, curves, figure, round_numbers
from helpers.live.looks import BATCH, FULL, SHADES
from helpers.live.marks.recipe import until
from helpers.live.settings import Settings, between, phase, whole
from helpers.live.words import number

INK, x_of, y_of = SHADES[-1], POINTS.X[:, 0], POINTS.y
EDGES = np.array([x_of.min() - 0.5, x_of.max() + 0.5])  # the ends of the x axis, and of the lines

LINES = (
    "1  Take one example",
    "2  Feed it forward",
    "    and calculate the loss",
    "3  Calculate its gradient",
    "4  Update the weight",
)
LOOP = Recipe(LINES)
EXAMPLES = Points(still=True, ms=7, mfc="white", mec=FULL, mew=1.6)
MODEL = Line("model ŷ = wx", color=INK, lw=2.6, solid_capstyle="round")
AFTER = Line("model after this step", color=INK, lw=2.2, ls=(0, (4, 2)))
TAKEN = Points("the example taken", ms=13, color=BATCH, mec="white", mew=1.6, sample=dict(ms=11, mew=1))
PREDICTION = Points("its prediction ŷ", marker="D", ms=9, mfc="white", mec=INK, mew=2.2, sample=dict(ms=8, mew=2))
RESIDUAL = Line("ŷ − y", color=BATCH, lw=3, solid_capstyle="butt")
FIT_NAMES = Names(MODEL, AFTER, TAKEN, PREDICTION, RESIDUAL)

FULL_LOSS, BATCH_LOSS = curves.FULL_LOSS.but("full loss, all 6 examples"), curves.BATCH_LOSS.but("batch loss, this 1 example")
NOW, NEXT = curves.NOW.but("dots: now"), curves.NEXT.but("rings: after this step")
FULL_NOW, FULL_NEXT = Points(ms=10, color=FULL, mec="white", mew=1.4), Points(ms=9, mfc="white", mec=FULL, mew=2.2)
LOSS_NAMES = Names(FULL_LOSS, BATCH_LOSS, curves.SLOPE, NOW, NEXT)


def names_height(width):
    """The panels below begin at one height."""
    return max(FIT_NAMES.height(width), LOSS_NAMES.height(width))


RECIPE = Panel(bare=True, left=18, height=LOOP.height)
FIT_LEGEND, LOSS_LEGEND = (Panel(bare=True, left=58, height=names_height) for _ in range(2))
FIT = Panel(Axis("x", *EDGES), Axis("y", y_of.min() - 1.5, y_of.max() + 1.5), left=58, height=(270, 250))
HEIGHTS = Axis("loss", -0.03 * WINDOW.ceiling, WINDOW.ceiling)
LANDSCAPE = Panel(Axis("weight w", WINDOW.low, WINDOW.high), HEIGHTS, left=58, height=(270, 250))


class Step(Settings):
    """And how far it has come."""

    start: float = between("start weight", [tenths / 10 for tenths in range(-5, 36)], 0.0, about="the first weight")
    learning_rate: float = between("learning rate η", round_numbers(-2, 0), 0.1)
    seed: int = whole("shuffle seed", 0, 99, 1, about="of the order, new each epoch")
    step: int = whole("step", 0, STEPS, plays=900, about="the steps already taken")
    phase: int = phase("phase", PHASES, plays=900, about="the line that runs")


@figure(above(RECIPE, beside(above(FIT_LEGEND, FIT), above(LOSS_LEGEND, LANDSCAPE), share=0.49)), legend=())
def one_step(s: Step):
    """The loop of SGD, a line at a time: take one example, feed it forward, its loss, its gradient, the update."""
    batches, weights, full_losses, losses = run(s.start, s.learning_rate, s.seed)
    (example,), past = batches[s.step].tolist(), slice(s.step + 1)
    (x, y), (w, after) = (x_of[example], y_of[example]), weights[s.step : s.step + 2]
    full, loss = full_losses[s.step], losses[s.step]
    slope, full_after = POINTS.gradient([w], [example]).item(), POINTS.loss([after]).item()
    gone = diverged_at(full_losses, s.step)

    def since(line, data):
        return data if s.phase >= line else None

    fit = {
        EXAMPLES: (x_of, y_of),
        MODEL: (EDGES, w * EDGES),
        AFTER: since(UPDATE, (EDGES, after * EDGES)),
        RESIDUAL: since(LOSS, ([x, x], [y, w * x])),
        TAKEN: (x, y),
        PREDICTION: since(FORWARD, (x, w * x)),
        TITLE: f"example {example}: x = {number(x)}, y = {number(y)}",
    }
    landscape = {
        FULL_LOSS: (GRID, curve(None)),
        curves.TRAIL: (weights[past][:-1], full_losses[past][:-1]),
        curves.GAP: since(LOSS, ([w, w], [full, loss])),
        FULL_NEXT: since(UPDATE, (after, full_after)),
        FULL_NOW: (w, full),
        curves.SLOPE: since(GRADIENT, (w, loss, slope)),
        BATCH_LOSS: since(LOSS, (GRID, curve(example))),
        NEXT: since(UPDATE, (after, POINTS.loss([after], [example]).item())),
        NOW: since(LOSS, (w, loss)),
        curves.NOTICE: curves.off_picture(WINDOW, w, since(LOSS, loss) or 0, gone),
        TITLE: f"step {s.step}   w = {number(w)}" + (f" → {number(after)}" if s.phase >= UPDATE else ""),
    }
    said = until(s.phase, formulas(s, example, w, loss, slope, after))
    parts = [
        f"Step {s.step} of {STEPS}, epoch {s.step // len(x_of) + 1}, η = {number(s.learning_rate)}; w = {number(w)}",
        f"full loss {number(full)}",
        *(f"{' '.join(line.split())}: {formula}" for line, formula in zip(LINES[: s.phase + 1], said)),
        f"full loss after this step {number(full_after)}" if s.phase == UPDATE else "",
        f"diverged at step {gone}" if gone is not None else "",
    ]
    legends = {FIT_LEGEND: {FIT_NAMES: ()}, LOSS_LEGEND: {LOSS_NAMES: ()}}
    panels = {RECIPE: {LOOP: (s.phase, said)}, **legends, FIT: fit, LANDSCAPE: landscape}
    return Frame(panels, "; ".join(filter(None, parts)) + ".")


def formulas(s, example, w, loss, slope, after):
    """What stands beside each line, in letters and in numbers."""
    x, y, name = x_of[example], y_of[example], "₀₁₂₃₄₅"[example]
    prediction = number(w * x)
    return (
        (f"example i = {example}:", f"x = {number(x)}, y = {number(y)}"),
        ("ŷ = w · x", f"= {number(w)} × {within(x)} = {prediction}"),
        (f"L{name} = (ŷ − y)²", f"= ({prediction} − {within(y)})² = {number(loss)}"),
        (f"∂L{name}/∂w = 2(ŷ − y) · x", f"= 2 × ({prediction} − {within(y)}) × {within(x)} = {number(slope)}"),
        (f"w* = w − η · ∂L{name}/∂w", f"= {number(w)} − {number(s.learning_rate)} × {within(slope)} = {number(after)}"),
    )


def within(value):
    """A number within a product: negative ones in brackets."""
    return f"({number(value)})" if value < 0 else number(value)
