"""Eight steps of the flagship side by side, for print and for slides: the solid curve that stays, the dotted one that is new."""

from helpers.lessons.magic.settings import Walk
from helpers.lessons.magic.walk import STEPS
from helpers.live import TITLE, Axis, Frame, Line, Panel, Points, X, Y, figure, grid, whole
from helpers.live.looks import BATCH, FULL, TANGENT
from helpers.live.words import number
from helpers.problems.one_weight import NAMES

COUNT = 8
FULL_LOSS = Line("full loss", still=True, color=FULL, lw=2.2, solid_capstyle="round")
BATCH_LOSS = Line("batch loss of this step", color=BATCH, lw=2.2, ls=(0, (0.05, 1.75)), dash_capstyle="round")
MOVE = Line("this step", color=TANGENT, lw=2.5, solid_capstyle="round")
NEXT = Points("after this step", ms=8, mfc="white", mec=BATCH, mew=2)
NOW = Points("now", ms=9, color=BATCH, mec="white", mew=1.2)
ABOVE = Points("now, above the picture", marker="^", ms=9, color=BATCH, mec="white", mew=1.2)
SLIDES = tuple(Panel(Axis("weight w"), Axis("loss"), small=True) for _ in range(COUNT))


class Slides(Walk):
    """The controls of eight steps of the walk."""

    step: int = whole("step", 0, STEPS - COUNT + 1, 34)
    seed: int = whole("shuffle seed", 0, 99, 2)


@figure(
    grid(*SLIDES, columns=(4, 2), ratio=0.78),
    legend=(FULL_LOSS, BATCH_LOSS, MOVE, NOW, NEXT, ABOVE),
    rows=("model start seed", "learning_rate batch_size step"),
)
def magic_slides(s: Slides):
    """Eight steps of the flagship side by side, from `step` on."""
    stage, path, heights = s.stage, s.run, (-0.03 * s.stage.ceiling, s.stage.ceiling)
    panels = {}
    for place, panel in enumerate(SLIDES):
        step = s.step + place
        batch, w, loss, after = s.batches[step], path.weights[step], path.batch_losses[step], path.weights[step + 1]
        lower = stage.model.loss([after], batch).item()
        panels[panel] = {
            X: (stage.low, stage.high),
            Y: heights,
            FULL_LOSS: (stage.grid, stage.full_curve),
            BATCH_LOSS: (stage.grid, stage.curve(batch)),
            MOVE: ([w, after], [loss, lower]),
            NEXT: (after, lower),
            NOW: (w, loss),
            ABOVE: (w, 0.95 * stage.ceiling) if loss > stage.ceiling else None,
            TITLE: f"step {step}   w = {number(w)}" + (" (off)" if not stage.low <= w <= stage.high else ""),
        }
    weights = ", ".join(number(w) for w in path.weights[s.step : s.step + COUNT])
    words = (
        f"{NAMES[s.model]}: η = {number(s.learning_rate)}, B = {s.batch_size} of N = {s.n}, "
        f"steps {s.step} to {s.step + COUNT - 1}: w = {weights}."
    )
    return Frame(panels, words)
