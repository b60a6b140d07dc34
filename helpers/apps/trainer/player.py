"""The buttons that train: the page asks for the next frame when it has shown the last, and for each a piece is trained.

No threads and no timers: between two frames the kernel is free for every other control, and a page that is closed asks no
more.
"""

import ipywidgets

from helpers.widgets import button

SLICE = 0.05  # seconds of processor time of training between two frames
LONG = 20  # epochs of a long run


class Trainer:
    """Step, epoch, play and pause, a long run with its bar, reset."""

    def __init__(self, app):
        self.app, self._goal, self._from = app, None, 0
        self.step = button("step", "step-forward", "one update", lambda: self._once(1))
        self.epoch = button("epoch", "fast-forward", "to the end of this epoch", lambda: self._towards(1), width="94px")
        self.play = button("play", "play", "play and pause", self.toggle)
        tip = f"train {LONG} epochs; pause stops them"
        self.long = button(f"{LONG} epochs", "forward", tip, lambda: self._towards(LONG), width="112px")
        self.reset = button("reset", "refresh", "back to update 0, with what the controls say", self.rewind)
        self.buttons = (self.step, self.epoch, self.play, self.long, self.reset)
        self.progress = ipywidgets.IntProgress(0, max=1000, layout=ipywidgets.Layout(width="160px", visibility="hidden"))
        self.said = ipywidgets.Label()
        app.stop, app.say = self.stop, lambda words: setattr(self.said, "value", words)
        app.picture.interval = 0
        app.picture.observe(self._seen, "seen")

    def toggle(self):
        if self.app.picture.playing:
            with self.app.together():
                self.stop()
        else:
            self._begin(None)

    def rewind(self):
        with self.app.together():
            self.app.restart()

    def stop(self):
        """Pause. What has been reached is kept."""
        self._goal = None
        self.progress.layout.visibility = "hidden"
        self._playing(False)

    def _once(self, updates):
        with self.app.together():
            self.stop()
            run = self.app.session.run
            run.advance(updates=run.updates + updates)

    def _towards(self, epochs):
        self._begin(self.app.session.run.epochs + epochs)

    def _begin(self, goal):
        with self.app.together():
            self._goal, self._from = goal, self.app.session.run.examples_seen
            self.progress.layout.visibility = "visible" if goal else "hidden"
            self._playing(True)
            self._train()

    def _seen(self, change):
        if self.app.picture.playing and change["new"] == self.app.picture.frame:
            with self.app.together():
                self._train()

    def _train(self):
        """One piece: so many updates, or as many as fit into a slice of time."""
        run, speed = self.app.session.run, self.app.controls["speed"].value
        if self._goal:
            run.advance(epochs=self._goal, seconds=SLICE)
            whole = self._goal * run.material.n - self._from
            self.progress.value = round(1000 * (run.examples_seen - self._from) / whole)
        elif speed == "fast":
            run.advance(seconds=SLICE)
        else:
            run.advance(updates=run.updates + speed, seconds=10 * SLICE)
        if run.diverged is not None or (self._goal and run.epochs >= self._goal):
            self.stop()

    def _playing(self, playing):
        self.app.picture.playing = playing
        self.play.description, self.play.icon = ("pause", "pause") if playing else ("play", "play")
