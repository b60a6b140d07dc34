"""The kinds of controls: what each allows, the sentence for what it does not, and its widget."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import ipywidgets

from helpers.live.words import plain
from helpers.types import Interval

if TYPE_CHECKING:
    from helpers.live.settings import Settings

T = TypeVar("T")
Of = Callable[[Any], T]  # a function of the settings, of whatever figure
Marks = Sequence[float]
Options = Sequence[Any] | dict[Any, str]  # what may be chosen, or {it: what a menu says}


@dataclass(frozen=True, kw_only=True)
class Control:
    """One control.  label: beside it.  about: what `help` says in place of the label.

    own: what None stands for, a function of the settings.  plays: milliseconds a frame, where buttons play through it.
    by: from one stop to the next; both for whole numbers and phases.
    """

    label: str
    about: str = ""
    own: Of[Any] | None = None
    plays: int = 0
    by: int = 1

    def says(self, value: Any, settings: "Settings") -> str:
        """A value as its widget shows it."""
        return plain(value)

    def offers(self, settings: "Settings") -> Any:
        """What may be chosen, as the settings are."""
        raise NotImplementedError

    def allows(self, value: Any, settings: "Settings") -> bool:
        raise NotImplementedError

    def range(self, settings: "Settings") -> str:
        """What is allowed, in words."""
        raise NotImplementedError

    def fitted(self, value: Any, before: "Settings", now: "Settings") -> Any:
        """The value that comes nearest, where the control offers something else than before."""
        raise NotImplementedError

    def nearest(self, value: float, settings: "Settings") -> float:
        """The value nearest to one that a picture says, where it can be dragged."""
        raise NotImplementedError

    def widget(self, value: Any, settings: "Settings") -> ipywidgets.Widget:
        """The labelled widget."""
        raise NotImplementedError

    def same(self, before: "Settings", now: "Settings") -> bool:
        """Whether it offers the same under both settings."""
        return bool(self.offers(before) == self.offers(now))

    def check(self, name: str, value: Any, settings: "Settings") -> None:
        """One sentence for what is not allowed."""
        if not self.allows(value, settings):
            raise ValueError(f"{name} must be {self.range(settings)}; got {value!r}.")

    def kept(self, value: Any, before: "Settings", now: "Settings") -> Any:
        """What a value becomes where another control has moved: it stays where it can."""
        if self.own and self.own(before) != self.own(now):
            return self.own(now)
        return value if self.same(before, now) else self.fitted(value, before, now)

    def shape(self) -> dict[str, Any]:
        """What every widget has: its label, and a width that leaves room for others in the row."""
        return {
            "description": self.label,
            "style": {"description_width": "initial"},
            "layout": ipywidgets.Layout(width="auto", flex="1 1 280px", margin="2px 14px 2px 2px"),
        }


@dataclass(frozen=True, kw_only=True)
class Listed(Control, Generic[T]):
    """A control over listed values."""

    options: T | Of[T]

    def offers(self, settings: "Settings") -> T:
        return self.options(settings) if callable(self.options) else self.options

    def same(self, before: "Settings", now: "Settings") -> bool:
        return not callable(self.options) or super().same(before, now)


@dataclass(frozen=True, kw_only=True)
class Choice(Listed[Options]):
    """One of listed values: a menu for a dict, {value: what it says}, and a slider for any other list."""

    def says(self, value: Any, settings: "Settings") -> str:
        options = self.offers(settings)
        return options[value] if isinstance(options, dict) else plain(value)

    def allows(self, value: Any, settings: "Settings") -> bool:
        return any(type(value) is type(each) and value == each for each in self.offers(settings))

    def range(self, settings: "Settings") -> str:
        return f"one of {', '.join(map(str, self.offers(settings)))}"

    def fitted(self, value: Any, before: "Settings", now: "Settings") -> Any:
        """The last stays the last: a batch of all examples is one of all others too. What is offered no more becomes the last."""
        *_, last = self.offers(before)
        *_, new = self.offers(now)
        return value if value in self.offers(now) and value != last else new

    def widget(self, value: Any, settings: "Settings") -> ipywidgets.Widget:
        options = self.offers(settings)
        if isinstance(options, dict):
            return ipywidgets.Dropdown(value=value, options=[(text, key) for key, text in options.items()], **self.shape())
        return _slider(self, value, options)


@dataclass(frozen=True, kw_only=True)
class Between(Listed[Marks]):
    """Any number between the first and the last of the listed ones, or between other ends."""

    ends: Interval | None = None

    def allows(self, value: Any, settings: "Settings") -> bool:
        low, high = self._ends(settings)
        return _is(value, Real) and low <= value <= high

    def range(self, settings: "Settings") -> str:
        return "a number between {:g} and {:g}".format(*self._ends(settings))

    def fitted(self, value: Any, before: "Settings", now: "Settings") -> Any:
        low, high = self._ends(now)
        return min(max(value, low), high)

    def _ends(self, settings: "Settings") -> Interval:
        marks = self.offers(settings)
        return self.ends or (marks[0], marks[-1])

    def nearest(self, value: float, settings: "Settings") -> float:
        """The mark nearest to a value."""
        return min(self.offers(settings), key=lambda mark: abs(mark - value))

    def widget(self, value: Any, settings: "Settings") -> ipywidgets.Widget:
        return _slider(self, value, sorted({*self.offers(settings), value}))  # a value between the marks joins them


@dataclass(frozen=True, kw_only=True)
class Whole(Control):
    """A whole number.  names: what a slider shows in place of the numbers."""

    low: int
    high: int | Of[int]
    names: tuple[str, ...] = ()

    def says(self, value: Any, settings: "Settings") -> str:
        return self.names[value] if self.names else plain(value)

    def offers(self, settings: "Settings") -> tuple[int, int]:
        return self.low, self.high(settings) if callable(self.high) else self.high

    def allows(self, value: Any, settings: "Settings") -> bool:
        low, high = self.offers(settings)
        return _is(value, Integral) and low <= value <= high

    def range(self, settings: "Settings") -> str:
        return "a whole number between {} and {}".format(*self.offers(settings))

    def fitted(self, value: Any, before: "Settings", now: "Settings") -> Any:
        low, high = self.offers(now)
        return min(max(value, low), high)

    def widget(self, value: Any, settings: "Settings") -> ipywidgets.Widget:
        low, high = self.offers(settings)
        if self.names:
            options = [(name, place) for place, name in enumerate(self.names)]
            return ipywidgets.SelectionSlider(value=value, options=options, **self.shape())
        return ipywidgets.IntSlider(value, min=low, max=high, step=self.by, **self.shape())


@dataclass(frozen=True, kw_only=True)
class Switch(Control):
    """True or False.  usual: which of them is said first."""

    usual: bool = False

    def says(self, value: Any, settings: "Settings") -> str:
        return "yes" if value else "no"

    def offers(self, settings: "Settings") -> tuple[bool, bool]:
        return False, True

    def allows(self, value: Any, settings: "Settings") -> bool:
        return isinstance(value, bool)

    def range(self, settings: "Settings") -> str:
        return f"one of {self.usual}, {not self.usual}"

    def widget(self, value: Any, settings: "Settings") -> ipywidgets.Widget:
        return ipywidgets.Checkbox(value, description=self.label, indent=False)


def has_place(widget: ipywidgets.Widget, value: Any) -> bool:
    """Whether a widget can show the value."""
    return not hasattr(widget, "options") or any(value == option for _, option in widget.options)


def button(label: str, icon: str, tooltip: str, act: Callable[[], object], width: str = "84px") -> ipywidgets.Button:
    made = ipywidgets.Button(description=label, icon=icon, tooltip=tooltip, layout=ipywidgets.Layout(width=width))
    made.on_click(lambda _: act())
    return made


def toggle(label: str, icon: str, tooltip: str, value: bool = False) -> ipywidgets.ToggleButton:
    """A button that stays down."""
    layout = ipywidgets.Layout(width="110px")
    return ipywidgets.ToggleButton(value, description=label, icon=icon, tooltip=tooltip, layout=layout)


def row(*children: ipywidgets.Widget) -> ipywidgets.HBox:
    """Controls side by side, wrapping where the cell is narrow."""
    return ipywidgets.HBox(children, layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center"))


def close_all(*widgets: ipywidgets.Widget) -> None:
    """Close widgets and all they are made of: ipywidgets holds whatever is open."""
    for widget in widgets:
        close_all(*getattr(widget, "children", ()))
        for part in (widget, getattr(widget, "layout", None), getattr(widget, "style", None)):
            if part is not None:
                part.close()


def _slider(control: Control, value: float, options: Iterable[float]) -> ipywidgets.SelectionSlider:
    pairs = [(plain(option), option) for option in options]
    return ipywidgets.SelectionSlider(value=value, options=pairs, **control.shape())


def _is(value: object, kind: type) -> bool:
    """Whether it is a number of that kind."""
    return isinstance(value, kind) and not isinstance(value, bool)
