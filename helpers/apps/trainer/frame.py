"""A run of training -> what the figure shows of it, and the same in words."""

from functools import lru_cache

import numpy as np

from helpers import landscape
from helpers.apps.trainer.plane import finer, plane_of
from helpers.apps.trainer.run import with_ones
from helpers.views.style import number
from helpers.views.trainer import TrainerFrame
from helpers.views.trainer_panels import SIGNS, STEPS

GRID = 48  # points of the regions, each way
FINER = 3  # pixels for each of them
POINTS = 41  # of the curves along the step
SHOWN = 400  # examples at most in the picture of what has been learnt


def compute(run, plane=None):
    """The frame of a run as it stands, and the plane in it. plane: an earlier one to draw on, or None for a new one."""
    lost = run.diverged is not None
    records = [*run.records]
    if records[-1][0] != run.updates:
        records.append((run.updates, *run.losses(run.params), run.params))
    steps, full, batch, validation = np.array([record[:4] for record in records]).T
    plane = plane if plane is not None or lost else plane_of(run)
    along = {} if lost else _along(run)
    blank = np.full(POINTS, np.nan)
    frame = TrainerFrame(
        **_learnt(run, lost),
        steps=steps,
        full=full,
        batch=batch,
        validation=validation,
        changes=tuple(change[0] for change in run.changes),
        last=_round_up(max(50, run.updates), (1, 2, 5, 10)),
        ceiling=_round_up(max(1.5 * _untrained(run.material), 0.0 if lost else 1.1 * np.max(validation))),
        **{
            "along": blank, "full_along": blank, "batch_along": blank, "now": (np.nan, np.nan), "then": (np.nan, np.nan),
            "slope": 0.0, "height": _height(full),
        } | along,
        bands=plane.bands if plane else None,
        path=plane.project([record[-1] for record in records]) if plane and not lost else np.full((1, 2), np.nan),
        titles=_titles(run),
        lines=_lines(run, full[-1], validation[-1], plane, lost),
        diverged=run.diverged,
    )  # fmt: skip
    return frame, plane


