"""The loss along the next step of a run, of all examples and of the batch."""

from dataclasses import dataclass

import numpy as np

from helpers import landscape

REACH = (-1, 4)  # steps, from behind the weights to beyond the next ones
POINTS = 41  # of each curve, and half of them where a loss takes long: for so many examples in a batch, or examples × weights
BATCH, WORK = 512, 1_000_000


@dataclass(frozen=True, eq=False)
class Along:
    """steps: (G,), how far to go, in steps.  full, batch: (G,), the losses there.

    now, then: the loss of the batch before and after the step.  slope: of its curve now, a step to the right.
    """

    steps: np.ndarray
    full: np.ndarray
    batch: np.ndarray
    now: float
    then: float
    slope: float


def along(run):
    """The curves of a run as it stands, the penalty included; None where it has diverged, or leaps to infinity."""
    if run.diverged is not None:
        return None
    gradient, direction = run.step()
    if not np.isfinite(direction).all():
        return None
    rate = max(run.rate, 1e-9)  # a schedule may end at 0
    light = len(run.batch) <= BATCH and len(run.material.seen) * run.model.n_params <= WORK
    steps = np.linspace(*REACH, POINTS if light else POINTS // 2)
    full, batch = (
        landscape.line(run.model, run.params, -direction, rate * steps, which) for which in (run.material.seen, run.batch)
    )
    now, then = landscape.line(run.model, run.params, -direction, [0.0, rate], run.batch)
    with np.errstate(all="ignore"):
        slope = -rate * float(gradient @ direction)
    return Along(steps, full, batch, now, then, slope)
