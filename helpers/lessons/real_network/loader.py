"""A reader's own table: by upload, or by the name of a file. It stays in this kernel and is only read."""

from dataclasses import replace
from html import escape
from textwrap import shorten

import ipywidgets

from helpers.lessons.real_network.data import Own, found
from helpers.lessons.real_network.upload import Upload
from helpers.live.controls import row
from helpers.live.words import cut

CHOOSE = "choose a column"
GAPS = [("stop and say so", "error"), ("leave out the row", "drop")]
TAKEN = {"as its values suggest": None, "classes": True, "a number": False}  # what a menu says: whether the target is classes
WIDE, CELL = 12, 20  # columns of the table that is shown, and characters of a cell


class Loader:
    """The rows below the figure. A table that cannot be used gets one sentence, and the figure stays as it was."""

    def __init__(self, app):
        self.app, self._found, self._filling = app, None, False
        self.upload = Upload()
        self.path = ipywidgets.Text(description="or its name", placeholder="data.csv", continuous_update=False, **_shape(260))
        self.target = ipywidgets.Dropdown(options=[(CHOOSE, "")], description="target", **_shape(240))
        self.classes = ipywidgets.Dropdown(options=[*TAKEN], description="taken as", **_shape(230))
        self.missing = ipywidgets.Dropdown(options=GAPS, description="gaps", **_shape(210))
        self.features = ipywidgets.SelectMultiple(description="learn from", rows=4, **_shape(320))
        self.said, self.shown = ipywidgets.HTML(), ipywidgets.HTML()
        self.choices = row(self.target, self.classes, self.missing, self.features)
        self.row = ipywidgets.VBox([row(self.upload, self.path), self.choices, self.said, self.shown])
        self._offer(None)
        if app.state.data == "file":
            self._offer(app.state.own)
            self._tell()
        self.upload.observe(lambda change: self.find(self.upload.name, self.upload.content), "sent")
        self.upload.observe(lambda change: change["new"] and self._say(self.upload.refused), "refused")
        self.path.observe(lambda change: change["new"].strip() and self.find(change["new"].strip()), "value")
        self.target.observe(lambda change: self._choose(anew=True), "value")
        for each in (self.classes, self.missing, self.features):
            each.observe(lambda change: self._choose(), "value")

    def find(self, file, content=None):
        """A file is there: offer its columns as targets."""
        try:
            table = found(file, content)
        except ValueError as error:
            self._say(str(error))
            return
        self._offer(Own(file, table, missing=self.missing.value))
        self._say(f"{table.source} has {len(table.columns)} columns and {len(table)} rows. Choose the column to predict.")
        out = [f"{name} cannot be learnt from: it {why}." for name, why in table.left_out("").items()]
        self.shown.value = _listed([*table.notes, *out]) + _drawn(table)

    def _offer(self, own):
        """Let the menus show a table, and what of it is learnt."""
        self._found, self._filling = own, True
        for each in (self.target, self.classes, self.missing, self.features):
            each.disabled = own is None
        if own:
            self.target.options = [(CHOOSE, ""), *((name, name) for name in own.table.names)]
            self.target.value, self.missing.value = own.target, own.missing
            self.classes.value = next(words for words, classes in TAKEN.items() if classes is own.classes)
            self._columns(own.features)
        self._filling = False

    def _tell(self):
        """Say what is learnt from a reader's table, and show it."""
        material, table = self.app.state.material, self.app.state.table
        what = f"{len(material.classes)} classes" if material.classes else "a number"
        features = shorten(", ".join(material.features), 400, placeholder=" ...")
        self._say(
            f"Learning {material.target} ({what}) from {features}: {material.n} rows for training, "
            f"{len(material.y) - material.n} for validation."
        )
        self.shown.value = _listed(material.notes) + _drawn(table)

    def _columns(self, chosen=None):
        """Offer the columns to learn from; at first those that say something are chosen."""
        table, target = self._found.table, self.target.value
        self.features.value = ()  # a browser cannot let go of an option that is chosen
        self.features.options = [each.name for each in table.columns if not each.fault and each.name != target]
        self.features.value = table.usable(target) if chosen is None else chosen

    def _choose(self, anew=False):
        if self._filling or not self._found or not self.target.value:
            return
        if anew:
            self._filling = True
            self._columns()
            self._filling = False
        target, chosen = self.target.value, self.features.value
        own = replace(
            self._found,
            target=target,
            features=None if chosen == self._found.table.usable(target) else chosen,
            missing=self.missing.value,
            classes=TAKEN[self.classes.value],
        )
        try:
            self.app.turn(lambda state: state.learning(own))
        except ValueError as error:
            self._say(str(error))
            return
        self._tell()

    def _say(self, words):
        self.said.value = escape(words)


def _listed(notes):
    """Sentences as a list of HTML."""
    return "<ul style='margin: 0; line-height: 1.4'>" + "".join(f"<li>{escape(note)}</li>" for note in notes) + "</ul>"


def _drawn(table):
    """The first rows as a table of HTML."""
    names, rows = table.names[:WIDE], [cells[:WIDE] for cells in table.head]
    more = f", and {WIDE} of its {len(table.names)} columns" if len(table.names) > WIDE else ""
    head = "".join(f"<th scope='col' style='padding: 0 8px'>{_cell(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td style='padding: 0 8px'>{_cell(cell)}</td>" for cell in cells) + "</tr>" for cells in rows
    )
    caption = f"<caption>the first {len(rows)} rows{more}</caption>"
    return (
        f"<div style='overflow-x: auto; white-space: nowrap' tabindex='0'><table>{caption}<tr>{head}</tr>{body}</table></div>"
    )


def _cell(words):
    return escape(cut(words, CELL))


def _shape(width):
    return {"style": {"description_width": "initial"}, "layout": ipywidgets.Layout(width=f"{width}px", max_width="98%")}
