"""What the controls of ipywidgets lack: names for a screen reader, numbers that can be typed, plain keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import anywidget
import ipywidgets
import traitlets

if TYPE_CHECKING:
    from helpers.live.app import App

HERE = Path(__file__).parent


class Access(anywidget.AnyWidget):
    """Tends the controls of the figure that it stands in.

    choices: the labels of the sliders over listed values, into whose readout a number can be typed.
    """

    _esm = (HERE / "access.js").read_text(encoding="utf-8")
    _css = (HERE / "access.css").read_text(encoding="utf-8")
    choices: traitlets.List[str] = traitlets.List().tag(sync=True)

    def __init__(self, app: "App") -> None:
        super().__init__()
        self._app = app
        self.follow()
        self.on_msg(lambda _, content, buffers: self.type(content["label"], content["text"]))

    def follow(self) -> None:
        """Take over the figure's controls."""
        sliders = (control for control in self._app.controls.values() if isinstance(control, ipywidgets.SelectionSlider))
        self.choices = [slider.description for slider in sliders]

    def type(self, label: str, text: str) -> None:
        """Move the control with that label to what was typed, where it allows it."""
        name = next(name for name, control in self._app.controls.items() if control.description == label)
        control, state = self._app.state.controls[name], self._app.state
        for value in read(text):
            if control.allows(value, state):
                self._app.set(**{name: value})
                return


def read(text: str) -> Iterator[float]:
    """The numbers that a text may mean, whole ones first.

    >>> [*read(" 12 ")], [*read("−0,5")], [*read("1e-3")], [*read("fast")]
    ([12, 12.0], [-0.5], [0.001], [])
    """
    plain = text.strip().replace("−", "-").replace(",", ".")
    for kind in (int, float):
        try:
            yield kind(plain)
        except ValueError:
            continue
