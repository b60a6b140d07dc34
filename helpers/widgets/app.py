"""App: controls -> state -> compute -> view -> picture."""

from base64 import b64encode
from contextlib import contextmanager
from threading import RLock

import ipywidgets

from helpers import export
from helpers.canvas import Canvas
from helpers.widgets.picture import Picture
from helpers.widgets.tools import ROOM, Tools


class App(ipywidgets.VBox):
    """A live figure.

    view: see `helpers.canvas`.  controls: {name: widget}; a control's value is the state's field of that name.
    state(**values) makes the record that compute(state) turns into a frame for view.update(frame); words(state, frame)
    says what the picture shows.  Work is done at once, in the control's own event: the front end holds back all but
    the newest value until the kernel is idle, so that a drag cannot queue up, and the last frame equals the controls.
    name: of the function that makes the figure, for `settings`: each control is one of its arguments.
    A kernel may handle two controls' events in two threads. The lock lets them draw one after the other, and a new
    value enters the state only under it, together with what must change along.
    """

    def __init__(self, name, view, controls, state, compute, words):
        self.name, self.view, self.controls = name, view, controls
        self._make_state, self._compute, self._words = state, compute, words
        self._values, self._before, self._holding, self._lock = {}, {}, 0, RLock()
        self.canvas, self.picture = Canvas(view), Picture()
        super().__init__(layout=ipywidgets.Layout(width="100%"))
        self.add_class("sgd-app")
        for name, control in controls.items():
            self._listen(name, control)
        self.picture.observe(self._resized, "size")

    def arrange(self, *lines):
        """Put these one under the other, the teacher's tools below, and draw for the first time."""
        self.tools = Tools(self)
        self.children = [*lines, self.tools.row]
        self._project()
        self.refresh()

    @property
    def state(self):
        return self._make_state(**self._values)

    @property
    def settings(self):
        """The line of Python that makes this figure as its controls stand now."""
        return f"{self.name}({', '.join(f'{name}={value!r}' for name, value in self.arguments().items())})"

    def arguments(self):
        """The arguments that make this figure as it stands: its controls, and whatever else a subclass adds."""
        return self._values

    @property
    def line(self):
        """The settings as a line that a new notebook can begin with."""
        return f"from helpers.apps import {self.name}; {self.settings}"

    def save(self, path, **animation):
        """Write the figure as .png, .svg, .pdf or .gif, as `helpers.export.save` does."""
        return export.save(self, path, **animation)

    def set(self, **values):
        """Set several controls, in this order, with one redraw."""
        with self.together():
            for name, value in values.items():
                self.controls[name].value = value

    def frames(self, name, values):
        """The picture for each value of one control, the others as they stand; the live picture is kept."""
        for value in values:
            with self._lock:
                self.view.update(self._compute(self._make_state(**{**self._values, name: value})))
                self.canvas.draw()
                image = self.canvas.image()
                self.view.update(self._compute(self.state))
            yield image

    def before(self, name, react):
        """Call react() when control `name` changes, before the figure is drawn again."""
        self._before[name] = react

    def replace(self, name, control):
        """Put another control in the place of control `name`: browsers do not follow a slider whose range changes."""
        old, self.controls[name] = self.controls[name], control
        for line in self.children:
            if old in getattr(line, "children", ()):
                line.children = [control if child is old else child for child in line.children]
        old.close()
        self._listen(name, control)

    @contextmanager
    def together(self):
        """Several changes, one redraw."""
        with self._lock:
            self._holding += 1
            try:
                yield
            finally:
                self._holding -= 1
            if not self._holding:
                self.refresh()

    def refresh(self):
        """Draw the figure as the controls say."""
        state = self.state
        frame = self._compute(state)
        self.view.update(frame)
        self.words = self._words(state, frame)
        self._show()

    def _show(self):
        self.picture.zone = self.view.zone
        self.picture.show(self.canvas.frame(), self.words, self.line)

    def _listen(self, name, control):
        self._values[name] = control.value
        control.observe(lambda change: self._changed(name), "value")

    def _changed(self, name):
        with self.together():
            self._values[name] = self.controls[name].value
            self._before.get(name, lambda: None)()

    def _resized(self, change):
        ROOM.observe(self._moved_to_projector, "projector")  # once on the page; the same observer is not added twice
        with self._lock:
            self.canvas.resize(**change["new"])
            self._show()

    def _moved_to_projector(self, change):
        with self._lock:
            self._project()
            self._show()

    def _project(self):
        """Take over the room's size of type."""
        (self.add_class if ROOM.projector else self.remove_class)("sgd-projector")
        self.tools.projector.value = self.view.projector = ROOM.projector
        self.canvas.resize(self.canvas.width, self.canvas.ratio)

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        with self._lock:
            png = b64encode(self.canvas.snapshot()).decode()
            return {**data, "image/png": png, "text/plain": self.words}, metadata
