"""All batch losses of one epoch: their curves on the left, and on the right each one's height at the chosen weight."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Rectangle

from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, DOTTED, FULL, GRID, QUIET, SHADES, TANGENT, number, style


@dataclass(frozen=True, eq=False)
class EpochFrame:
    """What one frame shows. G points of the curves, K batches of the epoch.

    key: of the batches, the same for the same curves.  total: whether a batch loss is a sum.  grid, full_curve,
    mean_curve: (G,).  curves: (K, G).  sizes: (K,), of the batches.  lit: the batch to light, from 1; 0 is none.
    weight: the chosen one.  losses: (K,), and full, mean: numbers, there.
    """

    scene: str
    weight_label: str
    key: tuple
    total: bool
    grid: np.ndarray
    full_curve: np.ndarray
    mean_curve: np.ndarray
    curves: np.ndarray
    ceiling: float
    sizes: np.ndarray
    lit: int
    weight: float
    losses: np.ndarray
    full: float
    mean: float

    @property
    def short(self):
        """Whether the last batch is short."""
        return self.sizes[-1] < self.sizes[0]

    @property
    def kind(self):
        return "sum" if self.total else "loss"


class EpochCurves(Sheet):
    """The curves and the bars, with the names of both above them."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID, *SHADES[:1])

    def __init__(self):
        super().__init__()
        self.curves, self.bars = self.add(Curves(self.axes())), self.add(Bars(self.axes()))
        thin = dict(color=BATCH, marker="o", ls=(0, (1, 3)), lw=1.2, ms=0)
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), lambda frame: f"full loss, all {frame.sizes.sum()}", longest="full loss, all 342"),
                Name(thin, all_name, longest="batch losses, all 342 of one epoch", moves=True),
                Name(DOTTED, lit_name, longest="batch 342: 342 examples", moves=True),
                Name(
                    dict(mec=TANGENT, marker="o", ms=9, mfc="white", mew=2.4, ls=""),
                    mean_name,
                    longest="their mean by size",
                    moves=True,
                ),
                Name(
                    dict(mec=BATCH, marker="^", ms=9, mfc="white", mew=1.8, ls=""),
                    short_name,
                    longest="short last batch: none",
                    moves=True,
                ),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        if narrow:
            first = (58, top + 26, points - 16, top + 300)
            second = (58, top + 412, points - 16, top + 614)
            return top + 664, {self.names: (16, 0, points - 16, top), self.curves: first, self.bars: second}
        split, height = min(round(0.6 * points), points - 410), top + 416
        first, second = (58, top + 56, split, height - 46), (split + 66, top + 56, points - 16, height - 46)
        return height, {self.names: (58, 0, points - 16, top), self.curves: first, self.bars: second}

    def still_key(self, frame):
        return frame.scene, frame.ceiling, len(frame.sizes) and frame.sizes.sum(), frame.total


def all_name(frame):
    count, what = len(frame.sizes), "sums" if frame.total else "losses"
    return f"batch {what}, all {count} of one epoch" if count > 1 else f"batch {frame.kind}, the only one"


def lit_name(frame):
    if not frame.lit:
        return "no batch is lit"
    count = frame.sizes[frame.lit - 1]
    return f"batch {frame.lit}: {count} example{'s' if count > 1 else ''}"


def mean_name(frame):
    return "their mean by size" if frame.short and not frame.total else "their mean"


def short_name(frame):
    return f"short last batch: {frame.sizes[-1]}" if frame.short else "short last batch: none"


