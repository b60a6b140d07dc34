"""The slope at a point, by the formula and by a difference of two losses, and how far the two are apart."""

from dataclasses import dataclass

import numpy as np

from helpers.views.descent import Handled, heading, power_of_ten
from helpers.views.panels import reach
from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import FULL, GRID, QUIET, SHADES, TANGENT, number, style

SECANT = SHADES[4]
ERRORS = (1e-14, 1e2)  # the ends of the error axis


@dataclass(frozen=True, eq=False)
class SlopeFrame:
    """What one frame shows. G points of the curve, H steps of the difference.

    grid, curve: (G,).  pair: the losses at w - h and w + h.  steps, errors, shape_errors, rounding_errors: (H,).
    """

    scene: str
    weight_label: str
    grid: np.ndarray
    curve: np.ndarray
    w: float
    loss: float
    h: float
    pair: np.ndarray
    derivative: float
    difference: float
    steps: np.ndarray
    errors: np.ndarray
    shape_errors: np.ndarray
    rounding_errors: np.ndarray

    @property
    def error(self):
        return abs(self.difference - self.derivative)


class Slope(Handled, Sheet):
    """The curve with tangent and secant, and beside it the error against h."""

    inks = (FULL, TANGENT, SECANT, QUIET, GRID)

    def __init__(self):
        super().__init__()
        self.curve, self.errors = self.add(_Curve(self.axes())), self.add(_Errors(self.axes()))
        digits = "−12.123456789012"
        guide = dict(color=QUIET, lw=1.6)
        self.handle = self.curve.axes, self.curve.axes
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.6), "full loss"),
                Name(dict(color=TANGENT, lw=5), _derivative, longest=f"derivative {digits}", moves=True),
                Name(dict(color=SECANT, lw=2.4, ls=(0, (4, 1.5))), _difference, longest=f"difference {digits}", moves=True),
                Name(dict(guide, ls=(0, (6, 3))), "error as h²"),
                Name(dict(guide, ls=(0, (5, 1.5, 1, 1.5))), "rounding, as 1/h"),
            )
        )

    def arrange(self, points, narrow):
        top, tall = self.names.height(points - 74), 340
        split = points - 16 if narrow else round(0.56 * points) - 30
        places = {self.names: (58, 0, points - 16, top), self.curve: (58, top + 26, split, top + tall - 46)}
        if narrow:
            places[self.errors] = (58, top + tall + 26, points - 16, top + 2 * tall - 56)
        else:
            places[self.errors] = (split + 78, top + 26, points - 16, top + tall - 46)
        return top + tall * (1 + narrow) - 10 * narrow, places

    def still_key(self, frame):
        return frame.scene


class _Curve:
    """The loss, the tangent at w, and the secant through the points at w - h and w + h."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set_ylabel("loss")
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, solid_capstyle="round")
        moving = dict(animated=True)
        (self.tangent,) = axes.plot([], [], color=TANGENT, lw=5, solid_capstyle="round", **moving)
        (self.secant,) = axes.plot([], [], color=SECANT, lw=2.4, ls=(0, (4, 1.5)), **moving)
        (self.pair,) = axes.plot([], [], "s", ms=8, color=SECANT, mec="white", mew=1.2, **moving)
        (self.point,) = axes.plot([], [], "o", ms=12, color=FULL, mec="white", mew=1.6, **moving)
        self.title = heading(axes, **moving)
        self.moving, self.labels = [self.tangent, self.point, self.secant, self.pair], [self.title]

    def set_still(self, frame):
        self.full.set_data(frame.grid, frame.curve)
        top = 1.12 * frame.curve.max()
        self.axes.set(xlim=frame.grid[[0, -1]], ylim=(-0.06 * top, top), xlabel=frame.weight_label)

    def update(self, frame):
        w, h = frame.w, frame.h
        half = reach(self.axes, frame.derivative, points=62)
        self.tangent.set_data([w - half, w + half], frame.loss + frame.derivative * np.array([-half, half]))
        half = max(h, reach(self.axes, frame.difference, points=92))
        middle = frame.pair.mean()
        self.secant.set_data([w - half, w + half], middle + frame.difference * np.array([-half, half]))
        self.pair.set_data([w - h, w + h], frame.pair)
        self.point.set_data([w], [frame.loss])
        self.title.set_text(f"w = {number(w)},  h = {number(h)}")


class _Errors:
    """How far the difference is from the derivative, against h, on log axes."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xscale="log", yscale="log", xlim=(4e-16, 2.5), ylim=ERRORS, xlabel="step h of the difference", ylabel="error")
        for side, powers in ((axes.xaxis, range(-15, 1, 3)), (axes.yaxis, range(-12, 1, 3))):
            side.set_ticks([10.0**power for power in powers], [power_of_ten(power) for power in powers])
            side.set_ticks([], minor=True)
        moving = dict(animated=True)
        guide = dict(color=QUIET, lw=1.6, **moving)
        (self.shape,) = axes.plot([], [], **guide, ls=(0, (6, 3)))
        (self.rounding,) = axes.plot([], [], **guide, ls=(0, (5, 1.5, 1, 1.5)))
        (self.line,) = axes.plot([], [], ".-", color=SECANT, lw=1.2, ms=7, **moving)
        (self.now,) = axes.plot([], [], "s", ms=11, color=SECANT, mec="white", mew=1.6, **moving)
        self.title = heading(axes, **moving)
        self.moving, self.labels = [self.shape, self.rounding, self.line, self.now], [self.title]

    def set_still(self, frame):
        pass

    def update(self, frame):
        self.shape.set_data(frame.steps, np.maximum(frame.shape_errors, 1e-30))
        self.rounding.set_data(frame.steps, np.maximum(frame.rounding_errors, 1e-30))
        self.line.set_data(frame.steps, np.maximum(frame.errors, ERRORS[0]))
        self.now.set_data([frame.h], [max(frame.error, ERRORS[0])])
        self.title.set_text(f"the two differ by {number(frame.error)}")


def _derivative(frame):
    return f"derivative {digits(frame.derivative)}"


def _difference(frame):
    return f"difference {digits(frame.difference)}"


def digits(value):
    """Twelve decimals, with a true minus sign.

    >>> digits(-0.5)
    '−0.500000000000'
    """
    return f"{value:.12f}".replace("-", "−")
