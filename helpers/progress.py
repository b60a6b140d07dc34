"""A progress bar for long work, and none where nobody asked for one."""

from collections.abc import Iterable
from typing import TypeVar

from helpers.browser import IN_BROWSER

Item = TypeVar("Item")


def bar(iterable: Iterable[Item], shown: bool, total: int | None = None, unit: str = "it") -> Iterable[Item]:
    """iterable itself, or under a tqdm bar if `shown`: one in a notebook, a line of text elsewhere."""
    if not shown:
        return iterable
    from tqdm.auto import tqdm  # loaded only here: the numerical core needs NumPy alone

    if IN_BROWSER:
        tqdm.monitor_interval = 0  # no thread that looks whether a bar stalls
    under_bar: Iterable[Item] = tqdm(iterable, total=total, unit=unit)
    return under_bar
