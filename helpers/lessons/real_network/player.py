"""What trains: the page asks for the next frame when it has shown the last, and for each a piece is trained.

No threads and no timers: between two frames the kernel is free for every other control, and a page that is closed asks no
more.
"""

from collections import deque
from html import escape

import ipywidgets

from helpers.lessons.real_network.loader import Loader
from helpers.lessons.real_network.settings import RESETS, RULES
from helpers.live.app import App
from helpers.live.controls import button, row

SLICE = 0.05  # seconds of processor time of training between two frames
LONG = 20  # epochs of a long run
EVERY = 25  # frames that share a plane of the landscape while playing
KEPT = 2  # frames, of which the reader may have seen but the first when playing is stopped


class TrainingApp(App):
    """The figure with the buttons that train, and the row for a file below."""

    def __init__(self, plan, state):
        super().__init__(plan, state.at(state.run))  # changes that change nothing, and updates after a divergence, are left out

    @property
    def weights(self):
        """The network's weights and biases as it stands, (P,)."""
        return self.state.run.params

    def _player(self):
        return Trainer(self)

    def _arranged(self):
        *rows, last = [[self.controls[name] for name in names] for names in self.plan.rows]
        last += [*self.player.buttons, self.player.progress, self.player.said]
        self.loader = Loader(self)
        return [*(row(*widgets) for widgets in (*rows, last)), self.picture, self.loader.row, self.tools.row]

    def _said(self, name):
        """A share of a file that leaves no row on one side gets its sentence."""
        try:
            super()._said(name)
        except ValueError as error:
            self.player.say(str(error))


class Trainer:
    """Step, epoch, play and pause, a long run with its bar, reset."""

    def __init__(self, app):
        self.app, self._before, self._goal, self._from, self._age = app, app.state, None, 0, 0
        self._played = deque(maxlen=KEPT)  # (number, run) of those on their way
        self.step = button("step", "step-forward", "one update", self._once)
        self.epoch = button("epoch", "fast-forward", "to the end of this epoch", lambda: self._begin(1), width="94px")
        self.play = button("play", "play", "play and pause", self.toggle)
        tip = f"train {LONG} epochs; pause stops them"
        self.long = button(f"{LONG} epochs", "forward", tip, lambda: self._begin(LONG), width="112px")
        self.reset = button("reset", "refresh", "back to update 0, with what the controls say", self.rewind)
        self.buttons = (self.step, self.epoch, self.play, self.long, self.reset)
        self.progress = ipywidgets.IntProgress(0, max=1000, layout=ipywidgets.Layout(width="160px", visibility="hidden"))
        self.said = ipywidgets.HTML()  # a label would set the $ of a reader's column as a formula
        self.play.add_class("sgd-play")
        app.picture.interval, app.picture.ahead, app.picture.player = 0, 1, self  # each piece waits until the last is seen
        app.picture.observe(self._named, "playing")

    def toggle(self):
        if self.app.picture.playing:
            self.halt(self.app.picture.number)
        else:
            self._begin(None)

    def rewind(self):
        self.stop()
        self.app.turn(lambda state: state.anew())
        self.say("back to update 0")

    def stop(self):
        """Play no more. What has been reached is kept."""
        self._goal = None
        self.progress.layout.visibility = "hidden"
        self.app.picture.playing = False

    def say(self, words):
        self.said.value = escape(words)

    def follow(self, state):
        """What begins anew stops; what a control did is said."""
        before, self._before = self._before, state
        if not state.updates:
            self.stop()
        if (news := _news(before, state)) is not None:
            self._played.clear()  # nobody wants to go back to before that
            self.say(news)

    def _once(self):
        self.stop()
        self.app.turn(lambda state: state.trained(updates=state.updates + 1))

    def _begin(self, epochs):
        """Play, for so many epochs or until pause."""
        with self.app.lock:  # the page asks for more as soon as it knows that this plays
            run = self.app.state.run
            self._goal, self._from = epochs and run.epochs + epochs, run.examples_seen
            self.progress.layout.visibility = "visible" if epochs else "hidden"
            self.app.picture.playing = True
            self._train()

    def more(self, number):
        """The next piece, if the page shows the last."""
        if number == self.app.picture.number:
            self._train()

    def halt(self, number):
        """Pause where the page is, though a piece was on its way to it; the landscape is drawn anew."""
        self.stop()
        self.app.turn(lambda state: state.at(dict(self._played).get(number, state.run)))

    def _train(self):
        """One piece, and its frame. An interrupt, too, stops the training, and what has been shown is kept."""
        try:
            self.app.turn(self._piece)
        except BaseException:
            self.stop()
            raise
        self._played.append((self.app.picture.number, self.app.state.run))

    def _piece(self, state):
        """So many updates, or as many as fit into a slice of time."""
        goal = self._goal
        if goal:
            after = state.trained(epochs=goal, seconds=SLICE)
            whole = goal * after.material.n - self._from
            self.progress.value = round(1000 * (after.run.examples_seen - self._from) / whole)
        elif state.speed == "fast":
            after = state.trained(seconds=SLICE)
        else:
            after = state.trained(updates=state.updates + state.speed, seconds=10 * SLICE)
        if after.run.diverged is not None or (goal and after.run.epochs >= goal):
            self.stop()
            return after
        self._age += 1
        return after.at(after.run, state.landscape) if self._age % EVERY else after

    def _named(self, change):
        self.play.description, self.play.icon = ("pause", "pause") if change["new"] else ("play", "play")


def _news(before, state):
    """What a control did, in words, or None."""
    if state.data == "file" and before.own != state.own:
        return f"{state.target}: training starts anew"
    for name in RESETS:
        if getattr(before, name) != getattr(state, name):
            return f"{state.controls[name].label}: training starts anew"
    for name in RULES if state.updates else ():
        if before.value(name) != state.value(name):
            return f"{state.controls[name].label} = {state.shown(name)} from update {state.updates} on"
    return None
