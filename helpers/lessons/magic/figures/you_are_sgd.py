"""You are SGD: the full loss is hidden, each round shows one batch loss near the weight, and the reader takes the step."""

from dataclasses import replace
from math import ceil, floor, isfinite
from numbers import Real

import numpy as np

from helpers.lessons.magic.rounds import DATA, RATE, REACH, ROUNDS, dealt, descents, hidden, verdict
from helpers.live import (
    LINE,
    TITLE,
    Axis,
    Band,
    Frame,
    Line,
    Panel,
    Points,
    Settings,
    X,
    above,
    between,
    choice,
    curves,
    figure,
    given,
    whole,
)
from helpers.live.app import App
from helpers.live.controls import button
from helpers.live.curves import BATCH_LOSS, FULL_LOSS, NOTICE, NOW, SLOPE, named
from helpers.live.looks import BATCH, FULL, SHADES, SPENT
from helpers.live.words import number
from helpers.training import batch_losses

RULES = {"own": "my own choice", **{rate: f"η = {rate:g}, held fixed" for rate in (0.1, 0.4, 1.0)}}
BEGINS = ("data", "batch_size", "seed", "start")  # another of these begins at round 1
FINE = 20  # marks of the slider in a unit of w
TOP = 2.2  # of the loss axis, whatever is hidden: an axis that fits would tell

UNSEEN = Band("not seen", color=SPENT, alpha=0.8)
SEEN = Points("batch losses so far", marker="x", ms=6, color=BATCH, mew=1.7)
RING = Points("next weight: drag the ring", ms=17, mfc="none", mec=BATCH, mew=2.6, sample=dict(ms=11, mew=2.2))
TRAIL = curves.TRAIL.but("your weights")
GAPS = curves.GAP.but(alpha=0.5)
YOU = Points("you", marker="D", ms=9, color=BATCH, mec="white", mew=1.2)
SGD = Points(f"SGD, η = {RATE}, the same batches", marker="^", ms=14, color=SHADES[3], mec="white", mew=1.2, sample=dict(ms=10))
DESCENT = Points(f"gradient descent, η = {RATE}", marker="s", ms=15, color=FULL, mec="white", mew=1.2, sample=dict(ms=9))
ENDS = {"gradient descent": DESCENT, "SGD": SGD, "you": YOU}  # where two meet, both are seen
WALKS = {
    "gradient descent": Line(color=FULL, lw=2, ls=(0, (5, 1.5, 1, 1.5))),
    "SGD": Line(color=SHADES[3], lw=2.2, ls=(0, (3, 1.2))),
    "you": Line(color=BATCH, lw=2.6, solid_joinstyle="round"),
}
STEP = Line(color=BATCH, lw=1.4, ls=(0, (1.5, 1.5)))
WAS, NEXT = NOW.but(ms=9, mew=1.2), RING.but(ms=10, mew=2.2)
ORDER = (UNSEEN, FULL_LOSS, GAPS, SEEN, TRAIL, SLOPE, BATCH_LOSS, RING, NOW, *ENDS.values(), NOTICE)

LANDSCAPE = Panel("", Axis("loss", -0.03 * TOP, TOP, ticks=(0, 0.5, 1, 1.5, 2)), left=58, height=(300, 250), numbers="y")
PATHS = Panel("", Axis("round", ROUNDS + 1.2, -1.2, ticks=range(0, ROUNDS + 1, 5)), left=58, height=(170, 170))


