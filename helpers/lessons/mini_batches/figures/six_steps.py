"""The six steps of mini-batch SGD, one at a time, with their numbers, on twelve penguins."""

from dataclasses import replace

from helpers.lessons.mini_batches.marks import Table, cell
from helpers.lessons.mini_batches.six_steps import CLICKS, FEED, GRADIENT, LIST, PICK, REPEAT, SIZES, UPDATE, moment, twelve
from helpers.live import TITLE, Axis, Frame, Panel, Recipe, X, Y, above, beside, figure, round_numbers
from helpers.live.curves import BATCH_LOSS, FULL_LOSS, GAP, NEXT, NOTICE, NOW, SLOPE, TRAIL, off_picture
from helpers.live.settings import Settings, between, choice, whole
from helpers.live.words import number

STEPS = Recipe([f"{line}  {text}" for line, text in enumerate(LIST, start=1)])
ALL, THESE = FULL_LOSS.but("full loss, all 12"), BATCH_LOSS.but("batch loss, these 12")
MEAN, AFTER = SLOPE.but("its slope: the mean gradient"), NEXT.but("after this update")
DATA = Table(("penguin", "x", "y", "wx", "loss", "gradient"))

RECIPE = Panel(Axis("", 0, 1), Axis("", 0, 1), bare=True, left=16, height=STEPS.height)
LANDSCAPE = Panel("", "loss", left=58, height=(230, 174))
TABLE = Panel(Axis("", 0, 1), Axis("", 0, 1), bare=True, left=76, height=(168, 168))


class Clicks(Settings):
    """Through the list."""

    learning_rate: float = between("learning rate η", round_numbers(-2, 0), 0.1)
    batch_size: int = choice("batch size B", SIZES, 4)
    seed: int = whole("shuffle seed", 0, 99)
    step: int = whole("step of the list", 0, CLICKS, plays=900, about="how many steps of the list have been taken")

    def moved(self, name, value):
        """Another division of the data starts from step 0."""
        moved = super().moved(name, value)
        return replace(moved, step=0) if name == "batch_size" else moved


@figure(above(beside(RECIPE, LANDSCAPE, share=0.44), TABLE), legend=(ALL, NOW, THESE, MEAN, AFTER))
def six_steps(s: Clicks):
    """The list of the six steps, the landscape and the data, for the model wx of twelve penguins."""
    stage, m = twelve(), moment(s.learning_rate, s.batch_size, s.seed, s.step)
    model, size, lines = stage.model, len(m.batch), formulas(m, s)
    w, full, loss = m.weights[-1], m.full_losses[-1], model.loss([m.weights[-1]], m.batch if size else None).item()
    gone = m.diverged if m.diverged is not None and len(m.weights) > m.diverged else None
    name = f"these {size}" if size > 1 else "this 1"
    which = f", batch {m.position + 1} of {m.count}" if size else ""
    landscape = {
        X: Axis(stage.weight_label, stage.low, stage.high),
        Y: (-0.03 * stage.ceiling, stage.ceiling),
        ALL: (stage.grid, stage.full_curve),
        TRAIL: (m.weights[:-1], m.full_losses[:-1]),
        GAP: ([w, w], [full, loss]),
        MEAN: (w, loss, m.worked[2].mean()) if m.now in (GRADIENT, UPDATE) else None,
        THESE: (stage.grid, stage.curve(m.batch)) if size else None,
        AFTER: (m.after, model.loss([m.after], m.batch).item()) if m.now == UPDATE else None,
        NOW: (w, loss),
        NOTICE: off_picture(stage, w, loss, gone),
        TITLE: f"epoch {m.epoch + 1}{which}:  w = {number(w)}",
    }
    words = (
        f"step {m.now} of the list, {LIST[m.now - 1]}: {lines[m.now - 1]}; epoch {m.epoch + 1}, "
        f"η = {number(s.learning_rate)}, B = {s.batch_size} of N = {len(m.order)}; w = {number(w)}, full loss {number(full)}"
    )
    words += f"; batch loss {number(loss)}" if size else ""
    words += "." if gone is None else f"; diverged at update {gone}."
    table = {DATA: (cells(m, s.batch_size), s.batch_size, m.position if size else None)}
    return Frame(
        {RECIPE: {STEPS: (m.now - 1, lines)}, LANDSCAPE: landscape, TABLE: table}, words, {THESE: f"batch loss, {name}"}
    )


def formulas(m, s):
    """What each step of the list does here, in numbers; nothing for those to come."""
    n, (_, losses, gradients) = len(m.order), m.worked
    short = n - s.batch_size * (m.count - 1)
    whole_ones = m.count - (short < s.batch_size)
    lines = [
        f"{n} examples, shuffled: {whole_ones} batch{'es' if whole_ones > 1 else ''} of {s.batch_size}"
        + (f", a short one of {short}" if short < s.batch_size else "")
    ]
    if m.now >= PICK:
        members = ", ".join(str(example + 1) for example in m.batch) if len(m.batch) < n else f"all {n}"
        lines.append(f"batch {m.position + 1} of {m.count}: penguin{'s' if len(m.batch) > 1 else ''} {members}")
    if m.now >= FEED:
        lines.append(f"predictions wx, and losses (wx − y)²: mean {number(losses.mean())}")
    if m.now >= GRADIENT:
        total, mean = gradients.sum(), number(gradients.mean())
        lines.append(f"of 2(wx − y)x: sum {number(total)}, divided by {len(m.batch)}: {mean}")
    if m.now >= UPDATE:
        factor = f"({mean})" if mean.startswith("−") else mean
        lines.append(f"w ← {number(m.before)} − {number(s.learning_rate)} × {factor} = {number(m.after)}")
    if m.now == REPEAT and m.position + 1 < m.count:
        lines.append(f"{m.position + 1} of {m.count} done: on to 2, with the same division")
    elif m.now == REPEAT:
        done = f"all {m.count} done, one epoch" if m.count > 1 else "one epoch done"
        lines.append(f"{done}: back to 1, and reshuffle")
    return lines + [""] * (len(LIST) - len(lines))


def cells(m, size):
    """The words of the table: the examples in the order of this epoch, and what is known of those in the batch."""
    model, start = twelve().model, m.position * size
    rows = [[f"{example + 1}" for example in m.order], *([*map(cell, row[m.order])] for row in (model.X[:, 0], model.y))]
    known = [[*map(cell, row)] if m.now >= last else [""] * len(row) for row, last in zip(m.worked, (FEED, FEED, GRADIENT))]
    known[1] = [words.lstrip("+") for words in known[1]]  # a loss has no sign
    blank = [""] * len(m.order)
    return rows + [blank[:start] + row + blank[start + len(row) :] for row in known]
