"""A network in training: what it has learnt, its losses, the loss along the next step, and a plane of its landscape."""

import numpy as np

from helpers.lessons.real_network.along import REACH, along
from helpers.lessons.real_network.ends import ceiling, height, last, span
from helpers.lessons.real_network.marks import EXAMPLES, LEVELS, SIGNS, Pixels, tinted
from helpers.lessons.real_network.place import FINER, GRID, window
from helpers.lessons.real_network.player import TrainingApp
from helpers.lessons.real_network.settings import Training
from helpers.live import (
    LINE,
    TITLE,
    Axis,
    Frame,
    Line,
    Notice,
    Panel,
    Points,
    Tangent,
    X,
    Y,
    above,
    beside,
    figure,
)
from helpers.live.curves import BATCH_LOSS, NEXT, NOW
from helpers.live.looks import BATCH, FULL, QUIET, SHADES
from helpers.live.words import cut, legible, number

SHOWN = 400  # examples at most in the picture of what has been learnt
KEY, LABEL = 48, 28  # characters that the classes under a title, and a column's name along an axis, have room for
STOPPED = "training has stopped: lower η, then reset"

FULL_LOSS = Line("full loss", color=FULL, lw=2.6, solid_capstyle="round")
DOTTED = Line("loss of the batch", **BATCH_LOSS.look)
VALIDATION = Line("validation loss", color=SHADES[4], lw=2.2, ls=(0, (5, 2)))
SLOPE = Tangent("slope")
START = Points("start of the path", marker="s", ms=9, mfc="white", mec=FULL, mew=1.8, clip_on=False, sample=dict(ms=8))
REGIONS, DIAGONAL = Pixels(), Line(color=QUIET, lw=1.4, ls=(0, (6, 3)))
LIT = Points(ms=10, mfc="none", mec=BATCH, mew=1.3)
CHANGES = Line(color=QUIET, lw=1.2, ls=(0, (2, 2)))
FULL_LOSSES, BATCH_LOSSES = Line(color=FULL, lw=2.4), Points(ms=3.2, mew=0, color=BATCH)
LAST = NOW.but(ms=10, mew=1.4, clip_on=False)
LOST, HIGH = Notice(), Notice()
BANDS, FRAMED = Pixels(), Line(still=True, color=QUIET, lw=0.8, clip_on=False, solid_joinstyle="miter")
PATH, HERE = Line(color=FULL, lw=1.8, marker=".", ms=5), NOW.but(ms=12)
SQUARE = np.array([0, 1, 1, 0, 0]), np.array([0, 0, 1, 1, 0])

LEARNT = Panel(left=62, height=(262, 250))
LOSSES = Panel("update", "loss", left=58, height=(262, 250))
NEXT_STEP = Panel(  # the title says loss: small ones have long numbers
    Axis("how far to go along the step", *REACH, ticks={0: "now", 1: "η", 2: "2η", 3: "3η"}), left=62, height=(262, 250)
)
LANDSCAPE = Panel(Axis("", 0, 1, ticks=()), Axis("", 0, 1, ticks=()), left=58, lines="", grid=False, height=(262, 250))


@figure(
    above(beside(LEARNT, LOSSES, share=0.49), beside(NEXT_STEP, LANDSCAPE, share=0.49)),
    legend=(FULL_LOSS, DOTTED, VALIDATION, NOW, NEXT, SLOPE, START),
    rows=("data share hidden activation seed", "optimizer schedule learning_rate batch_size l2", "speed"),
    app=TrainingApp,
)
def train_network(s: Training):
    """A network in training, live: what it has learnt, its losses, the loss along the next step, and its landscape."""
    run, way, score = s.run, s.run.way(), s.run.place.score
    panels = {
        LEARNT: learnt(run),
        LOSSES: losses(run, way),
        NEXT_STEP: next_step(run, way),
        LANDSCAPE: landscape(way, s.landscape),
    }
    full, batch, validation = way[-1][1:4]
    words = [
        f"{cut(run.material.name)}: {many(run.material.n)} examples",
        f"update {many(run.updates)}, epoch {many(run.epochs + 1)}",
        f"{many(run.examples_seen)} examples seen",
        f"{run.rule.optimizer}, η = {number(run.rate)}, B = {run.rule.batch_size}",
        f"full loss {number(full)}",
        f"batch loss {number(batch)}",
        f"validation loss {number(validation)}",
        f"{score:.1%} of validation right" if run.material.classes else f"validation off by {number(score)}",
        *([] if run.diverged is None else [f"diverged at update {run.diverged}"]),
    ]
    return Frame(panels, ", ".join(words) + ".")


def learnt(run):
    """Regions of the plane with the examples on them, predictions against the truth, or how likely each true class is."""
    nothing = dict.fromkeys((REGIONS, DIAGONAL, *EXAMPLES, LIT))
    return nothing | {"regions": regions, "fit": fit, "classes": classes}[run.material.kind](run)


def regions(run):
    material, (_, ends) = run.material, window(run.material)
    first, second = (f"{plain(name)}, standard units" for name in material.features)
    points, y = (values[material.seen[:SHOWN]] for values in (material.X, material.y))
    seen = {}
    if run.diverged is None:
        seen = {REGIONS: (tinted(*run.place.regions), around(ends)), LIT: points[run.batch[run.batch < len(y)]].T}
    return seen | {
        **{mark: points[y == k].T for mark, k in zip(EXAMPLES, range(len(material.classes)))},
        X: Axis(first, *ends[:2]),
        Y: Axis(second, *ends[2:]),
        TITLE: "what the network has learnt",
        LINE: f"{key(material)}   ○ this batch",
    }


