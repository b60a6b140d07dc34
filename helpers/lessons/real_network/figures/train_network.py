"""A network in training: what it has learnt, its losses, the loss along the next step, and a plane of its landscape."""

import numpy as np

from helpers.lessons.real_network.along import REACH, along, before_and_after
from helpers.lessons.real_network.beside import BESIDE
from helpers.lessons.real_network.ends import ceiling, height, last
from helpers.lessons.real_network.marks import LEARNT, LEVELS, Heading, Pixels, Scale, learnt
from helpers.lessons.real_network.player import TrainingApp
from helpers.lessons.real_network.settings import Training
from helpers.live import LINE, TITLE, Axis, Frame, Line, Notice, Panel, Points, Tangent, Text, X, Y, above, beside, figure, grid
from helpers.live.curves import BATCH_LOSS, NEXT, NOW
from helpers.live.looks import BATCH, FULL, QUIET, SHADES
from helpers.live.words import cut, number, spaced

STOPPED = "training has stopped: lower η, then reset"

FULL_LOSS = Line("full loss", color=FULL, lw=2.6, solid_capstyle="round")
DOTTED = Line("batch loss", **BATCH_LOSS.look)
VALIDATION = Line("validation", color=SHADES[4], lw=2.2, ls=(0, (5, 2)))
SLOPE = Tangent("slope")
CHANGES = Line(color=QUIET, lw=1.2, ls=(0, (2, 2)))
FULL_LOSSES, BATCH_LOSSES = Line(color=FULL, lw=2.4), Points(ms=3.2, mew=0, color=BATCH)
OTHER, OTHER_HELD = Line(color=SHADES[2], lw=2.4), Line(color=SHADES[2], lw=2, ls=(0, (5, 2)))
OTHER_SAYS = Text(color=SHADES[3])
LAST = NOW.but(ms=10, mew=1.4, clip_on=False)
LOST, HIGH = Notice(), Notice()

BANDS, BAR, FRAMED = Pixels(), Pixels(still=True), Line(still=True, color=QUIET, lw=0.8, clip_on=False, solid_joinstyle="miter")
PATH = Line(color=FULL, lw=1.8)
START = Points("start", marker="s", ms=13, mfc="white", mec=FULL, mew=1.8, clip_on=False, sample=dict(ms=9))
HERE, THERE, WAY = NOW.but(ms=10), NEXT.but(), Heading("direction")
ACROSS, UP, SHADES_SAY = Scale("x", "along direction 1", 5), Scale("y", "along direction 2", 5), Scale("x", "loss", 7)
WHOLE = 0, 1, 0, 1  # of a unit square
SHADED = LEVELS[None], WHOLE
SQUARE = np.array([0, 1, 1, 0, 0]), np.array([0, 0, 1, 1, 0])

LOSSES = Panel("update", "loss", left=58, height=(262, 250))
NEXT_STEP = Panel(  # its part of the row is filled, so it is as high as the planes are
    Axis("how far to go along the step", *REACH, ticks={0: "now", 1: "η", 2: "2η", 3: "3η"}),
    title="the loss along the next step",
    left=62,
    height=(200, 250),
)
UNIT = Axis("", 0, 1, ticks=())
LANDSCAPE, OF_BATCH = (
    Panel(UNIT, UNIT, title=f"landscape: {of}", left=58, lines="", grid=False, height=lambda width: width)
    for of in ("all examples", "this batch")
)
LEGEND = Panel(UNIT, UNIT, left=58, lines="", grid=False, height=(12, 12))
PLANES = above(grid(LANDSCAPE, OF_BATCH, columns=(2, 2), ratio=None), LEGEND)


@figure(
    above(beside(LEARNT, LOSSES, share=0.49), beside(NEXT_STEP, PLANES, share=lambda points: 0.75 - 298 / points)),
    legend=(FULL_LOSS, DOTTED, VALIDATION, NOW, NEXT, SLOPE, WAY, START),
    rows=("data share hidden activation seed", "optimizer schedule learning_rate batch_size l2", "speed beside"),
    app=TrainingApp,
)
def train_network(s: Training):
    """A network in training, live: what it has learnt, its losses, the loss along the next step, and its landscape."""
    run, way, ahead, score = s.run, s.run.way(), along(s.run), s.run.place.score
    panels = {LEARNT: learnt(run), LOSSES: losses(run, way, s.beside), NEXT_STEP: next_step(run, way, ahead)}
    panels |= landscapes(run, s.landscape, ahead, way)
    full, batch, validation = way[-1][1:4]
    words = [
        f"{cut(run.material.name)}: {spaced(run.material.n)} examples",
        f"update {spaced(run.updates)}, epoch {spaced(run.epochs + 1)}",
        f"{spaced(run.examples_seen)} examples seen",
        f"{run.rule.optimizer}, η = {number(run.rate)}, B = {run.rule.batch_size}",
        f"full loss {number(full)}",
        f"batch loss {number(batch)}",
        f"validation loss {number(validation)}",
        f"{score:.1%} of validation right" if run.material.classes else f"validation off by {number(score)}",
        *([] if run.diverged is None else [f"diverged at update {run.diverged}"]),
        *([] if run.beside is None else [f"beside it, with {said(run, s.beside)}"]),
    ]
    return Frame(panels, ", ".join(words) + ".")


