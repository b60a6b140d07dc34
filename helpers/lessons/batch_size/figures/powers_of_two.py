"""Powers of 2 as batch sizes, beside their neighbours: bytes of a step, counted; seconds of an epoch, measured; their ratio."""

from dataclasses import replace

import numpy as np

from helpers.lessons.batch_size.powers import (
    MODELS,
    RECORDED,
    ROUNDS,
    SIZES,
    bytes_of_step,
    compare,
    compare_medians,
    median,
    multiplications,
    network,
    rounds,
)
from helpers.live import (
    LINE,
    TITLE,
    Axis,
    Band,
    Frame,
    Level,
    Measured,
    Notice,
    Panel,
    Points,
    Rule,
    Settings,
    above,
    beside,
    choice,
    figure,
    given,
    powers,
)
from helpers.live.looks import BATCH, FULL, OTHERS, QUIET
from helpers.live.words import MACHINE, seconds, spaced

TICKS, ENDS, RATIOS = 2 ** np.arange(3, 10), (5.5, 700), (0.8, 1.2)
ALL, POWER = np.array(SIZES), np.arange(len(SIZES)) % 3 == 1
BARS = (1e-6, np.inf)  # where the bars of the seconds end
PART = 5  # rounds between two pictures of a measurement
RED, WHITE = dict(color=BATCH, marker="D", ms=9, mec="white", mew=1), dict(color=FULL, ms=5.5, mfc="white", mec=FULL, mew=1.4)

POWERS, NEIGHBOURS = Points("a power of 2", **RED), Points("one less, one more", **WHITE)
HERE = Rule("the chosen B", color=QUIET, lw=1.6, ls=(0, (5, 3)))
TIMED_POWERS, TIMED_NEIGHBOURS, EACH = Measured(**RED), Measured(**WHITE), Measured(**RED)
NO_DIFFERENCE, TOGETHER = Level(still=True, color=FULL, lw=1.6), Band()
PLAIN = dict(weight="normal", color=QUIET, bbox=dict(fc="white", ec="none", pad=4))
HINT = Notice(size=13, **PLAIN)
PALE = dict(color=OTHERS, mew=0, bars=dict(lw=1.2))
EXAMPLE = Measured("an example, recorded elsewhere", marker="D", ms=7, **PALE)
EXAMPLE_NEIGHBOURS = Measured(ms=4.5, **PALE)

B = Axis("batch size B", *ENDS, log=True, ticks=TICKS)
BYTES = Panel(B, Axis("bytes of one step", 1e3, 1e6, log=True, ticks=powers(3, 6)), left=70, height=(232, 231))
SECONDS = Panel(B, Axis("seconds of one epoch", 1e-5, 1e1, log=True, ticks=powers(-5, 1)), left=70, height=(232, 231))
RATIO = Panel(B, Axis("ratio of times", *RATIOS, ticks=(0.8, 0.9, 1, 1.1, 1.2)), left=70, height=(170, 170))


class Size(Settings):
    """The controls of the time that a batch takes."""

    model: str = choice("model", MODELS, "moons")
    batch_size: int = choice("batch size B", SIZES, 64)
    measured: tuple = given((), shown=False)  # (model, (R, S) seconds of one step) of each model that is measured


def measure(settings):
    """The seconds of a step at each size, round by round."""
    fresh = []
    for done, times in enumerate(rounds(network(settings.model)), start=1):
        fresh.append(tuple(times.tolist()))
        shown = done % PART == 0  # in between only the bar moves on
        yield done / ROUNDS, known(settings.model, tuple(fresh)) if shown else lambda s: s


def known(model, times):
    """The change of the settings once so much is known of a model."""
    return lambda s: replace(s, measured=(*(each for each in s.measured if each[0] != model), (model, times)))


@figure(above(beside(BYTES, SECONDS, share=0.478), RATIO), legend=(POWERS, NEIGHBOURS, HERE, EXAMPLE), measure=measure)
def powers_of_two(s: Size):
    """Powers of 2 as batch sizes beside their neighbours: bytes and steps counted, seconds measured on demand."""
    model, place, times = network(s.model), SIZES.index(s.batch_size), np.array(dict(s.measured).get(s.model, ()))
    counted, steps, done = bytes_of_step(model, ALL), -(-model.n_examples // ALL), len(times) > 0
    (each, errors), (ratios, spreads, together) = (
        (median(times), compare(times)) if done else ((None, None), (None, None, None))
    )
    hint = None if done else "press measure for your machine"
    shown = None if done else [np.array(part) * 1e-6 for part in RECORDED[s.model]]
    per_example = spaced(counted[1] - counted[0])
    size = {
        HERE: s.batch_size,
        POWERS: (ALL[POWER], counted[POWER]),
        NEIGHBOURS: (ALL[~POWER], counted[~POWER]),
        TITLE: f"B = {s.batch_size}: {spaced(counted[place])} bytes",
        LINE: f"{per_example} more for each example more",
    }
    (now, error), where = ((each, errors), MACHINE) if done else (shown, "elsewhere, an example")
    spent = f"{seconds(now[place] * steps[place])} ± {seconds(2 * error[place] * steps[place])}"
    time = {
        HERE: s.batch_size,
        HINT: hint,
        EXAMPLE: None if done else (ALL[POWER], *(part[POWER] for part in (now * steps, error * steps)), BARS),
        EXAMPLE_NEIGHBOURS: None if done else (ALL[~POWER], *(part[~POWER] for part in (now * steps, error * steps)), BARS),
        TIMED_POWERS: (ALL[POWER], (each * steps)[POWER], (errors * steps)[POWER], BARS) if done else None,
        TIMED_NEIGHBOURS: (ALL[~POWER], (each * steps)[~POWER], (errors * steps)[~POWER], BARS) if done else None,
        TITLE: f"B = {s.batch_size}: {spaced(steps[place])} steps an epoch",
        LINE: f"{spent} {where}",
    }
    band = (ENDS, *np.clip([[together[0] + by * together[1]] * 2 for by in (-2, 2)], *RATIOS)) if done else None
    found = f"{together[0]:.3f} ± {2 * together[1]:.3f}" if done else ""
    all_powers = f"time of a step; band: all {POWER.sum()} together, {found}"
    ratio = {
        TOGETHER: band,
        HERE: s.batch_size,
        HINT: hint,
        NO_DIFFERENCE: 1,
        EXAMPLE: None if done else (ALL[POWER], *compare_medians(*shown)[:2]),
        EACH: (ALL[POWER], ratios, spreads) if done else None,
        TITLE: "a power of 2 over the mean of its neighbours",
        LINE: all_powers if done else "the time of a step, an example; 1: no difference",
    }
    words = (
        f"{MODELS[s.model]}, N = {spaced(model.n_examples)}: B = {s.batch_size} takes {spaced(steps[place])} steps an epoch, "
        f"{spaced(counted[place])} bytes and {spaced(multiplications(model, s.batch_size))} multiplications a step, "
        f"{per_example} bytes more for each example more; {timed(len(times), found)}."
    )
    return Frame({BYTES: size, SECONDS: time, RATIO: ratio}, words)


def timed(done, found):
    """What is known of the seconds after so many rounds."""
    if not done:
        return "seconds not measured yet"
    if done < ROUNDS:
        return f"measuring, {done} of {ROUNDS} rounds done"
    return (
        f"measured {MACHINE}: a step at a power of 2 takes {found} (two standard errors) of the time at its two "
        f"neighbours, over {POWER.sum()} powers of 2 and {ROUNDS} rounds"
    )
