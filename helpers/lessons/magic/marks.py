"""The data under the model: the examples, the batch of a step with its residuals, and the model's curve before and after it."""

import numpy as np

from helpers.live import Axis, Line, Panel, Points, X, Y
from helpers.live.looks import BATCH, OTHERS, SHADES
from helpers.live.words import rounded

MODEL = SHADES[5]  # what the model says

EXAMPLE = Points("example", still=True, ms=3.6, mew=0, color=OTHERS, sample=dict(ms=7))
RESIDUAL = Line("residual", color=BATCH, lw=1.2, solid_capstyle="butt")
IN_BATCH = Points("in the batch", marker="s", ms=7.5, color=BATCH, mec="white", mew=1, sample=dict(ms=8, mew=0))
CROWD = IN_BATCH.but(ms=5, mew=0.6)  # of a large batch: below the curve, which it would hide
FEW = 32
MODEL_NOW = Line("model now", color=MODEL, lw=3.1, solid_capstyle="round")
MODEL_NEXT = Line("model next", color=MODEL, lw=1.4, ls=(0, (4, 2)))

DATA = Panel("", "", title="data and model", left=56, height=(176, 176))
NO_DATA = {X: Axis("this model has no data to draw", 0, 1, ticks=()), Y: Axis("", 0, 1, ticks=())}


def data(stage, w, after, batch):
    """What DATA shows at weight w of a problem, before a step to `after`, and the residuals in words.

    A residual ends at what the model says of its example: off the curve where the model has further features.
    """
    scatter = stage.scatter
    if scatter is None:
        return NO_DATA | dict.fromkeys((EXAMPLE, RESIDUAL, CROWD, MODEL_NEXT, MODEL_NOW, IN_BATCH)), ""
    x, heights, predicted = scatter.x[batch], scatter.heights[batch], scatter.predicted(w, batch)
    residuals, (low, high) = scatter.y[batch] - predicted, (scatter.heights.min(), scatter.heights.max())
    beyond, across = 0.08 * (high - low) or 1.0, scatter.across
    least, most = (rounded(end, 2) for end in (residuals.min(), residuals.max()))
    return {
        X: Axis(stage.feature_label, across[0], across[-1]),
        Y: Axis(stage.target_label, low - beyond, high + beyond, ticks=(0, 0.5, 1) if scatter.of_classes else None),
        EXAMPLE: (scatter.x, scatter.heights),
        RESIDUAL: (np.repeat(x, 3), np.stack([heights, predicted, np.full(len(batch), np.nan)], axis=1).ravel()),
        CROWD: None if len(batch) <= FEW else (x, heights),
        MODEL_NEXT: (across, scatter.curve(after)),
        MODEL_NOW: (across, scatter.curve(w)),
        IN_BATCH: (x, heights) if len(batch) <= FEW else ([], []),  # the crowd is of that name too
    }, f"residual of the batch {least}, " if len(batch) == 1 else f"residuals of the batch from {least} to {most}, "
