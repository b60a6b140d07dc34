"""A figure behind a question: choose an answer, and it opens; look, and the answers are explained."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets

from helpers.live.controls import button
from helpers.live.kinds import Bundle

if TYPE_CHECKING:
    from helpers.live.app import App

STYLE = """<style>
.sgd-predicted .widget-html-content { font-size: clamp(14px, 1vw, 18px); line-height: 1.5; white-space: normal; }
.sgd-option { height: auto; padding: 6px 14px; text-align: left; line-height: 1.5; white-space: normal; }
.sgd-option.jupyter-button:disabled { opacity: 1; background: var(--jp-layout-color2); color: var(--jp-ui-font-color1); }
</style>"""


class Option(Protocol):
    """One answer to choose."""

    @property
    def text(self) -> str: ...
    @property
    def why(self) -> str: ...


class Prediction(Protocol):
    """A question, and what to look at."""

    @property
    def question(self) -> str: ...
    @property
    def options(self) -> Sequence[Option]: ...
    @property
    def look(self) -> str: ...

    def explain(self, chosen: Any) -> Sequence[tuple[str, Option]]:
        """[(mark, option), ...], after the look."""


class Predicted(ipywidgets.VBox):
    """The question and its options; after the choice the figure; after the look the reasons.

    prediction: see `helpers.answers.predictions`.  make() makes the figure, an App.
    """

    def __init__(self, prediction: Prediction, make: Callable[[], "App"]) -> None:
        self.prediction, self._make = prediction, make
        self.app: App | None = None
        self.chosen: Option | None = None
        self.question = ipywidgets.HTML(f"{STYLE}<p><b>Predict.</b> {escape(prediction.question)}</p>")
        self.options = [_option(option, self.choose) for option in prediction.options]
        self.look, self.answer = ipywidgets.HTML(), ipywidgets.HTML()
        self.reveal = button("show the answer", "eye", "what the figure shows, and why", self.explain, width="160px")
        super().__init__([self.question, *self.options], layout=ipywidgets.Layout(width="100%"))
        self.add_class("sgd-predicted")

    def choose(self, option: Option) -> None:
        """Take an option as the prediction: the figure opens, and the choice stands."""
        self.chosen = option
        for shown, made in zip(self.prediction.options, self.options):
            made.disabled, made.icon = True, "check-square-o" if shown is option else "square-o"
        self.look.value = f"<b>Observe.</b> {escape(self.prediction.look)}"
        self.children = [self.question, *self.options, self.look, self._open(), self.reveal]

    def explain(self) -> None:
        """Say which option is right, and why each of the others tempts."""
        lines = [f"<li><b>{mark}: {escape(option.text)}</b> {escape(option.why)}</li>" for mark, option in self.explained]
        self.answer.value = f"<b>Explain.</b><ul>{''.join(lines)}</ul>"
        self.children = [*self.children[:-1], self.answer]

    @property
    def explained(self) -> Sequence[tuple[str, Option]]:
        return self.prediction.explain(self.chosen)

    def _open(self) -> "App":
        self.app = self.app or self._make()
        return self.app

    def _repr_mimebundle_(self, **kwargs: Any) -> Bundle:
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        options = "\n".join(f"- {option.text}" for option in self.prediction.options)
        png = b64encode(self._open().copy()[1].snapshot()).decode()
        return {**data, "image/png": png, "text/plain": f"Predict. {self.prediction.question}\n{options}"}, metadata


def _option(option: Option, choose: Callable[[Option], None]) -> ipywidgets.Button:
    made = ipywidgets.Button(description=option.text, icon="square-o", layout=ipywidgets.Layout(width="auto", max_width="100%"))
    made.add_class("sgd-option")
    made.on_click(lambda _: choose(option))
    return made
