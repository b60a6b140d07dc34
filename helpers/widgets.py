"""Labelled controls, the picture in the browser, and App: controls -> state -> compute -> view -> picture."""

from base64 import b64encode
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

import anywidget
import ipywidgets
import traitlets

from helpers.canvas import WIDTH, Canvas

HERE = Path(__file__).parent


class Picture(anywidget.AnyWidget):
    """One image and one line of words under it, which are also its alternative text.

    The front end tells `size` (CSS pixels and pixel ratio), `pointer` (x and y as fractions of the picture, while the
    button is down within `zone`, and a count) and, while `playing`, `seen`: the number of the frame it has shown.
    """

    _esm = (HERE / "picture.js").read_text(encoding="utf-8")
    _css = (HERE / "picture.css").read_text(encoding="utf-8")
    png = traitlets.Bytes().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    frame = traitlets.Int(0).tag(sync=True)
    zone = traitlets.List([0, 0, 0, 0]).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    interval = traitlets.Int(120).tag(sync=True)  # milliseconds a frame stays while playing
    size = traitlets.Dict({"width": WIDTH, "ratio": 1}).tag(sync=True, echo_update=False)
    pointer = traitlets.List().tag(sync=True, echo_update=False)
    seen = traitlets.Int(0).tag(sync=True, echo_update=False)

    def show(self, png, words):
        """Send one frame; picture, words and number travel in one message."""
        with self.hold_sync():
            self.png, self.words, self.frame = png, words, self.frame + 1


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

    @property
    def state(self):
        return self._make_state(**self._values)

    @property
    def settings(self):
        """The line of Python that makes this figure as its controls stand now."""
        return f"{self.name}({', '.join(f'{name}={value!r}' for name, value in self._values.items())})"

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
                image = self.canvas.draw()
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
        self.picture.show(self.canvas.png(), self.words)

    def _listen(self, name, control):
        self._values[name] = control.value
        control.observe(lambda change: self._changed(name), "value")

    def _changed(self, name):
        with self.together():
            self._values[name] = self.controls[name].value
            self._before.get(name, lambda: None)()

    def _resized(self, change):
        with self._lock:
            self.canvas.resize(**change["new"])
            self._show()

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        with self._lock:
            png = b64encode(self.canvas.snapshot()).decode()
            return {**data, "image/png": png, "text/plain": self.words}, metadata


class Player:
    """Buttons that move a step slider: back, step, play and pause, reset. A new frame waits until the last is seen."""

    def __init__(self, app, step):
        self.app, self.step = app, step
        self.back = button("back", "step-backward", "one step back", lambda: self.move(-1))
        self.forward = button("step", "step-forward", "one step", lambda: self.move(1))
        self.play = button("play", "play", "play and pause", self.toggle)
        self.reset = button("reset", "refresh", "back to the start", self.rewind)
        self.buttons = (self.back, self.forward, self.play, self.reset)
        app.picture.observe(self._seen, "seen")

    def move(self, by):
        self.step.value = min(max(self.step.value + by, self.step.min), self.step.max)

    def toggle(self):
        self._playing(not self.app.picture.playing)
        if self.app.picture.playing:
            if self.step.value == self.step.max:
                self.step.value = self.step.min
            self.move(1)

    def rewind(self):
        self._playing(False)
        self.step.value = self.step.min

    def _seen(self, change):
        if not self.app.picture.playing or change["new"] != self.app.picture.frame:
            return
        self.move(1)
        if self.step.value == self.step.max:
            self._playing(False)

    def _playing(self, playing):
        self.app.picture.playing = playing
        self.play.description, self.play.icon = ("pause", "pause") if playing else ("play", "play")


def button(label, icon, tooltip, act, width="84px"):
    made = ipywidgets.Button(description=label, icon=icon, tooltip=tooltip, layout=ipywidgets.Layout(width=width))
    made.on_click(lambda _: act())
    return made


def presets(app, settings):
    """A button for each entry of {name: values of the controls}, which puts them all there at once."""

    def show(name):
        app.picture.playing = False
        app.set(**settings[name])

    return [button(name, "", f"show: {name}", lambda name=name: show(name), width="auto") for name in settings]


def slider(label, value, low, high):
    """A slider over whole numbers."""
    return ipywidgets.IntSlider(value, min=low, max=high, description=label, **_shape())


def choice_slider(label, value, options):
    """A slider over listed numbers; a value between them joins the list."""
    pairs = [(f"{option:g}".replace("-", "−"), option) for option in sorted({*options, value})]
    return ipywidgets.SelectionSlider(value=value, options=pairs, description=label, **_shape())


def menu(label, value, options):
    """A menu; options are {value: what the menu says}."""
    pairs = [(text, key) for key, text in options.items()]
    return ipywidgets.Dropdown(value=value, options=pairs, description=label, **_shape())


def row(*children):
    """Controls side by side, wrapping where the cell is narrow."""
    return ipywidgets.HBox(children, layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center"))


def round_numbers(low, high):
    """Numbers from 10**low to 10**high, twenty a decade, in even ratios but rounded as a person would.

    The Renard series R20, with two digits where three say no more.

    >>> round_numbers(-1, 0)[:8]
    [0.1, 0.11, 0.125, 0.14, 0.16, 0.18, 0.2, 0.22]
    """
    decade = "1 1.1 1.25 1.4 1.6 1.8 2 2.2 2.5 2.8 3.2 3.6 4 4.5 5 5.6 6.3 7.1 8 9".split()
    return [float(f"{digits}e{power}") for power in range(low, high) for digits in decade] + [float(10**high)]


def _shape():
    return {
        "style": {"description_width": "initial"},
        "layout": ipywidgets.Layout(width="auto", flex="1 1 280px", margin="2px 14px 2px 2px"),
    }
