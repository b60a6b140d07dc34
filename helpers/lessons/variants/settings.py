"""The controls of the race, and what it has in common with the other figures of variants: those that are registered."""

from dataclasses import field

from helpers.lessons.variants.racing import SCHEDULES, STEPS, race_of, racers
from helpers.live import Settings, between, choice, given, round_numbers, switch, whole
from helpers.problems.two_weights import NAMES, N, problem

SCALES = tuple(scale for scale in round_numbers(-2, 2) if 0.05 <= scale <= 20)
MENU = dict(zip(SCHEDULES, ("constant", "warm-up over 50 steps", "cosine to 0", "a fifth each 100 steps")))


class OfVariants(Settings):
    """variants: those of the figure, whatever is registered later."""

    variants: tuple = field(default=(), init=False)

    def __post_init__(self):
        if not self.variants:
            object.__setattr__(self, "variants", self.entered())
        super().__post_init__()

    def entered(self):
        """The variants that a new figure shows."""
        raise NotImplementedError


class Entrants(OfVariants):
    """A new landscape brings its own start; all else stays."""

    landscape: str = choice("landscape", NAMES, "ravine")
    batch_size: int = choice("batch size B of N = 64", (1, 4, 16, N), N)
    focus: str = choice("in focus", lambda s: {each.key: each.name for each in s.variants}, "momentum")
    schedule: str = choice("schedule", MENU, "constant")
    scale: float = between("rates ×", SCALES, 1.0)
    same_rate: bool = switch("one rate for all")
    start_1: float = between("start, first weight", lambda s: s.stage.starts[0], own=lambda s: s.stage.start[0])
    start_2: float = between("start, second weight", lambda s: s.stage.starts[1], own=lambda s: s.stage.start[1])
    seed: int = whole("seed of the batches", 0, 99)
    step: int = whole("step", 0, STEPS, 60, plays=120)
    own: object = given(about='an Optimizer(init, update) or the function that makes it; it races as "yours"')
    like: object = given(
        about="the variant at whose rate yours races, and over whose path it is drawn; momentum's rate if None"
    )

    def entered(self):
        return racers(self.own, self.like)

    @property
    def compares(self):
        """Whether yours is held against the variant that it is to be like."""
        return self.like is not None and self.focus == "yours"

    @property
    def stage(self):
        return problem(self.landscape)

    @property
    def run(self):
        start = self.start_1, self.start_2
        return race_of(self.stage, self.variants, self.batch_size, self.schedule, self.scale, self.same_rate, start, self.seed)

    def written(self, name):
        """The own optimizer is written by its name."""
        if name != "own":
            return super().written(name)
        called = getattr(self.own, "__name__", "")
        return called if called.isidentifier() else "my_optimizer"
