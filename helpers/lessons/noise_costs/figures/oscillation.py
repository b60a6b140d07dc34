"""Many runs about the minimum: the cloud on the full loss, the histogram of their weights, and the floor that theory gives."""

import numpy as np

from helpers.lessons.noise_costs.floor import (
    MODELS,
    ORDERS,
    RUNS,
    SIZES,
    STEPS,
    curve,
    expected,
    last_steps,
    lines,
    measure,
    paths,
)
from helpers.lessons.noise_costs.settings import RATES
from helpers.live import Frame, Histogram, Line, Measured, Notice, Points, Rule, above, beside, figure
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.panel import LINE, TITLE, Axis, Panel, X, Y, powers
from helpers.live.settings import Kept, between, choice, whole
from helpers.live.words import number, rounded

REACH = 3.0  # how far the axis of w goes to each side of the minimum
EDGES = REACH * np.linspace(-1, 1, 121)  # of the histogram, from the minimum
LOW, HIGH = 1e-5, 10.0  # the ends of the axis of the excess loss
AXES = {
    "rate": Axis("learning rate η", 0.017, 1.2, log=True, ticks=(0.02, 0.05, 0.1, 0.2, 0.5, 1)),
    "batch": Axis("batch size B", 0.85, 19, log=True, ticks=SIZES),
}
AT = {"rate": "learning_rate", "batch": "batch_size"}

FULL_LOSS = Line("full loss", still=True, color=FULL, lw=2.6, solid_capstyle="round")
NOW = Points(f"{RUNS} runs, now", ms=7, color=BATCH, mec="white", mew=0.6)
NOTICE, BARS = Notice(), Histogram()
TICKS = dict(marker="|", ms=17, mew=3.2, sample=dict(ms=14, mew=3))
SPREAD = Line("theory: ± standard deviation", color=TANGENT, lw=4.5, solid_capstyle="butt", **TICKS)
HALO = Line(color="white", lw=9, solid_capstyle="butt")
INDEPENDENT = Line("theory: independent draws", color=TANGENT, lw=4.5)
SHUFFLED = Line("theory: reshuffled, end of an epoch", color=SHADES[5], lw=2.2, ls=(0, (4, 2)))
MEASURED = Measured("measured, ± 2 standard errors", color=BATCH, marker="D", ms=8, mec="white", mew=1.2, bars=dict(lw=2.4))
LIMIT = Rule("largest stable η", color=QUIET, lw=1.6, ls=(0, (7, 2, 1.5, 2)))

CLOUD = Panel("", "loss", left=58, height=(172, 172), numbers="y")
HISTOGRAM = Panel("", Axis("", 0, 1.25, ticks=()), left=58, height=(110, 110), lines="x")
FLOOR = Panel("", Axis("full loss above the minimum", LOW, HIGH, log=True, ticks=powers(-5, 1)), left=66, height=(310, 228))


class Oscillating(Kept):
    """The controls of many runs near a minimum."""

    model: str = choice("model", MODELS, "mean")
    order: str = choice("order", ORDERS, "independent")
    against: str = choice("floor against", {name: axis.label for name, axis in AXES.items()}, "rate")
    learning_rate: float = between("learning rate η", RATES, 0.2)
    batch_size: int = choice("batch size B", SIZES, 1)
    seed: int = whole("seed of the draws", 0, 99)
    step: int = whole("step", 0, STEPS, 256, plays=120)


@figure(
    beside(above(CLOUD, HISTOGRAM), FLOOR, share=0.55),
    rows=("model order", "against seed", "learning_rate batch_size", "step"),
    legend=(FULL_LOSS, NOW, INDEPENDENT, SHUFFLED, MEASURED, SPREAD, LIMIT),
    ghosts=(MEASURED, BARS, INDEPENDENT),
)
def oscillation(s: Oscillating):
    """200 runs of SGD near the minimum of a parabola of curvature 2, the spread of w and the floor of the full loss.

    The loss of a guess w of the body mass is (w - y)², of the other model (wx - y)², both of 64 penguins. Independent batches
    are drawn with replacement.
    """
    loss, distances = curve(s.model, REACH), paths(s.model, s.order, s.learning_rate, s.batch_size, s.seed)
    steps, now = last_steps(s.order, s.batch_size, s.step), distances[s.step]
    (spread, spread_error), (floor, error) = measure(distances[steps], loss.curvature)
    variance = expected(s.model, s.order, s.learning_rate, s.batch_size)
    spread_theory, floor_theory = (None, None) if variance is None else (np.sqrt(variance), loss.curvature * variance)
    settles = variance is not None and np.isfinite(variance)
    around = ([loss.best - spread_theory, loss.best + spread_theory], [0.5, 0.5]) if settles else None
    with np.errstate(over="ignore", invalid="ignore"):
        inside, (counts, _) = now[np.abs(now) <= REACH], np.histogram(distances[steps].ravel(), EDGES)
    off, top = RUNS - len(inside), loss.losses.max()
    cloud = {
        X: (loss.best - REACH, loss.best + REACH),
        Y: (-0.08 * top, top),
        FULL_LOSS: (loss.w, loss.losses),
        NOW: (loss.best + inside, loss.least + loss.curvature * inside**2),
        NOTICE: f"{off} of {RUNS} runs are off the picture" if off else None,
        TITLE: f"step {s.step}",
    }
    when = f"{len(steps)} step{'s' * (len(steps) > 1)}" if s.order == "independent" else "ends of epochs"
    histogram = {
        X: Axis(loss.label, loss.best - REACH, loss.best + REACH),
        BARS: (counts / max(counts.max(), 1), loss.best + EDGES),
        HALO: around,
        SPREAD: around,
        TITLE: f"spread of w, {when}: {number(spread)}",
    }
    measured, predicted = with_error(floor, error), in_words(floor_theory)
    floors = theories(s, loss.curvature) | {
        MEASURED: (getattr(s, AT[s.against]), floor, error / 2, (LOW / 10, np.inf)) if floor <= HIGH else None,
        TITLE: f"measured {measured}",
        LINE: f"theory {predicted}",
    }
    words = (
        f"{MODELS[s.model]}, 64 penguins, {RUNS} runs, {ORDERS[s.order]}: η = {number(s.learning_rate)}, B = {s.batch_size}, "
        f"step {s.step} of {STEPS}; over {'the last steps' if s.order == 'independent' else 'the ends of the last epochs'} "
        f"the standard deviation of w measured {with_error(spread, spread_error)} "
        f"(two standard errors), theory {in_words(spread_theory)}; full loss above the minimum measured {measured}, "
        f"theory {predicted}."
    )
    return Frame({CLOUD: cloud, HISTOGRAM: histogram, FLOOR: floors}, words)


def theories(s, curvature):
    """The axis of the floor, and theory on it."""
    places, independent, reshuffled, limit = lines(s.model, s.against, s.learning_rate, s.batch_size)
    return {
        X: AXES[s.against],
        LIMIT: limit,
        INDEPENDENT: (places, curvature * independent),
        SHUFFLED: None if reshuffled is None else (places, curvature * reshuffled),
    }


def with_error(value, error):
    """A measurement and its error, of which rounding alone leaves none, as where all runs are still at their start."""
    return f"{number(value)} ± {rounded(error if error > 1e-12 * value else 0, 2)}"


def in_words(theory):
    """What theory says, a number or why there is none."""
    if theory is None:
        return "for this order is not known in closed form"
    return number(theory) if np.isfinite(theory) else "says that it never settles"
