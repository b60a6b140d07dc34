"""The teacher's tools below every figure: its settings as a line of Python, the picture as a file, type for a projector."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import anywidget
import ipywidgets

from helpers.browser import IN_BROWSER
from helpers.live import export, links
from helpers.live.controls import button, row, toggle
from helpers.live.room import ROOM

if TYPE_CHECKING:
    from helpers.live.app import App

TIPS = {".png": "picture for slides", ".svg": "lines for print", ".pdf": "lines for print", ".gif": "animation"}
SLOWER = 8  # a figure that plays eight steps a second then takes one


class Copy(anywidget.AnyWidget):
    """Buttons that copy the line that the picture beside them carries and, on the course's web site, a link to the figure."""

    _esm = (Path(__file__).parent / "copy.js").read_text(encoding="utf-8")

    def __init__(self, app: "App") -> None:
        super().__init__()
        self.on_msg(lambda *asked: self.send({"link": links.written(app.name, app.state)}))

    def download(self, path: Path) -> None:
        """Let the browser save a file where it saves its downloads."""
        self.send({"file": path.name}, [path.read_bytes()])


class Tools:
    """The row of buttons below a figure."""

    def __init__(self, app: "App") -> None:
        self.app = app
        self.projector = toggle("projector", "television", "larger type, in all figures of this notebook", ROOM.projector)
        self.projector.observe(lambda change: self._project(change["new"]), "value")
        switches = [self.projector]
        if app.state.playing():
            self.slow = toggle("slow", "clock-o", f"play {SLOWER} times slower, to talk about each step")
            self.slow.observe(lambda change: self._pace(change["new"]), "value")
            switches.append(self.slow)
        self.keep = toggle("keep", "clone", "keep this run, faint, behind the next") if app.plan.ghosts else None
        if self.keep:
            self.follow()
            self.keep.observe(lambda change: app.turn(lambda state: state.keeping(change["new"])), "value")
            switches.append(self.keep)
        self.savers = {
            kind: button(kind[1:].upper(), "download", f"save: {TIPS[kind]}", partial(self.save, kind))
            for kind in export.kinds(app)
        }
        self.progress = ipywidgets.IntProgress(0, layout=ipywidgets.Layout(width="160px", display="none"))
        self.said = ipywidgets.Label()
        self.copy = Copy(app)
        self.row = row(self.copy, *switches, *self.savers.values(), self.progress, self.said)
        self.row.add_class("sgd-tools")

    def save(self, kind: str) -> None:
        """Save the figure under a new name in the folder that the kernel works in, and say where that is.

        A kernel in the browser gives the file to the browser.
        """
        path = place = _free(self.app.name, kind)
        try:
            if IN_BROWSER:
                with TemporaryDirectory() as folder:
                    self.copy.download(export.save(self.app, Path(folder, path), seen=self._seen))
                self.said.value = f"downloaded {path}"
                return
            place = export.place(path)
            self.said.value = f"writing {place} …"
            export.save(self.app, path, seen=self._seen)
            self.said.value = f"saved {place}"
        except OSError as error:
            self.said.value = f"could not write {place}: {error.strerror or error}"
        finally:
            self.progress.layout.display = "none"

    def follow(self) -> None:
        """Let the button say whether a run is kept."""
        if self.keep:
            self.keep.value = self.app.plan.keeps(self.app.state)

    def _project(self, projector: bool) -> None:
        if ROOM.projector != projector:
            ROOM.turn(projector, self.app)  # whether or not it has told its size yet

    def _pace(self, slow: bool) -> None:
        interval = self.app.picture.interval
        self.app.picture.interval = interval * SLOWER if slow else interval // SLOWER

    def _seen(self, done: int, total: int) -> None:
        self.progress.max, self.progress.value, self.progress.layout.display = total, done, ""


def _free(name: str, kind: str) -> str:
    """The first file name-1.kind, name-2.kind, ... that does not exist."""
    number = 1
    while Path(f"{name}-{number}{kind}").exists():
        number += 1
    return f"{name}-{number}{kind}"
