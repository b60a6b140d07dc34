"""The buttons that play through a figure's settings."""

from collections import deque
from dataclasses import replace

from helpers.live.controls import button

FAR = 10**9  # more frames than any figure has
KEPT = 8  # frames, of which the reader may have seen but the first when playing is stopped


class Player:
    """Back, step, play and pause, reset. Where a step has phases, each frame is one of them."""

    def __init__(self, app):
        self.app = app
        names = app.state.playing()
        on, back, forward = (
            ("step", "one step back", "one step") if len(names) == 1 else ("next", "the line before", "the next line")
        )
        self.back = button("back", "step-backward", back, lambda: self.move(-1))
        self.forward = button(on, "step-forward", forward, lambda: self.move(1))
        self.play = button("play", "play", "play and pause", self.toggle)
        self.reset = button("reset", "refresh", "back to the start", self.rewind)
        self.buttons = (self.back, self.forward, self.play, self.reset)
        app.picture.interval = app.state.controls[names[-1]].plays
        self.play.add_class("sgd-play")
        self._played = deque(maxlen=KEPT)  # (frame, settings) of those on their way
        app.picture.player = self
        app.picture.observe(self._named, "playing")

    def move(self, by):
        self.app.turn(lambda state: state.ahead(by))

    def toggle(self):
        self.app.picture.playing = not self.app.picture.playing
        if self.app.picture.playing:
            self.app.turn(lambda state: (state.ahead(-FAR) if self._over(state) else state).ahead(1))
            self._played.append((self.app.picture.frame, self.app.state))

    def rewind(self):
        self.app.picture.playing = False
        self.move(-FAR)

    def follow(self, state):
        """Whatever brings the figure back to its start stops it."""
        if self.app.picture.playing and state.ahead(-1) == state:
            self.app.picture.playing = False

    def more(self, frame):
        """The next frame, please: the page shows that one."""
        self.move(1)
        self._played.append((self.app.picture.frame, self.app.state))
        if self._over(self.app.state):
            self.app.picture.playing = False

    def halt(self, frame):
        """Stop where the page is, though frames were on their way to it."""
        self.app.picture.playing = False
        seen = dict(self._played).get(frame)
        if seen is not None:
            self.app.turn(lambda state: replace(state, **{name: getattr(seen, name) for name in state.playing()}))

    def _named(self, change):
        self.play.description, self.play.icon = ("pause", "pause") if change["new"] else ("play", "play")

    @staticmethod
    def _over(state):
        return state.ahead(1) == state
