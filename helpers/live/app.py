"""App: controls -> settings -> frame -> sheet -> picture."""

from base64 import b64encode
from contextlib import contextmanager
from threading import RLock

import ipywidgets

from helpers.live import export
from helpers.live.access import Access
from helpers.live.canvas import Canvas
from helpers.live.controls import button, has_place, row
from helpers.live.measuring import Measuring
from helpers.live.picture import Picture
from helpers.live.player import Player
from helpers.live.room import ROOM
from helpers.live.sheet import Sheet
from helpers.live.tools import Tools


class App(ipywidgets.VBox):
    """A live figure.

    `state`, its Settings, is one value that never changes; `turn` puts another in its place, under a lock, and all else
    follows: the other controls, the frame, the picture. Work is done at once, in the control's own event: the front end holds
    back all but the newest value until the kernel is idle, so that a drag cannot queue up, and the last frame equals the
    controls. A kernel may handle two controls' events in two threads; they take turns.

    A figure that has left the page keeps its settings and its words, not its pixels; it draws again when it returns.
    """

    def __init__(self, plan, state):
        super().__init__(layout=ipywidgets.Layout(width="100%"))
        self.add_class("sgd-app")
        self.plan, self.name, self.state = plan, plan.name, state
        self._following, self._away, self._lock = False, False, RLock()
        self.frame, self._canvas, self.picture = self._drawn(state), None, Picture()
        self.controls = {}
        for name in state.controls:
            self._make(name)
        self.player, self.measuring = self._player(), Measuring(self) if plan.measure else None
        self.tools, self.access = Tools(self), Access(self)
        self.children = [*self._arranged(), self.access]
        self.picture.observe(self._resized, "size")
        self.picture.observe(lambda change: self._dragged(*change["new"][:2]), "pointer")
        self.project()

    def turn(self, change):
        """Take over the settings change(settings), and draw; the controls follow."""
        with self._lock:
            state = change(self.state)
            if state != self.state:
                frame = self._drawn(state)  # whatever it raises leaves all as it was
                before, self.state, self.frame = self.state, state, frame
                self._follow(before)
                self._show()
                if self.player:
                    self.player.follow(state)

    def set(self, **values):
        """Set several controls, in this order, with one redraw."""

        def moved(state):
            for name, value in values.items():
                state = state.moved(name, value)
            return state

        self.turn(moved)

    def refresh(self):
        """Draw the figure as the settings say."""
        with self._lock:
            self.frame = self._drawn(self.state)
            self._show()

    @property
    def words(self):
        return self.frame.words

    @property
    def settings(self):
        """The line of Python that makes this figure as its controls stand now."""
        return f"{self.name}({self.state.line()})"

    @property
    def line(self):
        """The settings as a line that a new notebook can begin with."""
        return f"from helpers.apps import {self.name}; {self.settings}"

    @property
    def canvas(self):
        """What the figure is drawn on; made when it is needed."""
        if self._canvas is None:
            self._canvas = Canvas(self._sheet(self.frame))
        return self._canvas

    @property
    def view(self):
        return self.canvas.view

    def save(self, path, **animation):
        """Write the figure as .png, .svg, .pdf or .gif, as `helpers.live.export.save` does."""
        return export.save(self, path, **animation)

    def copy(self):
        """(settings, a canvas of its own with the same picture): it can be drawn, in any size, while this one lives on."""
        with self._lock:
            return self.state, Canvas(self._sheet(self.frame))

    def close(self):
        """Close all its widgets, and let its pixels go."""
        self._away = True
        self._let_go()
        _close(*self.children)
        self.layout.close()
        super().close()

    def project(self):
        """Take over the room's size of type."""
        with self._lock:
            if self._away:
                return
            (self.add_class if ROOM.projector else self.remove_class)("sgd-projector")
            self.tools.projector.value = ROOM.projector
            if self.view.projector != ROOM.projector:
                self.view.projector = ROOM.projector
                self.canvas.resize(self.canvas.width, self.canvas.ratio)
            self._show()

    def _drawn(self, state):
        """Settings -> Frame."""
        return self.plan.draw(state)

    def _player(self):
        return Player(self) if self.state.playing() else None

    def _sheet(self, frame):
        view = Sheet(self.plan.layout, frame, self.plan.legend)
        view.projector = ROOM.projector
        return view

    def _show(self):
        if self._away:
            return
        view = self.view
        view.update(self.frame)
        self.picture.zone = _zone([view[panel].box for panel in self.plan.drag])
        self.picture.show(self.canvas.frame(), self.words, self.line)

    def _make(self, name):
        """The widget of a control as the settings stand; it takes the place of the one before."""
        made, old = self.state.controls[name].widget(self.state.told(name), self.state), self.controls.get(name)
        made.observe(lambda change: self._said(name), "value")
        self.controls[name] = made
        for line in self.children if old else ():
            if old in getattr(line, "children", ()):
                line.children = [made if child is old else child for child in line.children]
        if old:
            old.close()
            self.access.follow()

    def _said(self, name):
        with self._lock:
            if self._following:
                return
            try:
                self.turn(lambda state: state.moved(name, self.controls[name].value))
            except Exception:
                with self._followed():
                    self.controls[name].value = self.state.told(name)
                raise

    def _follow(self, before):
        """Let the controls say what the settings do; browsers do not follow a slider whose range changes: it is made anew."""
        with self._followed():
            for name, control in self.state.controls.items():
                value, shown = self.state.told(name), self.controls[name]
                if not control.same(before, self.state) or not has_place(shown, value):
                    self._make(name)
                elif value != before.told(name):
                    shown.value = value

    @contextmanager
    def _followed(self):
        """Within it the controls are set to what the settings say, and need not be listened to."""
        self._following = True
        try:
            yield
        finally:
            self._following = False

    def _arranged(self):
        """The rows of controls, the picture, the presets and the teacher's tools."""
        rows = [row(*(self.controls[name] for name in names)) for names in self.plan.rows]
        if self.player:
            playing = next(line for line in rows if self.controls[self.state.playing()[-1]] in line.children)
            playing.children = [*playing.children, *self.player.buttons]
        if self.measuring:
            rows[0].children = [*rows[0].children, *self.measuring.widgets]
        shows = [button(name, "", f"show: {name}", lambda name=name: self._preset(name), "auto") for name in self.plan.presets]
        return [*rows, self.picture, *([row(ipywidgets.Label("show"), *shows)] if shows else []), self.tools.row]

    def _preset(self, name):
        self.picture.playing = False
        self.set(**self.plan.presets[name])

    def _dragged(self, x, y):
        with self._lock:
            panel, names = next(iter(self.plan.drag.items()))
            wished = zip(names, self.view.at(panel, x, y))
            self.set(**{name: self.state.controls[name].nearest(value, self.state) for name, value in wished})

    def _resized(self, change):
        with self._lock:
            self._away = not change["new"]
            if self._away:
                self._let_go()
            else:
                ROOM.enter(self)
                self.canvas.resize(**change["new"])
                self.project()

    def _let_go(self):
        """Keep the settings, not the pixels."""
        ROOM.leave(self)
        self._canvas = None
        self.picture.clear()

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        _, canvas = self.copy()
        png = b64encode(canvas.snapshot()).decode()
        return {**data, "image/png": png, "text/plain": self.words}, metadata


def _zone(boxes):
    """The smallest box, [left, top, right, bottom], around these, or none."""
    return [end(side) for end, side in zip((min, min, max, max), zip(*boxes))] or [0, 0, 0, 0]


def _close(*widgets):
    """Close widgets and all they are made of: ipywidgets holds whatever is open."""
    for widget in widgets:
        _close(*getattr(widget, "children", ()))
        for part in (widget, getattr(widget, "layout", None), getattr(widget, "style", None)):
            if part is not None:
                part.close()
