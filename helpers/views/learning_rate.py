"""Gradient descent on a parabola, and on a bowl of two weights: the path, the distances, the axis of learning rates."""

from dataclasses import dataclass

import numpy as np

from helpers.views.descent import MARKERS, Decay, RateAxis, heading, notice, say
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES, SPENT, number, style

WEIGHTS = (-13.0, 13.0)  # the weights that the parabola's picture shows
LOSSES = (-12.0, 250.0)
FORECAST = dict(color=QUIET, lw=1.2, ls=(0, (5, 3)))
NOW = dict(color=BATCH, marker="o", ms=11, mec="white", ls="")
STEP = dict(color=FULL, marker="o", ms=6.5, mfc="white", mew=1.8, ls="")


@dataclass(frozen=True, eq=False)
class DescentFrame:
    """What one frame shows. T steps, K directions: 1 for the parabola, 2 for the bowl.

    curvatures: (K,), the steepest first.  path: (T + 1, K) weights.  losses: (T + 1,).  distances, forecast: (T + 1, K) to the
    minimum along each direction, the flattest first;
    forecast is the closed form.  bowl: a Bowl, or None.
    """

    learning_rate: float
    curvatures: np.ndarray
    rate_title: str
    rate_marks: list
    step: int
    path: np.ndarray
    losses: np.ndarray
    distances: np.ndarray
    forecast: np.ndarray
    bowl: object = None


@dataclass(frozen=True, eq=False)
class Bowl:
    """The still part of two weights. minimum: (2,).  directions: (2, 2), one a row.  levels: (L,) losses above the least."""

    names: tuple
    minimum: np.ndarray
    directions: np.ndarray
    curvatures: np.ndarray
    levels: np.ndarray


class _RateSheet(Sheet):
    """A picture of the path, the distances beside it, the axis of learning rates below."""

    inks = (FULL, BATCH, QUIET, GRID, SPENT, *SHADES)

    def _arranged(self, points, narrow, picture, axis):
        top, tall = self.names.height(points - 74), 300
        split = points - 16 if narrow else round(0.6 * points) - 30
        below = top + tall * (1 + narrow)
        places = {
            self.names: (58, 0, points - 16, top),
            picture: (58, top + 26, split, top + tall - 46),
            self.decay: (split + 68, top + 26, points - 16, top + tall - 46),
            self.rates: (58, below + 22, points - 16, below + axis - 44),
        }
        if narrow:
            places[self.decay] = (58, top + tall + 26, points - 16, below - 46)
        return below + axis, places


class ParabolaSheet(_RateSheet):
    """½λw²: one direction."""

    def __init__(self):
        super().__init__()
        self.parabola = self.add(_Parabola(self.axes()))
        self.decay = self.add(Decay(self.axes(), 1, "distance to the minimum, |w|"))
        self.rates = self.add(RateAxis(self.axes(), ("",)))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), "full loss ½λw²"),
                Name(STEP, "steps so far"),
                Name(NOW, "now"),
                Name(FORECAST, "10 |1 − ηλ|ᵗ, the formula"),
            )
        )

    def arrange(self, points, narrow):
        return self._arranged(points, narrow, self.parabola, axis=146)

    def still_key(self, frame):
        return None


class BowlSheet(_RateSheet):
    """Least squares with two weights: a flat and a steep direction."""

    def __init__(self):
        super().__init__()
        self.contours = self.add(Contours(self.axes()))
        self.decay = self.add(Decay(self.axes(), 2, "distance along each direction"))
        self.rates = self.add(RateAxis(self.axes(), ("steep", "flat")))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=1.6), "lines of equal full loss"),
                Name(dict(MARKERS[0], ls=""), "along the flat direction"),
                Name(dict(MARKERS[1], ls=""), "along the steep one"),
                Name(NOW, "now"),
                Name(FORECAST, "the formula"),
            )
        )

    def arrange(self, points, narrow):
        return self._arranged(points, narrow, self.contours, axis=184)

    def still_key(self, frame):
        return frame.bowl.names


