"""What a step costs: all examples of the flights, or a batch of them, counted in multiplications and in seconds."""

from dataclasses import replace

from helpers.lessons.gradient_descent.costs import BATCHES, RECORDED, measurement, multiplications
from helpers.live import TITLE, Axis, Frame, Line, Notice, Panel, Rule, Settings, beside, choice, figure, given, powers
from helpers.live.looks import BATCH, FULL, OTHERS, QUIET
from helpers.live.words import MACHINE, seconds, spaced
from helpers.problems.flights import FEATURES, SIZES

DOT = dict(ms=7, mec="white", mew=1.2)
GD = Line("one step of gradient descent, all N examples", color=FULL, lw=2.6, marker="o", **DOT)
DOTTED = dict(ls=(0, (0.05, 1.75)), dash_capstyle="round")
SGD = Line("one step of SGD, B = 512 examples", color=BATCH, lw=2.8, marker="s", **DOTTED, **DOT)
HERE = Rule("the chosen N", color=QUIET, lw=1.6, ls=(0, (5, 3)))
PALE = dict(color=OTHERS, lw=1.8, ms=6.5, mew=0)
EXAMPLE = Line("an example, recorded elsewhere", marker="o", **PALE)
EXAMPLE_OF_SGD = Line(marker="s", **PALE | DOTTED)
HINT = Notice(size=13, weight="normal", color=QUIET, bbox=dict(fc="none", ec="none"))

N = Axis("examples N", 700, 5e5, log=True, ticks={n: spaced(n) for n in (1000, 10_000, 100_000)})
COUNTS = Panel(N, Axis("multiplications for one step", 10, 1e7, log=True, ticks=powers(1, 7, 2)), left=72, height=(258, 258))
SECONDS = Panel(N, Axis("seconds for one step", 1e-6, 1e-1, log=True, ticks=powers(-6, -1)), left=72, height=(258, 258))
FULL_COUNTS = [multiplications(n) for n in SIZES]


class Cost(Settings):
    """The controls of one step on data of some size."""

    n: int = choice("examples N", SIZES, SIZES[-1])
    batch_size: int = choice("batch size B", BATCHES, 32)
    measured: tuple = given((), shown=False)  # the seconds, as `measurement` gives them


def measure(settings):
    """The seconds of each size, one after the other."""
    for rows in measurement():
        yield len(rows) / len(SIZES), lambda s, rows=rows: replace(s, measured=rows)


@figure(beside(COUNTS, SECONDS, share=0.478), legend=(GD, SGD, HERE, EXAMPLE), measure=measure)
def cost(s: Cost):
    """The cost of one step of gradient descent and of SGD, least squares on the flights: counted, and measured on demand."""
    count, step_count, place = multiplications(s.n), multiplications(s.batch_size), SIZES.index(s.n)
    columns = 0, 1 + BATCHES.index(s.batch_size)
    full, step = ([row[column] for row in s.measured] for column in columns)
    example = [[1e-6 * row[column] for row in RECORDED] for column in columns]
    known = SIZES[: len(full)]
    there = f"{' against '.join(seconds(each[place]) for each in example)}, elsewhere"
    here = f"{seconds(full[place])} against {seconds(step[place])}" if s.n in known else there
    counts = {
        HERE: s.n,
        GD: (SIZES, FULL_COUNTS),
        SGD: (SIZES, [step_count] * len(SIZES)),
        TITLE: f"{spaced(count)} against {spaced(step_count)}",
    }
    times = {
        HERE: s.n,
        GD: (known, full),
        SGD: (known, step),
        EXAMPLE: None if known else (SIZES, example[0]),
        EXAMPLE_OF_SGD: None if known else (SIZES, example[1]),
        HINT: None if known else "press measure for your machine",
        TITLE: here,
    }
    words = (
        f"least squares on flights, {len(FEATURES)} weights: one step of gradient descent on N = {spaced(s.n)} examples "
        f"takes {spaced(count)} multiplications, one of SGD on B = {s.batch_size} takes {spaced(step_count)}, "
        f"{spaced(count // step_count)} times fewer; {timed(full, step, place)}."
    )
    name = f"one step of SGD, B = {s.batch_size} example{'s' if s.batch_size > 1 else ''}"
    return Frame({COUNTS: counts, SECONDS: times}, words, {SGD: name})


def timed(full, step, place):
    """What is known of the seconds of both kinds of step, for the size at that place."""
    if not full:
        return "seconds not measured yet"
    if len(full) < len(SIZES):
        return f"measuring, {len(full)} of {len(SIZES)} sizes done"
    return (
        f"measured {MACHINE} {seconds(full[place])} and {seconds(step[place])}, "
        f"{full[place] / step[place]:.0f} times fewer; from N = 1 000 to {spaced(SIZES[-1])} a step of gradient descent takes "
        f"{full[-1] / full[0]:.0f} times as long, one of SGD {step[-1] / step[0]:.1f} times"
    )
