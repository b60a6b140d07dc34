"""Steps that have phases: two controls, which the Player's buttons move as if they were one slider."""

import ipywidgets

from helpers.widgets import Player, choice_slider


class Moments:
    """The phases of each step, one after the other, as one slider for a Player."""

    min = 0

    def __init__(self, app):
        self.app, self.step, self.phase = app, app.controls["step"], app.controls["phase"]
        self.count = len(self.phase.options)

    @property
    def max(self):
        return (self.step.max + 1) * self.count - 1

    @property
    def value(self):
        return self.step.value * self.count + self.phase.value

    @value.setter
    def value(self, moment):
        step, phase = divmod(moment, self.count)
        self.app.set(step=step, phase=phase)


def phase_player(app, interval=900):
    """A Player whose button `next` goes to the next phase, and after the last one to the next step.

    interval: the milliseconds that a phase stays while playing.
    """
    player = Player(app, Moments(app))
    player.forward.description, player.forward.tooltip = "next", "the next line"
    player.back.tooltip = "the line before"
    app.picture.interval = interval
    return player


def phase_slider(value, names):
    """A slider over phases: whole numbers that it shows by their names."""
    shape = choice_slider("phase", value, [*range(len(names))])
    options = [(name, phase) for phase, name in enumerate(names)]
    return ipywidgets.SelectionSlider(value=value, options=options, description="phase", style=shape.style, layout=shape.layout)


def until(phase, lines):
    """The texts of a recipe's lines, (letters, numbers) each: with numbers for the lines that have run.

    >>> until(0, [("a = b + c", "= 3"), ("d = 2a", "= 6")])
    ('a = b + c = 3', 'd = 2a')
    """
    texts = enumerate(lines)
    return tuple(f"{letters} {numbers}".strip() if line <= phase else letters for line, (letters, numbers) in texts)