def fit(run):
    material, name, ends = run.material, plain(run.material.target), span(run.material)
    return {
        DIAGONAL: (ends, ends),
        EXAMPLES[0]: (material.y[material.held[:SHOWN]], np.nan_to_num(run.place.held[:SHOWN], nan=1e9)),
        X: Axis(f"true {name}", *ends),
        Y: Axis("predicted", *ends),
        TITLE: "predicted and true",
        LINE: f"validation examples; unit {number(material.unit)} of {name}",
    }


def classes(run):
    material, count = run.material, len(run.material.classes)
    y = material.y[material.held[:SHOWN]]
    chances = run.place.held[np.arange(len(y)), y.astype(int)]
    heights = y + 0.6 * (0.618034 * np.arange(len(y)) % 1 - 0.5)  # spread, so that no mark hides another
    ends = -0.6, count - 0.4
    return {
        DIAGONAL: ([0.5, 0.5], ends),
        **{mark: (chances[y == k], heights[y == k]) for mark, k in zip(EXAMPLES, range(count))},
        X: Axis("chance that the network gives the true class", -0.02, 1.02),
        Y: Axis("", *ends, ticks={k: SIGNS[k] for k in range(count)}),
        TITLE: "how sure, class by class",
        LINE: key(material),
    }


def losses(run, way):
    """Full loss, validation loss and batch losses against the update."""
    material, lost = run.material, run.diverged is not None
    steps, full, batch, validation = np.array([record[:4] for record in way]).T
    end, top = last(run.updates), ceiling(material, 0.0 if lost else np.max(validation))
    changes = [change[0] for change in run.changes]
    some = "" if len(material.seen) == material.n else f" ({many(len(material.seen))} of {many(material.n)})"
    return {
        X: (-0.02 * end, 1.02 * end),
        Y: (-0.03 * top, top),
        CHANGES: (np.repeat(changes, 3), np.tile([0, top, np.nan], len(changes))),
        BATCH_LOSSES: (steps, drawable(batch, top)),
        VALIDATION: (steps, drawable(validation, top)),
        FULL_LOSSES: (steps, drawable(full, top)),
        LAST: (steps[-1], batch[-1]) if batch[-1] <= top else None,
        LOST: f"diverged at update {run.diverged}" if lost else None,
        TITLE: f"update {many(run.updates)}, epoch {many(run.epochs + 1)}",
        LINE: f"full {number(full[-1])}{some}, validation {number(validation[-1])}",
    }


def next_step(run, way):
    """The loss along the step to come: of all examples solid, of the batch dotted, and the step on the dotted curve."""
    curves, top = along(run), height([record[1] for record in way])
    shown = dict.fromkeys((FULL_LOSS, SLOPE, DOTTED, NEXT, NOW, HIGH))
    if curves is not None:
        shown |= {
            FULL_LOSS: (curves.steps, drawable(curves.full, top)),
            SLOPE: (0.0, curves.now, curves.slope),
            DOTTED: (curves.steps, drawable(curves.batch, top)),
            NEXT: (1.0, curves.then),
            NOW: (0.0, curves.now),
            HIGH: f"↑ the batch loss here is {curves.now:.3g}" if curves.now > top else None,
        }
    rule = f"η = {number(run.rate)}; dotted: the batch of {len(run.batch)}" + ("; with l2" if run.rule.l2 else "")
    return {
        Y: (-0.03 * top, top),
        **shown,
        TITLE: "the loss along the next step",
        LINE: STOPPED if run.diverged is not None else rule,
    }


def landscape(way, plane):
    """A plane of the landscape in bands, the lightest the lowest, and the path on it."""
    path = plane and plane.project([record[-1].params for record in way])
    return {
        BANDS: plane and (LEVELS[plane.bands], (0, 1, 0, 1)),
        FRAMED: SQUARE,
        PATH: plane and tuple(path.T),
        START: plane and tuple(path[0]),
        HERE: plane and tuple(path[-1]),
        TITLE: "the landscape, and the path on it",
        LINE: plane.words if plane else STOPPED,
    }


def around(ends):
    """The ends of a picture whose outer pixels have their middles at these ends."""
    left, right, low, high = ends
    wide, tall = (right - left) / (GRID * FINER) / 2, (high - low) / (GRID * FINER) / 2
    return left - wide, right + wide, low - tall, high + tall


def key(material):
    """Which mark stands for which class."""
    most = KEY // len(material.classes)
    return "   ".join(f"{sign} {legible(name, most)}" for sign, name in zip(SIGNS, material.classes))


def drawable(losses, top):
    """Losses as a line can hold them: what is far above the axes is put just out of sight."""
    return np.minimum(np.nan_to_num(losses, nan=1e3 * top, posinf=1e3 * top), 1e3 * top)


def many(count):
    """A whole number with its thousands apart."""
    return f"{count:,}".replace(",", " ")


def plain(name):
    return legible(name.replace("_", " "), LABEL)
