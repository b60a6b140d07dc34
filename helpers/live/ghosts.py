"""Ghosts: a run that is kept, pale and still behind the one that moves, so that two settings can be compared."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from helpers.live.marks.base import Mark
from helpers.live.panel import Axis, Panel, Values, X, Y
from helpers.live.settings import Kept

if TYPE_CHECKING:
    from helpers.live.figure import Frame

NAME = "the kept run"  # in the legend


class Ghosts:
    """The pale copies of a figure's marks, the first of them in the legend.

    draw: the figure's own function.  They show what it gives of the settings that are kept, which is worked out once. A panel
    whose axes have got other names, those of another model for example, shows none: the run has no place on them.
    """

    def __init__(self, draw: Callable[[Any], "Frame"], marks: Sequence[Mark]) -> None:
        self.marks = {mark: mark.ghost("" if place else NAME) for place, mark in enumerate(marks)}
        self.named = self.marks[marks[0]]
        self._kept = lru_cache(maxsize=1)(draw)

    def behind(self, frame: "Frame", state: Kept) -> "Frame":
        """The frame of these settings with the run that they keep behind it."""
        kept = self._kept(state.kept)
        panels = {panel: values | self._of(panel, values, kept[panel]) for panel, values in frame.panels.items()}
        return replace(frame, panels=panels, words=_words(frame.words, state), names=frame.names | {self.named: NAME})

    def _of(self, panel: Panel, values: Values, kept: Values) -> Values:
        fits = _names(panel, values) == _names(panel, kept)
        return {ghost: kept[mark] if fits else None for mark, ghost in self.marks.items() if mark in values}


def _names(panel: Panel, values: Values) -> list[str]:
    """Those of the axes."""
    given = (values.get(X), panel.x), (values.get(Y), panel.y)
    return [axis.label if isinstance(axis, Axis) else usual.label for axis, usual in given]


def symbol(label: str) -> str:
    """What a label ends with where that is a symbol, or else the label: a small letter alone could be any weight.

    >>> symbol("learning rate η"), symbol("start w"), symbol("step")
    ('η', 'start w', 'step')
    """
    last = label.split()[-1]
    return last if len(last) == 1 and not "a" <= last <= "z" else label


def _words(words: str, state: Kept) -> str:
    """With one clause more: in what the run that is kept differs."""
    kept = state.kept
    differ = [
        f"{symbol(control.label)} = {control.says(kept.value(name), kept)}"
        for name, control in state.controls.items()
        if kept.value(name) != state.value(name)
    ]
    clause = f"kept: {', '.join(differ)}" if differ else "the same run is kept"
    return f"{words.removesuffix('.')}; {clause}."
