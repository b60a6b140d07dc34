"""What the controls of gradient descent offer."""

from helpers.live.scales import round_numbers

RATES = tuple(rate for rate in round_numbers(-2, 1) if rate >= 0.05)
