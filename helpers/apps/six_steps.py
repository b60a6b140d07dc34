"""The six steps of mini-batch SGD, one at a time, with their numbers, on twelve penguins."""

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

import numpy as np

from helpers import datasets
from helpers.apps._arguments import one_of, within
from helpers.apps.batches import size_slider
from helpers.apps.scenes import Scene
from helpers.models import LinearRegression
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import diverged_at, train
from helpers.views.six_steps import AGAIN, LIST, SixSteps, StepFrame
from helpers.views.style import number
from helpers.widgets import App, Player, choice_slider, round_numbers, row, slider

CLICKS = 130  # of the list; two epochs of batches of 1
SIZES = (1, 2, 3, 4, 5, 6, 8, 12)


@dataclass(frozen=True)
class State:
    """What the controls say. step: of the list, counted from 0."""

    learning_rate: float
    batch_size: int
    seed: int
    step: int


def six_steps(learning_rate=0.1, batch_size=4, seed=0, step=0):
    """The list of the six steps, the landscape and the data, for the model wx of twelve penguins.

    learning_rate: 0.01 to 1.  batch_size: 1, 2, 3, 4, 5, 6, 8 or 12.  seed: of the shuffling.  step: how many steps of
    the list have been taken, 0 to 130.
    """
    within("learning_rate", learning_rate, 0.01, 1)
    one_of("batch_size", batch_size, SIZES)
    within("seed", seed, 0, 99, Integral)
    within("step", step, 0, CLICKS, Integral)
    controls = {
        "learning_rate": choice_slider("learning rate η", learning_rate, round_numbers(-2, 0)),
        "batch_size": size_slider(batch_size, SIZES),
        "seed": slider("shuffle seed", seed, 0, 99),
        "step": slider("step of the list", step, 0, CLICKS),
    }
    app = App("six_steps", SixSteps(), controls, State, compute, describe)
    player = Player(app, controls["step"])
    app.picture.interval = 900
    app.before("batch_size", player.rewind)
    app.arrange(
        row(controls["learning_rate"], controls["batch_size"], controls["seed"]),
        row(controls["step"], *player.buttons),
        app.picture,
    )
    return app


@lru_cache
def twelve():
    """Least squares without intercept on every 28th penguin, in standard units: small enough to see every example."""
    some = datasets.penguins(("flipper_length_mm",), "body_mass_g")
    some = datasets.standardised(datasets.Dataset(some.X[8::28], some.y[8::28], some.features, some.target))
    label = "weight w of the model y ≈ wx"
    return Scene("twelve", LinearRegression(some.X, some.y), -1.0, 2.5, -0.6, 1.3, label)


