"""What the figures with a menu of models share: the model, and what its examples and weights allow."""

from helpers.lessons.mini_batches.batches import batch_sizes
from helpers.live.settings import Settings, choice
from helpers.problems.one_weight import LOSSES, NAMES, problem


def labels(s=None):
    """{model: what the menu says}, of every model that is registered."""
    return {key: f"{name}: {LOSSES[key]}" for key, name in NAMES.items()}


def sizes(s):
    """The batch sizes that the model of these settings allows."""
    return batch_sizes(s.n)


def starts(s):
    """The weights of the slider."""
    return s.stage.starts


def start(s):
    """The model's own weight."""
    return s.stage.start


class OnModel(Settings):
    """A new model brings its own weights and sizes; the rest stays, and so does B where it can."""

    model: str = choice("model", labels, "sine")

    @property
    def stage(self):
        return problem(self.model)

    @property
    def n(self):
        return self.stage.model.n_examples

    @property
    def label(self):
        """What the menu says."""
        return labels()[self.model]
