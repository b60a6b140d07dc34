"""App: controls -> settings -> frame -> sheet -> picture."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from os import PathLike
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import ipywidgets

from helpers.live import export
from helpers.live.access import Access
from helpers.live.canvas import WIDTH, Canvas
from helpers.live.controls import button, close_all, has_place, row
from helpers.live.dragging import Dragging
from helpers.live.kinds import Bundle, Change, Place
from helpers.live.measuring import Measuring
from helpers.live.picture import Picture
from helpers.live.player import Player, Plays
from helpers.live.room import ROOM
from helpers.live.settings import Settings
from helpers.live.sheet import Sheet
from helpers.live.threads import ONE_THREAD
from helpers.live.tools import Tools

if TYPE_CHECKING:
    from helpers.live.figure import Frame, Plan


class App(ipywidgets.VBox):
    """A live figure.

    `state`, its Settings, is one value that never changes; `turn` puts another in its place, under a lock, and all else
    follows: the other controls, the frame, the picture. Work is done at once, in the control's own event: the front end holds
    back all but the newest value until the kernel is idle, so that a drag cannot queue up, and the last frame equals the
    controls. A kernel may handle two controls' events in two threads; they take turns.

    A figure that is on no page keeps its settings and its words, not its pixels; it draws when it comes to one.
    """

    @ONE_THREAD
    def __init__(self, plan: "Plan", state: Settings) -> None:
        super().__init__(layout=ipywidgets.Layout(width="100%"))
        self.add_class("sgd-app")
        self.plan, self.name, self.state = plan, plan.name, state
        self._following, self.lock = False, RLock()
        self.frame, self.picture = self._drawn(state), Picture(self.lock)
        self._canvas: Canvas | None = None
        self._size: Place = {}  # of its place on a page; empty where it is on none
        self.controls: dict[str, ipywidgets.Widget] = {}
        for name in state.controls:
            self._make(name)
        self.player, self.measuring = self._player(), Measuring(self, plan.measure) if plan.measure else None
        self.dragging, self.tools, self.access = Dragging(self), Tools(self), Access(self)
        self.children = [*self._arranged(), self.access]
        self.picture.observe(self._resized, "size")
        self.project()

    @ONE_THREAD
    def turn(self, change: Callable[[Any], Settings]) -> None:
        """Take over the settings change(settings), and draw; the controls follow."""
        with self.lock:
            state = change(self.state)
            if state != self.state:
                frame = self._drawn(state)  # whatever it raises leaves all as it was
                before, self.state, self.frame = self.state, state, frame
                self._follow(before)
                if self.plan.keeps(state) != self.plan.keeps(before):
                    self._renew()
                self._show()
                if self.player:
                    self.player.follow(state)

    def set(self, **values: Any) -> None:
        """Set several controls, in this order, with one redraw."""
        self.turn(lambda state: state.moved_to(values))

    @property
    def words(self) -> str:
        return self.frame.words

    @property
    def call(self) -> str:
        """The line of Python that makes this figure as its controls stand now."""
        return f"{self.name}({self.state.arguments()})"

    @property
    def cell(self) -> str:
        """The same as a cell that a new notebook can begin with."""
        return f"from helpers.apps import {self.name}; {self.call}"

    @property
    def canvas(self) -> Canvas:
        """What the figure is drawn on; made when it is needed."""
        if self._canvas is None:
            _, self._canvas = self.copy()
        return self._canvas

    @property
    def sheet(self) -> Sheet:
        return self.canvas.sheet

    def save(self, path: str | PathLike[str], **animation: Any) -> Path:
        """Write the figure as .png, .svg, .pdf or .gif, as `helpers.live.export.save` does."""
        return export.save(self, path, **animation)

    def copy(self, width: float = WIDTH, ratio: float = 1) -> tuple[Settings, Canvas]:
        """(settings, a canvas of its own with the same picture): it can be drawn while this one lives on."""
        with self.lock:
            sheet = Sheet(self.plan.layout, self.frame, self.plan.legend)
            sheet.projector = ROOM.projector
            return self.state, Canvas(sheet, width, ratio)

    def snapshot(self) -> bytes:
        """The picture as the bytes of a PNG, 2000 pixels wide, whatever its size on a page."""
        return self.copy(WIDTH, 2)[1].png()

    def close(self) -> None:
        """Close all its widgets, and let its pixels go."""
        self._let_go()
        close_all(*self.children)
        self.layout.close()
        super().close()

    @ONE_THREAD
    def project(self) -> None:
        """Take over the room's size of type."""
        with self.lock:
            (self.add_class if ROOM.projector else self.remove_class)("sgd-projector")
            self.tools.projector.value = ROOM.projector
            if self._canvas and self.sheet.projector != ROOM.projector:
                self.sheet.projector = ROOM.projector
                self.canvas.resize(self.canvas.width, self.canvas.ratio)
            self._show()

    def _drawn(self, state: Settings) -> "Frame":
        """Settings -> Frame."""
        return self.plan.frame(state)

    def _player(self) -> Plays | None:
        return Player(self) if self.state.playing() else None

    def _renew(self) -> None:
        """The figure has other marks than before: those of a run that is kept."""
        self.tools.follow()
        if self._canvas:
            _, self._canvas = self.copy(self._canvas.width, self._canvas.ratio)

    def _show(self) -> None:
        """Tell the picture its words, and its pixels where it is on a page."""
        if self._canvas:
            self.sheet.update(self.frame)
        if self._size:
            self.picture.zone = self.dragging.zone
            self.picture.show(self.canvas.layers(), self.words, self.cell)
        else:
            self.picture.show(None, self.words, self.cell)

    def _make(self, name: str) -> None:
        """The widget of a control as the settings stand; it takes the place of the one before."""
        made, old = self.state.controls[name].widget(self.state.value(name), self.state), self.controls.get(name)
        made.observe(lambda change: self._said(name), "value")
        self.controls[name] = made
        for line in self.children if old else ():
            if old in getattr(line, "children", ()):
                line.children = [made if child is old else child for child in line.children]
        if old:
            old.close()
            self.access.follow()

    def _said(self, name: str) -> None:
        with self.lock:
            if self._following:
                return
            try:
                self.turn(lambda state: state.moved(name, self.controls[name].value))
            except Exception:
                with self._followed():
                    self.controls[name].value = self.state.value(name)
                raise

    def _follow(self, before: Settings) -> None:
        """Let the controls say what the settings do; browsers do not follow a slider whose range changes: it is made anew."""
        with self._followed():
            for name, control in self.state.controls.items():
                value, shown = self.state.value(name), self.controls[name]
                if not control.same(before, self.state) or not has_place(shown, value):
                    self._make(name)
                elif value != before.value(name):
                    shown.value = value

    @contextmanager
    def _followed(self) -> Iterator[None]:
        """Within it the controls are set to what the settings say, and need not be listened to."""
        self._following = True
        try:
            yield
        finally:
            self._following = False

    def _arranged(self) -> list[ipywidgets.Widget]:
        """The rows of controls, the picture, the presets and the teacher's tools."""
        rows = [row(*(self.controls[name] for name in names)) for names in self.plan.rows]
        if self.player:
            playing = next(line for line in rows if self.controls[self.state.playing()[-1]] in line.children)
            playing.children = [*playing.children, *self.player.buttons]
        if self.measuring:
            rows[0].children = [*rows[0].children, *self.measuring.widgets]
        shows = [button(name, "", f"show: {name}", partial(self._preset, name), "auto") for name in self.plan.presets]
        return [*rows, self.picture, *([row(ipywidgets.Label("show"), *shows)] if shows else []), self.tools.row]

    def _preset(self, name: str) -> None:
        self.picture.playing = False
        self.set(**self.plan.presets[name])

    def _resized(self, change: Change) -> None:
        with self.lock:
            if not change["new"]:
                self._let_go()
            elif change["new"] != self._size:
                self._come(change["new"])

    def _come(self, size: Place) -> None:
        """Draw for a page on which it has this size."""
        ROOM.enter(self)
        self._size = ROOM.size = size
        self.canvas.resize(**size)
        self.project()

    def _let_go(self) -> None:
        """Keep the settings, not the pixels."""
        ROOM.leave(self)
        self._canvas, self._size = None, {}
        self.picture.clear()

    def _repr_mimebundle_(self, **kwargs: Any) -> Bundle:
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        with self.lock:
            if self._size:
                png = self.snapshot()
            else:
                self.canvas.resize(WIDTH, 2)
                png = self.canvas.png()
                self._come(ROOM.size)  # before the page tells, which waits until the cells that follow have run
        return {**data, "image/png": b64encode(png).decode(), "text/plain": self.words}, metadata