@lru_cache(maxsize=8)
def run(learning_rate, batch_size, seed):
    """The batches, the weights (T + 1,) before and after each of them, and the full losses there."""
    stage = twelve()
    batches = reshuffled(np.random.default_rng(seed), stage.model.n_examples, batch_size, CLICKS // 6 + 1)
    history = train(stage.model, sgd(), [stage.start], batches, learning_rate)
    losses = history.losses(stage.model)
    return batches, history.params[:, 0], losses, diverged_at(losses, limit=100 * stage.ceiling)


def place(step, batches):
    """Where in the list, and in the data, a step of the list is: (step of the list 1 to 6, epoch, batch of the epoch).

    batches: of an epoch. An epoch divides once (1), and takes 2 to 6 for each batch.

    >>> [place(step, batches=2)[0] for step in range(12)]
    [1, 2, 3, 4, 5, 6, 2, 3, 4, 5, 6, 1]
    """
    epoch, inside = divmod(step, 1 + 5 * batches)
    position, after = divmod(inside - 1, 5)
    return (1, epoch, 0) if inside == 0 else (2 + after, epoch, position)


def compute(state):
    """State -> StepFrame."""
    stage = twelve()
    model = stage.model
    batches, weights, losses, diverged = run(state.learning_rate, state.batch_size, state.seed)
    now, epoch, position = place(state.step, batches.steps_per_epoch)
    taken = epoch * batches.steps_per_epoch + position
    batch = batches[taken] if now > 1 else np.array([], dtype=int)
    before, after = weights[taken], weights[taken + 1]
    past = slice(taken + 1 + (now == AGAIN))
    w = weights[past][-1]
    worked = np.full((3, len(batch)), np.nan)
    with np.errstate(over="ignore", invalid="ignore"):
        if now >= 3:
            worked[:2] = model.predict([before], model.X[batch]), model.loss([before], batch[:, None])
        if now >= 4:
            worked[2] = model.gradient([before], batch[:, None])[:, 0]
    slope = model.gradient([before], batch).item() if now in (4, 5) else np.nan
    next_weight = after if now == 5 else np.nan
    return StepFrame(
        scene=stage.key,
        weight_label=stage.weight_label,
        grid=stage.grid,
        full_curve=stage.full_curve,
        ceiling=stage.ceiling,
        batch_curve=stage.curve(batch) if len(batch) else np.full_like(stage.grid, np.nan),
        weights=weights[past],
        full_losses=losses[past],
        batch_losses=np.array([model.loss([w], batch if len(batch) else None)]),
        slope=slope,
        next_weight=next_weight,
        next_loss=model.loss([next_weight], batch).item() if now == 5 else np.nan,
        order=batches.order[epoch],
        batch=batch,
        batch_size=state.batch_size,
        epoch=epoch + 1,
        diverged=diverged,
        now=now,
        formulas=tuple(
            detail(state, line, position, batch, before, after, worked) if line <= now else "" for line in range(1, AGAIN + 1)
        ),
        x=model.X[:, 0],
        y=model.y,
        worked=worked,
        position=position,
    )


def detail(state, now, position, batch, before, after, worked):
    """What the step of the list does here, in numbers."""
    n, size, count = twelve().model.n_examples, state.batch_size, -(-twelve().model.n_examples // state.batch_size)
    short = n - size * (count - 1)
    if now == 1:
        whole = count - (short < size)
        dealt = f"{whole} batch{'es' if whole > 1 else ''} of {size}" + (f", a short one of {short}" if short < size else "")
        return f"{n} examples, shuffled: {dealt}"
    if now == 2:
        members = ", ".join(str(example + 1) for example in batch) if len(batch) < n else f"all {n}"
        return f"batch {position + 1} of {count}: penguin{'s' if len(batch) > 1 else ''} {members}"
    if now == 3:
        return f"predictions wx, and losses (wx − y)²: mean {number(worked[1].mean())}"
    if now == 4:
        total = worked[2].sum()
        return f"of 2(wx − y)x: sum {number(total)}, divided by {len(batch)}: {number(total / len(batch))}"
    if now == 5:
        gradient = number(worked[2].mean())
        gradient = f"({gradient})" if gradient.startswith("−") else gradient
        return f"w ← {number(before)} − {number(state.learning_rate)} × {gradient} = {number(after)}"
    if position + 1 < count:
        return f"{position + 1} of {count} done: on to 2, with the same division"
    return f"all {count} done, one epoch: back to 1, and reshuffle" if count > 1 else "one epoch done: back to 1, and reshuffle"


def describe(state, frame):
    """The picture in one line of words and numbers."""
    parts = [
        f"step {frame.now} of the list, {LIST[frame.now - 1]}: {frame.formulas[frame.lit]}",
        f"epoch {frame.epoch}, η = {number(state.learning_rate)}, B = {state.batch_size} of N = {len(frame.order)}",
        f"w = {number(frame.weights[-1])}, full loss {number(frame.full_losses[-1])}",
    ]
    if len(frame.batch):
        parts.append(f"batch loss {number(frame.batch_losses[-1])}")
    if frame.diverged is not None and frame.step >= frame.diverged:
        parts.append(f"diverged at update {frame.diverged}")
    return "; ".join(parts) + "."
