"""A live figure is a function from settings to a frame. `@figure` makes of it the function that a notebook calls."""

from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import get_annotations, signature

from helpers.live.app import App


@dataclass(frozen=True, eq=False)
class Frame:
    """What a figure shows. panels: {panel: {mark: data}}.  words: the same in one line of words and numbers.

    names: {mark: words} of legend entries that change; the mark's own name is then the longest of them.
    """

    panels: dict
    words: str
    names: dict = field(default_factory=dict)

    def __getitem__(self, panel):
        return self.panels[panel]


@dataclass(frozen=True, eq=False)
class Plan:
    """A figure before it is drawn: see `figure`."""

    name: str
    settings: type
    draw: Callable
    layout: object
    legend: tuple | None
    rows: tuple
    drag: dict
    presets: dict
    measure: Callable | None


def figure(layout, *, legend=None, rows=None, drag=None, presets=None, measure=None, app=App):
    """Make a live figure of a function from its settings, a `Settings` named in its annotation, to a `Frame`.

    legend: marks in order, where it is not that of the frame.  rows: of controls, names with spaces between, where one row
    does not do.  drag: {panel: (the control that its x sets,) or (that of x, that of y)}; further panels, with the same x below
    the first, belong to the same area.  presets: {button: values}.
    measure: see `helpers.live.measuring`.  app: the App that shows it, where it needs one of its own.
    """

    def made(draw):
        (settings,) = get_annotations(draw, eval_str=True).values()
        name, arranged = draw.__name__, _rows(settings, rows)
        plan = Plan(name, settings, draw, layout, legend, arranged, drag or {}, presets or {}, measure)

        def live(*args, **kwargs):
            try:
                arguments = live.__signature__.bind(*args, **kwargs).arguments
            except TypeError as error:
                raise TypeError(f"{plan.name}() {error}.") from None
            return app(plan, settings(**arguments))

        live.__name__ = live.__qualname__ = plan.name
        live.__module__, live.plan = draw.__module__, plan
        live.__doc__ = "\n".join([draw.__doc__ or "", "", *settings.explained()])
        arguments = [each for each in signature(settings).parameters.values() if settings.is_argument(each.name)]
        live.__signature__ = signature(settings).replace(parameters=arguments, return_annotation=app)
        return live

    return made


def _rows(settings, rows):
    """Rows of names of controls, each control in one of them; those that play stand in a row of their own."""
    playing = settings.playing()
    if rows is None:
        rows = [" ".join(name for name in settings.controls if name not in playing), " ".join(playing)]
    rows = tuple(tuple(row.split()) for row in rows if row)
    if sorted(name for row in rows for name in row) != sorted(settings.controls):
        raise ValueError(f"rows must hold each of {', '.join(settings.controls)} once; got {rows}.")
    return rows