class _Parabola:
    """The parabola and the path on it."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xlim=WEIGHTS, ylim=LOSSES, xlabel="weight w", ylabel="loss")
        moving = dict(animated=True)
        (self.curve,) = axes.plot([], [], color=FULL, lw=2.6, **moving)
        (self.path,) = axes.plot([], [], color=SHADES[2], lw=1.4, **moving)
        (self.dots,) = axes.plot([], [], **STEP, **moving)
        (self.now,) = axes.plot([], [], **{**NOW, "ms": 13, "mew": 1.6}, **moving)
        self.title, self.notice = heading(axes, **moving), notice(axes)
        self.moving, self.labels = [self.curve, self.path, self.dots, self.now, self.notice], [self.title]

    def set_still(self, frame):
        pass

    def update(self, frame):
        grid, seen = np.linspace(*WEIGHTS, 201), slice(frame.step + 1)
        self.curve.set_data(grid, 0.5 * frame.curvatures[0] * grid**2)
        on_paper = _bounded(frame.path[seen, 0], 1e4), _bounded(frame.losses[seen], 1e6)
        self.path.set_data(*on_paper)
        self.dots.set_data(*on_paper)
        self.now.set_data(on_paper[0][-1:], on_paper[1][-1:])
        w = frame.path[frame.step, 0]
        self.title.set_text(f"step {frame.step}   w = {number(w)}")
        out = not WEIGHTS[0] < w < WEIGHTS[1] or not frame.losses[frame.step] < LOSSES[1]
        say(self.notice, f"w = {number(w)} is off the picture" if out else "")


class Contours:
    """Lines of equal loss, which are ellipses, the two directions, and the path."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        (self.ellipses,) = axes.plot([], [], color=FULL, lw=1.3)
        self.directions = [axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (5, 3)))[0] for _ in range(2)]
        plate = dict(facecolor="white", edgecolor="none", pad=1.5)
        self.tips = [axes.text(0, 0, name, size=12, color=FULL, ha="left", va="center", bbox=plate) for name in ("flat", "steep")]
        moving = dict(animated=True)
        (self.path,) = axes.plot([], [], color=SHADES[2], lw=1.6, **moving)
        (self.dots,) = axes.plot([], [], **{**STEP, "ms": 5.5, "mew": 1.5}, **moving)
        (self.now,) = axes.plot([], [], **{**NOW, "ms": 12, "mew": 1.6}, **moving)
        self.title, self.notice = heading(axes, **moving), notice(axes)
        self.moving, self.labels = [self.path, self.dots, self.now, self.notice], [self.title]

    def set_still(self, frame):
        bowl, box = frame.bowl, self.axes.get_window_extent()
        tall = 1.9
        wide = tall * box.width / box.height
        self.axes.set(xlabel=f"weight of {bowl.names[0]}", ylabel=f"weight of {bowl.names[1]}")
        self.axes.set(xlim=bowl.minimum[0] + np.array([-wide, wide]), ylim=bowl.minimum[1] + np.array([-tall, tall]))
        turns = np.linspace(0, 2 * np.pi, 181)
        circle = np.stack([np.cos(turns), np.sin(turns)], axis=1)
        rings = [bowl.minimum + circle * np.sqrt(2 * level / bowl.curvatures) @ bowl.directions for level in bowl.levels]
        self.ellipses.set_data(*np.concatenate([np.vstack([ring, [[np.nan, np.nan]]]) for ring in rings]).T)
        for line, tip, direction in zip(self.directions, self.tips, bowl.directions):
            line.set_data(*(bowl.minimum + np.outer([-5, 5], direction)).T)
            tip.set_position(bowl.minimum + 0.86 * tall * direction / abs(direction[1]) + [0.05 * tall, 0])

    def update(self, frame):
        path = _bounded(frame.path[: frame.step + 1], 1e4)
        self.path.set_data(*path.T)
        self.dots.set_data(*path.T)
        self.now.set_data(*path[-1:].T)
        self.title.set_text(f"step {frame.step}   loss {number(frame.losses[frame.step])}")
        (left, right), (low, high), (x, y) = self.axes.get_xlim(), self.axes.get_ylim(), frame.path[frame.step]
        off = not (left < x < right and low < y < high)
        say(self.notice, f"off the picture: loss {number(frame.losses[frame.step])}" if off else "")


def _bounded(values, limit):
    """Values that the drawing can hold, at places far off the picture."""
    return np.clip(np.nan_to_num(values, nan=limit), -limit, limit)
