"""A reader's own CSV file: by upload, or by its name. Its content stays in this kernel and is only read."""

from dataclasses import replace
from html import escape
from pathlib import Path

import ipywidgets

from helpers.lessons.real_network.data import Own, content_of
from helpers.lessons.real_network.upload import Upload
from helpers.live.controls import row

CHOOSE = "choose a column"


class Loader:
    """The row below the figure. A file that cannot be used gets one sentence, and the figure stays as it was."""

    def __init__(self, app):
        self.app, self._found, self._filling = app, None, False
        self.upload = Upload()
        self.path = ipywidgets.Text(description="or its name", placeholder="data.csv", continuous_update=False, **_shape(260))
        options = [("stop and say so", "error"), ("leave out the row", "drop")]
        self.missing = ipywidgets.Dropdown(options=options, description="gaps", **_shape(210))
        self.target = ipywidgets.Dropdown(options=[(CHOOSE, "")], description="target", disabled=True, **_shape(240))
        self.said = ipywidgets.HTML()
        self.row = ipywidgets.VBox([row(self.upload, self.path, self.target, self.missing), self.said])
        if app.state.data == "file":
            self._found = app.state.own
            self._offer(self._found.columns(), self._found.target)
            self.missing.value = self._found.missing
        self.upload.observe(lambda change: self.find(Own(self.upload.name, content=self.upload.content)), "sent")
        self.upload.observe(lambda change: change["new"] and self._say(self.upload.refused), "refused")
        self.path.observe(lambda change: change["new"].strip() and self.find(Own(change["new"].strip())), "value")
        self.target.observe(lambda change: self._choose(), "value")
        self.missing.observe(lambda change: self._choose(), "value")

    def find(self, own):
        """A file is there: offer its columns as targets."""
        own = own if own.content is not None else replace(own, content=content_of(own.file))
        try:
            columns = own.columns()
        except (ValueError, OSError) as error:
            self._say(str(error))
            return
        self._found = own
        self._offer(columns)
        text = [name for name, numbers in columns.items() if not numbers]
        beside = f" Columns of text serve as a target only: {', '.join(text)}." if text else ""
        self._say(f"{Path(own.file).name} has {len(columns)} columns. Choose the one to predict.{beside}")

    def _offer(self, columns, chosen=""):
        self._filling = True
        self.target.options = [(CHOOSE, ""), *((name, name) for name in columns)]
        self.target.value, self.target.disabled, self._filling = chosen, False, False

    def _choose(self):
        if self._filling or not self._found or not self.target.value:
            return
        own = replace(self._found, target=self.target.value, missing=self.missing.value)
        try:
            self.app.turn(lambda state: state.learning(own))
        except ValueError as error:
            self._say(str(error))
            return
        material = self.app.state.material
        what = f"{len(material.classes)} classes" if material.classes else "a number"
        self._say(
            f"Learning {own.target} ({what}) from {', '.join(material.features)}: {material.n} rows for training, "
            f"{len(material.y) - material.n} for validation."
        )

    def _say(self, words):
        self.said.value = escape(words)


def _shape(width):
    return {"style": {"description_width": "initial"}, "layout": ipywidgets.Layout(width=f"{width}px")}
