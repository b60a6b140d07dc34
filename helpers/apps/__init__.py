"""The live figures of the course, one function each: `from helpers.apps import magic`."""

from helpers.apps.basins import basins
from helpers.apps.cost import cost
from helpers.apps.epoch import epoch
from helpers.apps.epoch_curves import epoch_curves
from helpers.apps.learning_rate import learning_rate, two_weights
from helpers.apps.magic import magic
from helpers.apps.network import network
from helpers.apps.one_example import one_step
from helpers.apps.orders import orders
from helpers.apps.predicted import predict
from helpers.apps.six_steps import six_steps
from helpers.apps.slides import magic_slides
from helpers.apps.slope import slope
from helpers.apps.spread import spread
from helpers.apps.sum_or_mean import sum_or_mean

__all__ = [
    "basins",
    "cost",
    "epoch",
    "epoch_curves",
    "learning_rate",
    "magic",
    "magic_slides",
    "network",
    "one_step",
    "orders",
    "predict",
    "six_steps",
    "slope",
    "spread",
    "sum_or_mean",
    "two_weights",
]
