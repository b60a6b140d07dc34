"""The spread of batch gradients: their histogram at one batch size, and their standard deviation against all sizes."""

from dataclasses import dataclass

import numpy as np

from helpers.views.heading import heading, place_heading
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, TANGENT, number, style

DECADES = 3.6  # of the axis of the standard deviation


@dataclass(frozen=True, eq=False)
class SpreadFrame:
    """What one frame shows. S sizes, D draws of a batch.

    limit: the axis of gradients reaches from -limit to limit.  full: the gradient on all n examples.  gradients: (D,), of
    batches of batch_size.  deviation: what theory says of theirs.  measured, error: {replacement: (S,)}, the standard
    deviations at `sizes` and their standard errors.  theory: {replacement: (n,)}, at 1, 2, ..., n.
    """

    scene: str
    n: int
    limit: float
    full: float
    gradients: np.ndarray
    batch_size: int
    replacement: bool
    sizes: np.ndarray
    measured: dict
    error: dict
    theory: dict

    @property
    def now(self):
        """(measured, its standard error, theory) at this batch size."""
        (place,) = np.flatnonzero(self.sizes == self.batch_size)
        way = self.replacement
        return self.measured[way][place], self.error[way][place], self.theory[way][self.batch_size - 1]

    @property
    def uphill(self):
        """The share of batches whose gradient has the other sign than the full one."""
        return np.mean(self.gradients * self.full < 0)


class Spread(Sheet):
    """Histogram and spread, with their names above them."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, SHADES[5])

    def __init__(self):
        super().__init__()
        self.histogram, self.against = self.add(Histogram(self.axes())), self.add(Against(self.axes()))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), "gradient of the full loss"),
                Name(dict(color=QUIET, lw=4, marker="|", ms=14, mew=3), "± standard deviation"),
                Name(dict(color=TANGENT, lw=4), "theory: without replacement"),
                Name(dict(color=SHADES[5], lw=1.8, ls=(0, (4, 2))), "theory: with replacement, s/√B"),
                Name(dict(color=BATCH, marker="o", ms=8, mew=0, ls=""), "measured, without (± 2 standard errors)"),
                Name(dict(mec=SHADES[5], marker="s", ms=9, mfc="none", mew=1.6, ls=""), "measured, with"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            first, second = (30, top + 50, points - 16, top + 270), (66, top + 376, points - 16, top + 620)
            return top + 668, {self.names: (16, 0, points - 16, top), self.histogram: first, self.against: second}
        split, height = round(0.48 * points), top + 400
        first, second = (30, top + 50, split, height - 48), (split + 78, top + 50, points - 16, height - 48)
        return height, {self.names: (30, 0, points - 16, top), self.histogram: first, self.against: second}

    def still_key(self, frame):
        return frame.scene


class Histogram:
    """The gradients of many batches of one size, those that point uphill hatched."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(ylim=(0, 1.08), yticks=[], xlabel="gradient of the batch loss at this w")
        axes.spines["left"].set_visible(False)
        axes.axvline(0, color=QUIET, lw=1)
        moving = dict(animated=True)
        self.bars = axes.stairs([1], [0, 1], fill=True, fc=BATCH, alpha=0.35, **moving)
        self.uphill = axes.stairs([1], [0, 1], fill=True, fc="none", ec=FULL, hatch="////", lw=0, **moving)
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, **moving)
        (self.halo,) = axes.plot([], [], color="white", lw=9, solid_capstyle="butt", **moving)
        (self.band,) = axes.plot([], [], color=QUIET, lw=4, solid_capstyle="butt", marker="|", ms=18, mew=3, **moving)
        self.title, self.line = self.labels = heading(axes)
        self.moving = [self.bars, self.uphill, self.full, self.halo, self.band]

    def set_still(self, frame):
        self.axes.set_xlim(-frame.limit, frame.limit)
        place_heading(self.title, self.line)

    def update(self, frame):
        counts, edges = np.histogram(frame.gradients, frame.limit * np.linspace(-1, 1, 81))
        heights, middles = counts / max(counts.max(), 1), (edges[1:] + edges[:-1]) / 2
        self.bars.set_data(heights, edges)
        self.uphill.set_data(np.where(middles * frame.full < 0, heights, 0), edges)
        self.full.set_data([frame.full] * 2, [0, 1.08])
        theory = frame.now[2]
        for line in (self.halo, self.band):
            line.set_data([frame.full - theory, frame.full + theory], [0.5, 0.5])
        way = "with" if frame.replacement else "without"
        self.title.set_text(f"{len(frame.gradients)} batches of B = {frame.batch_size}, {way} replacement")
        off = int(np.sum(np.abs(frame.gradients) > frame.limit))
        beyond = f";  {off} beyond the picture" if off else ""
        self.line.set_text(f"hatched: the {frame.uphill:.0%} that point uphill{beyond}")