def _along(run):
    """The loss along the step to come, of the examples drawn and of the batch."""
    gradient, direction = run.step()
    rate = max(run.rate, 1e-9)  # a schedule may end at 0
    if not np.isfinite(direction).all():
        return {}
    steps = np.linspace(*STEPS, POINTS if len(run.batch) <= 512 else POINTS // 2)
    both = run.material.seen, run.batch
    full, batch = (landscape.line(run.model, run.params, -direction, rate * steps, which) for which in both)
    now, then = landscape.line(run.model, run.params, -direction, [0.0, rate], run.batch)
    with np.errstate(all="ignore"):
        slope = -rate * float(gradient @ direction)
    return {
        "along": steps,
        "full_along": full,
        "batch_along": batch,
        "now": (0.0, now),
        "then": (1.0, then),
        "slope": slope,
    }


def _learnt(run, lost):
    material = run.material
    shown = material.seen[:SHOWN] if material.kind == "regions" else material.held[:SHOWN]
    X, y = material.X[shown], material.y[shown]
    nothing, batch = np.empty((2, 0)), run.batch[run.batch < SHOWN]
    look = {"kind": material.kind, "material": (material.number, material.kind), "lit": nothing}
    look |= {"regions": None, "confidence": None}
    if material.kind == "regions":
        grid, limits = _grid(material)
        chances = predicted(run, grid).reshape(GRID, GRID, -1)
        look["regions"], look["confidence"] = (None, None) if lost else _regions(chances)
        points = tuple(X[y == k].T for k in range(len(material.classes)))
        names = tuple(f"{_plain(name)}, standard units" for name in material.features)
        return look | {"limits": limits, "points": points, "names": names, "lit": X[batch].T if not lost else nothing}
    output = predicted(run, X)
    if material.kind == "fit":
        name, low, high = _plain(material.target), *_span(material)
        points = (np.stack([y, np.nan_to_num(output, nan=1e9)]),)
        return look | {"limits": (low, high, low, high), "points": points, "names": (f"true {name}", "predicted")}
    own = output[np.arange(len(y)), y.astype(int)]
    heights = y + 0.6 * (0.618034 * np.arange(len(y)) % 1 - 0.5)  # spread, so that no mark hides another
    points = tuple(np.stack([own[y == k], heights[y == k]]) for k in range(len(material.classes)))
    limits = (-0.02, 1.02, -0.6, len(material.classes) - 0.4)
    return look | {"limits": limits, "points": points, "names": ("chance that the network gives the true class", "")}


def predicted(run, X):
    """The network's output: X (G, D) -> (G,) numbers, or (G, K) chances."""
    return run.model.predict(run.params, with_ones(X) if run.linear else X)


@lru_cache(maxsize=4)
def _grid(material):
    """((G², 2) points of the plane, its limits)."""
    X = material.X[: material.n]
    low, high = X.min(0), X.max(0)
    low, high = low - 0.12 * (high - low), high + 0.12 * (high - low)
    first, second = (np.linspace(low[axis], high[axis], GRID) for axis in (0, 1))
    points = np.stack(np.meshgrid(first, second), axis=-1).reshape(-1, 2)
    return points, (low[0], high[0], low[1], high[1])


def _regions(chances):
    """(G, G, K) chances -> classes and how sure, both (H, H), on a finer grid."""
    fine = finer(finer(chances, GRID * FINER).swapaxes(0, 1), GRID * FINER).swapaxes(0, 1)
    best = fine.max(-1)
    return fine.argmax(-1), np.digitize(best, (0.7, 0.95))


@lru_cache(maxsize=4)
def _span(material):
    """Where the picture of a fit ends: outliers are left out."""
    low, high = np.quantile(material.y, (0.005, 0.995))
    return low - 0.2, high + 0.2


def score(run):
    """(what it is, its value): the share right, or the root of the mean square error in the target's own units."""
    held = run.material.held
    output, y = predicted(run, run.material.X[held]), run.material.y[held]
    if run.material.classes:
        return "right", np.mean(output.argmax(-1) == y)
    with np.errstate(all="ignore"):
        return "off by", run.material.unit * np.sqrt(np.mean((output - y) ** 2))


def _titles(run):
    material = run.material
    learnt = {"regions": "what the network has learnt", "fit": "predicted and true", "classes": "how sure, class by class"}
    return (
        learnt[material.kind],
        f"update {many(run.updates)}, epoch {many(run.epochs + 1)}",
        "the loss along the next step",
        "the landscape, and the path on it",
    )


def _lines(run, full, validation, plane, lost):
    material = run.material
    if material.classes:
        key = "   ".join(f"{SIGNS[k]} {name}" for k, name in enumerate(material.classes))
        first = key + ("   ○ this batch" if material.kind == "regions" else "")
    else:
        first = f"validation examples; unit {number(material.unit)} of {_plain(material.target)}"
    some = "" if len(material.seen) == material.n else f" ({many(len(material.seen))} of {many(material.n)})"
    stopped = "training has stopped: lower η, then reset" if lost else None
    return (
        first,
        f"full {number(full)}{some}, validation {number(validation)}",
        stopped or f"η = {number(run.rate)}; dotted: the batch of {len(run.batch)}" + ("; with l2" if run.rule.l2 else ""),
        stopped or plane.words,
    )


def _height(full):
    """The top of the loss along the step: twice what the full loss has lately been."""
    return _round_up(2 * max(float(np.median(np.nan_to_num(full[-15:], nan=1.0, posinf=1.0))), 1e-3), (1, 2, 5, 10))


def _untrained(material):
    """The loss of who knows nothing: all classes as likely, or the mean for every example."""
    return np.log(len(material.classes)) if material.classes else 1.0


def _round_up(value, steps=(1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)):
    """The next of round numbers, for the end of an axis: few of them, as a new axis is drawn anew.

    >>> _round_up(0.11), _round_up(50), _round_up(81)
    (0.12, 50.0, 100.0)
    """
    power = 10.0 ** np.floor(np.log10(value))
    return next(float(f"{step * power:.6g}") for step in steps if value <= step * power * (1 + 1e-9))


def many(count):
    """A whole number with its thousands apart.

    >>> many(327346)
    '327 346'
    """
    return f"{count:,}".replace(",", " ")


def _plain(name):
    return name.replace("_", " ")


def describe(run):
    """The picture in one line of words and numbers."""
    material, rule = run.material, run.rule
    full, batch, validation = run.losses(run.params)
    what, value = score(run)
    parts = [
        f"{material.name}: {many(material.n)} examples, update {many(run.updates)}, epoch {many(run.epochs + 1)}",
        f"{many(run.examples_seen)} examples seen",
        f"{rule.optimizer}, η = {number(run.rate)}, B = {rule.batch_size}",
        f"full loss {number(full)}",
        f"batch loss {number(batch)}",
        f"validation loss {number(validation)}",
        f"{value:.1%} of validation right" if what == "right" else f"validation off by {number(value)}",
    ]
    if run.diverged is not None:
        parts.append(f"diverged at update {run.diverged}")
    return ", ".join(parts) + "."
