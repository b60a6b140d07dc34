"""Settings: what the controls of a figure say, as one value that never changes.

    class Walk(Settings):
        batch_size: int = choice("batch size B", (1, 4, 16), 4)
        learning_rate: float = between("learning rate η", (0.1, 0.2, 0.4), 0.2)
        step: int = whole("step", 0, 300, plays=120)

Each control is declared once: `helpers.live.controls` makes its widget, `helpers.live.figure` the signature and the help. What
a control offers may depend on those above it: options, marks, `high` and `own` may be functions of the settings.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import KW_ONLY, Field, dataclass, field, fields, replace
from math import prod
from typing import Any, ClassVar, Self, dataclass_transform

from helpers.live.controls import Between, Choice, Control, Marks, Of, Options, Switch, Whole


def choice(label: str, options: Options | Of[Options], default: Any = None, **more: Any) -> Any:
    """One of listed values: a slider over options (a, b, ...), a menu for {value: what it says}."""
    return declared(Choice(label=label, options=options, **more), default)


def between(label: str, marks: Marks | Of[Marks], default: Any = None, **more: Any) -> Any:
    """Any number between the first and the last mark; the slider goes from mark to mark."""
    return declared(Between(label=label, options=marks, **more), default)


def whole(label: str, low: int, high: int | Of[int], default: int | None = None, **more: Any) -> Any:
    """A whole number from low, which is the default, to high; a slider.  by: from one stop of the slider to the next."""
    control = Whole(label=label, low=low, high=high, **more)
    return declared(control, low if default is None and not control.own else default)


def phase(label: str, names: Sequence[str], **more: Any) -> Any:
    """A whole number from 0 that the slider shows by name: what happens one after the other within a step."""
    return declared(Whole(label=label, low=0, high=len(names) - 1, names=tuple(names), **more), 0)


def switch(label: str, default: bool = False, **more: Any) -> Any:
    """True or False: a box to tick."""
    return declared(Switch(label=label, usual=default, **more), default)


def given(default: Any = None, *, about: str = "", shown: bool = True) -> Any:
    """An argument without a control.  shown: whether it belongs to the line of Python that makes the figure again.

    Without that and without `about` it is no argument: what the figure has found out, and keeps while controls move.
    """
    return field(default=default, metadata={"about": about, "shown": shown})


def declared(control: Control, default: Any = None) -> Any:
    """A control of a kind of your own, a `helpers.live.controls.Control`."""
    return field(default=default, metadata={"control": control})


@dataclass_transform(frozen_default=True)
class Settings:
    """A subclass is a frozen dataclass: a value that can be compared and kept, and that is always one allowed."""

    controls: ClassVar[dict[str, Control]] = {}
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]  # of each subclass

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True)(cls)
        cls.controls = {each.name: each.metadata["control"] for each in fields(cls) if "control" in each.metadata}

    def __post_init__(self) -> None:
        for name, control in self.controls.items():
            if getattr(self, name) is None and control.own:
                object.__setattr__(self, name, control.own(self))
            control.check(name, getattr(self, name), self)

    def moved(self, name: str, value: Any) -> Self:
        """The settings once the control `name` says value: the others stay, as far as they can."""
        moved = copy(self)
        for each, control in self.controls.items():
            new = value if each == name else control.kept(getattr(self, each), self, moved)
            object.__setattr__(moved, each, new)
        moved.__post_init__()
        return moved

    def moved_to(self, values: dict[str, Any]) -> Self:
        """The settings once several controls say these values, one after the other."""
        moved = self
        for name, value in values.items():
            moved = moved.moved(name, value)
        return moved

    def value(self, name: str) -> Any:
        """What the control `name` shows."""
        return getattr(self, name)

    @classmethod
    def playing(cls) -> list[str]:
        """The names of the controls that buttons play through, as one counter whose last digit runs fastest."""
        return [name for name, control in cls.controls.items() if control.plays]

    def frames(self) -> int:
        """How many frames the player has."""
        return prod(map(len, self._stops().values()))

    def place(self) -> int:
        """The number of the frame that these settings are, from 0."""
        place = 0
        for name, stops in self._stops().items():
            place = place * len(stops) + (getattr(self, name) - stops.start) // stops.step
        return place

    def ahead(self, by: int) -> Self:
        """The settings `by` frames of the player on, kept within its ends."""
        return self.at_frame(self.place() + by)

    def at_frame(self, number: int) -> Self:
        """The settings of the player's frame of that number, kept within its ends."""
        place, moved = min(max(number, 0), self.frames() - 1), copy(self)
        for name, stops in reversed(self._stops().items()):
            place, stop = divmod(place, len(stops))
            object.__setattr__(moved, name, stops[stop])
        return moved

    def _stops(self) -> dict[str, range]:
        """{name: its values} of the controls that play."""
        offers = {name: self.controls[name].offers(self) for name in self.playing()}
        return {name: range(low, high + 1, self.controls[name].by) for name, (low, high) in offers.items()}

    def arguments(self) -> str:
        """The arguments as Python, those that have no control only where they are not the default."""
        return ", ".join(f"{name}={self.written(name)}" for name in self.named())

    def named(self) -> list[str]:
        """The names of these arguments."""
        return [
            each.name
            for each in self._fields()
            if each.name in self.controls or (each.metadata.get("shown") and getattr(self, each.name) != each.default)
        ]

    def written(self, name: str) -> str:
        """One argument as Python."""
        return repr(getattr(self, name))

    @classmethod
    def is_argument(cls, name: str) -> bool:
        """Whether the figure's function takes it."""
        about = cls.__dataclass_fields__[name].metadata
        return "control" in about or bool(about.get("about") or about.get("shown", True))

    @classmethod
    def explained(cls) -> list[str]:
        """A line an argument, for `help`."""
        usual, lines = cls(), []
        for each in cls._fields():
            if each.name in cls.controls:
                control = cls.controls[each.name]
                lines.append(f"{each.name}: {control.about or control.label}; {control.range(usual)}.")
            elif each.metadata.get("about"):
                lines.append(f"{each.name}: {each.metadata['about']}.")
        return lines

    @classmethod
    def _fields(cls) -> list[Field[Any]]:
        """In the order of the arguments: those that are given by name alone come last."""
        return sorted(fields(cls), key=lambda each: bool(each.kw_only))


class Kept(Settings):
    """The settings of a figure with ghosts, see `helpers.live.ghosts`.

    kept: those of the run that is drawn pale, or None. A dict {control: value} becomes such settings; a control that it leaves
    out stands as it does here.
    """

    _: KW_ONLY
    kept: Any = given(None, about="a run to keep, faint, behind this one; a dict of its controls, or None")

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.kept, dict) and self.kept.keys() <= self.controls.keys():
            object.__setattr__(self, "kept", replace(self, **self.kept, kept=None))
        elif self.kept is not None and type(self.kept) is not type(self):
            raise ValueError(f"kept must be None or a dict with keys among {', '.join(self.controls)}; got {self.kept!r}.")

    def keeping(self, keep: bool) -> Self:
        """The settings that keep a run, the one that they are if there is none yet; or that keep none."""
        if keep == (self.kept is not None):
            return self
        return replace(self, kept=replace(self, kept=None) if keep else None)

    def written(self, name: str) -> str:
        if name != "kept":
            return super().written(name)
        return repr({each: getattr(self.kept, each) for each in self.controls})