class Game(Settings):
    """The controls of the game. What has been chosen is in `weights`, and where the ring stands in `next_weight`."""

    data: str = choice("data", DATA, "sine")
    batch_size: int = choice("batch size B", (1, 4, 16, 64), 4)
    seed: int = whole("seed", 0, 99, about="of the shuffles, and of new data")
    start: float = between("start weight", lambda s: s.stage.starts, own=lambda s: s.stage.start)
    rule: object = choice("rule", RULES, "own")
    next_weight: float = between("next weight", lambda s: s.offered, own=lambda s: s.leads)
    weights: tuple = given((), about="the weights chosen so far, one a round")

    def __post_init__(self):
        chosen = self.weights
        numbers = isinstance(chosen, tuple | list) and all(isinstance(w, Real) and isfinite(w) for w in chosen)
        if not numbers or len(chosen) > ROUNDS:
            raise ValueError(f"weights must be at most {ROUNDS} finite numbers, one for each round played; got {chosen!r}.")
        object.__setattr__(self, "weights", tuple(map(float, chosen)))
        super().__post_init__()

    @property
    def stage(self):
        return hidden(self.data, self.seed)

    @property
    def batches(self):
        return dealt(self.stage.model.n_examples, self.batch_size, self.seed)

    @property
    def path(self):
        """The start, and the weights chosen so far."""
        return np.array([self.start, *self.weights])

    @property
    def over(self):
        return len(self.weights) == ROUNDS

    @property
    def seen(self):
        """The batch of this round, its loss at the weight, and its slope there."""
        batch, w, model = self.batches[len(self.weights)], self.path[-1:], self.stage.model
        return batch, model.loss(w, batch).item(), model.gradient(w, batch).item()

    @property
    def met(self):
        """The batch losses of the rounds that are over, each at its weight."""
        past = len(self.weights)
        return batch_losses(self.stage.model, self.path[:past, None], self.batches[:past])

    @property
    def leads(self):
        """The next weight that the rule says; one's own choice begins where one is."""
        w = self.path[-1].item()
        return w if self.over or self.rule == "own" else w - self.rule * self.seen[2]

    @property
    def offered(self):
        """The weights that may be next: as far as one sees, or the one that a rule says."""
        if self.over or self.rule != "own":
            return (self.leads,)
        first, last = (FINE * (self.leads + sign * REACH) for sign in (-1, 1))
        return tuple(mark / FINE for mark in range(ceil(round(first, 6)), floor(round(last, 6)) + 1))

    def moved(self, name, value):
        """Other data, batches or another start begin anew; another rule goes on from here."""
        begun = self.anew() if name in BEGINS else self
        return super(Game, begun).moved(name, value)

    def taken(self):
        """The next round, from where the ring stands."""
        return self if self.over else self._with(*self.weights, self.next_weight)

    def back(self):
        """The round before, with the ring where it stood, as far as the rule allows it."""
        if not self.weights:
            return self
        *before, last = self.weights
        then = self._with(*before)
        return then.moved("next_weight", self.controls["next_weight"].fitted(last, self, then))

    def anew(self):
        """The same game from round 1."""
        return self._with()

    def _with(self, *weights):
        return replace(self, weights=weights, next_weight=None)


class GameApp(App):
    """The figure with the buttons of the game."""

    def _arranged(self):
        arranged = super()._arranged()
        line = arranged[len(self.plan.rows) - 1]
        line.children = [
            *line.children,
            button(
                "next round", "step-forward", "take the step to the ring, and see the next batch", self._turns("taken"), "116px"
            ),
            button("back", "step-backward", "back one round", self._turns("back")),
            button("start again", "refresh", "back to round 1", self._turns("anew"), "116px"),
        ]
        return arranged

    def _turns(self, move):
        return lambda: self.turn(lambda state: getattr(state, move)())


