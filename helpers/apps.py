"""The live figures of the course, one function each: `from helpers.apps import magic`.

A figure is a file in `helpers/lessons/<notebook>/figures/` and is known here by its name; it is loaded when it is asked for.
"""

from importlib import import_module
from pathlib import Path

from helpers.lessons import LESSONS

_FIGURES = {
    path.stem: f"helpers.lessons.{lesson}.figures.{path.stem}"
    for lesson in LESSONS
    for path in sorted((Path(__file__).parent / "lessons" / lesson / "figures").glob("[a-z]*.py"))
}
FIGURES = tuple(_FIGURES)  # their names, in the order of the lessons

__all__ = [*FIGURES, "linked", "predict"]


def __getattr__(name):
    if name not in _FIGURES:
        raise AttributeError(f"figure must be one of {', '.join(FIGURES)}; got {name!r}.")
    figure = getattr(import_module(_FIGURES[name]), name)
    globals()[name] = figure
    return figure


def __dir__():
    return [*globals(), *FIGURES]


def linked(address):
    """The figure that a link of the course's web site opens.

    address: what follows the question mark, such as "figure=magic&learning_rate=0.4". It is read, and never run.
    """
    from helpers.live.links import read

    name, arguments = read(address)
    if name not in FIGURES:
        raise ValueError(f"figure must be one of {', '.join(FIGURES)}; got {name!r}.")
    return __getattr__(name)(**arguments)


def predict(name, figure, **settings):
    """The prediction of that name, before the figure opens with these settings.

    figure: one of these functions, such as magic.
    """
    from helpers.checks import PREDICTIONS
    from helpers.live.predicted import Predicted

    if not isinstance(name, str) or name not in PREDICTIONS:
        raise ValueError(f"name must be one of {', '.join(PREDICTIONS)}; got {name!r}.")
    return Predicted(PREDICTIONS[name], lambda: figure(**settings))