class Curves:
    """Loss against the weight: the full loss solid, each batch loss of the epoch dotted, one of them lit."""

    def __init__(self, axes):
        self.axes, self._key = axes, None
        style(axes)
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, solid_capstyle="round")
        moving = dict(animated=True)
        (self.dots,) = axes.plot([], [], "s", ms=1.5, mew=0, color=BATCH, alpha=0.45, **moving)
        (self.short,) = axes.plot([], [], "^", ms=6, mfc="white", mec=BATCH, mew=1.2, **moving)
        (self.above,) = axes.plot([], [], color=FULL, lw=2.6, solid_capstyle="round", **moving)
        (self.mean,) = axes.plot([], [], "o", ms=8, mfc="white", mec=TANGENT, mew=2.2, **moving)
        (self.here,) = axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (5, 3)), **moving)
        (self.dotted,) = axes.plot([], [], **DOTTED, **moving)
        self.title = axes.text(0, 1.03, "", transform=axes.transAxes, weight="bold", size=13.5, color=FULL)
        self.moving, self.labels = [self.dots, self.here, self.short, self.above, self.mean, self.dotted], []

    def set_still(self, frame):
        self._key = None  # the dots are laid out anew
        self.full.set_data(frame.grid, frame.full_curve)
        limits = dict(xlim=frame.grid[[0, -1]], ylim=(-0.03 * frame.ceiling, frame.ceiling))
        self.axes.set(xlabel=frame.weight_label, ylabel="loss: sum over the batch" if frame.total else "loss", **limits)
        self.title.set_text(f"one epoch of batch {'sums' if frame.total else 'losses'}")

    def update(self, frame):
        if frame.key != self._key:
            self.dots.set_data(*self._dotted(frame))
            self._key = frame.key
        every = slice(12, None, 34)
        self.short.set_data(frame.grid[every], frame.curves[-1, every])
        self.short.set_visible(bool(frame.short))
        self.above.set_data(frame.grid, frame.full_curve)
        self.mean.set_data(frame.grid[::25], frame.mean_curve[::25])
        self.dotted.set_data(frame.grid, frame.curves[frame.lit - 1])
        self.dotted.set_visible(frame.lit > 0)
        self.here.set_data([frame.weight] * 2, self.axes.get_ylim())

    def _dotted(self, frame):
        """Dots at even distances on paper along all curves at once: a tenth of the time of dashed lines."""
        box = self.axes.get_window_extent()
        across, up = box.width / np.ptp(frame.grid), box.height / np.ptp(self.axes.get_ylim())
        x, y = frame.grid[::2], np.minimum(frame.curves[:, ::2], 2 * frame.ceiling)
        pieces = np.hypot(across * np.diff(x), up * np.diff(y))
        along = np.cumsum(np.concatenate([np.zeros((len(y), 1)), pieces], axis=1).ravel())
        apart = (4 if len(y) < 100 else 6) * self.axes.figure.dpi / 72
        at = np.arange(0, along[-1], apart)
        x, y = np.interp(at, along, np.tile(x, len(y))), np.interp(at, along, y.ravel())
        inside = y < frame.ceiling
        return x[inside], y[inside]


class Bars:
    """One bar a batch, as wide as the batch and as high as its loss at the weight: they level out at the mean."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        moving = dict(animated=True)
        self.bars = axes.stairs([1], [0, 1], fill=True, fc=SHADES[0], animated=True)
        (self.seams,) = axes.plot([], [], color="white", lw=1, **moving)
        self.lit = axes.add_patch(Rectangle((0, 0), 1, 1, fc=BATCH, ec=BATCH, **moving))
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, **moving)
        (self.mean,) = axes.plot([], [], "o", ms=9, mfc="white", mec=TANGENT, mew=2.4, clip_on=False, **moving)
        (self.short,) = axes.plot([], [], "^", ms=9, mfc="white", mec=BATCH, mew=1.8, clip_on=False, **moving)
        words = dict(transform=axes.transAxes, color=FULL, animated=True)
        self.title = axes.text(0, 1.03, "", weight="bold", size=13.5, **words)
        self.numbers = [axes.text(0, 1, "", size=12.5, **words) for _ in range(2)]
        self.notice = axes.text(0, 1, "", size=12.5, **words)
        self.moving = [self.bars, self.seams, self.lit, self.full, self.mean, self.short]
        self.labels = [self.title, *self.numbers, self.notice]

    def set_still(self, frame):
        limits = dict(xlim=(0, frame.sizes.sum()), ylim=(-0.03 * frame.ceiling, frame.ceiling))
        self.axes.set(xlabel="examples of the epoch, in the order dealt", ylabel="loss at this w", **limits)
        box, scale = self.axes.get_window_extent(), 72 / self.axes.figure.dpi
        width, height = box.width * scale, box.height * scale
        for line, text in enumerate(self.numbers):
            text.set_y(1 + (32 - 18 * line) / height)
        self.title.set_y(1 + 54 / height)
        self.notice.set_position((110 / width, 1 + 54 / height))

    def update(self, frame):
        edges = np.concatenate([[0], np.cumsum(frame.sizes)])
        self.bars.set_data(frame.losses, edges)
        seams = edges[1:-1] if len(edges) < 80 else edges[:0]
        tops = np.minimum(frame.losses[1:], frame.losses[:-1])[: len(seams)]
        self.seams.set_data(np.repeat(seams, 3), np.stack([0 * tops, tops, tops + np.nan], axis=1).ravel())
        last = frame.lit - 1
        self.lit.set_bounds(edges[last], 0, frame.sizes[last], frame.losses[last])
        self.lit.set_visible(frame.lit > 0)
        self.full.set_data(edges[[0, -1]], [frame.full] * 2)
        self.mean.set_data(edges[[0, -1]], [frame.mean] * 2)
        self.short.set_data([edges[-2:].mean()], [frame.losses[-1] if frame.short else np.nan])
        self.title.set_text(f"at w = {number(frame.weight)}")
        self.numbers[0].set_text(f"{frame.mean:.12f}  {mean_words(frame)}")
        self.numbers[1].set_text(f"{frame.full:.12f}  full loss")
        over = int(np.sum(frame.losses > frame.ceiling))
        self.notice.set_text(f"↑ {over} of {len(frame.sizes)} bars go higher" if over else "")


def mean_words(frame):
    by_size = " by size" if frame.short and not frame.total else ""
    return f"mean{by_size} of {len(frame.sizes)} batch {'sums' if frame.total else 'losses'}"
