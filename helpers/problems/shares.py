"""The band of a share that is estimated from runs."""

import numpy as np

from helpers.types import Array, Numbers


def wilson(count: Numbers, runs: int, z: float = 1.96) -> tuple[Array, Array]:
    """The 95 % band of a share, (low, high), when `count` of `runs` independent runs have it (Wilson 1927).

    Unlike share ± 1.96 standard errors it stays between 0 and 1, and has a width even at 0 of 500.

    >>> low, high = wilson(0, 500)
    >>> print(f"{low:.4f} to {high:.4f}")
    0.0000 to 0.0076
    """
    share = np.asarray(count) / runs
    middle = share + z**2 / (2 * runs)
    half = z * np.sqrt(share * (1 - share) / runs + z**2 / (4 * runs**2))
    low, high = (middle - half) / (1 + z**2 / runs), (middle + half) / (1 + z**2 / runs)
    return np.where(share == 0, 0.0, low)[()], np.where(share == 1, 1.0, high)[()]