class Against:
    """The standard deviation of batch gradients against the batch size, on logarithmic axes: measured and theory."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xlabel="batch size B", ylabel="standard deviation")
        moving = dict(animated=True)
        (self.here,) = axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (2, 2)), **moving)
        self.lines, self.bars, self.points = {}, {}, {}
        looks = {False: dict(color=TANGENT, lw=4.5), True: dict(color=SHADES[5], lw=1.8, ls=(0, (4, 2)))}
        marks = {
            False: dict(marker="o", ms=8, color=BATCH, mew=0, ls=""),
            True: dict(marker="s", ms=10, mfc="none", mec=SHADES[5], mew=1.6, ls=""),
        }
        for way, look in looks.items():
            (self.lines[way],) = axes.plot([], [], **look, **moving)
        for way, mark in marks.items():
            (self.bars[way],) = axes.plot([], [], color=mark.get("mec", BATCH), lw=1.4, **moving)
            (self.points[way],) = axes.plot([], [], **mark, **moving)
        (self.zero,) = axes.plot([], [], "v", ms=12, color=BATCH, mew=0, clip_on=False, **moving)
        self.none = axes.text(0, 0, "0 at B = N", size=12.5, color=FULL, va="center")
        self.title, self.line = self.labels = heading(axes)
        self.moving = [self.here, *self.lines.values(), *self.bars.values(), *self.points.values(), self.zero]

    def set_still(self, frame):
        self.floor = frame.limit / 10**DECADES
        ticks = 2 ** np.arange(0, np.log2(frame.n) + 0.1, 2).astype(int)
        decades = 10.0 ** np.arange(np.ceil(np.log10(self.floor)), np.log10(frame.limit))
        self.axes.set(xscale="log", yscale="log", xlim=(0.8, 1.35 * frame.n), ylim=(self.floor, frame.limit))
        self.axes.set_xticks(ticks, ticks.astype(str))
        self.axes.set_yticks(decades, [f"{decade:g}" for decade in decades])
        self.axes.minorticks_off()
        self.zero.set_data([frame.n], [1.35 * self.floor])
        self.none.set(position=(0.8 * frame.n, 1.35 * self.floor), ha="right")
        place_heading(self.title, self.line)

    def update(self, frame):
        self.here.set_data([frame.batch_size] * 2, [self.floor, frame.limit])
        every = np.arange(1, frame.n + 1)
        for way in (False, True):
            line = frame.theory[way]
            self.lines[way].set_data(every, np.where(line > 0, line, self.floor / 10))
            measured, error = frame.measured[way], 2 * frame.error[way]
            ends = np.stack([measured - error, measured + error, np.full_like(error, np.nan)], axis=1)
            self.bars[way].set_data(np.repeat(frame.sizes, 3), np.maximum(ends, self.floor / 10).ravel())
            self.points[way].set_data(frame.sizes[measured > 0], measured[measured > 0])
        measured, error, theory = frame.now
        self.title.set_text(f"spread at B = {frame.batch_size}, {'with' if frame.replacement else 'without'} replacement")
        self.line.set_text(f"measured {number(measured)} ± {2 * error:.2g},  theory {number(theory)}")