@figure(
    above(LANDSCAPE, PATHS),
    legend=(BATCH_LOSS, SLOPE, NOW, RING, UNSEEN, SEEN, FULL_LOSS, TRAIL, YOU, SGD, DESCENT),
    rows=("data batch_size seed start", "rule next_weight"),
    drag={LANDSCAPE: ("next_weight",), PATHS: ("next_weight",)},
    app=GameApp,
)
def you_are_sgd(s: Game):
    """You take the steps: each round shows one batch loss near the weight, and the end the full loss and the scores."""
    stage, path = s.stage, s.path
    walks = {"you": path} | (descents(stage.model, s.start, s.batches) if s.over else {})
    reached = np.concatenate([*walks.values(), [s.next_weight]])
    ends = min(stage.low, halves(np.floor, reached.min() - REACH)), max(stage.high, halves(np.ceil, reached.max() + REACH))
    across, last = Axis(stage.weight_label, *ends), len(path) - 1
    shown, words = the_end(s, walks, np.linspace(*ends, 801)) if s.over else one_round(s, ends)
    landscape = dict.fromkeys(ORDER) | {X: across} | shown
    paths = {
        X: across,
        **{line: (walks[name], np.arange(last + 1)) if name in walks else None for name, line in WALKS.items()},
        **{end: (walks[name][-1], ROUNDS) if s.over else None for name, end in ENDS.items()},
        STEP: None if s.over else ([path[-1], s.next_weight], [last, last + 1]),
        WAS: None if s.over else (path[-1], last),
        NEXT: None if s.over else (s.next_weight, last + 1),
    }
    words = f"{DATA[s.data]}: B = {s.batch_size} of N = {stage.model.n_examples}, {words}"
    return Frame({LANDSCAPE: landscape, PATHS: paths}, words, named(stage.model.n_examples, s.batch_size))


def halves(rounded, w):
    """w, rounded to halves: an axis that grows with every move of the start would be drawn anew each time."""
    return float(rounded(2 * w) / 2)


def one_round(s, ends):
    """What is known in a round: the batch loss as far as one sees, its slope where one is, and what one has seen before."""
    (batch, loss, slope), w, model = s.seen, s.path[-1].item(), s.stage.model
    near = np.linspace(w - REACH, w + REACH, 101)
    edges = [ends[0], near[0], near[0], near[-1], near[-1], ends[1]]
    shown = {
        UNSEEN: (edges, [-TOP] * 6, np.multiply(TOP, [2, 2, -1, -1, 2, 2])),
        SEEN: (s.path[:-1], s.met) if len(s.met) else None,
        SLOPE: (w, loss, slope),
        BATCH_LOSS: (near, model.loss(near[:, None], batch)),
        RING: (s.next_weight, model.loss([s.next_weight], batch).item()),
        NOW: (w, loss),
        NOTICE: f"↑ the batch loss here is {number(loss)}" if loss > TOP else None,
        TITLE: f"round {len(s.path)} of {ROUNDS}   w = {number(w)} → {number(s.next_weight)}",
        LINE: f"batch loss {loss:.3f}   slope {number(round(slope, 3))}",
    }
    words = f"round {len(s.path)} of {ROUNDS}, {RULES[s.rule]}: w = {number(w)}, batch loss {number(loss)}"
    return shown, f"{words}, slope {number(slope)}, next w = {number(s.next_weight)}."


def the_end(s, walks, grid):
    """What was hidden: the full loss, how far from it the batch losses were, and where all three end on it."""
    model, path = s.stage.model, s.path
    full, lasts = model.loss(path[:, None]), {name: (w[-1], model.loss(w[-1:]).item()) for name, w in walks.items()}
    shown = {
        FULL_LOSS: (grid, model.loss(grid[:, None])),
        GAPS: (np.repeat(path[:-1], 3), np.column_stack([s.met, full[:-1], np.full(ROUNDS, np.nan)]).ravel()),
        SEEN: (path[:-1], s.met),
        TRAIL: (path, full),
        **{end: lasts[name] for name, end in ENDS.items()},
        TITLE: "the end: this is the full loss",
        LINE: "full loss: " + ", ".join(f"{name} {loss:.3f}" for name, (_, loss) in lasts.items()),
    }
    scores = ", ".join(f"{name} {number(loss)} at w = {number(w)}" for name, (w, loss) in lasts.items())
    losses = {name: loss for name, (_, loss) in lasts.items()}
    words = f"all {ROUNDS} rounds played. Full loss at the end: {scores}; these two with η = {RATE} from the same start"
    return shown, f"{words}. You end {verdict(losses.pop('you'), losses)}."
