"""Goals to reach with a figure: its controls are set in one cell, and the next one hands it in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from helpers.answers.calls import Stopped, called, described
from helpers.answers.exercises import NO_ANSWER, Verdict


@runtime_checkable
class Figure(Protocol):
    """What a goal knows of a figure: its name, its settings, one value that never changes, and the Python that makes it."""

    name: str
    state: Any

    @property
    def call(self) -> str: ...


@dataclass(frozen=True)
class Goal:
    """Settings to find.

    figure: the name of the figure.  missing: what its settings lack, one sentence with a number and a direction to think in;
    "" where the goal is reached.  fixed: {setting: the value that it keeps}.
    """

    figure: str
    missing: Callable[[Any], str]
    praise: str
    fixed: dict[str, object] = field(default_factory=dict)

    def check(self, answer: object) -> Verdict:
        if answer is None or answer is ...:
            return Verdict(False, NO_ANSWER.format(what="app, the name of your figure,"))
        try:
            missing: str = called(self._missing, answer)
        except Stopped as stopped:  # a figure may run code of the learner's, and anything may pose as a figure
            missing = f"The figure cannot be read: it {stopped}"
        return Verdict(not missing, missing or self.praise)

    def _missing(self, answer: object) -> str:
        answer = getattr(answer, "app", None) or answer  # a prediction holds its figure
        wanted = f"The answer is your figure of {self.figure}, called app in its own cell"
        if isinstance(answer, type) or not isinstance(answer, Figure):
            function = callable(answer) and not isinstance(answer, type)
            return f"{wanted}; this is {'a function, without its brackets' if function else described(answer)}."
        if answer.name != self.figure:
            return f"{wanted}; this is a figure of {answer.name}."
        settings = answer.state
        for name, kept in self.fixed.items():
            if getattr(settings, name) != kept:
                return f"This goal keeps {name}={kept!r}; in your figure {name}={getattr(settings, name)!r}. Set it back."
        return self.missing(settings)
