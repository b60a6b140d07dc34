"""Eight steps of the flagship side by side."""

from dataclasses import replace

from helpers.apps.magic import STEPS, State, change_model, compute, magic_controls
from helpers.apps.scenes import NAMES
from helpers.views.sequence import COUNT, Sequence
from helpers.views.style import number
from helpers.widgets import App, row


def magic_slides(model="sine", learning_rate=0.4, batch_size=4, start=None, seed=2, step=34):
    """Eight steps of the flagship side by side, from `step` on, for print and for slides. Arguments as for magic."""
    controls = magic_controls(model, learning_rate, batch_size, start, seed, step, last=STEPS - COUNT + 1)
    app = App("magic_slides", Sequence(), controls, State, eight, describe_eight)
    app.before("model", lambda: change_model(app))
    app.arrange(
        row(controls["model"], controls["start"], controls["seed"]),
        row(controls["learning_rate"], controls["batch_size"], controls["step"]),
        app.picture,
    )
    return app


def eight(state):
    """State -> the frames of eight steps, the first at state.step."""
    return [compute(replace(state, step=state.step + later)) for later in range(COUNT)]


def describe_eight(state, frames):
    """The pictures in one line: where the point stands at each step."""
    weights = ", ".join(number(frame.weights[-1]) for frame in frames)
    return (
        f"{NAMES[state.model]}: η = {number(state.learning_rate)}, B = {state.batch_size} of N = {len(frames[0].order)}, "
        f"steps {state.step} to {state.step + COUNT - 1}: w = {weights}."
    )
