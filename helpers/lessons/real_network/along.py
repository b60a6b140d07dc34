"""The loss along the next step of a run, of all examples and of the batch."""

from dataclasses import dataclass

import numpy as np

from helpers import landscape

REACH = (-1, 4)  # steps, from behind the weights to beyond the next ones
PARTS = (4, 2)  # points of a curve to a step, and fewer where a loss takes long, as in all that follows
FINER = (12, 5)  # how many times as many there are where it bends: a straight line needs no more
MOST = (3, 1)  # such places
BATCH, WORK = 512, 1_000_000  # it takes long for so many examples in a batch, or examples × weights
BENT, SEEN = 0.016, 3  # of the full loss: a bend that half a pixel shows, and what the picture may be high


@dataclass(frozen=True, eq=False)
class Along:
    """full, batch: (steps (G,), losses (G,)), how far to go, in steps, and the losses there; 0 and 1 are among the steps.

    move: (P,), the step.  slope: of the batch's curve now, a step to the right.
    """

    full: tuple
    batch: tuple
    move: np.ndarray
    slope: float


def along(run):
    """The curves of a run as it stands, the penalty included; None where it has diverged, or leaps to infinity."""
    if run.diverged is not None:
        return None
    gradient, direction = run.step()
    if not np.isfinite(direction).all():
        return None
    move = -max(run.rate, 1e-9) * direction  # a schedule may end at 0
    full, batch = (_curve(run, move, examples) for examples in (run.material.seen, run.batch))
    with np.errstate(all="ignore"):
        slope = float(gradient @ move)
    return Along(full, batch, move, slope)


def before_and_after(curve):
    """The losses of a curve at both ends of the step."""
    steps, losses = curve
    return tuple(losses[np.searchsorted(steps, (0, 1))].tolist())


def _curve(run, move, examples):
    """Even steps, and more of them where the curve bends, so that a narrow valley keeps its round bottom."""
    long = len(run.batch) > BATCH or len(run.material.seen) * run.model.n_params > WORK
    parts = PARTS[long]
    steps = np.arange(parts * REACH[0], parts * REACH[1] + 1) / parts
    losses = landscape.line(run.model, run.params, move, steps, examples)
    bent = _bent(losses, run.place.full, MOST[long])
    between = (steps[bent][:, None] + np.arange(1, FINER[long]) / FINER[long] / parts).ravel()
    places = np.searchsorted(steps, between)
    lower = landscape.line(run.model, run.params, move, between, examples) if len(between) else between
    return np.insert(steps, places, between), np.insert(losses, places, lower)


def _bent(losses, full, most):
    """The first points of the pieces on both sides of where the curve bends most."""
    with np.errstate(invalid="ignore", over="ignore"):
        bends = np.nan_to_num(np.abs(np.diff(losses, 2)), nan=0, posinf=0)
    bends[np.minimum(losses[:-2], losses[2:]) > SEEN * full] = 0
    bent = np.argsort(bends)[::-1][:most]
    return np.unique([bent[bends[bent] > BENT * full] + side for side in (0, 1)]).astype(int)
