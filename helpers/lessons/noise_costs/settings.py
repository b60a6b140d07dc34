"""The learning rates at which noise and its cures are compared."""

from helpers.live import round_numbers

RATES = tuple(rate for rate in round_numbers(-2, 0) if 0.02 <= rate <= 0.8)
