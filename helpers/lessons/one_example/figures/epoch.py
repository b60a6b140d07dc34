"""What an epoch is: counters, each epoch as a row of examples in the order they are seen, and where they are in the data."""

from collections import Counter

from helpers.lessons.one_example.epochs import MOST, STEPS, batches
from helpers.lessons.one_example.marks import ROWS, Counters, DataStrip, Rows
from helpers.live import Axis, Frame, Names, Panel, Points, Settings, above, figure, whole
from helpers.live.looks import BATCH, SHADES, SPENT

COUNTERS = Counters("steps taken", "epoch", "examples seen")
SEEN = Points("seen this epoch", marker="s", ms=12, mec="none", color=SPENT)
NOW = Points("the batch of this step", marker="s", ms=15, mec="none", color=BATCH)
COMING = Points("still to come", marker="s", ms=12, mec="none", color=SHADES[3])
NAMES = Names(SEEN, NOW, COMING)
EPOCHS, DATA = Rows(), DataStrip()

COUNTED = Panel(bare=True, left=92, height=(84, 84))
LEGEND = Panel(bare=True, left=92, height=lambda width: NAMES.height(width) + 6)
PAGE = Panel(y=Axis("", ROWS, 0), bare=True, left=92, height=(170, 170))
STRIP = Panel(bare=True, left=92, height=(34, 34), title="the same examples as they stand in the data")


class Sizes(Settings):
    """The controls: the sizes of the data and of a batch, and how far the epoch has come."""

    n: int = whole("examples N", 1, MOST, 50)
    batch_size: int = whole("batch size B", 1, MOST, 8, about="batch size B; a batch holds at most all N")
    seed: int = whole("shuffle seed", 0, 99, about="of the shuffling")
    step: int = whole("step", 0, STEPS, plays=400, about="the steps already taken")


@figure(above(COUNTED, LEGEND, PAGE, STRIP), legend=())
def epoch(s: Sizes):
    """Counters of steps, epochs and examples seen, and each epoch as a row of its N examples in batches of B."""
    n, size = s.n, min(s.batch_size, s.n)
    drawn = batches(n, size, s.seed)
    batch, (epochs, position) = drawn[s.step], divmod(s.step, drawn.steps_per_epoch)
    seen, sums = epochs * n + position * size, in_words(n, size)
    panels = {
        COUNTED: {COUNTERS: ((s.step, epochs + 1, seen), sums)},
        LEGEND: {NAMES: ()},
        PAGE: {EPOCHS: (n, size, epochs, position)},
        STRIP: {DATA: (drawn.order[epochs], batch, size)},
    }
    all_of_them = f" (a batch holds at most all {n})" if s.batch_size > n else ""
    words = (
        f"N = {n} examples, B = {size}{all_of_them}, {sums.replace(':  ', ': ')}; step {s.step} of {STEPS}, "
        f"epoch {epochs + 1}, batch {position + 1} of {drawn.steps_per_epoch}, which holds {len(batch)}; "
        f"{seen} examples seen = {epochs} × {n} + {seen - epochs * n}."
    )
    return Frame(panels, words)


def in_words(n, batch_size):
    """How many steps an epoch takes.

    >>> in_words(50, 8)
    'steps per epoch = ⌈50 / 8⌉ = 7:  6 batches of 8 and 1 of 2'
    """
    sizes = Counter(min(batch_size, n - first) for first in range(0, n, batch_size))
    (most, count), *short = sizes.items()
    parts = [f"{count} batch{'es' if count > 1 else ''} of {most}", *(f"1 of {size}" for size, _ in short)]
    return f"steps per epoch = ⌈{n} / {batch_size}⌉ = {sum(sizes.values())}:  {' and '.join(parts)}"
