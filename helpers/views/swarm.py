"""Many runs at once: points on the landscape, their histogram below it, and the share in the global valley by step."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Polygon

from helpers.views.descent import Handled, heading
from helpers.views.sheet import Name, Names, Sheet, text_width
from helpers.views.style import BATCH, DOTTED, FULL, GRID, QUIET, SHADES, style

BINS = 120  # of the histogram
NOW = dict(color=SHADES[5], lw=2.6)
BEEN = dict(color=QUIET, lw=2, ls=(0, (5, 2.5)))
SIZE = 13  # of the shares above the histogram


@dataclass(frozen=True, eq=False)
class SwarmFrame:
    """What one frame shows. G points of the curve, R runs, T steps so far, M valleys.

    minima: (M,), ends: (M, 2), the hills beside them; best: the number of the global one.  weights, losses: (R,), now.
    picked: the weight of one run, with the loss of its batch.  shares: (T + 1,), of runs in the global valley, with
    bands (2, T + 1); been: (T + 1,), those that have been there.  last: the last step.
    """

    weight_label: str
    grid: np.ndarray
    full_curve: np.ndarray
    ceiling: float
    batch_curve: np.ndarray
    batch_size: int
    minima: np.ndarray
    ends: np.ndarray
    best: int
    weights: np.ndarray
    losses: np.ndarray
    picked: float
    picked_loss: float
    shares: np.ndarray
    bands: np.ndarray
    been: np.ndarray
    last: int

    @property
    def band(self):
        low, high = 100 * self.bands[:, -1]
        return f"{low:.1f} to {high:.1f}%"

    @property
    def off(self):
        """How many runs are off the picture."""
        return int(np.sum((self.weights < self.grid[0]) | (self.weights > self.grid[-1])))


class Swarm(Handled, Sheet):
    """The landscape with all runs, their histogram below it, and the shares beside or below them."""

    inks = (FULL, BATCH, QUIET, GRID, *SHADES)

    def __init__(self):
        super().__init__()
        self.landscape, self.strip, self.shares = (self.add(panel(self.axes())) for panel in (Landscape, Strip, Shares))
        self.handle = self.landscape.axes, self.strip.axes
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), "full loss"),
                Name(DOTTED, batch_name, longest="batch loss of one run, 64 examples", moves=True),
                Name(dict(color=BATCH, marker="o", ms=11, mec="white", ls=""), "that run"),
                Name(dict(color=SHADES[3], marker="o", ms=7, mec="white", mew=0.8, ls=""), "all 200 runs"),
                Name(NOW, "in the global valley now"),
                Name(BEEN, "have been there"),
            )
        )

    def arrange(self, points, narrow):
        top = self.names.height(points - 74)
        split = points - 16 if narrow else round(0.62 * points) - 30
        low = top + (232 if narrow else 250)
        places = {
            self.names: (58, 0, points - 16, top),
            self.landscape: (58, top + 26, split, low),
            self.strip: (58, low + 24, split, low + 84),
            self.shares: (split + 74, top + 44, points - 16, low + 84),
        }
        if narrow:
            places[self.shares] = (58, low + 186, points - 16, low + 386)
            return low + 434, places
        return low + 132, places

    def still_key(self, frame):
        return None


def batch_name(frame):
    return f"batch loss of one run, {frame.batch_size} example{'s' if frame.batch_size > 1 else ''}"


class Landscape:
    """All runs on the full loss, and one of them on the loss of its own batch."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set_ylabel("loss")
        axes.tick_params(labelbottom=False, bottom=False)
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, solid_capstyle="round")
        (self.hills,) = axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (5, 3)))
        self.words = axes.text(0, 0, "global valley", size=12.5, color=QUIET, ha="center", va="center")
        moving = dict(animated=True)
        (self.dotted,) = axes.plot([], [], **DOTTED, **moving)
        (self.runs,) = axes.plot([], [], "o", ms=7, color=SHADES[3], mec="white", mew=0.8, **moving)
        (self.picked,) = axes.plot([], [], "o", ms=13, color=BATCH, mec="white", mew=1.6, **moving)
        self.title = heading(axes, **moving)
        self.moving, self.labels = [self.dotted, self.runs, self.picked], [self.title]

    def set_still(self, frame):
        top = frame.ceiling
        self.full.set_data(frame.grid, frame.full_curve)
        self.axes.set(xlim=frame.grid[[0, -1]], ylim=(-0.03 * top, top))
        self.hills.set_data(np.repeat(frame.ends[frame.best], 3), [-top, top, np.nan] * 2)
        self.words.set_position((np.mean(frame.ends[frame.best]), 0.94 * top))

    def update(self, frame):
        self.dotted.set_data(frame.grid, frame.batch_curve)
        self.runs.set_data(frame.weights, frame.losses)
        self.picked.set_data([frame.picked], [frame.picked_loss])
        red = "" if frame.grid[0] <= frame.picked <= frame.grid[-1] else ", red one too"
        off = f"; off the picture: {frame.off} runs{red}" if frame.off else ""
        self.title.set_text(f"step {len(frame.shares) - 1}{off}")