def losses(run, way, name):
    """Full loss, validation loss and batch losses against the update; those of the run beside are fainter."""
    material, lost = run.material, run.diverged is not None
    steps, full, batch, validation = map(np.array, [*zip(*way)][:4])
    end, top = last(run.updates), ceiling(material, 0.0 if lost else np.max(validation))
    changes = [change[0] for change in run.changes]
    some = "" if len(material.seen) == material.n else f" ({spaced(len(material.seen))} of {spaced(material.n)})"
    return fainter(run, name, end, top) | {
        X: (-0.02 * end, 1.02 * end),
        Y: (-0.03 * top, top),
        CHANGES: (np.repeat(changes, 3), np.tile([0, top, np.nan], len(changes))),
        BATCH_LOSSES: (steps, drawable(batch, top)),
        VALIDATION: (steps, drawable(validation, top)),
        FULL_LOSSES: (steps, drawable(full, top)),
        LAST: (steps[-1], batch[-1]) if batch[-1] <= top else None,
        LOST: f"diverged at update {run.diverged}" if lost else None,
        TITLE: f"update {spaced(run.updates)}, epoch {spaced(run.epochs + 1)}",
        LINE: f"full {number(full[-1])}{some}, validation {number(validation[-1])}",
    }


def fainter(run, name, end, top):
    """The full loss and the validation loss of the run beside, and what it is."""
    if run.beside is None:
        return dict.fromkeys((OTHER, OTHER_HELD, OTHER_SAYS))
    steps, full, _, validation = map(np.array, [*zip(*run.beside.way())][:4])
    return {
        OTHER: (steps, drawable(full, top)),
        OTHER_HELD: (steps, drawable(validation, top)),
        OTHER_SAYS: (0.06 * end, 0.94 * top, f"fainter: {said(run, name)}"),
    }


def said(run, name):
    """What the run beside is, and how far it has come."""
    lost = run.beside.diverged
    return BESIDE[name][0] + (f": full {number(run.beside.place.full)}" if lost is None else f": diverged at update {lost}")


def next_step(run, way, ahead):
    """The loss along the step to come: of all examples solid, of the batch dotted, and the step on the dotted curve."""
    now, then = (0.0, 0.0) if ahead is None else before_and_after(ahead.batch)
    penalty = 0.0 if ahead is None else before_and_after(ahead.full)[0] - run.place.full
    top = height([record[1] + penalty for record in way], now, then)
    nothing = [], []  # these are named above, for the other panels too
    shown = dict.fromkeys((SLOPE, NEXT, HIGH)) | dict.fromkeys((FULL_LOSS, DOTTED, NOW), nothing)
    if ahead is not None:
        (full_steps, full), (batch_steps, batch) = ahead.full, ahead.batch
        shown |= {
            FULL_LOSS: (full_steps, drawable(full, top)),
            SLOPE: (0.0, now, ahead.slope),
            DOTTED: (batch_steps, drawable(batch, top)),
            NEXT: (1.0, then),
            NOW: (0.0, now),
            HIGH: f"↑ the batch loss here is {now:.3g}" if now > top else None,
        }
    rule = f"η = {number(run.rate)}, B = {run.rule.batch_size}" + (", with l2" if run.rule.l2 else "")
    return {
        Y: (-0.03 * top, top),
        **shown,
        LINE: STOPPED if run.diverged is not None else rule,
    }


def landscapes(run, plane, ahead, way):
    """One plane of the landscape twice, of all examples and of the batch to come, in the same shades; path and step on both."""
    nothing = dict.fromkeys((BANDS, PATH, START, WAY, THERE, HERE, ACROSS)) | {FRAMED: SQUARE}
    all_of, of_batch, key = {**nothing, UP: None}, {**nothing}, {BAR: SHADED, SHADES_SAY: None, FRAMED: SQUARE, LINE: STOPPED}
    if plane is not None:
        path = plane.project([record[-1].params for record in way])
        right, up, losses = plane.stops
        shown = {PATH: path.T, START: path[0], HERE: path[-1], ACROSS: right}
        if ahead is not None:
            (then,) = plane.project([run.params + ahead.move])
            shown |= {THERE: then, WAY: (path[-1], then)}
        all_of |= shown | {BANDS: (LEVELS[plane.drawn], WHOLE), UP: up}
        of_batch |= shown | {BANDS: (LEVELS[plane.bands(plane.batch(run))], WHOLE)}
        key |= {SHADES_SAY: losses, LINE: plane.words(ahead and ahead.move)}
    for part, curve in ((all_of, "full"), (of_batch, "batch")):
        part[LINE] = "" if ahead is None else change(getattr(ahead, curve))
    return {LANDSCAPE: all_of, OF_BATCH: of_batch, LEGEND: key}


def change(curve):
    """What the step does to a loss, in words."""
    now, then = before_and_after(curve)
    way = "up" if then > now else "down"
    return f"{number(now)}, then a little {way}" if number(now) == number(then) else f"{number(now)} → {number(then)}: {way}"


def drawable(losses, top):
    """Losses as a line can hold them: what is far above the axes is put just out of sight."""
    return np.minimum(np.nan_to_num(losses, nan=1e3 * top, posinf=1e3 * top), 1e3 * top)
