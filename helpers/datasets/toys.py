"""Small seeded toy sets: a curve to fit, and points of a plane to tell apart.

The classes of the plane take turns, so their sizes differ by at most one: row i belongs to class i mod C. `noise` is the
standard deviation of the normal error added to y of the curve, and to both coordinates in the plane. The same arguments
give the same data.
"""

from math import inf
from numbers import Integral, Real

import numpy as np

from helpers.datasets.record import Dataset
from helpers.types import Array, Names, Rng


def sine(n: int = 64, frequency: float = 2.0, noise: float = 0.3, seed: int = 0) -> Dataset:
    """A noisy sine: x uniform on [-3, 3], y = sin(frequency x) + noise.

    >>> sine(n=5).X.shape
    (5, 1)
    """
    rng = _generator("sine", n, 1, noise, seed)
    x = rng.uniform(-3, 3, n)
    y = np.sin(frequency * x) + noise * rng.standard_normal(n)
    return Dataset(x[:, None], y, ("x",), "y")


def two_moons(n: int = 200, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Two half circles of radius 1 that reach into each other: the upper about (0, 0), the lower about (1, 0.5).

    >>> moons = two_moons(n=5)
    >>> moons.X.shape, moons.y.tolist(), moons.classes
    ((5, 2), [0.0, 1.0, 0.0, 1.0, 0.0], ('upper', 'lower'))
    """
    rng, y = _generator("two_moons", n, 2, noise, seed), _turns(n, 2)
    upper = _polar(1.0, rng.uniform(0, np.pi, n))
    return _plane(rng, np.where(y[:, None] == 0, upper, (1, 0.5) - upper), noise, y, ("upper", "lower"))


def spirals(n: int = 200, noise: float = 0.1, seed: int = 0, turns: float = 1.5) -> Dataset:
    """Two arms of Archimedes' spiral, r = 3t at the angle 2π turns t for t in [0, 1], and the same half a turn on.

    >>> arms = spirals(n=4, noise=0)
    >>> arms.classes, bool((np.hypot(*arms.X.T) <= 3).all())
    (('first', 'second'), True)
    """
    rng, y = _generator("spirals", n, 2, noise, seed), _turns(n, 2)
    t = np.sqrt(rng.random(n))  # the root spreads the points evenly along the arm
    return _plane(rng, _polar(3 * t, 2 * np.pi * turns * t + np.pi * y), noise, y, ("first", "second"))


def blobs(n: int = 200, classes: int = 3, noise: float = 0.5, seed: int = 0) -> Dataset:
    """Normal clouds about points evenly spaced on the circle of radius 2, the first at (2, 0).

    >>> blobs(n=6, noise=0).X[[0, 3]].tolist(), blobs().classes
    ([[2.0, 0.0], [2.0, 0.0]], ('blob 1', 'blob 2', 'blob 3'))
    """
    if not isinstance(classes, Integral) or classes < 2:
        raise ValueError(f"blobs needs a whole number of at least 2 classes; got {classes!r}.")
    rng, y = _generator("blobs", n, classes, noise, seed), _turns(n, classes)
    return _plane(rng, _polar(2.0, 2 * np.pi / classes * y), noise, y, tuple(f"blob {k + 1}" for k in range(classes)))


def xor(n: int = 200, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Points of the square [-1, 1]²; the class says whether the signs of the coordinates differ (before the noise).

    >>> xor(n=4).classes
    ('same sign', 'other sign')
    """
    rng, y = _generator("xor", n, 2, noise, seed), _turns(n, 2)
    points = rng.uniform(0, 1, (n, 2)) * rng.choice([-1, 1], (n, 1))
    points[:, 1] *= 1 - 2 * y
    return _plane(rng, points, noise, y, ("same sign", "other sign"))


def rings(n: int = 200, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Two circles about the origin: the inner of radius 1, the outer of radius 2.

    >>> np.hypot(*rings(n=4, noise=0).X.T).round(9).tolist()
    [1.0, 2.0, 1.0, 2.0]
    """
    rng, y = _generator("rings", n, 2, noise, seed), _turns(n, 2)
    return _plane(rng, _polar(1 + y, rng.uniform(0, 2 * np.pi, n)), noise, y, ("inner", "outer"))


def _generator(name: str, n: int, least: int, noise: float, seed: int) -> Rng:
    if not (isinstance(n, Integral) and n >= least and isinstance(noise, Real) and 0 <= noise < inf):
        raise ValueError(
            f"{name} needs a whole number n of at least {least} and a finite noise of at least 0; "
            f"got n = {n!r}, noise = {noise!r}."
        )
    return np.random.default_rng(seed)


def _turns(n: int, classes: int) -> Array:
    """(N,): the classes take turns, 0, 1, ..., C-1, 0, 1, ..."""
    return (np.arange(n) % classes).astype(float)


def _polar(radius: float | Array, angle: Array) -> Array:
    """radius (N,) or one, angle (N,) -> (N, 2)."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _plane(rng: Rng, points: Array, noise: float, y: Array, classes: Names) -> Dataset:
    return Dataset(points + noise * rng.standard_normal(points.shape), y, ("x1", "x2"), "class", classes)
