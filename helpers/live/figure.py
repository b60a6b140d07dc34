"""A live figure is a function from settings to a frame. `@figure` makes of it the function that a notebook calls."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from inspect import get_annotations, signature
from typing import Any, Protocol, cast

from helpers.live.app import App
from helpers.live.ghosts import Ghosts
from helpers.live.layout import Layout
from helpers.live.legend import Said
from helpers.live.marks.base import Mark
from helpers.live.panel import Panel, Values
from helpers.live.settings import Kept, Settings


@dataclass(frozen=True, eq=False)
class Frame:
    """What a figure shows. panels: {panel: {mark: data}}.  words: the same in one line of words and numbers.

    names: {mark: words} of legend entries that change; the mark's own name is then the longest of them. A mark without words, or
    with None in each panel that has it, has no entry.
    """

    panels: dict[Panel, Values]
    words: str
    names: Said = field(default_factory=dict)

    def __getitem__(self, panel: Panel) -> Values:
        return self.panels[panel]


Draw = Callable[[Any], Frame]  # from the settings, each figure's own
Measure = Callable[[Any], Iterator[tuple[float, Callable[[Any], Any]]]]  # see `helpers.live.measuring`
Drag = dict[Panel, tuple[str, ...]]  # the control that x sets, and the one that y sets
Presets = dict[str, dict[str, Any]]  # what each button sets
Rows = tuple[tuple[str, ...], ...]  # of controls


@dataclass(frozen=True, eq=False)
class Plan:
    """A figure before it is drawn: see `figure`."""

    name: str
    settings: type[Settings]
    draw: Draw
    layout: Layout
    legend: Sequence[Mark] | None
    rows: Rows
    drag: Drag
    presets: Presets
    measure: Measure | None
    ghosts: Ghosts | None

    def frame(self, state: Any) -> Frame:
        """What the figure shows: the frame that its function draws, and behind it the run that is kept, if there is one."""
        frame = self.draw(state)
        return self.ghosts.behind(frame, state) if self.ghosts and self.keeps(state) else frame

    def keeps(self, state: Any) -> bool:
        """Whether the settings keep a run."""
        return self.ghosts is not None and state.kept is not None


class Live(Protocol):
    """A figure as a notebook calls it, with its settings as arguments."""

    plan: Plan

    def __call__(self, *args: Any, **kwargs: Any) -> App:
        """The figure, live."""


def figure(
    layout: Layout,
    *,
    legend: Sequence[Mark] | None = None,
    rows: Iterable[str] | None = None,
    drag: Drag | None = None,
    presets: Presets | None = None,
    measure: Measure | None = None,
    ghosts: Sequence[Mark] = (),
    app: type[App] = App,
) -> Callable[[Draw], Live]:
    """Make a live figure of a function from its settings, a `Settings` named in its annotation, to a `Frame`.

    legend: marks in order, where it is not that of the frame.  rows: of controls, names with spaces between, where one row
    does not do.  drag: {panel: (the control that its x sets,) or (that of x, that of y)}; further panels, with the same x below
    the first, belong to the same area.  presets: {button: values}.
    measure: see `helpers.live.measuring`.  ghosts: marks of a run that can be kept, faint, behind the next, the first with an
    entry in the legend; its settings are `helpers.live.settings.Kept`.
    app: the App that shows it, where it needs one of its own.
    """

    def made(draw: Draw) -> Live:
        settings, *_ = get_annotations(draw, eval_str=True).values()
        name, arranged = draw.__name__, _rows(settings, rows)
        pale = _ghosts(settings, draw, ghosts) if ghosts else None
        plan = Plan(name, settings, draw, layout, legend, arranged, drag or {}, presets or {}, measure, pale)
        parameters = [each for each in signature(settings).parameters.values() if settings.is_argument(each.name)]
        takes = signature(settings).replace(parameters=parameters, return_annotation=app)

        def live(*args: Any, **kwargs: Any) -> App:
            try:
                arguments = takes.bind(*args, **kwargs).arguments
            except TypeError as error:
                raise TypeError(f"{plan.name}() {error}.") from None
            return app(plan, settings(**arguments))

        live.__name__ = live.__qualname__ = plan.name
        live.__module__ = draw.__module__
        live.__doc__ = "\n".join([draw.__doc__ or "", "", *settings.explained()])
        vars(live).update(plan=plan, __signature__=takes)
        return cast(Live, live)

    return made


def _rows(settings: type[Settings], rows: Iterable[str] | None) -> Rows:
    """Rows of names of controls, each control in one of them; those that play stand in a row of their own."""
    playing = settings.playing()
    if rows is None:
        rows = [" ".join(name for name in settings.controls if name not in playing), " ".join(playing)]
    split = tuple(tuple(row.split()) for row in rows if row)
    if sorted(name for row in split for name in row) != sorted(settings.controls):
        raise ValueError(f"rows must hold each of {', '.join(settings.controls)} once; got {split}.")
    return split


def _ghosts(settings: type[Settings], draw: Draw, marks: Sequence[Mark]) -> Ghosts:
    if not issubclass(settings, Kept):
        raise ValueError(f"ghosts need settings that are Kept; got {settings.__name__}.")
    return Ghosts(draw, marks)
