"""How far apart two colours are, to all readers and to those who do not tell red from green."""

import numpy as np
from matplotlib.colors import to_rgb

DEUTERANOPIA = (
    np.array(  # of linear RGB, severity 1.0 (Machado, Oliveira and Fernandes 2009, doi 10.1109/TVCG.2009.113, table 1)
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    )
)
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)  # of sRGB
WHITE = XYZ.sum(1)  # D65


def linear(rgb):
    """sRGB (..., 3), 0 to 1, without its gamma (IEC 61966-2-1)."""
    rgb = np.asarray(rgb, dtype=float)
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def without_green(colour):
    """The linear RGB (3,) in which a deuteranope sees a colour."""
    return np.clip(DEUTERANOPIA @ linear(to_rgb(colour)), 0, 1)


def lab(rgb):
    """CIE L*a*b* (3,) of linear RGB, white at (100, 0, 0)."""
    share = XYZ @ rgb / WHITE
    x, y, z = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one, other, seen=without_green):
    """ΔE of two colours (CIE 1976), as a deuteranope sees them; a just noticeable one is 2.3."""
    return float(np.linalg.norm(lab(seen(one)) - lab(seen(other))))
