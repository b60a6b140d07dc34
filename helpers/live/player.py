"""The buttons that play through a figure's settings."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import ipywidgets

from helpers.live.controls import button
from helpers.live.kinds import Change
from helpers.live.settings import Settings

if TYPE_CHECKING:
    from helpers.live.app import App

KEPT = 8  # frames, of which the reader may have seen but the first when playing is stopped


class Plays(Protocol):
    """What a figure and its picture ask of a player."""

    @property
    def buttons(self) -> Sequence[ipywidgets.Button]: ...

    def follow(self, state: Any) -> None:
        """The settings have changed."""

    def more(self, number: int) -> None:
        """The page shows the frame of that number, and asks for the next."""

    def halt(self, number: int) -> None:
        """The page has stopped at that one."""


class Player:
    """Back, step, play and pause, reset. Where a step has phases, each frame is one of them."""

    def __init__(self, app: "App") -> None:
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
        self._played: deque[tuple[int, Settings]] = deque(maxlen=KEPT)  # (number, settings) of those on their way
        app.picture.player = self
        app.picture.observe(self._named, "playing")

    def move(self, by: int) -> None:
        self.app.turn(lambda state: state.ahead(by))

    def toggle(self) -> None:
        with self.app.lock:  # the page asks for more as soon as it knows that this plays
            self.app.picture.playing = not self.app.picture.playing
            if self.app.picture.playing:
                self.app.turn(lambda state: (state.at_frame(0) if self._over(state) else state).ahead(1))
                self._played.append((self.app.picture.number, self.app.state))

    def rewind(self) -> None:
        self.app.picture.playing = False
        self.app.turn(lambda state: state.at_frame(0))

    def follow(self, state: Settings) -> None:
        """Whatever brings the figure back to its start stops it."""
        if self.app.picture.playing and state.ahead(-1) == state:
            self.app.picture.playing = False

    def more(self, number: int) -> None:
        """The next frame, please: the page shows that one."""
        self.move(1)
        self._played.append((self.app.picture.number, self.app.state))
        if self._over(self.app.state):
            self.app.picture.playing = False

    def halt(self, number: int) -> None:
        """Stop where the page is, though frames were on their way to it."""
        self.app.picture.playing = False
        seen = dict(self._played).get(number)
        if seen is not None:
            self.app.turn(lambda state: replace(state, **{name: getattr(seen, name) for name in state.playing()}))

    def _named(self, change: Change) -> None:
        self.play.description, self.play.icon = ("pause", "pause") if change["new"] else ("play", "play")

    @staticmethod
    def _over(state: Settings) -> bool:
        return state.ahead(1) == state
