"""What shakes SGD: how far the examples' gradients are apart at each weight, below the full loss."""

import numpy as np

from helpers.lessons.magic.disagreement import along, gradients
from helpers.lessons.magic.settings import Weight
from helpers.live import TITLE, Axis, Frame, Histogram, Line, Panel, Points, Rule, X, Y, above, beside, figure
from helpers.live.looks import BATCH, FULL, QUIET
from helpers.live.words import number
from helpers.problems.one_weight import NAMES, problem

LOSS = Line("full loss", still=True, color=FULL, lw=2.6, solid_capstyle="round")
DEVIATION = Line("standard deviation of the gradients of the examples", still=True, color=BATCH, lw=2.6, ls=(0, (5, 1.5)))
MINIMA = Points("minimum of the full loss", still=True, ms=9, mfc="white", mec=FULL, mew=2)
NOW, HERE = Points("now", ms=12, color=BATCH, mec="white", mew=1.6, clip_on=False), Rule(color=QUIET, lw=1.2, ls=(0, (2, 2)))
EACH = Histogram("gradients of the examples at this w", fc=BATCH, alpha=0.35)
MEAN = Rule("their mean, the gradient of the full loss", color=FULL, lw=1.8, ls=(0, (5, 1.5, 1, 1.5)))
SPAN = Line("mean ± standard deviation", color=QUIET, lw=4, solid_capstyle="butt", marker="|", ms=16, mew=3)

LOSSES = Panel("", "loss", left=58, height=(150, 150), numbers="y")
SPREAD = Panel("", "standard deviation", left=58, height=(150, 150))
GRADIENTS = Panel("gradient of one example", Axis("", 0, 1.24, ticks=()), left=30, height=(150, 190), lines="x")
REACH, BARS = 2.5, 50  # standard deviations, where they are largest, that the histogram shows to each side; its bars


@figure(
    beside(above(LOSSES, SPREAD), GRADIENTS, share=0.58),
    legend=(LOSS, MINIMA, NOW, DEVIATION, EACH, MEAN, SPAN),
    drag={LOSSES: ("w",), SPREAD: ("w",)},
)
def disagreement(s: Weight):
    """The full loss and, along the same weight, the standard deviation of the examples' gradients; those at one w beside."""
    stage, path, each = problem(s.model), along(s.model), gradients(s.model, s.w)
    loss, mean, deviation = stage.model.loss([s.w]).item(), each.mean(), each.std()
    end = REACH * path.deviations.max()
    off = np.sum(np.abs(each) > end)
    counts, edges = np.histogram(each, np.linspace(-end, end, BARS + 1))
    across = Axis(stage.weight_label, path.weights[0], path.weights[-1])
    panels = {}
    for panel, curve, values, now in ((LOSSES, LOSS, path.losses, loss), (SPREAD, DEVIATION, path.deviations, deviation)):
        lows = np.interp(path.minima, path.weights, values)
        panels[panel] = {X: across, Y: (-0.08 * values.max(), 1.08 * values.max()), curve: (path.weights, values)}
        panels[panel] |= {MINIMA: (path.minima, lows), HERE: s.w, NOW: (s.w, now)}
    panels[LOSSES][TITLE] = f"w = {number(s.w)}   full loss {loss:.3f}"
    panels[SPREAD][TITLE] = f"standard deviation of the gradients {deviation:.2f}"
    panels[GRADIENTS] = {
        X: (-end, end),
        EACH: (counts / max(counts.max(), 1), edges),
        MEAN: mean,
        SPAN: ([mean - deviation, mean + deviation], [1.12, 1.12]),
        TITLE: f"{len(each)} gradients at this w" + (f", {off} beyond" if off else ""),
    }
    words = f"{NAMES[s.model]}: w = {number(s.w)}, full loss {loss:.3f}, the gradients of the {len(each)} examples: "
    return Frame(panels, f"{words}mean {number(round(mean, 4))}, standard deviation {deviation:.2f}.")