class Strip:
    """How many runs are where, and the share of each valley above it."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.grid(False)
        axes.spines["left"].set_visible(False)
        axes.set(ylim=(0, 1), yticks=[])
        moving = dict(animated=True)
        (self.hills,) = axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (5, 3)), clip_on=False)
        self.bars = axes.stairs([1], [0, 1], fill=True, fc=SHADES[3], **moving)
        self.texts = [axes.text(0, 1.2, "", size=SIZE, weight="bold", va="center", color=FULL, **moving) for _ in range(4)]
        self.moving, self.labels = [self.bars], self.texts
        self._widths = {text: text_width(text, SIZE, "bold") for text in (f"{share}%" for share in range(101))}

    def set_still(self, frame):
        low, high = frame.grid[[0, -1]]
        self.axes.set(xlim=(low, high), xlabel=frame.weight_label)
        self.hills.set_data(np.repeat(frame.ends[frame.best], 3), [0, 1.42, np.nan] * 2)
        self._point = (high - low) / (self.axes.get_window_extent().width * 72 / self.axes.figure.dpi)

    def update(self, frame):
        counts, edges = np.histogram(frame.weights, np.linspace(*frame.grid[[0, -1]], BINS + 1))
        self.bars.set_data(counts / max(counts.max(), 1), edges)
        for text, w, (low, high) in zip(self.texts, frame.minima, frame.ends):
            share = f"{100 * np.mean((low < frame.weights) & (frame.weights < high)):.0f}%"
            text.set_text(share)
            text.set_x(w - self._widths[share] * self._point / 2)


class Shares:
    """The share of runs in the global valley, step by step, and of those that have been there."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(ylim=(-3, 103), xlabel="step", ylabel="runs, %")
        moving = dict(animated=True)
        self.band = axes.add_patch(Polygon([[0, 0]], fc=SHADES[0], lw=0, **moving))
        (self.been,) = axes.plot([], [], **BEEN, **moving)
        (self.now,) = axes.plot([], [], **NOW, **moving)
        (self.end,) = axes.plot([], [], "o", ms=9, color=SHADES[5], mec="white", mew=1.2, **moving)
        words = dict(transform=axes.transAxes, color=FULL, animated=True)
        self.title = axes.text(0, 1, "", weight="bold", size=13.5, **words)
        self.numbers = axes.text(0, 1, "", size=12.5, **words)
        self.moving, self.labels = [self.band, self.been, self.now, self.end], [self.title, self.numbers]

    def set_still(self, frame):
        self.axes.set_xlim(-0.02 * frame.last, 1.03 * frame.last)
        height = self.axes.get_window_extent().height * 72 / self.axes.figure.dpi
        self.title.set_y(1 + 26 / height)
        self.numbers.set_y(1 + 8 / height)

    def update(self, frame):
        steps = np.arange(len(frame.shares))
        low, high = 100 * frame.bands
        self.band.set_xy(np.column_stack([np.r_[steps, steps[::-1]], np.r_[low, high[::-1]]]))
        self.been.set_data(steps, 100 * frame.been)
        self.now.set_data(steps, 100 * frame.shares)
        self.end.set_data(steps[-1:], 100 * frame.shares[-1:])
        self.title.set_text(f"{100 * frame.shares[-1]:.1f}% in the global valley")
        self.numbers.set_text(f"95% band {frame.band}")
