"""The live figures of the course, one function each: `from helpers.apps import magic`."""

from helpers.apps.basins import basins
from helpers.apps.best_step import best_step
from helpers.apps.cost import cost
from helpers.apps.cures import cures
from helpers.apps.epoch import epoch
from helpers.apps.epoch_curves import epoch_curves
from helpers.apps.escape import escape
from helpers.apps.faster import faster
from helpers.apps.first_step import first_step
from helpers.apps.full_batch import full_batch
from helpers.apps.learning_rate import learning_rate, two_weights
from helpers.apps.linear_scaling import linear_scaling
from helpers.apps.magic import magic
from helpers.apps.momentum import momentum
from helpers.apps.network import network
from helpers.apps.one_example import one_step
from helpers.apps.orders import orders
from helpers.apps.oscillation import oscillation
from helpers.apps.powers_of_two import powers_of_two
from helpers.apps.predicted import predict
from helpers.apps.race import race
from helpers.apps.six_steps import six_steps
from helpers.apps.slides import magic_slides
from helpers.apps.slope import slope
from helpers.apps.spread import spread
from helpers.apps.stable import stable
from helpers.apps.sum_or_mean import sum_or_mean
from helpers.apps.swarm import swarm
from helpers.apps.trainer import train_network

__all__ = [
    "basins",
    "best_step",
    "cost",
    "cures",
    "epoch",
    "epoch_curves",
    "escape",
    "faster",
    "first_step",
    "full_batch",
    "learning_rate",
    "linear_scaling",
    "magic",
    "magic_slides",
    "momentum",
    "network",
    "one_step",
    "orders",
    "oscillation",
    "powers_of_two",
    "predict",
    "race",
    "six_steps",
    "slope",
    "spread",
    "stable",
    "sum_or_mean",
    "swarm",
    "train_network",
    "two_weights",
]
