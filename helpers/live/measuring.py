"""A button that measures on the reader's machine, with its bar."""

from typing import TYPE_CHECKING

import ipywidgets

from helpers.live.controls import button
from helpers.live.threads import ONE_THREAD

if TYPE_CHECKING:
    from helpers.live.app import App
    from helpers.live.figure import Measure


class Measuring:
    """The button and the bar of a figure that measures.

    measure(settings) yields (the share that is done, 0 to 1, and a function from the settings to those once this much is
    known): the figure follows after each. However it ends, in an error or by an interrupt, the button comes back.
    """

    def __init__(self, app: "App", measure: "Measure") -> None:
        self.app, self.measure = app, measure
        self.start = button("measure", "clock-o", "measure the seconds of each step", self.run, width="110px")
        self.progress = ipywidgets.IntProgress(0, max=1000, layout=ipywidgets.Layout(width="160px", visibility="hidden"))
        self.widgets = self.start, self.progress

    @ONE_THREAD
    def run(self) -> None:
        """Measure, as figures work, in one thread, and show what is known so far after each part."""
        self.start.disabled, self.progress.layout.visibility, self.progress.value = True, "visible", 0
        try:
            for share, change in self.measure(self.app.state):
                self.app.turn(change)
                self.progress.value = round(1000 * share)
        finally:
            self.start.disabled, self.progress.layout.visibility = False, "hidden"
