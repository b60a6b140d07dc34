"""The controls of the figures of one weight: its walk, and the examples at one place."""

from helpers.lessons.magic.disagreement import weights
from helpers.lessons.magic.walk import batch_sizes, batches, run
from helpers.live.scales import round_numbers
from helpers.live.settings import Settings, between, choice, whole
from helpers.problems.one_weight import NAMES, problem


class Walk(Settings):
    """The controls that both figures of one weight's walk share.

    A new model brings its own weights and sizes; learning rate and seed stay, and so does B where it can.
    """

    model: str = choice("model", NAMES, "sine")
    learning_rate: float = between("learning rate η", round_numbers(-3, 1), 0.4)
    batch_size: int = choice("batch size B", lambda s: batch_sizes(s.n), 4)
    start: float = between("start weight", lambda s: s.stage.starts, own=lambda s: s.stage.start)
    seed: int = whole("shuffle seed", 0, 99)

    @property
    def stage(self):
        return problem(self.model)

    @property
    def n(self):
        return self.stage.model.n_examples

    @property
    def run(self):
        return run(self.model, self.learning_rate, self.batch_size, self.start, self.seed)

    @property
    def batches(self):
        return batches(self.n, self.batch_size, self.seed)


class Weight(Settings):
    """The controls of the examples at one weight."""

    model: str = choice("model", NAMES, "sine")
    w: float = between("weight w", lambda s: weights(s.model), own=lambda s: problem(s.model).start)
