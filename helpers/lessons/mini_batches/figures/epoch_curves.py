"""All batch losses of one epoch at once: at every weight they average to the full loss."""

import numpy as np

from helpers.lessons.mini_batches import batches
from helpers.lessons.mini_batches.marks import Dots
from helpers.lessons.mini_batches.settings import OnModel, sizes, start, starts
from helpers.live import LINE, SECOND, TITLE, Axis, Frame, Kept, Panel, X, Y, beside, figure
from helpers.live.curves import BATCH_LOSS, FULL_LOSS
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.marks import Band, Histogram, Level, Line, Points, Rule
from helpers.live.settings import between, choice, whole
from helpers.live.words import number

LOSSES = {"mean": "mean of its examples' losses", "sum": "sum of its examples' losses"}
RINGS, TRIANGLES = slice(None, None, 25), slice(12, None, 34)  # of the points of a curve, those that are marked

ALL, ABOVE = FULL_LOSS.but("full loss, all 342"), FULL_LOSS.but(still=False)  # still, as its name is; and again above the dots
EACH = Dots("batch losses, all 342 of one epoch", color=BATCH, alpha=0.45, sample=dict(ms=0, ls=(0, (1, 3)), lw=1.2, alpha=1))
LIT = BATCH_LOSS.but("batch 342: 342 examples")
MEAN = Points("their mean by size", ms=8, mfc="white", mec=TANGENT, mew=2.2, sample=dict(ms=9, mew=2.4))
SHORT = Points("short last batch: 341", marker="^", ms=6, mfc="white", mec=BATCH, mew=1.2, sample=dict(ms=9, mew=1.8))
HERE = Rule(color=QUIET, lw=1.2, ls=(0, (5, 3)))
BARS, LIT_BAR, SEAMS = Histogram(fc=SHADES[0], alpha=1), Band(color=BATCH, lw=1), Line(color="white", lw=1)
LEVEL = Level(color=FULL, lw=2.6)
MEAN_LEVEL, SHORT_BAR = MEAN.but(ms=9, mew=2.4, clip_on=False), SHORT.but(ms=9, mew=1.8, clip_on=False)

CURVES = Panel("", "loss", left=58, height=(300, 274))
LEVELS = Panel("examples of the epoch, in the order dealt", "loss at this w", left=58, height=(300, 202))


class Epoch(OnModel, Kept):
    """The controls of an epoch of shuffled batches."""

    batch_loss: str = choice("loss of a batch", LOSSES, "mean")
    batch_size: int = choice("batch size B", sizes, 4)
    lit: int = whole("lit batch", 0, lambda s: -(-s.n // s.batch_size), 1, about="the batch to light; 0 lights none")
    w: float = between("weight w", starts, own=start, about="the weight at which the losses are compared")
    seed: int = whole("shuffle seed", 0, 99)


@figure(
    beside(CURVES, LEVELS, share=lambda points: min(0.6, 1 - 410 / points)),  # the numbers above the bars need their room
    legend=(ALL, EACH, MEAN, LIT, SHORT),
    ghosts=(LIT, EACH),
    rows=("model batch_loss", "batch_size lit", "w seed"),
)
def epoch_curves(s: Epoch):
    """The loss of every batch of one epoch, and how they level out at the full loss."""
    stage, n, total = s.stage, s.n, s.batch_loss == "sum"
    curves, mean_curve, dealt = batches.epoch_curves(s.model, s.batch_loss, s.batch_size, s.seed)
    losses, mean = batches.losses_at(s.model, s.w, s.batch_loss, s.batch_size, s.seed)
    full, edges, count, last = stage.model.loss([s.w]).item(), np.append(0, np.cumsum(dealt)), len(dealt), s.lit - 1
    ceiling = stage.ceiling * (1 << (s.batch_size - 1).bit_length() if total else 1)  # few axes, each drawn once
    heights, short, what = (-0.03 * ceiling, ceiling), dealt[-1] < dealt[0], "sums" if total else "losses"
    by_size, over = " by size" if short and not total else "", np.sum(losses > ceiling)
    left = {
        X: Axis(stage.weight_label, stage.low, stage.high),
        Y: Axis("loss: sum over the batch" if total else "loss", *heights),
        EACH: (stage.grid, curves),
        HERE: s.w,
        SHORT: (stage.grid[TRIANGLES], curves[-1, TRIANGLES]) if short else ([], []) if total else None,  # sums keep its entry
        ALL: (stage.grid, stage.full_curve),
        ABOVE: (stage.grid, stage.full_curve),
        MEAN: (stage.grid[RINGS], mean_curve[RINGS]),
        LIT: (stage.grid, curves[last]) if s.lit else None,
        TITLE: f"one epoch of batch {what}",
    }
    right = {
        X: (0, n),
        Y: heights,
        BARS: (losses, edges),
        SEAMS: seams(losses, edges) if count < 80 else None,
        LIT_BAR: (edges[last : last + 2], [0, 0], losses[[last, last]]) if s.lit else None,
        LEVEL: full,
        MEAN_LEVEL: ([0, n], [mean, mean]),
        SHORT_BAR: (edges[-2:].mean(), losses[-1]) if short else None,
        TITLE: f"at w = {number(s.w)}" + (f"   ↑ {over} of {count} bars go higher" if over else ""),
        LINE: f"{mean:.12f}  mean{by_size} of {count} batch {what}",
        SECOND: f"{full:.12f}  full loss",
    }
    words = [
        f"{s.label}: N = {n} dealt to {count} batch{'es' if count > 1 else ''} of B = {s.batch_size}"
        + (f", the last with {dealt[-1]}" if short else ""),
        f"at w = {number(s.w)} the batch {what} run from {number(losses.min())} to {number(losses.max())}",
        f"their mean{by_size} is {mean:.12f}",
        f"the full loss {full:.12f}",
    ]
    words += [f"batch {s.lit} of {count} is lit: {number(losses[last])}"] if s.lit else []
    names = {MEAN: f"their mean{by_size}", SHORT: f"short last batch: {dealt[-1] if short else 'none'}"}
    return Frame({CURVES: left, LEVELS: right}, ", ".join(words) + ".", names | named(s, dealt))


def named(s, dealt):
    """What the curves are called in the legend. dealt: (K,), the sizes of the batches."""
    count, size, total = len(dealt), dealt[s.lit - 1], s.batch_loss == "sum"
    each = (
        f"{'sums' if total else 'losses'}, all {count} of one epoch"
        if count > 1
        else f"{'sum' if total else 'loss'}, the only one"
    )
    return {ALL: f"full loss, all {s.n}", EACH: f"batch {each}", LIT: f"batch {s.lit}: {size} example{'s' if size > 1 else ''}"}


def seams(losses, edges):
    """Lines between the bars, as high as the lower of both."""
    tops = np.minimum(losses[1:], losses[:-1])
    return np.repeat(edges[1:-1], 3), np.stack([0 * tops, tops, np.full_like(tops, np.nan)], axis=1).ravel()
