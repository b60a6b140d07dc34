"""All variants of SGD race on one landscape, and the reader's own optimizer with them."""

from dataclasses import dataclass
from functools import partial
from numbers import Integral

import ipywidgets
import numpy as np

from helpers.apps._arguments import one_of, within
from helpers.apps.landscapes import LANDSCAPES, N, ground
from helpers.apps.racing import SCHEDULES, STEPS, VARIANTS, guarded, inner, race_of
from helpers.training import diverged_at
from helpers.views.race import RaceFrame, RaceSheet
from helpers.views.style import number
from helpers.widgets import App, Player, choice_slider, menu, round_numbers, row, slider

SIZES = (1, 4, 16, N)
SCALES = [scale for scale in round_numbers(-2, 2) if 0.05 <= scale <= 20]
MENU = {
    "constant": "constant",
    "warm-up": "warm-up over 50 steps",
    "cosine": "cosine to 0",
    "step decay": "a fifth each 100 steps",
}
TITLES = {  # of the three panels: the velocity, the second moment, the step
    "sgd": ("no velocity", "no second moment", "step |Δw| = η|g|"),
    "momentum": ("velocity |v|", "no second moment", "step |Δw| = η|v|"),
    "nesterov": ("velocity |v|", "no second moment", "step |Δw| = η|g + βv|"),
    "clipped": ("no velocity", "no second moment", "step |Δw|, at most ηc"),
    "adagrad": ("no velocity", "√s, root of the sum", "step |Δw| = η|g|/√s"),
    "rmsprop": ("no velocity", "√s, root of the mean", "step |Δw| = η|g|/√s"),
    "adam": ("velocity |m̂|", "second moment, √v̂", "step |Δw| = η|m̂|/√v̂"),
    "adamw": ("velocity |m̂|", "second moment, √v̂", "step |Δw|, decay included"),
    "lion": ("velocity |m|", "no second moment", "step |Δw| = η"),
    "yours": ("your state is your own", "", "step |Δw| of yours"),
}


@dataclass(frozen=True)
class State:
    """What the controls say."""

    landscape: str
    batch_size: int
    focus: str
    schedule: str
    scale: float
    same_rate: bool
    start_1: float
    start_2: float
    seed: int
    step: int


class _RaceApp(App):
    """Its settings name the reader's own optimizer, which is no control."""

    own_name = None

    @property
    def settings(self):
        settings = super().settings
        return f"{settings[:-1]}, own={self.own_name})" if self.own_name else settings


def race(
    landscape="ravine", batch_size=N, focus="momentum", schedule="constant", scale=1, same_rate=False,
    start_1=None, start_2=None, seed=0, step=60, own=None,
):  # fmt: skip
    """Nine variants of SGD from one start: their paths, their losses, and what one of them keeps in mind.

    landscape: bowl, ravine, saddle, rosenbrock, beale or network.  batch_size: 1, 4, 16 or 64, which is all examples and so
    without noise; batches are drawn anew at each step, the same for all.  focus: the variant drawn bold, such as adam.
    schedule: constant, warm-up, cosine or step decay.  scale: multiplies the rate that suits each variant, 0.05 to 20.
    same_rate: all take the rate that suits plain SGD.  start_1, start_2: within the picture; None is the landscape's own.
    seed: of the batches.  step: 0 to 300.  own: an Optimizer(init, update) or the function that makes it; it races as
    "yours", at the rate of momentum.
    """
    stage, rival = ground(landscape), guarded(own)
    names = {key: variant.name for key, variant in VARIANTS.items()} | ({"yours": "yours"} if rival else {})
    one_of("batch_size", batch_size, SIZES)
    one_of("focus", focus, names)
    one_of("schedule", schedule, SCHEDULES)
    within("scale", scale, 0.05, 20)
    one_of("same_rate", same_rate, (False, True))
    starts = [here if given is None else given for given, here in zip((start_1, start_2), stage.start)]
    for name, start, ends in zip(("start_1", "start_2"), starts, stage.window):
        within(name, start, *ends)
    within("seed", seed, 0, 99, Integral)
    within("step", step, 0, STEPS, Integral)
    controls = {
        "landscape": menu("landscape", landscape, LANDSCAPES),
        "batch_size": choice_slider("batch size B of N = 64", batch_size, SIZES),
        "focus": menu("in focus", focus, names),
        "schedule": menu("schedule", schedule, MENU),
        "scale": choice_slider("rates ×", scale, SCALES),
        "same_rate": ipywidgets.Checkbox(same_rate, description="one rate for all", indent=False),
        "start_1": choice_slider("start, first weight", starts[0], stage.starts[0]),
        "start_2": choice_slider("start, second weight", starts[1], stage.starts[1]),
        "seed": slider("seed of the batches", seed, 0, 99),
        "step": slider("step", step, 0, STEPS),
    }
    view = RaceSheet(tuple(names.values()))
    app = _RaceApp("race", view, controls, State, partial(compute, own=rival), partial(describe, own=rival))
    if rival:
        name = getattr(own, "__name__", "")
        app.own_name = name if name.isidentifier() else "my_optimizer"
    player = Player(app, controls["step"])
    app.before("landscape", lambda: _change_landscape(app))
    app.picture.observe(lambda change: _drag(app, change["new"]), "pointer")
    app.arrange(
        row(controls["landscape"], controls["focus"], controls["schedule"]),
        row(controls["scale"], controls["same_rate"], controls["batch_size"]),
        row(controls["start_1"], controls["start_2"], controls["seed"]),
        row(controls["step"], *player.buttons),
        app.picture,
    )
    return app


