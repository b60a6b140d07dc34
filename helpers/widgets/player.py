"""What moves a figure's other controls: the buttons of a step slider, and one button a preset."""

from helpers.widgets.controls import button


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


def presets(app, settings):
    """A button for each entry of {name: values of the controls}, which puts them all there at once."""

    def show(name):
        app.picture.playing = False
        app.set(**settings[name])

    return [button(name, "", f"show: {name}", lambda name=name: show(name), width="auto") for name in settings]
