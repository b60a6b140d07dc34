"""The plane of learning rate and momentum, coloured by how fast heavy ball is there, and a run at one of its points."""

import numpy as np

from helpers import theory
from helpers.lessons.variants.heavy_ball import FIRST, LEVELS, RUNS, STEPS, clean_run, factor, noisy_run, regions, ways
from helpers.lessons.variants.marks import Regions
from helpers.live import (
    LINE,
    TITLE,
    Axis,
    Frame,
    Line,
    Panel,
    Points,
    Settings,
    Text,
    Y,
    above,
    beside,
    between,
    choice,
    figure,
    whole,
)
from helpers.live.looks import BATCH, FULL, QUIET, SHADES, TANGENT
from helpers.live.words import number
from helpers.training import diverged_at

RATES = tuple(hundredths / 100 for hundredths in range(5, 405, 5))
MOMENTA = (*(hundredths / 100 for hundredths in range(96)), 0.96, 0.97, 0.98, 0.99)
LOSS_AXES = {  # by whether there is noise
    False: Axis("full loss", 1e-12, 1e3, log=True),
    True: Axis("mean loss above the minimum", 1e-3, 10, log=True),
}

AWAY = 20  # a distance far off the picture
HERE = Points("your η and β", ms=13, color=BATCH, mec="white", mew=1.6, clip_on=False, sample=dict(ms=12, mew=1))
BEST = Points("the best η and β", marker="*", ms=20, color=TANGENT, mec=FULL, mew=0.9, sample=dict(ms=16, mew=0.8))
LOOK = dict(marker="s", ms=11, color=FULL, mec="white", mew=1.4, clip_on=False)
BEST_PLAIN = Points("the best η without momentum", **LOOK, sample=dict(ms=9, mew=1))
FASTER, OUT = Regions("a step leaves at most the number there", LEVELS), Text(size=13)
LOSS = Line("full loss with your η and β", color=BATCH, lw=2.6)
LOOK = dict(color=FULL, lw=1.8, marker="s", ms=6, mec="white", mew=0.6, markevery=STEPS // 12)
PLAIN = Line("the same η without momentum", **LOOK, sample=dict(mec=FULL, mew=1))
THEORY = Line("theory", color=QUIET, lw=1.6, ls=(0, (5, 3)))
THEORY_PLAIN = THEORY.but()

STEEP = Line("steep direction", color=TANGENT, lw=2.2)
FLAT = Line("flat direction", color=SHADES[5], lw=2.4, ls=(0, (4, 1.5)))

PLANE = Panel(Axis("learning rate η", 0, 4.1), Axis("momentum β", 0, 1.02), left=58, height=(348, 300), grid=False)
RUN = Panel(Axis("step", -0.02 * STEPS, 1.02 * STEPS), LOSS_AXES[False], left=68, height=(176, 200))
WAYS = Panel(Axis("step", -0.02 * FIRST, 1.02 * FIRST), Axis("distance", -2, 2), left=68, height=(92, 120))


class Ball(Settings):
    """The controls: a place on the plane of rate and momentum."""

    kappa: float = choice("condition number κ", (2, 5, 10, 20, 50, 100, 200, 500, 1000), 100)
    learning_rate: float = between("learning rate η", RATES, 1.5)
    momentum: float = between("momentum β", MOMENTA, 0.9)
    noise: bool = choice(
        "noise",
        {False: "none", True: "one example a step"},
        False,
        about="whether a step sees one example of 64, and the picture the steep direction alone, from its minimum",
    )
    seed: int = whole("seed of the noise", 0, 99)


@figure(
    beside(PLANE, above(RUN, WAYS), share=0.5),
    rows=("kappa noise seed", "learning_rate momentum"),
    legend=(HERE, BEST, BEST_PLAIN, FASTER, LOSS, PLAIN, THEORY, STEEP, FLAT),
    drag={PLANE: ("learning_rate", "momentum")},
)
def momentum(s: Ball):
    """How fast heavy ball is on a quadratic of curvatures 1/κ and 1, at each learning rate and momentum."""
    low, here = 1 / s.kappa, (s.learning_rate, s.momentum)
    best, plain = theory.best_momentum(low, 1), (theory.best_rate(low, 1), 0.0)
    factors = [factor(s.kappa, *point) for point in (here, best, plain)]
    runs, title, line, more = (noisy if s.noise else clean)(s, plain, factors)
    axis = LOSS_AXES[s.noise]
    paper = axis.low / 10, 10 * axis.high  # what lies far off the picture is drawn just off it
    curves = [(np.arange(STEPS + 1), np.clip(np.nan_to_num(each, nan=np.inf), *paper)) for each in runs]
    plane = {
        FASTER: regions(s.kappa),
        OUT: (3.05, 0.2, "diverges"),
        BEST_PLAIN: plain,
        BEST: best,
        HERE: here,
        TITLE: f"η = {number(here[0])}, β = {number(here[1])}: {speed(factors[0])}",
        LINE: f"best: η = {number(best[0])}, β = {number(best[1])}, factor {number(factors[1])}",
    }
    run = dict(zip((PLAIN, LOSS, THEORY_PLAIN, THEORY), curves)) | {Y: axis, TITLE: title, LINE: line}
    flat, steep = np.clip(np.nan_to_num(ways(s.kappa, *here), nan=AWAY), -AWAY, AWAY).T
    each = {
        STEEP: (np.arange(FIRST + 1), steep),
        FLAT: (np.arange(FIRST + 1), flat),
        TITLE: "each direction, without noise" if s.noise else "distance along each direction",
    }
    words = (
        f"heavy ball on curvatures 1/κ and 1, κ = {s.kappa}: {plane[TITLE]}, limit of stability η = 2 + 2β = "
        f"{number(2 + 2 * s.momentum)}, {plane[LINE]}, gradient descent best at η = {number(plain[0])}; "
        f"{more[0]}: {title}, {line.replace('  ', ' ')}{more[1]}."
    )
    names = {PLAIN: "the same η without momentum" if s.noise else "gradient descent at its best η"}
    return Frame({PLANE: plane, RUN: run, WAYS: each}, words, names)


def clean(s, plain, factors):
    """Losses of gradient descent at its best and of heavy ball, what theory says of both, and in words: title, line, more."""
    runs = [clean_run(s.kappa, *point) for point in (plain, (s.learning_rate, s.momentum))]
    losses, measured = runs[1]
    forecasts = [run[0] * each ** (2 * np.arange(STEPS + 1.0)) for (run, _), each in zip(runs, factors[::-2])]
    gone = diverged_at(losses, 1e6)
    title = f"a step leaves {number(measured)} of the distance" if gone is None else f"diverged at step {gone}"
    line = f"theory {number(factors[0])};  gradient descent at best {number(factors[2])}"
    return (runs[0][0], losses, *forecasts), title, line, (f"{STEPS} steps without noise", "")


def noisy(s, plain, factors):
    """The same of the mean losses under noise, of SGD at the same rate and of heavy ball."""
    runs = [noisy_run(s.learning_rate, beta, s.seed) for beta in (0.0, s.momentum)]
    floors = [float(theory.excess_loss(s.learning_rate, 1, 1, momentum=beta)) for beta in (0.0, s.momentum)]
    measured = [height(*run[1:], floor) for run, floor in zip(runs, floors)]
    title, line = f"noise floor {measured[1]}", f"theory {number(floors[1])};  β = 0: {measured[0]}"
    more = f"steep direction, one example a step, {RUNS} runs", f", theory {number(floors[0])}"
    return (*(run[0] for run in runs), *(np.full(STEPS + 1, floor) for floor in floors)), title, line, more


def speed(value):
    if value < 1:
        return f"factor {number(value)} a step"
    return f"diverges, factor {number(value)}" if value > 1 else "never settles"


def height(measured, error, expected):
    if not np.isfinite(expected) or not np.isfinite(measured):
        return "∞, it diverges"
    return f"{number(measured)} ± {2 * error:.1g}"