def running(state, own):
    """The race, up to the step of the state."""
    start = state.start_1, state.start_2
    return race_of(
        state.landscape, state.batch_size, state.schedule, state.scale, state.same_rate, start, state.seed, own
    ).until(state.step)  # fmt: skip


def compute(state, own):
    """State -> RaceFrame."""
    stage, run = ground(state.landscape), running(state, own)
    past, keys = slice(state.step + 1), [*VARIANTS, "yours"]
    focus = keys.index(state.focus)
    velocity, root = None, None
    if state.focus != "yours":
        velocity, root = inner(VARIANTS[state.focus], [states[focus] for states in run.states[1 : state.step + 1]])
    paths, losses = run.paths[past], run.losses[past]
    name = "yours" if state.focus == "yours" else VARIANTS[state.focus].name
    with np.errstate(invalid="ignore", over="ignore"):
        strides = np.diff(paths[:, focus], axis=0)
    high = stage.losses[1]
    return RaceFrame(
        ground=stage.key,
        labels=stage.labels,
        axes=stage.axes,
        heights=stage.heights,
        levels=stage.levels,
        names=tuple(VARIANTS[key].name if key in VARIANTS else key for key in keys[: paths.shape[1]]),
        focus=focus,
        paths=paths,
        losses=losses,
        velocity=velocity,
        root=root,
        strides=strides,
        titles=TITLES[state.focus],
        ends={"loss": stage.losses, "slope": (1e-4, 1e4 if high >= 1e3 else 1e2)},
        title=f"step {state.step}   {name}, η = {number(run.rates[focus])}: full loss {number(losses[-1, focus])}",
        line=_line(stage, run, state.step, own),
    )


def describe(state, frame, own):
    """The picture in one line of words and numbers."""
    stage, run = ground(state.landscape), running(state, own)
    noise = "all 64 examples, no noise" if state.batch_size == N else f"B = {state.batch_size} of 64"
    lost = dict(_diverged(stage, run, state.step))
    each = [f"{name} {number(loss)}" for name, loss in zip(frame.names, frame.losses[-1]) if name not in lost]
    parts = [
        f"{LANDSCAPES[state.landscape]}: {noise}, schedule {MENU[state.schedule]}",
        f"rates × {number(state.scale)}{', one rate for all' if state.same_rate else ''}",
        f"from ({number(state.start_1)}, {number(state.start_2)}), step {state.step} of {STEPS}",
        f"in focus {frame.names[frame.focus]}, η = {number(run.rates[frame.focus])}, at "
        f"({', '.join(number(w) for w in frame.paths[-1, frame.focus])}); full losses: {', '.join(each) or 'none left'}",
        *(f"{name} diverged at step {step}" for name, step in lost.items() if not (name == "yours" and run.broken)),
    ]
    said = ", ".join(parts) + "."
    if own is not None and run.broken and run.broken[0] <= state.step:
        said += f" Yours stopped at step {run.broken[0]}: {run.broken[1].rstrip('.')}."
    return said


def _diverged(stage, run, step):
    """(name, step) of each variant that has run away by now."""
    limit = 100 * max(stage.heights.max(), run.losses[0, 0])
    names = [*(variant.name for variant in VARIANTS.values()), "yours"]
    for name, losses in zip(names, run.losses[: step + 1].T):
        first = diverged_at(losses, limit)
        if first is not None:
            yield name, first


def _line(stage, run, step, own):
    """Who is lowest, and who has run away, short enough to stand above the landscape."""
    if own is not None and run.broken and run.broken[0] <= step:
        return f"yours stopped at step {run.broken[0]}: see the words below"
    lost = [*_diverged(stage, run, step)]
    if step == 0:
        return f"all start with the full loss {number(run.losses[0, 0])}"
    if not lost:
        names = [*(variant.name for variant in VARIANTS.values()), "yours"]
        lowest = int(np.nanargmin(run.losses[step]))
        return f"lowest full loss: {names[lowest]}, {number(run.losses[step, lowest])}"
    more = f" and {len(lost) - 2} more" if len(lost) > 2 else ""
    return f"diverged: {', '.join(f'{name} at step {first}' for name, first in lost[:2])}{more}"


def _change_landscape(app):
    """A new landscape brings its own start; all else stays."""
    stage = ground(app.controls["landscape"].value)
    for name, start, starts in zip(("start_1", "start_2"), stage.start, stage.starts):
        app.replace(name, choice_slider(app.controls[name].description, start, starts))


def _drag(app, pointer):
    with app.together():
        for name, weight in zip(("start_1", "start_2"), app.view.point_at(*pointer[:2])):
            control = app.controls[name]
            control.value = min((value for _, value in control.options), key=lambda value: abs(value - weight))
