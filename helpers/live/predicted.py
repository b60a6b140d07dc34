"""A figure behind a question: vote, and it opens; look, say why, and the answers are explained."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets

from helpers.live.controls import button, row
from helpers.live.kinds import Bundle

if TYPE_CHECKING:
    from helpers.live.app import App

STYLE = """<style>
.sgd-predicted .widget-html-content { font-size: clamp(14px, 1vw, 18px); line-height: 1.5; white-space: normal; }
.sgd-option { height: auto; padding: 6px 14px; text-align: left; line-height: 1.5; white-space: normal; }
.sgd-option.jupyter-button:disabled { opacity: 1; background: var(--jp-layout-color2); color: var(--jp-ui-font-color1); }
</style>"""
SURE = "How sure are you?"
CONVINCE = (
    "<b>Convince.</b> Find a neighbour who voted otherwise, and tell each other why. Alone? Say the best reason against "
    "your vote. Then vote again, or keep your vote."
)
REASON = "<b>Explain.</b> Why is it so? First in your own words."
AGAIN = " One sentence will do. Or press once more."


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
    @property
    def levels(self) -> Sequence[str]:
        """Of how sure one is, from the least."""

    def explain(self, chosen: Any) -> Sequence[tuple[str, Option]]:
        """[(mark, option), ...], after the look."""

    def judge(self, first: Any, confidence: str, last: Any) -> str:
        """What has become of two votes, in words."""


class Predicted(ipywidgets.VBox):
    """Vote, say how sure you are, convince your neighbour, vote again; then the figure; then a reason of your own, and ours.

    prediction: see `helpers.answers.predictions`.  make() makes the figure, an App.
    """

    def __init__(self, prediction: Prediction, make: Callable[[], "App"]) -> None:
        self.prediction, self._make = prediction, make
        self.app: App | None = None
        self.first: Option | None = None  # the vote that stood when the confidence was given
        self.chosen: Option | None = None
        self.confidence = ""
        self.question = ipywidgets.HTML(f"{STYLE}<p><b>Predict.</b> {escape(prediction.question)}</p>")
        self.options = [_option(option, self.vote) for option in prediction.options]
        self.sure = [
            button(level, "", f"I am voting: {level}", partial(self.rate, level), "auto") for level in prediction.levels
        ]
        self.ready = button("open the figure", "line-chart", "my vote stands", self.show_figure, "auto")
        self.look, self.answer = ipywidgets.HTML(), ipywidgets.HTML()
        self.reason = ipywidgets.Textarea(description="because", placeholder="your reason, in a few words", rows=2)
        self.reason.layout.width = "min(100%, 640px)"
        self.reveal = button("show the answer", "eye", "what the figure shows, and why", self.explain, width="160px")
        super().__init__([self.question, *self.options], layout=ipywidgets.Layout(width="100%"))
        self.add_class("sgd-predicted")

    def vote(self, option: Option) -> None:
        """Choose an option; until the figure opens, another may be chosen."""
        self.chosen = option
        for shown, made in zip(self.prediction.options, self.options):
            made.icon = "check-square-o" if shown is option else "square-o"
        if not self.confidence:
            self._show(row(ipywidgets.HTML(SURE), *self.sure))

    def rate(self, confidence: str) -> None:
        """Say how sure the first vote is: then the neighbours talk, and vote again."""
        self.first, self.confidence = self.chosen, confidence
        self._show(ipywidgets.HTML(CONVINCE), row(self.ready))

    def show_figure(self) -> None:
        """The vote stands: the figure opens."""
        for made in self.options:
            made.disabled = True
        self.look.value = f"<b>Observe.</b> {escape(self.prediction.look)}"
        self.answer.value = REASON
        self._show(self.look, self._open(), self.answer, self.reason, self.reveal)

    def explain(self) -> None:
        """Say which option is right, and why each of the others tempts; once more, if no reason has been given."""
        if not self.reason.value.strip() and self.answer.value == REASON:
            self.answer.value = REASON + AGAIN
            return
        said = self.prediction.judge(self.first, self.confidence, self.chosen)
        lines = [f"<li><b>{mark}: {escape(option.text)}</b> {escape(option.why)}</li>" for mark, option in self.explained]
        self.answer.value = f"<b>Explain.</b> {escape(said)}<ul>{''.join(lines)}</ul>"
        self.reason.disabled = True
        given = [self.reason] if self.reason.value.strip() else []
        self._show(self.look, self._open(), *given, self.answer)

    @property
    def explained(self) -> Sequence[tuple[str, Option]]:
        return self.prediction.explain(self.chosen)

    def _show(self, *below: ipywidgets.Widget) -> None:
        self.children = [self.question, *self.options, *below]

    def _open(self) -> "App":
        self.app = self.app or self._make()
        return self.app

    def _repr_mimebundle_(self, **kwargs: Any) -> Bundle:
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        options = "\n".join(f"- {option.text}" for option in self.prediction.options)
        png = b64encode(self._open().snapshot()).decode()
        return {**data, "image/png": png, "text/plain": f"Predict. {self.prediction.question}\n{options}"}, metadata


def _option(option: Option, choose: Callable[[Option], None]) -> ipywidgets.Button:
    made = ipywidgets.Button(description=option.text, icon="square-o", layout=ipywidgets.Layout(width="auto", max_width="100%"))
    made.add_class("sgd-option")
    made.on_click(lambda _: choose(option))
    return made
